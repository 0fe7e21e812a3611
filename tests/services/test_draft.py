"""Filling in a form: nothing that is typed breaks it, and nobody else sees it."""

from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear import partners
from preclear.errors import InvalidInput, NotFound, NotPermitted
from preclear.model.case import Actor
from preclear.model.codes import Role
from preclear.services import draft
from preclear.testing.store import MemoryStore

AGREEMENT = partners.parse(files("preclear.partners").joinpath("agreements", "uto-xar.yaml").read_bytes())
ANNA = Actor(id="traveller.anna", roles=frozenset({Role.APPLICANT}))
OTTO = replace(ANNA, id="traveller.otto")
QUESTIONS = [one.path for one in AGREEMENT.form if one.kind != "file"]


def desk():
    """As much of an office as a draft needs."""
    return SimpleNamespace(store=MemoryStore(), agreement=AGREEMENT, clock=lambda: datetime(2026, 5, 17, 8, tzinfo=UTC))


def test_a_draft_is_its_owners_alone():
    office = desk()
    form = draft.begin(office, ANNA)
    for look in (
        lambda: draft.resume(office, form.reference, OTTO),
        lambda: draft.answer(office, form.reference, "applicant.surname", {"": "X"}, OTTO),
        lambda: draft.discard(office, form.reference, OTTO),
        lambda: draft.send(office, form.reference, OTTO, notice={}),
    ):
        with pytest.raises(NotPermitted):
            look()


def test_forms_that_nobody_sends_do_not_pile_up():
    office = desk()
    for _ in range(20):
        draft.begin(office, ANNA)
    with pytest.raises(NotPermitted, match="many forms"):
        draft.begin(office, ANNA)


def test_what_is_not_answered_is_named_before_sending():
    office = desk()
    form = draft.begin(office, ANNA)
    with pytest.raises(InvalidInput) as error:
        draft.send(office, form.reference, ANNA, notice={})

    assert "document.type" == error.value.where


def test_a_town_is_asked_for_where_only_the_street_is_known():
    office = desk()
    form = draft.begin(office, ANNA)
    after = draft.answer(office, form.reference, "trip.destination.address.lines", {"": "1 Specimen Street"}, ANNA)

    assert "trip.destination.address.city" in after.lacking()


@given(st.sampled_from(QUESTIONS), st.text(max_size=60), st.text(max_size=5))
@settings(max_examples=80, deadline=None)
def test_whatever_is_answered_is_kept_or_refused_in_words(path, text, part):
    office = desk()
    form = draft.begin(office, ANNA)
    parts = {"": text, "day": part, "month": part, "year": text, "amount": text, "currency": part}
    try:
        after = draft.answer(office, form.reference, path, parts, ANNA)
    except InvalidInput:
        return
    except NotFound:
        assert path not in [one.path for one in form.questions]
        return
    assert path in after.asked

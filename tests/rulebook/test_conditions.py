"""What a condition may see, and what it is refused for."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.rulebook.conditions import Refused, compile_condition
from preclear.rulebook.fields import OK, STRICTEST_FIRST, every_field, permitted_fields

REFUSED = [
    ('application.applicant.sex == "F"', "protected_field", "application.applicant.sex"),
    ("has(application.applicant.marital_status)", "protected_field", "application.applicant.marital_status"),
    ('1 > 2 && application.applicant.sex == "F"', "protected_field", "application.applicant.sex"),
    ('application.applicant.birth_place == "Zenith"', "proxy_field", "application.applicant.birth_place"),
    ('application.contact.address.city == "Zenith"', "proxy_field", "application.contact.address.city"),
    ('application.applicant.surname == "Testov"', "identity_only_field", "application.applicant.surname"),
    (
        'application.applicant.nationality.exists(n, n == "UTO")',
        "identity_only_field",
        "application.applicant.nationality",
    ),
    ('application.document.issuing_state == "UTO"', "identity_only_field", "application.document.issuing_state"),
    ("application.protection.under_duress", "protective_only_field", "application.protection.under_duress"),
    (
        "application.preparer.fee_paid.amount > 1000.0",
        "protective_only_field",
        "application.preparer.fee_paid.amount",
    ),
    ('application.answers["q1"] == "yes"', "protective_only_field", "application.answers"),
    ('application.channel.ip == "192.0.2.1"', "linkage_only_field", "application.channel.ip"),
    ('application.trip.host.name == "A"', "linkage_only_field", "application.trip.host.name"),
    ('application.narrative.contains("work")', "claim_only_field", "application.narrative"),
    ("application.travelling_with.size() > 3", "claim_only_field", "application.travelling_with"),
    ('application.files.exists(f, f.text == "x")', "claim_only_field", "application.files.text"),
    ('application.height == "1"', "unknown_field", "height"),
    ('wealth == "1"', "unknown_field", "wealth"),
    ('findings[0].text == "x"', "unknown_field", "text"),
    ("application.trip.purpose", "not_boolean", ""),
    ("1 + 1", "not_boolean", ""),
    ("true &&", "not_valid", ""),
    ("application.funding.available.amount > 3", "not_valid", ""),
    ('dyn(application).applicant.sex == "F"', "dyn", ""),
    ('[application, 1][0].applicant.sex == "F"', "dyn", ""),
    (
        "application.trip.legs.exists(a, application.trip.legs.exists(b, a.carrier != b.carrier))",
        "unbounded",
        "",
    ),
    ("true" + " " * 5000, "unbounded", ""),
    ("(" * 300 + "true" + ")" * 300, "not_valid", ""),
]

LOADED = [
    "true",
    'findings.exists(f, f.check == "claims.permit_beneficiary" && f.weight == "serious")',
    "findings.exists(f, claims.exists(c, c.claim == f.check))",
    'claims.exists(c, c.claim == "job" && c.verdict == "contradicted")',
    "application.funding.available.amount < 100.0",
    'application.trip.legs.all(l, l.mode == "air")',
    'application.files.exists(f, f.kind == "offer_letter")',
    'registers.permit.status == "revoked"',
    '"permit" in registers && !registers["permit"].found',
    "itinerary.nights > 180.0 || itinerary.one_way || itinerary.legs > 3.0 || size(itinerary.transit_states) > 2",
    'as_of > timestamp("2026-01-01T00:00:00Z")',
    'has(application.offer.permit_number) && application.offer.permit_kind != "H2A"',
]


@pytest.mark.parametrize(("text", "code", "field"), REFUSED)
def test_a_condition_is_refused_with_code_and_field(text, code, field):
    with pytest.raises(Refused) as refused:
        compile_condition(text)
    assert (code, field) == (refused.value.code, refused.value.field)


@pytest.mark.parametrize("text", LOADED)
def test_a_condition_on_permitted_fields_compiles(text):
    assert compile_condition(text)


def test_the_pool_that_runs_knows_no_forbidden_field():
    assert {OK} == {tag for tag, _ in permitted_fields().tags.values()}


def test_every_tag_of_the_schema_is_known():
    assert set(STRICTEST_FIRST) == {tag for tag, _ in every_field().tags.values()}


def test_a_field_takes_the_strictest_tag_of_what_it_lies_in():
    tags = {path: tag for tag, path in every_field().tags.values()}
    assert "proxy" == tags["application.contact.address.city"]
    assert "linkage_only" == tags["application.trip.host.address.city"]
    assert "ok" == tags["application.trip.destination.address.city"]
    assert "protective_only" == tags["application.protection.debt.amount"]


FORBIDDEN = sorted(path for tag, path in every_field().tags.values() if tag != OK)


@pytest.mark.parametrize("path", FORBIDDEN)
def test_no_forbidden_field_can_be_named(path):
    steps = path.split(".")
    text, variable = steps[0], "application"
    for step in steps[1:]:
        text = f"{text}.{step}"
    with pytest.raises(Refused):
        compile_condition(f"has({text}) || {variable} == {variable} && {text} == {text}")


@settings(max_examples=60, deadline=None, database=None)
@given(st.text(max_size=60) | st.text(alphabet='applictonurd.exsf()[]"&|=<>!,1 ', max_size=60))
def test_any_text_is_a_condition_or_refused(text):
    with suppress(Refused):
        assert compile_condition(text)

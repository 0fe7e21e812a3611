from datetime import date, timedelta
from importlib.resources import files

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear import partners
from preclear.errors import InvalidInput

DEMO = files("preclear.partners").joinpath("agreements", "uto-xar.yaml").read_text("utf-8")


@pytest.fixture
def changed():
    """The demo's agreement with one value changed: ``changed("decision.auto_refuse", "always")``."""

    def made(path, value):
        whole = yaml.safe_load(DEMO)
        *parents, last = path.split(".")
        place = whole
        for parent in parents:
            place = place[parent]
        place[last] = value
        return yaml.safe_dump(whole, allow_unicode=True)

    return made


def test_the_demo_agreement_says_who_agreed_and_until_when():
    agreed = partners.parse(DEMO)
    assert ("UTO-XAR-2026", ("UTO", "XAR"), date(2029, 12, 31)) == (agreed.id, agreed.parties, agreed.valid_until)
    assert (2, timedelta(days=5)) == (agreed.refusal_humans, agreed.deadlines.put_to_applicant)


def test_the_same_bytes_have_the_same_digest_and_others_another(changed):
    assert partners.parse(DEMO).digest == partners.parse(DEMO.encode()).digest
    assert partners.parse(DEMO).digest != partners.parse(changed("agreement.version", "9.9.9")).digest


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("decision.auto_refuse", "always"),
        ("decision.refusal_humans", 1),
        ("agreement.legal_basis", [{"party": "UTO", "ref": "Act 1"}]),
        ("agreement.legal_basis", [{"party": "UTO", "ref": ""}, {"party": "XAR", "ref": "Act 2"}]),
        ("deadlines.decide", "four days"),
        ("deadlines.forever", "P1D"),
        ("agreement.authority_model", "ABSOLUTE"),
        ("agreement.valid", {"from": "2026-02-30", "until": "2027-01-01"}),
        ("form", [{"field": "trip.arrive", "kind": "mood", "label": {"en": "?"}}]),
    ],
)
def test_what_may_not_be_agreed_is_refused_and_the_place_is_named(changed, path, value):
    with pytest.raises(InvalidInput) as refused:
        partners.parse(changed(path, value))
    assert refused.value.where.startswith(path.rpartition(".")[0] or path)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_an_agreement_or_invalid_input(data):
    with pytest.raises(InvalidInput):
        partners.parse(data)

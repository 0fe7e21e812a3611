"""Reading rulebooks."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.errors import InvalidInput, NotFound
from preclear.model.codes import Axis, Weight
from preclear.rulebook import base, check, in_force, load

ON = date(2026, 5, 17)
RULE = {
    "id": "claims.sample",
    "when": "itinerary.one_way",
    "axis": "claims",
    "weight": 1,
    "reason": {"en": "A sample."},
    "resolved_by": {"en": "Another sample."},
    "legal_reference": "Sample Act, section 1",
    "evidence": "expert value",
    "owner": "rules-board",
    "expires": "2027-06-30",
}
BOOK = {"rulebook": "sample", "version": "2026.1", "in_force": "2026-01-01", "rules": [RULE]}


def _file(**changes) -> str:
    return yaml.safe_dump(BOOK | changes)


def _with_rule(**changes) -> str:
    rule = {key: value for key, value in (RULE | changes).items() if value is not None}
    return _file(rules=[rule])


def test_a_good_rule_loads():
    assert {"loaded": ["claims.sample"], "refused": []} == check(_file(), ON)


def test_an_unquoted_day_is_a_day():
    text = "rulebook: a\nversion: '1'\nin_force: 2026-07-01\nrules: []\n"
    assert date(2026, 7, 1) == load(text).in_force


REFUSED = [
    ({"when": 'application.applicant.sex == "F"'}, "protected_field", "application.applicant.sex"),
    ({"evidence": None}, "no_evidence", "evidence"),
    ({"evidence": " "}, "no_evidence", "evidence"),
    ({"expires": "2026-05-16"}, "expired", "expires"),
    ({"when": "1 + 1"}, "not_boolean", ""),
    ({"when": None}, "not_boolean", "when"),
    ({"decision": "refuse"}, "refuses", "decision"),
    ({"recommendation": "refuse"}, "refuses", "recommendation"),
    ({"axis": "refuse"}, "refuses", "axis"),
    ({"axis": "person"}, "not_valid", "axis"),
    ({"weight": 4}, "not_valid", "weight"),
    ({"weight": True}, "not_valid", "weight"),
    ({"weight": -1}, "not_valid", "weight"),
    ({"expires": "2026-02-30"}, "not_valid", "expires"),
    ({"expires": None}, "not_valid", "expires"),
    ({"owner": None}, "not_valid", "owner"),
    ({"legal_reference": None}, "not_valid", "legal_reference"),
    ({"reason": "A sample"}, "not_valid", "reason"),
    ({"resolved_by": None}, "not_valid", "resolved_by"),
    ({"colour": "red"}, "not_valid", "colour"),
    ({"id": "Not An Id"}, "not_valid", "id"),
]


@pytest.mark.parametrize(("changes", "code", "field"), REFUSED)
def test_a_bad_rule_is_refused_with_its_code(changes, code, field):
    refused = check(_with_rule(**changes), ON)["refused"]
    assert [(code, field)] == [(row["code"], row["field"]) for row in refused]


def test_a_rule_is_good_on_the_day_on_which_it_expires():
    assert ["claims.sample"] == check(_with_rule(expires="2026-05-17"), ON)["loaded"]


def test_an_id_that_is_given_twice_is_refused():
    answer = check(_file(rules=[RULE, dict(RULE, reason={"en": "A"}, resolved_by={"en": "B"})]), ON)
    assert (["claims.sample"], "duplicate") == (answer["loaded"], answer["refused"][0]["code"])


def test_a_rule_that_is_no_mapping_is_refused_by_its_place():
    assert "rules[0]" == check(_file(rules=["x"]), ON)["refused"][0]["id"]


def test_a_rulebook_with_a_refused_rule_is_not_loaded():
    with pytest.raises(InvalidInput, match="protected_field"):
        load(_with_rule(when='application.applicant.sex == "F"'))


def test_an_expired_rule_stays_in_the_book_and_is_not_applied():
    book = load(_with_rule(expires="2026-05-16"))
    assert (1, ()) == (len(book.rules), book.rules_on(ON))


BAD = [
    "",
    "[]",
    "rulebook: a",
    _file(version=2026.1),
    _file(rulebook="Not An Id"),
    _file(in_force="2026-02-30"),
    _file(rules="x"),
    _file(colour="x"),
    _file(weights={"note": 3, "concern": 2}),
    _file(weights={"loud": 1}),
    _file(weights={"note": 1.5}),
    _file(caps={"claims": 0}),
    _file(caps={"person": 4}),
    _file(bands={"amber": 3}),
    _file(bands={"amber": 2, "red": 1}),
    "rulebook: &a x\nversion: *a\n",
    "rulebook: a\nrulebook: b\n",
    "rulebook: !!python/name:os.system x\n",
    "[" * 100,
    "a: " + "9" * 5000,
    b"\xff\x00\xfe",
    b"x" * 1_000_001,
    "a: [" + "1," * 40_000 + "]",
]


@pytest.mark.parametrize("data", BAD, ids=lambda data: repr(data[:30]))
def test_a_file_that_is_no_rulebook_is_an_input_error(data):
    with pytest.raises(InvalidInput):
        check(data, ON)


@settings(max_examples=80, deadline=None, database=None)
@given(st.binary(max_size=80) | st.text(alphabet="rulebok: -[]{}&*!#'\"\n1", max_size=80))
def test_any_bytes_are_a_rulebook_or_an_input_error(data):
    with suppress(InvalidInput):
        assert check(data, ON)


def test_a_broken_copy_of_a_good_file_is_never_another_error():
    whole = _file().encode()
    for cut in range(0, len(whole), 7):
        for data in (whole[:cut], whole[:cut] + b"\x00" + whole[cut:], whole[:cut] + b"{" + whole[cut:]):
            with suppress(InvalidInput):
                assert check(data, ON)


def test_the_shipped_rulebook_loads():
    assert ("base", "2026.1") == (base().id, base().version)
    assert {Weight.NOTE: 1, Weight.CONCERN: 2, Weight.SERIOUS: 3} == base().weights
    assert set(Axis) == set(base().caps)


def test_the_rulebook_of_a_day_is_the_latest_in_force():
    old, new = load(_file()), load(_file(version="2026.2", in_force="2026-05-01"))
    assert "2026.2" == in_force([old, new], date(2026, 5, 1)).version
    assert "2026.1" == in_force([old, new], date(2026, 4, 30)).version


def test_before_the_first_rulebook_there_is_none():
    with pytest.raises(NotFound):
        in_force([load(_file())], date(2025, 12, 31))

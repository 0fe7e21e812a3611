"""The laws of every rulebook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.checks import NOT_USED, catalogue, claim_grid, run
from preclear.model.codes import Axis, Colour, Recommendation, Weight
from preclear.model.finding import Finding, Silence
from preclear.model.text import Text
from preclear.rulebook import base, load, recommend
from preclear.rulebook.recommending import AXIS_OF_ROOM
from preclear.testing import ordinary, vary

ORDINARY = ordinary()
STRANGER = {"permit": {"beneficiary_document": "Q7654321B", "beneficiary_name": "Testov Arkadi"}}
KEY = "claims.permit_beneficiary:offer.permit_number:register.permit"
BARE = {"mrz": None, "chip": None, "screening": None, "registers": dict.fromkeys(ORDINARY.registers)}


def _assess(dossier, rulebook=None):
    findings, silent, not_checked = run(catalogue(), dossier)
    claims = claim_grid(dossier, findings)
    return recommend(rulebook or base(), findings, claims, not_checked, dossier, not_used=NOT_USED, silent=silent)


def _judge(*findings, dossier=ORDINARY, rulebook=None):
    return recommend(rulebook or base(), findings, (), (), dossier, not_used=NOT_USED)


def _finding(weight=Weight.NOTE, check="claims.sample", **changes):
    finding = Finding(
        check=check,
        question="Is it?",
        weight=weight,
        text=Text(template="it is"),
        about=("form",),
        source="sample",
        resolved_by=Text(template="a sample"),
        axis=AXIS_OF_ROOM.get(check.partition(".")[0]),
    )
    return replace(finding, **changes)


def _colours(assessment):
    return {axis.value: state.colour.value for axis, state in assessment.axes.items()}


def test_an_ordinary_dossier_is_granted():
    assessment = _assess(ORDINARY)
    assert Recommendation.GRANT is assessment.recommendation
    assert {"document": "green", "claims": "green", "itinerary": "green"} == _colours(assessment)
    assert NOT_USED == assessment.not_used


def test_without_an_agreement_a_check_that_could_not_run_does_not_refer():
    assessment = _assess(vary(ORDINARY, **BARE))
    assert Recommendation.GRANT is assessment.recommendation
    assert assessment.not_checked


def test_a_contradiction_weighs_nothing_before_it_was_put_and_leaves_the_axis_amber():
    claims = _assess(vary(ORDINARY, registers=STRANGER)).axes[Axis.CLAIMS]
    assert (0, 1, Colour.AMBER, True) == (claims.counted, claims.pending, claims.colour, claims.open)


def test_a_contradiction_that_was_heard_weighs():
    put = [{"finding": KEY, "answered_at": "2026-05-16T08:00:00Z", "answer": "no"}]
    claims = _assess(vary(ORDINARY, registers=STRANGER, put=put)).axes[Axis.CLAIMS]
    assert (3, 0, Colour.RED) == (claims.counted, claims.pending, claims.colour)


def test_an_accepted_answer_leads_to_a_grant():
    put = [{"finding": KEY, "resolved": True}]
    assert Recommendation.GRANT is _assess(vary(ORDINARY, registers=STRANGER, put=put)).recommendation


def test_a_possible_match_refers_and_names_the_entry():
    listed = [{"list": "example", "entity": "E-17", "name": "Anna Maria Eriksson"}]
    assessment = _assess(vary(ORDINARY, screening=listed))
    assert {"document": "green", "claims": "green", "itinerary": "green"} == _colours(assessment)
    assert Recommendation.REFER is assessment.recommendation
    assert "Anna Maria Eriksson on the list example" in str(assessment.refer_because[0])


def test_a_match_that_the_desk_cleared_no_longer_refers():
    listed = [{"list": "example", "entity": "E-17", "name": "Anna Maria Eriksson"}]
    assessment = _assess(vary(ORDINARY, screening=listed, cleared_matches=["example/E-17"]))
    assert Recommendation.GRANT is assessment.recommendation


def test_findings_speak_to_the_axis_of_their_room():
    serious = {check: _judge(_finding(Weight.SERIOUS, check)) for check in ("document.x", "identity.x", "itinerary.x")}
    assert {
        "document.x": {"document": "red", "claims": "green", "itinerary": "green"},
        "identity.x": {"document": "red", "claims": "green", "itinerary": "green"},
        "itinerary.x": {"document": "green", "claims": "green", "itinerary": "red"},
    } == {check: _colours(assessment) for check, assessment in serious.items()}


def test_protection_never_counts():
    loud = [_finding(Weight.SERIOUS, f"protection.x{number}") for number in range(9)]
    assert Recommendation.GRANT is _judge(*loud).recommendation


def test_a_network_refers_without_an_axis():
    assessment = _judge(_finding(Weight.CONCERN, "network.x"))
    assert {"document": "green", "claims": "green", "itinerary": "green"} == _colours(assessment)
    assert Recommendation.REFER is assessment.recommendation


def test_a_concern_is_amber_and_two_are_red():
    assert "amber" == _colours(_judge(_finding(Weight.CONCERN)))["claims"]
    assert "red" == _colours(_judge(_finding(Weight.CONCERN), _finding(Weight.CONCERN)))["claims"]


def test_what_is_not_green_says_why_and_what_resolves_it():
    claims = _judge(_finding(Weight.SERIOUS)).axes[Axis.CLAIMS]
    assert ("it is; resolved by: a sample",) == claims.because


def test_an_axis_never_counts_more_than_its_cap():
    claims = _judge(*[_finding(Weight.SERIOUS)] * 9).axes[Axis.CLAIMS]
    assert (claims.cap, 6) == (claims.counted, claims.cap)


def _book(when="true", weight=3, axis="claims", **changes):
    rule = {
        "id": "claims.sample",
        "when": when,
        "axis": axis,
        "weight": weight,
        "reason": {"en": "A rule fired."},
        "resolved_by": {"en": "A sample."},
        "legal_reference": "Sample Act",
        "evidence": "expert value",
        "owner": "rules-board",
        "expires": "2027-06-30",
    }
    book = {"rulebook": "sample", "version": "1", "in_force": "2026-01-01", "rules": [rule]} | changes
    return load(yaml.safe_dump(book))


def test_rules_alone_move_an_axis_to_amber_at_most():
    assessment = _judge(rulebook=_book())
    assert ("amber", Recommendation.REFER) == (_colours(assessment)["claims"], assessment.recommendation)


def test_a_rule_raises_an_axis_that_has_a_concern():
    assert "red" == _colours(_judge(_finding(Weight.CONCERN), rulebook=_book(weight=1)))["claims"]


def test_a_rule_on_findings_does_not_see_a_contradiction_that_waits():
    seen = _book('findings.exists(f, f.check == "claims.permit_beneficiary")')
    claimed = _book('claims.exists(c, c.claim == "job" && c.verdict == "contradicted")')
    dossier = vary(ORDINARY, registers=STRANGER)
    assert [0, 0] == [_assess(dossier, book).axes[Axis.CLAIMS].counted for book in (seen, claimed)]


def test_a_rule_on_findings_sees_a_contradiction_that_was_heard():
    seen = _book('findings.exists(f, f.check == "claims.permit_beneficiary" && f.weight == "serious")', weight=1)
    claimed = _book('claims.exists(c, c.claim == "job" && c.verdict == "contradicted")', weight=1)
    put = [{"finding": KEY, "answered_at": "2026-05-16T08:00:00Z", "answer": "no"}]
    dossier = vary(ORDINARY, registers=STRANGER, put=put)
    assert [4, 4] == [_assess(dossier, book).axes[Axis.CLAIMS].counted for book in (seen, claimed)]


def test_a_rule_sees_what_it_may_see():
    when = (
        "application.offer.salary.amount == 2900.0 && itinerary.nights == 172.0 && itinerary.legs == 2.0 && "
        '!itinerary.one_way && itinerary.transit_states[0] == "QAT" && registers.employer.status == "active" && '
        'registers.employer.found && as_of < timestamp("2026-05-18T00:00:00Z") && '
        'application.trip.legs.exists(l, l.to == "IAD") && application.trip.purpose == "work"'
    )
    assert 1 == _assess(ORDINARY, _book(when, weight=1)).axes[Axis.CLAIMS].counted


def test_a_rule_that_cannot_be_evaluated_counts_for_nothing_and_says_so():
    book = _book('registers.permit.status == "revoked"')
    assessment = _assess(vary(ORDINARY, registers={"permit": None}), book)
    assert Recommendation.GRANT is assessment.recommendation
    assert "could not be evaluated" == assessment.not_checked[-1].why


def test_an_expired_rule_is_not_applied():
    dossier = vary(ORDINARY, as_of="2027-07-01T08:00:00Z")
    assert 0 == _judge(dossier=dossier, rulebook=_book()).axes[Axis.CLAIMS].counted


def test_a_one_way_journey_alone_never_counts():
    assert Recommendation.GRANT is _assess(vary(ORDINARY, trip={"leave": None})).recommendation


AGREED = {"id": "sample", "mandatory": ["document", "identity", "watchlists", "petition"]}


def test_an_agreement_whose_steps_are_answered_allows_a_grant():
    assert Recommendation.GRANT is _assess(vary(ORDINARY, agreement=AGREED)).recommendation


@pytest.mark.parametrize(
    "gap",
    [
        {"chip": None},
        {"chip": {"undetermined": ["chain"]}},
        {"screening": None},
        {"registers": {"identity": None}},
        {"registers": {"permit": {"unavailable": "timed out"}}},
    ],
    ids=str,
)
def test_a_mandatory_step_without_an_answer_refers(gap):
    assessment = _assess(vary(ORDINARY, agreement=AGREED, **gap))
    assert Recommendation.REFER is assessment.recommendation
    assert "mandatory under sample" in str(assessment.refer_because[0])


def test_a_step_about_a_job_is_answered_where_no_job_is_claimed():
    dossier = vary(ORDINARY, agreement=AGREED, offer=None, registers={"permit": None})
    assert Recommendation.GRANT is _assess(dossier).recommendation


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("chip", "grant"),
        ("wage", "grant"),
        ("register.wage", "grant"),
        ("document.chip_genuine", "grant"),
        ("claims.study_fits_trip", "refer"),
        ("astrology", "refer"),
    ],
)
def test_a_step_may_be_a_register_a_kind_of_evidence_or_a_check(step, expected):
    assert expected == _assess(vary(ORDINARY, agreement={"mandatory": [step]})).recommendation.value


def test_an_agreement_may_leave_every_grant_to_a_person():
    assessment = _assess(vary(ORDINARY, agreement={"mandatory": [], "auto_grant": False}))
    assert Recommendation.REFER is assessment.recommendation


def test_all_combinations_of_weak_findings_are_amber_at_most():
    checks = [f"{room}.x{number}" for room in AXIS_OF_ROOM for number in range(2)]
    for chosen in product((False, True), repeat=len(checks)):
        notes = [_finding(Weight.NOTE, check) for check, taken in zip(checks, chosen, strict=True) if taken]
        assert "red" not in _colours(_judge(*notes)).values()


FINDINGS = st.lists(
    st.builds(
        lambda weight, room, state: _finding(weight, f"{room}.x", counts=state == "counts", open=state == "open"),
        st.sampled_from(Weight),
        st.sampled_from([*AXIS_OF_ROOM, "watchlist", "network", "protection"]),
        st.sampled_from(["counts", "open", "resolved"]),
    ),
    max_size=8,
)
BOOKS = [base(), _book(), _book(weight=1, caps={"claims": 2}), _book("false", bands={"amber": 1, "red": 1})]


@settings(max_examples=150, deadline=None, database=None)
@given(FINDINGS, st.sampled_from(BOOKS))
def test_the_laws_hold_for_any_findings_under_any_rulebook(findings, rulebook):
    assessment = _judge(*findings, rulebook=rulebook)
    for axis, state in assessment.axes.items():
        own = [finding for finding in findings if AXIS_OF_ROOM.get(finding.check.partition(".")[0]) is axis]
        strong = [finding for finding in own if finding.counts and finding.weight is not Weight.NOTE]
        assert state.counted <= state.cap
        assert state.colour is not Colour.RED or strong
        assert state.colour is not Colour.GREEN or not state.pending
        assert state.colour is Colour.GREEN or state.because
    green = all(state.colour is Colour.GREEN for state in assessment.axes.values())
    referred = any(f.check.startswith(("watchlist", "network")) and f.counts for f in findings)
    assert (Recommendation.GRANT if green and not referred else Recommendation.REFER) is assessment.recommendation


@settings(max_examples=60, deadline=None, database=None)
@given(FINDINGS)
def test_the_same_dossier_gives_the_same_assessment(findings):
    assert _judge(*findings) == _judge(*findings)


def test_nobody_is_judged_by_what_was_not_checked():
    silence = Silence(check="claims.sample", question="Is it?", why="not asked")
    assessment = recommend(base(), (), (), (silence,), ORDINARY, not_used=NOT_USED)
    assert (Recommendation.GRANT, (silence,)) == (assessment.recommendation, assessment.not_checked)


def test_the_assessment_names_its_rulebook():
    assert ("base", "2026.1", date(2026, 1, 1)) == (
        _assess(ORDINARY).rulebook.id,
        _assess(ORDINARY).rulebook.version,
        _assess(ORDINARY).rulebook.in_force,
    )

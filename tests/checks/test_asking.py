"""Asking all checks: what counts, what waits, and what could not be asked."""

from __future__ import annotations

import pytest

from preclear.checks import NOT_USED, Check, catalogue, run
from preclear.checks.catalogue import Catalogue
from preclear.checks.check import check, concern
from preclear.testing import ordinary, vary

ORDINARY = ordinary()
STRANGER = {"permit": {"beneficiary_document": "Q7654321B", "beneficiary_name": "Testov Arkadi"}}
KEY = "claims.permit_beneficiary:offer.permit_number:register.permit"


def _found(dossier, check_id="claims.permit_beneficiary"):
    findings, _, _ = run(catalogue(), dossier)
    return next(finding for finding in findings if finding.check == check_id)


def test_an_ordinary_dossier_has_no_findings():
    findings, silent, not_checked = run(catalogue(), ORDINARY)
    assert findings == ()
    assert len(catalogue().checks) == len(silent) + len(not_checked)


def test_the_catalogue_knows_a_check_by_its_place():
    assert catalogue().get("document.outlasts_stay").id == "document.outlasts_stay"
    assert catalogue().get("document.nothing") is None


def test_there_are_checks_in_five_rooms_and_at_least_twenty():
    assert {"document", "identity", "watchlist", "claims", "itinerary"} == {each.room for each in catalogue().checks}
    assert len(catalogue().checks) >= 20


def test_a_contradiction_counts_for_nothing_before_it_was_put():
    finding = _found(vary(ORDINARY, registers=STRANGER))
    assert (finding.counts, finding.open) == (False, True)


def test_a_contradiction_waits_while_the_applicant_may_answer():
    put = [{"finding": KEY, "due": "2026-06-17T08:00:00Z"}]
    finding = _found(vary(ORDINARY, registers=STRANGER, put=put))
    assert (finding.counts, finding.open) == (False, True)


def test_a_contradiction_counts_once_the_applicant_answered():
    put = [{"finding": KEY, "due": "2026-06-17T08:00:00Z", "answered_at": "2026-05-16T08:00:00Z", "answer": "no"}]
    finding = _found(vary(ORDINARY, registers=STRANGER, put=put))
    assert (finding.counts, finding.open) == (True, False)


def test_a_contradiction_counts_when_the_time_to_answer_has_passed():
    put = [{"finding": KEY, "due": "2026-05-17T07:00:00Z"}]
    finding = _found(vary(ORDINARY, registers=STRANGER, put=put))
    assert (finding.counts, finding.open) == (True, False)


def test_an_accepted_answer_takes_the_contradiction_away():
    put = [{"finding": KEY, "resolved": True}]
    finding = _found(vary(ORDINARY, registers=STRANGER, put=put))
    assert (finding.counts, finding.open) == (False, False)


def test_a_match_that_the_desk_cleared_no_longer_counts():
    listed = [{"list": "example", "entity": "E-17", "name": "Anna Eriksson"}]
    assert _found(vary(ORDINARY, screening=listed), "watchlist.possible_match").counts
    cleared = vary(ORDINARY, screening=listed, cleared_matches=["example/E-17"])
    assert not _found(cleared, "watchlist.possible_match").counts


def test_a_register_that_does_not_answer_leaves_its_checks_unasked():
    dossier = vary(ORDINARY, registers={"permit": {"unavailable": "timed out"}})
    _, _, not_checked = run(catalogue(), dossier)
    whys = {silence.check: silence.why for silence in not_checked}
    assert whys["claims.permit_beneficiary"] == "the permit register did not answer: timed out"


def test_a_register_that_was_not_asked_leaves_its_checks_unasked():
    _, _, not_checked = run(catalogue(), vary(ORDINARY, registers={"permit": None}))
    whys = {silence.check: silence.why for silence in not_checked}
    assert whys["claims.permit_beneficiary"] == "the permit register was not asked"


def test_without_a_chip_its_checks_say_that_none_was_given():
    _, _, not_checked = run(catalogue(), vary(ORDINARY, chip=None))
    whys = {silence.check: silence.why for silence in not_checked}
    assert whys["document.chip_genuine"] == "no chip was given"


def test_every_check_is_asked_of_a_bare_dossier_without_an_accident():
    bare = vary(
        ORDINARY,
        mrz=None,
        chip=None,
        screening=None,
        registers=dict.fromkeys(ORDINARY.registers),
        offer=None,
        funding=None,
        contact=None,
    )
    findings, silent, not_checked = run(catalogue(), bare)
    assert findings == ()
    assert len(catalogue().checks) == len(silent) + len(not_checked)


def _broken(**_):
    yield concern("one", "form", resolved_by="nothing")
    raise ZeroDivisionError


BROKEN = Check(id="claims.broken", question="?", source="none", needs=(), welcomes=(), ask=_broken)


def test_a_bug_in_a_check_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        run(Catalogue(checks=(BROKEN,)), ORDINARY)


def test_a_bug_in_a_check_never_speaks_in_production():
    told = []
    findings, silent, not_checked = run(
        Catalogue(checks=(BROKEN,)), ORDINARY, on_bug=lambda check, error: told.append((check.id, type(error)))
    )
    assert (findings, silent) == ((), ())
    assert [silence.why for silence in not_checked] == ["could not be evaluated"]
    assert [("claims.broken", ZeroDivisionError)] == told


def _placed(ask, place="preclear.checks.claims.sample"):
    ask.__module__, ask.__name__ = place, place.rpartition(".")[2]
    return ask


def test_evidence_that_does_not_exist_is_refused_at_import():
    def ask(sex: str):
        """Is it?"""

    with pytest.raises(ValueError, match="no evidence named 'sex'"):
        check(source="x")(_placed(ask))


def test_evidence_of_the_wrong_type_is_refused_at_import():
    def ask(offer: int):
        """Is it?"""

    with pytest.raises(ValueError, match="offer is Offer"):
        check(source="x")(_placed(ask))


def test_a_check_without_a_question_is_refused_at_import():
    def ask():
        """It is."""

    with pytest.raises(ValueError, match="ends in"):
        check(source="x")(_placed(ask))


def test_a_check_without_a_source_is_refused_at_import():
    def ask():
        """Is it?"""

    with pytest.raises(ValueError, match="has a source"):
        check(source=" ")(_placed(ask))


def test_a_check_outside_the_rooms_is_refused_at_import():
    def ask():
        """Is it?"""

    with pytest.raises(ValueError, match="lives in a room"):
        check(source="x")(_placed(ask, "preclear.checks.wishes.sample"))


def test_what_is_never_used_is_said():
    assert "sex or age alone" in NOT_USED
    assert len(set(NOT_USED)) == len(NOT_USED)

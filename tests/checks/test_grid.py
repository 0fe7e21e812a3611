"""The claim grid."""

from __future__ import annotations

from preclear.checks import catalogue, claim_grid, evidence_ids, run
from preclear.model.codes import Verdict
from preclear.testing import ordinary, vary

ORDINARY = ordinary()


def _verdicts(**changes):
    dossier = vary(ORDINARY, **changes)
    findings, _, _ = run(catalogue(), dossier)
    return {item.claim: item.verdict for item in claim_grid(dossier, findings)}


def test_an_ordinary_dossier_confirms_what_registers_know():
    assert _verdicts() == {
        "identity": Verdict.CONFIRMED,
        "purpose": Verdict.CONFIRMED,
        "funds": Verdict.NOT_CHECKED,
        "job": Verdict.CONFIRMED,
        "employer": Verdict.CONFIRMED,
        "dates": Verdict.CONSISTENT,
    }


def test_a_claim_that_is_not_made_is_not_listed():
    assert {"identity", "purpose", "dates"} == set(_verdicts(offer=None, funding=None))


def test_a_host_who_was_not_asked_is_not_checked():
    assert Verdict.NOT_CHECKED is _verdicts(trip={"host": {"name": "Sample Host"}})["host"]


def test_a_register_that_did_not_answer_leaves_a_claim_unverifiable():
    assert Verdict.UNVERIFIABLE is _verdicts(registers={"employer": {"unavailable": "timed out"}})["employer"]


def test_another_persons_permit_contradicts_the_job():
    stranger = {"permit": {"beneficiary_document": "Q7654321B", "beneficiary_name": "Testov Arkadi"}}
    assert Verdict.CONTRADICTED is _verdicts(registers=stranger)["job"]


def test_an_accepted_answer_takes_the_contradiction_out_of_the_grid():
    key = "claims.permit_beneficiary:offer.permit_number:register.permit"
    stranger = {"permit": {"beneficiary_document": "Q7654321B", "beneficiary_name": "Testov Arkadi"}}
    assert Verdict.CONFIRMED is _verdicts(registers=stranger, put=[{"finding": key, "resolved": True}])["job"]


def test_a_contradiction_names_its_evidence_and_what_resolves_it():
    dossier = vary(ORDINARY, trip={"leave": "2026-05-25"})
    findings, _, _ = run(catalogue(), dossier)
    dates = next(item for item in claim_grid(dossier, findings) if item.claim == "dates")
    assert (dates.verdict, dates.evidence) == (Verdict.CONTRADICTED, ("e01",))
    assert str(dates.resolved_by)


def test_without_a_chip_the_zone_is_consistent_only():
    assert Verdict.CONSISTENT is _verdicts(chip=None)["identity"]


def test_means_that_cover_the_trip_are_consistent():
    funding = {"payer": "self", "available": {"amount": 5000, "currency": "USD"}}
    assert Verdict.CONSISTENT is _verdicts(funding=funding)["funds"]


def test_fields_of_the_form_are_the_forms_evidence():
    assert evidence_ids(ORDINARY, ("trip.leave", "offer.start", "mrz.birth_date", "register.nothing")) == ("e01", "e02")

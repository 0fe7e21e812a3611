from datetime import timedelta

import pytest

from preclear.documents import TrustStore, standing
from preclear.documents.certificates import Certificate
from preclear.documents.extensions import DOCUMENT_TYPES, USAGE_PERIOD
from preclear.model.codes import CheckStatus
from preclear.specimens import TestCountry
from preclear.specimens.pki import document_type_list, private_key_usage

PASSED, FAILED = CheckStatus.PASSED, CheckStatus.FAILED
UNDETERMINED, NOT_SUPPORTED = CheckStatus.UNDETERMINED, CheckStatus.NOT_SUPPORTED
YEAR = timedelta(days=365)


def look(country, id_, **extensions):
    """The step of a signer with these extensions (values by OID), and what else ``examine`` takes."""
    own = {oid: extensions.pop(oid) for oid in [key for key in extensions if key[0].isdigit()]}
    signer = Certificate.parse(country.make_signer("standing", extensions=own).certificate)
    examined = standing.examine(signer, country.trust, country.noon, **extensions)
    return next(step for step in examined.steps if step.id == id_)


def test_a_signer_in_good_standing_passes_every_step(country):
    signer = Certificate.parse(country.signer.certificate)
    at = country.noon
    examined = standing.examine(signer, country.trust, at, signed_at=at - YEAR, document_type="P")
    assert ({PASSED}, 6) == ({step.status for step in examined.steps}, len(examined.steps))
    assert all(step.reason and step.standard for step in examined.steps)


def test_without_a_signer_the_same_steps_are_undetermined(country):
    signer = Certificate.parse(country.signer.certificate)
    ids = [step.id for step in standing.examine(signer, country.trust, country.noon).steps]
    steps = standing.without("nobody signed")
    assert (ids, {UNDETERMINED}) == ([step.id for step in steps], {step.status for step in steps})


@pytest.mark.parametrize(
    ("first", "last", "status"),
    [(-3, -1, PASSED), (None, -1, PASSED), (-3, None, PASSED), (-1, None, FAILED), (None, -3, FAILED)],
)
def test_a_private_key_signs_in_its_own_period_only(country, first, last, status):
    at = country.noon
    sides = [at + years * YEAR if years is not None else None for years in (first, last)]
    step = look(country, "validity.private_key", signed_at=at - 2 * YEAR, **{USAGE_PERIOD: private_key_usage(*sides)})
    assert status is step.status


def test_a_private_key_period_says_nothing_where_the_signing_time_is_unknown(country):
    period = private_key_usage(None, country.noon - YEAR)
    assert UNDETERMINED is look(country, "validity.private_key", **{USAGE_PERIOD: period}).status


def test_a_day_before_or_after_is_no_fault_of_a_private_key(country):
    period = private_key_usage(country.noon, None)
    step = look(country, "validity.private_key", signed_at=country.noon - timedelta(hours=20), **{USAGE_PERIOD: period})
    assert PASSED is step.status


@pytest.mark.parametrize(
    ("listed", "code", "status"),
    [
        (("P",), "P", PASSED),
        (("P",), "PD", PASSED),
        (("P", "ID"), "ID", PASSED),
        (("ID",), "I", FAILED),
        (("P",), "V", FAILED),
        (("P",), "", UNDETERMINED),
    ],
)
def test_a_signer_signs_the_listed_types_of_documents(country, listed, code, status):
    step = look(country, "signer.document_type", document_type=code, **{DOCUMENT_TYPES: document_type_list(*listed)})
    assert status is step.status


def test_what_a_certificate_does_not_limit_is_not_supported(country):
    assert NOT_SUPPORTED is look(country, "signer.document_type", document_type="P").status
    assert NOT_SUPPORTED is look(country, "validity.private_key", signed_at=country.noon).status


def test_a_broken_list_of_types_limits_nobody_and_is_named(country):
    step = look(country, "signer.document_type", document_type="P", **{DOCUMENT_TYPES: b"\x30\x03\x02\x01\x00"})
    assert (NOT_SUPPORTED, True) == (step.status, "documentTypeList cannot be read" in step.reason)


def test_a_signer_is_looked_up_once_whatever_the_day():
    country = TestCountry(seed="remembered")
    signer, trust = (
        Certificate.parse(country.signer.certificate),
        TrustStore.of([Certificate.parse(country.csca)], country.trust.lists),
    )
    first = standing.examine(signer, trust, country.noon)
    later = standing.examine(signer, trust, country.noon + 30 * YEAR)
    assert first.chain is later.chain
    assert (PASSED, FAILED) == tuple(one.steps[1].status for one in (first, later))

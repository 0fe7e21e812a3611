"""Judging a seal step by step (ICAO Doc 9303-13, appendix D; BSI TR-03135-1, section 5.9).

The reason of a step begins with the name that appendix D gives to what is wrong. A certificate that is not at hand is
``undetermined`` here, never ``failed``: appendix D calls that seal invalid, but nobody looked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from preclear.documents import excuses, mrz, standing
from preclear.documents.certificates import Certificate
from preclear.documents.chain import Chain
from preclear.documents.keys import Algorithm, Outcome, check
from preclear.documents.seals import signers
from preclear.documents.seals.statement import Statement
from preclear.documents.steps import failed, not_supported, passed, undetermined
from preclear.documents.trust import TrustStore
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import Mrz, SealVerification, Signer, Step
from preclear.writing.states import STATES, name_of, signs_for

PASSED, FAILED = CheckStatus.PASSED, CheckStatus.FAILED
UNDETERMINED, NOT_SUPPORTED = CheckStatus.UNDETERMINED, CheckStatus.NOT_SUPPORTED
_TR = "BSI TR-03135-1, "
_POLICY = "ICAO Doc 9303-13, appendix D"
_SPECIMEN = "UT"
_POTENTIAL = {"READ_ERROR": "medium", "EXPIRED_CERTIFICATE": "medium"}
"""Fraud potential by table D.1; every other name has a high one."""
_NOT_COUNTED = frozenset({"features"}) | standing.OPTIONAL
"""Steps that count only when they fail: many seals do not say when they were signed."""
_SECTIONS = {
    "chain": "5.9.1.3.1",
    "validity.at_check": "5.9.1.3.2",
    "validity.at_signing": "5.9.1.3.2",
    "validity.private_key": "ICAO Doc 9303-12, 4.1.3.1",
    "revocation": "5.9.1.3.4",
    "issuer.matches": "5.9.1.5",
    "document_type": "ICAO Doc 9303-12, 7.1.1.6; Doc 9303-13, appendix D",
}
"""The steps about the signer with their sections; numbers alone are those of TR-03135-1."""
_NAMES = {
    "chain": "UNTRUSTED_CERTIFICATE",
    "validity.at_check": "EXPIRED_CERTIFICATE",
    "revocation": "REVOKED_CERTIFICATE",
}


@dataclass(frozen=True, kw_only=True)
class _Signature:
    """Who signed, with what algorithm, and whether it holds. ``signer`` is None where it is not at hand."""

    outcome: Outcome
    signer: Certificate | None = None
    algorithm: Algorithm | None = None

    @property
    def holds(self) -> bool:
        return self.outcome.status is PASSED


def judge(statement: Statement, trust: TrustStore, at: datetime) -> SealVerification:
    """All steps of a seal that was read, and the result."""
    signature = _signature(statement)
    signer = signature.signer
    steps = (
        _step("seal.read", passed("the code's content"), "5.9.1.1.3"),
        _step("seal.format", statement.format, "5.9.1.2.1"),
        _step("features", statement.features, "5.9.1.2.2"),
        _step("mrz.digits", _digits(statement, signature, at), "5.9.1.2.3"),
        _step("signature", signature.outcome, "5.9.1.4.1"),
        *_signer_steps(statement, signer, trust, at),
    )
    steps = excuses.explain(
        steps,
        trust,
        signer=signer,
        issuing_state=next(_zone_states(statement), statement.header_state),
        document_type=next(iter(statement.document_codes), ""),
        issued=statement.signed_on,
    )
    return SealVerification(
        kind=statement.kind,
        result=result_of(steps),
        checks=steps,
        message=statement.message,
        signer=_shown(signature),
        profile=statement.profile,
    )


def broken(kind: str, problem: InvalidInput) -> SealVerification:
    """What is said of a seal whose structure cannot be read."""
    steps = (
        _step("seal.read", passed("the code's content"), "5.9.1.1.3"),
        _step("seal.format", failed(f"WRONG_FORMAT: {problem}"), "5.9.1.2.1"),
    )
    return SealVerification(kind=kind, result=FAILED, checks=steps)


def unread(status: CheckStatus, reason: str) -> SealVerification:
    """What is said of a picture from which no seal, or no single one, could be read."""
    step = _step("seal.read", Outcome(status=status, reason=reason), "5.9.1.1.3")
    return SealVerification(kind="", result=status, checks=(step,))


def result_of(steps: Iterable[Step]) -> CheckStatus:
    """The worst step that counts (BSI TR-03135-1, table 5.55); a seal without a signature is ``not_supported``."""
    given = tuple(steps)
    if any(step.status is FAILED for step in given):
        return FAILED
    if any(step.id == "signature" and step.status is NOT_SUPPORTED for step in given):
        return NOT_SUPPORTED
    counted = [step for step in given if step.id not in _NOT_COUNTED and step.status is not NOT_SUPPORTED]
    return PASSED if all(step.status is PASSED for step in counted) else UNDETERMINED


def _step(id_: str, outcome: Outcome, section: str) -> Step:
    name = outcome.reason.split(":")[0]
    reason = outcome.reason
    if outcome.status is FAILED and name.isupper():
        reason += f" ({_POTENTIAL.get(name, 'high')} potential of fraud)"
    standard = f"{_TR}{section}; {_POLICY}" if section[0].isdigit() else section
    return Step(id=id_, status=outcome.status, reason=reason, standard=standard)


def _signature(statement: Statement) -> _Signature:
    """Whether the signature holds under one of the certificates that the seal names."""
    if statement.signature is None:
        return _Signature(outcome=not_supported("the seal has no signature"))
    if not statement.candidates:
        reason = f"the signer's certificate is not in the trust store: {statement.signer_name}"
        return _Signature(outcome=undetermined(f"UNKNOWN_CERTIFICATE: {reason}"))
    results = [
        _checked(one, Algorithm(scheme="ecdsa-plain", hash=name), statement.signature, statement.signed)
        for one in statement.candidates
        for name in statement.hashes
    ]
    return next((one for one in results if one.holds), results[0])


def _checked(signer: Certificate, algorithm: Algorithm, signature: bytes, message: bytes) -> _Signature:
    if not signature or len(signature) % 2:
        outcome = failed(f"INVALID_SIGNATURE: {len(signature)} bytes are no r and s side by side")
        return _Signature(outcome=outcome, signer=signer, algorithm=algorithm)
    outcome = check(signer.spki, algorithm, signature, message)
    if outcome.status is FAILED:
        outcome = failed(f"INVALID_SIGNATURE: {outcome.reason}")
    return _Signature(outcome=outcome, signer=signer, algorithm=algorithm)


def _signer_steps(statement: Statement, signer: Certificate | None, trust: TrustStore, at: datetime) -> Iterator[Step]:
    if signer is None:
        unsigned = statement.signature is None
        reason = "the seal has no signature" if unsigned else "the signer's certificate is not at hand"
        nobody = not_supported(reason) if unsigned else undetermined(reason)
        yield from (_step(id_, nobody, section) for id_, section in _SECTIONS.items())
        return
    found = standing.examine(
        signer,
        trust,
        at,
        signed_at=_signed_at(signer, statement.signed_on),
        usages=signers.usages(signer, statement.usages),
    )
    outcomes = {step.id: _named(step, found.chain) for step in found.steps}
    outcomes["issuer.matches"] = _issuer(signer, statement)
    outcomes["document_type"] = _document_type(signer, statement)
    yield from (_step(id_, outcomes[id_], section) for id_, section in _SECTIONS.items())


def _signed_at(signer: Certificate, signed_on: date | None) -> datetime | None:
    """A seal names the day of its signature only: the time of that day that suits the certificate best."""
    if signed_on is None:
        return None
    begins = datetime.combine(signed_on, time(), UTC)
    return min(max(begins, signer.not_before), begins + timedelta(hours=23, minutes=59))


def _named(step: Step, chain: Chain) -> Outcome:
    """What was found about the signer, under the name that appendix D gives to it."""
    if step.id == "revocation" and len(chain.path) == 1:
        return not_supported(step.reason)
    open_chain = step.id == "chain" and step.status is not PASSED
    name = _NAMES.get(step.id) if step.status is FAILED or open_chain else None
    return Outcome(status=step.status, reason=f"{name}: {step.reason}" if name else step.reason)


def _issuer(signer: Certificate, statement: Statement) -> Outcome:
    """Does the signer's State sign for the State that the seal names?

    TR-03135-1, 5.9.1.5, compares the zone with the signer. Doc 9303-13, A.3, lets one State issue for another, as
    inside the European Union: where zone and header differ from one another, a person decides.
    """
    country = signer.issuer_country or signer.country
    named = [zone for zone in (*_zone_states(statement), statement.header_state) if zone]
    if not named:
        return not_supported("the seal names no issuing State")
    answers = [signs_for(country, state) for state in named]
    states = ", ".join(dict.fromkeys(map(name_of, named)))
    if answers[0] and False not in answers:
        return passed(f"a signer of {country} signs for {name_of(named[0])}")
    if None in answers:
        return undetermined(f"the table of codes does not know both {country or 'none'} and {states}")
    if True in answers or (len(named) == 1 and statement.may_sign_for_others):
        return undetermined(f"a signer of {country} has signed for {states}; one State may issue for another")
    if _is_specimen(country, named):
        return undetermined(f"a signer of {country} has signed a specimen of {states}")
    return failed(f"a signer of country {country} has signed a seal of {states}")


def _is_specimen(country: str, states: Iterable[str]) -> bool:
    return _SPECIMEN in {country, *(STATES[state].alpha2 for state in states if state in STATES)}


def _zone_states(statement: Statement) -> Iterator[str]:
    return (zone[0][2:5].rstrip("<") for zone in statement.zones)


def _document_type(signer: Certificate, statement: Statement) -> Outcome:
    """A single letter in the signer's list stands for all types that begin with it (Doc 9303-12, 7.1.1.6)."""
    allowed = signer.document_types
    if not allowed:
        return not_supported("the signer's certificate does not limit the types of documents")
    listed = ", ".join(sorted(allowed))
    if not statement.document_codes:
        return undetermined(f"the signer may sign {listed}; the seal does not say what it stands on")
    for code in statement.document_codes:
        if code not in allowed and code[:1] not in allowed:
            return failed(f"INVALID_DOCUMENTTYPE: the signer may sign {listed}, not {code}")
    return passed(f"the signer may sign {listed}")


def _digits(statement: Statement, signature: _Signature, at: datetime) -> Outcome:
    """The check digits of the zones inside; a part of a zone is filled up with fillers.

    Under a signature that holds nobody has changed the zone: its issuer wrote it so, and a person looks at the
    document (BSI TR-03135-1, 5.8.1.3).
    """
    if not statement.zones:
        return not_supported("the seal holds no machine readable zone")
    wrong = [problem for zone in statement.zones for problem in _wrong_digits(zone, at)]
    if not wrong:
        return passed()
    if signature.holds:
        return undetermined(f"the issuer has signed a zone with an error: {'; '.join(wrong)}")
    return failed(f"INVALID_MRZ: {'; '.join(wrong)}")


def _wrong_digits(zone: tuple[str, ...], at: datetime) -> Iterator[str]:
    try:
        read = filled(zone, at)
    except InvalidInput as error:
        yield f"the zone cannot be read: {error.what}"
        return
    for step in read.checks:
        if step.id.startswith("digit.") and step.status is FAILED:
            yield f"check digit of {step.id.removeprefix('digit.').replace('_', ' ')}"


def filled(zone: tuple[str, ...], at: datetime | None = None) -> Mrz:
    """A zone out of a seal, whose later lines may be cut, as a whole one. ``InvalidInput`` where it is none."""
    width = max(map(len, zone))
    lines = [line.ljust(width, "<") for line in zone]
    return mrz.parse(lines, today=at.date()) if at else mrz.parse(lines)


def _shown(signature: _Signature) -> Signer | None:
    signer = signature.signer
    if signer is None:
        return None
    return Signer(
        country=signer.country or signer.issuer_country,
        subject=signer.subject,
        serial=signer.serial_hex,
        algorithm=str(signature.algorithm),
    )

"""Verifying a chip, step by step (ICAO Doc 9303-11, section 5.1; BSI TR-03135-1, section 5.6.4).

The result is ``failed`` if a step failed, and ``passed`` only if every step that counts passed. After TR-03135-1,
tables 5.31 to 5.42, these count: the security object, the hash of each data group read and of DG1, the chain, validity
at the time of checking, revocation, the issuing State, and a printed zone where one is given. These do not count while
undetermined: EF.COM and the versions in it, which are not signed and not needed; fields of the security object that
nobody signs; what ``standing.OPTIONAL`` names, for most documents leave it open; and evidence of active or chip
authentication. Data groups that were not read do not count either: fingerprints need a key that carriers and
consulates do not have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from preclear.documents import evidence, excuses, printed, security_object, standing
from preclear.documents.certificates import Certificate
from preclear.documents.chip import read_dg1
from preclear.documents.integrity import common_steps, hash_steps
from preclear.documents.issuer import issuer_matches
from preclear.documents.keys import Algorithm, Outcome
from preclear.documents.lds.options import SecurityOptions, read_dg14, read_dg15
from preclear.documents.mrz import parse as parse_zone
from preclear.documents.security_object import SecurityObject
from preclear.documents.signing import Signed
from preclear.documents.steps import LDS, failed, passed, step, undetermined
from preclear.documents.trust import TrustStore
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import Anchor, Chip, Mrz, MrzFields, Signer, Step, Verification

PASSED, FAILED = CheckStatus.PASSED, CheckStatus.FAILED
UNDETERMINED, NOT_SUPPORTED = CheckStatus.UNDETERMINED, CheckStatus.NOT_SUPPORTED
_OPTIONAL = ("com.matches", "lds.version", "sod.conforms", "aa.", "ca.", *standing.OPTIONAL)
_PROOF = "ICAO Doc 9303-11"


@dataclass(frozen=True, kw_only=True)
class _Opened:
    """The security object and its signer, as far as they could be read, and what that gave."""

    sod: SecurityObject | None
    parse: Outcome
    signature: Outcome
    signed: Signed | None = None
    signer: Certificate | None = None


def verify(
    chip: Chip,
    trust: TrustStore,
    at: datetime,
    *,
    mrz: Sequence[str] = (),
    challenge: bytes | None = None,
    terminal_key: bytes | None = None,
) -> Verification:
    """Verify a chip against a trust store as of ``at`` (an aware time). Never raises for what a chip holds.

    ``mrz`` are the printed lines, to compare with DG1; ``InvalidInput`` where they are no zone. ``challenge`` are the
    eight bytes that were given out for active authentication, and ``terminal_key`` the public key that was used for
    chip authentication: see ``preclear.documents.evidence``.

    Steps: ``sod.parse``, ``sod.signature``, ``sod.conforms``, ``dg.N.hash`` for each data group read or signed,
    ``com.matches``, ``lds.version`` (version 1), those of ``standing.examine``, ``issuer.matches``; ``mrz.matches``
    with a printed zone; ``aa.challenge``, ``aa.signature`` and ``ca.evidence`` with evidence.
    """
    if at.tzinfo is None:
        raise InvalidInput("has no time zone", where="at", rule="RFC 3339", mend="Give an aware time")
    page = parse_zone(mrz, today=at.date()) if mrz else None
    opened = _open(chip, trust)
    zone = _zone(chip, at)
    holder = zone.fields if zone else None
    groups = {number: data for number in range(1, 17) if (data := chip.files.get(f"DG{number}")) is not None}
    hashes = tuple(hash_steps(groups, opened.sod))
    signer_steps, anchor = _standing(opened, trust, at, holder.document_code if holder else "")
    steps = (
        step("sod.parse", opened.parse, "5.6.4.2.1"),
        step("sod.signature", opened.signature, "5.6.4.2.2"),
        step("sod.conforms", _conforms(opened.sod), "4.6.2.2", LDS),
        *hashes,
        *common_steps(chip.files.get("COM"), opened.sod),
        *signer_steps,
        issuer_matches(opened.signer, holder),
        *([step("mrz.matches", printed.matches(zone, page), "5.7.2")] if page else []),
        *_evidence_steps(chip, _covered(hashes), challenge, terminal_key),
    )
    judged = _excused(steps, opened, holder, trust)
    return Verification(
        result=_result(judged, set(groups)) if chip.files else NOT_SUPPORTED,
        checks=judged,
        holder=holder,
        signer=_signer(opened),
        anchor=anchor,
    )


def _result(steps: Iterable[Step], read: set[int]) -> CheckStatus:
    counted = [step for step in steps if _counts(step, read)]
    if any(step.status is FAILED for step in counted):
        return FAILED
    return PASSED if all(step.status is PASSED for step in counted) else UNDETERMINED


def _counts(step: Step, read: set[int]) -> bool:
    if step.status is FAILED:
        return True
    if step.id.startswith(_OPTIONAL):
        return False
    if step.id.startswith("dg."):
        number = int(step.id.split(".")[1])
        return number == 1 or number in read
    return True


def _open(chip: Chip, trust: TrustStore) -> _Opened:
    data = chip.files.get("SOD")
    unread = undetermined("there is no security object that can be read")
    if data is None:
        return _Opened(sod=None, parse=undetermined("EF.SOD was not read"), signature=unread)
    try:
        sod = security_object.read(data)
    except InvalidInput as error:
        return _Opened(sod=None, parse=failed(str(error)), signature=unread)
    parse = _readable(sod.version, tuple(sod.hashes))
    signed, signer, signature = _signature(sod, trust)
    return _Opened(sod=sod, parse=parse, signed=signed, signer=signer, signature=signature)


@lru_cache(maxsize=1024)
def _readable(version: int, numbers: tuple[int, ...]) -> Outcome:
    groups = ", ".join(f"DG{number}" for number in sorted(numbers))
    return passed(f"a security object of version {version} with hashes of {groups or 'nothing'}")


def _signature(sod: SecurityObject, trust: TrustStore) -> tuple[Signed, Certificate | None, Outcome]:
    """The signature to go by: of several, the first that holds, for each signer stands for itself."""
    first: tuple[Signed, Certificate | None, Outcome] | None = None
    for signed in sod.signers:
        signer = _find_signer(signed, trust)
        answer = signed, signer, _signed_by(signed, signer)
        if answer[2].status is PASSED:
            return answer
        first = first or answer
    return first or (sod.signed, None, _signed_by(sod.signed, None))


def _find_signer(signed: Signed, trust: TrustStore) -> Certificate | None:
    """The certificate that SignerInfo names, from the document or the store.

    Another one is not tried: a document that names the wrong signer has a defect, which only a defect list excuses
    (BSI TR-03135-1, 5.8.2.2.4).
    """
    inside = next((one for one in signed.certificates if signed.is_signer(one)), None)
    return inside or next((one for one in trust.certificates if signed.is_signer(one)), None)


def _signed_by(signed: Signed, signer: Certificate | None) -> Outcome:
    if signer is None:
        return undetermined(
            "the certificate that the signature names is neither in the document nor in the trust store"
        )
    outcome = signed.verify(signer)
    return _holds(signed.algorithm) if outcome.status is PASSED else outcome


@lru_cache(maxsize=256)
def _holds(algorithm: Algorithm) -> Outcome:
    return passed(f"the signature holds ({algorithm})")


def _conforms(sod: SecurityObject | None) -> Outcome:
    """Fields that nobody signs: a slip there is no forgery, and a change there cannot be told from a slip."""
    if sod is None:
        return undetermined("there is no security object that can be read")
    if sod.deviations:
        return undetermined(f"fields that are not signed deviate from the profile: {'; '.join(sod.deviations)}")
    return _CONFORMS


_CONFORMS = passed("the fields that are not signed are as the profile wants them")


def _standing(
    opened: _Opened, trust: TrustStore, at: datetime, document_type: str
) -> tuple[tuple[Step, ...], Anchor | None]:
    """The steps about the signer, and the anchor to which it leads."""
    if opened.signer is None or opened.signed is None:
        return standing.without("the document signer's certificate is not at hand"), None
    signed_at = opened.signed.signing_time
    found = standing.examine(opened.signer, trust, at, signed_at=signed_at, document_type=document_type)
    last = found.chain.anchor if found.chain.found else None
    return found.steps, trust.recall(("anchor", last.der), lambda: _anchor(last, trust)) if last else None


def _anchor(certificate: Certificate, trust: TrustStore) -> Anchor:
    return Anchor(
        fingerprint=certificate.fingerprint,
        subject=certificate.subject,
        level=trust.level_of(certificate),
        provenance=trust.provenance_of(certificate),
    )


def _excused(steps: tuple[Step, ...], opened: _Opened, holder: MrzFields | None, trust: TrustStore) -> tuple[Step, ...]:
    """The steps after what deviation and defect lists say of this document's series (BSI TR-03135-1, 5.8)."""
    signed_at = opened.signed.signing_time if opened.signed else None
    return excuses.explain(
        steps,
        trust,
        signer=opened.signer,
        issuing_state=holder.issuing_state if holder else "",
        document_type=holder.document_code if holder else "",
        document_number=holder.document_number if holder else "",
        issued=signed_at.date() if signed_at else None,
    )


def _covered(hashes: Iterable[Step]) -> frozenset[str]:
    """Data groups whose hash is the signed one: ``DG14``."""
    return frozenset(f"DG{one.id.split('.')[1]}" for one in hashes if one.status is PASSED)


def _evidence_steps(
    chip: Chip, covered: frozenset[str], challenge: bytes | None, terminal_key: bytes | None
) -> Iterator[Step]:
    if "AA" in chip.files or challenge is not None:
        bound, signature = _active(chip, covered, challenge)
        yield step("aa.challenge", bound, "6.1", _PROOF)
        yield step("aa.signature", signature, "6.1", _PROOF)
    if "CA" in chip.files or terminal_key is not None:
        yield step("ca.evidence", _chip_authentication(chip, covered, terminal_key), "6.2", _PROOF)


def _active(chip: Chip, covered: frozenset[str], challenge: bytes | None) -> tuple[Outcome, Outcome]:
    """Whether the evidence answers our challenge, and whether the chip's key gave it."""
    try:
        recorded = evidence.read_active(chip.files["AA"])
    except (KeyError, InvalidInput) as error:
        nothing = undetermined(_without("active", error))
        return nothing, nothing
    bound = evidence.bound_to(recorded, challenge)
    if "DG15" not in covered:
        return bound, undetermined("DG15 was not read, or is not what the issuer signed: its key proves nothing")
    try:
        key = read_dg15(chip.files["DG15"])
    except InvalidInput as error:
        return bound, undetermined(error.what)
    return bound, evidence.active_signature(key, recorded, _options(chip, covered).active_authentication)


def _chip_authentication(chip: Chip, covered: frozenset[str], terminal_key: bytes | None) -> Outcome:
    try:
        recorded = evidence.read_chip(chip.files["CA"])
    except (KeyError, InvalidInput) as error:
        return undetermined(_without("chip", error))
    if "DG14" not in covered:
        return undetermined("DG14 was not read, or is not what the issuer signed: its key proves nothing")
    return evidence.chip_evidence(_options(chip, covered), recorded, terminal_key)


def _without(kind: str, error: Exception) -> str:
    if isinstance(error, InvalidInput):
        return f"the evidence of {kind} authentication cannot be read: {error.what}"
    return f"there is no evidence of {kind} authentication"


def _options(chip: Chip, covered: frozenset[str]) -> SecurityOptions:
    """DG14 as far as it is signed and can be read."""
    try:
        return read_dg14(chip.files["DG14"]) if "DG14" in covered else SecurityOptions()
    except InvalidInput:
        return SecurityOptions()


def _zone(chip: Chip, at: datetime) -> Mrz | None:
    data = chip.files.get("DG1")
    if data is None:
        return None
    try:
        return read_dg1(data, today=at.date())
    except InvalidInput:
        return None


def _signer(opened: _Opened) -> Signer | None:
    if opened.signer is None or opened.signed is None:
        return None
    return Signer(
        country=opened.signer.country or opened.signer.issuer_country,
        subject=opened.signer.subject,
        serial=opened.signer.serial_hex,
        algorithm=str(opened.signed.algorithm),
    )

"""Passive authentication of a chip, step by step (ICAO Doc 9303-11, section 5.1; BSI TR-03135-1, section 5.6.4).

The result is ``failed`` if a step failed, and ``passed`` only if every step that counts passed. After TR-03135-1,
tables 5.31 to 5.42, these count: the security object, the hash of each data group read and of DG1, the chain, validity
at the time of checking, revocation, and the issuing State. Two do not count while undetermined: EF.COM, which is not
signed and not needed, and validity at signing, for most documents do not say when they were signed. Data groups that
were not read do not count either: fingerprints need a key that carriers and consulates do not have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from preclear.documents import chain as chains
from preclear.documents import revocation, security_object
from preclear.documents.certificates import Certificate
from preclear.documents.chain import Chain
from preclear.documents.chip import element, read_com, read_dg1
from preclear.documents.keys import Outcome, digest
from preclear.documents.security_object import SecurityObject
from preclear.documents.trust import TrustStore
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import Chip, MrzFields, Signer, Step, Verification
from preclear.writing.states import name_of, signs_for

PASSED, FAILED = CheckStatus.PASSED, CheckStatus.FAILED
UNDETERMINED, NOT_SUPPORTED = CheckStatus.UNDETERMINED, CheckStatus.NOT_SUPPORTED
_OPTIONAL = frozenset({"com.matches", "validity.at_signing"})
_TR = "BSI TR-03135-1, "


@dataclass(frozen=True, kw_only=True)
class _Opened:
    """The security object and its signer, as far as they could be read, and why not."""

    sod: SecurityObject | None
    parse: Step
    signer: Certificate | None = None


def verify(chip: Chip, trust: TrustStore, at: datetime) -> Verification:
    """Verify a chip against a trust store as of ``at`` (an aware time). Never raises for what a chip holds.

    Steps: ``sod.parse``, ``sod.signature``, ``dg.N.hash`` for each data group read or signed, ``com.matches``,
    ``chain``, ``validity.at_check``, ``validity.at_signing``, ``revocation``, ``issuer.matches``.
    """
    if at.tzinfo is None:
        raise InvalidInput("has no time zone", where="at", rule="RFC 3339", mend="Give an aware time")
    opened = _open(chip, trust)
    chain = chains.find(opened.signer, trust, at) if opened.signer else None
    holder = _holder(chip, at)
    groups = {number: data for number in range(1, 17) if (data := chip.files.get(f"DG{number}")) is not None}
    steps = (
        opened.parse,
        _signature(opened),
        *_hashes(groups, opened.sod),
        _com(chip, opened.sod),
        *_issuer_steps(opened, chain, trust, at),
        _issuer_matches(opened.signer, holder),
    )
    return Verification(
        result=_result(steps, set(groups)) if chip.files else NOT_SUPPORTED,
        checks=steps,
        holder=holder,
        signer=_signer(opened),
    )


def _result(steps: Iterable[Step], read: set[int]) -> CheckStatus:
    counted = [step for step in steps if _counts(step, read)]
    if any(step.status is FAILED for step in counted):
        return FAILED
    return PASSED if all(step.status is PASSED for step in counted) else UNDETERMINED


def _counts(step: Step, read: set[int]) -> bool:
    if step.status is FAILED:
        return True
    if step.id in _OPTIONAL:
        return False
    if step.id.startswith("dg."):
        number = int(step.id.split(".")[1])
        return number == 1 or number in read
    return True


def _step(id_: str, outcome: Outcome, section: str) -> Step:
    return Step(id=id_, status=outcome.status, reason=outcome.reason, standard=_TR + section)


def _undetermined(reason: str) -> Outcome:
    return Outcome(status=UNDETERMINED, reason=reason)


def _open(chip: Chip, trust: TrustStore) -> _Opened:
    data = chip.files.get("SOD")
    if data is None:
        return _Opened(sod=None, parse=_step("sod.parse", _undetermined("EF.SOD was not read"), "5.6.4.2.1"))
    try:
        sod = security_object.read(data)
    except InvalidInput as error:
        return _Opened(sod=None, parse=_step("sod.parse", Outcome(status=FAILED, reason=str(error)), "5.6.4.2.1"))
    parse = _step("sod.parse", Outcome(status=PASSED), "5.6.4.2.1")
    return _Opened(sod=sod, parse=parse, signer=_find_signer(sod, trust))


def _find_signer(sod: SecurityObject, trust: TrustStore) -> Certificate | None:
    """The certificate that SignerInfo names, from the document or the store.

    Another one is not tried: a document that names the wrong signer has a defect, which only a defect list excuses
    (BSI TR-03135-1, 5.8.2.2.4).
    """
    return next((one for one in (*sod.signed.certificates, *trust.certificates) if sod.signed.is_signer(one)), None)


def _signature(opened: _Opened) -> Step:
    if opened.sod is None:
        outcome = _undetermined("there is no security object that can be read")
    elif opened.signer is None:
        outcome = _undetermined(
            "the certificate that the signature names is neither in the document nor in the trust store"
        )
    else:
        outcome = opened.sod.signed.verify(opened.signer)
    return _step("sod.signature", outcome, "5.6.4.2.2")


def _hashes(groups: Mapping[int, bytes], sod: SecurityObject | None) -> Iterator[Step]:
    signed = sod.hashes if sod else {}
    for number in sorted({1, *groups, *signed}):
        yield _step(f"dg.{number}.hash", _hash(number, groups.get(number), sod), "5.6.4.4.2")


def _hash(number: int, data: bytes | None, sod: SecurityObject | None) -> Outcome:
    if sod is None:
        return _undetermined("there is no security object to compare with")
    if data is None:
        return _undetermined(f"DG{number} was not read")
    if number not in sod.hashes:
        return Outcome(status=FAILED, reason=f"DG{number} is not among the data groups that the issuer signed")
    found = digest(sod.hash, data)
    if found is None:
        return _undetermined(f"hash algorithm {sod.hash} is not supported")
    if compare_digest(found, sod.hashes[number]) or _equal_without_tail(data, number, sod):
        return Outcome(status=PASSED)
    return Outcome(status=FAILED, reason=f"DG{number} is not what the issuer signed")


def _equal_without_tail(data: bytes, number: int, sod: SecurityObject) -> bool:
    """Some readers read past the end of a file: what follows its only element was never signed."""
    try:
        found = digest(sod.hash, element(data, f"DG{number}"))
    except InvalidInput:
        return False
    return found is not None and compare_digest(found, sod.hashes[number])


def _com(chip: Chip, sod: SecurityObject | None) -> Step:
    return _step("com.matches", _com_outcome(chip.files.get("COM"), sod), "5.6.4.4.1")


def _com_outcome(data: bytes | None, sod: SecurityObject | None) -> Outcome:
    if data is None or sod is None:
        return Outcome(status=NOT_SUPPORTED, reason="EF.COM or EF.SOD was not read")
    try:
        listed = read_com(data)
    except InvalidInput as error:
        return Outcome(status=FAILED, reason=str(error))
    missing = sorted(set(sod.hashes) ^ listed)
    if missing:
        names = ", ".join(f"DG{number}" for number in missing)
        return Outcome(status=FAILED, reason=f"EF.COM and EF.SOD do not list the same data groups: {names}")
    return Outcome(status=PASSED)


def _issuer_steps(opened: _Opened, chain: Chain | None, trust: TrustStore, at: datetime) -> Iterator[Step]:
    signer = opened.signer
    if signer is None or chain is None or opened.sod is None:
        nobody = _undetermined("the document signer's certificate is not at hand")
        yield _step("chain", nobody, "5.6.4.3.3")
        yield _step("validity.at_check", nobody, "5.6.4.3.4")
        yield _step("validity.at_signing", nobody, "5.6.4.3.4")
        yield _step("revocation", nobody, "5.6.4.3.5")
        return
    yield _step("chain", chain.outcome, "5.6.4.3.3")
    yield _step("validity.at_check", _validity(signer, chain, at), "5.6.4.3.4")
    signed_at = opened.sod.signed.signing_time
    yield _step("validity.at_signing", _validity_at_signing(signer, chain, signed_at), "5.6.4.3.4")
    yield _step("revocation", _revocation(signer, chain, trust, at), "5.6.4.3.5")


def _validity(signer: Certificate, chain: Chain, at: datetime) -> Outcome:
    for certificate in chain.path or (signer,):
        if not certificate.valid_at(at):
            return _outside(certificate, at)
    if not chain.found:
        return _undetermined("the signer's certificate is valid, but no CSCA was found behind it")
    return Outcome(status=PASSED)


def _validity_at_signing(signer: Certificate, chain: Chain, signed_at: datetime | None) -> Outcome:
    """Only the signer's own period: a CSCA's key may have a newer certificate than the one of that time."""
    if signed_at is None:
        return _undetermined("the document does not say when it was signed")
    if not signer.valid_at(signed_at):
        return _outside(signer, signed_at)
    if not chain.found:
        return _undetermined("the signer's certificate is valid, but no CSCA was found behind it")
    return Outcome(status=PASSED)


def _outside(certificate: Certificate, at: datetime) -> Outcome:
    period = f"{certificate.not_before:%Y-%m-%d} to {certificate.not_after:%Y-%m-%d}"
    return Outcome(status=FAILED, reason=f"{certificate.subject} is valid from {period}, not on {at:%Y-%m-%d}")


def _revocation(signer: Certificate, chain: Chain, trust: TrustStore, at: datetime) -> Outcome:
    if not chain.found:
        return _undetermined("without the CSCA nobody can say whose CRL holds")
    if len(chain.path) == 1:
        return _undetermined("the signer itself is trusted; nobody publishes a CRL about it")
    authorities = [one for one in trust.anchors if one.subject_key == signer.issuer_key]
    return revocation.standing(signer, (*chain.path[1:], *authorities), trust.lists, at)


def _issuer_matches(signer: Certificate | None, holder: MrzFields | None) -> Step:
    return _step("issuer.matches", _match(signer, holder), "5.6.4.5")


def _match(signer: Certificate | None, holder: MrzFields | None) -> Outcome:
    if signer is None or holder is None:
        return _undetermined("DG1 or the signer's certificate was not read")
    country = signer.issuer_country or signer.country
    match signs_for(country, holder.issuing_state):
        case True:
            return Outcome(status=PASSED)
        case False:
            issuer = name_of(holder.issuing_state)
            return Outcome(status=FAILED, reason=f"a signer of country {country} has signed a document of {issuer}")
        case None:
            pair = f"{country or 'none'} and {holder.issuing_state or 'none'}"
            return _undetermined(f"the table of codes does not know both {pair}")


def _holder(chip: Chip, at: datetime) -> MrzFields | None:
    data = chip.files.get("DG1")
    if data is None:
        return None
    try:
        return read_dg1(data, today=at.date()).fields
    except InvalidInput:
        return None


def _signer(opened: _Opened) -> Signer | None:
    if opened.signer is None or opened.sod is None:
        return None
    return Signer(
        country=opened.signer.country or opened.signer.issuer_country,
        subject=opened.signer.subject,
        serial=opened.signer.serial_hex,
        algorithm=str(opened.sod.signed.algorithm),
    )

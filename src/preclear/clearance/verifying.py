"""Verify a credential without a network: format, signature, days and status (steps after BSI TR-03135)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from preclear.clearance import cose, qr, token, vds_nc
from preclear.clearance import status as status_list
from preclear.clearance.claims import Claims, StatusReference
from preclear.clearance.keys import BARCODE_SIGNER, VerificationKeys
from preclear.clearance.status import MAX_TOKEN, Status, StatusList
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import Step

MAX_CREDENTIAL = 65_536
"""Bytes of a credential that is read at most."""

_SKEW = timedelta(minutes=5)
_BROKEN = "the signature does not hold: the credential was changed, or this key never signed it"
_STANDARDS = {"cwt": "RFC 8392; RFC 9052, 4.2", "vds-nc": "ICAO TR VDS-NC 1.0"}
_PASSED, _FAILED, _UNDETERMINED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED


@dataclass(frozen=True, kw_only=True)
class CredentialVerification:
    """What verifying found.

    ``kind`` is ``cwt`` or ``vds-nc``. ``result`` is ``failed`` if any check failed, else ``undetermined`` if one that
    was asked for could not be made, else ``passed``. The check ``status`` is asked for by giving a status list: without
    one it is ``undetermined``, says so, and leaves the result alone.
    """

    kind: str
    result: CheckStatus
    checks: tuple[Step, ...]
    clearance: Claims

    def step(self, id: str) -> Step:  # noqa: A002 -- the field's own name in the contract
        """The check with this id: ``format``, ``signature``, ``validity`` or ``status``."""
        return next(step for step in self.checks if step.id == id)


def verify(data: bytes, key: VerificationKeys, *, at: datetime, status: bytes | None = None) -> CredentialVerification:
    """Verify a compact token (raw), its QR text, or a VDS-NC document, as of ``at``.

    ``status`` is a status list token. Raises ``InvalidInput`` for a credential or a list that is none; whatever can be
    read gets a result.
    """
    if len(data) > MAX_CREDENTIAL:
        raise InvalidInput(f"more than {MAX_CREDENTIAL} bytes", mend="A credential is much smaller.")
    kind, claims, signature = _read_seal(data, key, at) if data.lstrip()[:1] == b"{" else _read_token(data, key)
    checks = (
        Step(id="format", status=_PASSED, standard=_STANDARDS[kind]),
        signature,
        _validity(claims, at),
        _status(claims.status, key, at, status),
    )
    counted = checks if status is not None else checks[:-1]
    return CredentialVerification(kind=kind, result=_worst(counted), checks=checks, clearance=claims)


def _worst(checks: tuple[Step, ...]) -> CheckStatus:
    statuses = {step.status for step in checks}
    return next((worst for worst in (_FAILED, _UNDETERMINED) if worst in statuses), _PASSED)


def _read_token(data: bytes, key: VerificationKeys) -> tuple[str, Claims, Step]:
    signed = cose.read(_from_qr(data))
    return "cwt", token.decode(signed), _signature(*_token_signature(signed, key))


def _read_seal(data: bytes, key: VerificationKeys, at: datetime) -> tuple[str, Claims, Step]:
    seal = vds_nc.read(data)
    return "vds-nc", vds_nc.decode(seal), _signature(*_seal_signature(seal, key, at))


def _signature(status: CheckStatus, reason: str) -> Step:
    return Step(id="signature", status=status, reason=reason, standard="RFC 7518, 3.4 (ES256)")


def _from_qr(data: bytes) -> bytes:
    if not data.startswith(qr.PREFIX.encode()):
        return data
    try:
        return qr.token(data.decode("ascii").rstrip("\r\n"))
    except UnicodeDecodeError:
        raise InvalidInput("the text of the QR code is not ASCII", rule="RFC 9285") from None


def _token_signature(signed: cose.Sign1, key: VerificationKeys) -> tuple[CheckStatus, str]:
    public = key.named(signed.kid)
    if public is None:
        return _UNDETERMINED, f"signed with the key {signed.kid.hex()}, which is not among the keys given"
    return (_PASSED, "") if signed.signed_by(public) else (_FAILED, _BROKEN)


def _seal_signature(seal: vds_nc.Seal, key: VerificationKeys, at: datetime) -> tuple[CheckStatus, str]:
    certificate = seal.certificate
    if not seal.signature_holds:
        return _FAILED, _BROKEN
    if certificate.public_key() in key.keys:
        return _PASSED, ""
    root = next((root for root in key.roots if _signed_by(certificate, root)), None)
    if root is None:
        return _UNDETERMINED, "the signer's certificate leads to none of the keys and roots given"
    if BARCODE_SIGNER not in _uses(certificate):
        return _FAILED, "the signer's certificate is not one of a barcode signer"
    if not all(_in_force(part, at) for part in (certificate, root)):
        return _FAILED, f"the certificate of the signer or its root is not in force on {at.date()}"
    return _PASSED, ""


def _signed_by(certificate: x509.Certificate, root: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(root)
    except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return True


def _uses(certificate: x509.Certificate) -> Iterable[x509.ObjectIdentifier]:
    try:
        return certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return ()


def _in_force(certificate: x509.Certificate, at: datetime) -> bool:
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def _validity(claims: Claims, at: datetime) -> Step:
    if at < claims.begins:
        status, reason = _FAILED, f"not before {claims.valid_from}"
    elif at >= claims.ends:
        status, reason = _FAILED, f"ended on {claims.valid_until}"
    else:
        status, reason = _PASSED, ""
    return Step(id="validity", status=status, reason=reason, standard="RFC 8392, 3.1.4 and 3.1.5")


def _status(reference: StatusReference | None, key: VerificationKeys, at: datetime, data: bytes | None) -> Step:
    status, reason = _look_up(reference, key, at, data)
    return Step(id="status", status=status, reason=reason, standard="IETF Token Status List, 8.3")


def _look_up(
    reference: StatusReference | None, key: VerificationKeys, at: datetime, data: bytes | None
) -> tuple[CheckStatus, str]:
    if data is None:
        return _UNDETERMINED, "no status list was given: whether the clearance was revoked is not known"
    statuses, reason = _trusted_list(data, key)
    if statuses is None:
        return _UNDETERMINED, reason
    if reference is None:
        return _UNDETERMINED, "the credential names no status list"
    if reference.uri != statuses.uri:
        return _UNDETERMINED, f"the list given is that of {statuses.uri[:120]}, not the credential's"
    return _in_list(statuses, reference.index, at)


def _in_list(statuses: StatusList, index: int, at: datetime) -> tuple[CheckStatus, str]:
    try:
        value = status_list.status_of(statuses, index)
    except InvalidInput as error:
        return _UNDETERMINED, str(error)
    if value is Status.INVALID:
        return _FAILED, "the clearance no longer counts: it was revoked, annulled or replaced"
    if at > statuses.stale_from or at < statuses.issued_at - _SKEW:
        return (
            _UNDETERMINED,
            f"the status list of {statuses.issued_at:%Y-%m-%d %H:%M} UTC is not current: get a fresh one",
        )
    return (_PASSED, "") if value is Status.VALID else (_FAILED, "the clearance is suspended")


def _trusted_list(data: bytes, key: VerificationKeys) -> tuple[StatusList | None, str]:
    if len(data) > MAX_TOKEN:
        raise InvalidInput(f"a status list of more than {MAX_TOKEN} bytes", where="status list")
    try:
        signed = cose.read(data)
        public = key.named(signed.kid)
        if public is None or not signed.signed_by(public):
            return None, "the status list is not signed with one of the keys given"
        return status_list.decode(signed), ""
    except InvalidInput as error:
        where = f"status list, {error.where}" if error.where else "status list"
        raise InvalidInput(error.what, where=where, rule=error.rule) from None

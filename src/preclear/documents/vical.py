"""Verified issuer certificate authority lists: roots of those who issue mobile documents (ISO/IEC 18013-5, C.1.7).

What a master list is for passports a VICAL is for mobile driving licences: a provider collects the roots (IACA) of
issuing authorities and signs the list with COSE. A list is not trusted because it can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from preclear.documents.certificates import Certificate
from preclear.documents.cose import Sign1, read_sign1
from preclear.documents.keys import Outcome
from preclear.documents.steps import undetermined
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.writing import cbor
from preclear.writing.cbor import Tagged

MAX_SIZE = 16 * 1024 * 1024
SIGNER = "1.0.18013.5.1.8"
"""Extended key usage of a VICAL's signer (ISO/IEC 18013-5, C.1.7.2)."""
_RULE = "ISO/IEC 18013-5, C.1.7.1"
_MAX_CERTIFICATES = 20_000
_MOST_VALUES = 30 * _MAX_CERTIFICATES
_MAX_PATH = 4
_DEPTH = 8
_STARTS = (b"\x84", b"\xd2\x84")
"""An array of four, with or without the tag of COSE_Sign1."""


@dataclass(frozen=True, kw_only=True)
class Vical:
    """A list as read, its signature not yet judged.

    ``document_types`` says for which types of documents each root (by its fingerprint) was listed; ``unread`` says of
    each entry that cannot be used why not. ``issued`` and ``next_update`` are None where they cannot be read.
    """

    provider: str
    issued: datetime | None
    next_update: datetime | None
    certificates: tuple[Certificate, ...]
    document_types: Mapping[str, tuple[str, ...]]
    unread: tuple[str, ...]
    signed: Sign1
    signers: tuple[Certificate, ...]

    def verify(self, authorities: Iterable[Certificate], at: datetime | None = None) -> Outcome:
        """Whether a signer below one of ``authorities`` signed this list; with ``at``, one that was valid then.

        The certificates that came with the list help to find the path. Where none of ``authorities`` stands at its end
        the answer is ``undetermined``: a stranger's signature may hold as well.
        """
        if not self.signers:
            return undetermined("the list holds no certificate of its signer")
        signer = self.signers[0]
        outcome = self.signed.verify(signer.spki)
        if outcome.status is not CheckStatus.PASSED:
            return outcome
        if SIGNER not in signer.extended_usages:
            return Outcome(status=CheckStatus.FAILED, reason="the signer may not sign lists of issuing authorities")
        path = _path(signer, self.signers[1:], list(authorities))
        if path is None:
            return undetermined("the certificate authority of the list's signer is not at hand")
        outside = next((one for one in path if at is not None and not one.valid_at(at)), None)
        if outside is not None:
            return Outcome(status=CheckStatus.FAILED, reason=f"{outside.subject} was not valid on {at:%Y-%m-%d}")
        return Outcome(status=CheckStatus.PASSED, reason=f"signed by {signer.subject}")


def looks_like(data: bytes) -> bool:
    """Whether this may be a VICAL, by its first bytes and a word that each has."""
    return data.startswith(_STARTS) and b"certificateInfos" in data


def read(data: bytes, what: str = "VICAL") -> Vical:
    """Read a list; ``InvalidInput`` where it is none. An entry that cannot be read is named and passed over."""
    if len(data) > MAX_SIZE:
        raise InvalidInput(f"is larger than {MAX_SIZE} bytes", where=what, rule=_RULE)
    signed = read_sign1(cbor.loads(data, strict=False, depth=_DEPTH), what)
    content = cbor.loads(signed.payload or b"", strict=False, depth=_DEPTH, most=_MOST_VALUES)
    match content:
        case {"vicalProvider": str(provider), "certificateInfos": list(entries)} if len(entries) <= _MAX_CERTIFICATES:
            pass
        case _:
            raise InvalidInput("names no provider or lists no certificates", where=what, rule=_RULE)
    certificates, unread, types = _entries(entries)
    return Vical(
        provider=provider,
        issued=_time(content.get("date")),
        next_update=_time(content.get("nextUpdate")),
        certificates=certificates,
        document_types=types,
        unread=unread,
        signed=signed,
        signers=tuple(Certificate.parse(one) for one in signed.certificates),
    )


def _entries(
    entries: Sequence[Any],
) -> tuple[tuple[Certificate, ...], tuple[str, ...], Mapping[str, tuple[str, ...]]]:
    certificates, unread = [], []
    types: dict[str, tuple[str, ...]] = {}
    for number, entry in enumerate(entries, 1):
        try:
            found = _certificate(entry)
        except InvalidInput as error:
            unread.append(f"certificate {number}: {error.what}")
            continue
        certificates.append(found)
        listed = entry.get("docType")
        if isinstance(listed, list):
            types[found.fingerprint] = tuple(str(one) for one in listed)
    return tuple(certificates), tuple(unread), types


def _certificate(entry: Any) -> Certificate:
    match entry:
        case {"certificate": bytes(der)}:
            return Certificate.parse(der)
        case _:
            raise InvalidInput("holds no certificate", where="certificateInfos", rule=_RULE)


def _path(
    signer: Certificate, companions: Sequence[Certificate], authorities: Sequence[Certificate]
) -> tuple[Certificate, ...] | None:
    """From the signer to one of the authorities, over certificates that came with the list where it must be."""
    path: tuple[Certificate, ...] = (signer,)
    while len(path) <= _MAX_PATH:
        if path[-1] in authorities:
            return path
        issuer = _issuer(path[-1], authorities)
        if issuer is not None:
            return (*path, issuer)
        between = _issuer(path[-1], [one for one in companions if one not in path])
        if between is None:
            return None
        path = (*path, between)
    return None


def _issuer(certificate: Certificate, candidates: Iterable[Certificate]) -> Certificate | None:
    named = (one for one in candidates if one.ca and one.subject_key == certificate.issuer_key)
    return next((one for one in named if certificate.signed_by(one).status is CheckStatus.PASSED), None)


def _time(value: Any) -> datetime | None:
    text = value.value if isinstance(value, Tagged) else value
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else None

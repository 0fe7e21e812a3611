"""Mobile documents (ISO/IEC 18013-5 mdoc) and digital travel credentials (ICAO DTC).

A wallet's answer is verified against the roots of issuing authorities in the trust store, never against a certificate
that it brings itself::

    from datetime import UTC, datetime
    from pathlib import Path
    from preclear.documents import TrustStore, mobile

    trust = TrustStore.load(["roots/"])
    verification = mobile.verify(Path("licence.cbor").read_bytes(), trust, datetime.now(UTC))
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from preclear.documents.mobile import dtc, response
from preclear.documents.mobile.inspection import Inspection, inspect
from preclear.documents.mobile.steps import step, worst
from preclear.documents.steps import undetermined
from preclear.documents.trust import TrustStore
from preclear.errors import InvalidInput
from preclear.model.verification import SealVerification, Step

__all__ = ["MAX_SIZE", "recognises", "verify"]

MAX_SIZE = 2 * response.MAX_SIZE
"""Bytes of a file, which may be hexadecimal or Base64 text."""
_PROFILES = {
    "org.iso.18013.5.1.mDL": "driving_licence",
    "org.iso.23220.photoid.1": "photo_id",
    "org.iso.23220.photoID.1": "photo_id",
    "eu.europa.ec.eudi.pid.1": "person_identification",
}
_CBOR_STARTS = range(0xA0, 0xDC)
"""First bytes of a map or a tag."""


def recognises(data: bytes) -> bool:
    """Whether ``verify`` would know what this is; it may still be broken."""
    return any(_mobile_document(one, []) is not None or dtc.recognises(one) for one in _unwrapped(data))


def verify(data: bytes, trust: TrustStore, at: datetime, *, session: bytes = b"") -> SealVerification:
    """Verify a mobile document or a digital travel credential as of ``at`` (an aware time).

    ``data`` is a device response, a document, its issuer-signed part (CBOR, or hexadecimal or Base64 text of it), or a
    virtual component (DER, or a zip archive of its files). ``session`` is the SessionTranscript (ISO/IEC 18013-5,
    9.1.5.1) where the reader kept it; without it the device's answer is undetermined. The steps are those of
    ``inspection.inspect`` and ``passive.verify``; of further documents in one response they begin with ``document.2.``
    and so on. Raises ``InvalidInput`` where the bytes are neither.
    """
    if at.tzinfo is None:
        raise InvalidInput("has no time zone", where="at", rule="RFC 3339", mend="Give an aware time")
    if len(data) > MAX_SIZE:
        raise InvalidInput(f"is larger than {MAX_SIZE} bytes", where="mobile document", mend="Give one document a file")
    broken: list[InvalidInput] = []
    for candidate in _unwrapped(data):
        value = _mobile_document(candidate, broken)
        if value is not None:
            read = response.read(value)
            return _verified(read, [inspect(one, trust, at, session) for one in read.documents])
        if dtc.looks_like(candidate):
            try:
                return dtc.verify(candidate, trust, at)
            except InvalidInput as error:
                broken.append(error)
    if broken:
        raise broken[-1]
    raise InvalidInput(
        "is neither a mobile document nor a digital travel credential",
        where="mobile document",
        rule="ISO/IEC 18013-5, 8.3.2.1.2.2; ICAO DTC",
        mend="Give the device response in CBOR, or the virtual component in DER or as a zip archive of its files",
    )


def _unwrapped(data: bytes) -> Iterator[bytes]:
    """The bytes themselves, then what they stand for as hexadecimal or Base64 text."""
    yield data
    text = b"".join(data.split())
    if not text or not text.isascii():
        return
    for decode in (binascii.unhexlify, _base64):
        try:
            decoded = decode(text)
        except ValueError:
            continue
        yield decoded


def _base64(text: bytes) -> bytes:
    """Base64 of either alphabet, padded or not."""
    plain = text.translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
    return base64.b64decode(plain + b"=" * (-len(plain) % 4), validate=True)


def _mobile_document(data: bytes, broken: list[InvalidInput]) -> Any:
    """The CBOR of a mobile document, or None where this is something else; ``broken`` says where it is no CBOR."""
    if not data or data[0] not in _CBOR_STARTS:
        return None
    try:
        value = response.load(data)
    except InvalidInput as error:
        broken.append(error)
        return None
    return value if response.looks_like(value) else None


def _verified(read: response.Response, inspections: Sequence[Inspection]) -> SealVerification:
    first = inspections[0] if inspections else None
    refused = _refused(read)
    doc_type = str(first.message["document_type"]) if first else ""
    return SealVerification(
        kind="mdoc",
        result=worst([*(one.result for one in inspections), *(one.status for one in refused)]),
        checks=(*refused, *_numbered(inspections)),
        message=_message(read, inspections),
        signer=first.signer if first else None,
        profile=_PROFILES.get(doc_type, ""),
    )


def _refused(read: response.Response) -> list[Step]:
    """What the wallet says it could not do; silence of a wallet is not a forgery."""
    if read.documents and read.status == 0:
        return []
    reason = f"the wallet gave {len(read.documents)} documents and status {read.status}"
    return [step("response.status", undetermined(reason), "8.3.2.1.2.3")]


def _numbered(inspections: Sequence[Inspection]) -> Iterator[Step]:
    for number, inspection in enumerate(inspections, 1):
        prefix = "" if number == 1 else f"document.{number}."
        yield from (replace(one, id=prefix + one.id) for one in inspection.checks)


def _message(read: response.Response, inspections: Sequence[Inspection]) -> Mapping[str, Any]:
    message = dict(inspections[0].message) if inspections else {}
    if len(inspections) > 1:
        message["further_documents"] = [dict(one.message) for one in inspections[1:]]
    if read.refused:
        message["refused"] = list(read.refused)
    return message

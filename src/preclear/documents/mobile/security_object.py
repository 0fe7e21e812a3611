"""The mobile security object: what the issuer signed about a mobile document (ISO/IEC 18013-5, 9.1.2.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from preclear.documents.mobile.response import embedded
from preclear.errors import InvalidInput
from preclear.writing import cbor
from preclear.writing.cbor import Tagged

_RULE = "ISO/IEC 18013-5, 9.1.2.4"
_HASHES = {"SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
_DATE_TIME = 0
_DEPTH = 16


@dataclass(frozen=True, kw_only=True)
class StatusReference:
    """Where the issuer publishes whether this document still stands: ``kind`` names the mechanism."""

    kind: str
    uri: str
    index: str


@dataclass(frozen=True, kw_only=True)
class MobileSecurityObject:
    """What the issuer vouches for. ``digests`` are by namespace and number; ``device_key`` is a COSE_Key.

    ``hash`` is a name of ``documents.keys``, or the issuer's own word where it is none of these; ``authorized`` are the
    elements and whole namespaces (``SPACE.*``) that the holder's device may sign by itself.
    """

    version: str
    doc_type: str
    hash: str
    digests: Mapping[str, Mapping[int, bytes]]
    signed: datetime
    valid_from: datetime
    valid_until: datetime
    device_key: Mapping[Any, Any] | None = None
    authorized: frozenset[str] = frozenset()
    status: StatusReference | None = None
    expected_update: datetime | None = None

    @property
    def known(self) -> bool:
        """Whether this is of the version that ISO/IEC 18013-5 describes."""
        return self.version.partition(".")[0] == "1"


def read(payload: bytes | None) -> MobileSecurityObject:
    """Read the payload of IssuerAuth; ``InvalidInput`` where it is no security object."""
    if payload is None:
        raise _wrong("IssuerAuth holds no security object", "issuerAuth")
    value = embedded(cbor.loads(payload, strict=False, depth=_DEPTH))
    match value:
        case {
            "version": str(version),
            "digestAlgorithm": str(algorithm),
            "valueDigests": dict(digests),
            "docType": str(doc_type),
            "validityInfo": dict(validity),
        }:
            pass
        case _:
            raise _wrong("lacks its version, digests, document type or validity", "security object")
    info = value.get("deviceKeyInfo")
    info = info if isinstance(info, dict) else {}
    key = info.get("deviceKey")
    update = validity.get("expectedUpdate")
    return MobileSecurityObject(
        version=version,
        doc_type=doc_type,
        hash=_HASHES.get(algorithm, algorithm[:40]),
        digests={space: _digests(space, listed) for space, listed in digests.items()},
        signed=_time(validity.get("signed"), "signed"),
        valid_from=_time(validity.get("validFrom"), "validFrom"),
        valid_until=_time(validity.get("validUntil"), "validUntil"),
        device_key=key if isinstance(key, dict) else None,
        authorized=frozenset(_authorized(info.get("keyAuthorizations"))),
        status=_status(value.get("status")),
        expected_update=None if update is None else _time(update, "expectedUpdate"),
    )


def _digests(space: Any, listed: Any) -> Mapping[int, bytes]:
    if not isinstance(space, str) or not isinstance(listed, dict):
        raise _wrong("has digests that are no map", "valueDigests")
    if not all(isinstance(number, int) and isinstance(each, bytes) for number, each in listed.items()):
        raise _wrong("has a digest that is no bytes under a number", f"valueDigests.{space}")
    return listed


def _time(value: Any, where: str) -> datetime:
    """A tdate: RFC 3339 text under tag 0. The tag alone missing does no harm."""
    if isinstance(value, Tagged) and value.tag == _DATE_TIME:
        value = value.value
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is not None:
            return moment
    except (TypeError, ValueError):
        pass
    raise _wrong("is no time with its zone", f"validityInfo.{where}")


def _authorized(value: Any) -> list[str]:
    if not isinstance(value, dict):
        return []
    spaces, elements = value.get("nameSpaces"), value.get("dataElements")
    whole = [f"{space}.*" for space in spaces] if isinstance(spaces, list) else []
    single = elements.items() if isinstance(elements, dict) else ()
    return [*whole, *(f"{space}.{name}" for space, names in single if isinstance(names, list) for name in names)]


def _status(value: Any) -> StatusReference | None:
    """Token status list and identifier list, the two mechanisms of the second edition."""
    if not isinstance(value, dict):
        return None
    for kind, index in (("status_list", "idx"), ("identifier_list", "id")):
        found = value.get(kind)
        if isinstance(found, dict):
            number = found.get(index)
            shown = number.hex() if isinstance(number, bytes) else str(number)
            return StatusReference(kind=kind, uri=str(found.get("uri", ""))[:400], index=shown[:80])
    return StatusReference(kind="unknown", uri="", index="")


def _wrong(what: str, where: str) -> InvalidInput:
    return InvalidInput(what, where=where, rule=_RULE, mend="Ask the holder to get the document from its issuer again")

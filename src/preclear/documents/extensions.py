"""Extensions of certificates and CRLs, each read on its own: a broken one costs only itself (Doc 9303-12, table 6).

A State's only key must not be lost because one extension of its certificate is badly encoded. What cannot be read is
named among the certificate's defects.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from preclear.documents.der import children, dotted
from preclear.errors import InvalidInput

SUBJECT_KEY, KEY_USAGE, USAGE_PERIOD, SUBJECT_NAMES = "2.5.29.14", "2.5.29.15", "2.5.29.16", "2.5.29.17"
ISSUER_NAMES, CONSTRAINTS, AUTHORITY_KEY, EXTENDED_USAGE = "2.5.29.18", "2.5.29.19", "2.5.29.35", "2.5.29.37"
NAME_CHANGE, DOCUMENT_TYPES = "2.23.136.1.1.6.1", "2.23.136.1.1.6.2"
_OTHERS_KNOWN = frozenset({"2.5.29.31", "2.5.29.32", NAME_CHANGE})
_USAGES = (
    "digital_signature",
    "non_repudiation",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
_WHAT = "extension"

Period = tuple[datetime | None, datetime | None]
"""First and last moment; None where the side is open."""


@dataclass(frozen=True, kw_only=True)
class Extensions:
    """Values by OID as Python has them; ``oids`` are all that are there, ``unknown`` the critical ones nobody knows."""

    values: Mapping[str, Any] = field(default_factory=dict)
    oids: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    defects: tuple[str, ...] = ()

    def get(self, oid: str) -> Any:
        """The value, or None where the extension is absent or cannot be read."""
        return self.values.get(oid)


def read_extensions(der: bytes) -> Extensions:
    """Read ``Extensions`` in DER, with its outer SEQUENCE; empty bytes are no extensions."""
    values: dict[str, Any] = {}
    oids, unknown, defects = set(), set(), []
    for oid, critical, value in raw_extensions(der):
        if oid in oids:
            defects.append(f"the extension {oid} stands there twice")
            continue
        oids.add(oid)
        if critical and oid not in _READERS and oid not in _OTHERS_KNOWN:
            unknown.add(oid)
        if oid in _READERS:
            name, reader = _READERS[oid]
            try:
                values[oid] = reader(value)
            except (InvalidInput, ValueError, IndexError, StopIteration) as error:
                defects.append(f"the extension {name} cannot be read ({type(error).__name__})")
    return Extensions(values=values, oids=frozenset(oids), unknown=frozenset(unknown), defects=tuple(defects))


def raw_extensions(der: bytes) -> Iterator[tuple[str, bool, bytes]]:
    """OID, whether critical, and value of each extension."""
    for _, listed, _ in children(der, "extensions"):
        for _, body, _ in children(listed, "extensions"):
            parts = list(children(body, "extensions"))
            if len(parts) < 2:
                raise InvalidInput("an extension has no value", where="extensions", rule="RFC 5280, 4.1")
            critical = parts[1][0] == 0x01 and parts[1][1] != b"\x00"
            yield dotted(parts[0][1], _WHAT), critical, parts[-1][1]


_TIME = re.compile(rb"(\d{14}|\d{12}|\d{10})(?:[.,]\d{1,9})?(?:Z|([+-])(\d\d)(\d\d))?")


def moment(content: bytes) -> datetime:
    """A time in GeneralizedTime or UTCTime, in UTC (RFC 5280, 4.1.2.5; two-digit years are 1950 to 2049).

    >>> moment(b"491231235959Z").year, moment(b"500101000000Z").year, moment(b"20260101120000+0200").hour
    (2049, 1950, 10)
    """
    found = _TIME.fullmatch(content)
    if found is None:
        raise ValueError("a time that is none")
    digits, sign, hours, minutes = found.groups()
    if len(digits) < 14:
        digits = (b"20" if digits < b"50" else b"19") + digits
    month, day, hour, minute, second = (int(digits[at : at + 2] or b"0") for at in range(4, 14, 2))
    at = datetime(int(digits[:4]), month, day, hour, minute, second, tzinfo=UTC)
    if sign is None:
        return at
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return at - offset if sign == b"+" else at + offset


def _only(value: bytes, tag: int) -> bytes:
    """Content of the one element in ``value``, which must have ``tag``."""
    found, content, _ = next(children(value, _WHAT))
    if found != tag:
        raise ValueError(f"tag {found:#x}, not {tag:#x}")
    return content


def _octets(value: bytes) -> bytes:
    return _only(value, 0x04)


def _authority(value: bytes) -> bytes | None:
    return next((content for tag, content, _ in children(_only(value, 0x30), _WHAT) if tag == 0x80), None)


def _usage(value: bytes) -> frozenset[str]:
    content = _only(value, 0x03)
    flags = "".join(f"{octet:08b}" for octet in content[1:3])
    return frozenset(name for name, flag in zip(_USAGES, flags, strict=False) if flag == "1")


def _constraints(value: bytes) -> tuple[bool, int | None]:
    """Whether a CA, and how many further ones may stand below it."""
    parts = {tag: content for tag, content, _ in children(_only(value, 0x30), _WHAT)}
    length = int.from_bytes(parts[0x02]) if 0x02 in parts else None
    return parts.get(0x01, b"\x00") != b"\x00", length


def _extended(value: bytes) -> frozenset[str]:
    return frozenset(dotted(content, _WHAT) for tag, content, _ in children(_only(value, 0x30), _WHAT) if tag == 0x06)


def _period(value: bytes) -> Period:
    parts = {tag: content for tag, content, _ in children(_only(value, 0x30), _WHAT)}
    first, last = parts.get(0x80), parts.get(0x81)
    if first is None and last is None:
        raise ValueError("neither side is given")
    return (moment(first) if first else None), (moment(last) if last else None)


def _document_types(value: bytes) -> frozenset[str]:
    """Document codes of the zone that a signer may sign (Doc 9303-12, 7.1.1.6); fillers are cut."""
    listed = next(content for tag, content, _ in children(_only(value, 0x30), _WHAT) if tag == 0x31)
    return frozenset(content.decode("ascii").strip(" <").upper() for _, content, _ in children(listed, _WHAT))


def _names(value: bytes) -> tuple[bytes, ...]:
    """The directory names (DER of each ``Name``) among alternative names."""
    return tuple(_name(content) for tag, content, _ in children(_only(value, 0x30), _WHAT) if tag == 0xA4)


def _name(content: bytes) -> bytes:
    tag, _, whole = next(children(content, _WHAT))
    if tag != 0x30:
        raise ValueError("a directory name that is none")
    return whole


_READERS: Mapping[str, tuple[str, Callable[[bytes], Any]]] = {
    SUBJECT_KEY: ("subjectKeyIdentifier", _octets),
    KEY_USAGE: ("keyUsage", _usage),
    USAGE_PERIOD: ("privateKeyUsagePeriod", _period),
    SUBJECT_NAMES: ("subjectAltName", _names),
    ISSUER_NAMES: ("issuerAltName", _names),
    CONSTRAINTS: ("basicConstraints", _constraints),
    AUTHORITY_KEY: ("authorityKeyIdentifier", _authority),
    EXTENDED_USAGE: ("extKeyUsage", _extended),
    DOCUMENT_TYPES: ("documentTypeList", _document_types),
}

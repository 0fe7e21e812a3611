"""Which credentials no longer count: the Token Status List of the IETF OAuth working group, as a signed CWT.

Two bits a credential: 0 valid, 1 invalid (for good), 2 suspended. The bits are compressed; a list of a million fits
into a few kilobytes, so that a gate without a network can carry it.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from preclear.clearance import cose, token
from preclear.clearance.keys import SigningKey
from preclear.errors import InvalidInput

TYPE = "application/statuslist+cwt"
STATUS_LIST, TTL = 65533, 65534
"""Claims of a status list token."""

MAX_LIST = 4 * 1024 * 1024
"""Bytes of an unpacked list: sixteen million credentials. More is refused before it is unpacked."""

MAX_TOKEN = MAX_LIST + 4096
"""Bytes of a list's token that is read at most."""

MAX_TTL = timedelta(days=366)

_BITS = 2
_PER_BYTE = 8 // _BITS
_RULE = "IETF Token Status List"


class Status(IntEnum):
    """What a list says of one credential (Token Status List, 7.1)."""

    VALID = 0
    INVALID = 1
    SUSPENDED = 2


@dataclass(frozen=True, kw_only=True)
class StatusList:
    """A list as read: its address, when it was made, for how long it may be used, and the packed values."""

    uri: str
    issued_at: datetime
    time_to_live: timedelta
    packed: bytes

    @property
    def stale_from(self) -> datetime:
        """When a fresh copy is needed."""
        return self.issued_at + self.time_to_live


def pack(statuses: Mapping[int, Status], size: int) -> bytes:
    """Values of ``size`` credentials, those not named are valid; the first in the lowest bits of the first byte.

    >>> pack({0: Status.INVALID, 3: Status.SUSPENDED}, 4).hex()
    '81'
    """
    values = bytearray(-(-size // _PER_BYTE))
    for index, status in statuses.items():
        if not 0 <= index < size:
            raise InvalidInput(f"index {index} in a list of {size}", rule=_RULE)
        values[index // _PER_BYTE] |= status << index % _PER_BYTE * _BITS
    return bytes(values)


def encode(statuses: StatusList, key: SigningKey) -> bytes:
    """The list as a signed token (Token Status List, 5.2)."""
    claims: dict[int | str, Any] = {
        token.SUB: statuses.uri,
        token.IAT: int(statuses.issued_at.timestamp()),
        TTL: int(statuses.time_to_live.total_seconds()),
        STATUS_LIST: {"bits": _BITS, "lst": zlib.compress(statuses.packed, 9)},
    }
    return cose.sign(claims, key, type=TYPE)


def decode(signed: cose.Sign1) -> StatusList:
    """The list in a token; ``InvalidInput`` for anything else. The token's signature is for the caller to judge."""
    claims = signed.claims
    if signed.type != TYPE:
        raise InvalidInput(f"not a status list: it is of type {signed.type[:40]!a}", where="header", rule=_RULE)
    match claims:
        case {2: str(uri), 65534: int(seconds), 65533: {"bits": 2, "lst": bytes(compressed)}} if (
            0 < seconds <= MAX_TTL.total_seconds()
        ):
            return StatusList(
                uri=uri,
                issued_at=token.moment(claims, token.IAT),
                time_to_live=timedelta(seconds=seconds),
                packed=_unpack(compressed),
            )
        case _:
            raise InvalidInput("an address, a time to live or a list of two bits is missing", rule=_RULE)


def status_of(statuses: StatusList, index: int) -> Status:
    """What the list says of one credential; ``InvalidInput`` for an index or a value that it does not have."""
    if not 0 <= index < len(statuses.packed) * _PER_BYTE:
        raise InvalidInput(f"index {index} is not in the list", rule=_RULE)
    value = statuses.packed[index // _PER_BYTE] >> index % _PER_BYTE * _BITS & 0b11
    try:
        return Status(value)
    except ValueError:
        raise InvalidInput(f"the value {value} has no meaning here", where=f"index {index}", rule=_RULE) from None


def _unpack(compressed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        packed = unpacker.decompress(compressed, MAX_LIST + 1)
    except zlib.error:
        raise InvalidInput("the list cannot be unpacked", rule=f"{_RULE}; RFC 1950") from None
    if len(packed) > MAX_LIST or not unpacker.eof or unpacker.unused_data:
        raise InvalidInput(f"the list does not end, or is larger than {MAX_LIST} bytes", rule=_RULE)
    return packed

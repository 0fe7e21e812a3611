"""Seals on travel documents: VDS and bar codes of ICAO Doc 9303-13, IDB, and VDS-NC.

From the raw content of a code, or from a picture of it::

    from datetime import UTC, datetime
    from preclear.documents import TrustStore, seals

    seal = seals.verify(data, TrustStore.load(["signers/"]), datetime.now(UTC))
    print(seal.result, seal.profile, seal.message)

"""

from __future__ import annotations

from datetime import datetime

from preclear.documents import mobile
from preclear.documents.seals import barcodes
from preclear.documents.seals.comparing import against
from preclear.documents.seals.judging import broken, judge, unread
from preclear.documents.seals.opening import kind_of, open_seal
from preclear.documents.trust import TrustStore
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import SealVerification

__all__ = ["against", "find", "verify"]


def verify(data: bytes, trust: TrustStore, at: datetime) -> SealVerification:
    """Verify one seal, mobile document or digital travel credential as of ``at`` (an aware time).

    ``data`` is the raw content of a code (also as hexadecimal text), or a picture or PDF with one. A picture without a
    seal is ``undetermined``, one with several different seals ``aborted`` (BSI TR-03135-1, 5.9). A seal that is cut
    fails in ``seal.format``. ``InvalidInput`` for what is none of these.
    """
    if at.tzinfo is None:
        raise InvalidInput("has no time zone", where="at", rule="RFC 3339", mend="Give an aware time")
    if not kind_of(data) and barcodes.recognises(data):
        return _from_picture(data, trust, at)
    return _from_content(data, trust, at)


def find(picture: bytes) -> tuple[bytes, ...]:
    """The contents of the codes on a picture or PDF that may be seals; ``InvalidInput`` where it cannot be decoded."""
    return tuple(one for one in barcodes.contents(picture) if kind_of(one) or mobile.recognises(one))


def _from_picture(data: bytes, trust: TrustStore, at: datetime) -> SealVerification:
    held = barcodes.contents(data)
    found = [one for one in held if kind_of(one) or mobile.recognises(one)]
    if len(found) == 1:
        return _from_content(found[0], trust, at)
    if found:
        return unread(CheckStatus.ABORTED, f"there are {len(found)} different seals; show one at a time")
    if held:
        return unread(CheckStatus.UNDETERMINED, f"READ_ERROR: {len(held)} codes were read, and none is a seal")
    return unread(CheckStatus.UNDETERMINED, "READ_ERROR: no code could be read on the picture")


def _from_content(data: bytes, trust: TrustStore, at: datetime) -> SealVerification:
    content = _as_scanned(data)
    kind = kind_of(content)
    if not kind:
        return _mobile(data, trust, at)
    try:
        statement = open_seal(kind, content, trust)
    except InvalidInput as error:
        return broken(kind, error)
    return judge(statement, trust, at)


def _mobile(data: bytes, trust: TrustStore, at: datetime) -> SealVerification:
    if mobile.recognises(data):
        return mobile.verify(data, trust, at)
    raise InvalidInput(
        "no seal: neither VDS, IDB, VDS-NC, mobile document nor a picture",
        where="byte 0",
        rule="ICAO Doc 9303-13",
        mend="Give the raw content of the code, or a JPEG, PNG or PDF",
    )


def _as_scanned(data: bytes) -> bytes:
    """The content as bytes, where a scanner has written it down as text: hexadecimal, or each byte as a character."""
    if kind_of(data) or len(data) > 4 * 8192:
        return data
    try:
        text = data.decode("utf-8").strip()
        content = bytes.fromhex(text) if text[:2].upper() == "DC" else text.encode("latin-1")
    except (UnicodeError, ValueError):
        return data
    return content if kind_of(content) else data

"""Defect lists of an inspecting authority (BSI TR-03129-2, as BSI TR-03135-1, 5.8, wants them handled).

Unlike an issuer's deviation list, one list of the authority here speaks about documents of all States, and always
names the document signer. The object identifiers are those of the published ASN.1; of the newer kinds of defect we
know no identifier for certain, so they are read and shown, and change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from asn1crypto import x509

from preclear.documents.certificates import read_name
from preclear.documents.der import children, dotted, reading, small
from preclear.documents.deviations import HASHES, Concerned, Deviation, bounded
from preclear.errors import InvalidInput

_WHAT = "defect list"
_RULE = "BSI TR-03129-2, 7"


def read_defects(content: bytes) -> tuple[Deviation, ...]:
    """Read ``DefectList`` in DER; ``InvalidInput`` where it is none or is out of bounds."""
    with reading(_WHAT, _RULE):
        parts = list(children(next(inner for tag, inner, _ in children(content, _WHAT) if tag == 0x30), _WHAT))
        oid = next(dotted(inner, _WHAT) for tag, inner, _ in parts if tag == 0x06)
        listed = next(inner for tag, inner, _ in parts if tag == 0x31)
        return tuple(bounded(_each(listed, HASHES.get(oid, oid))))


def _each(listed: bytes, algorithm: str) -> Iterator[Deviation]:
    for _, body, _ in children(listed, _WHAT):
        found = list(children(body, _WHAT))
        hashed = next((inner for tag, inner, _ in found[1:] if tag == 0x04), None)
        concerned = _concerned(found[0][0], found[0][1], (algorithm, hashed) if hashed is not None else None)
        for _, defect, _ in children(next(inner for tag, inner, _ in found if tag == 0x31), _WHAT):
            yield _defect(defect, concerned)


def _concerned(tag: int, inner: bytes, hashed: tuple[str, bytes] | None) -> Concerned:
    """CMS SignerIdentifier: issuer and serial number, or a key identifier under [0]."""
    if tag == 0x30:
        name, serial = list(children(inner, _WHAT))[:2]
        key = read_name(x509.Name.load(name[2])).key
        return Concerned(issuer=key, serial=int.from_bytes(serial[1], signed=True), certificate_hash=hashed)
    if tag in {0x80, 0xA0}:
        ski = inner if tag == 0x80 else next(children(inner, _WHAT))[1]
        return Concerned(ski=ski, certificate_hash=hashed)
    raise InvalidInput(f"names a signer in an unknown way ({tag:#x})", where=_WHAT, rule=_RULE)


def _defect(body: bytes, concerned: Concerned) -> Deviation:
    (_, oid, _), *parameters = children(body, _WHAT)
    numbers, code = [], None
    for tag, inner, _ in parameters:
        if tag == 0x0A:
            code = small(inner, _WHAT)
        elif tag == 0x31:
            numbers = [small(value, _WHAT) for kind, value, _ in children(inner, _WHAT) if kind == 0x02]
    return Deviation(
        kind=dotted(oid, _WHAT), concerned=concerned, parts=tuple(numbers), code=code, source="defect list"
    )

"""CMS SignedData as ICAO uses it: a signer, certificates inside (Doc 9303-10, 4.6.2; RFC 5652, section 5).

Hash and signature algorithm come from SignerInfo. A wrapper of tag 0x77, bytes after the end, content type id-data and
a missing signing time all occur in good documents. The structure is walked here, with tags compared exactly, so that a
changed bit either breaks it or stands in a field that is named in ``Signed.deviations``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from hmac import compare_digest

from asn1crypto import x509

from preclear.documents.certificates import Certificate, NameKey, name_key
from preclear.documents.der import Part, definite, dotted, header, length_of, parts, reading, small
from preclear.documents.keys import Algorithm, Outcome, algorithm_from, check, digest, hash_from, usual_form
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus

SIGNED_DATA = "1.2.840.113549.1.7.2"
ID_DATA = "1.2.840.113549.1.7.1"
_CONTENT_TYPE, _MESSAGE_DIGEST, _SIGNING_TIME = (f"1.2.840.113549.1.9.{n}" for n in (3, 4, 5))
_RULE = "RFC 5652, 5.1"
_MAX_CERTIFICATES = 16
_MAX_SIGNERS = 4
_MAX_ATTRIBUTES = 32
_MAX_NAME = 4096
_MAX_REMEMBERED = 32_768
_INTEGER, _OCTETS, _OID, _SEQUENCE, _SET = 0x02, 0x04, 0x06, 0x30, 0x31
_FIRST, _SECOND, _KEY_ID = 0xA0, 0xA1, 0x80


@dataclass(frozen=True, kw_only=True)
class Signed:
    """Content with its signature. ``attributes`` is the DER of the signed attributes, None where there are none.

    The signer is named by ``issuer`` and ``serial``, or by the key identifier ``ski``. ``signing_time`` is the
    signer's own word. ``deviations`` are sentences on fields that nobody signs and that are not as the profile wants
    them: they say nothing against the document.
    """

    content_type: str
    content: bytes
    certificates: tuple[Certificate, ...]
    issuer: NameKey | None
    serial: int | None
    ski: bytes | None
    digest: str
    algorithm: Algorithm
    signature: bytes
    attributes: bytes | None
    stated_type: str | None
    stated_digest: bytes | None
    signing_time: datetime | None
    deviations: tuple[str, ...] = ()

    def is_signer(self, certificate: Certificate) -> bool:
        """Whether SignerInfo names this certificate."""
        if self.ski is not None:
            return certificate.ski == self.ski
        return certificate.serial == self.serial and certificate.issuer_key == self.issuer

    def verify(self, certificate: Certificate) -> Outcome:
        """Whether the key of ``certificate`` signed the content: digest, signed attributes and signature."""
        hashed = digest(self.digest, self.content)
        if hashed is None:
            return Outcome(status=CheckStatus.UNDETERMINED, reason=f"hash algorithm {self.digest} is not supported")
        if self.attributes is None:
            return check(certificate.spki, self.algorithm, self.signature, self.content)
        if self.stated_digest is None or not compare_digest(self.stated_digest, hashed):
            return Outcome(status=CheckStatus.FAILED, reason="the content is not what was signed")
        if self.stated_type not in {self.content_type, ID_DATA}:
            return Outcome(status=CheckStatus.FAILED, reason="the signature is for content of another kind")
        return check(certificate.spki, self.algorithm, self.signature, self.attributes)


def read(data: bytes, what: str, *, limit: int) -> Signed:
    """Read SignedData. ``what`` names it in errors; ``limit`` is in bytes.

    Of several signers, the first whose certificate is inside (Doc 9303-10 recommends one).
    """
    return read_all(data, what, limit=limit)[0]


def read_all(data: bytes, what: str, *, limit: int) -> tuple[Signed, ...]:
    """SignedData once for each signer, those first whose certificate is inside."""
    if len(data) > limit:
        raise InvalidInput(f"{what} is larger than {limit} bytes", where=what, rule=_RULE)
    try:
        return _read(data, what)
    except InvalidInput:
        plain = definite(data, what)
        if data.startswith(plain):
            raise
        return _read(plain, what)


def _read(data: bytes, what: str) -> tuple[Signed, ...]:
    _, length, start = header(data, 0, len(data), what)
    if data[0] != _SEQUENCE or length < 0:
        raise _bad(what, "does not begin as signed data does")
    kind, wrapper = _exactly(data, parts(data, start, start + length, what, most=2), (_OID, _FIRST), what)
    if dotted(data[kind.start : kind.stop], what) != SIGNED_DATA:
        raise _bad(what, "is not signed data")
    (body,) = _exactly(data, parts(data, wrapper.start, wrapper.stop, what, most=1), (_SEQUENCE,), what)
    return _signed(data, body, what, tail=len(data) - start - length)


def _signed(data: bytes, body: Part, what: str, *, tail: int) -> tuple[Signed, ...]:
    found = parts(data, body.start, body.stop, what, most=6)
    optional = [part for part in found[3:-1] if part.tag in {_FIRST, _SECOND}]
    tags = (_INTEGER, _SET, _SEQUENCE, *[part.tag for part in optional], _SET)
    version, listed, encapsulated, *_, infos = _exactly(data, found, tags, what)
    block = data[optional[0].at : optional[-1].stop] if optional else b""
    content_type, content = _encapsulated(data, encapsulated, what)
    signers = parts(data, infos.start, infos.stop, what)[:_MAX_SIGNERS]
    if not signers:
        raise _bad(what, "is not signed by anybody")
    each = [_of_signer(data, part, (content_type, content), block, what) for part in signers]
    common = _common(
        data[version.start : version.stop],
        data[listed.start : listed.stop],
        frozenset([one.digest for one in each]),
        plain=content_type == ID_DATA,
        crl=bool(optional) and optional[-1].tag == _SECOND,
        several=len(each) > 1,
    )
    common = (*common, "there are bytes after its end") if tail else common
    whole = [replace(one, deviations=(*common, *one.deviations)) for one in each] if common else each
    if len(whole) == 1:
        return (whole[0],)
    return tuple(sorted(whole, key=lambda one: not any(map(one.is_signer, one.certificates))))


@lru_cache(maxsize=1024)
def _common(
    version: bytes, listed: bytes, used: frozenset[str], *, plain: bool, crl: bool, several: bool
) -> tuple[str, ...]:
    """What is odd about the fields around the signers."""
    return (
        *_of_version(small(version, "SignedData"), plain=plain),
        *_of_digests(listed, used),
        *(["there are several signers"] if several else []),
        *(["it carries a revocation list"] if crl else []),
    )


def _encapsulated(data: bytes, part: Part, what: str) -> tuple[str, bytes]:
    """Content type and content (RFC 5652, 5.2)."""
    kind, wrapper = _exactly(data, parts(data, part.start, part.stop, what, most=2), (_OID, _FIRST), what)
    (octets,) = _exactly(data, parts(data, wrapper.start, wrapper.stop, what, most=1), (_OCTETS,), what)
    return dotted(data[kind.start : kind.stop], what), data[octets.start : octets.stop]


def _of_signer(data: bytes, info: Part, encapsulated: tuple[str, bytes], block: bytes, what: str) -> Signed:
    """One SignerInfo (RFC 5652, 5.3). ``block`` are the certificates and lists beside it, as they stand."""
    found = parts(data, info.start, info.stop, what, most=7)
    has_signed = len(found) > 3 and found[3].tag == _FIRST
    has_unsigned = len(found) > 4 and found[-1].tag == _SECOND
    by_key = len(found) > 1 and found[1].tag == _KEY_ID
    tags = _SIGNER_TAGS[by_key, has_signed, has_unsigned]
    version, sid, digest_part, *rest = _exactly(data, found, tags, what)
    if info.tag != _SEQUENCE:
        raise _bad(what, "is not built as signed data is", f"{what}, byte {info.at}")
    signed_part = rest[0] if has_signed else None
    algorithm_part, signature = rest[has_signed], rest[1 + has_signed]
    named = _named(
        data[version.start : version.stop],
        data[sid.at : sid.stop],
        data[digest_part.at : digest_part.stop],
        data[algorithm_part.at : algorithm_part.stop],
        block,
    )
    attributes = _attributes(data, signed_part, what) if signed_part else {}
    stated_type = attributes.get(_CONTENT_TYPE)
    return Signed(
        content_type=encapsulated[0],
        content=encapsulated[1],
        certificates=named.certificates,
        issuer=named.issuer,
        serial=named.serial,
        ski=named.ski,
        digest=named.digest,
        algorithm=named.algorithm,
        signature=data[signature.start : signature.stop],
        attributes=_as_set(data, signed_part) if signed_part else None,
        stated_type=dotted(stated_type[1], what) if stated_type and stated_type[0] == _OID else None,
        stated_digest=_octets(attributes.get(_MESSAGE_DIGEST)),
        signing_time=moment(*attributes[_SIGNING_TIME]) if _SIGNING_TIME in attributes else None,
        deviations=(*named.deviations, "it has attributes that are not signed") if has_unsigned else named.deviations,
    )


_SIGNER_TAGS = {
    (by_key, signed, unsigned): (
        _INTEGER,
        _KEY_ID if by_key else _SEQUENCE,
        _SEQUENCE,
        *([_FIRST] if signed else []),
        _SEQUENCE,
        _OCTETS,
        *([_SECOND] if unsigned else []),
    )
    for by_key in (False, True)
    for signed in (False, True)
    for unsigned in (False, True)
}


@dataclass(frozen=True, kw_only=True)
class _Named:
    """What SignerInfo says of its signer, which is the same in all documents of that signer."""

    certificates: tuple[Certificate, ...]
    issuer: NameKey | None
    serial: int | None
    ski: bytes | None
    digest: str
    algorithm: Algorithm
    deviations: tuple[str, ...]


def _named(version: bytes, sid: bytes, digest_der: bytes, algorithm_der: bytes, block: bytes) -> _Named:
    """Remembered, unless it is too large to be a signer's: nobody may fill the memory with a thousand of those."""
    act = _name_signer if len(sid) + len(block) <= _MAX_REMEMBERED else _name_signer.__wrapped__
    return act(version, sid, digest_der, algorithm_der, block)


@lru_cache(maxsize=1024)
def _name_signer(version: bytes, sid: bytes, digest_der: bytes, algorithm_der: bytes, block: bytes) -> _Named:
    what = "SignerInfo"
    certificates = _certificates(block, what)
    ((tag, _, start, stop),) = parts(sid, 0, len(sid), what, most=1)
    issuer, serial = (None, None) if tag == _KEY_ID else _issuer_and_serial(sid, start, stop, what)
    ski = sid[start:stop] if tag == _KEY_ID else None
    name = hash_from(digest_der)
    if ski is None:
        inside = [one for one in certificates if (one.issuer_key, one.serial) == (issuer, serial)]
    else:
        inside = [one for one in certificates if one.ski == ski]
    return _Named(
        certificates=certificates,
        issuer=issuer,
        serial=serial,
        ski=ski,
        digest=name,
        algorithm=algorithm_from(algorithm_der, name),
        deviations=(
            *_of_signer_version(version, by_key=ski is not None),
            *([] if usual_form(digest_der) else ["its hash algorithm has unusual parameters"]),
            *([] if usual_form(algorithm_der) else ["its signature algorithm has unusual parameters"]),
            *([] if ski is not None else _of_name(sid[start:stop], inside)),
            *(["it carries certificates that are not the signer's"] if len(inside) < len(certificates) else []),
            *_of_certificates(block, certificates),
        ),
    )


def _issuer_and_serial(sid: bytes, start: int, stop: int, what: str) -> tuple[NameKey, int]:
    name, serial = _exactly(sid, parts(sid, start, stop, what, most=2), (_SEQUENCE, _INTEGER), what)
    if name.stop - name.at > _MAX_NAME:
        raise _bad(what, "names its signer's issuer in too many bytes")
    return _name_key(sid[name.at : name.stop]), int.from_bytes(sid[serial.start : serial.stop], signed=True)


@lru_cache(maxsize=1024)
def _name_key(der: bytes) -> NameKey:
    with reading("name of an issuer", _RULE):
        return name_key(x509.Name.load(der))


def _attributes(data: bytes, signed: Part, what: str) -> dict[str, tuple[int, bytes]]:
    """Tag and content of the signed attributes, by OID. One that is there twice or has two values counts as absent."""
    found: dict[str, list[tuple[int, bytes]]] = {}
    for attribute in parts(data, signed.start, signed.stop, what, most=_MAX_ATTRIBUTES):
        inside = parts(data, attribute.start, attribute.stop, what, most=2)
        kind, values = _exactly(data, [attribute, *inside], (_SEQUENCE, _OID, _SET), what)[1:]
        each = parts(data, values.start, values.stop, what, most=_MAX_ATTRIBUTES)
        oid = dotted(data[kind.start : kind.stop], what)
        found.setdefault(oid, []).extend((part.tag, data[part.start : part.stop]) for part in each)
    return {oid: values[0] for oid, values in found.items() if len(values) == 1}


def _octets(value: tuple[int, bytes] | None) -> bytes | None:
    return value[1] if value and value[0] == _OCTETS else None


def moment(tag: int, content: bytes) -> datetime | None:
    """A UTCTime or GeneralizedTime in UTC (RFC 5652, 11.3), None where it is another or names no moment.

    >>> moment(0x17, b"260701120000Z")
    datetime.datetime(2026, 7, 1, 12, 0, tzinfo=datetime.timezone.utc)
    """
    text = content.decode("ascii", "replace")
    if tag == _UTC_TIME:
        text = ("19" if text[:2] >= "50" else "20") + text
    elif tag != _GENERALIZED_TIME:
        return None
    if len(text) not in {13, 15} or text[-1] != "Z" or not (text[:-1].isascii() and text[:-1].isdigit()):
        return None
    numbers = [int(text[:4]), *(int(text[at : at + 2]) for at in range(4, len(text) - 1, 2))]
    try:
        return datetime(*numbers, tzinfo=UTC)  # type: ignore[arg-type, misc]  # five or six numbers
    except ValueError:
        return None


_UTC_TIME, _GENERALIZED_TIME = 0x17, 0x18


def _as_set(data: bytes, signed: Part) -> bytes | None:
    """What is signed is the SET OF in DER, although it stands as [0] IMPLICIT (RFC 5652, 5.4)."""
    if signed.start == signed.stop:
        return None
    return b"\x31" + length_of(signed.stop - signed.start) + data[signed.start : signed.stop]


def _certificates(block: bytes, what: str) -> tuple[Certificate, ...]:
    """Those certificates inside that can be read; a broken one is left out, for another may be the signer's."""
    each = [
        block[part.at : part.stop]
        for group in parts(block, 0, len(block), what)
        if group.tag == _FIRST
        for part in parts(block, group.start, group.stop, what)[:_MAX_CERTIFICATES]
    ]
    return tuple([found for der in each if (found := _certificate(der))])


@lru_cache(maxsize=1024)
def _certificate(der: bytes) -> Certificate | None:
    """One signer signs thousands of documents, and its certificate stands in each of them."""
    try:
        return Certificate.parse(der)
    except InvalidInput:
        return None


def _of_version(number: int, *, plain: bool) -> list[str]:
    return [] if number == 3 or (plain and number == 1) else [f"its CMS version is {number}, not 3"]


def _of_signer_version(content: bytes, *, by_key: bool) -> list[str]:
    number, expected = small(content, "SignerInfo"), 3 if by_key else 1
    return [] if number == expected else [f"the version of its SignerInfo is {number}, not {expected}"]


def _of_digests(listed: bytes, used: frozenset[str]) -> list[str]:
    """The algorithms announced at its beginning (RFC 5652, 5.1): they help programs that read in one go."""
    found = parts(listed, 0, len(listed), "list of hash algorithms", most=_MAX_SIGNERS * 4)
    each = [listed[part.at : part.stop] for part in found]
    if used == set(map(hash_from, each)) and all(map(usual_form, each)) and len(set(each)) == len(each):
        return []
    return ["the hash algorithms that it announces are not those that its signers use"]


def _of_certificates(block: bytes, certificates: Sequence[Certificate]) -> list[str]:
    """A certificate given twice, or one that cannot be read, changes nothing, and is nothing that an issuer writes."""
    groups = [part for part in parts(block, 0, len(block), "certificates") if part.tag == _FIRST]
    entries = sum(len(parts(block, one.start, one.stop, "certificates")) for one in groups)
    if entries == len({one.der for one in certificates}):
        return []
    return ["it carries a certificate twice, or one that cannot be read"]


def _of_name(sid: bytes, inside: Sequence[Certificate]) -> list[str]:
    """The name is compared without case and string types; where the octets differ, that is worth a word."""
    if not inside or any(_name_in(one.der) == sid for one in inside):
        return []
    return ["the name of its signer's issuer is written otherwise than in the certificate"]


@lru_cache(maxsize=1024)
def _name_in(certificate: bytes) -> bytes:
    """Issuer and serial number of a certificate as SignerInfo is to repeat them."""
    try:
        outer = parts(certificate, 0, len(certificate), "certificate")[0]
        body = parts(certificate, outer.start, outer.stop, "certificate")[0]
        fields = parts(certificate, body.start, body.stop, "certificate")
        serial, _, issuer = fields[1:4] if fields[0].tag == _FIRST else fields[:3]
    except (InvalidInput, IndexError, ValueError):
        return b""
    return certificate[issuer.at : issuer.stop] + certificate[serial.at : serial.stop]


def _exactly(data: bytes, found: list[Part], tags: tuple[int, ...], what: str) -> list[Part]:
    """The parts, which must have just these tags."""
    if tuple([part.tag for part in found]) != tags:
        at = next((part.at for part, tag in zip(found, tags, strict=False) if part.tag != tag), len(data))
        raise _bad(what, "is not built as signed data is", f"{what}, byte {at}")
    return found


def _bad(what: str, problem: str, where: str = "") -> InvalidInput:
    return InvalidInput(
        f"{what} {problem}", where=where or what, rule=_RULE, mend="Export it again from the chip or its publisher"
    )

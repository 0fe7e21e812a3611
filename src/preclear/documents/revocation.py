"""Certificate revocation lists (ICAO Doc 9303-12, 4.1.5, 7.1.4 and appendix D.1.2; RFC 5280, section 5).

One CSCA publishes one complete list, signed with its newest key, over the certificates of all its keys. Lists of other
kinds (delta, partial, indirect) are forbidden to it; one that comes nevertheless may revoke, but never acquit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256

from asn1crypto import crl as asn1_crl
from asn1crypto import x509

from preclear.documents import extensions as ext
from preclear.documents.certificates import Certificate, Name, NameKey, aware, read_name
from preclear.documents.der import children, first_element, reading
from preclear.documents.extensions import moment, raw_extensions
from preclear.documents.keys import Algorithm, Outcome, algorithm_of, check
from preclear.documents.steps import undetermined
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus

MAX_LIST = 16 * 1024 * 1024
_DELTA, _POINT, _NUMBER, _FRESHEST = "2.5.29.27", "2.5.29.28", "2.5.29.20", "2.5.29.46"
_REASON, _INVALID_SINCE, _ENTRY_ISSUER = "2.5.29.21", "2.5.29.24", "2.5.29.29"
_LIST_KNOWN = frozenset({_DELTA, _POINT, _NUMBER, _FRESHEST, ext.AUTHORITY_KEY, ext.ISSUER_NAMES})
_ENTRY_KNOWN = frozenset({_REASON, _INVALID_SINCE, _ENTRY_ISSUER})
_REMOVED = "removed from the list"
_REASONS: Mapping[int, str] = {
    1: "its key was compromised",
    2: "its CA's key was compromised",
    3: "its affiliation changed",
    4: "it was superseded",
    5: "it ceased operation",
    6: "it is on hold",
    8: _REMOVED,
    9: "its privilege was withdrawn",
    10: "its attribute authority was compromised",
}
_RULE = "RFC 5280, 5.1"
_MAX_TRIES = 64
PERIOD = timedelta(days=90)
"""A CSCA publishes a list at least this often (Doc 9303-12, 4.1.5)."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One revoked certificate: since when, and why where the list says so. ``invalid_since`` may lie before."""

    since: datetime
    reason: str = ""
    invalid_since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RevocationList:
    """One CRL. ``revoked`` is by issuer and serial number, for an indirect list names other issuers than its own.

    ``next_update`` is None where absent; then the next one is due after ``PERIOD``. ``limits`` are the reasons why a
    certificate that is not listed may be revoked all the same: a delta or partial list, or a critical extension that
    nobody here can process.
    """

    der: bytes
    issuer: str
    issuer_key: NameKey
    country: str
    this_update: datetime
    next_update: datetime | None
    revoked: Mapping[tuple[NameKey, int], Entry]
    signed: bytes
    signature: bytes
    algorithm: Algorithm
    number: int | None = None
    aki: bytes | None = None
    former_names: frozenset[NameKey] = frozenset()
    limits: tuple[str, ...] = ()

    @classmethod
    def parse(cls, data: bytes) -> RevocationList:
        """Read one CRL in DER; ``InvalidInput`` where it is none."""
        der = first_element(data, "CRL", limit=MAX_LIST)
        with reading("CRL", _RULE):
            parsed = asn1_crl.CertificateList.load(der)
            body = parsed["tbs_cert_list"]
            issuer = read_name(body["issuer"])
            next_update = body["next_update"].native
            limits, extensions = _list_extensions(body["crl_extensions"])
            revoked, entry_limits = _entries(bytes(body["revoked_certificates"].contents or b""), issuer)
            return cls(
                der=der,
                issuer=issuer.text,
                issuer_key=issuer.key,
                country=issuer.country.upper(),
                this_update=aware(body["this_update"].native),
                next_update=aware(next_update) if next_update else None,
                revoked=revoked,
                signed=body.dump(),
                signature=parsed["signature"].native,
                algorithm=algorithm_of(parsed["signature_algorithm"], ""),
                number=_number(extensions),
                aki=ext.read_extensions(_of(body["crl_extensions"])).get(ext.AUTHORITY_KEY),
                former_names=_former(extensions),
                limits=tuple(dict.fromkeys((*limits, *entry_limits))),
            )

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the DER, in hexadecimal."""
        return sha256(self.der).hexdigest()

    def signed_by(self, issuer: Certificate) -> Outcome:
        """Whether the key of ``issuer`` signed this list."""
        return check(issuer.spki, self.algorithm, self.signature, self.signed)

    @property
    def due(self) -> datetime:
        """When the next list has to be there."""
        return self.next_update or self.this_update + PERIOD

    def fresh_at(self, at: datetime) -> bool:
        """Whether this list was published and the next one not due yet."""
        return self.this_update <= at <= self.due

    def entry(self, certificate: Certificate) -> Entry | None:
        """The entry of ``certificate``: under its own issuer's name, or as one of the list's own certificates."""
        own = self.revoked.get((certificate.issuer_key, certificate.serial))
        return own or self.revoked.get((self.issuer_key, certificate.serial))


def _of(extensions: object) -> bytes:
    listed = extensions.untag().dump() if len(extensions) else b""  # type: ignore[attr-defined,arg-type]  # asn1crypto is untyped
    return bytes(listed)


def _list_extensions(extensions: object) -> tuple[list[str], dict[str, bytes]]:
    """What limits a list, and the extensions' values by OID."""
    limits, values = [], {}
    for oid, critical, value in raw_extensions(_of(extensions)):
        values[oid] = value
        if oid == _DELTA:
            limits.append("it is a delta list, which Doc 9303-12 forbids")
        elif oid == _POINT:
            limits.append("it covers only a part of the certificates")
        elif critical and oid not in _LIST_KNOWN:
            limits.append(f"its critical extension {oid} is unknown")
    return limits, values


_LONGEST_NUMBER = 20
"""Octets of a CRL number (RFC 5280, 5.2.3)."""


def _number(values: Mapping[str, bytes]) -> int | None:
    try:
        content = next(children(values[_NUMBER], "CRL number"))[1]
    except (KeyError, StopIteration, InvalidInput):
        return None
    return int.from_bytes(content) if len(content) <= _LONGEST_NUMBER else None


def _former(values: Mapping[str, bytes]) -> frozenset[NameKey]:
    """Names that the CSCA had before (Doc 9303-12, table 10, note 1)."""
    try:
        tags = [
            inner for _, names, _ in children(values[ext.ISSUER_NAMES], "names") for inner in children(names, "names")
        ]
        return frozenset(read_name(x509.Name.load(content)).key for tag, content, _ in tags if tag == 0xA4)
    except Exception:  # noqa: BLE001 -- an alternative name that cannot be read adds nothing
        return frozenset()


def _entries(listed: bytes, issuer: Name) -> tuple[dict[tuple[NameKey, int], Entry], list[str]]:
    """Entries by issuer and serial. An entry of an indirect list names the issuer for itself and those after it."""
    found: dict[tuple[NameKey, int], Entry] = {}
    limits: list[str] = []
    named = issuer.key
    for _, body, _ in children(listed, "CRL"):
        parts = list(children(body, "CRL"))
        values = _entry_extensions(parts[2][2], limits) if len(parts) > 2 else {}
        if _ENTRY_ISSUER in values:
            named = _entry_issuer(values[_ENTRY_ISSUER])
        entry = Entry(
            since=moment(parts[1][1]),
            reason=_reason(values.get(_REASON, b"")),
            invalid_since=_since(values.get(_INVALID_SINCE, b"")),
        )
        key = (named, int.from_bytes(parts[0][1], signed=True))
        found[key] = min(entry, found.get(key, entry), key=lambda one: one.since)
    return found, limits


def _entry_extensions(der: bytes, limits: list[str]) -> dict[str, bytes]:
    values = {}
    for oid, critical, value in raw_extensions(der):
        values[oid] = value
        if critical and oid not in _ENTRY_KNOWN:
            limits.append(f"an entry's critical extension {oid} is unknown")
    return values


def _entry_issuer(value: bytes) -> NameKey:
    names = next(children(value, "CRL"))[1]
    inner = next(content for tag, content, _ in children(names, "CRL") if tag == 0xA4)
    return read_name(x509.Name.load(inner)).key


def _reason(value: bytes) -> str:
    if value[:2] != b"\x0a\x01" or len(value) < 3:
        return ""
    return _REASONS.get(value[2], "")


def _since(value: bytes) -> datetime | None:
    try:
        return moment(next(children(value, "CRL"))[1]) if value else None
    except (ValueError, StopIteration, InvalidInput):
        return None


@dataclass(frozen=True, kw_only=True)
class Held:
    """The lists about a certificate's issuer whose signature holds; where there is none, ``reason`` says why."""

    lists: tuple[RevocationList, ...] = ()
    reason: str = ""


def held(
    certificate: Certificate,
    issuers: Iterable[Certificate],
    lists: Iterable[RevocationList],
    *,
    names: Iterable[NameKey] = (),
) -> Held:
    """Which lists speak about ``certificate``, on whatever day.

    ``issuers`` are those whose keys may sign the lists of its CSCA, ``names`` further names of the same CSCA. No list,
    a list of a State's other CSCA, and one that nobody signed are three different reasons.
    """
    authorities = list(issuers)
    known = {certificate.issuer_key, *(one.subject_key for one in authorities), *names}
    named = [one for one in lists if one.issuer_key in known or known & one.former_names]
    if not named:
        return Held(reason=_nothing_named(certificate, lists))
    good = tuple(one for one in named if _signed(one, authorities))
    return Held(lists=good, reason="" if good else "no CRL of the signer's issuer has a signature that holds")


def _signed(crl: RevocationList, authorities: Sequence[Certificate]) -> bool:
    """Whether one of ``authorities`` signed it, those with the key that it names first."""
    ordered = sorted(authorities, key=lambda one: one.ski is None or one.ski != crl.aki)[:_MAX_TRIES]
    return any(crl.signed_by(one).status is CheckStatus.PASSED for one in ordered)


def standing(
    certificate: Certificate,
    issuers: Iterable[Certificate],
    lists: Iterable[RevocationList],
    at: datetime,
    *,
    names: Iterable[NameKey] = (),
    signed_at: datetime | None = None,
) -> Outcome:
    """Was ``certificate`` revoked at ``at``? For ``issuers`` and ``names`` see ``held``."""
    return verdict(certificate, held(certificate, issuers, lists, names=names), at, signed_at=signed_at)


def verdict(certificate: Certificate, held: Held, at: datetime, *, signed_at: datetime | None = None) -> Outcome:
    """What the lists say at ``at``; ``signed_at`` is when the certificate signed a document, where that is known.

    Each of these has a reason of its own and is ``undetermined``: no list, none that is signed, one not yet valid, one
    too old, one that covers only a part. Revocation is final: a list too old can still revoke.
    """
    if not held.lists:
        return undetermined(held.reason)
    return _revoked(certificate, held.lists, at, signed_at) or _acquitted(held.lists, at)


def _nothing_named(certificate: Certificate, lists: Iterable[RevocationList]) -> str:
    country = certificate.issuer_country or certificate.country
    other = next((one for one in lists if one.country == country), None)
    if other is None:
        return "there is no CRL of the signer's issuer"
    return f"the only CRL is of another CSCA of {country} ({other.issuer}), and no link certificate joins the two"


def _revoked(
    certificate: Certificate, lists: Sequence[RevocationList], at: datetime, signed_at: datetime | None
) -> Outcome | None:
    """What the lists say against a certificate. A newer list that takes an entry back wins (reason removeFromCRL)."""
    newest_first = sorted(lists, key=lambda one: one.this_update, reverse=True)
    entries = [entry for one in newest_first if (entry := one.entry(certificate))]
    if not entries or entries[0].reason == _REMOVED:
        return None
    since = min(entry.since for entry in entries if entry.reason != _REMOVED)
    why = next((f": {entry.reason}" for entry in entries if entry.reason), "")
    if since > at:
        return undetermined(f"the signer was revoked later, on {since:%Y-%m-%d}{why}")
    return Outcome(
        status=CheckStatus.FAILED, reason=f"the signer was revoked on {since:%Y-%m-%d}{why}{_order(since, signed_at)}"
    )


def _order(since: datetime, signed_at: datetime | None) -> str:
    """Whether it signed before: told to the officer, and no excuse, for the signing time is the signer's own word."""
    if signed_at is None:
        return ""
    when = "before" if signed_at < since else "after"
    return f"; the document says that it was signed {when} that, on {signed_at:%Y-%m-%d}"


def _acquitted(lists: Sequence[RevocationList], at: datetime) -> Outcome:
    published = [one for one in lists if one.this_update <= at]
    if not published:
        first = min(one.this_update for one in lists)
        return undetermined(f"the CRL is not yet valid: it begins on {first:%Y-%m-%d}")
    whole = [one for one in published if not one.limits]
    if not whole:
        return undetermined(f"the CRL cannot say that a certificate is good: {published[0].limits[0]}")
    newest = max(whole, key=lambda one: one.this_update)
    if not newest.fresh_at(at):
        return undetermined(f"the newest CRL is too old: the next one was due on {newest.due:%Y-%m-%d}")
    return Outcome(status=CheckStatus.PASSED, reason=f"not in the CRL of {newest.this_update:%Y-%m-%d}")

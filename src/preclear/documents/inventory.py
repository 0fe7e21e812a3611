"""What a trust store holds, State by State: for those who answer for it (ICAO Doc 9303-12, 6.1.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from preclear.documents.certificates import Certificate
from preclear.documents.keys import Outcome, public_key
from preclear.documents.rare import RareKey
from preclear.documents.revocation import RevocationList
from preclear.documents.trust import TrustStore
from preclear.model.codes import CheckStatus
from preclear.model.verification import Provenance, TrustLevel
from preclear.writing.states import STATES, alpha3_of, signer_code

_Word = TypeVar("_Word", bound=str)


@dataclass(frozen=True, kw_only=True)
class StateHolding:
    """What is held of one State. ``country`` is what its certificates write, in upper case.

    ``valid`` are the anchors that are valid today, ``until`` the last day of the longest; ``levels`` counts anchors by
    how they came here. ``revocation`` says whether a CRL at hand is signed and not too old, and when the next is due.
    """

    country: str
    state: str
    anchors: int
    valid: int
    others: int
    until: datetime | None
    levels: Mapping[TrustLevel, int]
    keys: Mapping[str, int]
    revocation: Outcome
    defects: int


@dataclass(frozen=True, kw_only=True)
class AnchorDetail:
    """One certificate for a person to compare. ``kind`` is ``CSCA``, ``link`` or ``material``.

    ``defects`` are what its profile forbids, ``provenance`` every place that it came from.
    """

    subject: str
    issuer: str
    serial: str
    kind: str
    key: str
    not_before: datetime
    not_after: datetime
    sha256: str
    key_identifier: str
    level: TrustLevel
    defects: tuple[str, ...]
    provenance: tuple[Provenance, ...]


def by_state(trust: TrustStore, at: datetime) -> tuple[StateHolding, ...]:
    """All States of a store as of ``at``, by country code."""
    anchors = _grouped(trust.anchors)
    others = _grouped(trust.material)
    return tuple(
        _holding(country, anchors.get(country, []), others.get(country, []), trust, at)
        for country in sorted(anchors.keys() | others.keys())
    )


def of_state(trust: TrustStore, code: str) -> tuple[AnchorDetail, ...]:
    """Every certificate of one State, the anchors first and those that last longest first.

    ``code`` is any code of the State (``PK``, ``PAK``, ``D``); a State of which nothing is held gives nothing.
    """
    country = signer_code(code)
    mine = [one for one in trust.certificates if signer_code(one.country) == country]
    ordered = sorted(mine, key=lambda one: (not trust.is_anchor(one), -one.not_after.timestamp()))
    return tuple(_detail(one, trust) for one in ordered)


def key_name(certificate: Certificate) -> str:
    """Kind and size of a certificate's key, or why it cannot be used."""
    match public_key(certificate.spki):
        case rsa.RSAPublicKey(key_size=size):
            return f"RSA {size}"
        case ec.EllipticCurvePublicKey(curve=curve):
            return f"ECDSA {curve.name}"
        case RareKey(name=name):
            return f"ECDSA {name}"
        case other:
            return str(other)


def _grouped(certificates: Iterable[Certificate]) -> dict[str, list[Certificate]]:
    found: dict[str, list[Certificate]] = {}
    for one in certificates:
        found.setdefault(one.country, []).append(one)
    return found


def _holding(
    country: str, anchors: Sequence[Certificate], others: Sequence[Certificate], trust: TrustStore, at: datetime
) -> StateHolding:
    return StateHolding(
        country=country,
        state=_STATES.get(country, country),
        anchors=len(anchors),
        valid=sum(one.valid_at(at) for one in anchors),
        others=len(others),
        until=max((one.not_after for one in anchors), default=None),
        levels=_counted(trust.level_of(one) for one in anchors),
        keys=_counted(key_name(one) for one in anchors),
        revocation=_revocation(anchors, [one for one in trust.lists if one.country == country], at),
        defects=sum(bool(one.defects) for one in (*anchors, *others)),
    )


_STATES = {one.alpha2: alpha3_of(one.code) for one in reversed(list(STATES.values())) if one.alpha2} | {"UN": "UNO"}
"""The code of a State for each that certificates write; of several, the first of the standard."""


def _counted(values: Iterable[_Word]) -> dict[_Word, int]:
    """How often each stands there, the most frequent first."""
    return dict(Counter(values).most_common())


def _revocation(anchors: Sequence[Certificate], lists: Sequence[RevocationList], at: datetime) -> Outcome:
    if not lists:
        return Outcome(status=CheckStatus.NOT_SUPPORTED, reason="no CRL")
    newest = max(lists, key=lambda one: one.this_update)
    ordered = sorted(anchors, key=lambda one: one.ski is None or one.ski != newest.aki)
    if not any(newest.signed_by(one).status is CheckStatus.PASSED for one in ordered):
        return Outcome(status=CheckStatus.UNDETERMINED, reason="no anchor has signed the CRL")
    if not newest.fresh_at(at):
        word = "was due" if newest.due < at else "begins"
        day = newest.due if newest.due < at else newest.this_update
        return Outcome(status=CheckStatus.UNDETERMINED, reason=f"the next CRL {word} on {day:%Y-%m-%d}")
    revoked = len(newest.revoked)
    return Outcome(status=CheckStatus.PASSED, reason=f"{revoked} revoked; the next CRL is due on {newest.due:%Y-%m-%d}")


def _detail(one: Certificate, trust: TrustStore) -> AnchorDetail:
    kind = "link" if one.link else "CSCA" if trust.is_anchor(one) else "material"
    return AnchorDetail(
        subject=one.subject,
        issuer=one.issuer,
        serial=one.serial_hex,
        kind=kind,
        key=key_name(one),
        not_before=one.not_before,
        not_after=one.not_after,
        sha256=one.fingerprint,
        key_identifier=(one.ski or b"").hex(),
        level=trust.level_of(one),
        defects=one.defects,
        provenance=trust.provenance_of(one),
    )

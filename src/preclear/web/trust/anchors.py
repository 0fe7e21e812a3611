"""Anchors by State, one State, one anchor: read from the store that judges documents at this moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from babel import Locale
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from preclear.documents import TrustStore
from preclear.documents.certificates import Certificate
from preclear.documents.keys import public_key
from preclear.documents.revocation import PERIOD, RevocationList
from preclear.errors import NotFound
from preclear.model.codes import Role
from preclear.model.verification import TrustLevel
from preclear.services.trust_import import READERS, trust_imports
from preclear.services.trust_records import TrustStanding
from preclear.web.access import role
from preclear.web.i18n.words import CHECKS, Word
from preclear.web.jinja import language_of
from preclear.web.office import actor_of, office
from preclear.web.rooms import roles_of
from preclear.web.trust.words import KINDS, LEVELS
from preclear.writing.states import STATES

_NOWHERE = "-"
"""Address of the certificates that name no country."""

_OfState = TypeVar("_OfState", Certificate, RevocationList)
_NO_CRL = Word(text="None", kind="open")
_LATE = Word(text="Overdue", kind="warn")
_CURRENT = Word(text="Up to date", kind="good")


@dataclass(frozen=True, kw_only=True)
class StateAnchors:
    """What the store holds of one State. ``until`` is when its last anchor ends; ``crl`` is the newest list's state."""

    country: str
    name: str
    anchors: int
    others: int
    levels: tuple[TrustLevel, ...]
    until: date | None
    over: bool
    crl: Word
    crl_due: date | None

    @property
    def address(self) -> str:
        """Part of the page's address."""
        return self.country or _NOWHERE


@dataclass(frozen=True, kw_only=True)
class Held:
    """One certificate of the store, with its level and the words for its key."""

    certificate: Certificate
    level: TrustLevel
    anchor: bool
    key: str
    over: bool


@role(*READERS)
@require_safe
def store(request: HttpRequest) -> HttpResponseBase:
    """Whose signatures on documents count: anchors by State, and the files that they come from."""
    held, now, language = effective(), office().clock(), language_of(request)
    found = request.GET.get("find", "").strip()[:80]
    states = _states(held, now, language) if held else []
    context = {
        **frame(request, "anchors"),
        "store": held,
        "states": [one for one in states if _fits(one, found)],
        "number_of_states": len(states),
        "find": found,
        "sources": held.sources if held else (),
        "checks": CHECKS,
        "kinds": KINDS,
    }
    return render(request, "trust/store.html", context)


@role(*READERS)
@require_safe
def state(request: HttpRequest, country: str) -> HttpResponseBase:
    """All certificates of one State, anchors first, the longest valid first, and its revocation lists."""
    held, now = effective(), office().clock()
    code = "" if country == _NOWHERE else country
    mine = [_held(held, one, now) for one in held.certificates if one.country == code] if held else []
    lists = [one for one in held.lists if one.country == code] if held else []
    if held is None or not (mine or lists):
        raise NotFound("the trust store holds nothing of this State")
    context = {
        **frame(request, "anchors"),
        "country": code,
        "name": _name(code, language_of(request)),
        "certificates": sorted(mine, key=lambda one: (not one.anchor, -one.certificate.not_after.timestamp())),
        "lists": [(one, _crl([one], now)[0], _due(one)) for one in sorted(lists, key=_due, reverse=True)],
    }
    return render(request, "trust/state.html", context)


@role(*READERS)
@require_safe
def anchor(request: HttpRequest, fingerprint: str) -> HttpResponseBase:
    """One certificate: names, key, validity, defects, and every place that it came from."""
    held, now = effective(), office().clock()
    found = next((one for one in held.certificates if one.fingerprint == fingerprint), None) if held else None
    if held is None or found is None:
        raise NotFound("this certificate is not in the trust store", mend="It may have been withdrawn meanwhile")
    context = {
        **frame(request, "anchors"),
        "one": _held(held, found, now),
        "name": _name(found.country, language_of(request)),
        "state": found.country or _NOWHERE,
        "origins": held.provenance_of(found),
    }
    return render(request, "trust/anchor.html", context)


def effective() -> TrustStore | None:
    """The store as of now: configured files and what two people have confirmed."""
    with office().store.transaction() as records:
        return office().means_now(records).trust


def frame(request: HttpRequest, tab: str) -> dict[str, object]:
    """What every page of the room needs: the open tab, who may change something, how many proposals wait."""
    held = roles_of(request)
    waiting = [one for one in trust_imports(office(), actor_of(request)) if one.standing is TrustStanding.WAITING]
    return {
        "tab": tab,
        "levels": LEVELS,
        "officer": Role.TRUST_OFFICER in held,
        "oversees": not held.isdisjoint({Role.OVERSIGHT, Role.ADMINISTRATOR}),
        "waiting": len(waiting),
    }


def _states(held: TrustStore, now: datetime, language: str) -> list[StateAnchors]:
    anchors, others, lists = _by_country(held.anchors), _by_country(held.material), _by_country(held.lists)
    rows = []
    for country in {*anchors, *others, *lists}:
        mine = anchors.get(country, [])
        until = max((one.not_after for one in mine), default=None)
        crl, due = _crl(lists.get(country, []), now)
        rows.append(
            StateAnchors(
                country=country,
                name=_name(country, language),
                anchors=len(mine),
                others=len(others.get(country, ())),
                levels=tuple(sorted({held.level_of(one) for one in mine}, key=tuple(TrustLevel).index)),
                until=until.date() if until else None,
                over=until is not None and until < now,
                crl=crl,
                crl_due=due,
            )
        )
    return sorted(rows, key=lambda one: (one.name or one.country, one.country))


def _by_country(held: Iterable[_OfState]) -> dict[str, list[_OfState]]:
    found: dict[str, list[_OfState]] = {}
    for one in held:
        found.setdefault(one.country, []).append(one)
    return found


def _crl(lists: Iterable[RevocationList], now: datetime) -> tuple[Word, date | None]:
    """Whether the newest list is still up to date, and until when."""
    due = max((_due(one) for one in lists), default=None)
    if due is None:
        return _NO_CRL, None
    return (_CURRENT if due >= now else _LATE), due.date()


def _due(one: RevocationList) -> datetime:
    return one.next_update or one.this_update + PERIOD


def _held(held: TrustStore, one: Certificate, now: datetime) -> Held:
    return Held(
        certificate=one,
        level=held.level_of(one),
        anchor=held.is_anchor(one),
        key=_key(one),
        over=one.not_after < now,
    )


def _key(one: Certificate) -> str:
    """The key in the words of the standards: RSA with its bits, a curve by its name."""
    key = public_key(one.spki)
    match key:
        case str():
            return key
        case rsa.RSAPublicKey():
            return f"RSA {key.key_size}"
        case ec.EllipticCurvePublicKey():
            return f"EC {key.curve.name}"
        case _:
            return "EC"


def _name(country: str, language: str) -> str:
    """The State's name in the reader's language where it is known, else the one of Doc 9303, else nothing."""
    named = Locale.parse(language).territories.get(country, "")
    return named or _NAMES.get(country, "")


_NAMES = {one.alpha2: one.name for one in STATES.values() if one.alpha2}


def _fits(one: StateAnchors, wanted: str) -> bool:
    words = wanted.casefold()
    return words in one.country.casefold() or words in one.name.casefold()

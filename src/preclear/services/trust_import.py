"""Trust what a State hands over: one person proposes it, another one compares its fingerprint and confirms it.

Pakistan's CSCA, for one, is in no public list. Whoever adds an anchor decides whose chips pass, so no one person does.
Taking trust away needs one person only: it makes chains undetermined, which counts against nobody.
"""

from __future__ import annotations

import hmac
import re
from datetime import date, datetime
from hashlib import sha256

from preclear.documents import TrustStore
from preclear.documents.certificates import Certificate
from preclear.errors import Conflict, InvalidInput, NotPermitted
from preclear.model.case import Actor
from preclear.model.codes import Role
from preclear.services.office import Office
from preclear.services.ports import Records
from preclear.services.trust_records import TrustImport, TrustProposal, TrustStanding, TrustStep
from preclear.writing.states import STATES, name_of, signs_for

LARGEST = 8 * 1024 * 1024
"""Bytes that one import may have; the largest published master lists have about one and a half million."""

FEWEST_DIGITS = 16
"""Hexadecimal digits of the fingerprint that the second person types at least: 64 bits."""

READERS = frozenset({Role.TRUST_OFFICER, Role.REVIEWER, Role.APPEAL_REVIEWER, Role.OVERSIGHT, Role.ADMINISTRATOR})
"""Who may see whose signatures count. Only trust officers change it."""

_LONGEST_TEXT = 500
_DIGITS = re.compile(r"[0-9a-f]*")
_MANY = 20
_OF_ONE_STATE = frozenset({"certificate", "crl", "ldif"})
_COUNTRY = "2.5.4.6"


def propose_trust(
    office: Office, actor: Actor, *, name: str, content: bytes, state: str, how: str, received: date
) -> TrustImport:
    """Propose to trust a CSCA certificate, a CRL or a master list that ``state`` handed over.

    ``how`` says by which channel it came (courier, embassy, meeting, receipt number). The file is read at once:
    ``InvalidInput`` names ``file``, ``state``, ``how`` or ``received``. ``Conflict`` where this file waits or counts.
    """
    _officer(actor)
    at = office.clock()
    code, told = _state(state), _text(how, "how", "Say by which channel it came, for example the embassy's courier")
    if received > at.date():
        raise InvalidInput(
            "this day has not come yet", where="received", mend="Give the day on which it was handed over"
        )
    inside = _read(content, name)
    _of_this_state(inside, code)
    proposal = TrustProposal(
        state=code,
        kind=_kind(inside),
        name=_file_name(name),
        holds=_holds(inside),
        sha256=sha256(content).hexdigest(),
        fingerprint=_fingerprint(inside, content),
        how=told,
        received=received,
        by=actor.id,
        at=at,
    )
    with office.store.transaction() as records:
        _not_there(records, proposal)
        kept = records.trust_imports.add(proposal, content)
        _log(records, TrustImport(proposal=kept), "trust.proposed", actor, at)
    return TrustImport(proposal=kept)


def confirm_trust(office: Office, actor: Actor, id: int, fingerprint: str) -> TrustImport:  # noqa: A002 -- the proposal's own field
    """Trust what somebody else proposed. ``fingerprint``: at least its first 16 digits, as the State told them.

    They are asked for over a second channel and compared in constant time. ``InvalidInput`` names ``fingerprint``;
    digits that differ are written into the audit log.
    """
    _officer(actor)
    typed = _digits(fingerprint)
    with office.store.transaction() as records:
        found = records.trust_imports.get(id)
        if found.proposal.by == actor.id:
            raise NotPermitted("whoever proposed it does not confirm it", mend="Ask another trust officer")
        _waiting(found)
        at = office.clock()
        same = hmac.compare_digest(typed, found.proposal.fingerprint[: len(typed)])
        if same:
            return _decide(records, found, TrustStanding.CONFIRMED, actor, at)
        _log(records, found, "trust.fingerprint_differs", actor, at)
    raise InvalidInput(
        "these are not the digits of this file",
        where="fingerprint",
        mend="Ask the State again. If they still differ, reject the proposal: the file may have been exchanged",
    )


def reject_trust(office: Office, actor: Actor, id: int, reason: str) -> TrustImport:  # noqa: A002 -- the proposal's own field
    """Do not trust what was proposed; the proposer may do that too. ``InvalidInput`` names ``reason``."""
    _officer(actor)
    why = _text(reason, "reason", "Say why it is not to be trusted")
    with office.store.transaction() as records:
        found = records.trust_imports.get(id)
        _waiting(found)
        return _decide(records, found, TrustStanding.REJECTED, actor, office.clock(), why)


def withdraw_trust(office: Office, actor: Actor, id: int, reason: str) -> TrustImport:  # noqa: A002 -- the proposal's own field
    """Trust it no longer, at once and by one person: the safe direction. Trusting it again takes two people again."""
    _officer(actor)
    why = _text(reason, "reason", "Say what happened, for example that the State reported a lost key")
    with office.store.transaction() as records:
        found = records.trust_imports.get(id)
        if found.standing is not TrustStanding.CONFIRMED:
            raise Conflict("only what is trusted can be withdrawn", mend="Look at the list again")
        return _decide(records, found, TrustStanding.WITHDRAWN, actor, office.clock(), why)


def trust_imports(office: Office, actor: Actor, *, limit: int = 100) -> tuple[TrustImport, ...]:
    """What waits, then the newest of what was decided.

    Whoever shows them leaves out the fingerprints that ``may_see_fingerprint`` withholds: who confirms has to ask the
    State, and must not copy.
    """
    _reader(actor)
    with office.store.transaction() as records:
        waiting = records.trust_imports.standing(TrustStanding.WAITING)
        newest = records.trust_imports.newest(limit=limit)
    return (*waiting, *(one for one in newest if one.standing is not TrustStanding.WAITING))


def trust_import(office: Office, actor: Actor, id: int) -> TrustImport:  # noqa: A002 -- the proposal's own field
    """One proposal with what was decided about it. Raises ``NotFound``."""
    _reader(actor)
    with office.store.transaction() as records:
        return records.trust_imports.get(id)


def may_see_fingerprint(one: TrustImport, actor: Actor) -> bool:
    """Whether this person may read the fingerprint here: nobody who might still confirm it."""
    return one.standing is not TrustStanding.WAITING or one.proposal.by == actor.id


def _decide(
    records: Records, one: TrustImport, standing: TrustStanding, actor: Actor, at: datetime, reason: str = ""
) -> TrustImport:
    step = TrustStep(proposal=one.id, standing=standing, by=actor.id, at=at, reason=reason)
    records.trust_imports.decide(step)
    decided = TrustImport(proposal=one.proposal, steps=(*one.steps, step))
    _log(records, decided, f"trust.{standing}", actor, at)
    return decided


def _log(records: Records, one: TrustImport, verb: str, actor: Actor, at: datetime) -> None:
    told = {"state": one.proposal.state, "kind": one.proposal.kind, "sha256": one.proposal.sha256}
    records.audit.add(at=at, actor=actor.id, verb=verb, about=f"trust-{one.id}", record=one, details=told)


def _read(content: bytes, name: str) -> TrustStore:
    """The file by what it holds. What cannot be used at all is said at the field."""
    if not content:
        raise InvalidInput("no file was chosen", where="file", mend="Choose what the State handed over")
    if len(content) > LARGEST:
        raise InvalidInput(f"larger than {LARGEST // 1024 // 1024} megabytes", where="file")
    try:
        inside = TrustStore.read(_file_name(name), content)
    except InvalidInput as error:
        raise InvalidInput(error.what, where="file", rule=error.rule, mend=error.mend) from error
    if not all(source.usable for source in inside.sources):
        raise InvalidInput("its own signature does not hold", where="file", rule="ICAO Doc 9303-12, 8")
    if not (inside.certificates or inside.lists or inside.deviations):
        raise InvalidInput("holds no certificate and no revocation list", where="file")
    return inside


def _kind(inside: TrustStore) -> str:
    return inside.sources[0].kind


def _state(typed: str) -> str:
    code = typed.strip().upper()
    if code not in STATES:
        raise InvalidInput(
            "no State has this code", where="state", rule="ICAO Doc 9303-3, 5", mend="Three letters, for example UTO"
        )
    return code


def _of_this_state(inside: TrustStore, code: str) -> None:
    """A State hands over its own certificates. Its signed lists hold those of others, and are signed as a whole."""
    if _kind(inside) not in _OF_ONE_STATE:
        return
    countries = {one.country or one.issuer_country for one in inside.certificates}
    countries |= {dict(one.issuer_key).get(_COUNTRY, "").upper() for one in inside.lists}
    other = sorted(country for country in countries if signs_for(country, code) is not True)
    if other:
        raise InvalidInput(
            f"the file is of country {other[0] or 'none'}, not of {name_of(code)}",
            where="state",
            rule="ICAO Doc 9303-12, 7.1",
            mend="Name the State that issued it",
        )


def _holds(inside: TrustStore) -> tuple[str, ...]:
    if len(inside.certificates) > _MANY:
        return (f"{len(inside.certificates)} certificates of {len(inside.countries)} countries",)
    certificates = (_told(inside, one) for one in inside.certificates)
    lists = (f"CRL: {one.issuer}, of {one.this_update:%Y-%m-%d}" for one in inside.lists)
    deviations = (f"{len(inside.deviations)} known deviations",) if inside.deviations else ()
    return (*certificates, *lists, *deviations, *(each for one in inside.sources for each in one.unread))


def _told(inside: TrustStore, one: Certificate) -> str:
    role = "CSCA" if inside.is_anchor(one) else "signer"
    return f"{role}: {one.subject}, serial {one.serial_hex}, {one.not_before:%Y-%m-%d} to {one.not_after:%Y-%m-%d}"


def _fingerprint(inside: TrustStore, content: bytes) -> str:
    """Of the certificate itself where it is one: States publish that, and it is the same in DER and in PEM."""
    parts = [*(one.fingerprint for one in inside.certificates), *(one.fingerprint for one in inside.lists)]
    return parts[0] if len(parts) == 1 and _kind(inside) in _OF_ONE_STATE else sha256(content).hexdigest()


def _file_name(name: str) -> str:
    shown = "".join(sign for sign in name if sign.isprintable()).replace("\\", "/").rpartition("/")[2]
    return shown.strip()[-120:] or "file"


def _digits(typed: str) -> str:
    digits = re.sub(r"[\s:\-]", "", typed).lower().removeprefix("0x")
    if not _DIGITS.fullmatch(digits) or not FEWEST_DIGITS <= len(digits) <= sha256().digest_size * 2:
        raise InvalidInput(
            f"not {FEWEST_DIGITS} to 64 digits from 0 to 9 and a to f",
            where="fingerprint",
            mend="Type the beginning of the fingerprint that the State told you over a second channel",
        )
    return digits


def _text(typed: str, where: str, mend: str) -> str:
    text = typed.strip()
    if not text:
        raise InvalidInput("this is missing", where=where, mend=mend)
    if len(text) > _LONGEST_TEXT:
        raise InvalidInput(f"longer than {_LONGEST_TEXT} characters", where=where)
    return text


def _not_there(records: Records, proposal: TrustProposal) -> None:
    for standing in (TrustStanding.WAITING, TrustStanding.CONFIRMED):
        for one in records.trust_imports.standing(standing):
            if hmac.compare_digest(one.proposal.sha256, proposal.sha256):
                raise Conflict(f"this file is there already, as number {one.id}", mend="Look at the list again")


def _waiting(one: TrustImport) -> None:
    if one.standing is not TrustStanding.WAITING:
        raise Conflict("this was decided already", mend="Look at the list again")


def _officer(actor: Actor) -> None:
    if not actor.has(Role.TRUST_OFFICER):
        raise NotPermitted("whose signatures count is for trust officers")


def _reader(actor: Actor) -> None:
    if READERS.isdisjoint(actor.roles):
        raise NotPermitted("the trust store is for trust officers, reviewers, oversight and administration")

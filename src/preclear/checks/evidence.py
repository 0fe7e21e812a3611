"""The only evidence that a check may see: names, types, and how each is taken from a dossier.

Protected attributes (sex, marital status, preferred language) and proxies (birth place, birth country, home address)
stand in none of these types, and contact details that serve only for linking stand in none either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from preclear.checks.registers import REGISTERS
from preclear.model.application import Applicant, Application, Leg, TravelDocument, Trip
from preclear.model.codes import CheckStatus, Purpose
from preclear.model.dates import PartialDate
from preclear.model.dossier import Dossier, RegisterAnswer
from preclear.model.verification import MrzFields, SealVerification, Step, Verification

OTHER_NAMES = 20
"""Other names of one person that are looked at: enough for people, and a bound for machines."""


@dataclass(frozen=True, kw_only=True)
class Missing:
    """Evidence that is not there, and why. Never adverse."""

    why: str


@dataclass(frozen=True, kw_only=True)
class StatedDocument:
    """A document as the form states it, without its machine readable zone (which holds the sex)."""

    type: str
    number: str
    issuing_state: str
    issued: PartialDate | None
    expires: PartialDate | None


@dataclass(frozen=True, kw_only=True)
class Holder:
    """The applicant as far as a check may know: to recognise, never to judge."""

    surname: str
    given_names: str
    other_names: tuple[str, ...]
    birth_date: PartialDate
    nationality: tuple[str, ...]
    national_id: str | None


@dataclass(frozen=True, kw_only=True)
class Zone:
    """The fields of a machine readable zone that may be compared, and the steps of its check digits."""

    document_code: str
    issuing_state: str
    surname: str
    given_names: str
    document_number: str
    nationality: str
    birth_date: str | None
    expiry_date: str | None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChipAnswer:
    """What verifying the chip gave: the result, its steps, and the holder that DG1 names."""

    result: CheckStatus
    steps: tuple[Step, ...]
    holder: Zone | None


@dataclass(frozen=True, kw_only=True)
class StatedTrip:
    """The journey as stated, without the host's contact details."""

    purpose: Purpose
    arrive: PartialDate
    leave: PartialDate | None
    destination: str
    legs: tuple[Leg, ...]


@dataclass(frozen=True, kw_only=True)
class VisaZone:
    """A visa as the form states it, and its machine readable zone."""

    visa: StatedDocument
    zone: Zone


@dataclass(frozen=True, kw_only=True)
class PageZone:
    """The zone that two readers saw alike on the picture of a page; ``file`` is the id of the picture."""

    file: str
    zone: Zone


@dataclass(frozen=True, kw_only=True)
class SealAnswer:
    """What verifying a seal gave, and how it compares with the documents. Its message stays out: it names the holder.

    ``profile`` is the kind of document that the seal stands on.
    """

    file: str
    kind: str
    profile: str
    result: CheckStatus
    steps: tuple[Step, ...]
    against: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class View:
    """One name of evidence: the type that a parameter must have, and how it is taken from a dossier.

    ``doubt`` says why finding nothing in it proves nothing (lists that are too old); empty where it does.
    """

    type: str
    of: Callable[[Dossier], Any]
    doubt: Callable[[Dossier], str] = lambda _: ""


def _document(document: TravelDocument) -> StatedDocument:
    return StatedDocument(
        type=document.type,
        number=document.number,
        issuing_state=document.issuing_state,
        issued=document.issued,
        expires=document.expires,
    )


def _passports(application: Application) -> tuple[str, ...]:
    """Number of the passport, and of those that it replaced: a renewed passport is no other person."""
    return (application.document.number, *(previous.number for previous in application.previous_documents))


def _holder(applicant: Applicant) -> Holder:
    return Holder(
        surname=applicant.surname,
        given_names=applicant.given_names or "",
        other_names=applicant.other_names[:OTHER_NAMES],
        birth_date=applicant.birth_date,
        nationality=applicant.nationality,
        national_id=applicant.national_id,
    )


def _zone(fields: MrzFields, steps: tuple[Step, ...] = ()) -> Zone:
    return Zone(
        document_code=fields.document_code,
        issuing_state=fields.issuing_state,
        surname=fields.surname,
        given_names=fields.given_names,
        document_number=fields.document_number,
        nationality=fields.nationality,
        birth_date=fields.birth_date,
        expiry_date=fields.expiry_date,
        steps=tuple(step for step in steps if step.id.startswith("digit.")),
    )


def _chip(chip: Verification) -> ChipAnswer:
    return ChipAnswer(result=chip.result, steps=chip.checks, holder=_zone(chip.holder) if chip.holder else None)


def _pages(dossier: Dossier) -> tuple[PageZone, ...] | None:
    """Pages of the passport that two readers read alike; what they read differently is for people, not for checks."""
    return (
        tuple(
            PageZone(file=page.file, zone=_zone(page.reading.mrz.fields, page.reading.mrz.checks))
            for page in dossier.pages
            if page.kind == "passport_page" and page.reading.mrz and page.reading.agreed
        )
        or None
    )


def _seal(file: str, seal: SealVerification, against: tuple[Step, ...]) -> SealAnswer:
    return SealAnswer(
        file=file, kind=seal.kind, profile=seal.profile, result=seal.result, steps=seal.checks, against=against
    )


def _trip(trip: Trip) -> StatedTrip:
    return StatedTrip(
        purpose=trip.purpose,
        arrive=trip.arrive,
        leave=trip.leave,
        destination=trip.destination.country,
        legs=trip.legs,
    )


def _stated(type_name: str, name: str, take: Callable[[Application], Any]) -> View:
    def of(dossier: Dossier) -> Any:
        value = take(dossier.application)
        return Missing(why=f"no {name} is stated") if value is None else value

    return View(type=type_name, of=of)


def _stale(dossier: Dossier) -> str:
    names = dossier.screening.stale if dossier.screening else ()
    return f"older than its owner's rhythm: {', '.join(names)}" if names else ""


def _without_documents(dossier: Dossier) -> str:
    without = dossier.screening is not None and dossier.screening.no_documents
    return "no list of lost and stolen documents" if without else _stale(dossier)


def _answered(
    type_name: str, kind: str, what: str, take: Callable[[Dossier], Any], doubt: Callable[[Dossier], str] = lambda _: ""
) -> View:
    def of(dossier: Dossier) -> Any:
        value = take(dossier)
        if value is not None:
            return value
        asked = dossier.evidence_of(kind)
        why = f": {asked.unavailable}" if asked and asked.unavailable else ""
        return Missing(why=f"no {what} was given" if not why else f"the {what} is not available{why}")

    return View(type=type_name, of=of, doubt=doubt)


def _register(name: str) -> View:
    def of(dossier: Dossier) -> RegisterAnswer | Missing:
        answer = dossier.registers.get(name)
        if answer is None:
            return Missing(why=f"the {name} register was not asked")
        if not answer.answered:
            return Missing(why=f"the {name} register did not answer: {answer.unavailable}")
        return answer

    return View(type="RegisterAnswer", of=of)


VIEWS: Mapping[str, View] = {
    "as_of": View(type="date", of=lambda dossier: dossier.today),
    "itinerary": View(type="Itinerary", of=lambda dossier: dossier.itinerary),
    "trip": View(type="StatedTrip", of=lambda dossier: _trip(dossier.application.trip)),
    "holder": View(type="Holder", of=lambda dossier: _holder(dossier.application.applicant)),
    "document": View(type="StatedDocument", of=lambda dossier: _document(dossier.application.document)),
    "passports": View(type="tuple[str, ...]", of=lambda dossier: _passports(dossier.application)),
    "funding": _stated("Funding", "funding", lambda application: application.funding),
    "offer": _stated("Offer", "offer", lambda application: application.offer),
    "study": _stated("Study", "study", lambda application: application.study),
    "history": _stated("History", "history", lambda application: application.history),
    "mrz": _answered(
        "Zone",
        "mrz",
        "machine readable zone",
        lambda dossier: dossier.mrz and _zone(dossier.mrz.fields, dossier.mrz.checks),
    ),
    "chip": _answered("ChipAnswer", "chip", "chip", lambda dossier: dossier.chip and _chip(dossier.chip)),
    "visa_zones": _answered(
        "tuple[VisaZone, ...]",
        "visa_mrz",
        "visa zone",
        lambda dossier: (
            tuple(VisaZone(visa=_document(visa), zone=_zone(mrz.fields)) for visa, mrz in dossier.visa_mrz) or None
        ),
    ),
    "pages": _answered("tuple[PageZone, ...]", "page", "page that could be read", _pages),
    "seals": _answered(
        "tuple[SealAnswer, ...]",
        "seal",
        "seal",
        lambda dossier: tuple(_seal(one.file, one.seal, one.against) for one in dossier.seals) or None,
    ),
    "screening": _answered("ScreeningAnswer", "screening", "list", lambda dossier: dossier.screening, _stale),
    "reported": _answered(
        "ScreeningAnswer", "screening", "list", lambda dossier: dossier.screening, _without_documents
    ),
    "organisations": _answered(
        "tuple[ScreenedOrganisation, ...]",
        "organisations",
        "list with organisations of this application",
        lambda dossier: dossier.organisations or None,
        _stale,
    ),
    **{f"{name}_register": _register(name) for name in REGISTERS},
}
"""Every name that a parameter of a check may have."""


def doubt(dossier: Dossier, name: str) -> str:
    """Why finding nothing in this evidence proves nothing; empty where it does."""
    return VIEWS[name].doubt(dossier)


def see(dossier: Dossier, name: str) -> Any:
    """The evidence of this name, or ``Missing``."""
    return VIEWS[name].of(dossier)


def day_of(text: str | None) -> PartialDate | None:
    """A day as a zone or register writes it, or None where it is empty or cannot be read."""
    try:
        return PartialDate.parse(text) if text else None
    except ValueError:
        return None


def last_day(text: str | None) -> date | None:
    """The latest day that a register's day may be: what is not known is read in the person's favour."""
    day = day_of(text)
    return day.last if day else None

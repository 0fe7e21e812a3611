"""Ask the world about an application, once, and freeze what came back. The only step that asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from preclear.documents import TrustStore, mrz, verify
from preclear.errors import InvalidInput, PreclearError
from preclear.model.agreement import Agreement
from preclear.model.application import Application, TravelDocument
from preclear.model.case import MatchReview
from preclear.model.dossier import AgreementTerms, Dossier, PutContradiction, ReadPage, RegisterAnswer, Source
from preclear.model.verification import Chip, Mrz, Verification
from preclear.services import lists, pictures
from preclear.services.match_records import RememberedMatch
from preclear.services.means import Means
from preclear.services.questions import questions
from preclear.services.shelf import Shelf
from preclear.writing import itinerary


def gather(
    application: Application,
    files: Mapping[str, bytes],
    means: Means,
    at: datetime,
    *,
    put: tuple[PutContradiction, ...] = (),
    answered: Collection[MatchReview] = (),
    remembered: Collection[RememberedMatch] = (),
) -> Dossier:
    """Everything that can be known about an application at this time.

    ``files`` has the bytes of the application's files by id. ``answered`` is what the match desk said of this case,
    ``remembered`` what it ruled out before for this identity: both hold for an entry as it was then. Nothing here
    raises because of what came back, or did not: that is evidence too (``unavailable``), and never adverse.
    """
    shelf = Shelf(at)
    shelf.keep(
        "form", Source(name="application", version=application.submitted_at.isoformat()), "the form as handed in"
    )
    pages = pictures.pages(application, files, means, shelf)
    zone = _zone(application.document, pages, shelf, at)
    visas = (*_visas(application.visas, shelf, at), *pictures.visa_zones(application, pages))
    seals = pictures.seals(application, files, zone, means, shelf)
    papers = pictures.papers(application, files, means, shelf)
    chip = _chip(application.document, files, means, shelf, at)
    screening = lists.screen(application, means, shelf)
    companies = lists.screen_organisations(application, means, shelf)
    ruled_out = lists.still_ruled_out(screening, remembered)
    registers = {name: _ask(name, number, means, shelf) for name, number in questions(application)}
    return Dossier(
        application=application,
        as_of=at,
        evidence=tuple(shelf.items),
        itinerary=itinerary.of(application.trip),
        mrz=zone,
        chip=chip,
        visa_mrz=visas,
        pages=pages,
        seals=seals,
        papers=papers,
        screening=screening,
        registers={name: answer for name, answer in registers.items() if answer},
        put=put,
        agreement=_terms(means.agreement) if means.agreement else None,
        cleared_matches=lists.set_aside(screening, answered) | {one.key for one in ruled_out},
        ruled_out=ruled_out,
        organisations=companies,
    )


def _zone(document: TravelDocument, pages: tuple[ReadPage, ...], shelf: Shelf, at: datetime) -> Mrz | None:
    """The zone that was typed in; without one, what two readers saw alike on the picture of the page."""
    if not document.mrz:
        seen = pictures.agreed_zone(pages)
        if seen:
            shelf.keep("mrz", Source(name="machine readable zone of the passport"), f"{seen.format}, from the picture")
        return seen
    source = Source(name="machine readable zone of the passport")
    try:
        zone = mrz.parse(document.mrz, today=at.date())
    except InvalidInput as error:
        shelf.keep("mrz", source, unavailable=f"it cannot be read: {error}")
        return None
    shelf.keep("mrz", source, f"{zone.format}, {sum(step.status == 'passed' for step in zone.checks)} checks passed")
    return zone


def _visas(visas: tuple[TravelDocument, ...], shelf: Shelf, at: datetime) -> tuple[tuple[TravelDocument, Mrz], ...]:
    read = []
    for visa in visas:
        if visa.mrz:
            source = Source(name=f"machine readable zone of visa {visa.number}")
            try:
                read.append((visa, mrz.parse(visa.mrz, today=at.date())))
                shelf.keep("visa_mrz", source, read[-1][1].format)
            except InvalidInput as error:
                shelf.keep("visa_mrz", source, unavailable=f"it cannot be read: {error}")
    return tuple(read)


def _chip(
    document: TravelDocument, files: Mapping[str, bytes], means: Means, shelf: Shelf, at: datetime
) -> Verification | None:
    if not document.chip:
        return None
    source = Source(name="chip of the passport", version=means.trust.version if means.trust else "no trust store")
    missing = sorted(name for name, id_ in document.chip.items() if id_ not in files)
    if missing:
        shelf.keep("chip", source, unavailable=f"{', '.join(missing)}: the file was not handed in")
        return None
    try:
        chip = Chip(files={name: files[id_] for name, id_ in document.chip.items()})
        answer = verify(chip, means.trust or TrustStore.empty(), at)
    except PreclearError as error:
        shelf.keep("chip", source, unavailable=str(error))
        return None
    signer = f", signed by {answer.signer.country}" if answer.signer else ""
    shelf.keep("chip", source, f"{answer.result}{signer}")
    return answer


def _ask(name: str, number: str, means: Means, shelf: Shelf) -> RegisterAnswer | None:
    register = means.registers.get(name)
    if register is None:
        return None
    answer = register.ask(number)
    said = "found" if answer.found else "no such entry"
    id_ = shelf.keep(
        f"register.{name}",
        Source(name=f"{name} register"),
        "" if answer.unavailable else f"{number}: {said}",
        answer.unavailable,
    )
    return replace(answer, evidence=id_)


def _terms(agreement: Agreement) -> AgreementTerms:
    return AgreementTerms(
        id=agreement.id,
        version=agreement.version,
        mandatory=agreement.mandatory,
        immediate_hold=agreement.immediate_hold,
        auto_grant=agreement.auto_grant,
    )

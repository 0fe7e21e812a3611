"""Ask the lists about an application: the person, the document, and the organisations that it names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from preclear.errors import PreclearError
from preclear.model.application import Application
from preclear.model.case import MatchReview
from preclear.model.codes import MatchDecision
from preclear.model.dossier import RuledOut, ScreenedOrganisation, Source
from preclear.model.screening import PossibleMatch, ScreeningAnswer, ScreeningQuery
from preclear.services.ages import stale_lists
from preclear.services.match_records import RememberedMatch
from preclear.services.means import Means
from preclear.services.ports import Lists
from preclear.services.shelf import Shelf

_ORGANISATION = "organisation"


def screen(application: Application, means: Means, shelf: Shelf) -> ScreeningAnswer | None:
    """The lists about the applicant. None where no list is set up or they could not be asked: never "no match"."""
    if means.lists is None:
        return None
    asked, source = means.lists, Source(name="lists", version=means.lists.id)
    try:
        found = ask(application, asked, shelf)
    except PreclearError as error:
        shelf.keep("screening", source, unavailable=str(error))
        return None
    stale = stale_lists(asked.sources, means.fresh_for, shelf.at.date())
    told = f"{sum(match.alert for match in found)} possible matches in {len(asked.sources)} lists"
    shelf.keep("screening", source, f"{told}; too old: {', '.join(stale)}" if stale else told)
    # Wall time differs from run to run: a dossier that can be replayed must not hold it.
    return ScreeningAnswer(
        id=f"{application.reference}/0",
        candidates=found,
        snapshot=asked.id,
        stale=stale,
        no_documents=not any(one.kind == "documents" for one in asked.sources),
    )


def ask(application: Application, asked: Lists, shelf: Shelf) -> tuple[PossibleMatch, ...]:
    """Every candidate for the applicant under all names, best first; of several for one entry the best."""
    return _best(asked.screen(query, on=shelf.at.date()) for query in queries(application))


def screen_organisations(application: Application, means: Means, shelf: Shelf) -> tuple[ScreenedOrganisation, ...]:
    """The lists about each organisation that the application names; none where they could not be asked."""
    named = tuple(_organisations(application))
    if means.lists is None or not named:
        return ()
    source, stale = (
        Source(name="lists", version=means.lists.id),
        stale_lists(means.lists.sources, means.fresh_for, shelf.at.date()),
    )
    try:
        answers = tuple(
            ScreenedOrganisation(
                role=role,
                name=name,
                answer=replace(_of_organisation(application, role, name, means.lists, shelf), micros=0, stale=stale),
            )
            for role, name in named
        )
    except PreclearError as error:
        shelf.keep("organisations", source, unavailable=str(error))
        return ()
    alerts = sum(len(one.answer.alerts) for one in answers)
    shelf.keep("organisations", source, f"{len(answers)} organisations, {alerts} possible matches")
    return answers


def set_aside(screening: ScreeningAnswer | None, answered: Collection[MatchReview]) -> frozenset[str]:
    """Keys of candidates that the match desk ruled out for this case, in the version that is listed now."""
    said = {(one.key, one.version) for one in answered if one.decision is MatchDecision.NOT_SAME}
    return frozenset(key for key, version in _listed(screening) if (key, version) in said)


def still_ruled_out(screening: ScreeningAnswer | None, remembered: Collection[RememberedMatch]) -> tuple[RuledOut, ...]:
    """What was ruled out before and still holds: the entry is listed as it was then. Of several the newest."""
    listed = set(_listed(screening))
    held = {
        f"{one.list}/{one.entity}": RuledOut(
            list=one.list, entity=one.entity, by=one.by, at=one.at, expires=one.expires
        )
        for one in remembered
        if (f"{one.list}/{one.entity}", one.version) in listed
    }
    return tuple(held.values())


def queries(application: Application) -> tuple[ScreeningQuery, ...]:
    """The main name with its documents, then each other name, all with the same birth date."""
    who, document = application.applicant, application.document
    names = (" ".join(filter(None, (who.given_names, who.surname))), *who.other_names)
    return tuple(
        ScreeningQuery(
            id=f"{application.reference}/{place}",
            name=name,
            native_name=who.native_name if place == 0 else None,
            father_name=who.father_name,
            birth_date=who.birth_date,
            nationality=who.nationality,
            document_number=document.number if place == 0 else None,
            issuing_state=document.issuing_state if place == 0 else None,
        )
        for place, name in enumerate(names)
    )


def _best(answers: Iterable[ScreeningAnswer]) -> tuple[PossibleMatch, ...]:
    best: dict[tuple[str, str], PossibleMatch] = {}
    for match in (match for answer in answers for match in answer.candidates):
        known = best.get((match.list, match.entity))
        if known is None or (match.alert, match.score) > (known.alert, known.score):
            best[(match.list, match.entity)] = match
    return tuple(sorted(best.values(), key=lambda match: (not match.alert, -match.score, match.list, match.entity)))


def _listed(screening: ScreeningAnswer | None) -> Iterator[tuple[str, str]]:
    for match in screening.candidates if screening else ():
        yield f"{match.list}/{match.entity}", match.version


def _of_organisation(application: Application, role: str, name: str, asked: Lists, shelf: Shelf) -> ScreeningAnswer:
    query = ScreeningQuery(id=f"{application.reference}/{role}", name=name, entity_type=_ORGANISATION)
    return asked.screen(query, on=shelf.at.date())


def _organisations(application: Application) -> Iterator[tuple[str, str]]:
    """Employer, recruiter and school; host and sponsor may be people, and are asked about as organisations only."""
    offer, study = application.offer, application.study
    named = (
        ("employer", offer.employer.name if offer and offer.employer else None),
        ("recruiter", offer.recruiter.name if offer and offer.recruiter else None),
        ("school", study.institution.name if study and study.institution else None),
        ("host", application.trip.host.name if application.trip.host else None),
        ("sponsor", application.sponsor.name if application.sponsor else None),
    )
    return ((role, name) for role, name in named if name)

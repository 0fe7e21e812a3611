"""Move an application on after it was handed in: admit it, gather, assess, grant, or refer to a person.

These are jobs: each may run again after a crash, and does nothing when its work is done already.
"""

from __future__ import annotations

from preclear import decisions
from preclear.model.case import Case, PutQuestion
from preclear.model.codes import ApplicationState
from preclear.model.dossier import Dossier, PutContradiction
from preclear.model.screening import PossibleMatch
from preclear.services.assess import assess
from preclear.services.gather import gather
from preclear.services.identity import identity_of
from preclear.services.issue import issue
from preclear.services.late_matches import WITH_OFFICERS, raise_late
from preclear.services.missing import missing
from preclear.services.office import Office
from preclear.services.ports import Records
from preclear.services.writing_down import write_down

_TO_PROCESS = frozenset({ApplicationState.ADMISSIBLE, ApplicationState.FALSE_MATCH})


def admit(office: Office, reference: str) -> None:
    """Admit a submitted application, or tell the applicant what is missing."""
    with office.store.transaction() as records:
        case = records.cases.get(reference)
        if case.state is not ApplicationState.SUBMITTED:
            return
        at = office.clock()
        lacking = missing(case.application, office.agreement, at.date())
        write_down(records, decisions.admit(case, lacking, at, deadlines=office.agreement.deadlines))


def process(office: Office, reference: str) -> None:
    """Gather and assess an admitted application, and take the step that follows."""
    _judge(office, reference, _TO_PROCESS)


def reassess(office: Office, reference: str) -> None:
    """Judge again after an answer came; the case stays with its officer."""
    _judge(office, reference, decisions.OPEN - _TO_PROCESS)


def _judge(office: Office, reference: str, states: frozenset[ApplicationState]) -> None:
    with office.store.transaction() as records:
        case = records.cases.get(reference)
        if case.state not in states:
            return
        files = {file.id: file.content for file in records.files.of(reference)}
        remembered = records.matches.ruled_out(identity_of(case.application), office.clock())
        means = office.means_now(records)
    at = office.clock()
    put = tuple(as_evidence(one) for one in case.put)
    dossier = gather(case.application, files, means, at, put=put, answered=case.matches, remembered=remembered)
    assessment = assess(dossier, means)
    unknown = unknown_alerts(dossier)
    changes = decisions.record_assessment(case, assessment, unknown, at, deadlines=office.agreement.deadlines)
    with office.store.transaction() as records:
        version = records.dossiers.add(dossier, assessment, at)
        records.audit.add(
            at=at,
            actor="system",
            verb="dossier.frozen",
            about=reference,
            record=dossier,
            details={"version": str(version), "snapshot": dossier.screening.snapshot if dossier.screening else ""},
        )
        for change in changes:
            write_down(records, change)
            if change.decision is not None:
                issue(records, office, change.case, change.decision, at)
        _tell_the_desk(records, office, changes[-1].case, dossier, unknown)


def unknown_alerts(dossier: Dossier) -> tuple[PossibleMatch, ...]:
    """The possible matches that nobody has ruled out."""
    alerts = dossier.screening.alerts if dossier.screening else ()
    return tuple(one for one in alerts if f"{one.list}/{one.entity}" not in dossier.cleared_matches)


def _tell_the_desk(
    records: Records, office: Office, case: Case, dossier: Dossier, unknown: tuple[PossibleMatch, ...]
) -> None:
    """A case that waits at the desk is brought up to date; one that an officer has sends the desk what is new."""
    if dossier.screening is None:
        return
    if case.state is ApplicationState.MATCHES:
        change = decisions.screen_again(case, unknown, dossier.as_of, deadlines=office.agreement.deadlines)
        if change is not None:
            write_down(records, change)
    elif case.state in WITH_OFFICERS:
        raise_late(records, office, case, decisions.not_reviewed(case, unknown), dossier.screening.snapshot)


def as_evidence(one: PutQuestion) -> PutContradiction:
    """A contradiction that was put, as the dossier holds it."""
    return PutContradiction(
        finding=one.finding,
        put_at=one.put_at,
        due=one.due,
        answered_at=one.answered_at,
        answer=one.answer,
        resolved=bool(one.accepted),
    )

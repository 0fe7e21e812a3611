"""Cases, their files, dossiers and decisions, on Django's ORM."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Count, F, Max, Q, QuerySet

from preclear.decisions.transitions import DECIDED
from preclear.errors import Conflict, NotFound
from preclear.model.case import Case, Decision
from preclear.model.codes import ApplicationState
from preclear.model.dossier import Dossier
from preclear.model.finding import Assessment
from preclear.services.ports import Judged, StoredFile, WaitingCase
from preclear.storage.case_columns import FINISHED, columns
from preclear.storage.faults import in_our_words
from preclear.storage.models import CaseRow, DecisionRow, DossierRow, FileRow
from preclear.storage.uploads import check_file
from preclear.writing.records import from_json, to_json

CHANGED = "Open the case again: somebody else changed it meanwhile"
_SOONEST = F("due").asc(nulls_last=True)
_DECIDES = frozenset({ApplicationState.GRANTED, ApplicationState.REFUSED, ApplicationState.OVERTURNED})


class CasesInDatabase:
    """``preclear.services.ports.Cases``."""

    def __init__(self, using: str) -> None:
        self._using = using

    def get(self, reference: str) -> Case:
        """The case."""
        record = self._rows.filter(reference=reference).values_list("record", flat=True).first()
        if record is None:
            raise NotFound(f"no application {reference}")
        return from_json(Case, record)

    def add(self, case: Case, raw: bytes) -> None:
        """A new case."""
        if self._rows.filter(reference=case.reference).exists():
            raise Conflict(f"the reference {case.reference} is taken")
        with in_our_words():
            self._rows.create(reference=case.reference, raw=raw, **columns(case))

    def raw(self, reference: str) -> bytes:
        """The application as handed in."""
        raw = self._rows.filter(reference=reference).values_list("raw", flat=True).first()
        if raw is None:
            raise NotFound(f"no application {reference}")
        return bytes(raw)

    def replace(self, case: Case, *, seen: int, raw: bytes | None = None) -> None:
        """One UPDATE that finds the version seen, or nothing."""
        values = columns(case)
        if raw is not None:
            values["raw"] = raw
        if case.state in _DECIDES:
            values["decision"] = self._newest_decision(case.reference)
        with in_our_words():
            changed = self._rows.filter(reference=case.reference, version=seen).update(**values)
        if not changed:
            if not self._rows.filter(reference=case.reference).exists():
                raise NotFound(f"no application {case.reference}")
            raise Conflict(f"the application {case.reference} was changed meanwhile", mend=CHANGED)

    def of_account(self, account: str) -> tuple[Case, ...]:
        """An applicant's own."""
        return _cases(self._rows.filter(account=account).order_by("-submitted_at", "reference"))

    def of_officer(self, officer: str) -> tuple[Case, ...]:
        """What waits for this officer, reviewer or appeal reviewer."""
        mine = (Q(officer=officer) | Q(reviewer=officer)) & ~Q(state__in=DECIDED)
        appeals = Q(appeal_reviewer=officer, state=ApplicationState.APPEAL)
        return _cases(self._rows.filter(mine | appeals).order_by(_SOONEST, "submitted_at", "reference"))

    def waiting(self, states: Collection[ApplicationState], *, limit: int = 100) -> tuple[WaitingCase, ...]:
        """The queue."""
        rows = self._rows.filter(state__in=list(states)).order_by("-urgent", _SOONEST, "submitted_at", "reference")
        return tuple(
            WaitingCase(
                reference=row.reference,
                state=ApplicationState(row.state),
                due=row.due,
                urgent=row.urgent,
                account=row.account,
                people=frozenset(row.people),
                purpose=row.purpose,
            )
            for row in rows.defer("record", "raw")[:limit]
        )

    def count(self) -> Mapping[ApplicationState, int]:
        """Cases by state."""
        rows = self._rows.values_list("state").annotate(many=Count("reference")).order_by("state")
        return {ApplicationState(state): many for state, many in rows}

    def with_clocks(self, before: datetime, *, limit: int = 1000) -> tuple[str, ...]:
        """Cases whose time has run out."""
        rows = self._rows.filter(due__lt=before).exclude(state__in=FINISHED).order_by("due", "reference")
        return tuple(rows.values_list("reference", flat=True)[:limit])

    def _newest_decision(self, reference: str) -> str:
        rows = DecisionRow.objects.using(self._using).filter(case_id=reference).order_by("-id")
        return rows.values_list("key", flat=True).first() or ""

    @property
    def _rows(self) -> QuerySet[CaseRow]:
        return CaseRow.objects.using(self._using)


class FilesInDatabase:
    """``preclear.services.ports.Files``."""

    def __init__(self, using: str) -> None:
        self._using = using

    def put(self, reference: str, file: StoredFile) -> None:
        """Keep a file, in place of one with the same id."""
        check_file(file)
        values = {
            "kind": file.kind,
            "media_type": file.media_type,
            "name": file.name,
            "sha256": file.sha256,
            "content": file.content,
        }
        with in_our_words():
            if not self._rows.filter(reference=reference, key=file.id).update(**values):
                self._rows.create(reference=reference, key=file.id, **values)

    def get(self, reference: str, id: str) -> StoredFile:  # noqa: A002 -- the file's own field
        """One file."""
        row = self._rows.filter(reference=reference, key=id).first()
        if row is None:
            raise NotFound(f"no file {id} in {reference}")
        return _file(row)

    def of(self, reference: str) -> tuple[StoredFile, ...]:
        """All files, by id."""
        return tuple(map(_file, self._rows.filter(reference=reference).order_by("key")))

    @property
    def _rows(self) -> QuerySet[FileRow]:
        return FileRow.objects.using(self._using)


class DossiersInDatabase:
    """``preclear.services.ports.Dossiers``."""

    def __init__(self, using: str) -> None:
        self._using = using

    def add(self, dossier: Dossier, assessment: Assessment, at: datetime) -> int:
        """Keep one as the next version."""
        mine = self._rows.filter(case_id=dossier.reference)
        version = (mine.aggregate(last=Max("version"))["last"] or 0) + 1
        with in_our_words():
            self._rows.create(
                case_id=dossier.reference,
                version=version,
                at=at,
                dossier=to_json(dossier),
                assessment=to_json(assessment),
            )
        return version

    def latest(self, reference: str) -> Judged | None:
        """The newest, or None."""
        row = self._rows.filter(case_id=reference).order_by("-version").first()
        return _judged(row) if row else None

    def get(self, reference: str, version: int) -> Judged:
        """One of them."""
        row = self._rows.filter(case_id=reference, version=version).first()
        if row is None:
            raise NotFound(f"no dossier {version} of {reference}")
        return _judged(row)

    @property
    def _rows(self) -> QuerySet[DossierRow]:
        return DossierRow.objects.using(self._using)


class DecisionsInDatabase:
    """``preclear.services.ports.Decisions``."""

    def __init__(self, using: str) -> None:
        self._using = using

    def add(self, decision: Decision) -> None:
        """Keep a decision; the database judges whether it may be."""
        with in_our_words():
            # Whoever decides holds the case until the end: the database judges its state as it is and stays.
            case = CaseRow.objects.using(self._using).select_for_update().filter(reference=decision.reference)
            if case.values_list("version").first() is None:
                raise NotFound(f"no application {decision.reference}")
            DecisionRow.objects.using(self._using).create(
                key=decision.id,
                case_id=decision.reference,
                outcome=decision.outcome,
                proposed_by=decision.proposed_by,
                confirmed_by=decision.confirmed_by,
                at=decision.at,
                record=to_json(decision),
            )

    def of(self, reference: str) -> tuple[Decision, ...]:
        """All on an application, oldest first."""
        rows = DecisionRow.objects.using(self._using).filter(case_id=reference).order_by("id")
        return tuple(from_json(Decision, record) for record in rows.values_list("record", flat=True))


def _cases(rows: QuerySet[CaseRow]) -> tuple[Case, ...]:
    return tuple(from_json(Case, record) for record in rows.values_list("record", flat=True))


def _file(row: FileRow) -> StoredFile:
    return StoredFile(
        id=row.key,
        kind=row.kind,
        media_type=row.media_type,
        content=bytes(row.content),
        sha256=row.sha256,
        name=row.name,
    )


def _judged(row: DossierRow) -> Judged:
    return Judged(
        version=row.version,
        dossier=from_json(Dossier, row.dossier),
        assessment=from_json(Assessment, row.assessment),
        at=row.at,
    )

"""Notices, and referrals for help."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet

from preclear.errors import NotFound
from preclear.services.ports import Letter, ProtectionRecord
from preclear.storage.faults import in_our_words
from preclear.storage.models import LetterRow, ProtectionRow


class LettersInDatabase:
    """``preclear.services.ports.Letters``."""

    def __init__(self, using: str) -> None:
        self._using = using

    def add(self, to: str, reference: str, kind: str, values: Mapping[str, str], at: datetime) -> None:
        """Write a notice."""
        with in_our_words():
            self._rows.create(to=to, reference=reference, kind=kind, values=dict(values), at=at)

    def unsent(self, *, limit: int = 100, after: int = 0) -> tuple[Letter, ...]:
        """Oldest first."""
        return tuple(map(_letter, self._rows.filter(sent__isnull=True, id__gt=after).order_by("id")[:limit]))

    def sent(self, id: int, at: datetime) -> None:  # noqa: A002 -- the letter's own field
        """It has left; a second time changes nothing."""
        with in_our_words():
            self._rows.filter(id=id, sent__isnull=True).update(sent=at)

    def newest(self, *, limit: int = 100, to: str = "") -> tuple[Letter, ...]:
        """Newest first."""
        rows = self._rows.filter(to=to) if to else self._rows.all()
        return tuple(map(_letter, rows.order_by("-id")[:limit]))

    @property
    def _rows(self) -> QuerySet[LetterRow]:
        return LetterRow.objects.using(self._using)


class ProtectionsInDatabase:
    """``preclear.services.ports.Protections``."""

    def __init__(self, using: str) -> None:
        self._using = using

    def add(self, reference: str, source: str, notes: str, at: datetime) -> None:
        """Refer somebody for help."""
        with in_our_words():
            self._rows.create(case_id=reference, source=source, notes=notes, at=at)

    def waiting(self) -> tuple[ProtectionRecord, ...]:
        """Not closed yet."""
        return tuple(map(_protection, self._rows.filter(closed_at__isnull=True).order_by("id")))

    def of(self, reference: str) -> tuple[ProtectionRecord, ...]:
        """All of one application."""
        return tuple(map(_protection, self._rows.filter(case_id=reference).order_by("id")))

    def replace(self, record: ProtectionRecord) -> None:
        """After acknowledging or closing."""
        with in_our_words():
            changed = self._rows.filter(id=record.id, case_id=record.reference).update(
                notes=record.notes,
                acknowledged_by=record.acknowledged_by,
                acknowledged_at=record.acknowledged_at,
                closed_at=record.closed_at,
            )
        if not changed:
            raise NotFound(f"no protection record {record.id} of {record.reference}")

    @property
    def _rows(self) -> QuerySet[ProtectionRow]:
        return ProtectionRow.objects.using(self._using)


def _letter(row: LetterRow) -> Letter:
    return Letter(
        id=row.pk,
        to=row.to,
        reference=row.reference,
        kind=row.kind,
        values=row.values,
        at=row.at,
        sent=row.sent,
    )


def _protection(row: ProtectionRow) -> ProtectionRecord:
    return ProtectionRecord(
        id=row.pk,
        reference=row.case_id,
        source=row.source,
        notes=row.notes,
        at=row.at,
        acknowledged_by=row.acknowledged_by,
        acknowledged_at=row.acknowledged_at,
        closed_at=row.closed_at,
    )

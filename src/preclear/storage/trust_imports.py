"""Trust that was proposed and decided, on Django's ORM."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from preclear.errors import NotFound
from preclear.services.trust_records import TrustImport, TrustProposal, TrustStanding, TrustStep
from preclear.storage.faults import in_our_words
from preclear.storage.locking import one_writer
from preclear.storage.trust_rows import TrustImportRow, TrustStepRow

_LARGEST_ID = 2**63 - 1


class TrustImportsInDatabase:
    """``preclear.services.trust_records.TrustImports``."""

    def __init__(self, using: str) -> None:
        self._using = using

    def add(self, proposal: TrustProposal, content: bytes) -> TrustProposal:
        """Keep a proposal."""
        with in_our_words():
            row = self._rows.create(
                state=proposal.state,
                kind=proposal.kind,
                name=proposal.name,
                holds=list(proposal.holds),
                sha256=proposal.sha256,
                fingerprint=proposal.fingerprint,
                how=proposal.how,
                received=proposal.received,
                proposed_by=proposal.by,
                at=proposal.at,
                content=content,
            )
        return _proposal(row)

    def decide(self, step: TrustStep) -> None:
        """Keep what was decided."""
        with in_our_words():
            one_writer(self._using)
            self._steps.create(
                proposal_id=step.proposal,
                place=2 if step.standing is TrustStanding.WITHDRAWN else 1,
                standing=str(step.standing),
                decided_by=step.by,
                at=step.at,
                reason=step.reason,
            )

    def get(self, id: int) -> TrustImport:  # noqa: A002 -- the proposal's own field
        """One proposal."""
        found = self._told(self._without_content().filter(id=id)) if 0 < id <= _LARGEST_ID else ()
        if not found:
            raise NotFound(f"no proposal {id}")
        return found[0]

    def content(self, id: int) -> bytes:  # noqa: A002 -- the proposal's own field
        """The file as received."""
        found = self._rows.filter(id=id).values_list("content", flat=True).first() if 0 < id <= _LARGEST_ID else None
        if found is None:
            raise NotFound(f"no proposal {id}")
        return bytes(found)

    def newest(self, *, limit: int = 100) -> tuple[TrustImport, ...]:
        """Newest first."""
        return self._told(self._without_content().order_by("-id")[:limit])

    def standing(self, standing: TrustStanding) -> tuple[TrustImport, ...]:
        """All that stand so now."""
        rows = self._without_content().order_by("id")
        decided = self._steps.filter(proposal=OuterRef("pk"))
        if standing is TrustStanding.WAITING:
            return self._told(rows.filter(~Exists(decided)))
        later = self._steps.filter(proposal=OuterRef("proposal"), place__gt=OuterRef("place"))
        last = decided.filter(~Exists(later), standing=str(standing))
        return self._told(rows.filter(Exists(last)))

    def version(self) -> int:
        """Steps are only added, so their count tells: numbers may be given in another order than that of commits."""
        return self._steps.count()

    def _without_content(self) -> QuerySet[TrustImportRow]:
        return self._rows.defer("content").prefetch_related("steps")

    def _told(self, rows: Iterable[TrustImportRow]) -> tuple[TrustImport, ...]:
        return tuple(
            TrustImport(
                proposal=_proposal(row),
                steps=tuple(_step(step) for step in sorted(row.steps.all(), key=lambda step: step.place)),
            )
            for row in rows
        )

    @property
    def _rows(self) -> QuerySet[TrustImportRow]:
        return TrustImportRow.objects.using(self._using)

    @property
    def _steps(self) -> QuerySet[TrustStepRow]:
        return TrustStepRow.objects.using(self._using)


def _proposal(row: TrustImportRow) -> TrustProposal:
    return TrustProposal(
        id=row.pk,
        state=row.state,
        kind=row.kind,
        name=row.name,
        holds=tuple(row.holds),
        sha256=row.sha256,
        fingerprint=row.fingerprint,
        how=row.how,
        received=row.received,
        by=row.proposed_by,
        at=row.at,
    )


def _step(row: TrustStepRow) -> TrustStep:
    return TrustStep(
        proposal=row.proposal_id, standing=TrustStanding(row.standing), by=row.decided_by, at=row.at, reason=row.reason
    )

"""Forms being filled in, on Django's ORM."""

from __future__ import annotations

import json
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from preclear.errors import Conflict, NotFound
from preclear.services.ports import Draft
from preclear.storage.faults import in_our_words
from preclear.storage.models import CaseRow, DraftRow, FileRow


class DraftsInDatabase:
    """``preclear.services.ports.Drafts``."""

    def __init__(self, using: str) -> None:
        self._using = using

    def put(self, draft: Draft) -> None:
        """Save; a draft keeps its owner."""
        values = {"document": json.dumps(draft.document), "saved_at": draft.saved_at}
        with in_our_words():
            if self._rows.filter(key=draft.id, account=draft.account).update(**values):
                return
            if self._rows.filter(key=draft.id).exists():
                raise Conflict(f"the draft {draft.id} is another account's")
            self._rows.create(key=draft.id, account=draft.account, **values)

    def get(self, id: str) -> Draft:  # noqa: A002 -- the draft's own field
        """One draft."""
        row = self._rows.filter(key=id).first()
        if row is None:
            raise NotFound(f"no draft {id}")
        return _draft(row)

    def of_account(self, account: str) -> tuple[Draft, ...]:
        """Newest first."""
        return tuple(map(_draft, self._rows.filter(account=account).order_by("-saved_at", "key")))

    def drop(self, id: str) -> None:  # noqa: A002 -- the draft's own field
        """Forget it."""
        self._forget(self._rows.filter(key=id))

    def purge(self, before: datetime) -> int:
        """Forget all old ones."""
        return self._forget(self._rows.filter(saved_at__lt=before))

    def _forget(self, rows: QuerySet[DraftRow]) -> int:
        """Files go too, unless an application with this very id has them by now."""
        with in_our_words():
            keys = list(rows.values_list("key", flat=True))
            case = CaseRow.objects.using(self._using).filter(reference=OuterRef("reference"))
            FileRow.objects.using(self._using).filter(~Exists(case), reference__in=keys).delete()
            self._rows.filter(key__in=keys).delete()
        return len(keys)

    @property
    def _rows(self) -> QuerySet[DraftRow]:
        return DraftRow.objects.using(self._using)


def _draft(row: DraftRow) -> Draft:
    return Draft(id=row.key, account=row.account, document=json.loads(row.document), saved_at=row.saved_at)

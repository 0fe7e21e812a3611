"""The tables of trust that was proposed and decided. Rows are only added (``promises``)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from preclear.model.case import SYSTEM
from preclear.services.trust_records import TrustStanding

_DECISIONS = tuple(one for one in TrustStanding if one is not TrustStanding.WAITING)


class TrustImportRow(models.Model):
    """A proposal to trust, with the bytes as received. Append-only."""

    state = models.TextField()
    kind = models.TextField()
    name = models.TextField()
    holds: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    sha256 = models.TextField(db_index=True)
    fingerprint = models.TextField()
    how = models.TextField()
    received = models.DateField()
    proposed_by = models.TextField()
    at = models.DateTimeField()
    content = models.BinaryField()

    class Meta:
        """Names, and what must always hold."""

        db_table = "preclear_trust_import"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(proposed_by__in=["", SYSTEM.id]) & ~Q(how="") & ~Q(fingerprint="") & ~Q(sha256=""),
                name="trust_import_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        return f"trust import {self.pk}"


class TrustStepRow(models.Model):
    """What was decided about a proposal: ``place`` 1 confirmed or rejected, 2 withdrawn. Append-only."""

    proposal = models.ForeignKey(TrustImportRow, on_delete=models.PROTECT, related_name="steps")
    place = models.PositiveSmallIntegerField()
    standing = models.TextField(choices=[(one, one) for one in _DECISIONS])
    decided_by = models.TextField()
    at = models.DateTimeField()
    reason = models.TextField(default="", blank=True)

    class Meta:
        """Names, and the promises that a CHECK can keep."""

        db_table = "preclear_trust_step"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["proposal", "place"], name="trust_is_decided_once"),
            models.CheckConstraint(
                condition=Q(place=1, standing__in=[TrustStanding.CONFIRMED, TrustStanding.REJECTED])
                | Q(place=2, standing=TrustStanding.WITHDRAWN),
                name="trust_step_is_in_its_place",
            ),
            models.CheckConstraint(condition=~Q(decided_by__in=["", SYSTEM.id]), name="trust_step_is_somebodys"),
        ]

    def __str__(self) -> str:
        return f"trust import {self.proposal_id} {self.standing}"

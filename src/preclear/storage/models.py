"""The tables. Records are canonical JSON; beside it stand the columns that queues and promises need.

Only ``preclear.storage`` reads and writes these; services see ``preclear.services.ports``.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from preclear.model.case import SYSTEM
from preclear.model.codes import ApplicationState, ClearanceState, Outcome
from preclear.storage.accounts import Account
from preclear.storage.api_tokens import ApiTokenRow
from preclear.storage.trust_rows import TrustImportRow, TrustStepRow

__all__ = [
    "Account",
    "AlarmRow",
    "ApiTokenRow",
    "AuditHash",
    "AuditRow",
    "AuditSalt",
    "CaseRow",
    "ClearanceRow",
    "DecisionRow",
    "DossierRow",
    "DraftRow",
    "FeedRow",
    "FileRow",
    "JobRow",
    "LateMatchRow",
    "LetterRow",
    "MatchRow",
    "ProtectionRow",
    "TrustImportRow",
    "TrustStepRow",
]


class CaseRow(models.Model):
    """A case. ``record`` is ``preclear.model.case.Case``; ``raw`` the application's bytes as handed in.

    ``due`` is the nearest running clock; ``decision`` the id of the decision that stands.
    """

    reference = models.TextField(primary_key=True)
    submitted_at = models.DateTimeField()
    state = models.TextField(choices=[(state, state) for state in ApplicationState])
    version = models.BigIntegerField()
    account = models.TextField(db_index=True)
    officer = models.TextField(default="", blank=True)
    reviewer = models.TextField(default="", blank=True)
    appeal_reviewer = models.TextField(default="", blank=True)
    purpose = models.TextField(default="", blank=True)
    urgent = models.BooleanField(default=False)
    frozen = models.BooleanField(default=False)
    due = models.DateTimeField(null=True)
    people: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    decision = models.TextField(default="", blank=True)
    record = models.TextField()
    raw = models.BinaryField()

    class Meta:
        """Names, indexes for the queues, and what must always hold."""

        db_table = "preclear_case"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "-urgent", "due"], name="case_queue"),
            models.Index(fields=["officer", "state"], name="case_officer"),
            models.Index(fields=["reviewer", "state"], name="case_reviewer"),
            models.Index(fields=["due"], name="case_due"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=list(ApplicationState)), name="case_state_is_known"),
            models.CheckConstraint(condition=Q(version__gte=0), name="case_version_counts"),
            models.CheckConstraint(condition=~Q(reference=""), name="case_has_a_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"


class FileRow(models.Model):
    """An uploaded file, of a case or of a draft: ``reference`` is the id of either."""

    reference = models.TextField()
    key = models.TextField()
    kind = models.TextField()
    media_type = models.TextField()
    name = models.TextField(default="", blank=True)
    sha256 = models.TextField()
    content = models.BinaryField()

    class Meta:
        """Names, and one row for each id of a file in its case."""

        db_table = "preclear_file"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["reference", "key"], name="file_is_one_of_its_case"),
        ]

    def __str__(self) -> str:
        return f"{self.reference}/{self.key}"


class DossierRow(models.Model):
    """A frozen dossier with its assessment. Append-only."""

    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    dossier = models.TextField()
    assessment = models.TextField()

    class Meta:
        """Names, and one row for each version."""

        db_table = "preclear_dossier"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "version"], name="dossier_version_is_one"),
            models.CheckConstraint(condition=Q(version__gte=1), name="dossier_version_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}, dossier {self.version}"


class DecisionRow(models.Model):
    """A decision. Append-only. What a refusal needs is told twice: here, and as triggers in ``promises``."""

    key = models.TextField(unique=True)
    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT)
    outcome = models.TextField(choices=[(outcome, outcome) for outcome in Outcome])
    proposed_by = models.TextField()
    confirmed_by = models.TextField(null=True)  # noqa: DJ001 -- null says that nobody confirmed; SQL compares it so
    at = models.DateTimeField()
    record = models.TextField()

    class Meta:
        """Names, and the promises that a CHECK can keep."""

        db_table = "preclear_decision"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(outcome__in=list(Outcome)), name="decision_outcome_is_known"),
            models.CheckConstraint(condition=~Q(key="") & ~Q(proposed_by=""), name="decision_is_somebodys"),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.REFUSE)
                | (
                    Q(confirmed_by__isnull=False)
                    & ~Q(confirmed_by="")
                    & ~Q(confirmed_by=F("proposed_by"))
                    & ~Q(proposed_by=SYSTEM.id)
                    & ~Q(confirmed_by=SYSTEM.id)
                ),
                name="refusal_has_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by=SYSTEM.id) | Q(outcome=Outcome.GRANT), name="machine_can_only_grant"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.outcome}"


class ClearanceRow(models.Model):
    """A clearance with its credential. ``case`` is the application that it was issued on."""

    number = models.TextField(unique=True)
    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT)
    state = models.TextField(choices=[(state, state) for state in ClearanceState], db_index=True)
    version = models.BigIntegerField()
    status_index = models.BigIntegerField(unique=True)
    issued_at = models.DateTimeField()
    record = models.TextField()
    credential = models.TextField()

    class Meta:
        """Names, and what must always hold."""

        db_table = "preclear_clearance"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=list(ClearanceState)), name="clearance_state_is_known"),
            models.CheckConstraint(condition=Q(status_index__gte=0), name="clearance_has_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"


class JobRow(models.Model):
    """Work that waits, runs under a lease, or was set aside as failed. Done work leaves no row."""

    key = models.TextField()
    kind = models.TextField()
    argument = models.TextField()
    due = models.DateTimeField()
    state = models.TextField(default="WAITING")
    holder = models.TextField(default="", blank=True)
    lease = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    error = models.TextField(default="", blank=True)

    class Meta:
        """Names; the same work waits once, though it may be asked for again while it runs."""

        db_table = "preclear_job"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "due"], name="job_next")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key"], condition=Q(state="WAITING"), name="job_waits_once"),
            models.CheckConstraint(condition=Q(state__in=["WAITING", "RUNNING", "FAILED"]), name="job_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"


class LetterRow(models.Model):
    """A notice to an account."""

    to = models.TextField(db_index=True)
    reference = models.TextField(default="", blank=True)
    kind = models.TextField()
    values: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    at = models.DateTimeField()
    sent = models.DateTimeField(null=True)

    class Meta:
        """Names, and the outbox's index."""

        db_table = "preclear_letter"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], condition=Q(sent__isnull=True), name="letter_unsent"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class ProtectionRow(models.Model):
    """A referral for help, behind the protection wall."""

    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT)
    source = models.TextField()
    notes = models.TextField()
    at = models.DateTimeField()
    acknowledged_by = models.TextField(default="", blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Names."""

        db_table = "preclear_protection"

    def __str__(self) -> str:
        return f"protection {self.pk}"


class MatchRow(models.Model):
    """A possible match that a person ruled out."""

    identity = models.TextField(db_index=True)
    list = models.TextField()
    entity = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()
    expires = models.DateTimeField()
    version = models.TextField(default="", blank=True)

    class Meta:
        """Names."""

        db_table = "preclear_match"

    def __str__(self) -> str:
        return f"{self.list}/{self.entity}"


class LateMatchRow(models.Model):
    """A possible match that came up after the match desk's turn. ``record`` is ``match_records.LateMatch``."""

    reference = models.TextField(db_index=True)
    clearance = models.TextField(default="", blank=True)
    waits = models.BooleanField(default=True)
    confirmed = models.BooleanField(default=False)
    answered_by = models.TextField(default="", blank=True)
    seconded_by = models.TextField(default="", blank=True)
    due = models.DateTimeField()
    version = models.BigIntegerField(default=0)
    record = models.TextField()

    class Meta:
        """Names, and the desk's queue."""

        db_table = "preclear_late_match"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due"], condition=Q(waits=True), name="late_match_waits"),
            models.Index(fields=["id"], condition=Q(confirmed=True), name="late_match_confirmed"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(waits=True, confirmed=True), name="late_match_waits_or_is_confirmed"),
            models.CheckConstraint(
                condition=Q(confirmed=False)
                | (~Q(answered_by="") & ~Q(seconded_by="") & ~Q(seconded_by=F("answered_by"))),
                name="late_match_has_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"late match {self.pk}"


class AlarmRow(models.Model):
    """One alarm of a list. It refers to no row of a case, so that it outlives erased dossiers, and holds no name."""

    reference = models.TextField(default="", blank=True)
    list = models.TextField()
    entity = models.TextField()
    raised_at = models.DateTimeField(db_index=True)
    end = models.TextField(default="", blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Names, and the way from an answer to its alarm."""

        db_table = "preclear_alarm"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["reference"], condition=Q(end=""), name="alarm_waits"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(end="") | Q(ended_at__isnull=False), name="alarm_ended_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"alarm {self.pk}"


class DraftRow(models.Model):
    """A form being filled in."""

    key = models.TextField(primary_key=True)
    account = models.TextField(db_index=True)
    document = models.TextField()
    saved_at = models.DateTimeField(db_index=True)

    class Meta:
        """Names."""

        db_table = "preclear_draft"

    def __str__(self) -> str:
        return f"draft {self.key}"


class FeedRow(models.Model):
    """What the carrier gateway must hear; ``position`` counts in the order of commits."""

    position = models.BigIntegerField(primary_key=True)
    record = models.TextField()

    class Meta:
        """Names."""

        db_table = "preclear_feed"

    def __str__(self) -> str:
        return f"feed {self.position}"


class AuditRow(models.Model):
    """One entry of the audit log. Append-only, and without a gap."""

    place = models.BigIntegerField(primary_key=True)
    about = models.TextField(db_index=True)
    entry = models.BinaryField()

    class Meta:
        """Names."""

        db_table = "preclear_audit"

    def __str__(self) -> str:
        return f"audit {self.place}"


class AuditHash(models.Model):
    """The hash of one complete subtree of the audit log. Append-only."""

    level = models.PositiveSmallIntegerField()
    place = models.BigIntegerField()
    value = models.BinaryField()

    class Meta:
        """Names, and one hash for each node."""

        db_table = "preclear_audit_hash"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["level", "place"], name="audit_hash_is_one"),
        ]

    def __str__(self) -> str:
        return f"hash {self.level}/{self.place}"


class AuditSalt(models.Model):
    """The salt of one entry's commitment, apart from the log: deleting it makes the commitment unopenable."""

    place = models.BigIntegerField(primary_key=True)
    salt = models.BinaryField()

    class Meta:
        """Names."""

        db_table = "preclear_audit_salt"

    def __str__(self) -> str:
        return f"salt {self.place}"

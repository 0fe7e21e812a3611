"""A case: an application on its way to a decision, with its clocks, questions and people."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from preclear.model.application import Application
from preclear.model.codes import ApplicationState, MatchDecision, Outcome, Role


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who does something: an account id and its roles. The machine is ``SYSTEM``."""

    id: str
    roles: frozenset[Role]
    certified: bool = False

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds one of these roles."""
        return not self.roles.isdisjoint(roles)


SYSTEM = Actor(id="system", roles=frozenset({Role.SYSTEM}))


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Time that may run out, and that stands still while somebody else must act.

    Running out escalates to a person; it is never adverse to the applicant.
    """

    limit: timedelta
    started: datetime
    stood_still: timedelta = timedelta()
    stopped: datetime | None = None

    def due(self, at: datetime) -> datetime:
        """When the time runs out, as seen at ``at``."""
        standing = at - self.stopped if self.stopped else timedelta()
        return self.started + self.limit + self.stood_still + standing

    def left(self, at: datetime) -> timedelta:
        """Time left; negative when it has run out."""
        return self.due(at) - at

    def stop(self, at: datetime) -> Clock:
        """The clock, standing still from ``at``."""
        return self if self.stopped else replace(self, stopped=at)

    def resume(self, at: datetime) -> Clock:
        """The clock, running again from ``at``."""
        if not self.stopped:
            return self
        return replace(self, stopped=None, stood_still=self.stood_still + (at - self.stopped))


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something that an officer asked the applicant; ``answer`` is empty until it is answered."""

    id: str
    text: str
    asked_by: str
    asked_at: datetime
    due: datetime
    answer: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PutQuestion:
    """A contradiction put to the applicant: both sides as the applicant reads them, and the answer.

    ``finding`` is the finding's key in the assessment. ``accepted`` is what an officer says of the answer.
    """

    id: str
    finding: str
    text: str
    resolved_by: str
    put_by: str
    put_at: datetime
    due: datetime
    answer: str = ""
    answered_at: datetime | None = None
    accepted: bool | None = None
    accepted_by: str = ""


@dataclass(frozen=True, kw_only=True)
class MatchReview:
    """What the match desk said of one possible match, and why. Confirming one needs a second person.

    ``version`` is the entry's version when the match was raised; ``closed`` says why nobody need answer any more.
    """

    list: str
    entity: str
    name: str
    decision: MatchDecision | None = None
    by: str = ""
    at: datetime | None = None
    reason: str = ""
    seconded_by: str = ""
    version: str = ""
    closed: str = ""

    @property
    def waits(self) -> bool:
        """Whether an answer, or the second person of a confirmation, is still missing."""
        return not self.closed and (
            self.decision is None or (self.decision is MatchDecision.SAME and not self.seconded_by)
        )

    def waits_for(self, account: str) -> bool:
        """Whether this person may still answer: nobody confirms an answer of their own."""
        return self.waits and (self.decision is None or self.by != account)

    @property
    def key(self) -> str:
        """List and entity."""
        return f"{self.list}/{self.entity}"


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """Written reasons, as the applicant reads them: facts of this case, never stock phrases.

    ``ground`` is a code of the agreement (``R02``); ``facts`` are paragraphs; ``considered`` are the documents looked
    at; ``rule`` is the paragraph that decides.
    """

    ground: str
    facts: tuple[str, ...]
    considered: tuple[str, ...]
    rule: str
    would_resolve: str = ""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What an officer proposes; a refusal waits for a second human."""

    outcome: Outcome
    by: str
    at: datetime
    reasons: Reasons | None = None
    conditions: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A decision. A refusal has two different people behind it; the machine can only grant."""

    id: str
    reference: str
    outcome: Outcome
    proposed_by: str
    confirmed_by: str | None
    at: datetime
    reasons: Reasons | None = None
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Appeal:
    """A second look at a refusal by somebody who took no part in it."""

    by: str
    at: datetime
    grounds: str
    decide_by: datetime
    reviewer: str = ""
    result: str = ""
    reasons: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """One step in the life of a case, as people see it; the audit log has its commitment."""

    at: datetime
    by: str
    event: str
    state: ApplicationState
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Case:
    """An application with everything that happened to it.

    ``version`` counts changes: a writer names the version that it saw, so that two people cannot overwrite each
    other. ``clocks`` are by name: ``match``, ``decide``, ``total``, ``confirm``, ``answer``, ``mend``.
    """

    application: Application
    state: ApplicationState
    account: str
    version: int = 0
    agreement: str = ""
    officer: str = ""
    reviewer: str = ""
    missing: tuple[str, ...] = ()
    clocks: dict[str, Clock] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    put: tuple[PutQuestion, ...] = ()
    matches: tuple[MatchReview, ...] = ()
    proposal: Proposal | None = None
    decision: Decision | None = None
    appeal: Appeal | None = None
    frozen: bool = False
    urgent: bool = False
    history: tuple[HistoryEntry, ...] = ()

    @property
    def reference(self) -> str:
        """The application's reference."""
        return self.application.reference

    @property
    def people(self) -> frozenset[str]:
        """Everybody who has acted on this case or had it, the machine and the applicant left out."""
        had = {self.officer, self.reviewer, self.proposal.by if self.proposal else ""}
        return frozenset(had | {entry.by for entry in self.history}) - {"", SYSTEM.id, self.account}

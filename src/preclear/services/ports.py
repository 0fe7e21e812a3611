"""What the services need from the outside world, as protocols named by plural nouns.

``preclear.bootstrap`` chooses what stands behind them; ``preclear.testing`` has one in memory. All records of one
``Store.transaction()`` are written together with their audit entries, or none of them is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from preclear.documents import TrustStore
from preclear.model.carriage import CarrierEntry, CarrierScope
from preclear.model.case import Case, Decision
from preclear.model.clearance import Clearance, Credential
from preclear.model.codes import ApplicationState, ClearanceState
from preclear.model.dossier import Dossier, RegisterAnswer
from preclear.model.finding import Assessment
from preclear.model.paper import PaperHints
from preclear.model.screening import ListSource, ScreeningAnswer, ScreeningQuery
from preclear.model.verification import Mrz, PageReading, SealVerification, Step
from preclear.oversight import LogReader
from preclear.services.match_records import Alarms, LateMatches, Matches
from preclear.services.trust_records import TrustImports


@dataclass(frozen=True, kw_only=True)
class WaitingCase:
    """A case that waits for somebody, without the name of its applicant: nobody picks a person."""

    reference: str
    state: ApplicationState
    due: datetime | None
    urgent: bool
    account: str
    people: frozenset[str]
    purpose: str = ""


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """One uploaded file. ``sha256`` is of ``content``, in lower-case hexadecimal."""

    id: str
    kind: str
    media_type: str
    content: bytes
    sha256: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A dossier with its assessment, as number ``version`` (from 1) of its application."""

    version: int
    dossier: Dossier
    assessment: Assessment
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Job:
    """Work to be done after the transaction that asked for it; done at least once, so it is idempotent.

    ``key`` is unique among waiting jobs: asking twice gives one job.
    """

    key: str
    kind: str
    argument: str
    due: datetime
    tries: int = 0


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A notice as stored: to which account, what, in which words. ``sent`` is set when it left the house."""

    id: int
    to: str
    reference: str
    kind: str
    values: Mapping[str, str]
    at: datetime
    sent: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ProtectionRecord:
    """What lies behind the protection wall: read by protection officers only, never shown with the dossier."""

    id: int
    reference: str
    source: str
    notes: str
    at: datetime
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None
    closed_at: datetime | None = None


class Cases(Protocol):
    """Applications on their way, by reference."""

    def get(self, reference: str) -> Case:
        """The case. Raises ``NotFound``."""

    def add(self, case: Case, raw: bytes) -> None:
        """A new case with its application exactly as handed in. Raises ``Conflict`` when the reference is taken."""

    def raw(self, reference: str) -> bytes:
        """The application's document as handed in, unknown properties included. Raises ``NotFound``."""

    def replace(self, case: Case, *, seen: int, raw: bytes | None = None) -> None:
        """The case after a change. ``seen`` is the version that the writer saw; else ``Conflict``."""

    def of_account(self, account: str) -> tuple[Case, ...]:
        """An applicant's own, newest first."""

    def of_officer(self, officer: str) -> tuple[Case, ...]:
        """What is assigned to this officer or reviewer and not decided, the nearest deadline first."""

    def waiting(self, states: Collection[ApplicationState], *, limit: int = 100) -> tuple[WaitingCase, ...]:
        """Cases in these states, urgent ones first, then the nearest deadline."""

    def count(self) -> Mapping[ApplicationState, int]:
        """How many cases are in each state."""

    def with_clocks(self, before: datetime, *, limit: int = 1000) -> tuple[str, ...]:
        """References of undecided cases that have a running clock due before this time."""


class Files(Protocol):
    """Uploaded files of applications."""

    def put(self, reference: str, file: StoredFile) -> None:
        """Keep a file; the same id again replaces it while the case is not decided."""

    def get(self, reference: str, id: str) -> StoredFile:  # noqa: A002 -- the file's own field
        """One file with its bytes. Raises ``NotFound``."""

    def of(self, reference: str) -> tuple[StoredFile, ...]:
        """All files of an application, by id."""


class Dossiers(Protocol):
    """Frozen dossiers with their assessments. Append-only."""

    def add(self, dossier: Dossier, assessment: Assessment, at: datetime) -> int:
        """Keep one; returns its version."""

    def latest(self, reference: str) -> Judged | None:
        """The newest, or None before the first."""

    def get(self, reference: str, version: int) -> Judged:
        """One of them. Raises ``NotFound``."""


class Decisions(Protocol):
    """Decisions. Append-only; the database itself refuses a refusal without two different people."""

    def add(self, decision: Decision) -> None:
        """Keep a decision."""

    def of(self, reference: str) -> tuple[Decision, ...]:
        """All decisions on an application, oldest first."""


class Clearances(Protocol):
    """Clearances by number."""

    def get(self, number: str) -> Clearance:
        """One of them. Raises ``NotFound``."""

    def add(self, clearance: Clearance, credential: Credential) -> None:
        """A new one with its credential. Raises ``Conflict`` when the number is taken."""

    def replace(self, clearance: Clearance, *, seen: int) -> None:
        """After a change; ``Conflict`` when ``seen`` is not the stored version."""

    def of(self, reference: str) -> tuple[Clearance, ...]:
        """All of one application, newest first."""

    def credential(self, number: str) -> Credential:
        """What the traveller carries. Raises ``NotFound``."""

    def in_states(self, states: Collection[ClearanceState]) -> Iterator[Clearance]:
        """All in these states, by number."""

    def many(self, states: Collection[ClearanceState]) -> int:
        """How many are in these states."""

    def page(self, states: Collection[ClearanceState], *, after: str = "", limit: int = 100) -> tuple[Clearance, ...]:
        """The next ones in these states, by number, after this number."""

    def next_index(self) -> int:
        """A place in the status list that nobody has."""

    def statuses(self) -> Iterator[tuple[int, ClearanceState]]:
        """Place in the status list and state, of every clearance."""


class Jobs(Protocol):
    """Work that waits."""

    def add(self, kind: str, argument: str, *, due: datetime) -> None:
        """Ask for work; once for each kind and argument that waits."""

    def lease(self, at: datetime, holder: str, *, seconds: int = 60) -> Job | None:
        """Take the next due job for this long, or None."""

    def done(self, job: Job, holder: str) -> None:
        """The job is done; ignored when the lease went to somebody else."""

    def again(self, job: Job, holder: str, *, due: datetime, error: str) -> None:
        """Try later; after many tries the job is set aside as failed and shown to the administrator."""

    def failed(self) -> tuple[tuple[Job, str], ...]:
        """Jobs set aside, with their last error."""


class Letters(Protocol):
    """Notices to people: an outbox."""

    def add(self, to: str, reference: str, kind: str, values: Mapping[str, str], at: datetime) -> None:
        """Write a notice."""

    def unsent(self, *, limit: int = 100, after: int = 0) -> tuple[Letter, ...]:
        """What has not left the house yet, oldest first; ``after`` is the id of the last one of the page before."""

    def sent(self, id: int, at: datetime) -> None:  # noqa: A002 -- the letter's own field
        """It has left."""

    def newest(self, *, limit: int = 100, to: str = "") -> tuple[Letter, ...]:
        """The newest, of one account or of all."""


class Protections(Protocol):
    """The track behind the wall."""

    def add(self, reference: str, source: str, notes: str, at: datetime) -> None:
        """Refer somebody for help."""

    def waiting(self) -> tuple[ProtectionRecord, ...]:
        """Not closed yet, oldest first."""

    def of(self, reference: str) -> tuple[ProtectionRecord, ...]:
        """All of one application."""

    def replace(self, record: ProtectionRecord) -> None:
        """After acknowledging or closing."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A form being filled in: the application's document so far, in any state of completeness."""

    id: str
    account: str
    document: Mapping[str, Any]
    saved_at: datetime


class Drafts(Protocol):
    """Forms being filled in; nothing of them is judged. Purged after 30 days without a change."""

    def put(self, draft: Draft) -> None:
        """Save, over what was saved under this id."""

    def get(self, id: str) -> Draft:  # noqa: A002 -- the draft's own field
        """One draft. Raises ``NotFound``."""

    def of_account(self, account: str) -> tuple[Draft, ...]:
        """An applicant's drafts, newest first."""

    def drop(self, id: str) -> None:  # noqa: A002 -- the draft's own field
        """Forget a draft with its files."""

    def purge(self, before: datetime) -> int:
        """Forget all that were saved last before this time; how many."""


class Feed(Protocol):
    """What the carrier gateway must hear, in the order in which it happened."""

    def add(self, entry: CarrierEntry) -> None:
        """Say that a clearance is new or has changed."""

    def after(self, position: int, *, limit: int = 1000) -> tuple[tuple[int, CarrierEntry], ...]:
        """What came after this position."""


class Audit(Protocol):
    """The append-only log. Every writing transaction adds to it."""

    def add(
        self,
        *,
        at: datetime,
        actor: str,
        verb: str,
        about: str,
        record: Any = None,
        details: Mapping[str, str] | None = None,
    ) -> int:
        """Append an entry with a salted commitment to ``record`` (a model); returns its index."""

    def of(self, about: str, *, limit: int = 1000) -> tuple[Mapping[str, Any], ...]:
        """Entries about one reference, oldest first, each with its ``index``."""

    def reader(self) -> LogReader:
        """The whole log, to be searched and rechecked; may be read after the transaction."""


class Records(Protocol):
    """All records, inside one transaction."""

    @property
    def cases(self) -> Cases: ...  # noqa: D102 -- the class says it
    @property
    def files(self) -> Files: ...  # noqa: D102 -- the class says it
    @property
    def dossiers(self) -> Dossiers: ...  # noqa: D102 -- the class says it
    @property
    def decisions(self) -> Decisions: ...  # noqa: D102 -- the class says it
    @property
    def clearances(self) -> Clearances: ...  # noqa: D102 -- the class says it
    @property
    def jobs(self) -> Jobs: ...  # noqa: D102 -- the class says it
    @property
    def letters(self) -> Letters: ...  # noqa: D102 -- the class says it
    @property
    def protections(self) -> Protections: ...  # noqa: D102 -- the class says it
    @property
    def matches(self) -> Matches: ...  # noqa: D102 -- the class says it
    @property
    def late_matches(self) -> LateMatches: ...  # noqa: D102 -- the class says it
    @property
    def alarms(self) -> Alarms: ...  # noqa: D102 -- the class says it
    @property
    def drafts(self) -> Drafts: ...  # noqa: D102 -- the class says it
    @property
    def trust_imports(self) -> TrustImports: ...  # noqa: D102 -- the class says it
    @property
    def feed(self) -> Feed: ...  # noqa: D102 -- the class says it
    @property
    def audit(self) -> Audit: ...  # noqa: D102 -- the class says it


class Store(Protocol):
    """Where records live."""

    def transaction(self) -> AbstractContextManager[Records]:
        """Everything inside is written together when the block ends, or not at all when it raises."""


class Lists(Protocol):
    """Watchlists and lost or stolen documents, as one immutable snapshot."""

    @property
    def id(self) -> str:
        """The snapshot's id."""

    @property
    def sources(self) -> tuple[ListSource, ...]:
        """The lists inside."""

    def screen(self, query: ScreeningQuery, top: int = 10, *, on: date | None = None) -> ScreeningAnswer:
        """Possible matches, best first; entries that are over on the day ``on`` stay out."""


@dataclass(frozen=True, kw_only=True)
class ListDelta:
    """What differs between two snapshots. ``new`` screens against what was added or changed, and nothing else.

    ``touched`` are list and entity of all that was added, changed or removed; ``removed`` those of the last kind.
    ``numbers`` says that a list of bare document numbers (lost, stolen) is another one.
    """

    new: Lists
    touched: frozenset[tuple[str, str]]
    removed: frozenset[tuple[str, str]] = frozenset()
    numbers: bool = False


class Snapshots(Protocol):
    """The snapshots of lists that this installation keeps: the one in use, and a few before it."""

    def current(self) -> Lists | None:
        """The snapshot in use at this moment, noticed anew when it was replaced; None where none is set up.

        Where a new file cannot be read, the one before stays in use and ``trouble`` says why; with none before, lists
        that answer everything with ``Unavailable``.
        """

    @property
    def trouble(self) -> str:
        """Why the file in use cannot be read; empty where all is well."""

    def keep(self, source: Path, accept: Collection[str] = ()) -> tuple[str, str]:
        """Verify a snapshot and keep a copy; ids of the one in use ("" where none can be read) and of the new one.

        ``InvalidInput`` for a damaged or foreign file, and where a list changed beyond its bounds and is not among
        ``accept``; ``Unavailable`` where the disk refuses.
        """

    def use(self, id: str) -> None:  # noqa: A002 -- the snapshot's own name
        """Put a snapshot that is kept into use, in one step. ``NotFound``; ``Unavailable`` where the disk refuses."""

    def delta(self, before: str, after: str) -> ListDelta:
        """What differs between two installed snapshots, by id. ``NotFound`` when one is not kept any more."""


class Pages(Protocol):
    """Who reads photographed pages: the library ``preclear.documents.images``."""

    def read(self, data: bytes) -> PageReading:
        """What is on the picture. Raises ``InvalidInput`` when it cannot be decoded."""

    def preview(self, data: bytes, longest: int) -> bytes:
        """Its first page as a new JPEG, at most ``longest`` points on a side. ``InvalidInput`` as above."""


class Seals(Protocol):
    """Who finds and verifies seals: the library ``preclear.documents.seals``."""

    def find(self, picture: bytes) -> tuple[bytes, ...]:
        """The contents of the codes on a picture that may be seals. ``InvalidInput`` when it cannot be decoded."""

    def verify(self, data: bytes, trust: TrustStore, at: datetime) -> SealVerification:
        """Verify one. Raises ``InvalidInput`` when it is none."""

    def against(self, seal: SealVerification, mrz: Mrz | None, passport_number: str | None) -> tuple[Step, ...]:
        """How a seal's message compares with the zone and number of the passport that it belongs to."""


class Papers(Protocol):
    """Who looks at supporting papers: the library ``preclear.documents.papers``."""

    def look(self, data: bytes, at: datetime) -> PaperHints:
        """What a PDF or picture shows of its own history. ``InvalidInput`` when it is none."""


class Register(Protocol):
    """A register outside: employers, permits, recruiters, schools."""

    @property
    def name(self) -> str:
        """``permit``, ``employer``, ``recruiter``, ``permission``, ``protector``, ``school``, ``wage``, ``transit``."""

    def ask(self, number: str) -> RegisterAnswer:
        """What the register says of this number or name. Never raises: silence is ``unavailable``."""


class ReadStore(Protocol):
    """The carrier gateway's own store, as the case side writes to it."""

    def position(self) -> int:
        """Up to where the feed has arrived; 0 at first."""

    def publish(self, entries: Sequence[CarrierEntry], position: int, at: datetime) -> None:
        """Take these entries, and remember the position."""

    def beat(self, at: datetime) -> None:
        """The case side is alive and has nothing more to say."""

    def set_scope(self, scope: CarrierScope) -> None:
        """What journeys the agreements cover."""


class Clock(Protocol):
    """The time. Only the outermost layer knows it."""

    def __call__(self) -> datetime:
        """Now, with a zone."""


class Post(Protocol):
    """How notices leave the house: e-mail, or the demo's outbox page."""

    def send(self, to: str, subject: str, body: str) -> None:
        """Send one. Raises ``Unavailable`` when none can be sent now, another error when this one cannot."""

"""Everything that was known when an application was judged, frozen.

``preclear.services.gather`` is the only writer. What could not be asked is evidence too: ``unavailable``.
A dossier with its rulebook gives the same assessment for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from preclear.model.application import Application, TravelDocument
from preclear.model.dates import PartialDate
from preclear.model.paper import PaperHints
from preclear.model.screening import ScreeningAnswer
from preclear.model.verification import Mrz, PageReading, SealVerification, Step, Verification


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where evidence comes from: a register, list, trust store or the form, with its version."""

    name: str
    version: str = ""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One thing that was asked and what came back.

    ``id`` is ``e01``, ``e02`` ... in the order of asking. ``kind`` names what it is (``form``, ``mrz``, ``chip``,
    ``screening``, ``register.permit``). Where nothing came back, ``unavailable`` says why, and that is never adverse.
    """

    id: str
    kind: str
    source: Source
    as_of: datetime
    summary: str = ""
    unavailable: str = ""


@dataclass(frozen=True, kw_only=True)
class RegisterAnswer:
    """What a register outside said of one number or name.

    ``found`` False means that the register answered and has no such entry; ``unavailable`` (a reason) means that it
    did not answer, which is never adverse. ``fields`` are the entry's own, as strings.
    """

    register: str
    asked: str
    found: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    unavailable: str = ""
    evidence: str = ""

    @property
    def answered(self) -> bool:
        """Whether the register answered at all."""
        return not self.unavailable


@dataclass(frozen=True, kw_only=True)
class PutContradiction:
    """A contradiction that was put to the applicant, and what came back.

    ``finding`` is the key of the finding (``Finding.key``). It may count from the day of the answer, or after ``due``
    without one; an answer that an officer accepts ``resolves`` it.
    """

    finding: str
    put_at: datetime
    due: datetime
    answered_at: datetime | None = None
    answer: str = ""
    resolved: bool = False

    def heard(self, at: datetime) -> bool:
        """Whether the person could answer: an answer came, or the time for it has passed."""
        return self.answered_at is not None or at >= self.due


@dataclass(frozen=True, kw_only=True)
class Itinerary:
    """The journey as days and places. ``leaves`` is None for a one-way trip."""

    arrives: PartialDate
    leaves: PartialDate | None
    destination: str
    nights: int | None
    one_way: bool
    transit_states: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AgreementTerms:
    """What an agreement says about judging: which steps are mandatory, and which lists hold at once."""

    id: str
    version: str
    mandatory: frozenset[str] = frozenset()
    immediate_hold: frozenset[str] = frozenset()
    auto_grant: bool = True


@dataclass(frozen=True, kw_only=True)
class ReadPage:
    """What the picture of a page gave. ``file`` is the id of the file, ``kind`` ``passport_page`` or ``visa``."""

    file: str
    kind: str
    reading: PageReading


@dataclass(frozen=True, kw_only=True)
class ReadSeal:
    """A seal found on the picture in a file, and how it compares with the documents (``against``)."""

    file: str
    seal: SealVerification
    against: tuple[Step, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReadPaper:
    """What a supporting paper shows of its own history: hints for people. No check may see them."""

    file: str
    hints: PaperHints


@dataclass(frozen=True, kw_only=True)
class RuledOut:
    """A possible match that a person ruled out before for this identity, and that is not raised again until then."""

    list: str
    entity: str
    by: str
    at: datetime
    expires: datetime

    @property
    def key(self) -> str:
        """List and entity."""
        return f"{self.list}/{self.entity}"


@dataclass(frozen=True, kw_only=True)
class ScreenedOrganisation:
    """What the lists said of an organisation that the application names.

    ``role`` is ``employer``, ``recruiter``, ``school``, ``host`` or ``sponsor``.
    """

    role: str
    name: str
    answer: ScreeningAnswer


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """An application and all evidence about it, as of one moment."""

    application: Application
    as_of: datetime
    evidence: tuple[Evidence, ...]
    itinerary: Itinerary
    mrz: Mrz | None = None
    chip: Verification | None = None
    visa_mrz: tuple[tuple[TravelDocument, Mrz], ...] = ()
    pages: tuple[ReadPage, ...] = ()
    seals: tuple[ReadSeal, ...] = ()
    papers: tuple[ReadPaper, ...] = ()
    screening: ScreeningAnswer | None = None
    registers: Mapping[str, RegisterAnswer] = field(default_factory=dict)
    put: tuple[PutContradiction, ...] = ()
    agreement: AgreementTerms | None = None
    cleared_matches: frozenset[str] = frozenset()
    ruled_out: tuple[RuledOut, ...] = ()
    organisations: tuple[ScreenedOrganisation, ...] = ()

    @property
    def reference(self) -> str:
        """The application's reference."""
        return self.application.reference

    @property
    def today(self) -> date:
        """The day on which the dossier was frozen (UTC)."""
        return self.as_of.date()

    def evidence_of(self, kind: str) -> Evidence | None:
        """The evidence of this kind, or None."""
        return next((item for item in self.evidence if item.kind == kind), None)

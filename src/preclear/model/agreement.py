"""An agreement between States as the rest of the house sees it; ``preclear.partners`` reads the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class AuthorityModel(StrEnum):
    """Who decides, and what a clearance therefore means."""

    FULL_ENTRY = "FULL_ENTRY"
    ADVISORY = "ADVISORY"
    TRAVEL_AUTHORISATION = "TRAVEL_AUTHORISATION"
    EXIT_CLEARANCE = "EXIT_CLEARANCE"


@dataclass(frozen=True, kw_only=True)
class Deadlines:
    """How long each step may take. Running out escalates; it is never adverse to the applicant."""

    mend: timedelta = timedelta(hours=48)
    match_verify: timedelta = timedelta(hours=12)
    decide: timedelta = timedelta(hours=96)
    information: timedelta = timedelta(days=10)
    put_to_applicant: timedelta = timedelta(days=5)
    third_party: timedelta = timedelta(days=7)
    consult: timedelta = timedelta(hours=60)
    interview: timedelta = timedelta(days=30)
    confirm: timedelta = timedelta(hours=24)
    total: timedelta = timedelta(days=30)
    carrier_window: timedelta = timedelta(hours=48)
    suspend_max: timedelta = timedelta(hours=24)
    appeal_lodge: timedelta = timedelta(days=30)
    appeal_decide: timedelta = timedelta(days=30)
    rectify: timedelta = timedelta(days=30)
    urgent: timedelta = timedelta(hours=4)


@dataclass(frozen=True, kw_only=True)
class FormQuestion:
    """One field of the application form, as the agreement asks it.

    ``path`` is a path into ``application.schema.json`` (``trip.arrive``) or ``answers.NAME``; ``kind`` is text,
    long_text, date, choice, yes_no, country, money, email, phone or file; labels are by language.
    ``only_for`` limits the question to purposes of travel.
    """

    path: str
    kind: str
    label: Mapping[str, str]
    why: Mapping[str, str] = field(default_factory=dict)
    example: Mapping[str, str] = field(default_factory=dict)
    required: bool = True
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    only_for: tuple[str, ...] = ()
    section: str = ""
    use: str = "ok"


@dataclass(frozen=True, kw_only=True)
class Route:
    """From an airport or State to a State or airport; empty means any."""

    origin: str = ""
    from_state: str = ""
    to_state: str = ""
    to: str = ""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What two States agreed, as far as clearing applications needs it.

    ``airports`` adds IATA codes with their State to the directory, and corrects it.
    """

    id: str
    version: str
    parties: tuple[str, ...]
    authority_model: AuthorityModel
    legal_basis: Mapping[str, str]
    valid_from: date
    valid_until: date
    routes: tuple[Route, ...] = ()
    traveller_classes: tuple[str, ...] = ()
    excluded_classes: tuple[str, ...] = ()
    exempt_younger_than: int = 0
    mandatory: frozenset[str] = frozenset()
    watchlists: tuple[str, ...] = ()
    immediate_hold: frozenset[str] = frozenset()
    deadlines: Deadlines = field(default_factory=Deadlines)
    auto_grant: bool = True
    refusal_humans: int = 2
    refusal_grounds: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notice_languages: tuple[str, ...] = ("en",)
    form: tuple[FormQuestion, ...] = ()
    airports: Mapping[str, str] = field(default_factory=dict)
    privacy_notice: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""

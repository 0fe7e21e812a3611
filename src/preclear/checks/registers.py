"""The registers that checks know, and the fields that a connector gives for each.

A connector answers with ``RegisterAnswer``: ``found`` says whether there is an entry, ``fields`` are strings, days are
``YYYY-MM-DD``, several values are separated by ";". A field that a register does not have is left out, and nothing
is held against anybody for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class RegisterWords:
    """What one register is asked with, and the fields of its entries with their meaning."""

    asked: str
    fields: Mapping[str, str]


REGISTERS: Mapping[str, RegisterWords] = {
    "permit": RegisterWords(
        asked="the permit or petition number of the offer",
        fields={
            "beneficiary_document": "number of the beneficiary's passport",
            "beneficiary_name": "name of the beneficiary",
            "dependants": "document numbers of family members who may quote it",
            "employer": "name of the employer or petitioner",
            "class": "class of the permit",
            "valid_from": "first day",
            "valid_until": "last day",
            "status": "active, pending, expired, revoked or withdrawn",
        },
    ),
    "employer": RegisterWords(
        asked="the registration number of the offering employer, else its name",
        fields={
            "legal_name": "name in the register",
            "trading_names": "other names under which it trades",
            "status": "active, dormant or dissolved",
            "ended": "day on which it was dissolved",
            "staff": "number of employees",
        },
    ),
    "recruiter": RegisterWords(
        asked="the licence number of the recruiter",
        fields={
            "name": "licence holder",
            "status": "active, suspended, expired or revoked",
            "suspended_from": "first day without a licence",
        },
    ),
    "permission": RegisterWords(
        asked="the demand permission number",
        fields={
            "issued": "day of issue",
            "extended_until": "last day after an extension",
            "status": "active, used_up or cancelled",
        },
    ),
    "protector": RegisterWords(
        asked="the registration number of the Protector of Emigrants",
        fields={
            "passport": "passport number registered",
            "name": "name registered",
            "employer": "employer registered",
            "country": "State of work",
        },
    ),
    "school": RegisterWords(
        asked="the student's registration number",
        fields={
            "institution": "school of the registration",
            "status": "active, deferred, transferred or terminated",
            "ended": "day on which the registration ended",
            "new_number": "registration at the new school after a transfer",
        },
    ),
    "wage": RegisterWords(
        asked="occupation code and State of work",
        fields={
            "low": "lower bound of the official band",
            "high": "upper bound of the official band",
            "currency": "ISO 4217",
            "period": "hour, day, week, month or year",
        },
    ),
    "cost": RegisterWords(
        asked="purpose, destination and nights",
        fields={"amount": "cost of this trip after the agreement's own table", "currency": "ISO 4217"},
    ),
    "transit": RegisterWords(
        asked="document and the transit States of the journey",
        fields={"<State>": "free, airside, visa_held or visa_required, one field for each State"},
    ),
    "identity": RegisterWords(
        asked="the national identity number",
        fields={"status": "valid, cancelled or deceased"},
    ),
}
"""Every register by name; ``Dossier.registers`` has its answer under the same name."""

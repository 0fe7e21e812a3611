"""People to look up, as rows of JSON Lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from preclear.errors import InvalidInput
from preclear.model.dates import PartialDate
from preclear.model.screening import ScreeningQuery
from preclear.screening.entries import ENTITY_TYPES, ORGANISATION, PERSON
from preclear.screening.states import state_code
from preclear.writing import json_text

MOST_BYTES = 64_000
"""Bytes of one row."""

_LONGEST = 500
_MOST_STATES = 10
_RULE = "screening query"
_TEXTS = ("name", "surname", "given_names", "native_name", "father_name", "document_number", "issuing_state")


def parse(line: bytes | str) -> ScreeningQuery:
    """Read one row: ``id``, ``name`` (or ``surname`` and ``given_names``) and what else is known of the person.

    ``entity_type`` is ``person`` where it is left out; organisations and vessels are looked up together.
    ``InvalidInput`` for rows that are no JSON, have no id, nothing to look up, or a day that does not exist.

    >>> parse('{"id": "1", "surname": "Testov", "given_names": "Arkadi"}').name
    'Arkadi Testov'
    """
    row = json_text.load(line, limit=MOST_BYTES)
    if not isinstance(row, Mapping):
        raise InvalidInput("is no object", rule=_RULE, mend="Write one JSON object a line.")
    texts = {key: _text(row, key) for key in _TEXTS}
    name = texts["name"] or " ".join(part for part in (texts["given_names"], texts["surname"]) if part)
    if not (_says_something(name) or _says_something(texts["native_name"]) or texts["document_number"]):
        raise InvalidInput(
            "nothing to look up",
            where="name",
            rule=_RULE,
            mend="Give a name of two letters or more, or a document number.",
        )
    return ScreeningQuery(
        id=id_of(row),
        name=name,
        native_name=texts["native_name"] or None,
        father_name=texts["father_name"] or None,
        birth_date=_birth_date(row.get("birth_date")),
        nationality=_nationality(row.get("nationality")),
        document_number=texts["document_number"] or None,
        issuing_state=_state(texts["issuing_state"], "issuing_state") or None,
        entity_type=_entity_type(row.get("entity_type")),
    )


def id_of(row: Mapping[str, Any]) -> str:
    """The row's id; a whole number counts as text. ``InvalidInput`` where it is missing or something else."""
    found = row.get("id")
    if isinstance(found, bool) or not isinstance(found, str | int) or not 0 < len(str(found)) <= _LONGEST:
        raise InvalidInput("no id", where="id", rule=_RULE, mend="Give each row an id.")
    return str(found)


def _says_something(name: str) -> bool:
    """Whether a name can be looked up: "nobody found" would be no answer to a stroke or a single Latin letter."""
    letters = [letter for letter in name if letter.isalnum()]
    return len(letters) > 1 or any(not letter.isascii() for letter in letters)


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise InvalidInput(f"is no text of at most {_LONGEST} characters", where=key, rule=_RULE)
    return " ".join(value.split())


def _birth_date(value: object) -> PartialDate | None:
    if value is None or value == "":
        return None
    try:
        return PartialDate.parse(str(value))
    except ValueError as error:
        raise InvalidInput(
            "is no day", where="birth_date", rule="ISO 8601", mend="Write YYYY-MM-DD, YYYY-MM or YYYY."
        ) from error


def _nationality(value: object) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    several: list[Any] = value if isinstance(value, list) else [value]
    if len(several) > _MOST_STATES or not all(isinstance(one, str) and len(one) <= _LONGEST for one in several):
        raise InvalidInput("is no State", where="nationality", rule=_RULE, mend="Write three letters for each State.")
    return tuple(code for one in several if (code := _state(one, "nationality")))


def _entity_type(value: object) -> str:
    if value is None or value == "":
        return PERSON
    if not isinstance(value, str) or value not in ENTITY_TYPES:
        mend = f"Write {', '.join(sorted(ENTITY_TYPES))}, or leave it out for a person."
        raise InvalidInput("is no type of entity", where="entity_type", rule=_RULE, mend=mend)
    return value if value == PERSON else ORGANISATION


def _state(text: str, where: str) -> str:
    code = state_code(text)
    if text and not code:
        raise InvalidInput("is no State", where=where, rule="ICAO Doc 9303-3, section 5", mend="Write three letters.")
    return code

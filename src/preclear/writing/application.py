"""Reading and writing one application after ``application.schema.json``.

``parse`` takes bytes, text or an object already read; ``format`` is its inverse for all known fields. Unknown
properties are ignored here: who stores an application keeps the document as it came.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from importlib.resources import files
from typing import Any

import cattrs
import jsonschema_rs
from cattrs.gen import make_dict_structure_fn, override

from preclear.errors import InvalidInput
from preclear.model.application import Application, Leg
from preclear.model.dates import PartialDate
from preclear.writing import json_text

RULE = "application.schema.json"
BYTES = 4_000_000
"""Bytes of one application without its files."""

_RENAMED = {"origin": "from", "destination": "to"}
"""A leg's fields whose names in the schema are reserved words or mean something else here."""


def schema() -> dict[str, Any]:
    """The schema of an application, with its ``x-use`` tags."""
    text = files("preclear.model").joinpath("application.schema.json").read_text("utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def parse(data: bytes | str | Mapping[str, Any]) -> Application:
    """Read one application; ``InvalidInput`` names the field, the rule and how to mend it.

    >>> application = parse({
    ...     "reference": "UTO-0001", "submitted_at": "2026-05-01T08:00:00Z",
    ...     "applicant": {"surname": "Specimen", "birth_date": "1990", "nationality": ["UTO"]},
    ...     "document": {"type": "P", "number": "L00000000", "issuing_state": "UTO"},
    ...     "trip": {"purpose": "tourism", "arrive": "2026-06-01", "destination": {"country": "USA"}},
    ... })
    >>> application.trip.arrive
    PartialDate(year=2026, month=6, day=1)
    """
    document = json_text.clean(data) if isinstance(data, Mapping) else json_text.load(data, limit=BYTES)
    error = next(_VALIDATOR.iter_errors(document), None)
    if error is not None:
        raise _unusable(error)
    try:
        return _CONVERTER.structure(document, Application)
    except cattrs.BaseValidationError as problem:
        raise _unreadable(problem) from problem


def format(application: Application) -> dict[str, Any]:  # noqa: A001 -- parse and format are the house's pair of verbs
    """The application as a JSON object; what was not stated is left out."""
    return _fields(application)


def _fields(record: Any) -> dict[str, Any]:
    names = _RENAMED if isinstance(record, Leg) else {}
    stated = ((name, getattr(record, name)) for name in record.__dataclass_fields__)
    return {names.get(name, name): _plain(value) for name, value in stated if value not in (None, (), {})}


def _plain(value: Any) -> Any:
    match value:
        case PartialDate():
            return str(value)
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case tuple() | list():
            return [_plain(item) for item in value]
        case Mapping():
            return {name: _plain(item) for name, item in value.items()}
        case _ if hasattr(value, "__dataclass_fields__"):
            return _fields(value)
    return value.value if isinstance(value, Enum) else value


def _nullable(node: Any) -> Any:
    """The schema with each "null or X" written as X that also takes null, so that errors name the field inside X."""
    if isinstance(node, list):
        return [_nullable(item) for item in node]
    if not isinstance(node, dict):
        return node
    match node:
        case {"oneOf": [{"type": "null"}, dict(other)]}:
            return {**_nullable(other), "type": [other["type"], "null"]}
    return {name: _nullable(item) for name, item in node.items()}


_VALIDATOR = jsonschema_rs.Draft202012Validator(_nullable(schema()), validate_formats=True, mask="the value")

_MENDS = {
    "required": "Add it",
    "enum": "Use one of the listed words",
    "format": "Write a time as 2026-05-17T08:30:00Z",
    "maxLength": "Shorten it",
    "maxItems": "Send fewer",
}


def _unusable(error: jsonschema_rs.ValidationError) -> InvalidInput:
    where = ""
    for step in error.instance_path:
        where = json_text.path(where, step)
    keyword = str(error.schema_path[-1]) if error.schema_path else ""
    mend = _MENDS.get(keyword, "See the schema for what is allowed here")
    return InvalidInput(error.message[:300], where=where, rule=f"{RULE}, {keyword}", mend=mend)


def _unreadable(problem: cattrs.BaseValidationError) -> InvalidInput:
    """The first value that the schema lets through and no calendar has."""
    what, _, where = cattrs.transform_error(problem, format_exception=lambda error, _: str(error))[0].rpartition(" @ ")
    return InvalidInput(
        what,
        where=where.removeprefix("$").removeprefix("."),
        rule=f"{RULE}, days of the Gregorian calendar",
        mend="Give a day that exists, or only its year or month",
    )


def _day(text: Any, _: object) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise ValueError(f"{text} is no day, month or year of the calendar") from error


def _time(text: Any, _: object) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text[:40]} is no time of the calendar") from error
    if moment.tzinfo is None:
        raise ValueError(f"{text[:40]} has no zone")
    return moment


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter()
    converter.register_structure_hook(PartialDate, _day)
    converter.register_structure_hook(datetime, _time)
    converter.register_structure_hook(
        Leg,
        make_dict_structure_fn(Leg, converter, **{name: override(rename=to) for name, to in _RENAMED.items()}),  # type: ignore[arg-type]  # cattrs types only its own keywords
    )
    return converter


_CONVERTER = _converter()

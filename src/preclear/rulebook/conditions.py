"""Conditions in CEL: read, refused where they want what they may not have, and evaluated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from cel_expr_python import cel
from google.protobuf.message import DecodeError

from preclear.rulebook.expressions import Reading
from preclear.rulebook.facts import Facts
from preclear.rulebook.fields import APPLICATION, OK, PACKAGE, STRICTEST_FIRST, Fields, every_field, permitted_fields

CHARACTERS = 4_000
"""Characters of one condition."""

ITERATIONS = 10_000
"""Iterations of one condition at the schema's bounds; the evaluator's own budget is the same."""


class Refused(Exception):
    """A condition that cannot be used: its code, why, and the field where there is one."""

    def __init__(self, code: str, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A condition that was compiled against the permitted fields only."""

    expression: Any

    def holds(self, facts: Facts) -> bool | None:
        """Whether it holds; None where it cannot be evaluated, as with a register that was not asked."""
        try:
            answer = self.expression.eval(data=facts.values).value()
        except RuntimeError:
            return None
        return answer if isinstance(answer, bool) else None


def compile_condition(text: str) -> Condition:
    """Compile a condition; ``Refused`` says which law of rulebooks it breaks."""
    if len(text) > CHARACTERS:
        raise Refused("unbounded", f"the condition has more than {CHARACTERS:,} characters")
    wanted = _compiled(text, every_field())
    try:
        reading = Reading(wanted.serialize())
    except DecodeError as error:
        raise Refused("unbounded", "the condition is nested too deeply") from error
    _refuse_forbidden(reading)
    if reading.open_type:
        raise Refused("dyn", "a part of the condition has a type that is only known when it runs (dyn)")
    if wanted.return_type() != cel.Type.BOOL:
        raise Refused("not_boolean", "the condition is not a question of true or false")
    if reading.steps > ITERATIONS:
        raise Refused("unbounded", f"up to {reading.steps:,} iterations, over {ITERATIONS:,}")
    return Condition(expression=_compiled(text, permitted_fields()))


def _refuse_forbidden(reading: Reading) -> None:
    tags = every_field().tags
    wanted = {tags[field] for field in reading.selected() if field in tags}
    forbidden = [use for use in wanted if use[0] != OK]
    if forbidden:
        # The longest path of the strictest tag: the field itself, not what it lies in.
        tag, path = min(forbidden, key=lambda use: (STRICTEST_FIRST.index(use[0]), -len(use[1]), use[1]))
        raise Refused(f"{tag}_field", f"{path} is {tag.replace('_', ' ')}", path)


def _compiled(text: str, fields: Fields) -> Any:
    try:
        return _environment(fields is every_field()).compile(text)
    except (RuntimeError, TypeError) as error:  # TypeError: text that is no Unicode
        raise _explained(str(error)) from error


@cache
def _environment(everything: bool) -> Any:  # noqa: FBT001 -- the key of a cache
    fields = every_field() if everything else permitted_fields()
    return cel.NewEnv(
        fields.pool,
        variables={
            "application": cel.Type(APPLICATION),
            "findings": cel.Type.List(cel.Type(f"{PACKAGE}.Finding")),
            "claims": cel.Type.List(cel.Type(f"{PACKAGE}.Claim")),
            "itinerary": cel.Type(f"{PACKAGE}.Itinerary"),
            "registers": cel.Type.Map(cel.Type.STRING, cel.Type(f"{PACKAGE}.Register")),
            "as_of": cel.Type.TIMESTAMP,
        },
    )


_FIRST_ERROR = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")
_UNKNOWN = re.compile(r"undefined field '([^']*)'|undeclared reference to '([^']*)'")


def _explained(message: str) -> Refused:
    found = _FIRST_ERROR.search(message)
    reason = f"line {found[1]}, column {found[2]}: {found[3]}" if found else message.partition("\n")[0]
    unknown = _UNKNOWN.search(reason)
    if unknown:
        return Refused("unknown_field", reason[:300], unknown[1] or unknown[2])
    return Refused("not_valid", reason[:300])

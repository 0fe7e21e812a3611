"""YAML of rulebooks, agreements and registers, as strict as it can be: what comes out is what JSON could say.

Bounded bytes and nesting; no anchors, aliases or tags, so that nothing can expand; no key twice; days stay text.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml

from preclear.errors import InvalidInput
from preclear.writing import json_text

BYTES = 1_000_000
DEPTH = 16
EVENTS = 60_000
"""Values, keys and brackets of one file; a thousand rules take some thirty thousand."""
RULE = "YAML 1.1 without anchors, aliases and tags"


def load(data: bytes | str, *, limit: int = BYTES) -> Any:
    """Read one YAML document of at most ``limit`` bytes; ``InvalidInput`` for anything else."""
    if len(data) > limit:
        raise InvalidInput(f"more than {limit:,} bytes", rule="size limit", mend="Split the file")
    try:
        _bound(data)
        value = yaml.load(data, Loader=_Plain)  # noqa: S506 -- _Plain is SafeLoader with fewer types
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise InvalidInput(f"not YAML: {error.problem or error.context}", where=where, rule=RULE) from error
    except (yaml.YAMLError, ValueError, OverflowError, TypeError) as error:
        what = str(error).partition("\n")[0][:200]
        raise InvalidInput(f"not YAML: {what}", rule=RULE, mend="Save the file as UTF-8 text") from error
    return json_text.clean(value)


def _bound(data: bytes | str) -> None:
    """Refuse what could expand or nest without end, before anything is built."""
    depth = 0
    for number, event in enumerate(yaml.parse(data, Loader=yaml.SafeLoader)):
        place = f"line {event.start_mark.line + 1}" if event.start_mark else ""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise InvalidInput(
                "anchors and aliases are not allowed", where=place, rule=RULE, mend="Write the value out"
            )
        if getattr(event, "tag", None):
            raise InvalidInput("tags are not allowed", where=place, rule=RULE, mend="Write the plain value")
        if number > EVENTS:
            raise InvalidInput(f"more than {EVENTS:,} values", where=place, rule="size limit", mend="Split the file")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH:
            raise InvalidInput(f"nested deeper than {DEPTH} levels", where=place, rule="nesting limit")


class _Plain(yaml.SafeLoader):
    """Maps with text keys, lists, text, numbers, truth values and null."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 -- PyYAML's signature
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the key {key.value!r} is given twice", key.start_mark
                    )
                seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":merge", ":value"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

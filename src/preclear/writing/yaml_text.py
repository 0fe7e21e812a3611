"""YAML as our files use it: plain values only, no anchors or aliases, no duplicate keys, bounded size and depth."""

from __future__ import annotations

from typing import Any

import yaml

from preclear.errors import InvalidInput

LIMIT = 2_000_000
"""Bytes of one file."""

_DEEPEST = 30


class _PlainLoader(yaml.SafeLoader):
    """A safe loader that refuses what makes a small file large or ambiguous."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise _refused("anchors and aliases are not used", parent)
        self.depth = getattr(self, "depth", 0) + 1
        if self.depth > _DEEPEST:
            raise _refused(f"nested deeper than {_DEEPEST}", parent)
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 -- the library's signature
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise _refused(f"{twice[0]} is given twice", node)
        return super().construct_mapping(node, deep)


def load(data: bytes | str, *, limit: int = LIMIT) -> Any:
    """Read one document. Raises ``InvalidInput`` with line and column."""
    if len(data) > limit:
        raise InvalidInput(f"larger than {limit} bytes", rule="YAML")
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        return yaml.load(text, _PlainLoader)  # noqa: S506 -- a subclass of the safe loader
    except UnicodeDecodeError as error:
        raise InvalidInput("not UTF-8", where=f"byte {error.start}", rule="YAML") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise InvalidInput(str(error.problem), where=where, rule="YAML") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise InvalidInput("cannot be read", rule="YAML", mend=" ".join(str(error).split())[:200]) from error


def _refused(what: str, at: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=what, problem_mark=at.start_mark if at else None)

"""The fields that a condition may name, as protobuf messages made from the schema of an application.

Two pools are built: one with every field, against which a rule is read to see what it wants, and one in which only
permitted fields exist, with which it runs. What is not there cannot leak.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool
from google.protobuf.descriptor_pb2 import DescriptorProto, FieldDescriptorProto

from preclear.writing.application import schema

OK = "ok"
STRICTEST_FIRST = ("protected", "proxy", "protective_only", "identity_only", "linkage_only", "claim_only", OK)
"""Values of ``x-use``; a field takes the strictest tag of itself and of everything that it lies in."""

PACKAGE = "preclear"
APPLICATION = f"{PACKAGE}.Application"

_ONE, _MANY = FieldDescriptorProto.LABEL_OPTIONAL, FieldDescriptorProto.LABEL_REPEATED
_SCALARS = {
    "string": FieldDescriptorProto.TYPE_STRING,
    "number": FieldDescriptorProto.TYPE_DOUBLE,
    "boolean": FieldDescriptorProto.TYPE_BOOL,
}
_OTHERS: Mapping[str, Mapping[str, tuple[str, int]]] = {
    "Finding": {"check": ("string", _ONE), "weight": ("string", _ONE)},
    "Claim": {"claim": ("string", _ONE), "verdict": ("string", _ONE)},
    "Itinerary": {
        "nights": ("number", _ONE),
        "legs": ("number", _ONE),
        "one_way": ("boolean", _ONE),
        "transit_states": ("string", _MANY),
    },
    "Register": {"answered": ("boolean", _ONE), "found": ("boolean", _ONE), "status": ("string", _ONE)},
}


@dataclass(frozen=True, kw_only=True)
class Fields:
    """A pool of messages, and the tag and path of each field of the application by message and name."""

    pool: descriptor_pool.DescriptorPool
    tags: Mapping[tuple[str, str], tuple[str, str]]


@cache
def every_field() -> Fields:
    """All fields of the schema, to read what a rule wants."""
    return _Builder(permitted=frozenset(STRICTEST_FIRST)).build()


@cache
def permitted_fields() -> Fields:
    """Only what may be judged."""
    return _Builder(permitted=frozenset({OK})).build()


def strictest(*tags: str) -> str:
    """The strictest of some tags.

    >>> strictest("ok", "proxy", "claim_only")
    'proxy'
    """
    return min(tags, key=STRICTEST_FIRST.index)


class _Builder:
    """Walks the schema once; each object becomes a message of its own, named by its path, for tags differ by place."""

    def __init__(self, *, permitted: frozenset[str]) -> None:
        self.permitted = permitted
        self.schema = schema()
        self.file = descriptor_pb2.FileDescriptorProto(name="preclear.proto", package=PACKAGE, syntax="proto2")
        self.tags: dict[tuple[str, str], tuple[str, str]] = {}

    def build(self) -> Fields:
        self._message("Application", self.schema, OK, "application")
        for name, members in _OTHERS.items():
            message = self.file.message_type.add(name=name)
            for field, (kind, label) in members.items():
                message.field.add(name=field, number=len(message.field) + 1, label=label, type=_SCALARS[kind])
        pool = descriptor_pool.DescriptorPool()
        pool.AddSerializedFile(self.file.SerializeToString())
        return Fields(pool=pool, tags=self.tags)

    def _message(self, name: str, node: Mapping[str, Any], tag: str, path: str) -> None:
        message = self.file.message_type.add(name=name)
        for field, raw in node["properties"].items():
            member = self._resolved(raw)
            use = strictest(tag, member.get("x-use", OK))
            if field == "answers":  # what a question may be used for stands in the agreement, not here
                use = strictest(use, "protective_only")
            if use in self.permitted:
                self.tags[f"{PACKAGE}.{name}", field] = (use, f"{path}.{field}")
                self._field(message, field, member, use, f"{path}.{field}")

    def _field(self, message: DescriptorProto, name: str, node: Mapping[str, Any], tag: str, path: str) -> None:
        label = _ONE
        if node.get("type") == "array":
            label, node = _MANY, self._resolved(node["items"])
        number = len(message.field) + 1
        if node.get("properties"):
            child = f"{message.name}_{name}"
            message.field.add(
                name=name,
                number=number,
                label=label,
                type=FieldDescriptorProto.TYPE_MESSAGE,
                type_name=f".{PACKAGE}.{child}",
            )
            self._message(child, node, tag, path)
        elif node.get("additionalProperties"):
            entry = f"{name.title()}Entry"
            _map_entry(message, entry)
            message.field.add(
                name=name,
                number=number,
                label=_MANY,
                type=FieldDescriptorProto.TYPE_MESSAGE,
                type_name=f".{PACKAGE}.{message.name}.{entry}",
            )
        else:
            message.field.add(name=name, number=number, label=label, type=_SCALARS[node.get("type", "string")])

    def _resolved(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        """A node with its reference followed, and "null or X" read as X; its own tag stays."""
        if "$ref" in node:
            definition = self.schema["$defs"][node["$ref"].rpartition("/")[2]]
            return {**definition, **{key: value for key, value in node.items() if key != "$ref"}}
        if "oneOf" in node:
            other = next(choice for choice in node["oneOf"] if choice.get("type") != "null")
            return {**other, **{key: value for key, value in node.items() if key != "oneOf"}}
        return node


def _map_entry(message: DescriptorProto, name: str) -> None:
    entry = message.nested_type.add(name=name)
    entry.options.map_entry = True
    for number, field in enumerate(("key", "value"), 1):
        entry.field.add(name=field, number=number, label=_ONE, type=FieldDescriptorProto.TYPE_STRING)

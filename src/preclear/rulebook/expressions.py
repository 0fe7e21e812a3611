"""What a compiled condition does: the fields it selects, types it leaves open, and how often it may iterate.

Reads ``cel.expr.CheckedExpr`` (the CEL specification, proto/cel/expr/checked.proto and syntax.proto); only the parts
that are looked at here are declared, with the specification's own field numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.descriptor_pb2 import FieldDescriptorProto

_DECLARED: Mapping[str, tuple[tuple[str, int, str], ...]] = {
    "Checked": (("type_map", 3, "Typed*"), ("expr", 4, "Expr")),
    "Typed": (("key", 1, "int64"), ("value", 2, "Type")),
    "Type": (
        ("dyn", 1, "Nothing"),
        ("list_type", 6, "Elements"),
        ("map_type", 7, "Pair"),
        ("message_type", 9, "string"),
    ),
    "Nothing": (),
    "Elements": (("elem_type", 1, "Type"),),
    "Pair": (("key_type", 1, "Type"), ("value_type", 2, "Type")),
    "Expr": (
        ("id", 2, "int64"),
        ("ident_expr", 4, "Ident"),
        ("select_expr", 5, "Select"),
        ("call_expr", 6, "Call"),
        ("list_expr", 7, "List"),
        ("struct_expr", 8, "Struct"),
        ("comprehension_expr", 9, "Comprehension"),
    ),
    "Ident": (("name", 1, "string"),),
    "Select": (("operand", 1, "Expr"), ("field", 2, "string")),
    "Call": (("target", 1, "Expr"), ("function", 2, "string"), ("args", 3, "Expr*")),
    "List": (("elements", 1, "Expr*"),),
    "Struct": (("message_name", 1, "string"), ("entries", 2, "Entry*")),
    "Entry": (("map_key", 3, "Expr"), ("value", 4, "Expr")),
    "Comprehension": (
        ("iter_range", 2, "Expr"),
        ("accu_init", 4, "Expr"),
        ("loop_condition", 5, "Expr"),
        ("loop_step", 6, "Expr"),
        ("result", 7, "Expr"),
    ),
}
_PARTS: Mapping[str, tuple[str, ...]] = {
    "select_expr": ("operand",),
    "call_expr": ("target", "args"),
    "list_expr": ("elements",),
    "comprehension_expr": ("iter_range", "accu_init", "loop_condition", "loop_step", "result"),
}

ELEMENTS = 500
"""Most elements of an array of an application (``maxItems`` of the schema)."""

SIZES: Mapping[str, int] = {"claims": 10, "findings": 100, "registers": 20}
"""Most elements of the other collections that a condition can see."""


def _declare() -> Any:
    file = descriptor_pb2.FileDescriptorProto(name="seen.proto", package="seen", syntax="proto3")
    for name, members in _DECLARED.items():
        message = file.message_type.add(name=name)
        for field, number, kind in members:
            plain = kind.rstrip("*")
            label = FieldDescriptorProto.LABEL_REPEATED if kind != plain else FieldDescriptorProto.LABEL_OPTIONAL
            match plain:
                case "int64":
                    message.field.add(name=field, number=number, label=label, type=FieldDescriptorProto.TYPE_INT64)
                case "string":
                    message.field.add(name=field, number=number, label=label, type=FieldDescriptorProto.TYPE_STRING)
                case _:
                    message.field.add(
                        name=field,
                        number=number,
                        label=label,
                        type=FieldDescriptorProto.TYPE_MESSAGE,
                        type_name=f".seen.{plain}",
                    )
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("seen.Checked"))


_CHECKED = _declare()


class Reading:
    """A condition as its compiler understood it."""

    def __init__(self, serialized: bytes) -> None:
        self._checked = _CHECKED.FromString(any_pb2.Any.FromString(serialized).value)
        self._types = {typed.key: typed.value for typed in self._checked.type_map}

    def selected(self) -> Iterator[tuple[str, str]]:
        """Every field that is read or tested: the message's name, and the field's."""
        for expr in _walk(self._checked.expr):
            if expr.HasField("select_expr"):
                message = self._types.get(expr.select_expr.operand.id)
                if message is not None and message.message_type:
                    yield message.message_type, expr.select_expr.field

    @property
    def open_type(self) -> bool:
        """Whether some part has a type that is only known when it runs (``dyn``)."""
        return any(_is_open(typed) for typed in self._types.values())

    @property
    def steps(self) -> int:
        """Iterations at most, with every array at the schema's bound."""
        return _steps(self._checked.expr)


def _children(expr: Any) -> Iterator[Any]:
    for kind, parts in _PARTS.items():
        if expr.HasField(kind):
            inner = getattr(expr, kind)
            for part in parts:
                child = getattr(inner, part)
                if hasattr(child, "id"):
                    if inner.HasField(part):
                        yield child
                else:
                    yield from child
    if expr.HasField("struct_expr"):
        for entry in expr.struct_expr.entries:
            yield from (entry.map_key, entry.value)


def _walk(expr: Any) -> Iterator[Any]:
    yield expr
    for child in _children(expr):
        yield from _walk(child)


def _steps(expr: Any) -> int:
    if not expr.HasField("comprehension_expr"):
        return sum(_steps(child) for child in _children(expr))
    loop = expr.comprehension_expr
    once = sum(_steps(part) for part in (loop.accu_init, loop.result, loop.iter_range))
    return once + _size(loop.iter_range) * (1 + _steps(loop.loop_condition) + _steps(loop.loop_step))


def _size(expr: Any) -> int:
    """Most elements of what is iterated over."""
    if expr.HasField("ident_expr"):
        return SIZES.get(expr.ident_expr.name, ELEMENTS)
    if expr.HasField("list_expr"):
        return len(expr.list_expr.elements)
    if expr.HasField("comprehension_expr"):  # a filtered or mapped list
        return _size(expr.comprehension_expr.iter_range)
    if expr.HasField("call_expr"):  # joined lists
        return max(ELEMENTS, sum(_size(argument) for argument in expr.call_expr.args))
    return ELEMENTS


def _is_open(typed: Any) -> bool:
    if typed.HasField("list_type"):
        return _is_open(typed.list_type.elem_type)
    if typed.HasField("map_type"):
        return _is_open(typed.map_type.key_type) or _is_open(typed.map_type.value_type)
    return bool(typed.HasField("dyn"))

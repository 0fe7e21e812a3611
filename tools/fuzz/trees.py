"""Edits that know the structure: TLV (BER and DER) and values (CBOR and JSON). Outer lengths are set right again."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from typing import Any

from preclear.writing.cbor import Tagged

MOST_NODES = 4000
_DEEPEST = 30
_WRAPPERS = (0x04, 0x03)
_ODD_CONTENTS = (b"", b"\0", b"\xff" * 9, b"\x80", b"\x7f" * 64, b"99999999999999Z", b"\xc3\x28", b"\x2a\x80\x80\x80")
_ODD_TAGS = (b"\x02", b"\x03", b"\x04", b"\x05", b"\x06", b"\x0c", b"\x13", b"\x17", b"\x18", b"\x1e", b"\x30", b"\x31")


@dataclass
class Node:
    """One TLV: its tag, what was in it, or the nodes in it; ``before`` are octets before them (unused bits)."""

    tag: bytes
    content: bytes = b""
    nodes: list[Node] | None = None
    before: bytes = b""
    length: bytes | None = None

    def written(self) -> bytes:
        """The octets, with a length that fits where none was forced."""
        body = self.content if self.nodes is None else self.before + b"".join(one.written() for one in self.nodes)
        return self.tag + (length_of(len(body)) if self.length is None else self.length) + body


def length_of(size: int) -> bytes:
    """A definite length in its shortest form."""
    if size < 0x80:
        return bytes([size])
    octets = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([0x80 | len(octets)]) + octets


def parse(data: bytes, depth: int = 0) -> list[Node] | None:
    """The TLVs side by side in ``data``; None where it is anything else."""
    nodes, at = [], 0
    while at < len(data):
        start = at
        at += 1
        if data[start] & 0x1F == 0x1F:
            while at < len(data) and data[at] & 0x80:
                at += 1
            at += 1
        if at >= len(data):
            return None
        tag, size = data[start:at], data[at]
        at += 1
        if size >= 0x80:
            count = size & 0x7F
            if not 1 <= count <= 4:
                return None
            size, at = int.from_bytes(data[at : at + count]), at + count
        if at + size > len(data):
            return None
        nodes.append(_node(tag, data[at : at + size], depth))
        at += size
    return nodes


def _node(tag: bytes, content: bytes, depth: int) -> Node:
    inner = None
    before = b""
    if depth < _DEEPEST and content:
        if tag[0] & 0x20:
            inner = parse(content, depth + 1)
        elif tag[0] in _WRAPPERS:
            before = content[:1] if tag[0] == 0x03 else b""
            inner = _wrapped(content[len(before) :], depth + 1)
    return Node(tag, content, inner, before if inner is not None else b"")


def _wrapped(content: bytes, depth: int) -> list[Node] | None:
    return parse(content, depth) if content[:1] in {b"\x30", b"\x31", b"\x02", b"\x04"} else None


def walk(nodes: list[Node]) -> Iterator[tuple[list[Node], int]]:
    """Every node as the list that it stands in and its place there."""
    for at, node in enumerate(nodes):
        yield nodes, at
        if node.nodes:
            yield from walk(node.nodes)


def edited_der(data: bytes, rng: Random, other: bytes) -> bytes:
    """``data`` with one to three TLVs changed; as it is where it is no TLV."""
    nodes = parse(data)
    if not nodes:
        return data
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        places = list(islice(walk(nodes), MOST_NODES))
        if not places:
            break
        siblings, at = rng.choice(places)
        _edit(siblings, at, rng, parse(other) or nodes)
    return b"".join(one.written() for one in nodes)


def _edit(siblings: list[Node], at: int, rng: Random, foreign: list[Node]) -> None:  # noqa: C901 -- one case an edit
    node = siblings[at]
    match rng.randrange(12):
        case 0:
            del siblings[at]
        case 1:
            siblings.insert(at, deepcopy(node))
        case 2:
            rng.shuffle(siblings)
        case 3 | 4:
            strangers = list(islice(walk(foreign), MOST_NODES))
            held, place = rng.choice(strangers)
            siblings[at] = deepcopy(held[place])
        case 5:
            siblings[at] = Node(node.tag, rng.choice(_ODD_CONTENTS))
        case 6:
            siblings[at] = Node(node.tag, rng.randbytes(rng.choice((1, 8, 33, 200, 3000))))
        case 7:
            node.tag = rng.choice((*_ODD_TAGS, bytes([rng.randrange(256)])))
        case 8:
            node.length = rng.choice(
                (b"\x80", b"\x84\xff\xff\xff\xff", b"\x84\x7f\xff\xff\xff", b"\x88" + b"\xff" * 8, b"\0", b"\xff")
            )
        case 9:
            size = len(node.written()) - len(node.tag)
            node.length = b"\x84" + (size % 0xFFFF).to_bytes(4)
        case 10:
            for _ in range(rng.choice((1, 5, 50, 500))):
                node = Node(rng.choice((b"\x30", b"\xa0", b"\x24")), node.written())
            siblings[at] = node
        case _:
            content = bytearray(node.content or b"\0")
            content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
            siblings[at] = Node(node.tag, bytes(content))


_ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 23, 24, 2**31, 2**63, 2**64 - 1, -(2**63), 1.5, 1e308, "", "x", "\x00", "é\u202e",
    "9999-99-99", "2026-01-01T00:00:00Z", b"", b"\x00" * 16, b"\xff", [], {}, [[]], {"": {}}, "A" * 5000,
)  # fmt: skip


@dataclass
class _Place:
    holder: Any
    key: Any
    depth: int = field(default=0)


def edited_value(value: Any, rng: Random, other: Any, *, json: bool) -> Any:
    """A copy of a value of CBOR or JSON with one to three parts changed; for JSON it holds no bytes."""
    root = [deepcopy(value)]
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        places = list(islice(_places(root), MOST_NODES))
        place = rng.choice(places)
        strangers = list(islice(_places([other]), MOST_NODES))
        _edit_value(place, rng, rng.choice(strangers), json=json)
    return root[0]


def _places(holder: Any, depth: int = 0) -> Iterator[_Place]:
    keys: Any = range(len(holder)) if isinstance(holder, list) else list(holder)
    for key in keys:
        yield _Place(holder, key, depth)
        inner = holder[key]
        while isinstance(inner, Tagged):
            inner = inner.value
        if isinstance(inner, list | dict) and depth < _DEEPEST:
            yield from _places(inner, depth + 1)


def _edit_value(place: _Place, rng: Random, stranger: _Place, *, json: bool) -> None:
    holder, key = place.holder, place.key
    if isinstance(holder, list) and key >= len(holder):
        return
    value = holder[key]
    match rng.randrange(8):
        case 0:
            del holder[key]
        case 1:
            holder[key] = deepcopy(stranger.holder[stranger.key])
        case 2:
            for _ in range(rng.choice((1, 6, 20, 400))):
                value = [value] if rng.random() < 0.5 else {"k": value}
            holder[key] = value
        case 3 if isinstance(holder, dict):
            holder[rng.choice(("", "x", 0, -1, 1, 33)) if not json else "x" * rng.randrange(5)] = holder.pop(key)
        case 4 if isinstance(holder, list):
            holder[key:key] = [deepcopy(value)] * rng.choice((1, 3, 40))
        case 5 if isinstance(value, str | bytes):
            holder[key] = _spoiled(value, rng)
        case 6 if isinstance(value, int) and not isinstance(value, bool):
            holder[key] = value + rng.choice((-1, 1, 2**16, -(2**40)))
        case _:
            holder[key] = rng.choice([one for one in _ODD_VALUES if not (json and isinstance(one, bytes))])


def _spoiled(value: str | bytes, rng: Random) -> str | bytes:
    if not value:
        return value
    at = rng.randrange(len(value))
    if isinstance(value, bytes):
        return value[:at] + bytes([value[at] ^ (1 << rng.randrange(8))]) + value[at + 1 :]
    return value[:at] + rng.choice(("", "A", "0", "-", "\u0660", "=")) + value[at + 1 :]

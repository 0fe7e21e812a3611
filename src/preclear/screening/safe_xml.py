"""XML without its dangers: no document type, no entities, bounded depth; one record in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from preclear.errors import InvalidInput

DEEPEST = 16
MOST_PARTS = 20_000
"""Elements of one record; the largest record of the public lists has about 2,000."""
_CHUNK = 1 << 16


class _Records:
    """Parser target that keeps only the wanted elements, by their names without namespace."""

    def __init__(self, root: str, wanted: frozenset[str]) -> None:
        self._root = root
        self.ready: list[Element] = []
        self._wanted = wanted
        self._depth = 0
        self._builder: TreeBuilder | None = None
        self._builder_depth = 0
        self._parts = 0

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise ValueError("a document type is not allowed")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self._depth += 1
        if self._depth == 1:
            self._begin(name, attributes)
        elif self._builder is None and name in self._wanted:
            self._builder, self._builder_depth, self._parts = TreeBuilder(), self._depth, 0
        if self._depth > DEEPEST:
            raise ValueError(f"elements are nested deeper than {DEEPEST}")
        if self._builder is not None:
            self._parts += 1
            if self._parts > MOST_PARTS:
                raise ValueError(f"one record has more than {MOST_PARTS} elements")
            self._builder.start(name, attributes)

    def _begin(self, root: str, attributes: dict[str, str]) -> None:
        if root != self._root:
            raise ValueError(f"its root is not {self._root}")
        if root in self._wanted:
            self.ready.append(Element(root, attributes))

    def data(self, text: str) -> None:
        if self._builder is not None:
            self._builder.data(text)

    def end(self, tag: str) -> None:
        if self._builder is not None:
            self._builder.end(tag.rpartition("}")[2])
            if self._depth == self._builder_depth:
                self.ready.append(self._builder.close())
                self._builder = None
        self._depth -= 1

    def close(self) -> None:
        """Nothing is left to do; the parser wants the method."""


def elements(data: bytes, where: str, *, root: str, wanted: frozenset[str], rule: str) -> Iterator[Element]:
    """The wanted elements, one after the other; ``InvalidInput`` where the bytes are not such XML.

    Namespaces are left out of the names. A wanted root comes first, with its attributes and without its children.
    """
    target = _Records(root, wanted)
    parser = XMLParser(target=target)  # noqa: S314 -- document types are refused, so nothing can expand
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
            yield from target.ready
            target.ready.clear()
        parser.close()
    except (ParseError, ValueError, LookupError) as error:
        raise InvalidInput(
            f"is not the expected XML ({error})", where=where, rule=rule, mend="Fetch the file again."
        ) from error
    yield from target.ready

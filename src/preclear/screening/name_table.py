"""All names of one group (persons, or organisations and vessels) in a snapshot: texts, vocabulary and index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preclear.errors import InvalidInput
from preclear.screening import index, vocabulary
from preclear.screening.alignment import Alignment, Asked, Listed, align
from preclear.screening.container import Container, Section
from preclear.screening.entries import NAME_KINDS, ListedName
from preclear.screening.index import NameIndex
from preclear.screening.organisations import analyse_organisation, word_rarities
from preclear.screening.parameters import PARAMETERS, Parameters
from preclear.screening.rarity import known_parts, rarity, with_lists
from preclear.screening.vocabulary import Vocabulary
from preclear.writing.names import NameForm, analyse
from preclear.writing.sounds import sound

PERSONS, OTHERS = "person_", "other_"
"""Prefixes of the sections of the two groups."""
_NO_SONS = -1


@lru_cache(maxsize=1 << 13)
def analyse_person(name: str) -> NameForm:
    """Take a person's name apart, given names first where a comma or the filler of a zone says which they are.

    >>> analyse_person("BIN HASAN, Ahmad").tokens, analyse_person("TESTOV<<ARKADI<IVAN").tokens
    (('ahmad', 'hasan'), ('arkadi', 'ivan', 'testov'))
    """
    if "<" in name:  # letters that a zone may write in two ways (Doc 9303-3, section 6)
        name = name.replace("NXX", "N").replace("UXX", "U")
    for between in ("<<", ","):
        surname, found, given = name.partition(between)
        if found and surname.strip("< ") and given.strip("< ,"):
            return replace(analyse(f"{given} {surname}"), original=name)
    return analyse(name)


_READ: dict[str, Callable[[str], NameForm]] = {PERSONS: analyse_person, OTHERS: analyse_organisation}


@dataclass(frozen=True, kw_only=True, slots=True)
class NameRow:
    """One listed name: the place of its entity, the name, and its parts."""

    entity: int
    name: ListedName
    form: NameForm


class NameTable:
    """The names of one group, by place. Built by ``sections``, read from a container."""

    def __init__(self, container: Container, prefix: str, known: Parameters = PARAMETERS) -> None:
        _require_fitting(container, prefix)
        self._known = known
        self._analyse = _READ[prefix]
        self.vocabulary = Vocabulary(container, prefix, known)
        self.index = NameIndex(container, prefix, self.vocabulary, known)
        self._entities = container.array(f"{prefix}entities")
        self._kinds = container.array(f"{prefix}kinds")
        self._sons = container.array(f"{prefix}sons")
        self._texts = container.view(f"{prefix}texts")
        self._text_ends = container.array(f"{prefix}text_ends")

    def __len__(self) -> int:
        return len(self._entities)

    def entity(self, place: int) -> int:
        """The place of the entity that bears the name."""
        return int(self._entities[place])

    def name(self, place: int) -> ListedName:
        """The name as listed."""
        start = int(self._text_ends[place - 1]) if place else 0
        text = bytes(self._texts[start : int(self._text_ends[place])]).decode("utf-8", "replace")
        return ListedName(text=text, kind=NAME_KINDS[self._kinds[place]])

    def of_entity(self, entity: int) -> range:
        """The places of all names of an entity; they stand side by side."""
        start = int(np.searchsorted(self._entities, entity, "left"))
        return range(start, int(np.searchsorted(self._entities, entity, "right")))

    def ask(self, name: str, father: str = "") -> Asked | None:
        """A name of the query, ready to be compared; None where it says nothing."""
        form = self._analyse(name)
        if not form.says_something:
            return None
        fatherly = self._analyse(father).tokens if father else ()
        return Asked(
            form=form,
            nears=tuple(self.vocabulary.near(part) for part in form.tokens),
            father=tuple(self.vocabulary.near(part) for part in fatherly),
        )

    def compare(self, asked: Asked, place: int) -> Alignment:
        """Align a name of the query with the listed name at a place."""
        sons = int(self._sons[place])
        listed = Listed(parts=self.index.parts(place), sons=None if sons == _NO_SONS else sons)
        return align(asked, listed, self.vocabulary, self._known)


def _require_fitting(container: Container, prefix: str) -> None:
    """Refuse sections that contradict each other: a hash says that a file is whole, not that it makes sense."""

    def array(name: str) -> NDArray[Any]:
        return container.array(f"{prefix}{name}")

    def rises_to(name: str, last: int, length: int) -> bool:
        ends = array(name)
        return len(ends) == length and bool(np.all(ends[1:] >= ends[:-1])) and int(ends[-1] if length else 0) == last

    def below(name: str, most: int) -> bool:
        return not len(array(name)) or int(array(name).max()) < most

    names, parts = len(array("entities")), len(array("part_rarities"))
    fits = (
        all(len(array(name)) == names for name in ("kinds", "sons", "name_ends"))
        and len(array("part_listed")) == parts
        and len(array("key_hashes")) == len(array("key_parts"))
        and rises_to("text_ends", len(container.view(f"{prefix}texts")), names)
        and rises_to("name_ends", len(array("name_parts")), names)
        and rises_to("part_ends", len(container.view(f"{prefix}part_letters")), parts)
        and rises_to("post_ends", len(array("posts")), parts)
        and below("name_parts", parts)
        and below("key_parts", parts)
        and below("posts", names)
        and below("kinds", len(NAME_KINDS))
    )
    if not fits:
        raise InvalidInput("its sections contradict each other", where=str(container.path), mend="Build it again.")


def sections(prefix: str, names: Iterable[tuple[int, ListedName]]) -> dict[str, Section]:
    """The names as sections of a container. ``names`` come in the order of their entities."""
    rows = [row for row in _rows(names, _READ[prefix]) if row.form.says_something]
    parts = list(dict.fromkeys(token for row in rows for token in row.form.tokens))
    listed = len(parts)
    weigh = _persons_rarity(rows) if prefix == PERSONS else _others_rarity(rows)
    if prefix == PERSONS:
        parts = list(dict.fromkeys((*parts, *known_parts())))
    places = {part: at for at, part in enumerate(parts)}
    texts = [row.name.text.encode() for row in rows]
    made: dict[str, Section] = {
        "entities": np.array([row.entity for row in rows], np.uint32),
        "kinds": np.array([NAME_KINDS.index(row.name.kind) for row in rows], np.uint8),
        "sons": np.array([_sons(row.form) for row in rows], np.int8),
        "texts": b"".join(texts),
        "text_ends": np.cumsum([len(text) for text in texts], dtype=np.uint64),
        **vocabulary.sections(parts, map(weigh, parts), (at < listed for at in range(len(parts)))),
        **index.sections(([places[token] for token in row.form.tokens] for row in rows), len(parts)),
    }
    return {f"{prefix}{name}": section for name, section in made.items()}


def _rows(names: Iterable[tuple[int, ListedName]], read: Callable[[str], NameForm]) -> Iterator[NameRow]:
    for entity, name in names:
        yield NameRow(entity=entity, name=name, form=read(name.text))


def _sons(form: NameForm) -> int:
    return _NO_SONS if form.patronymic is None else form.patronymic


def _by_entity(rows: Sequence[NameRow]) -> list[set[str]]:
    people: dict[int, set[str]] = {}
    for row in rows:
        people.setdefault(row.entity, set()).update(row.form.tokens)
    return list(people.values())


def _persons_rarity(rows: Sequence[NameRow]) -> Callable[[str], float]:
    people = _by_entity(rows)
    listed = with_lists(people, len(people))
    return lambda part: min(rarity(part), listed.get(sound(part), PARAMETERS.rarest))


def _others_rarity(rows: Sequence[NameRow]) -> Callable[[str], float]:
    words = _by_entity(rows)
    rarities = word_rarities(words, len(words))
    return lambda part: rarities[sound(part)]

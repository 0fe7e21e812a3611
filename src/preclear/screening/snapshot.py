"""A snapshot of lists, opened: immutable, safe to share between threads, and the same answer every time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from preclear.model.screening import ListSource, PossibleMatch, ScreeningAnswer, ScreeningQuery
from preclear.screening import container as files
from preclear.screening import snapshot_file
from preclear.screening.alignment import Alignment, Asked
from preclear.screening.entries import PERSON, ListedName, ListEntry
from preclear.screening.evidence import compare_births, compare_numbers
from preclear.screening.explaining import aligned_parts, explain
from preclear.screening.fathers import NOT_COMPARED, Father, FatherAgreement, compare_fathers, exchanged
from preclear.screening.index import MOST_COMPARED, Candidates
from preclear.screening.name_table import OTHERS, PERSONS, NameTable, analyse_person
from preclear.screening.numbers import NumberAnswer
from preclear.screening.parameters import PARAMETERS
from preclear.screening.rarity import one_in
from preclear.screening.records import version_of
from preclear.screening.scoring import Comparison, Judgement, judge
from preclear.screening.states import state_code

LEAST_SCORE = 0.05
"""Candidates below this score are not shown."""

_LEAST_OF_NAME = -3.0
"""Evidence of a name, in nats, below which nothing but a document number could make a candidate of it."""

Key = tuple[str, str]
"""A list and the id of an entry on it."""


@dataclass(frozen=True, kw_only=True)
class DocumentMatch:
    """A document number that is on a list of documents, and the list that has it."""

    source: ListSource
    found: NumberAnswer


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What a snapshot holds: entities, their names, and document numbers (of entities and alone)."""

    entities: int
    names: int
    documents: int
    expired: int


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What became different from one snapshot to the next, by list and entity."""

    added: frozenset[Key]
    changed: frozenset[Key]
    removed: frozenset[Key]


class Snapshot:
    """Lists as of one build. Open one with ``Snapshot.open``; make one with ``preclear.screening.build``."""

    def __init__(self, contents: snapshot_file.Contents, candidates: Candidates | None = None) -> None:
        self._contents = contents
        self._entries = contents.entries
        self._outside = candidates
        self._tables = {prefix: NameTable(contents.container, prefix) for prefix in (PERSONS, OTHERS)}

    @classmethod
    def open(cls, path: Path | str, *, verify: bool = True, key: Path | None = None) -> Snapshot:
        """Open a snapshot file and verify its hash; ``InvalidInput`` for a damaged or foreign file.

        ``verify`` may be False where another process has verified this very file before. ``key`` is the file with
        the key of its document numbers; without it, ``SNAPSHOT.key`` beside the snapshot.
        """
        return cls(snapshot_file.read(Path(path), verify=verify, key=key))

    @property
    def id(self) -> str:
        """32 hexadecimal digits: a hash of the lists and their entries."""
        return self._contents.id

    @property
    def sources(self) -> tuple[ListSource, ...]:
        """The lists inside, with owner, legal basis and counts."""
        return self._contents.sources

    @property
    def counts(self) -> Counts:
        """Totals over all lists."""
        return Counts(
            entities=sum(source.entities for source in self.sources),
            names=sum(source.names for source in self.sources),
            documents=sum(source.documents for source in self.sources),
            expired=sum(source.expired for source in self.sources),
        )

    def screen(self, query: ScreeningQuery, top: int = 10, *, on: date | None = None) -> ScreeningAnswer:
        """The listed persons (or organisations) and documents that may be this one, best first, at most ``top``.

        ``on`` leaves out entries whose last day has passed since the snapshot was built. The answer depends on
        nothing but query, snapshot and ``on``; its ``micros`` are 0, for whoever wants the time measures it.
        """
        ranked = sorted(self._judged(query, on), key=lambda item: (-item[1].evidence, item[0]))[: max(top, 0)]
        matches = [
            *self._matched_documents(query, on),
            *(self._match(place, query, judged, found) for place, judged, found in ranked),
        ]
        matches.sort(key=lambda match: -match.score)  # stable: a document first, then by what the score rounds away
        return ScreeningAnswer(id=query.id, candidates=tuple(matches[: max(top, 0)]), snapshot=self.id)

    def document(self, number: str, issuing_state: str, *, on: date | None = None) -> DocumentMatch | None:
        """The listed document with this number and issuing State, else one that reads alike (O/0, I/1), else None.

        Only lists of documents are asked (lost, stolen, revoked); passports of listed persons belong to ``screen``.
        """
        answers = self._documents(number, issuing_state, on)
        return min(answers, key=lambda match: not match.found.exact, default=None)

    def entry(self, list_: str, entity: str) -> ListEntry | None:
        """An entry by list and id, None where there is none."""
        place = self._entries.find(list_, entity)
        return None if place is None else self._entries.entry(place)

    def versions(self) -> dict[Key, str]:
        """A hash of what identifies each entry, by list and id. Reads every entry."""
        found = {}
        for place in range(len(self._entries)):
            entry = self._entries.entry(place)
            found[self._entries.source(place).list, entry.id] = version_of(entry)
        return found

    def only(self, keys: Collection[Key]) -> Snapshot:
        """A snapshot in memory of these entries, with this one's id: for looking at what a new build changed."""
        places = sorted(place for list_, entity in keys if (place := self._entries.find(list_, entity)) is not None)
        lists = {source.list: at for at, source in enumerate(self.sources)}
        entries = [(lists[self._entries.source(place).list], self._entries.entry(place)) for place in places]
        sections, _ = snapshot_file.sections(self.sources, entries)
        contents = snapshot_file.contents(files.in_memory(snapshot_file.KIND, sections))
        return Snapshot(replace(contents, id=self.id))

    def with_candidates(self, candidates: Candidates) -> Snapshot:
        """The same entries and scorer, with candidates from elsewhere: a search server, say."""
        return Snapshot(self._contents, candidates)

    def names(self, entity_type: str = PERSON) -> NameTable:
        """The names of persons, or of organisations and vessels: what a search server is filled from."""
        return self._tables[PERSONS if entity_type == PERSON else OTHERS]

    def _judged(self, query: ScreeningQuery, on: date | None) -> Iterator[tuple[int, Judgement, Comparison]]:
        numbered = frozenset(self._entries.with_number(query.document_number or ""))
        told: dict[int, list[tuple[ListedName, Alignment]]] = {}
        for place, name, alignment in self._alignments(query, self.names(query.entity_type), numbered):
            # a name that speaks against the person cannot be supported by a birth date: only a number can
            if alignment.evidence > _LEAST_OF_NAME or place in numbered:
                told.setdefault(place, []).append((name, alignment))
        for place, names in told.items():
            entry = self._entries.entry(place)
            if on is None or entry.holds_on(on):
                found = (self._comparison(query, entry, name, alignment) for name, alignment in names)
                judged, best = max(((judge(one), one) for one in found), key=lambda pair: pair[0].evidence)
                if judged.score >= LEAST_SCORE:
                    yield place, judged, best

    def _alignments(
        self, query: ScreeningQuery, table: NameTable, numbered: Collection[int]
    ) -> Iterator[tuple[int, ListedName, Alignment]]:
        asked = [
            one
            for text in (query.name, query.native_name or "")
            if (one := table.ask(text, query.father_name or "")) is not None
        ]
        for one in asked:
            for place in self._candidates(one, query.entity_type, table):
                yield table.entity(place), table.name(place), table.compare(one, place)
        for entity in numbered:
            places = table.of_entity(entity)
            for place in places:
                for one in asked:
                    yield entity, table.name(place), table.compare(one, place)
            if len(places) and not asked:
                yield entity, table.name(places[0]), Alignment()

    def _candidates(self, asked: Asked, entity_type: str, table: NameTable) -> Collection[int]:
        if self._outside is not None:
            return self._outside.candidates(asked.form, entity_type, MOST_COMPARED)
        return table.index.candidates(asked.form)

    def _comparison(
        self, query: ScreeningQuery, entry: ListEntry, name: ListedName, alignment: Alignment
    ) -> Comparison:
        birth, span = compare_births(query.birth_date, entry.births)
        state = state_code(query.issuing_state or "")
        number = compare_numbers(query.document_number or "", state, entry.documents)
        father = _compare_fathers(query, entry, name, alignment)
        return Comparison(
            entry=entry, name=name, alignment=alignment, birth=birth, span=span, number=number, father=father
        )

    def _documents(self, number: str, issuing_state: str, on: date | None) -> Iterator[DocumentMatch]:
        """The nearest document of each list."""
        for source, numbers in self._contents.numbers:
            if (found := numbers.look_up(number, issuing_state, on=on)) is not None:
                yield DocumentMatch(source=source, found=found)

    def _matched_documents(self, query: ScreeningQuery, on: date | None) -> Iterator[PossibleMatch]:
        for match in self._documents(query.document_number or "", query.issuing_state or "", on):
            listed = match.found
            since = f" since {listed.since}" if listed.since else ""
            yield PossibleMatch(
                list=match.source.list,
                entity=f"document {listed.issuing_state} {listed.listed}",
                name="",
                score=1.0 if listed.exact else 0.9,
                alert=True,
                why=listed.why,
                owner=listed.owner or match.source.owner,
                legal_basis=listed.legal_basis or match.source.legal_basis,
                list_reason=f"{listed.status or 'listed'}{since}",
                document=listed.listed,
                version=f"{listed.status}{listed.since}",
            )

    def _match(self, place: int, query: ScreeningQuery, judged: Judgement, found: Comparison) -> PossibleMatch:
        entry, document = found.entry, found.number.document
        return PossibleMatch(
            list=self._entries.source(place).list,
            entity=entry.id,
            name=found.name.text,
            score=judged.score,
            alert=judged.alert,
            why=explain(query, found),
            owner=entry.owner,
            legal_basis=entry.legal_basis,
            list_reason=entry.reason,
            birth_dates=tuple(str(span) for span in entry.births),
            document=f"{document.issuing_state} {document.number}".strip() if document else "",
            parts=aligned_parts(query, found),
            one_in=one_in(found.alignment.agreed) if found.alignment.pairs else 0,
            version=version_of(entry),
        )


def _compare_fathers(
    query: ScreeningQuery, entry: ListEntry, name: ListedName, alignment: Alignment
) -> FatherAgreement:
    """The father's name that was given, or that stands in the name where the listed name has nothing like it."""
    if entry.entity_type != PERSON:
        return NOT_COMPARED
    father = query.father_name or ""
    matched = [place for pair in alignment.pairs for place in pair.listed]
    if father and exchanged(father, analyse_person(name.text), matched):
        return FatherAgreement(how=Father.EXCHANGED, asked=father)
    if not entry.father_name:
        return NOT_COMPARED
    given = compare_fathers(father, entry.father_name)
    if given.how is Father.AGREES or alignment.asked is None:
        return given
    added = " ".join(alignment.asked.tokens[at] for at in alignment.added)
    within = compare_fathers(added, entry.father_name)
    if within.how is not Father.AGREES:
        return given
    return replace(within, worth=within.worth + PARAMETERS.added)  # it was no part too many


def changes(old: Snapshot, new: Snapshot) -> Changes:
    """Which entries were added, changed or removed from one snapshot to the next."""
    before, after = old.versions(), new.versions()
    return Changes(
        added=frozenset(after.keys() - before.keys()),
        changed=frozenset(key for key in after.keys() & before.keys() if after[key] != before[key]),
        removed=frozenset(before.keys() - after.keys()),
    )


__all__ = ["Changes", "Counts", "DocumentMatch", "Key", "Snapshot", "changes"]

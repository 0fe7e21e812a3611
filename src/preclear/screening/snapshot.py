"""A snapshot of lists, opened: immutable, safe to share between threads, and the same answer every time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from preclear.model.screening import ListSource, PossibleMatch, ScreeningAnswer, ScreeningQuery
from preclear.screening import snapshot_file
from preclear.screening.alignment import Alignment, align
from preclear.screening.entries import PERSON, ListedDocument, ListedName, ListEntry
from preclear.screening.evidence import compare_births, compare_numbers, confusable_number, plain_number
from preclear.screening.explaining import explain, explain_document
from preclear.screening.index import NameIndex
from preclear.screening.scoring import Comparison, Judgement, judge
from preclear.screening.states import state_code
from preclear.writing.names import NameForm, analyse

_NO_NAME = analyse("")
LEAST_SCORE = 0.4
"""Candidates below this score are not shown."""


@dataclass(frozen=True, kw_only=True)
class DocumentMatch:
    """A document number that is on a list. ``exact`` is False where O was read as 0 or I as 1."""

    list: str
    owner: str
    legal_basis: str
    document: ListedDocument
    exact: bool
    why: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What a snapshot holds: entities, their names, and document numbers (of entities and alone)."""

    entities: int
    names: int
    documents: int
    expired: int


class Snapshot:
    """Lists as of one build. Open one with ``Snapshot.open``; make one with ``preclear.screening.build``."""

    def __init__(self, contents: snapshot_file.Contents) -> None:
        self._id = contents.id
        self._sources = contents.sources
        self._entries = contents.entries
        self._documents: dict[str, list[tuple[int, ListedDocument]]] = {}
        for place, document in contents.documents:
            self._documents.setdefault(confusable_number(document.number), []).append((place, document))
        self._by_number: dict[str, list[int]] = {}
        self._names: list[tuple[int, ListedName, NameForm]] = []
        for place, (_, entry) in enumerate(contents.entries):
            if entry.entity_type == PERSON:
                self._take(place, entry)
        self._index = NameIndex([form for _, _, form in self._names])

    @classmethod
    def open(cls, path: Path | str) -> Snapshot:
        """Open a snapshot file and verify its hash; ``InvalidInput`` for a damaged or foreign file."""
        return cls(snapshot_file.read(Path(path)))

    @property
    def id(self) -> str:
        """The first 32 hexadecimal digits of the SHA-256 of the contents."""
        return self._id

    @property
    def sources(self) -> tuple[ListSource, ...]:
        """The lists inside, with owner, legal basis and counts."""
        return self._sources

    @property
    def counts(self) -> Counts:
        """Totals over all lists."""
        return Counts(
            entities=sum(source.entities for source in self._sources),
            names=sum(source.names for source in self._sources),
            documents=sum(source.documents for source in self._sources),
            expired=sum(source.expired for source in self._sources),
        )

    def screen(self, query: ScreeningQuery, top: int = 10, *, on: date | None = None) -> ScreeningAnswer:
        """The listed persons and documents that may be this person, best first, at most ``top``.

        ``on`` leaves out entries whose last day has passed since the snapshot was built. The answer depends on
        nothing but query, snapshot and ``on``; its ``micros`` are 0, for whoever wants the time measures it.
        """
        ranked = sorted(
            self._judged_entries(query, on),
            key=lambda item: (not item[1].alert, -item[1].score, item[0], item[2].name.text),
        )[: max(top, 0)]
        matches = [
            *self._matched_documents(query),
            *(self._match(place, query, judged, found) for place, judged, found in ranked),
        ]
        return ScreeningAnswer(id=query.id, candidates=tuple(matches[: max(top, 0)]), snapshot=self._id)

    def document(self, number: str, issuing_state: str) -> DocumentMatch | None:
        """The listed document with this number and issuing State, else one that reads alike (O/0, I/1), else None.

        Only lists of documents are asked (lost, stolen, revoked); passports of listed persons belong to ``screen``.
        """
        state = state_code(issuing_state)
        alike = [item for item in self._documents.get(confusable_number(number), ()) if item[1].issuing_state == state]
        exact = [item for item in alike if plain_number(item[1].number) == plain_number(number)]
        if not plain_number(number) or not state or not alike:
            return None
        place, document = (exact or alike)[0]
        source = self._sources[place]
        return DocumentMatch(
            list=source.list,
            owner=source.owner,
            legal_basis=source.legal_basis,
            document=document,
            exact=bool(exact),
            why=explain_document(document, exact=bool(exact), asked=number),
        )

    def _take(self, place: int, entry: ListEntry) -> None:
        for name in entry.names:
            form = analyse(name.text)
            if form.says_something:
                self._names.append((place, name, form))
        for document in entry.documents:
            if number := confusable_number(document.number):
                self._by_number.setdefault(number, []).append(place)

    def _matched_documents(self, query: ScreeningQuery) -> Iterator[PossibleMatch]:
        found = self.document(query.document_number or "", query.issuing_state or "")
        if found is not None:
            listed = found.document
            since = f" since {listed.since}" if listed.since else ""
            yield PossibleMatch(
                list=found.list,
                entity=f"document {listed.issuing_state} {listed.number}",
                name="",
                score=1.0 if found.exact else 0.9,
                alert=True,
                why=found.why,
                owner=found.owner,
                legal_basis=found.legal_basis,
                list_reason=f"{listed.status or 'listed'}{since}",
                document=listed.number,
            )

    def _judged_entries(self, query: ScreeningQuery, on: date | None) -> Iterator[tuple[int, Judgement, Comparison]]:
        best: dict[int, tuple[Judgement, Comparison]] = {}
        for place, found in self._comparisons(query):
            if on is None or found.entry.holds_on(on):
                judged = judge(found)
                before = best.get(place)
                if before is None or (judged.alert, judged.score) > (before[0].alert, before[0].score):
                    best[place] = (judged, found)
        for place, (judged, found) in best.items():
            if judged.alert or judged.score >= LEAST_SCORE:
                yield place, judged, found

    def _comparisons(self, query: ScreeningQuery) -> Iterator[tuple[int, Comparison]]:
        normal = replace(query, issuing_state=state_code(query.issuing_state or ""))
        father = analyse(query.father_name) if query.father_name else None
        for form in (analyse(query.name), analyse(query.native_name or "")):
            if form.says_something:
                for at in self._index.candidates(form):
                    place, name, listed = self._names[at]
                    yield (
                        place,
                        self._compare(normal, place, name, align(form, listed, self._index.rarity.weight, father)),
                    )
        if query.document_number:
            for place in dict.fromkeys(self._by_number.get(confusable_number(query.document_number), ())):
                yield place, self._compare_number(normal, place)

    def _compare_number(self, query: ScreeningQuery, place: int) -> Comparison:
        entry = self._entries[place][1]
        form = analyse(query.name)
        aligned = [(name, align(form, analyse(name.text), self._index.rarity.weight)) for name in entry.names]
        name, alignment = max(aligned, key=lambda pair: pair[1].score)
        return self._compare(query, place, name, alignment)

    def _compare(self, query: ScreeningQuery, place: int, name: ListedName, alignment: Alignment) -> Comparison:
        entry = self._entries[place][1]
        birth, span = compare_births(query.birth_date, entry.births)
        number = compare_numbers(query.document_number or "", query.issuing_state or "", entry.documents)
        return Comparison(entry=entry, name=name, alignment=alignment, birth=birth, span=span, number=number)

    def _match(self, place: int, query: ScreeningQuery, judged: Judgement, found: Comparison) -> PossibleMatch:
        entry, document = found.entry, found.number.document
        return PossibleMatch(
            list=self._sources[self._entries[place][0]].list,
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
        )

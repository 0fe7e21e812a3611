"""nomenklatura's scorers on the same samples: whole entities, as a screening server compares them.

The wanted entry is always compared. For an honest person the candidates are the 25 nearest names by rapidfuzz's ratio
and the 25 nearest by its token set ratio over all names, together with ours: more than a server would rerank. Each
query has an id of its own, for logic-v2 keeps names by entity id.
"""

# ruff: noqa: INP001 -- benchmark scripts are no package

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from preclear.screening.entries import PERSON, WEAK, ListEntry
from preclear.screening.measuring.calibrating import SPELLINGS, Measured
from preclear.screening.measuring.labelled import AS_OF, Material
from preclear.screening.measuring.samples import Sample
from preclear.screening.measuring.trials import Ask, Outcome
from preclear.screening.sources.catalogue import read
from preclear.writing.scripts import fold, to_latin

try:
    from followthemoney import model
    from nomenklatura.matching import get_algorithm

    INSTALLED = True
except ImportError:
    INSTALLED = False

NAMES = ("logic-v1", "logic-v2")
_NEAREST = 25
_AT_ONCE = 300
_WORTH_A_SECOND_LOOK = 0.4
"""A name score below this is not compared again with the birth date, which can only lower it."""
Key = tuple[str, str]


class Entities:
    """All listed persons as entities of the peer, and their names to choose candidates from."""

    def __init__(self, material: Material) -> None:
        self.of: dict[Key, Any] = {}
        self._names: list[str] = []
        self._keys: list[Key] = []
        for source in material.sources:
            parsed = read(source, AS_OF)
            for entry in parsed.entries:
                if entry.entity_type == PERSON:
                    self._take((parsed.name, entry.id), entry)
        for entity, name in material.spellings:
            self.of[SPELLINGS, entity] = made(f"spelling {entity}", [name])

    def nearest(self, samples: Sequence[Sample]) -> Iterator[set[Key]]:
        """The candidates of each sample."""
        asked = [_plain(sample.name) for sample in samples]
        tables = [
            process.cdist(asked, self._names, scorer=scorer, dtype=np.uint8, workers=-1)
            for scorer in (fuzz.ratio, fuzz.token_set_ratio)
        ]
        for row in range(len(asked)):
            yield {
                self._keys[at]
                for table in tables
                for at in np.argpartition(-table[row].astype(np.int16), _NEAREST)[:_NEAREST]
            }

    def _take(self, key: Key, entry: ListEntry) -> None:
        good = [name.text for name in entry.names if name.kind != WEAK]
        weak = [name.text for name in entry.names if name.kind == WEAK]
        births = sorted({str(span.first) for span in entry.births} | {str(span.last) for span in entry.births})
        self.of[key] = made(" ".join(key), good, births, weak)
        for name in entry.names:
            self._names.append(_plain(name.text))
            self._keys.append(key)


def measure(algorithm: str, samples: Iterable[Sample], entities: Entities, ours: Ask) -> Measured:
    """What the peer scores for each sample that it can be asked (it knows no document numbers of other names)."""
    chosen = [sample for sample in samples if not sample.document_number]
    listed = [sample for sample in chosen if sample.wanted]
    honest = [sample for sample in chosen if not sample.wanted]
    compare = _comparing(algorithm)
    pairs = [_outcomes(sample, [entities.of[sample.wanted]], compare) for sample in listed if sample.wanted]
    for start in range(0, len(honest), _AT_ONCE):
        part = honest[start : start + _AT_ONCE]
        for sample, keys in zip(part, entities.nearest(part), strict=True):
            known = {(match.list, match.entity) for match in ours(sample.query(dated=False))} & entities.of.keys()
            pairs.append(_outcomes(sample, [entities.of[key] for key in sorted(keys | known)], compare))
    return Measured(named=tuple(named for named, _ in pairs), dated=tuple(dated for _, dated in pairs))


def made(identity: str, names: Iterable[str], births: Iterable[str] = (), weak: Iterable[str] = ()) -> Any:
    """A person of followthemoney."""
    entity = model.make_entity("Person")
    entity.id = identity
    for key, values in (("name", names), ("birthDate", births), ("weakAlias", weak)):
        for value in values:
            entity.add(key, value)
    return entity


def _comparing(name: str) -> Any:
    algorithm = get_algorithm(name)
    config = algorithm.default_config()
    return lambda one, other: algorithm.compare(one, other, config).score


def _outcomes(sample: Sample, entities: Sequence[Any], compare: Any) -> tuple[Outcome, Outcome]:
    named = made(f"asked {sample.id}", [sample.name])
    dated = made(f"asked {sample.id}", [sample.name], [str(sample.born)] if sample.born else [])
    best = best_dated = 0.0
    for entity in entities:
        score = compare(named, entity)
        best = max(best, score)
        if score >= _WORTH_A_SECOND_LOOK or sample.wanted:
            best_dated = max(best_dated, compare(dated, entity))
    return _outcome(sample, best), _outcome(sample, best_dated)


def _outcome(sample: Sample, score: float) -> Outcome:
    return Outcome(sample=sample, score=score, alert=score >= 0.7)  # its authors' default threshold


def _plain(name: str) -> str:
    return " ".join(sorted(re.split(r"[^\w]+", to_latin(fold(name)))))

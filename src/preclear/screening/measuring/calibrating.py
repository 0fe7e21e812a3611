"""Choosing the alert threshold on one half of the names, and saying on the other half what it does.

The threshold is the highest score that still finds the wanted share of listed people whose names were altered within
the Latin script. It is chosen by name alone on the half ``tune``; all figures of the report come from the half
``report``, of which no name and no listed entity was seen when choosing.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from preclear.screening.building import build
from preclear.screening.measuring.alterations import WITHIN_LATIN
from preclear.screening.measuring.intervals import Interval
from preclear.screening.measuring.labelled import AS_OF, Material
from preclear.screening.measuring.samples import REPORT, TUNE, Sample
from preclear.screening.measuring.trials import (
    Ask,
    Outcome,
    Share,
    alerts_by_culture,
    asking,
    outcomes,
    recall_by_group,
    recall_by_kind,
    threshold,
)
from preclear.screening.parameters import PARAMETERS, Parameters
from preclear.screening.scoring import evidence_of
from preclear.screening.snapshot import Snapshot
from preclear.screening.sources.catalogue import SourceSpec

Watch = Callable[[Iterable[Sample], str], Iterable[Sample]]
_Counted = Callable[[Iterable[Outcome], float | None], Mapping[str, Share]]
SPELLINGS = "spellings"
"""The made-up list of the labelled names: asked for in another spelling or script."""
_OWNED = {"owner": "whoever measures", "legal_basis": "made for measuring only", "list": SPELLINGS}
REFERENCE_CULTURE = "global"
"""The name culture that the others are compared with."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one half of the samples got, by name alone (``named``) and with the birth date (``dated``)."""

    named: tuple[Outcome, ...] = field(repr=False)
    dated: tuple[Outcome, ...] = field(repr=False)

    def threshold(self, recall: float) -> float:
        """The score that finds this share of the names altered within the Latin script, by name alone."""
        return threshold((one for one in self.named if one.sample.group in WITHIN_LATIN), recall)

    def dated_threshold(self, recall: float) -> float:
        """The same with the birth date: for scorers whose scores mean another thing then."""
        return threshold((one for one in self.dated if one.sample.group in WITHIN_LATIN), recall)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a report: the share by name alone, and with the birth date."""

    label: str
    named: Share
    dated: Share


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Recall by group and single alteration, alerts on honest people by culture, and their ratios to the reference."""

    recall: tuple[Row, ...]
    recall_by_alteration: tuple[Row, ...]
    alerts: tuple[Row, ...]
    ratios: Mapping[str, Interval]


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """A calibration of one day: the threshold that was chosen, and what it and the shipped alert do.

    ``wanted_recall`` is what the threshold was chosen for, ``chosen`` the score, ``alert_from`` the evidence in nats
    that has this score: what ``Parameters.alert_from`` would be. ``parameters`` are those that were measured,
    ``inputs`` the SHA-256 of each file.
    ``tuned`` are the figures of the half it was chosen on, ``reported`` those of the other half, ``shipped`` those of
    the alert as it is now, on the reported half.
    """

    made: date
    wanted_recall: float
    chosen: float
    alert_from: float
    parameters: Parameters
    inputs: Mapping[str, str]
    snapshot: str
    tuned: Figures
    reported: Figures
    shipped: Figures


def calibrate(material: Material, *, recall: float, on: date, watch: Watch = lambda samples, _: samples) -> Calibration:
    """Build the lists aside, ask for all samples, choose on the one half, report on the other.

    ``watch`` may show progress: it is given the samples of a round and its name, and gives them on.
    """
    with tempfile.TemporaryDirectory() as folder:
        snapshot = build(material.sources, Path(folder) / "lists.snapshot", as_of=AS_OF)
        asked, spelled = asking(snapshot), asking(spellings(material, Path(folder)))
        tune, report = (measure(material.samples, half, asked, spelled, watch) for half in (TUNE, REPORT))
    chosen = tune.threshold(recall)
    return Calibration(
        made=on,
        wanted_recall=recall,
        chosen=chosen,
        alert_from=evidence_of(chosen),
        parameters=PARAMETERS,
        inputs=material.hashes,
        snapshot=snapshot.id,
        tuned=figures(tune, chosen),
        reported=figures(report, chosen),
        shipped=figures(report, None),
    )


def spellings(material: Material, folder: Path) -> Snapshot:
    """The made-up list of spellings, built in this folder."""
    path = folder / "spellings.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("entity_id", "name", "kind"))
        writer.writerows((entity, name, "primary") for entity, name in material.spellings)
    source = SourceSpec(kind="csv", path=path, defaults=_OWNED)
    return build([source], folder / "spellings.snapshot", as_of=AS_OF)


def measure(
    samples: Iterable[Sample], half: str, ask: Ask, ask_spellings: Ask, watch: Watch = lambda samples, _: samples
) -> Measured:
    """Ask for all samples of one half, by name alone and with the birth date."""
    chosen = [sample for sample in samples if sample.half == half]

    def asked(*, dated: bool) -> Iterator[Outcome]:
        title = f"{half}, {'with birth date' if dated else 'name only'}"
        for sample in watch(chosen, title):
            of_spellings = sample.wanted is not None and sample.wanted[0] == SPELLINGS
            yield from outcomes([sample], ask_spellings if of_spellings else ask, dated=dated)

    return Measured(named=tuple(asked(dated=False)), dated=tuple(asked(dated=True)))


def figures(measured: Measured, at: float | None, dated_at: float | None = None) -> Figures:
    """All figures at a threshold; as shipped where ``at`` is None. ``dated_at`` is that of the dated, if another."""
    alerts = _rows(measured, at, dated_at, alerts_by_culture)
    named = {row.label: row.named for row in alerts}
    reference = named.get(REFERENCE_CULTURE, Share(count=0, total=0))
    return Figures(
        recall=_rows(measured, at, dated_at, recall_by_group),
        recall_by_alteration=_rows(measured, at, dated_at, recall_by_kind),
        alerts=alerts,
        ratios={label: share.over(reference) for label, share in named.items() if label != REFERENCE_CULTURE},
    )


def _rows(measured: Measured, at: float | None, dated_at: float | None, counted: _Counted) -> tuple[Row, ...]:
    named = counted(measured.named, at)
    dated = counted(measured.dated, at if dated_at is None else dated_at)
    return tuple(Row(label=label, named=named[label], dated=dated[label]) for label in named)

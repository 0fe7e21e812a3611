"""``preclear lists calibrate``: choose the alert threshold on labelled names, and report on names never seen."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import cyclopts
from rich.progress import track

from preclear.cli.output import err, out, print_json
from preclear.errors import InvalidInput, Unavailable
from preclear.screening.measuring import calibrating
from preclear.screening.measuring.calibrating import Calibration, Row
from preclear.screening.measuring.labelled import gather
from preclear.screening.measuring.report import markdown, plain_calibration
from preclear.screening.measuring.samples import Sample


def calibrate(
    *,
    lists: Path,
    labelled: Path,
    out_: Annotated[Path, cyclopts.Parameter(name="--out")],
    report: Path | None = None,
    recall: float = 0.98,
    names: int = 500,
    honest: int = 500,
    json: bool = False,
) -> None:
    """Measure screening on lists and labelled names of your own, and choose the alert threshold.

    The score is chosen on one half of the names and all figures are reported on the other half, with intervals: recall
    by kind of alteration, and alerts per 1,000 honest people by name culture. Nothing that screening uses changes; the
    file says what a release should ship.

        preclear lists calibrate --lists lists/ --labelled labelled/ --out calibration.json --report quality.md

    Parameters
    ----------
    lists
        A folder with ``ofac/`` (sdn.csv, alt.csv, add.csv) and ``un/consolidated.xml``.
    labelled
        A folder with ``un_treated.csv.gz``, ``clean_global.csv.gz``, ``clean_mixed.csv.gz`` and
        ``arabic_latin.csv.gz``.
    out_
        The JSON file to write: the threshold, the SHA-256 of every file read, and every figure with its interval.
    report
        A page of Markdown to write beside it.
    recall
        The share of listed people, altered within the Latin script, that must be found; more than 0, at most 1.
    names
        At most so many listed names in each half.
    honest
        At most so many honest people of each name culture in each half.
    json
        Print the calibration as one JSON document.

    """
    if not 0 < recall <= 1:
        raise InvalidInput("must be more than 0 and at most 1", where="--recall")
    if names < 1 or honest < 1:
        raise InvalidInput("must be at least 1", where="--names, --honest")
    material = gather(lists, labelled, most=names, clean=honest)
    made = calibrating.calibrate(material, recall=recall, on=datetime.now(UTC).date(), watch=_shown)
    _write(out_, jsonlib.dumps(plain_calibration(made), ensure_ascii=False, indent=1) + "\n")
    if report is not None:
        _write(report, markdown(made))
    if json:
        print_json(plain_calibration(made))
    else:
        _print(made, out_)


VERBS = (calibrate,)
"""The verbs that ``preclear lists`` takes from here."""


def _shown(samples: Iterable[Sample], title: str) -> Iterable[Sample]:
    return track(list(samples), description=title, console=err, transient=True, disable=not err.is_terminal)


def _print(made: Calibration, written: Path) -> None:
    out.print(
        f"Chosen for a recall of {made.wanted_recall:.1%}: a score of {made.chosen:.4f}, evidence of "
        f"{made.alert_from:.2f}; shipped are {made.parameters.alert_from:.2f}. Written to {written}.",
        markup=False,
        soft_wrap=True,
    )
    for title, figures in (("as shipped", made.shipped), ("at that score", made.reported)):
        out.print(
            f"On the half that took no part in choosing, {title} (by name / with birth date):",
            markup=False,
            soft_wrap=True,
        )
        for row in figures.recall:
            out.print(f"  found, {_line(row, 100)}", markup=False, soft_wrap=True)
        for row in figures.alerts:
            out.print(f"  alerts per 1,000, {_line(row, 1000)}", markup=False, soft_wrap=True)


def _line(row: Row, scale: int) -> str:
    named, dated = row.named.interval.times(scale), row.dated.interval.times(scale)
    return (
        f"{row.label}: {named.estimate:.1f} [{named.low:.1f}-{named.high:.1f}] / "
        f"{dated.estimate:.1f} [{dated.low:.1f}-{dated.high:.1f}] of {row.named.total}"
    )


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Unavailable(f"{path} cannot be written: {error.strerror}") from error

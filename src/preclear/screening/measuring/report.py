"""A calibration as plain values for JSON, and as a page of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from math import isfinite
from typing import Any

from preclear.screening.measuring.calibrating import REFERENCE_CULTURE, Calibration, Figures, Row
from preclear.screening.measuring.intervals import Interval

FORMAT = "preclear-screening-calibration/1"
_HEAD = """\
# Screening quality

<!-- Made by `preclear lists calibrate`. Run it again; do not edit. -->

Measured on {made} with the alert as shipped, and with the threshold that `preclear lists calibrate` chose. How, and
what it does not say: [the method](screening-method.md). Shares are followed by their 95 % Wilson intervals. All rows
but those of the last table are of the half of the names that took no part in choosing.

The threshold was chosen for a recall of {recall:.1%} of names altered within the Latin script, by name alone: a score
of {chosen:.4f}, which is evidence of {alert_from:.2f} nats. An alert as shipped is a score of 0.5 or more, evidence of
{shipped:.2f} nats (parameters of {version}).
"""


def plain_calibration(calibration: Calibration) -> dict[str, Any]:
    """The calibration as values for JSON: parameters, inputs and every figure with its interval."""
    return {
        "format": FORMAT,
        "made": calibration.made.isoformat(),
        "snapshot": calibration.snapshot,
        "inputs": dict(sorted(calibration.inputs.items())),
        "wanted_recall": calibration.wanted_recall,
        "chosen_score": calibration.chosen,
        "chosen_alert_from": round(calibration.alert_from, 4),
        "parameters": asdict(calibration.parameters),
        "tune": _plain_figures(calibration.tuned),
        "report": _plain_figures(calibration.reported),
        "shipped": _plain_figures(calibration.shipped),
    }


def markdown(calibration: Calibration) -> str:
    """The page: recall by group, alerts by name culture with their ratios, both as shipped and as chosen."""
    shipped, reported = calibration.shipped, calibration.reported
    head = _HEAD.format(
        made=calibration.made,
        recall=calibration.wanted_recall,
        chosen=calibration.chosen,
        alert_from=calibration.alert_from,
        shipped=calibration.parameters.alert_from,
        version=calibration.parameters.version,
    )
    within = [head]
    within += ["## Recall as shipped, per cent\n", _table("altered", shipped.recall, 100)]
    within += ["## Alerts on honest people as shipped, per 1,000\n", _table("name culture", shipped.alerts, 1000)]
    within += [f"## How many times the rate of `{REFERENCE_CULTURE}`, as shipped, by name alone\n", _ratios(shipped)]
    within += ["## Recall at the chosen threshold, per cent\n", _table("altered", reported.recall, 100)]
    within += ["## Alerts at the chosen threshold, per 1,000\n", _table("name culture", reported.alerts, 1000)]
    within += ["## Each alteration as shipped, per cent\n", _table("alteration", shipped.recall_by_alteration, 100)]
    within += ["## The half that was chosen on: recall, per cent\n", _table("altered", calibration.tuned.recall, 100)]
    within += ["## What was read\n", _inputs(calibration.inputs)]
    return "\n".join(within)


def _table(title: str, rows: Iterable[Row], scale: int) -> str:
    lines = [f"| {title} | asked | by name | with birth date |", "|---|---:|---:|---:|"]
    for row in rows:
        named, dated = (_text(share.interval.times(scale)) for share in (row.named, row.dated))
        lines.append(f"| {row.label} | {row.named.total} | {named} | {dated} |")
    return "\n".join(lines) + "\n"


def _ratios(figures: Figures) -> str:
    lines = ["| name culture | times |", "|---|---:|"]
    lines += [f"| {label} | {_text(interval)} |" for label, interval in figures.ratios.items()]
    return "\n".join(lines) + "\n"


def _inputs(inputs: Mapping[str, str]) -> str:
    lines = [
        "| file | SHA-256 |",
        "|---|---|",
        *(f"| {name} | `{digest}` |" for name, digest in sorted(inputs.items())),
    ]
    return "\n".join(lines) + "\n"


def _text(interval: Interval) -> str:
    return f"{interval.estimate:.1f} [{interval.low:.1f}-{interval.high:.1f}]"


def _plain_figures(figures: Figures) -> dict[str, Any]:
    return {
        "recall": list(_plain_rows(figures.recall)),
        "recall_by_alteration": list(_plain_rows(figures.recall_by_alteration)),
        "alerts": list(_plain_rows(figures.alerts)),
        "ratios": {label: _bounds(interval) for label, interval in figures.ratios.items()},
    }


def _plain_rows(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {
            "of": row.label,
            "asked": row.named.total,
            "by_name": {"count": row.named.count, **_bounds(row.named.interval)},
            "with_birth_date": {"count": row.dated.count, **_bounds(row.dated.interval)},
        }


def _bounds(interval: Interval) -> dict[str, float | None]:
    values = {"share": interval.estimate, "low": interval.low, "high": interval.high}
    return {name: round(value, 6) if isfinite(value) else None for name, value in values.items()}

"""Earlier stays as stated."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, note
from preclear.model.application import History
from preclear.model.finding import Remark


@check(source="Claim grid, question 6: earlier stays (days in the form)")
def stays_in_order(history: History) -> Iterator[Remark]:
    """Does every earlier stay begin before it ends?"""
    for place, stay in enumerate(history.trips):
        if stay.arrived is not None and stay.left is not None and stay.left.last < stay.arrived.first:
            yield note(
                "a stay in {country} is stated from {arrived} to {left}",
                f"history.trips[{place}]",
                country=stay.country or "a State that is not named",
                arrived=stay.arrived,
                left=stay.left,
                contradicts="history",
                resolved_by="the days of the stay, as stamps or tickets show them",
                innocent="two days that changed places; a slip in the year",
            )

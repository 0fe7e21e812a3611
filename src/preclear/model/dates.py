"""Days that may be known only in part: ``2026``, ``2026-05`` or ``2026-05-17``."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month or a day of the Gregorian calendar.

    Raises ``ValueError`` for a month or day that does not exist.

    >>> str(PartialDate(2026, 5)), PartialDate(2026, 5).last
    ('2026-05', datetime.date(2026, 5, 31))
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ``ValueError`` for anything else."""
        parts = text.split("-")
        if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]) or not all(
            part.isascii() and part.isdigit() for part in parts
        ):
            raise ValueError(f"{text!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
        return cls(*(int(part) for part in parts))

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """A whole day."""
        return cls(day.year, day.month, day.day)

    @property
    def whole(self) -> bool:
        """Whether year, month and day are all known."""
        return self.day is not None

    @property
    def first(self) -> date:
        """The earliest day this may be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day this may be."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def may_be(self, other: PartialDate) -> bool:
        """Whether both can be the same day: a year alone never contradicts a full date.

        >>> PartialDate(1990).may_be(PartialDate(1990, 5, 17))
        True
        """
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        return "-".join(
            f"{part:0{width}}" for part, width in ((self.year, 4), (self.month, 2), (self.day, 2)) if part is not None
        )

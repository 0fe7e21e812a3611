"""What several readers saw, put together: who agrees on which field, and the best reading of the rest.

A field holds for sure only where two independent readers gave the same text for all of it. Each reader's text is first
read with the alphabets and check digits of the format (``mrz.repair``). A letter of a name is never replaced by
another: where a reader takes one for a figure, which no name has, its own next thought that is a letter counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations

from preclear.documents import mrz
from preclear.documents.images.aligning import UNREAD, Cell, Cells
from preclear.documents.mrz.confusions import LIKE_LETTERS
from preclear.documents.mrz.layouts import CLASSES, Digit, Layout, layout_of
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import Mrz, Repair, RepairedMrz, Sight, Step

_SURE = 0.97
"""Above this confidence a reader has no second thoughts that count."""
_ENOUGH, _ENOUGH_FOR_CODE, _ENOUGH_WITH_DIGIT = 0.8, 0.6, 0.3
"""Readers that agree must be this sure of each character, on average; less where a list of codes or a check digit
confirms it."""
_MANY_VIEWS = 6
"""So many views of two readers without one that differs stand in for confidence."""
_CODES = frozenset({"issuing_state", "nationality"})
_CONFIRMED = frozenset({"document_number", "birth_date", "expiry_date"})
"""Fields of which a check digit of their own covers every character, in every format."""
_AGREE_RULE = "BSI TR-03135-1, 5.5.4.1; ICAO Doc 9303-3, 4.9 (names have no check digit)"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One reader's view of a zone: the raw cells, and the text after alphabets and check digits were used."""

    reader: str
    version: str
    cells: Cells
    layout: Layout
    text: str
    zone: Mrz
    open: frozenset[int]
    """Offsets at which the reader saw nothing."""

    @property
    def flat(self) -> tuple[Cell, ...]:
        """All cells in one row, by offset in the joined zone."""
        return tuple(cell for row in self.cells for cell in row)

    @property
    def digits_pass(self) -> bool:
        """Whether every check digit passed and every character is allowed."""
        return self.zone.valid

    @property
    def sight(self) -> Sight:
        """What is reported of this reader: its raw text, ``?`` where it saw nothing."""
        lines = tuple("".join(cell.character for cell in row) for row in self.cells)
        return Sight(reader=self.reader, version=self.version, lines=lines, confidence=round(self.confidence, 3))

    @property
    def confidence(self) -> float:
        """Mean confidence of the characters."""
        flat = self.flat
        return sum(cell.confidence for cell in flat) / len(flat)


def understand(reader: str, version: str, cells: Cells, today: date) -> Seen | None:
    """What a reader's cells say; None where their size is of no format."""
    rows = ["".join(_letter(cell) for cell in row) for row in cells]
    layout = layout_of("".join(rows))
    if layout is None:
        return None
    flat = [cell for row in cells for cell in row]
    read = [_as_read(cell, layout, at) for at, cell in enumerate(flat)]
    found = _repaired(read, [_seconds(cell) for cell in flat], layout, today)
    if found is None:
        return None
    return Seen(
        reader=reader,
        version=version,
        cells=cells,
        layout=layout,
        text="".join(found.mrz.lines),
        zone=found.mrz,
        open=frozenset(at for at, cell in enumerate(flat) if cell.character == UNREAD),
    )


@dataclass(frozen=True, kw_only=True)
class Combined:
    """The best reading of a zone: text, repairs, whether and where the readers agree, confidence in 0 to 1."""

    zone: Mrz
    repairs: tuple[Repair, ...]
    steps: tuple[Step, ...]
    confidence: float


def combine(views: Sequence[Seen], today: date) -> Combined:
    """Put together what the readers saw of one zone. ``views`` are of one layout; a reader may have looked twice."""
    layout = views[0].layout
    parts = fields_of(layout)
    agreed = {name: text for name, places in parts.items() if (text := _common(views, name, places)) is not None}
    merged, seconds = _merged(views, parts, agreed)
    found = _repaired(merged, seconds, layout, today)
    if found is None:
        zone, step = views[0].zone, None
    else:
        zone, step = found.mrz, found.step
    text = "".join(zone.lines)
    contested = [name for name in parts if agreed.get(name) != "".join(text[at] for at in parts[name])]
    alike = _round_ones(zone, layout)
    unproven = [name for name, places in parts.items() if name not in contested and not alike.isdisjoint(places)]
    steps = (_agreement(views, contested, unproven), *([step] if step else ()))
    return Combined(
        zone=zone, repairs=_repairs(views, layout, text), steps=steps, confidence=round(_confidence(views, text), 3)
    )


def agree(views: Sequence[Seen]) -> bool:
    """Whether two readers say the same in every field, and every check digit passes; then no further look is needed."""
    return any(
        first.reader != second.reader
        and first.digits_pass
        and all(_common((first, second), *field) is not None for field in fields_of(first.layout).items())
        for first, second in combinations(views, 2)
    )


@cache
def fields_of(layout: Layout) -> Mapping[str, tuple[int, ...]]:
    """The offsets of each field with its check digit; every offset of the zone is in exactly one."""
    label = ["optional_data"] * layout.size
    named = {
        "document_code": layout.document_code,
        "issuing_state": layout.issuing_state,
        "names": layout.names,
        "given_names": layout.given_names,
        "document_number": layout.document_number,
        "nationality": layout.nationality,
        "birth_date": layout.birth_date,
        "sex": slice(layout.sex, layout.sex + 1),
        "expiry_date": layout.expiry_date,
    }
    for name, part in named.items():
        label[part] = [name] * (part.stop - part.start)
    for digit in layout.digits:
        label[digit.at] = digit.id.removeprefix("digit.")
    return {name: tuple(at for at in range(layout.size) if label[at] == name) for name in dict.fromkeys(label)}


def _letter(cell: Cell) -> str:
    return "<" if cell.character == UNREAD else cell.character


def _in_name(layout: Layout, at: int) -> bool:
    return any(part.start <= at < part.stop for part in (layout.names, layout.given_names))


def _as_read(cell: Cell, layout: Layout, at: int) -> str:
    letter = _letter(cell)
    if not _in_name(layout, at) or CLASSES[ord(letter)] & layout.allowed[at]:
        return letter
    legal = (other for other in cell.others if CLASSES[ord(other)] & layout.allowed[at])
    return next(legal, LIKE_LETTERS.get(letter, "<")[0])


def _seconds(cell: Cell) -> str:
    return "" if cell.confidence > _SURE else cell.others


def _repaired(read: Sequence[str], seconds: Sequence[str], layout: Layout, today: date) -> RepairedMrz | None:
    starts = range(0, layout.size, layout.width)
    try:
        return mrz.repair(
            ["".join(read[start : start + layout.width]) for start in starts],
            today=today,
            alternatives=[seconds[start : start + layout.width] for start in starts],
        )
    except InvalidInput:
        return None


def _common(views: Sequence[Seen], name: str, places: Sequence[int]) -> str | None:
    """The text of a field that two readers gave alike and surely; None where there is none."""
    for first, second in combinations(views, 2):
        text = "".join(first.text[at] for at in places)
        if first.reader == second.reader or text != "".join(second.text[at] for at in places):
            continue
        if (first.open | second.open).isdisjoint(places):
            enough = _enough(name, first)
            one, two = first.flat, second.flat
            if min((one[at].confidence + two[at].confidence) / 2 for at in places) >= enough:
                return text
            theirs = [view for view in views if view.reader in {first.reader, second.reader}]
            if len(theirs) >= _MANY_VIEWS and all(text == "".join(view.text[at] for at in places) for view in theirs):
                return text
    return None


def _enough(name: str, view: Seen) -> float:
    if name in _CONFIRMED and view.digits_pass:
        return _ENOUGH_WITH_DIGIT
    known = any(step.id == name and step.status is CheckStatus.PASSED for step in view.zone.checks)
    return _ENOUGH_FOR_CODE if name in _CODES and known else _ENOUGH


def _merged(
    views: Sequence[Seen], parts: Mapping[str, Sequence[int]], agreed: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """The best character for each offset, and what else it may be. A contested field comes from one view as a whole."""
    size = views[0].layout.size
    read, seconds = ["<"] * size, [""] * size
    for name, places in parts.items():
        if name in agreed:
            for at, character in zip(places, agreed[name], strict=True):
                read[at] = character
            continue
        best = max(views, key=lambda view: _trust(view, places))
        for at in places:
            read[at] = best.text[at]
            others = _seconds(best.flat[at]) + "".join(view.text[at] for view in views)
            seconds[at] = "".join(dict.fromkeys(others)).replace(read[at], "").replace(UNREAD, "")
    return read, seconds


def _trust(view: Seen, places: Sequence[int]) -> tuple[bool, bool, float]:
    """Which view of a contested field is the better one: whole, with check digits that hold, sure of itself."""
    cells = view.flat
    unsure = min(cells[at].confidence for at in places)
    return view.open.isdisjoint(places), view.digits_pass, unsure


def _repairs(views: Sequence[Seen], layout: Layout, text: str) -> tuple[Repair, ...]:
    """The characters outside names that no reader saw as they are given."""
    repairs = []
    for at, after in enumerate(text):
        seen = {view.flat[at].character: view.flat[at].confidence for view in views}
        if after not in seen and not _in_name(layout, at):
            before = max(seen, key=lambda character: seen[character])
            line, position = divmod(at, layout.width)
            repairs.append(Repair(line=line + 1, position=position + 1, before=before, after=after))
    return tuple(repairs)


def _confidence(views: Sequence[Seen], text: str) -> float:
    """The least over all characters of: confidence of who saw it so, by the share that they have of all confidence."""
    least = 1.0
    for at, character in enumerate(text):
        for_it = [view.flat[at].confidence for view in views if view.text[at] == character]
        everybody = sum(view.flat[at].confidence for view in views)
        share = sum(for_it) / everybody if everybody else 0.0
        least = min(least, share * max(for_it, default=0.0))
    return least


def _round_ones(zone: Mrz, layout: Layout) -> frozenset[int]:
    """Offsets of each O and 0 of the optional data that no check digit which holds tells apart.

    They are nearly one shape in OCR-B, so that independent readers take one for the other alike. Numbers of documents
    have a digit of their own, many a 0 and hardly an O: there a wrong digit is the document's, and is reported.
    """
    text = "".join(zone.lines)
    optional = [at for part in layout.optional for at in range(part.start, part.stop)]
    held = {step.id for step in zone.checks if step.status is CheckStatus.PASSED}
    mixed = any(text[at].isalpha() and text[at] != "O" for at in optional)
    alike = frozenset(at for at in optional if text[at] in "O0")
    proven = (_told_apart(digit, alike, mixed=mixed) for digit in layout.digits if digit.id in held)
    return alike.difference(*proven)


def _told_apart(digit: Digit, alike: frozenset[int], *, mixed: bool) -> frozenset[int]:
    """Offsets at which a check digit tells O from 0.

    One taken for the other at weight 7 and one at weight 3 leave the digit as it is. In data of figures alone that is
    no doubt, for letters are rare there.
    """
    offsets = [at for part in digit.covers for at in range(part.start, part.stop)]
    seven, three = (alike.intersection(offsets[first::3]) for first in (0, 1))
    return frozenset(offsets) - (seven | three if mixed and seven and three else frozenset())


def _agreement(views: Sequence[Seen], contested: Sequence[str], unproven: Sequence[str]) -> Step:
    if len({view.reader for view in views}) < 2:
        reason = "only one reader could read the zone; a person compares it with the picture"
    elif contested:
        reason = f"the readers differ, or are not sure, in {_spoken(contested)}; a person compares with the picture"
    elif unproven:
        reason = f"no check digit that holds tells O from 0 in {_spoken(unproven)}; a person compares with the picture"
    else:
        return Step(id="readers.agree", status=CheckStatus.PASSED, standard=_AGREE_RULE)
    return Step(id="readers.agree", status=CheckStatus.UNDETERMINED, reason=reason, standard=_AGREE_RULE)


def _spoken(names: Sequence[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)

"""The lines of a machine readable zone as they are handed in: how many, how wide, of which format."""

from __future__ import annotations

from collections.abc import Sequence

from preclear.documents.mrz.layouts import CLASSES, FOREIGN, Layout, layout_of
from preclear.errors import InvalidInput

_ALPHABET_RULE = "ICAO Doc 9303-3, 4.3"
_SIZES = "TD1: 3 lines of 30, TD2 and MRV-B: 2 of 36, TD3 and MRV-A: 2 of 44"
_LINE_ENDS = "\r\n"
_MOST_LINES = 8


def lay_out(lines: Sequence[str]) -> tuple[Layout, str, tuple[str, ...]]:
    """The format of the lines, all of them in one text, and each for itself.

    ``lines`` may be one text with line ends in it, or with the lines joined as DG1 holds them. ``InvalidInput`` where
    no format has lines of that number and width.
    """
    zone = "".join(lines)
    layout = layout_of(zone)
    # The way of nearly every call: with the size of the whole given, first and last line of the right width leave no
    # choice for one in the middle.
    if layout and len(lines) == layout.lines and len(lines[0]) == layout.width == len(lines[-1]):
        return layout, zone, tuple(lines)
    given = [lines] if isinstance(lines, str) else list(lines)
    given = [
        line
        for text in given[:_MOST_LINES]
        for line in (text.strip(_LINE_ENDS).splitlines() if "\n" in text or "\r" in text else [text])
    ]
    zone = "".join(given)
    layout = layout_of(zone)
    if layout is None or not (len(given) == 1 or {len(line) for line in given} == {layout.width}):
        raise _wrong_size(given)
    return layout, zone, tuple(zone[start : start + layout.width] for start in range(0, layout.size, layout.width))


def refuse_foreign(zone: str, layout: Layout) -> None:
    """Raise ``InvalidInput`` at the first character that no machine readable zone may hold."""
    for offset, character in enumerate(zone):
        if character > "Z" or CLASSES[ord(character)] & FOREIGN:
            lower = character.islower() and character.upper().isascii()
            raise InvalidInput(
                f"{character!r} is not a character of a machine readable zone",
                where=layout.place(offset),
                rule=_ALPHABET_RULE,
                mend="Write capital letters" if lower else "Use A to Z, 0 to 9 and < for every space",
            )


def _wrong_size(given: Sequence[str]) -> InvalidInput:
    widths = {2: (44, 36), 3: (30,)}.get(len(given), ())
    nearest = min(widths, key=lambda width: sum(abs(len(line) - width) for line in given), default=0)
    odd = next((n for n, line in enumerate(given, 1) if len(line) != nearest), 0)
    if nearest and odd:
        what, where = f"has {len(given[odd - 1])} characters instead of {nearest}", f"line {odd}"
    else:
        shown = ", ".join(str(len(line)) for line in given[:_MOST_LINES]) + (", ..." if given[_MOST_LINES:] else "")
        what, where = f"{len(given)} lines of {shown or 'no'} characters", "lines"
    return InvalidInput(
        what, where=where, rule="ICAO Doc 9303-3, 4.2", mend=f"Give every character, fillers (<) too ({_SIZES})"
    )

"""The printed (visual) zone: what stands above the machine readable zone, and whether both say the same.

What is found is compared; what is not found, or reads otherwise, is ``undetermined``: reading print on a patterned
ground is weaker than reading OCR-B, and a difference is for a person to look at (BSI TR-03135-1, 5.7.5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import cos, pi, sin

from preclear.documents.decoding import Page
from preclear.documents.images import detecting
from preclear.documents.images.geometry import TextLine, Zone, cut
from preclear.documents.images.models import DETECTOR, RECOGNISER, is_there
from preclear.documents.images.ppocr import read_print
from preclear.documents.images.printed_days import days_in
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import MrzFields, Step
from preclear.writing.transliteration import forms

_RULE = "BSI TR-03135-1, 5.7.5; ICAO Doc 9303-3, 3 (visual inspection zone)"
_WORKING_SIDE = 960
_MOST_LINES = 60
_SURE = 0.8
_MOST_FORMS = 32


@dataclass(frozen=True, kw_only=True)
class Print:
    """A printed line: its text, the reader's confidence, and where it begins, in the directions of the zone."""

    text: str
    confidence: float
    across: float
    down: float
    height: float


LABELS: Mapping[str, re.Pattern[str]] = {
    "document_number": re.compile(r"(passport|passeport|document|card|visa)[^a-z]{0,3}(no|n|number|num)|doc\.? ?no"),
    "surname": re.compile(r"surname|^nom\b|/ ?nom$|apellidos|primary identifier"),
    "given_names": re.compile(r"given|pr[eé]noms?|nombres?$|secondary identifier"),
    "birth_date": re.compile(r"birth(?!.*place)|naissance|nacimiento|geburtsdat|born"),
    "expiry_date": re.compile(r"expir|valid (until|to)|caducidad|g[uü]ltig bis|jusqu"),
}
"""What stands above or before a field, in small letters."""

_PLACE = re.compile(r"place|lieu|lugar")


def read(page: Page, zone: Zone) -> tuple[Print, ...]:
    """The printed lines of the page outside the zone, in reading order; none where the networks are not installed."""
    if not (is_there(DETECTOR) and is_there(RECOGNISER)):
        return ()
    first, grey = zone.lines[0], page.grey
    found = []
    for line in detecting.text_lines(page.colour, _WORKING_SIDE):
        level = _like(line, first)
        start, _, down = first.spans(level)
        if not _within(level, zone):
            found.append((down, start, level))
    found.sort(key=lambda each: -each[2].length)
    kept = sorted(found[:_MOST_LINES], key=lambda each: each[:2])
    lines = []
    for down, start, line in kept:
        text, confidence = read_print(cut(grey, line))
        lines.append(Print(text=text, confidence=confidence, across=start, down=down, height=line.height))
    return tuple(line for line in lines if line.text)


def _like(line: TextLine, first: TextLine) -> TextLine:
    """The line, read in the direction of the zone."""
    return line if cos(line.angle - first.angle) >= 0 else replace(line, angle=line.angle + pi)


def _within(line: TextLine, zone: Zone) -> bool:
    """Whether the line is one of the zone's own."""
    for own in zone.lines:
        start, end, away = own.spans(line)
        if abs(away) < own.height and min(end, own.length / 2) - max(start, -own.length / 2) > 0.3 * (end - start):
            return abs(sin(line.angle - own.angle)) < 0.2
    return False


def values(lines: Iterable[Print], fields: MrzFields) -> dict[str, str]:
    """What is printed for each field, as printed: where it agrees with the zone, else what stands near its label."""
    lines = tuple(lines)
    found = {name: _agreeing(lines, name, fields) or _labelled(lines, name) for name in LABELS}
    return {name: line.text for name, line in found.items() if line}


def compare(lines: Iterable[Print], fields: MrzFields) -> tuple[Step, ...]:
    """One step for each field that is printed on every document, ``printed.surname`` and so on. None is ever failed."""
    lines = tuple(lines)
    return tuple(_step(lines, name, fields) for name in LABELS if getattr(fields, name))


def _step(lines: tuple[Print, ...], name: str, fields: MrzFields) -> Step:
    expected, words = getattr(fields, name), name.replace("_", " ")
    if line := _agreeing(lines, name, fields):
        return Step(id=f"printed.{name}", status=CheckStatus.PASSED, standard=_RULE, expected=expected, found=line.text)
    near = _labelled(lines, name)
    if near and near.confidence >= _SURE:
        reason = f"what is printed for the {words} reads otherwise than in the zone; a person looks"
    else:
        reason = f"the {words} of the zone was not found in print; a person looks"
    return Step(
        id=f"printed.{name}",
        status=CheckStatus.UNDETERMINED,
        reason=reason,
        standard=_RULE,
        expected=expected,
        found=near.text if near else None,
    )


def _agreeing(lines: tuple[Print, ...], name: str, fields: MrzFields) -> Print | None:
    expected = getattr(fields, name)
    if not expected:
        return None
    return next((line for line in lines if _says(line.text, name, expected)), None)


def _says(text: str, name: str, expected: str) -> bool:
    if name.endswith("_date"):
        return expected in days_in(text)
    if name == "document_number":
        return expected in _joined(re.findall(r"[A-Z0-9]+", text.upper()))
    wanted = expected.split()
    return any(_follows(wanted, form) for form in _latin(text))


def _joined(words: list[str]) -> frozenset[str]:
    """Every run of words written as one: a number is often printed in groups."""
    return frozenset("".join(words[start:stop]) for stop in range(len(words) + 1) for start in range(stop))


def _follows(wanted: list[str], words: list[str]) -> bool:
    """Whether the wanted words stand in ``words`` one after the other, whole."""
    size = len(wanted)
    return any(words[at : at + size] == wanted for at in range(len(words) - size + 1))


def _labelled(lines: tuple[Print, ...], name: str) -> Print | None:
    """The nearest line that is no label, below or to the right of the field's label."""
    for label in lines:
        small = label.text.lower()
        if not LABELS[name].search(small) or (name == "birth_date" and _PLACE.search(small)):
            continue
        near = [
            (line.down - label.down + abs(line.across - label.across) / 3, line)
            for line in lines
            if line is not label
            and -0.5 * label.height < line.down - label.down < 4 * label.height
            and abs(line.across - label.across) < 12 * label.height
            and not any(pattern.search(line.text.lower()) for pattern in LABELS.values())
        ]
        if near:
            return min(near, key=lambda pair: pair[0])[1]
    return None


def _latin(text: str) -> Iterator[list[str]]:
    """The words of a printed line in the letters of a zone, in every form that is legal (Doc 9303-3, 6)."""
    try:
        yield from (form.split() for form in forms(text, most=_MOST_FORMS))
    except InvalidInput:  # other scripts stand beside the Latin letters
        yield re.findall(r"[A-Z]+", text.upper())

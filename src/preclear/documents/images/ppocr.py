"""First reader: PP-OCRv6 (Apache-2.0) from the wheel of rapidocr, decoded for the alphabet of zones.

The network knows 18,000 characters. Those that look like one of the 37 of a zone count as it; the rest count as
"something", so that a foreign character is seen with low confidence and never skipped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from preclear.documents.decoding import Pixels
from preclear.documents.images.lines import ALPHABET, Line
from preclear.documents.images.models import RECOGNISER, session

_HEIGHT = 48
_WIDEST = 1536
_CHOICES = 3
_LOOKALIKES: Mapping[str, str] = {
    "<": "\u2039\u3008\uff1c\u2264\u304f\u27e8\u2329",
    "0": "\uff10\u25cb\u3007",
    "I": "il\u0406\u0131|",
    "A": "\u0391\u0410",
    "B": "\u0392\u0412",
    "C": "\u0421",
    "E": "\u0395\u0415",
    "H": "\u0397\u041d",
    "K": "\u039a\u041a",
    "M": "\u039c\u041c",
    "N": "\u039d",
    "O": "\u039f\u041e",
    "P": "\u03a1\u0420",
    "S": "\u0405",
    "T": "\u03a4\u0422",
    "X": "\u03a7\u0425",
    "Y": "\u03a5",
    "Z": "\u0396",
}
_TWINS: Mapping[str, str] = {"O": "0", "0": "O"}
_TWIN_CONFIDENCE = 0.9
Probabilities = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class PaddleReader:
    """Reads strips with PP-OCRv6, each by itself, so that no strip changes how another is read."""

    name: str = "pp-ocr"
    version: str = "PP-OCRv6-small"

    def read(self, strips: Sequence[Pixels]) -> tuple[Line, ...]:
        """One line for each strip."""
        return tuple(self._read(strip) for strip in strips)

    def _read(self, strip: Pixels) -> Line:
        scores = _scores(strip)
        return _doubting(decode(scores[:, 0], scores[:, _columns()].max(axis=2)))


def read_print(strip: Pixels) -> tuple[str, float]:
    """The text of a strip in any script that the network knows, and its mean confidence."""
    scores = _scores(strip)
    best = scores.argmax(axis=1)
    steps = [step for step, number in enumerate(best) if number and (step == 0 or number != best[step - 1])]
    known = _characters()
    text = "".join(known[best[step] - 1] if best[step] <= len(known) else " " for step in steps)
    return text.strip(), float(np.mean(scores[steps, best[steps]])) if steps else 0.0


def _scores(strip: Pixels) -> Probabilities:
    """For each step along the strip the probability of "nothing" and of each character that the network knows."""
    width = min(max(round(strip.shape[1] * _HEIGHT / strip.shape[0]), 64), _WIDEST)
    way = cv2.INTER_AREA if strip.shape[0] > _HEIGHT else cv2.INTER_CUBIC
    small = np.asarray(cv2.resize(strip, (width, _HEIGHT), interpolation=way), np.float32)
    network = session(RECOGNISER)
    batch = np.repeat((small / 127.5 - 1)[None, None], 3, axis=1)
    (answer,) = network.run(None, {network.get_inputs()[0].name: batch})
    return np.asarray(answer[0], np.float32)


def _doubting(line: Line) -> Line:
    """The line, with the doubt that the network does not have: by its shape alone it cannot tell ``O`` from ``0``."""
    twins = [_TWINS.get(character, "") for character in line.text]
    return replace(
        line,
        confidence=tuple(
            min(sure, _TWIN_CONFIDENCE) if twin else sure for sure, twin in zip(line.confidence, twins, strict=True)
        ),
        alternatives=tuple(
            others[:1] + twin + others[1:].replace(twin, "") if twin else others
            for others, twin in zip(line.alternatives, twins, strict=True)
        ),
    )


@cache
def _characters() -> tuple[str, ...]:
    """What the network's outputs after the first mean; one more output means a space."""
    return tuple(session(RECOGNISER).get_modelmeta().custom_metadata_map["character"].splitlines())


@cache
def _columns() -> npt.NDArray[np.int64]:
    """For each character of the alphabet the network's outputs that mean it, as rows of equal length."""
    place = {character: number for number, character in reversed(list(enumerate(_characters(), start=1)))}
    rows = []
    for character in ALPHABET:
        wide = chr(ord(character) + 0xFEE0)
        same = character + wide + character.lower() + _LOOKALIKES.get(character, "")
        columns = [place[each] for each in dict.fromkeys(same) if each in place]
        rows.append((columns * 12)[:12])
    return np.array(rows, np.int64)


def decode(blank: Probabilities, characters: Probabilities) -> Line:
    """The line that a CTC network saw: ``blank`` a step, and ``characters`` a step and character of the alphabet.

    Steps in which "nothing" is less likely than not, and which agree on a character, are one character.
    """
    best = characters.argmax(axis=1)
    seen = blank < 0.5
    starts = [step for step in np.flatnonzero(seen) if step == 0 or not seen[step - 1] or best[step] != best[step - 1]]
    text, confidence, positions, alternatives = [], [], [], []
    for start in starts:
        stop = start + 1
        while stop < len(best) and seen[stop] and best[stop] == best[start]:
            stop += 1
        peak = start + int(characters[start:stop, best[start]].argmax())
        order = characters[peak].argsort()[::-1][:_CHOICES]
        text.append(ALPHABET[best[start]])
        confidence.append(float(characters[peak, best[start]]))
        positions.append(((start + stop - 1) / 2 + 0.5) / len(best))
        alternatives.append("".join(ALPHABET[number] for number in order))
    return Line(
        text="".join(text),
        confidence=tuple(confidence),
        positions=tuple(positions),
        alternatives=tuple(alternatives),
    )

"""The reader: a small convolutional network over straightened strips, and the characters where its scores peak."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from preclear.documents.images.ocrb.peaks import Peak, chances_of, evened, peaks_of
from preclear.documents.images.ocrb.straighten import Ink, is_flat, straighten
from preclear.errors import InvalidInput, Unavailable

VERSION = "ocrb-1"
"""Which model reads; it changes whenever the weights or the straightening do."""

_MODEL = "ocrb-1.onnx"
_SHA256 = "07e72259c8758a3370e229469b89e7bf6a3003d637627cf655c497249e2c94b2"
_ALPHABET = "<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STRIDE = 4
_CHOICES = 3
_LARGEST = 4_000_000
_LONGEST = 16_000
_SMALLEST = 4


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line as read.

    ``confidence`` is the probability, in 0 to 1, that this character is right where it stands; ``alternatives`` are
    the three likeliest characters, best first; ``positions`` are their centres across the strip, from 0 at its left
    edge to 1 at its right. All have one entry a character.
    """

    text: str
    confidence: tuple[float, ...] = ()
    alternatives: tuple[str, ...] = ()
    positions: tuple[float, ...] = ()


def read_lines(strips: Sequence[NDArray[np.uint8]]) -> tuple[Line, ...]:
    """The text of each strip: 8-bit grey, dark on light, about level, with one line of OCR-B nearest to its middle.

    Skew of up to 3 degrees, parts of the neighbouring lines and a strip cut somewhat tight or loose are all right. The
    characters are those of ICAO Doc 9303-3, 4.3 (A to Z, 0 to 9, ``<``), each read by itself: no names, no layout and
    no check digits are known here. A strip without contrast gives an empty line. ``InvalidInput`` where a strip is no
    such picture or larger than 4 million pixels; ``Unavailable`` where the model's file is damaged.

    >>> import numpy as np
    >>> read_lines([np.full((30, 600), 255, np.uint8)])
    (Line(text='', confidence=(), alternatives=(), positions=()),)
    """
    return tuple(_read(strip, f"strip {number}") for number, strip in enumerate(strips, start=1))


def _read(strip: NDArray[np.uint8], where: str) -> Line:
    if strip.ndim != 2 or strip.dtype != np.uint8:
        raise InvalidInput("this is no grey picture", where=where, mend="Give rows and columns of 8-bit grey")
    if strip.size > _LARGEST or max(strip.shape, default=0) > _LONGEST:
        raise InvalidInput(
            f"{strip.shape[1]} by {strip.shape[0]} pixels are more than a line has",
            where=where,
            mend="Cut out the line",
        )
    if min(strip.shape) < _SMALLEST or is_flat(strip):
        return Line(text="")
    line = straighten(strip)
    chances = chances_of(_scores(line.ink))
    peaks = evened(peaks_of(chances), chances)
    scale, offset = line.across
    best = [np.argsort(peak.chances[1:])[::-1] for peak in peaks]
    return Line(
        text="".join(_ALPHABET[order[0]] for order in best),
        confidence=_confidence(peaks),
        alternatives=tuple("".join(_ALPHABET[index] for index in order[:_CHOICES]) for order in best),
        positions=tuple(_part((peak.column + 0.5) * _STRIDE * scale + offset, strip.shape[1]) for peak in peaks),
    )


def _part(column: float, wide: int) -> float:
    return round(min(max(column / wide, 0.0), 1.0), 5)


def _scores(ink: Ink) -> NDArray[np.float32]:
    scores = _session().run(["scores"], {"ink": ink[None, None]})[0][0]
    return np.asarray(scores, dtype=np.float32)


def _confidence(peaks: Sequence[Peak]) -> tuple[float, ...]:
    """The chance of the character; half of it where even spacing is broken: there one may be lost or invented."""
    if not peaks:
        return ()
    sure = np.array([peak.sure for peak in peaks])
    gaps = np.diff([peak.column for peak in peaks])
    if len(gaps) >= 4:
        pitch = float(np.median(gaps))
        odd = (gaps > 1.5 * pitch) | (gaps < 0.55 * pitch)
        sure[:-1][odd] *= 0.5
        sure[1:][odd] *= 0.5
    return tuple(round(float(value), 4) for value in sure)


@lru_cache(maxsize=1)
def _session() -> onnxruntime.InferenceSession:
    return load(files(__package__).joinpath(_MODEL).read_bytes())


def load(weights: bytes) -> onnxruntime.InferenceSession:
    """The model in ``weights``, or ``Unavailable`` where these are not the released ones.

    It works with one thread: a page has few lines, and callers have their own workers.
    """
    if hashlib.sha256(weights).hexdigest() != _SHA256:
        raise Unavailable("The line reader's model is not the one that was released", mend="Install preclear again")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])

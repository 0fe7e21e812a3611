"""Measure reading of photographed pages: pages fully right, wrong texts accepted, milliseconds a page on one core.

    python benchmarks/pages.py [--specimens 60] [--pictures DIR --truth FILE]

Specimens are drawn and photographed by seed, from clean scans to small, dark, shaken pictures taken from one side.
FILE has a row for each picture: its file name and the lines of its zone, parted by spaces. Beside preclear stand
rapidocr on the whole page, and tesseract on the zone that PassportEye finds, where they are installed; each with the
same repair of its text. A text is accepted where the engine would rely on it: for one engine where every check digit
passes, for preclear where moreover two readers agree. Time is CPU time.
"""

# ruff: noqa: INP001, T201 -- a script that prints, no package

from __future__ import annotations

import argparse
import importlib.util
import logging
import os
import re
import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from preclear.documents import images, mrz
from preclear.errors import InvalidInput
from preclear.model.verification import MrzFields
from preclear.specimens.page import Shot, draw_page, photograph

Lines = tuple[str, ...]
Engine = Callable[[bytes], tuple[Lines, bool]]
"""From the bytes of a picture to the lines read, and whether the engine would rely on them."""

_KINDS = {"TD3": "P", "TD1": "I", "TD2": "I", "MRV-A": "V", "MRV-B": "V"}
_HARDNESS = (0.2, 0.6, 1.0)


_NO_FIGURES = str.maketrans("01258", "OIZSB")
"""Names have no figures; a single engine that takes a letter for one is helped."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A picture and what stands in it."""

    data: bytes
    truth: Lines


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--specimens", type=int, default=60)
    arguments.add_argument("--pictures", type=Path)
    arguments.add_argument("--truth", type=Path)
    given = arguments.parse_args()
    engines = dict(_engines())
    for hard in _HARDNESS:
        _print(f"specimens, hardness {hard}", engines, list(specimens(given.specimens // len(_HARDNESS), hard)))
    if given.pictures and given.truth:
        _print(f"pictures of {given.pictures.name}", engines, list(pictures(given.pictures, given.truth)))


def specimens(count: int, hard: float) -> Iterator[Sample]:
    """Photographed synthetic pages of all five formats."""
    for number in range(count):
        seed = f"bench {hard} {number}"
        kind = list(_KINDS)[number % len(_KINDS)]
        who = holder(Random(seed), _KINDS[kind])  # noqa: S311 -- made-up people
        data = photograph(draw_page(who, kind), Shot.of(seed, hard=hard), seed)
        yield Sample(data=data, truth=mrz.format(who, kind))


def holder(rng: Random, code: str) -> MrzFields:
    """A made-up holder with names that are easily misread."""
    number = "".join(rng.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=rng.randint(0, 2)))
    return MrzFields(
        document_code=code,
        issuing_state="UTO",
        surname=rng.choice(("SPECIMEN", "KILLICK", "ODDOQUO", "BOBBIS ZIZZI", "NAMOONA")),
        given_names=rng.choice(("ANNA MARIA", "ZARA", "CECIL KLAUS", "ISIDORO")),
        document_number=number + "".join(rng.choices("0123456789", k=9 - len(number))),
        nationality=rng.choice(("UTO", "D", "XXA")),
        birth_date=f"19{rng.randint(50, 99)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
        sex=rng.choice("MF"),
        expiry_date=f"20{rng.randint(27, 38)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
        optional_data="",
    )


def pictures(folder: Path, truth: Path) -> Iterator[Sample]:
    """The pictures that the file of truths names."""
    for row in truth.read_text(encoding="utf-8").splitlines():
        name, *lines = row.split()
        yield Sample(data=(folder / name).read_bytes(), truth=tuple(lines))


def _print(title: str, engines: dict[str, Engine], samples: Sequence[Sample]) -> None:
    print(
        f"\n{title}: {len(samples)} pages\n{'':24}{'right':>7}{'accepted':>10}{'wrong accepted':>16}{'median ms':>11}"
    )
    for name, engine in engines.items():
        engine(samples[0].data)  # models are loaded once
        right = accepted = wrong = 0
        times = []
        for sample in samples:
            start = _cpu()
            lines, relied_on = engine(sample.data)
            times.append(1000 * (_cpu() - start))
            right += lines == sample.truth
            accepted += relied_on
            wrong += relied_on and lines != sample.truth
        print(f"{name:24}{right:7}{accepted:10}{wrong:16}{statistics.median(times):11.0f}", flush=True)


def _cpu() -> float:
    """Seconds of processor time of this process and of the programs that it started and that ended."""
    return sum(os.times()[:4])


def _engines() -> Iterator[tuple[str, Engine]]:
    yield "preclear", _preclear
    for name, package, program, make in (
        ("rapidocr, page", "rapidocr", "python3", _rapidocr),
        ("PassportEye, tesseract", "passporteye", "tesseract", _passporteye),
    ):
        if importlib.util.find_spec(package) and shutil.which(program):
            yield name, make()
        else:
            print(f"{name}: {package} or the program {program} is not installed")


def _preclear(data: bytes) -> tuple[Lines, bool]:
    reading = images.read(data)
    return (reading.mrz.lines, reading.agreed and reading.mrz.valid) if reading.mrz else ((), False)


def _rapidocr() -> Engine:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    engine = RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})

    def read(data: bytes) -> tuple[Lines, bool]:
        answer = engine(data)
        return _tidied(answer.txts or ())

    return read


def _passporteye() -> Engine:
    from passporteye import read_mrz

    def read(data: bytes) -> tuple[Lines, bool]:
        with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
            file.write(data)
            file.flush()
            found: Any = read_mrz(file.name)
        return _tidied(found.aux["text"].splitlines() if found else ())

    return read


def _tidied(texts: Sequence[str]) -> tuple[Lines, bool]:
    """The lines of a zone among the lines of a page, at their format's width, repaired."""
    clean = [re.sub(r"[^A-Z0-9<]", "", re.sub("[\u00ab\u2039\u300a\u3008]", "<", text).upper()) for text in texts]
    for count, width in ((3, 30), (2, 44), (2, 36)):
        close = [line for line in clean if abs(len(line) - width) <= 4][-count:]
        if len(close) == count:
            lines = [line.ljust(width, "<")[:width] for line in close]
            named, start = (2, 0) if count == 3 else (0, 5)
            lines[named] = lines[named][:start] + lines[named][start:].translate(_NO_FIGURES)
            try:
                zone = mrz.repair(lines).mrz
            except InvalidInput:
                continue
            return zone.lines, zone.valid
    return (), False


if __name__ == "__main__":
    main()

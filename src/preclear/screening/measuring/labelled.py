"""Files of labelled names that quality is measured on; they never ship.

A folder of labelled names has ``un_treated.csv.gz`` (``listed_name,treated_name,birth_date,changed``),
``clean_global.csv.gz`` and ``clean_mixed.csv.gz`` (``full_name,...,date_of_birth``) and ``arabic_latin.csv.gz``
(``script_name,latin,latin_lang,country,source``). A folder of lists has ``ofac/`` and ``un/consolidated.xml``.
"""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path

from preclear.errors import InvalidInput
from preclear.model.dates import PartialDate
from preclear.screening.entries import ParsedList
from preclear.screening.measuring.samples import (
    Sample,
    alterable,
    altered,
    exchanged,
    further,
    half,
    honest,
    numbered,
    sampled,
    spelled,
    wrong_dates,
)
from preclear.screening.sources.catalogue import SourceSpec, read

CULTURES: Mapping[str, tuple[str, ...]] = {
    "Pakistan": ("PK",),
    "Gulf": ("SA", "AE", "KW", "QA", "BH", "OM"),
    "Iran": ("IR",),
    "Afghanistan": ("AF",),
    "Egypt": ("EG",),
    "Maghreb": ("MA", "DZ", "TN", "LY", "MR"),
}
"""Name cultures by the country of the labelled names."""
NEW_NAME = "Wilhelmina Exempelgaard"
"""A made-up name that no list has: for the questions about document numbers."""
AS_OF = date(2026, 1, 1)
"""The day that lists are read as of, so that figures can be repeated."""
_WIDER = 4
"""So many times as many people of the global mix: few of them are stopped, and ratios are taken to their rate."""
_FILES = ("un_treated", "clean_global", "clean_mixed", "arabic_latin")


@dataclass(frozen=True, kw_only=True)
class Material:
    """All that a measurement asks: the lists to build from, the made-up list of spellings, and the samples.

    ``hashes`` are the SHA-256 of the files, by name.
    """

    sources: tuple[SourceSpec, ...]
    spellings: tuple[tuple[str, str], ...] = field(repr=False)
    samples: tuple[Sample, ...] = field(repr=False)
    hashes: Mapping[str, str]


def gather(lists: Path, labelled: Path, *, most: int = 500, clean: int = 1500) -> Material:
    """Read lists and labelled names, and draw samples: at most ``most`` listed names and ``clean`` people of a
    culture in each half, the same ones in every run.

    ``InvalidInput`` names the file that cannot be read.
    """
    sources = (SourceSpec(kind="ofac", path=lists / "ofac"), SourceSpec(kind="un", path=lists / "un/consolidated.xml"))
    parsed = [read(source, AS_OF) for source in sources]
    every = [one for each in parsed for one in alterable(each.name, each.entries)]
    names = sampled(every, most)
    spellings = [(row["script_name"], row["latin"]) for row in rows(labelled / "arabic_latin.csv.gz", "latin")]
    listed, spelling_samples = spelled(spellings, clean)
    samples = [
        *altered(names),
        *_treated(parsed, labelled),
        *further(names),
        *wrong_dates(names),
        *exchanged(every),
        *(one for each in parsed for one in _at_most(numbered(each.name, each.entries, NEW_NAME), most)),
        *spelling_samples,
        *_honest(labelled, clean),
    ]
    hashes = {each.name: each.sha256 for each in parsed} | {
        name: sha256((labelled / f"{name}.csv.gz").read_bytes()).hexdigest() for name in _FILES
    }
    return Material(sources=sources, spellings=tuple(listed), samples=tuple(samples), hashes=hashes)


def rows(path: Path, needed: str) -> list[dict[str, str]]:
    """The rows of a packed CSV file that has this column; ``InvalidInput`` for any other file."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            found = list(csv.DictReader(file))
    except (OSError, EOFError, ValueError, csv.Error, zlib.error) as error:
        raise InvalidInput("cannot be read as packed CSV", where=str(path), mend="See --help for its form.") from error
    if not found or needed not in found[0]:
        raise InvalidInput(f"has no column {needed}", where=str(path), mend="See --help for its form.")
    return found


def _at_most(samples: Iterator[Sample], most: int) -> list[Sample]:
    return sorted(samples, key=lambda one: one.id)[:most]


def _treated(parsed: Sequence[ParsedList], labelled: Path) -> Iterator[Sample]:
    """The changed rows of the United Nations list as others treated it: order, spelling, spaces."""
    of_name = {
        name.text: entry.id for each in parsed if each.name == "un" for entry in each.entries for name in entry.names
    }
    for row in rows(labelled / "un_treated.csv.gz", "treated_name"):
        listed = row["listed_name"]
        if row["changed"] == "1" and listed in of_name:
            yield Sample(
                id=sha256(f"treated {row['treated_name']}".encode()).hexdigest()[:16],
                group="treated",
                kind="treated",
                name=row["treated_name"],
                half=half(f"un {of_name[listed]}"),
                wanted=("un", of_name[listed]),
                born=day(row["birth_date"]),
            )


def _honest(labelled: Path, most: int) -> Iterator[Sample]:
    for kind in ("global", "mixed"):
        people = rows(labelled / f"clean_{kind}.csv.gz", "full_name")
        yield from honest(((row["full_name"], day(row["date_of_birth"])) for row in people), kind, _WIDER * most)
    names = rows(labelled / "arabic_latin.csv.gz", "script_name")
    for culture, countries in CULTURES.items():
        of_script: dict[str, str] = {}
        for row in sorted(names, key=lambda row: row["latin"]):
            if row["country"] in countries:
                of_script.setdefault(row["script_name"], row["latin"])
        yield from honest(((latin, None) for latin in of_script.values()), culture, most)
        yield from honest(((script, None) for script in of_script), f"{culture}, script", most)


def day(text: str) -> PartialDate | None:
    """A date, or None for what is none."""
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None

"""Measure reading machine readable zones against the packages of the Python Package Index, in one run.

    python benchmarks/mrz_text.py [--zones 4000] [--rounds 7]

Every reader gets the same zones, a fifth of each format, in turns; no zone comes twice, in no round; and every field
and every verdict of each is read. Time is processor time of this process; the best round of each reader counts, for
another program on the machine only ever makes a round slower. Peers that are not installed are named as absent
(``requirements/bench.txt`` has them).
"""

# ruff: noqa: INP001, T201 -- a script, no package, that prints

from __future__ import annotations

import argparse
import random
import string
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from preclear.documents import mrz
from preclear.model.codes import CheckStatus
from preclear.model.verification import MrzFields

_PASSED = CheckStatus.PASSED
Lines = tuple[str, ...]
Reader = Callable[[Lines], object]

FIRST_LETTER = {"TD1": "I", "TD2": "I", "TD3": "P", "MRV-A": "V", "MRV-B": "V"}
STATES = ("UTO", "D", "PAK", "USA", "FRA", "GBR", "XXB", "RKS")


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--zones", type=int, default=4000)
    arguments.add_argument("--rounds", type=int, default=7)
    given = arguments.parse_args()
    readers: dict[str, Reader] = {"preclear": _preclear}
    for name, load in (("mrz", _mrz), ("passporteye", _passporteye), ("fastmrz", _fastmrz)):
        try:
            readers[name] = load()
        except Exception as error:  # noqa: BLE001 -- a peer may fail at import in any way
            print(f"{name:12} absent: {type(error).__name__}: {error}")
    rates = measure(readers, given.zones, given.rounds)
    for name, rate in rates.items():
        print(f"{name:12} {rate:10,.0f} zones a second and core")
    peers = {name: rate for name, rate in rates.items() if name != "preclear"}
    if peers:
        fastest = max(peers, key=lambda name: peers[name])
        print(f"preclear reads {rates['preclear'] / peers[fastest]:.1f} times as fast as {fastest}")


def make_zones(count: int, seed: str = "mrz") -> list[Lines]:
    """So many different zones of made-up people, the formats in turn."""
    chance = random.Random(seed)  # noqa: S311 -- repeatable, not secret
    kinds = list(FIRST_LETTER)
    return [mrz.format(_person(chance, kinds[at % len(kinds)]), kinds[at % len(kinds)]) for at in range(count)]


def measure(readers: dict[str, Reader], count: int, rounds: int) -> dict[str, float]:
    """Zones a second of each reader: its best round, each of ``count`` new zones, the readers taking turns."""
    best = dict.fromkeys(readers, 0.0)
    for turn in range(rounds):
        zones = make_zones(count, f"round {turn}")
        for name, read in readers.items():
            began = time.process_time()
            for lines in zones:
                read(lines)
            best[name] = max(best[name], len(zones) / (time.process_time() - began))
    return best


def _person(chance: random.Random, kind: str) -> MrzFields:
    def word(least: int, most: int) -> str:
        return "".join(chance.choices(string.ascii_uppercase, k=chance.randint(least, most)))

    return MrzFields(
        document_code=FIRST_LETTER[kind],
        issuing_state=chance.choice(STATES[:-2]),
        surname=word(3, 9),
        given_names=" ".join(word(3, 7) for _ in range(chance.randint(1, 2))),
        document_number=word(1, 2) + "".join(chance.choices(string.digits, k=7)),
        nationality=chance.choice(STATES),
        birth_date=f"{chance.randint(1940, 2015)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        sex=chance.choice("MF"),
        expiry_date=f"{chance.randint(2020, 2036)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        optional_data=chance.choice(("", "".join(chance.choices(string.digits, k=7)))),
    )


def _preclear(lines: Lines) -> object:
    zone = mrz.parse(lines)
    fields = zone.fields
    passed = 0
    for check in zone.checks:
        if check.status is _PASSED:
            passed += 1
    return (
        zone.format,
        zone.valid,
        fields.document_code,
        fields.issuing_state,
        fields.surname,
        fields.given_names,
        fields.document_number,
        fields.nationality,
        fields.birth_date,
        fields.sex,
        fields.expiry_date,
        fields.optional_data,
        passed,
    )


def _mrz() -> Reader:
    checkers = {
        (3, "I"): import_module("mrz.checker.td1").TD1CodeChecker,
        (36, "I"): import_module("mrz.checker.td2").TD2CodeChecker,
        (44, "P"): import_module("mrz.checker.td3").TD3CodeChecker,
        (44, "V"): import_module("mrz.checker.mrva").MRVACodeChecker,
        (36, "V"): import_module("mrz.checker.mrvb").MRVBCodeChecker,
    }

    def read(lines: Lines) -> object:
        shape = 3 if len(lines) == 3 else len(lines[0])
        zone = checkers[shape, lines[0][0]]("\n".join(lines))
        return bool(zone), tuple(zone.fields()), zone.report.falses

    return read


def _passporteye() -> Reader:
    kind: Any = import_module("passporteye.mrz.text").MRZ

    def read(lines: Lines) -> object:
        zone = kind(lines)
        passed = 0
        for check in zone.valid_check_digits:
            if check:
                passed += 1
        return (
            zone.mrz_type,
            zone.valid,
            zone.type,
            zone.country,
            zone.surname,
            zone.names,
            zone.number,
            zone.nationality,
            zone.date_of_birth,
            zone.sex,
            zone.expiration_date,
            zone.valid_score,
            passed,
        )

    return read


def _fastmrz() -> Reader:
    kind: Any = import_module("fastmrz").FastMRZ
    reader = kind.__new__(kind)  # its constructor loads a picture model that reading text does not need

    def read(lines: Lines) -> object:
        return tuple(reader.get_details("\n".join(lines), input_type="text").values())

    return read


if __name__ == "__main__":
    main()

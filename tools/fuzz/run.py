"""Run the fuzzer: ``python tools/fuzz/run.py --minutes 10 --seed 1 [--only chip]``. See README.md."""

# ruff: noqa: T201 -- a program that prints

from __future__ import annotations

import argparse
import faulthandler
import gc
import json
import logging
import mmap
import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from fuzz.bombs import all_bombs
from fuzz.forms import FORMS, edited_bytes
from fuzz.targets import TARGETS, Seed, Target
from preclear.errors import InvalidInput

_MEGA = 1 << 20
_LONGEST_ERROR = 1000
_LAST_RESORT = 150
"""Seconds of wall time after which a call that does not even hear signals ends the whole program."""


class TooSlowError(BaseException):
    """The call used up its processor time; no reader may catch this, hence the base."""


@dataclass
class Report:
    """What became of one target."""

    runs: int = 0
    answers: int = 0
    refused: int = 0
    kept: Counter[str] = field(default_factory=Counter)
    defects: dict[str, str] = field(default_factory=dict)
    worst: float = 0.0
    worst_input: str = ""
    most: int = 0
    most_input: str = ""


@dataclass
class Fuzzer:
    """Runs the calls of one target, and keeps what went wrong in a folder."""

    target: Target
    folder: Path
    report: Report = field(default_factory=Report)
    facts: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """The input of the moment lies in a mapped file, so that it survives a crash of the interpreter."""
        self.folder.mkdir(parents=True, exist_ok=True)
        current = (self.folder / f"{self.target.name}.current").open("w+b")
        current.truncate(64 * _MEGA)
        self.current = mmap.mmap(current.fileno(), 64 * _MEGA)

    def learn(self, seed: Seed) -> None:
        """What the untouched seed proves."""
        self.facts[seed.name] = None
        with suppress(InvalidInput):
            result = seed.call(seed.data)
            self.facts[seed.name] = seed.facts(seed.data, result) if seed.facts else None

    def run(self, seed: Seed, data: bytes, how: str) -> bool:
        """One call; whether the verdict stayed ``passed``. Everything unexpected becomes a defect."""
        self.current[:8] = min(len(data), 64 * _MEGA - 8).to_bytes(8)
        self.current[8 : 8 + len(data)] = data
        self.report.runs += 1
        reset_peak()
        before, started = peak(), time.process_time()
        result = None
        try:
            with limited(self.target.seconds):
                result = seed.call(data)
            self.report.answers += 1
        except InvalidInput as error:
            self.report.refused += 1
            self._said(seed, data, how, error)
        except TooSlowError:
            self._defect(seed, data, how, "slow", traceback.format_exc())
        except Exception as error:  # noqa: BLE001 -- this is what is looked for
            self._defect(seed, data, how, type(error).__name__, traceback.format_exc())
        self._measure(seed, data, how, time.process_time() - started, peak() - before)
        return result is not None and self._kept(seed, data, how, result)

    def _said(self, seed: Seed, data: bytes, how: str, error: InvalidInput) -> None:
        """What is told to a person is short, says what, and can be printed anywhere."""
        text = str(error)
        if not error.what or len(text) > _LONGEST_ERROR or not text.isprintable():
            self._defect(seed, data, how, "error", "".join(traceback.format_exception(error))[:20_000])

    def _measure(self, seed: Seed, data: bytes, how: str, seconds: float, grown: int) -> None:
        label = f"{seed.name}: {how} ({len(data)} bytes)"
        if seconds > self.report.worst:
            self.report.worst, self.report.worst_input = seconds, label
        if grown > self.report.most:
            self.report.most, self.report.most_input = grown, label
        if grown > self.target.megabytes * 1024:
            self._defect(seed, data, how, "memory", f"{grown // 1024} MB more for {label}")

    def _kept(self, seed: Seed, data: bytes, how: str, result: Any) -> bool:
        expected = self.facts[seed.name]
        if seed.facts is None or expected is None:
            return False
        try:
            found = seed.facts(data, result)
        except Exception:  # noqa: BLE001 -- also a defect of a reader
            self._defect(seed, data, how, "facts", traceback.format_exc())
            return False
        if found is None:
            return False
        # Sets of facts may become smaller: less of what was signed is shown.
        self.report.kept[seed.name] += 1
        less = isinstance(found, frozenset) and found < expected
        if found != expected and not less:
            self._defect(seed, data, how, "forged", f"{seed.name} passed with other facts:\n{expected}\n{found}")
        return True

    def _defect(self, seed: Seed, data: bytes, how: str, kind: str, text: str) -> None:
        where = [line.strip() for line in text.splitlines() if line.strip().startswith("File ")]
        key = f"{kind} {where[-1] if where else ''} {seed.name if kind in {'forged', 'slow', 'memory'} else ''}"
        if key in self.report.defects:
            return
        name = f"{self.target.name}-{kind}-{sha256(data).hexdigest()[:12]}"
        (self.folder / f"{name}.bin").write_bytes(data)
        (self.folder / f"{name}.txt").write_text(f"{seed.name}\n{how}\n\n{text}")
        self.report.defects[key] = name
        print(f"  DEFECT {name}: {seed.name}, {how}: {text.strip().splitlines()[-1][:300]}", flush=True)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Processor time of this process, then an exception; wall time as the last resort."""

    def stop(*_: object) -> None:
        raise TooSlowError

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    faulthandler.dump_traceback_later(_LAST_RESORT, exit=True)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()


def reset_peak() -> None:
    """Begin to count the highest memory anew (Linux)."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak() -> int:
    """Highest memory since ``reset_peak``, in kilobytes; 0 where the system does not say."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1])
    return 0


def bombs(fuzzer: Fuzzer) -> None:
    """Every bomb at every call of the target that differs."""
    for name, data in all_bombs().items():
        for seed in _one_a_call(fuzzer.target):
            fuzzer.run(seed, data, name)


def _one_a_call(target: Target) -> list[Seed]:
    return list({seed.like or seed.name: seed for seed in reversed(target.seeds)}.values())


def sweep(fuzzer: Fuzzer, rng: Random, until: float) -> None:
    """Cut every seed everywhere, and flip a bit of every byte of the seeds that pass; tells where ``passed`` stays."""
    for seed in fuzzer.target.seeds:
        for size in range(len(seed.data)):
            if len(seed.data) <= 600 or rng.random() < 600 / len(seed.data):
                fuzzer.run(seed, seed.data[:size], f"cut to {size}")
        if time.monotonic() > until:
            return
    for seed in (one for one in fuzzer.target.seeds if fuzzer.facts[one.name] is not None):
        offsets = list(range(len(seed.data)))
        chosen = sorted(rng.sample(offsets, min(len(offsets), 4000)))
        kept = []
        for at in chosen:
            changed = bytearray(seed.data)
            changed[at] ^= 1 << rng.randrange(8)
            if fuzzer.run(seed, bytes(changed), f"flipped in byte {at}"):
                kept.append(at)
        print(f"  {seed.name}: passed stays after {len(kept)} of {len(chosen)} flips: {_ranges(kept)}", flush=True)
        if time.monotonic() > until:
            return


def _ranges(offsets: list[int]) -> str:
    found: list[list[int]] = []
    for at in offsets:
        if found and at == found[-1][1] + 1:
            found[-1][1] = at
        else:
            found.append([at, at])
    text = ", ".join(f"{first}-{last}" if last > first else str(first) for first, last in found)
    return text if len(text) < 400 else text[:400] + "..."


def wander(fuzzer: Fuzzer, rng: Random, until: float) -> None:
    """Random edits until the time is over: half of them know the structure."""
    pool = [seed.data for seed in fuzzer.target.seeds]
    while time.monotonic() < until:
        seed = rng.choice(fuzzer.target.seeds)
        edit = FORMS[seed.form] if rng.random() < 0.6 else edited_bytes
        try:
            data = edit(seed.data, rng, rng.choice(pool))
        except (InvalidInput, ValueError, TypeError, OverflowError, RecursionError, KeyError, IndexError):
            data = edited_bytes(seed.data, rng, rng.choice(pool))  # an edit that cannot be written down
        if data != seed.data:
            fuzzer.run(seed, data, edit.__name__)


def fuzz(name: str, seconds: float, seed: str, folder: Path, *, first: bool) -> Report:
    """One target for so long; ``first``: with bombs and the sweep before the random edits."""
    print(f"{name}", flush=True)
    fuzzer = Fuzzer(target=TARGETS[name](), folder=folder)
    rng = Random(f"{name} {seed}")  # noqa: S311 -- to be repeated, not to be secret
    for one in fuzzer.target.seeds:
        fuzzer.learn(one)
    gc.collect()
    until = time.monotonic() + seconds
    if first:
        bombs(fuzzer)
        if fuzzer.target.sweep:
            sweep(fuzzer, rng, until)
    wander(fuzzer, rng, until)
    report = fuzzer.report
    print(
        f"  {report.runs} runs, {report.answers} answers, {report.refused} refused, kept {sum(report.kept.values())}, "
        f"{len(report.defects)} defects; worst {report.worst:.2f} s ({report.worst_input}); "
        f"most {report.most // 1024} MB ({report.most_input}); now {peak() // 1024} MB",
        flush=True,
    )
    return report


def main() -> int:
    """Read the command line, run the targets, print and keep the figures. Exit status 1 where a defect was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", choices=sorted(TARGETS), action="append")
    parser.add_argument("--out", type=Path, default=Path("fuzz-out"))
    parser.add_argument("--no-bombs", action="store_true", help="random edits only")
    given = parser.parse_args()
    faulthandler.enable()
    logging.disable()  # a library beneath tells of every broken signature
    names = given.only or list(TARGETS)
    shares = {name: TARGETS[name]().share for name in names}
    total = sum(shares.values())
    figures = {}
    for name in names:
        seconds = given.minutes * 60 * shares[name] / total
        report = fuzz(name, seconds, given.seed, given.out, first=not given.no_bombs)
        figures[name] = {**vars(report), "kept": dict(report.kept)}
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / f"report-{given.seed}-{os.getpid()}.json").write_text(json.dumps(figures, indent=1))
    return 1 if any(figure["defects"] for figure in figures.values()) else 0


if __name__ == "__main__":
    sys.exit(main())

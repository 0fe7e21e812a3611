"""Measure lost and stolen document numbers: room on the disk, building, look-ups, changes; beside LMDB and RocksDB.

    python benchmarks/document_numbers.py [--rows 140000000] [--peers 10000000] [--csv 5000000] [--folder DIR]

All numbers are made up. Three parts, each on its own: a CSV file is built into a store; ours and the peers hold the
same keyed hashes, so that stores and not hashing are compared; a large store is made of even random hashes (as those of
a keyed hash are) and 200,000 made-up numbers, looked up through the public interface. ``anonymous`` is the most memory
of the process that was not a mapped file. Look-ups run with the files in the page cache, for they were just written;
*cold* is after the kernel was told to drop the file.
"""

# ruff: noqa: INP001, T201 -- a script, no package; it prints

from __future__ import annotations

import argparse
import contextlib
import csv
import importlib.util
import os
import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import numpy as np

from preclear.screening.numbers import NumberKey, NumberRow, NumberStore, apply, build
from preclear.screening.numbers.numbers import Numbers
from preclear.screening.numbers.rows import ROW, Encoder, Rows
from preclear.screening.numbers.store import build_from

KEY = NumberKey(secret=bytes(range(32)))
DAY = date(2026, 1, 1)
OWNED = {"owner": "Police of Utopia", "legal_basis": "Example Act, section 1"}
STATES = ("UTO", "XOM", "PAK", "USA", "DEU")
REAL = 200_000
Pair = tuple[str, str]
One = TypeVar("One")


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, default=140_000_000, help="rows of the large store; 0: none")
    arguments.add_argument("--peers", type=int, default=10_000_000, help="rows beside the peers; 0: none")
    arguments.add_argument("--csv", type=int, default=5_000_000, help="rows of the CSV file; 0: none")
    arguments.add_argument("--folder", type=Path, help="where there is room for 5 GB")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        for rows, measure in ((given.csv, from_csv), (given.peers, beside_peers), (given.rows, at_full_size)):
            if rows:
                part = Path(folder) / measure.__name__
                part.mkdir()
                measure(rows, part)


def from_csv(count: int, folder: Path) -> None:
    """Build a store from a CSV file."""
    path = folder / "lost.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["number", "issuing_state", "type", "status", "since"])
        for number, state in pairs(count, 1):
            writer.writerow(
                [number, state, "P", "stolen" if number < "M" else "lost", f"20{ord(number[1]) % 26:02}-05-17"]
            )
    with watched() as seen:
        built = build(path, folder / "store", KEY, OWNED, as_of=DAY)
    print(f"CSV of {count:,} rows: {count / seen['seconds']:,.0f} rows a second, {built.entries:,} kept, {said(seen)}")
    path.unlink()


def beside_peers(count: int, folder: Path) -> None:
    """The same hashes in our store, in LMDB and in RocksDB."""
    rows = random_rows(count, np.random.default_rng(2))
    asked = np.random.default_rng(3).choice(rows["hash"], 100_000).tolist()
    absent = np.random.default_rng(4).integers(0, 1 << 64, 100_000, np.uint64).tolist()
    print(f"{count:,} hashes with 6 to 8 bytes each; look-ups of one hash, values read")
    with watched() as seen:
        build_from(_Made(rows), folder / "ours", KEY, name="ours", as_of=DAY)
    (segment,) = NumberStore.open(folder / "ours", KEY).segments
    report(
        "preclear",
        folder / "ours",
        count,
        seen,
        [rate(lambda one: [segment.row(at) for at in segment.find(one)], some) for some in (asked, absent)],
    )
    for name, module, peer in (("LMDB", "lmdb", lmdb_store), ("RocksDB", "rocksdict", rocks_store)):
        if importlib.util.find_spec(module) is None:
            print(f"  {name}: not installed")
            continue
        with watched() as seen:
            get = peer(rows, folder / module)
        report(
            name,
            folder / module,
            count,
            seen,
            [rate(get, [one.to_bytes(8, "big") for one in some]) for some in (asked, absent)],
        )


def lmdb_store(rows: Rows, folder: Path) -> Callable[[bytes], object]:
    """An LMDB store, filled in order."""
    import lmdb

    store = lmdb.open(str(folder), map_size=1 << 36, sync=True)
    with store.begin(write=True) as writing, writing.cursor() as cursor:
        cursor.putmulti(items(rows), append=True)
    return store.begin(buffers=False).get


def rocks_store(rows: Rows, folder: Path) -> Callable[[bytes], object]:
    """A RocksDB store with a bloom filter, filled and compacted."""
    import rocksdict

    options, table = rocksdict.Options(raw_mode=True), rocksdict.BlockBasedOptions()
    table.set_bloom_filter(10, block_based=False)
    options.set_block_based_table_factory(table)
    store = rocksdict.Rdict(str(folder), options)
    batch = rocksdict.WriteBatch(raw_mode=True)
    for at, (key, value) in enumerate(items(rows), 1):
        batch.put(key, value)
        if at % 100_000 == 0:
            store.write(batch)
            batch = rocksdict.WriteBatch(raw_mode=True)
    store.write(batch)
    store.flush()
    store.compact_range(None, None)
    return store.get


def items(rows: Rows) -> Iterator[tuple[bytes, bytes]]:
    """Keys in order, and the eight bytes of tag, kind and days."""
    for row in np.sort(rows, order="hash"):
        yield int(row["hash"]).to_bytes(8, "big"), row.tobytes()[8:]


def at_full_size(count: int, folder: Path) -> None:
    """A large store: building, opening, look-ups, a day's changes, compaction."""
    real = list(pairs(REAL, 5))
    store = folder / "store"
    with watched() as seen:
        build_from(_Made(count, real), store, KEY, name="large", as_of=DAY)
    size = on_disk(store)
    print(f"{count:,} rows: {size / 1e9:.2f} GB, {size / count:.2f} bytes a row; built in {said(seen)}")
    with watched() as seen:
        opened = NumberStore.open(store, KEY)
    print(f"  opened and every byte verified in {said(seen)}")
    absent = list(pairs(REAL, 6))
    look_ups(opened, real, absent)
    del opened
    drop(store)
    cold = NumberStore.open(store, KEY, verify=False)
    print(
        f"  cold: {rate(lambda one: cold.look_up(*one), absent[:2000], time.perf_counter):,.0f} a second (first 2,000)"
    )
    look_ups(cold, real, absent)
    changes = folder / "changes.csv"
    for day, rows in (("a day's 50,000 changes", 50_000), (f"{count // 15:,} changes, which compact", count // 15)):
        with changes.open("w", encoding="utf-8") as file:
            file.write("action,number,issuing_state,type,status,since\n")
            file.writelines(f"add,{number},{state},P,lost,2026-01-01\n" for number, state in pairs(rows, 7))
        with watched() as seen:
            done = apply(changes, store, KEY, OWNED, as_of=DAY)
        print(f"  {day} in {said(seen)}; compacted: {done.compacted}; {on_disk(store) / 1e9:.2f} GB")
        look_ups(NumberStore.open(store, KEY, verify=False), real, absent)


def look_ups(store: Numbers, present: Sequence[Pair], absent: Sequence[Pair]) -> None:
    """Look-ups of numbers through the public interface, a second, one by one and many at once."""
    for name, some in (("listed", present), ("not listed", absent)):
        single = rate(lambda one: store.look_up(*one), some)
        start = time.thread_time()
        found = sum(one is not None for one in store.look_up_many(some))
        many = len(some) / (time.thread_time() - start)
        print(f"  {name}: {single:,.0f} a second one by one, {many:,.0f} at once; {found:,} of {len(some):,} found")


class _Made:
    """Rows that are made and not read: of given hashes, or of random ones and real numbers."""

    sha256 = "0" * 64

    def __init__(self, rows: Rows | int, real: Sequence[Pair] = ()) -> None:
        self._rows, self._real = rows, real

    def blocks(self, encoder: Encoder) -> Iterator[Rows]:
        for type_, status in (("P", "lost"), ("P", "stolen"), ("I", "lost"), ("P", "blank stolen")):
            encoder.add(NumberRow("X0000000", "XXX", type_, status, "2020-01-01", "", *OWNED.values()))
        for number, state in self._real:
            encoder.add(NumberRow(number, state, "P", "stolen", "2025-03-04", "", *OWNED.values()))
        yield encoder.take()
        if not isinstance(self._rows, int):
            for first in range(0, len(self._rows), 1_000_000):
                yield self._rows[first : first + 1_000_000]
            return
        chance, left = np.random.default_rng(8), self._rows - len(self._real)
        while left > 0:
            yield random_rows(min(left, 1_000_000), chance)
            left -= 1_000_000


def random_rows(count: int, chance: np.random.Generator) -> Rows:
    """Rows as those of a keyed hash: even hashes and tags, four kinds, days of twenty years."""
    rows = np.zeros(count, ROW)
    rows["hash"] = chance.integers(0, 1 << 64, count, np.uint64)
    rows["tag"] = chance.integers(0, 1 << 16, count, np.uint16)
    rows["kind"] = chance.integers(0, 4, count, np.uint16)
    rows["since"] = chance.integers(20_000, 27_700, count, np.uint16)
    return rows


def pairs(count: int, seed: int) -> Iterator[Pair]:
    """Made-up numbers: two letters and seven digits, of five States."""
    chance = random.Random(seed)  # noqa: S311 -- repeatable, not secret
    letters = "ABCDEFGHJKLMNPQRTUVWXY"
    for _ in range(count):
        yield f"{chance.choice(letters)}{chance.choice(letters)}{chance.randrange(10**7):07}", chance.choice(STATES)


def rate(look: Callable[[One], object], asked: Sequence[One], clock: Callable[[], float] = time.thread_time) -> float:
    """Look-ups a second, by default of the processor's time: a second of one core."""
    start = clock()
    for one in asked:
        look(one)
    return len(asked) / (clock() - start)


@contextlib.contextmanager
def watched() -> Iterator[dict[str, float]]:
    """Seconds of wall and processor, and the most anonymous memory, of what runs inside."""
    seen, done = {"anonymous": 0.0}, threading.Event()

    def look() -> None:
        while not done.wait(0.05):
            seen["anonymous"] = max(seen["anonymous"], anonymous())

    watcher = threading.Thread(target=look)
    start, cpu = time.perf_counter(), time.process_time()
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()
        seen |= {"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu}


def anonymous() -> float:
    """Megabytes of memory of this process that belong to no file; 0 where the system does not say."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("RssAnon"):
                return int(line.split()[1]) / 1000
    return 0.0


def said(seen: dict[str, float]) -> str:
    """What was seen, in words."""
    return f"{seen['seconds']:.1f} s ({seen['cpu']:.1f} s of processor), {seen['anonymous']:,.0f} MB anonymous"


def report(name: str, folder: Path, count: int, seen: dict[str, float], rates: Sequence[float]) -> None:
    """One line of the comparison."""
    hits, misses = rates
    size = on_disk(folder) / count
    print(f"  {name:9} {size:5.1f} bytes a row, built in {said(seen)}; {hits:,.0f} hits, {misses:,.0f} misses a second")


def on_disk(folder: Path) -> int:
    """Bytes that the files of a folder take."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())


def drop(folder: Path) -> None:
    """Tell the kernel to forget the files of a folder."""
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


if __name__ == "__main__":
    main()

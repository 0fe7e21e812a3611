"""Many people at once on all cores: processes that share one snapshot file, and answers in the order of the rows.

Each process opens the same file, whose pages they share; the caller has opened it before, so its hash is known to hold.
Only a few chunks of rows are under way at a time, so a million rows take no more memory than a thousand.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from preclear.errors import Conflict, Unavailable
from preclear.screening.batch import Answered, answer_rows
from preclear.screening.snapshot import Snapshot

LARGE = 1 << 20
"""Bytes of rows from which further processes pay for the second that starting them takes."""

_MOST_ROWS, _MOST_BYTES = 128, 1 << 20
_AHEAD = 3
"""Chunks under way for each process: one that it works on, and enough that it never waits."""


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def screen_many(
    path: Path, snapshot: Snapshot, rows: Iterable[bytes], *, top: int = 10, workers: int = 1
) -> Generator[Answered, None, None]:
    """Screen rows of JSON Lines against ``snapshot``, which was opened from ``path``, with ``workers`` processes.

    The answers come in the order of the rows, one for each, and are the same for every number of processes. With one,
    no process is started. A program that calls this with more needs the usual ``if __name__ == "__main__":``.

    ``Conflict`` where another snapshot has taken the file's place meanwhile, ``Unavailable`` where a process ended
    before it had answered; the answers that came before are whole and in order.
    """
    if workers <= 1:
        yield from answer_rows(snapshot, rows, top)
        return
    pool = ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_start, initargs=(path, snapshot.id)
    )
    try:
        for answers in _in_order(pool, _chunks(rows), top, workers * _AHEAD):
            yield from answers
    except BrokenProcessPool as error:
        raise Unavailable(
            "a screening process ended before it had answered its rows",
            mend="Nothing is lost: look whether memory ran out, and run it again with fewer --workers.",
        ) from error
    except BaseException:
        _end_at_once(pool)  # Ctrl-C, or a caller who wants no more: nobody waits for answers that nobody reads
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _end_at_once(pool: ProcessPoolExecutor) -> None:
    """End the processes of a pool without waiting for what they are doing; Python 3.14 has a method for it."""
    for process in tuple((getattr(pool, "_processes", None) or {}).values()):
        process.kill()


def _in_order(
    pool: ProcessPoolExecutor, chunks: Iterator[list[bytes]], top: int, window: int
) -> Iterator[Sequence[Answered]]:
    under_way: deque[Future[list[Answered]]] = deque()
    for chunk in chunks:
        with _no_interrupt_inherited():
            under_way.append(pool.submit(_answers, chunk, top))
        if len(under_way) >= window:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


def _chunks(rows: Iterable[bytes]) -> Iterator[list[bytes]]:
    chunk: list[bytes] = []
    size = 0
    for row in rows:
        chunk.append(row)
        size += len(row)
        if len(chunk) >= _MOST_ROWS or size >= _MOST_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


@contextmanager
def _no_interrupt_inherited() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal; one that is just starting would die of it with a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_ASKED: list[tuple[Path, str]] = []
"""In a process of the pool: the file to open, and the id of the snapshot that it must hold."""


def _start(path: Path, snapshot_id: str) -> None:
    """Prepare a process of the pool: the parent alone hears Ctrl-C, and no process outlives it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _ASKED.append((path, snapshot_id))


def _end_with_parent() -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)


@cache
def _opened(path: Path, snapshot_id: str) -> Snapshot:
    snapshot = Snapshot.open(path, verify=False)
    if snapshot.id != snapshot_id:
        raise Conflict(
            f"{path} holds another snapshot than when the work began", mend="Run it again on the new snapshot."
        )
    return snapshot


def _answers(rows: list[bytes], top: int) -> list[Answered]:
    return list(answer_rows(_opened(*_ASKED[-1]), rows, top))

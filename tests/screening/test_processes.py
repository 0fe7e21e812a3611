from __future__ import annotations

import json
import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from preclear.errors import Conflict, Unavailable
from preclear.screening import Snapshot, build
from preclear.screening.processes import screen_many

pytestmark = pytest.mark.slow  # -- starts processes

ROWS = 600
"""More than the chunks of rows that wait for three processes hold at a time would be slow here; several is enough."""


@pytest.fixture(scope="module")
def path(sources, as_of, tmp_path_factory):
    path = tmp_path_factory.mktemp("shared") / "lists.snapshot"
    build(sources, path, as_of=as_of)
    return path


def people(count=ROWS):
    for number in range(count):
        yield b"no json" if number % 97 == 5 else b'{"id": "%d", "name": "Arkadi Testowich"}' % number


def without_time(answers):
    rows = [json.loads(one.line) for one in answers]
    return [{key: value for key, value in row.items() if key != "micros"} for row in rows]


def children():
    return {one.pid for one in multiprocessing.active_children()}


def test_one_process_and_three_give_the_same_rows(path):
    snapshot = Snapshot.open(path)
    alone = without_time(screen_many(path, snapshot, people()))
    assert alone == without_time(screen_many(path, snapshot, people(), workers=3))
    assert ROWS == len(alone)


def test_only_a_few_chunks_are_read_ahead(path):
    taken = []
    answers = screen_many(path, Snapshot.open(path), (taken.append(1) or row for row in people(5000)), workers=2)
    next(answers)
    answers.close()
    assert len(taken) < 2000


def test_whoever_stops_listening_leaves_no_process_behind(path):
    before = children()
    answers = screen_many(path, Snapshot.open(path), people(), workers=2)
    next(answers)
    started = children() - before
    answers.close()
    assert started
    assert before == children()


def test_a_process_that_is_killed_is_said_and_no_row_is_lost_before_it_or_doubled(path):
    before = children()
    answers = screen_many(path, Snapshot.open(path), people(5000), workers=2)
    heard = [next(answers)]
    for pid in children() - before:
        os.kill(pid, signal.SIGKILL)
    with pytest.raises(Unavailable, match="ended before"):
        heard.extend(answers)
    numbers = [json.loads(one.line)["id"] for one in heard]
    assert numbers == [json.loads(one.line)["id"] for one in screen_many(path, Snapshot.open(path), people(len(heard)))]


def test_a_snapshot_that_was_replaced_meanwhile_is_not_mixed_with_the_old_one(path, sources, tmp_path, as_of):
    old = Snapshot.open(path)
    other = tmp_path / "other.snapshot"
    build(sources[:1], other, as_of=as_of)
    with pytest.raises(Conflict):
        list(screen_many(other, old, people(), workers=2))


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs the memory map of Linux")
def test_a_process_maps_the_snapshot_instead_of_copying_it(path):
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        snapshot_id, mapped = pool.apply(opened_and_mapped, (path,))
    assert Snapshot.open(path).id == snapshot_id
    assert mapped


def opened_and_mapped(path):
    snapshot = Snapshot.open(path)
    lines = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    return snapshot.id, [line for line in lines if line.endswith(str(path))]

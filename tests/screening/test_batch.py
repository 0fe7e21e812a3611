from __future__ import annotations

import io
import json

from preclear.screening.batch import answer_rows, rows_of
from preclear.screening.queries import MOST_BYTES

LONG = b'{"id": "long", "name": "' + b"A" * 3 * MOST_BYTES + b'"}'
ROWS = [b'{"id": "1", "name": "Arkadi Testovich"}\n', b"\n", b"no json\n", LONG + b"\n", b'{"id": 2, "name": "Nobody"}']


def answered(snapshot):
    return list(answer_rows(snapshot, rows_of(io.BytesIO(b"".join(ROWS)))))


def test_each_row_that_is_not_empty_has_one_answer_in_order(snapshot):
    assert ["1", None, "long", "2"] == [json.loads(one.line)["id"] for one in answered(snapshot)]


def test_a_row_that_cannot_be_used_says_so_and_the_work_goes_on(snapshot):
    assert [False, True, True, False] == [one.failed for one in answered(snapshot)]


def test_an_answer_says_whether_an_officer_should_look(snapshot):
    assert [True, False, False, False] == [one.alerted for one in answered(snapshot)]


def test_a_line_that_is_too_long_is_never_held_whole(snapshot):
    assert MOST_BYTES + 2 == max(len(row) for row in rows_of(io.BytesIO(LONG)))
    assert 1 == len(list(rows_of(io.BytesIO(LONG))))


def test_a_candidate_shows_the_aligned_parts_and_the_version_of_the_entry(snapshot):
    (candidate, *_) = json.loads(answered(snapshot)[0].line)["candidates"]
    assert {"list", "entity", "name", "score", "alert", "why", "parts", "one_in", "version"} <= candidate.keys()


def test_every_row_has_the_same_fields_and_one_that_cannot_be_used_no_candidates(snapshot):
    rows = [json.loads(one.line) for one in answered(snapshot)]
    assert all({"id", "candidates", "snapshot", "micros"} <= row.keys() for row in rows)
    assert [[], []] == [row["candidates"] for row in rows if "error" in row]

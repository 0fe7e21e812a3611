import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents.papers.hints import INNOCENT
from preclear.documents.papers.reading import read
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.specimens import TestCountry
from preclear.specimens.papers import LETTER, Past, make_letter, make_photograph

COUNTRY = TestCountry(seed="papers")
PASSED, FAILED, UNDETERMINED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED


def seen(past, at=COUNTRY.noon):
    return read(make_letter(COUNTRY, past), at)


@pytest.mark.parametrize(
    ("past", "hints"),
    [
        (Past.PLAIN, []),
        (Past.EDITED, ["revisions", "revision.pages"]),
        (Past.SIGNED, ["revisions"]),
        (Past.SIGNED_THEN_EDITED, ["revisions", "revision.pages", "signature.added_after"]),
        (Past.SIGNED_THEN_BROKEN, ["revisions", "signature.broken"]),
        (Past.RETOUCHED, ["dates.saved_again", "software.editor"]),
        (Past.PROTECTED, ["encrypted"]),
        (Past.LOCKED, ["encrypted"]),
        (Past.SCANNED, ["scan"]),
        (Past.ATTACHED, ["active_content", "embedded_files"]),
    ],
)
def test_each_past_shows_itself_and_nothing_else(past, hints):
    assert hints == [hint.id for hint in seen(past).hints]


def test_every_hint_has_an_innocent_explanation():
    shown = [hint for past in Past if past is not Past.SWOLLEN for hint in seen(past).hints]
    assert all(INNOCENT[hint.id] == hint.innocent for hint in shown)


def test_a_later_state_names_the_page_that_it_changed():
    first, second = seen(Past.EDITED).revisions
    assert ((), (1,)) == (first.pages, second.pages)


def test_signing_adds_a_state_and_changes_no_page():
    _, second = seen(Past.SIGNED).revisions
    assert ((), ("form", "signature")) == (second.pages, second.touches)


def test_signatures_are_read_where_an_event_loop_runs_already():
    async def in_a_loop():
        return seen(Past.SIGNED)

    # in a thread of its own: a browser test of this process may have left a loop running in the first one
    with ThreadPoolExecutor(1) as pool:
        (signature,) = pool.submit(lambda: asyncio.run(in_a_loop())).result().signatures
    assert (PASSED, PASSED) == (signature.intact, signature.unchanged)


@pytest.mark.parametrize(
    ("past", "intact", "unchanged", "covers"),
    [
        (Past.SIGNED, PASSED, PASSED, "file"),
        (Past.SIGNED_THEN_EDITED, PASSED, FAILED, "revision"),
        (Past.SIGNED_THEN_BROKEN, FAILED, UNDETERMINED, "file"),
    ],
)
def test_a_signature_says_whether_it_holds_and_what_it_covers(past, intact, unchanged, covers):
    (signature,) = seen(past).signatures
    assert (intact, unchanged, covers) == (signature.intact, signature.unchanged, signature.covers)
    assert "employer papers" in signature.signer
    assert "2026-01-01T12:00:00Z" == signature.signed_at


def test_programs_and_dates_are_named():
    paper = seen(Past.RETOUCHED)
    assert ("Adobe Photoshop 25.0",) == paper.software
    assert ("2025-09-01T09:00:00Z", "2025-12-20T21:00:00Z") == (paper.created, paper.modified)


def test_a_date_that_has_not_come_yet_is_seen():
    paper = seen(Past.PLAIN, COUNTRY.noon - timedelta(days=365))
    assert ["dates.future", "dates.future"] == [hint.id for hint in paper.hints]


def test_without_a_day_nothing_lies_in_the_future():
    assert () == seen(Past.PLAIN, None).hints


def test_a_paper_of_no_text_is_a_scan():
    assert (True, False) == (seen(Past.SCANNED).scan, seen(Past.PLAIN).scan)


def test_two_pages_of_words_that_fit_no_encoding_are_read():
    assert 1 == read(make_letter(COUNTRY, Past.PLAIN, ["خط", *LETTER]), COUNTRY.noon).pages


def test_a_photograph_names_its_program_and_day():
    paper = read(make_photograph("Adobe Photoshop Express"), COUNTRY.noon)
    assert ("jpeg", ("Adobe Photoshop Express",)) == (paper.kind, paper.software)
    assert ["software.editor"] == [hint.id for hint in paper.hints]
    assert () == read(make_photograph(), COUNTRY.noon).hints


def test_a_file_that_was_cut_is_mended_and_says_so():
    whole = make_letter(COUNTRY, Past.PLAIN)
    paper = read(whole[: whole.rindex(b"startxref")], COUNTRY.noon)
    assert "damaged" in [hint.id for hint in paper.hints]


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-", b"%PDF-1.7\n" + b"<<" * 5000, b"\xff\xd8\xff", b"PK\x03\x04", b"x" * 99]
)
def test_what_is_no_paper_is_an_input_error(data):
    with pytest.raises(InvalidInput):
        read(data, COUNTRY.noon)


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_any_damage_gives_hints_or_an_input_error(data):
    past = data.draw(st.sampled_from([Past.PLAIN, Past.SIGNED_THEN_EDITED, Past.ATTACHED]))
    whole = bytearray(make_letter(COUNTRY, past))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(bytes(whole), COUNTRY.noon)
    except InvalidInput:
        return

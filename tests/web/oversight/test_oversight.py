"""Oversight: the log, what became of applications, and with what the machine judges."""

import json
from dataclasses import replace
from datetime import date

import pytest
from seeded import AMNA, ANNA

from preclear.oversight import FileWitness, Log, LogKey
from preclear.services import applicant
from preclear.services.match_records import AlarmEnd
from preclear.services.oversee import search_log
from preclear.services.view import view
from preclear.storage.list_files import ListFiles
from preclear.testing.audit import log_of

REF = "PC-2222-0002"
PAGES = ("", "log", "looks", "log-state", "lists", "rulebook")


@pytest.fixture
def keyed(settings, tmp_path):
    """An installation with a key of its log, and a place for its checkpoints."""
    (tmp_path / "keys").mkdir()
    key = LogKey.make("made-up/log")
    key.save(tmp_path / "keys" / "log.key")
    settings.PRECLEAR = replace(settings.PRECLEAR, home=tmp_path, checkpoint_file=str(tmp_path / "checkpoints"))
    return key


def text(response):
    return response.content.decode()


def long_log(house, count):
    """An audit log of so many entries."""
    made = log_of(count)
    house.store.log.rows[:], house.store.log.stored = made.rows, made.stored


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_shown_to_oversight(house, keyed, client_of, page):
    house.refused()
    assert 200 == client_of("oversight.ida").get(f"/oversight/{page}").status_code


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["officer.amna", "traveller.anna", "carrier.zz", "protection.gul"])
def test_oversight_is_for_oversight(house, client_of, who, page):
    assert 403 == client_of(who).get(f"/oversight/{page}").status_code


def test_a_withdrawn_application_is_no_refusal(house, client_of):
    house.refused()
    house.in_review("PC-2222-0005", document={"number": "X00000005"})
    applicant.withdraw(house.office, "PC-2222-0005", ANNA)
    page = text(client_of("oversight.ida").get("/oversight/"))
    assert '<th scope="row">Refusals that stand</th><td class="number"><b>1</b></td>' in page


def test_a_dossier_opens_with_a_reason_that_the_log_keeps(house, client_of, post):
    house.in_review()
    ida = client_of("oversight.ida")
    sent = post(ida, "/oversight/", reference=REF.lower(), reason="complaint 17")
    shown = ida.get(sent.url)
    looks = text(ida.get("/oversight/looks"))
    assert (f"/desk/cases/{REF}/", 200, True) == (sent.url, shown.status_code, "complaint 17" in looks)


@pytest.mark.parametrize(
    ("fields", "where"),
    [({"reference": REF, "reason": " "}, "reason"), ({"reference": "X", "reason": "why"}, "reference")],
)
def test_a_dossier_does_not_open_without_a_reason_or_a_reference(house, client_of, post, fields, where):
    house.in_review()
    sent = post(client_of("oversight.ida"), "/oversight/", **fields)
    assert (422, True) == (sent.status_code, f'id="{where}-error"' in text(sent))


def test_the_log_is_searched_by_reference_account_and_verb(house, client_of):
    house.in_review()
    view(house.office, REF, AMNA)
    ida = client_of("oversight.ida")
    looks = text(ida.get("/oversight/log", {"about": REF, "by": "officer.amna", "verb": "record"}))
    none = text(ida.get("/oversight/log", {"by": "nobody"}))
    assert (True, False, True) == ("record.viewed" in looks, "application.submitted" in looks, "No entry fits" in none)


def test_ten_thousand_entries_come_in_pages(house, client_of):
    long_log(house, 10_000)
    ida = client_of("oversight.ida")
    first = text(ida.get("/oversight/log"))
    older = text(ida.get("/oversight/log?before=9950"))
    assert (True, True, True) == ("10000 entries in all" in first, ">9950<" in first, ">9949<" in older)


def test_a_search_that_finds_nothing_looks_at_a_bounded_part_and_says_where_to_go_on(house):
    from seeded import PEOPLE

    long_log(house, 20_500)
    ida = next(one for one in PEOPLE if one.id == "oversight.ida")
    page = search_log(house.office, ida, by="nobody")
    assert ((), 500) == (page.entries, page.earlier)


def test_an_entry_that_somebody_broke_does_not_stop_the_search(house, client_of):
    long_log(house, 3)
    house.store.log.rows[1] = b"\xff not json"
    assert "entry.unreadable" in text(client_of("oversight.ida").get("/oversight/log"))


def test_a_log_that_holds_is_said_to_hold(house, keyed, client_of, tmp_path):
    house.refused()
    FileWitness(path=tmp_path / "checkpoints").keep(Log(house.store.log).checkpoint(keyed))
    page = text(client_of("oversight.ida").get("/oversight/log-state"))
    assert (True, True) == ("The log holds" in page, Log(house.store.log).root().hex() in page)


def test_a_flipped_bit_is_shown(house, keyed, client_of):
    house.refused()
    row = bytearray(house.store.log.rows[2])
    row[20] ^= 1
    house.store.log.rows[2] = bytes(row)
    page = text(client_of("oversight.ida").get("/oversight/log-state"))
    assert (True, True) == ("The log does not hold" in page, "entry 2" in page)


def test_a_foreign_checkpoint_is_trouble_and_no_page_of_ours_breaks(house, keyed, client_of, tmp_path):
    house.granted()
    FileWitness(path=tmp_path / "checkpoints").keep(Log(house.store.log).checkpoint(LogKey.make("made-up/log")))
    assert "could not be verified" in text(client_of("oversight.ida").get("/oversight/log-state"))


def with_list(house, fresh_for=None, **fields):
    lists = house.office.means.lists
    named = replace(lists, sources=(replace(lists.sources[0], **fields),))
    house.office = replace(house.office, means=replace(house.office.means, lists=named, fresh_for=fresh_for or {}))


def test_lists_are_shown_with_owner_basis_age_and_counts(house, client_of):
    with_list(house, built=date(2026, 5, 1), bounds="-10 % to +30 %", next_review=date(2026, 6, 1))
    page = text(client_of("oversight.ida").get("/oversight/lists"))
    assert [True] * 5 == [words in page for words in ("UTO", "Act 7", "16 days", "-10 % to +30 %", "soon")]


def test_an_old_list_and_overdue_reviews_are_pointed_to(house, client_of):
    with_list(house, fresh_for={"*": 3}, built=date(2026, 5, 1), overdue_reviews=2)
    page = text(client_of("oversight.ida").get("/oversight/lists"))
    assert [True] * 3 == [words in page for words in ("Too old: stop.", "proves nothing", "2 overdue")]


def test_the_match_desk_reads_the_lists_too_and_nobody_else_of_the_desk(house, client_of):
    assert [200, 403] == [client_of(who).get("/desk/lists").status_code for who in ("match.dara", "officer.amna")]


def test_alarms_of_a_list_are_shown_with_their_interval(house, client_of):
    with house.store.transaction() as records:
        for number in range(32):
            records.alarms.raised(f"PC-{number}", "stop", "e1", house.hands())
            records.alarms.ended(f"PC-{number}", "stop", "e1", AlarmEnd.RULED_OUT, house.hands())
    page = text(client_of("match.dara").get("/desk/lists"))
    assert [True] * 3 == [words in page for words in ("100 %", "(89–100 %)", "32 of 32 told apart were other people")]


def test_lists_that_cannot_be_read_are_said_with_what_works(house, client_of, tmp_path):
    (tmp_path / "lists.snapshot").write_bytes(b"x")
    house.office = replace(house.office, snapshots=ListFiles(tmp_path / "lists.snapshot"))
    page = text(client_of("oversight.ida").get("/oversight/lists"))
    assert [True] * 2 == [words in page for words in ("cannot be read", "Everything else works")]


def test_no_lists_are_said_plainly(house, client_of):
    house.office = replace(house.office, means=replace(house.office.means, lists=None))
    assert "No list is loaded" in text(client_of("oversight.ida").get("/oversight/lists"))


def test_the_rulebook_shows_weights_caps_rules_and_checks(house, client_of):
    page = text(client_of("oversight.ida").get("/oversight/rulebook"))
    told = (
        "itinerary.one_way_with_contradicted_purpose",
        "Regulation (EU) 2018/1240",
        "31 Dec 2027",
        "document.outlasts_stay",
    )
    assert [True] * 4 == [words in page for words in told]


def test_no_entry_of_the_log_holds_a_name(house):
    house.refused()
    assert [] == [row for row in house.store.log.rows if b"Eriksson" in json.dumps(json.loads(row)).encode()]

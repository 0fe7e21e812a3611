"""The file of lists in use is replaced as a whole, noticed by who holds it open, and compared with those before."""

import csv
import os
from datetime import date
from threading import Event, Thread

import pytest

from preclear.errors import InvalidInput, NotFound, Unavailable
from preclear.model.screening import ScreeningQuery
from preclear.screening import SourceSpec, build
from preclear.storage.list_files import KEPT, ListFiles

QUERY = ScreeningQuery(id="q", name="Arkadi Testovich")


@pytest.fixture
def made(tmp_path):
    """Builds a snapshot of these names; the path of its file."""

    def make(*names):
        place = tmp_path / f"{'-'.join(names) or 'none'}.csv"
        with place.open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["entity_id", "name", "kind", "owner", "legal_basis", "reason"])
            rows.writerows([f"E-{name}", name, "primary", "UTO", "Act 7", "made up"] for name in names)
        source = SourceSpec(kind="csv", path=place, defaults={"list": "stop"})
        build([source], tmp_path / f"{place.stem}.snapshot", as_of=date(2026, 5, 17))
        return tmp_path / f"{place.stem}.snapshot"

    return make


@pytest.fixture
def files(tmp_path):
    return ListFiles(tmp_path / "in-use" / "lists.snapshot")


def install(files, source, accept=("stop",)):
    before, after = files.keep(source, accept)
    files.use(after)
    return before, after


def names_of(lists):
    return [one.name for one in lists.screen(QUERY).candidates]


def test_what_is_installed_is_in_use_at_once_and_elsewhere_too(files, made):
    other = ListFiles(files.place)
    before, after = install(files, made("Arkadi Testovich"))
    assert ("", after, after) == (before, files.current().id, other.current().id)
    again = install(files, made("Arkadi Testovich", "Nemo Musterov"))
    assert (after, again[1], again[1]) == (again[0], files.current().id, other.current().id)


def test_who_holds_the_old_lists_goes_on_with_them(files, made):
    install(files, made("Arkadi Testovich"))
    held = files.current()
    install(files, made("Nemo Musterov"))
    assert (["Arkadi Testovich"], []) == (names_of(held), names_of(files.current()))


def test_a_damaged_file_is_refused_and_changes_nothing(files, made, tmp_path):
    _, used = install(files, made("Arkadi Testovich"))
    damaged = tmp_path / "damaged"
    whole = made("Nemo Musterov").read_bytes()
    damaged.write_bytes(whole[:-9] + b"x" + whole[-8:])
    for bad in (damaged, tmp_path / "not-there"):
        with pytest.raises(InvalidInput):
            install(files, bad)
    assert (used, "") == (files.current().id, files.trouble)


def test_a_file_that_breaks_in_place_leaves_the_lists_before_in_use_and_says_so(files, made):
    _, used = install(files, made("Arkadi Testovich"))
    assert used == files.current().id
    aside = files.place.with_name("aside")
    aside.write_bytes(b"no snapshot")
    aside.replace(files.place)
    assert (used, True) == (files.current().id, "cannot be read" in files.trouble)


def test_lists_that_were_never_readable_answer_with_unavailable(files):
    files.place.parent.mkdir()
    files.place.write_bytes(b"no snapshot")
    with pytest.raises(Unavailable, match="cannot be read"):
        files.current().screen(QUERY)
    assert () == files.current().sources


def test_only_the_last_few_are_kept_and_those_that_a_job_may_still_need(files, made):
    folder = files.place.with_name("lists.snapshot.kept")
    for number in range(KEPT + 2):
        install(files, made(f"Person{'abcdefghij'[number]}"))
    assert KEPT + 2 == len(list(folder.glob("*.snapshot")))
    for file in folder.glob("*.snapshot"):
        os.utime(file, (0, 0))
    install(files, made("Person"))
    assert KEPT == len(list(folder.glob("*.snapshot")))


def test_a_list_that_changed_beyond_its_bounds_waits_for_a_person(files, made):
    _, used = install(files, made(*(f"Person {letter}" for letter in "abcdefgh")))
    less = made("Person a")
    with pytest.raises(InvalidInput, match="1 entities where 8 stood"):
        install(files, less, accept=())
    assert used == files.current().id
    before, after = install(files, less)
    assert (used, after) == (before, files.current().id)


def test_what_is_not_kept_does_not_come_into_use(files):
    with pytest.raises(NotFound):
        files.use("gone")


def test_the_difference_is_what_was_added_or_changed_and_what_went(files, made):
    _, one = install(files, made("Arkadi Testovich", "Gone Musterov"))
    _, two = install(files, made("Arkadi Testovich", "Nova Przykladova"))
    found = files.delta(one, two)
    assert (frozenset({("stop", "E-Gone Musterov")}), 2) == (found.removed, len(found.touched))
    asked = (ScreeningQuery(id="q", name="Nova Przykladova"), QUERY)
    assert [["Nova Przykladova"], []] == [[match.name for match in found.new.screen(one).alerts] for one in asked]
    assert (two, 2) == (found.new.id, len(files.delta("", two).touched))
    with pytest.raises(NotFound):
        files.delta("gone", two)


def test_a_number_that_was_reported_lost_since_is_part_of_the_difference(files, tmp_path):
    said = {"list": "lost", "owner": "UTO", "legal_basis": "Act 7"}
    ids = []
    for at, numbers in enumerate((("U0000001",), ("U0000001", "U0000002"))):
        place = tmp_path / f"{at}.csv"
        rows = [f"{number},UTO,P,lost,2026-01-01" for number in numbers]
        place.write_text("\n".join(["number,issuing_state,type,status,since", *rows]) + "\n")
        source = SourceSpec(kind="documents", path=place, defaults=said)
        build([source], tmp_path / f"{at}.snapshot", as_of=date(2026, 5, 17), previous=None)
        ids.append(install(files, tmp_path / f"{at}.snapshot", accept=("lost",))[1])
    found = files.delta(*ids)
    asked = [ScreeningQuery(id="q", name="Anybody", document_number=f"U000000{n}", issuing_state="UTO") for n in (1, 2)]
    assert (True, [0, 1]) == (found.numbers, [len(found.new.screen(one).alerts) for one in asked])


def test_while_lists_are_replaced_every_answer_is_of_one_of_them(files, made):
    names = ("Arkadi Testovich", "Nemo Musterov")
    snapshots = [made(name) for name in names]
    ids = {install(files, snapshot)[1]: name for snapshot, name in zip(snapshots, names, strict=True)}
    asked = [ScreeningQuery(id=name, name=name) for name in names]
    wrong, done = [], Event()

    def ask():
        other = ListFiles(files.place)
        while not done.is_set():
            lists = other.current()
            for query in asked:
                answer = lists.screen(query)
                if (answer.snapshot, bool(answer.alerts)) != (lists.id, ids[answer.snapshot] == query.name):
                    wrong.append(answer)

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for turn in range(20):
        install(files, snapshots[turn % 2])
    done.set()
    for thread in threads:
        thread.join()
    assert [] == wrong

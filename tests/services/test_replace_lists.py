"""New lists come into use as a whole, and everybody is compared with what changed, in batches."""

from dataclasses import replace
from pathlib import Path

import pytest
from made_up_lists import MadeUpLists, MadeUpShelf, entry

from preclear.errors import InvalidInput, Unavailable
from preclear.services import replace_lists
from preclear.services.replace_lists import Errand, install_lists


@pytest.fixture
def shelf(house):
    made = MadeUpShelf(used="old").put(MadeUpLists("old"))
    house.office = replace(house.office, snapshots=made)
    return made


def test_installing_says_what_changed_and_how_many_are_compared(house, shelf):
    house.handed_in("visitor")
    house.in_review("expired")
    shelf.put(MadeUpLists("new", (entry("Nobody"),)))
    done = install_lists(house.office, Path("new"))
    assert ("old", "new", 1, 0, 1, 1) == (
        done.before,
        done.after,
        done.added_or_changed,
        done.removed,
        done.clearances,
        done.applications,
    )


def test_installing_is_in_the_log(house, shelf):
    shelf.put(MadeUpLists("new", (entry("Nobody"),)))
    install_lists(house.office, Path("new"))
    with house.store.transaction() as records:
        (said,) = records.audit.of("lists/new")
    assert ("lists.installed", "1", "0") == (said["verb"], said["details"]["changed"], said["details"]["removed"])


def test_what_is_no_snapshot_changes_nothing(house, shelf):
    with pytest.raises(InvalidInput):
        install_lists(house.office, Path("elsewhere"))
    assert "old" == shelf.used


def test_installing_the_same_again_asks_for_no_work(house, shelf):
    install_lists(house.office, Path("old"))
    with house.store.transaction() as records:
        assert None is records.jobs.lease(house.at, "test")


def test_without_a_place_for_lists_nothing_is_installed(house):
    with pytest.raises(Unavailable, match="no place for lists"):
        install_lists(house.office, Path("new"))


def test_everybody_is_compared_batch_by_batch(house, shelf, batch_of_one):
    players = [house.handed_in("visitor", place) for place in range(3)]
    names = {one.case.application.applicant.surname for one in players}
    shelf.put(MadeUpLists("new", tuple(entry(name, f"e{at}") for at, name in enumerate(sorted(names)))))
    install_lists(house.office, Path("new"))
    house.settle()
    with house.store.transaction() as records:
        assert {one.reference for one in players} == {one.reference for one in records.late_matches.waiting()}


def test_an_errand_comes_back_from_its_job():
    errand = Errand(before="a", after="b", whom="cleared", past="CL-1")
    assert errand == Errand.of(str(errand))


def test_where_lists_are_not_kept_any_more_everybody_is_compared_with_all_that_is_in_use(house, shelf):
    player = house.handed_in("visitor")
    shelf.put(MadeUpLists("newest", (entry(player.case.application.applicant.surname),)))
    shelf.use("newest")
    replace_lists.rescreen(house.office, str(Errand(before="old", after="gone", whom="cleared")))
    with house.store.transaction() as records:
        assert [player.reference] == [one.reference for one in records.late_matches.waiting()]


def test_lists_with_which_nobody_can_be_compared_do_not_come_into_use(house, shelf):
    shelf.put(MadeUpLists("new", (entry("Nobody"),)))
    house.office = replace(house.office, store=NoStore())
    with pytest.raises(Unavailable):
        install_lists(house.office, Path("new"))
    assert "old" == shelf.used


class NoStore:
    """A store that does not answer."""

    def transaction(self):
        raise Unavailable("the database does not answer")


@pytest.fixture
def batch_of_one():
    before, replace_lists.BATCH = replace_lists.BATCH, 1
    yield
    replace_lists.BATCH = before

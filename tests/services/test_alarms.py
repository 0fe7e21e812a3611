"""The count of each list's alarms."""

from datetime import timedelta

from preclear.model.codes import MatchDecision
from preclear.services.alarms import alarms


def test_every_answer_is_counted_for_its_list(house):
    for place, said in enumerate((MatchDecision.NOT_SAME, MatchDecision.NOT_SAME, MatchDecision.CANNOT_TELL)):
        player = house.handed_in("namesake", place)
        house.later(hours=place + 1)
        assert player.match(said, "Compared")
    house.handed_in("listed")
    (counted,) = alarms(house.office)
    assert ("xar-demo", 4, 2, 0, 1, 1) == (
        counted.list,
        counted.raised,
        counted.ruled_out,
        counted.confirmed,
        counted.cannot_tell,
        counted.waiting,
    )
    assert (1.0, True, 2.0) == (counted.false, counted.low < 0.5, round(counted.hours, 1))


def test_a_confirmation_counts_when_it_was_seconded(house):
    player = house.handed_in("listed")
    assert player.match(MatchDecision.SAME, "The very person")
    assert (0, 1) == (alarms(house.office)[0].confirmed, alarms(house.office)[0].waiting)
    assert player.match(MatchDecision.SAME, "I see the same", second=True)
    (counted,) = alarms(house.office)
    assert (1, 0, 0.0) == (counted.confirmed, counted.waiting, counted.false)


def test_an_application_that_is_withdrawn_leaves_no_alarm_waiting(house):
    player = house.handed_in("listed")
    player.withdraw()
    (counted,) = alarms(house.office)
    assert (0, 1) == (counted.waiting, counted.withdrawn)


def test_old_alarms_are_left_out(house):
    house.handed_in("listed")
    house.at += timedelta(days=400)
    assert () == alarms(house.office)

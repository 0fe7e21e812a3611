import pytest

from preclear.model.screening import PossibleMatch
from preclear.screening.measuring.samples import HONEST, REPORT, Sample
from preclear.screening.measuring.trials import (
    Outcome,
    Share,
    alerts_by_culture,
    asking,
    outcomes,
    recall_by_group,
    threshold,
)


def sample(number, group="typing", kind="letter added", wanted=("ours", "1"), name="Arkadi Testovich"):
    return Sample(id=str(number), group=group, kind=kind, name=name, half=REPORT, wanted=wanted)


def outcome(score, *, alert=True, wanted=("ours", "1"), **how):
    return Outcome(sample=sample(score, wanted=wanted, **how), score=score, alert=alert)


def match(entity, score, *, alert=False):
    return PossibleMatch(list="ours", entity=entity, name="", score=score, alert=alert, why=())


def test_only_the_wanted_entry_counts_as_found():
    (found,) = outcomes([sample(1)], lambda _: [match("2", 0.9, alert=True), match("1", 0.4)], dated=False)
    assert (0.4, False) == (found.score, found.alert)


def test_any_alert_on_an_honest_person_counts():
    honest = sample(1, group=HONEST, kind="global", wanted=None)
    (found,) = outcomes([honest], lambda _: [match("2", 0.6, alert=True), match("1", 0.4)], dated=False)
    assert (0.6, True) == (found.score, found.alert)


def test_the_threshold_finds_the_wanted_share():
    found = [outcome(score / 100) for score in range(1, 101)]
    at = threshold(found, 0.98)
    assert (0.03, 98) == (at, recall_by_group(found, at)["typing"].count)


def test_what_is_not_found_at_all_never_alerts():
    found = [outcome(0.0, alert=False)]
    assert 0 == recall_by_group(found, threshold(found, 1.0))["typing"].count


def test_alerts_are_counted_by_culture():
    found = [outcome(0.7, group=HONEST, kind=kind, wanted=None) for kind in ("global", "global", "Gulf")]
    assert {"global": Share(count=2, total=2), "Gulf": Share(count=1, total=1)} == alerts_by_culture(found)


@pytest.mark.parametrize(("at", "count"), [(None, 1), (0.8, 0)])
def test_the_shipped_alert_holds_where_no_threshold_is_tried(at, count):
    assert count == recall_by_group([outcome(0.7)], at)["typing"].count


def test_a_snapshot_can_be_asked(snapshot):
    (found,) = outcomes([sample(1, wanted=("examples", "E1"))], asking(snapshot), dated=False)
    assert found.score > 0

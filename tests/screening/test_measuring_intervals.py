import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.screening.measuring.intervals import Interval, ratio, wilson


def rounded(interval, digits=4):
    return (round(interval.estimate, digits), round(interval.low, digits), round(interval.high, digits))


@pytest.mark.parametrize(
    ("count", "total", "bounds"),
    [(81, 263, (0.2553, 0.3662)), (15, 148, (0.0624, 0.1605)), (0, 20, (0.0, 0.1611)), (1, 29, (0.0061, 0.1718))],
)
def test_the_interval_of_a_share_is_the_published_one(count, total, bounds):
    # R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Stat Med 17 (1998), table I, method 3
    assert bounds == rounded(wilson(count, total))[1:]


def test_nothing_counted_says_nothing():
    assert (0.0, 1.0) == (wilson(0, 0).low, wilson(0, 0).high)


@settings(max_examples=50)
@given(st.integers(1, 10_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_a_share_lies_within_its_interval(of):
    found = wilson(*of)
    assert 0.0 <= found.low <= found.estimate + 1e-12
    assert found.estimate - 1e-12 <= found.high <= 1.0


def test_equal_shares_have_the_ratio_one_within_the_interval():
    times = ratio(10, 1000, 10, 1000)
    assert (1.0, True) == (round(times.estimate, 9), times.low < 1 < times.high)


def test_a_share_of_zero_gives_a_wide_interval_and_no_error():
    times = ratio(30, 1000, 0, 1000)
    assert times.low > 1
    assert times.high > 500


def test_intervals_that_touch_are_not_apart():
    lower = Interval(estimate=1.0, low=0.5, high=2.0)
    assert (True, False) == (
        lower.below(Interval(estimate=3.0, low=2.1, high=4.0)),
        lower.below(Interval(estimate=3.0, low=2.0, high=4.0)),
    )

from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.services import form_path

PATHS = st.sampled_from(("trip.arrive", "history.refusals.0.explanation", "document.chip", "applicant.nationality"))


@given(PATHS, st.text(min_size=1, max_size=5), PATHS, st.text(min_size=1, max_size=5))
@settings(max_examples=30, deadline=None)
def test_what_is_put_stands_there_and_takes_nothing_else_away(first, one, second, two):
    stated = form_path.put(form_path.put({}, first, one), second, two)

    assert two == form_path.at(stated, second)
    if first != second:
        assert one == form_path.at(stated, first)


def test_the_original_stays_as_it_was():
    before = {"trip": {"arrive": "2026-12-05"}}
    form_path.put(before, "trip.arrive", "2027-01-01")

    assert {"trip": {"arrive": "2026-12-05"}} == before


def test_taking_an_answer_away_leaves_no_empty_shells():
    stated = form_path.put({}, "history.refusals.0.explanation", "A letter was missing.")

    assert {} == form_path.put(stated, "history.refusals.0.explanation", None)


def test_what_the_schema_requires_inside_is_found():
    stated = {"offer": {"employer": {"country": "USA"}}, "trip": {"destination": {}}}

    assert {"offer.employer.name", "trip.destination.country"} <= set(form_path.lacking(stated))

"""Settings that are more than a text."""

import pytest

from preclear.errors import InvalidInput
from preclear.settings import Settings


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("30", {"*": 30}),
        ("ofac=2, un=7, 30", {"ofac": 2, "un": 7, "*": 30}),
        ("", {}),
        ("my=list=4", {"my=list": 4}),
    ],
)
def test_the_rhythm_of_lists_is_read(text, days):
    assert days == Settings.load({"PRECLEAR_LISTS_FRESH_DAYS": text}).fresh_for


@pytest.mark.parametrize("text", ["soon", "=3", "un=-1", "un=", "٣"])
def test_what_is_no_number_of_days_is_refused_with_the_mend(text):
    with pytest.raises(InvalidInput, match="lists_fresh_days"):
        _ = Settings.load({"PRECLEAR_LISTS_FRESH_DAYS": text}).fresh_for

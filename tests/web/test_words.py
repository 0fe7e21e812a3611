from collections.abc import Mapping

import pytest

from preclear.model.codes import ApplicationState, CarrierAnswer, ClearanceState, Role, Verdict
from preclear.web.i18n import load, words

TABLES = {name: table for name, table in vars(words).items() if isinstance(table, Mapping) and name.isupper()}


def sentences():
    for table in TABLES.values():
        for value in table.values():
            if isinstance(value, str):
                yield value
            else:
                yield from (getattr(value, name) for name in ("heading", "text") if hasattr(value, name))


def test_every_word_is_there_in_urdu():
    assert [] == [sentence for sentence in sentences() if sentence not in load("ur").sentences]


@pytest.mark.parametrize("name", sorted(set(TABLES) - {"CLAIMS", "ERRORS"}))
def test_every_code_has_its_word(name):
    codes = type(next(iter(TABLES[name])))

    assert set(codes) == set(TABLES[name])


def test_the_tables_are_those_that_pages_need():
    kinds = {type(next(iter(table))) for table in TABLES.values()}

    assert {ApplicationState, CarrierAnswer, ClearanceState, Role, Verdict} <= kinds


@pytest.mark.parametrize(
    "state",
    [
        ApplicationState.MATCHES,
        ApplicationState.CONFIRMED,
        ApplicationState.CONSULTING,
        ApplicationState.REFUSE_PROPOSED,
    ],
)
def test_a_traveller_cannot_read_a_match_or_a_proposed_refusal_off_the_status_page(state):
    assert words.NEWS[ApplicationState.IN_REVIEW] == words.NEWS[state]


def test_silence_and_withdrawal_are_never_called_refusals():
    for state in (ApplicationState.WITHDRAWN, ApplicationState.LAPSED):
        assert "not a refusal" in words.NEWS[state].text

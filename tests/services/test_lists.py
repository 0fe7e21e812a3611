"""What is asked of the lists about an application, and what their silence proves."""

from dataclasses import replace
from datetime import date

from made_up_lists import MadeUpLists, entry

from preclear.model.codes import ApplicationState as S
from preclear.model.codes import MatchDecision
from preclear.model.screening import ListSource
from preclear.services.ages import age_of, is_stale
from preclear.services.lists import queries
from preclear.testing import ordinary_application


def source(**changes):
    made = ListSource(list="stop", owner="UTO", legal_basis="Act 7", sha256="", entities=1, names=1, documents=0)
    return replace(made, **changes)


def with_lists(house, lists, **means):
    house.office = replace(house.office, means=replace(house.office.means, lists=lists, **means))
    return house


def test_every_name_is_asked_with_the_same_birth_date():
    application = ordinary_application(applicant={"other_names": ["Anna Muster"], "native_name": "آنا"})
    asked = queries(application)
    assert ["Anna Maria Eriksson", "Anna Muster"] == [one.name for one in asked]
    assert [("آنا", "L898902C3"), (None, None)] == [(one.native_name, one.document_number) for one in asked]
    assert 1 == len({one.birth_date for one in asked})


def test_lists_that_cannot_be_asked_are_unavailable_and_never_no_match(house):
    player = with_lists(house, MadeUpLists("x", down=True)).handed_in("visitor")
    judged = house.judged(player)
    said = judged.dossier.evidence_of("screening")
    assert ("the lists do not answer", None) == (said.unavailable, judged.dossier.screening)
    assert {"watchlist.possible_match", "watchlist.lost_or_stolen"} <= {
        one.check for one in judged.assessment.not_checked
    }


def test_without_lists_nothing_is_checked(house):
    player = with_lists(house, None).handed_in("visitor")
    assert "watchlist.possible_match" in {one.check for one in house.judged(player).assessment.not_checked}


def test_the_silence_of_an_old_list_proves_nothing(house):
    old = MadeUpLists("x", built=date(2026, 1, 1))
    player = with_lists(house, old, fresh_for={"*": 30}).handed_in("visitor")
    judged = house.judged(player)
    why = {one.check: one.why for one in judged.assessment.not_checked}
    assert "older than its owner's rhythm: stop" == why["watchlist.possible_match"]
    assert (S.REFERRED, ("stop",)) == (player.case.state, judged.dossier.screening.stale)


def test_what_an_old_list_says_is_heard_all_the_same(house):
    old = MadeUpLists("x", (entry(""),), built=date(2026, 1, 1))
    player = with_lists(house, old, fresh_for={"*": 30}).handed_in("visitor")
    assert S.MATCHES == player.case.state


def test_a_listed_employer_is_referred_and_is_no_match_of_the_person(house):
    firms = MadeUpLists("x", (entry("", "o1", list_="firms"),))
    player = with_lists(house, firms).handed_in("worker")
    found = {one.check for one in house.judged(player).assessment.findings}
    assert (S.REFERRED, True, ()) == (
        player.case.state,
        "watchlist.organisation_listed" in found,
        player.case.matches,
    )


def test_what_was_ruled_out_is_on_the_dossier_with_who_and_until_when(house):
    player = with_lists(house, MadeUpLists("x", (entry(""),))).handed_in("visitor")
    assert player.match(MatchDecision.NOT_SAME, "Another birthday")
    house.settle()
    (held,) = house.judged(player).dossier.ruled_out
    assert ("stop/e7", True, 365) == (held.key, held.by.startswith("match."), (held.expires - held.at).days)


def test_an_entry_that_changed_is_raised_again_in_the_same_case(house):
    player = with_lists(house, MadeUpLists("x", (entry(""),))).handed_in("expired")
    assert player.match(MatchDecision.NOT_SAME, "Another birthday")
    house.settle()
    assert S.REFERRED == player.case.state
    with_lists(house, MadeUpLists("y", (entry("", version="v2"),)))
    assert player.take()
    from preclear.services.process import reassess

    reassess(house.office, player.reference)
    judged = house.judged(player)
    assert (frozenset(), ()) == (judged.dossier.cleared_matches, judged.dossier.ruled_out)


def test_a_list_is_as_old_as_its_last_reading():
    assert (16, None) == (
        age_of(source(built=date(2026, 5, 1)), date(2026, 5, 17)),
        age_of(source(), date(2026, 5, 17)),
    )


def test_a_list_is_stale_by_its_own_rhythm_or_that_of_all():
    found = source(built=date(2026, 5, 1))
    on = date(2026, 5, 17)
    assert [False, True, False, True, False] == [
        is_stale(found, {}, on),
        is_stale(found, {"*": 15}, on),
        is_stale(found, {"*": 15, "stop": 16}, on),
        is_stale(found, {"stop": 2}, on),
        is_stale(source(), {"*": 2}, on),
    ]


def test_without_a_list_of_documents_nothing_is_known_of_the_document(house):
    player = with_lists(house, MadeUpLists("x")).handed_in("visitor")
    judged = house.judged(player)
    why = {one.check: one.why for one in judged.assessment.not_checked}
    assert "no list of lost and stolen documents" == why["watchlist.lost_or_stolen"]
    assert "watchlist.possible_match" not in why

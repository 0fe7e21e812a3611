"""What may not lead to anything adverse, and who may not act: through the services, in memory."""

from dataclasses import replace
from datetime import timedelta

import pytest
from population_house import OFFICER, means

from preclear.errors import Conflict, InvalidInput, NotFound, NotPermitted, Unavailable
from preclear.model.case import Actor
from preclear.model.codes import ApplicationState as S
from preclear.model.codes import MatchDecision, Outcome, Role
from preclear.services import applicant, decide
from preclear.services.assess import assess
from preclear.services.change_clearance import change_clearance, end_suspensions
from preclear.services.letters import send_letters
from preclear.services.player import PEOPLE
from preclear.services.submit import mend
from preclear.services.take import take_appeal
from preclear.services.tick import tick
from preclear.services.view import Sight, view
from preclear.services.work import JOBS, work
from preclear.testing.dossiers import ordinary, vary

ONE_WHO_DOES_BOTH = Actor(id="reviewer.both", roles=frozenset({Role.REVIEWER, Role.APPEAL_REVIEWER}), certified=True)


class Through:
    """A store whose cases cannot be read for one reference."""

    def __init__(self, store, broken):
        self.store, self.broken = store, broken

    def transaction(self):
        inner, outer = self.store.transaction(), self

        class Block:
            def __enter__(self):
                return Reads(inner.__enter__(), outer.broken)

            def __exit__(self, *error):
                return inner.__exit__(*error)

        return Block()


class Reads:
    def __init__(self, records, broken):
        self.records, self.broken = records, broken

    def __getattr__(self, name):
        found = getattr(self.records, name)
        return Cases(found, self.broken) if name == "cases" else found


class Cases:
    def __init__(self, cases, broken):
        self.cases, self.broken = cases, broken

    def __getattr__(self, name):
        return getattr(self.cases, name)

    def get(self, reference):
        if reference == self.broken:
            raise ValueError(f"the record of {reference} is damaged")
        return self.cases.get(reference)


class FakePost:
    """A post that knows no address for some, and may be away."""

    def __init__(self, *, unknown=(), away=False):
        self.unknown, self.away, self.left, self.tried = frozenset(unknown), away, [], 0

    def send(self, to, subject, body):
        self.tried += 1
        if self.away:
            raise Unavailable("the mail server does not answer")
        if to in self.unknown:
            raise NotFound(f"account {to} has no e-mail address")
        self.left.append(to)


def somebody(role):
    return Actor(id=f"somebody.{role}", roles=frozenset({role}))


def refusal(player):
    drafted = decide.draft_reasons(player.office, player.reference)
    return replace(drafted, ground="R02", facts=(*drafted.facts, "The register answered on 17 May 2026."))


def test_no_refusal_is_proposed_on_a_dossier_that_does_not_know_the_answer_yet(house):
    player = house.heard("permit_of_another", accepted=False)
    reasons, case = refusal(player), player.case
    decide.accept_answer(house.office, player.reference, case.put[-1].id, True, player.officer, seen=case.version)
    with pytest.raises(Conflict, match="not judged yet"):
        decide.propose(
            house.office, player.reference, Outcome.REFUSE, player.officer, seen=player.case.version, reasons=reasons
        )
    house.settle()
    with pytest.raises(NotPermitted, match="nothing counts"):
        decide.propose(
            house.office, player.reference, Outcome.REFUSE, player.officer, seen=player.case.version, reasons=reasons
        )


def test_a_proposal_that_rests_on_nothing_any_more_is_not_confirmed(house):
    player = house.proposed()
    with house.store.transaction() as records:
        judged = records.dossiers.latest(player.reference)
        records.dossiers.add(judged.dossier, replace(judged.assessment, findings=()), house.at)
    with pytest.raises(NotPermitted, match="nothing counts"):
        player.confirm("The passport expired before the day of travel.")
    assert S.REFUSE_PROPOSED == player.case.state


def test_an_appeal_is_not_upheld_while_somebody_waits_for_help(house):
    player = house.refused()
    player.appeal("The passport was renewed.")
    applicant.ask_for_help(house.office, player.reference, "Somebody holds my passport.", player.applicant)
    reviewer = PEOPLE["appeal.daniyal"]
    with pytest.raises(NotPermitted, match="protection case is open"):
        player.decide_appeal("uphold", "It had expired.", reviewer)
    player.decide_appeal("remit", "Look again.", reviewer)
    assert S.REMITTED == player.case.state


def test_who_took_a_clearance_away_does_not_decide_the_appeal_against_that(house):
    player = house.handed_in("visitor")
    number = house.clearances(player)[0].number
    change_clearance(house.office, number, "revoke", "The journey was cancelled.", ONE_WHO_DOES_BOTH)
    player.appeal("It was not.")
    with pytest.raises(NotFound):
        take_appeal(house.office, ONE_WHO_DOES_BOTH)
    with pytest.raises(NotPermitted, match="took no part"):
        player.decide_appeal("uphold", "It was.", ONE_WHO_DOES_BOTH)


def test_nobody_gives_a_clearance_back_to_themself(house):
    player = house.handed_in("visitor")
    number = house.clearances(player)[0].number
    change_clearance(house.office, number, "suspend", "A document was reported.", OFFICER)
    own = Actor(id=player.specimen.account, roles=frozenset({Role.CASE_OFFICER, Role.APPLICANT}))
    with pytest.raises(NotPermitted, match="of their own"):
        change_clearance(house.office, number, "resume", "It is fine.", own)


def test_a_call_for_help_in_what_was_missing_is_kept_and_freezes(house):
    player = house.handed_in("child_without_guardian")
    whole = {
        **player.specimen.application,
        "guardian": {"name": "Shaheen Specimen", "relation": "mother"},
        "protection": {"wants_help": True, "notes": "Somebody holds our passports."},
    }
    mended = mend(house.office, player.reference, whole, (), player.applicant)
    with house.store.transaction() as records:
        notes = [one.notes for one in records.protections.of(player.reference)]
        raw = records.cases.raw(player.reference)
    assert (True, True) == (mended.frozen, any("holds our passports" in one for one in notes))
    assert b"holds our passports" not in raw


def test_answers_for_help_that_are_sent_again_are_one_record(house):
    player = house.handed_in("child_without_guardian")
    guardian = {"name": "Shaheen Specimen", "relation": "mother"}
    answers = {"wants_help": True}
    with house.store.transaction() as records:
        records.protections.add(player.reference, "form", '{"wants_help": true}', house.at)
    whole = {**player.specimen.application, "guardian": guardian, "protection": answers}
    mend(house.office, player.reference, whole, (), player.applicant)
    with house.store.transaction() as records:
        found = [one for one in records.protections.of(player.reference) if "wants_help" in one.notes]
    assert 1 == len(found)


def test_nothing_profiles_a_child(house):
    grown = vary(
        ordinary(),
        applicant={"birth_date": "1990-04-12"},
        offer={"start": "2027-03-01"},
        funding={"account_number": "GB00NWBK60161331926819"},
    )
    child = vary(grown, applicant={"birth_date": "2012-04-12"})
    rooms = [{one.check.partition(".")[0] for one in assess(each, means()).findings} for each in (grown, child)]
    left_out = {one.check for one in assess(child, means()).not_checked}
    assert (True, set()) == ("claims" in rooms[0], rooms[1] - {"document", "identity", "watchlist"})
    assert {"claims.iban", "itinerary.legs_in_order"} <= left_out


def test_one_case_that_cannot_move_does_not_stop_the_clocks_of_others(house):
    broken, other = house.in_review("expired"), house.in_review("permit_of_another")
    other.put(other.open_findings()[0])
    broken.ask("Which passport will you travel with?")
    office = replace(house.office, store=Through(house.store, broken.reference))
    waits = ((broken.case, "answer"), (other.case, "answer_put"))
    house.at = max(case.clocks[name].due(house.at) for case, name in waits) + timedelta(minutes=1)
    assert 1 == tick(office)
    assert (S.INFO_REQUESTED, S.IN_REVIEW) == (broken.case.state, other.case.state)


def test_a_suspension_that_cannot_end_does_not_keep_others(house):
    players = [house.handed_in("visitor", place) for place in (0, 1)]
    for player in players:
        change_clearance(house.office, house.clearances(player)[0].number, "suspend", "A report.", OFFICER)
    house.later(hours=24)
    assert ["ACTIVE", "ACTIVE"] == [str(house.clearances(player)[0].state) for player in players]
    assert 0 == end_suspensions(house.office)


def test_letters_that_cannot_be_sent_do_not_keep_those_behind_them(house):
    with house.store.transaction() as records:
        for _ in range(120):
            records.letters.add("oversight", "PC-2222-0002", "overdue", {}, house.at)
        records.letters.add("traveller.anna", "PC-2222-0002", "contradiction", {}, house.at)
    post = FakePost(unknown={"oversight"})
    assert (1, ["traveller.anna"]) == (send_letters(house.office, post), post.left)


def test_a_mail_server_that_is_away_is_asked_once_a_round(house):
    with house.store.transaction() as records:
        for _ in range(3):
            records.letters.add("traveller.anna", "PC-2222-0002", "question", {}, house.at)
    post = FakePost(away=True)
    assert (0, 1) == (send_letters(house.office, post), post.tried)


def test_a_role_that_was_taken_away_opens_no_case(house):
    player = house.in_review("expired")
    without = Actor(id=player.officer.id, roles=frozenset({Role.ADMINISTRATOR}))
    with pytest.raises(NotPermitted):
        view(house.office, player.reference, without)


def test_match_desk_and_border_see_their_part_only(house):
    listed, granted = house.handed_in("listed"), house.handed_in("visitor")
    desk, border = somebody(Role.MATCH_DESK), somebody(Role.BORDER_OFFICER)
    at_border = view(house.office, granted.reference, border, reason="arrival")
    assert (Sight.MATCHES, Sight.BORDER) == (view(house.office, listed.reference, desk).sight, at_border.sight)


def test_a_failed_job_tells_nothing_of_a_person(house):
    def fails(office, reference):
        raise InvalidInput("Zara Namoona cannot be read", where="applicant.surname")

    def has_a_bug(office, reference):
        raise ValueError("Zara Namoona")

    for kind, does in (("fails", fails), ("has_a_bug", has_a_bug)):
        JOBS[kind] = does
        with house.store.transaction() as records:
            records.jobs.add(kind, "PC-2222-0002", due=house.at)
        try:
            for _ in range(9):
                work(house.office, "test")
                house.at += timedelta(hours=2)
        finally:
            del JOBS[kind]
    with house.store.transaction() as records:
        errors = [error for _, error in records.jobs.failed()]
    assert (2, False) == (len(errors), any("Zara" in error for error in errors))


def test_a_match_that_one_person_confirms_waits_for_a_second(house):
    player = house.handed_in("listed")
    player.match(MatchDecision.SAME, "The same birth date and father's name.")
    assert S.MATCHES == player.case.state


def test_only_its_officer_makes_a_case_urgent(house):
    player = house.in_review("expired")
    with pytest.raises(NotPermitted):
        decide.make_urgent(
            house.office, player.reference, "A funeral.", somebody(Role.CASE_OFFICER), seen=player.case.version
        )

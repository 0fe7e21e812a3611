"""What happens to one application in a rehearsal, step by step; each scene yields how long it waits.

What lies after the rehearsal's end is not played: scenes that began a little while ago stand half way, as in life.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from preclear.model.codes import MatchDecision, Outcome
from preclear.services import decide
from preclear.services.player import PEOPLE, Player

Waits = Iterator[timedelta]
Scene = Callable[[Player], Waits]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_APPEALS = PEOPLE["appeal.daniyal"]


def only_apply(player: Player) -> Waits:
    """Hand in; the machine does the rest."""
    player.hand_in()
    yield HOUR


def travel(player: Player) -> Waits:
    """Hand in, board, arrive, be admitted, and leave again."""
    yield from _fly(player)
    player.clearance("admit", "border.hana")
    yield 6 * DAY
    player.clearance("confirm_exit", "border.hana")


def travel_to_second_line(player: Player) -> Waits:
    """Hand in, board, arrive, and be asked more at the border; the traveller enters in the end."""
    yield from _fly(player)
    player.clearance("second_line", "border.hana")
    yield 2 * HOUR
    player.clearance("admit", "border.hana")


def overstay(player: Player) -> Waits:
    """Travel, and nobody records the exit."""
    yield from _fly(player)
    player.clearance("admit", "border.hana")
    yield 9 * DAY
    player.clearance("suspect_overstay", "border.hana", "No exit is recorded three days after the last day")


def _fly(player: Player) -> Waits:
    player.hand_in()
    yield player.until_arrival - 6 * HOUR
    player.clearance("board", "carrier.zz")
    yield 2 * HOUR
    player.clearance("depart", "carrier.zz")
    yield 4 * HOUR
    player.clearance("arrive", "border.hana")
    yield HOUR


def lose_clearance(event: str, reason: str, *, after: timedelta, appeal: str = "") -> Scene:
    """Hand in, be granted, and lose the clearance again; perhaps appeal."""

    def scene(player: Player) -> Waits:
        player.hand_in()
        yield after
        player.clearance(event, "reviewer.chand", reason)
        yield DAY
        if appeal:
            player.appeal(appeal)

    return scene


def mend(player: Player) -> Waits:
    """Hand in without a guardian, and mend it a day later."""
    player.hand_in()
    yield 20 * HOUR
    player.hand_in_guardian()


def withdraw(player: Player) -> Waits:
    """Hand in, and take it back half a day later, while it waits for an officer."""
    player.hand_in()
    yield 12 * HOUR
    player.withdraw()


def rule_out_match(reason: str) -> Scene:
    """The match desk says that it is another person."""

    def scene(player: Player) -> Waits:
        player.hand_in()
        yield 5 * HOUR
        yield from _until(lambda: player.match(MatchDecision.NOT_SAME, reason))

    return scene


def come_back(then: Scene, reference: str, *, after: timedelta) -> Scene:
    """After a first journey the same person applies again: what was ruled out then is remembered."""

    def scene(player: Player) -> Waits:
        yield from then(player)
        yield after
        player.again(reference).hand_in()
        yield HOUR

    return scene


def rule_out_late_match(reason: str) -> Scene:
    """Hand in, be granted; later the lists change, and the match desk says that it is another person."""

    def scene(player: Player) -> Waits:
        player.hand_in()
        yield from _until(lambda: player.late_match(MatchDecision.NOT_SAME, reason))

    return scene


def confirm_match(reason: str, ground: str, rule: str) -> Scene:
    """Two people of the desk say that it is the person; two more refuse."""

    def scene(player: Player) -> Waits:
        player.hand_in()
        yield 4 * HOUR
        yield from _until(lambda: player.match(MatchDecision.SAME, reason))
        yield 3 * HOUR
        yield from _until(lambda: player.match(MatchDecision.SAME, "I compared them myself: the same", second=True))
        yield from _taken(player)
        yield from _refuse(player, ground, rule)

    return scene


def consult_on_match(player: Player) -> Waits:
    """The desk cannot tell; the partner is asked, and the officer grants with a flag for the second line."""
    player.hand_in()
    yield 6 * HOUR
    yield from _until(
        lambda: player.match(
            MatchDecision.CANNOT_TELL, "The entry names no birth date and no document: nothing to go by"
        )
    )
    yield from _taken(player)
    decide.consult(
        player.office,
        player.reference,
        "XAR",
        "Is there a birth date or a document for this entry?",
        player.officer,
        seen=player.case.version,
    )
    yield 30 * HOUR
    decide.resume(
        player.office,
        player.reference,
        "The entry is about a man born in 1941",
        player.officer,
        seen=player.case.version,
    )
    yield 2 * HOUR
    player.grant("XAR answered that the entry is about a man born in 1941", Outcome.GRANT_WITH_FLAG)


def look_and_grant(note: str, *, conditions: tuple[str, ...] = ()) -> Scene:
    """An officer looks, and grants."""

    def scene(player: Player) -> Waits:
        player.hand_in()
        yield from _taken(player)
        outcome = Outcome.CONDITIONAL_GRANT if conditions else Outcome.GRANT
        player.grant(note, outcome, conditions)

    return scene


def ask_and_grant(question: str, answer: str, note: str) -> Scene:
    """An officer asks, the applicant answers, the officer grants."""

    def scene(player: Player) -> Waits:
        player.hand_in()
        yield from _taken(player)
        player.ask(question)
        yield 30 * HOUR
        player.answer(answer)
        yield 4 * HOUR
        player.grant(note)

    return scene


def ask_in_vain(question: str) -> Scene:
    """An officer asks and nobody answers: the application lapses, which is no refusal."""

    def scene(player: Player) -> Waits:
        player.hand_in()
        yield from _taken(player)
        player.ask(question)

    return scene


def hear_and_grant(answer: str, note: str) -> Scene:
    """Every contradiction is put to the applicant, whose answers resolve it."""

    def scene(player: Player) -> Waits:
        player.hand_in()
        yield from _taken(player)
        yield from _hear(player, answer, accepted=True)
        player.grant(note)

    return scene


def hear_and_refuse(answer: str, ground: str, rule: str) -> Scene:
    """Every contradiction is put to the applicant, whose answers do not resolve it; two people refuse."""

    def scene(player: Player) -> Waits:
        player.hand_in()
        yield from _taken(player)
        yield from _hear(player, answer, accepted=False)
        yield from _refuse(player, ground, rule)

    return scene


def silent_and_refuse(ground: str, rule: str) -> Scene:
    """A contradiction is put, nobody answers, and after the time for it two people refuse."""

    def scene(player: Player) -> Waits:
        player.hand_in()
        yield from _taken(player)
        player.put(player.open_findings()[0])
        yield 5 * DAY + 8 * HOUR
        yield from _refuse(player, ground, rule)

    return scene


def refuse(ground: str, rule: str) -> Scene:
    """What stands needs nobody's answer: two people refuse."""

    def scene(player: Player) -> Waits:
        player.hand_in()
        yield from _taken(player)
        yield from _refuse(player, ground, rule)

    return scene


def return_and_grant(ground: str, rule: str, why: str, note: str) -> Scene:
    """The second human returns the proposal; the officer asks, looks again, and grants."""

    def scene(player: Player) -> Waits:
        player.hand_in()
        yield from _taken(player)
        player.propose_refusal(ground, rule)
        yield 5 * HOUR
        yield from _until(player.take_proposal)
        yield HOUR
        player.return_proposal(why)
        yield 20 * HOUR
        player.grant(note)

    return scene


def appeal(then: Scene, grounds: str, result: str = "", reasons: str = "") -> Scene:
    """After a refusal the applicant appeals; somebody who took no part decides, where there is a result."""

    def scene(player: Player) -> Waits:
        yield from then(player)
        yield 2 * DAY
        player.appeal(grounds)
        if result:
            yield 3 * DAY
            yield from _until(lambda: player.take_appeal(_APPEALS))
            player.decide_appeal(result, reasons, _APPEALS)

    return scene


def verify_and_grant(whom: str, question: str, answer: str, note: str) -> Scene:
    """A third party is asked, answers, and the officer grants."""

    def scene(player: Player) -> Waits:
        player.hand_in()
        yield from _taken(player)
        seen = player.case.version
        decide.verify_with(player.office, player.reference, whom, question, player.officer, seen=seen)
        yield 2 * DAY
        decide.resume(player.office, player.reference, answer, player.officer, seen=player.case.version)
        yield 3 * HOUR
        player.grant(note)

    return scene


def interview_and_grant(record: str, note: str) -> Scene:
    """The applicant is invited, questions and answers are written down, and the officer grants."""

    def scene(player: Player) -> Waits:
        player.hand_in()
        yield from _taken(player)
        when = player.office.clock() + 3 * DAY
        where = "Zenith, interview room 2, with an interpreter"
        decide.book_interview(player.office, player.reference, when, where, player.officer, seen=player.case.version)
        yield 3 * DAY + HOUR
        decide.record_interview(player.office, player.reference, record, player.officer, seen=player.case.version)
        yield 20 * HOUR
        player.grant(note)

    return scene


def help_person(answer: str) -> Scene:
    """A protection officer takes the person's case on at once, and closes it after two days."""

    def scene(player: Player) -> Waits:
        player.hand_in()
        yield 2 * HOUR
        player.help_begins()
        yield 2 * DAY
        player.help_ends(answer)

    return scene


def help_waits(player: Player) -> Waits:
    """A protection officer takes the person's case on; nothing is closed yet."""
    player.hand_in()
    yield 3 * HOUR
    player.help_begins()


def leave_lying(player: Player) -> Waits:
    """An officer takes the case and does nothing with it: when the time is over it escalates."""
    player.hand_in()
    yield from _taken(player)


def make_urgent(why: str) -> Scene:
    """An officer takes the case and puts it into the urgent lane."""

    def scene(player: Player) -> Waits:
        player.hand_in()
        yield from _taken(player)
        decide.make_urgent(player.office, player.reference, why, player.officer, seen=player.case.version)

    return scene


def _taken(player: Player) -> Waits:
    yield 3 * HOUR
    yield from _until(player.take)
    yield HOUR


def _until(happened: Callable[[], bool]) -> Waits:
    """Try once an hour: the system gives other cases first."""
    while not happened():
        yield HOUR


def _hear(player: Player, answer: str, *, accepted: bool) -> Waits:
    while waiting := player.open_findings():
        player.put(waiting[0])
        yield 40 * HOUR
        player.answer(answer)
        yield 3 * HOUR
        player.judge_answer(accepted=accepted)
        yield HOUR


def _refuse(player: Player, ground: str, rule: str) -> Waits:
    player.propose_refusal(ground, rule)
    yield 6 * HOUR
    yield from _until(player.take_proposal)
    yield HOUR
    proposal = player.case.proposal
    if proposal and proposal.reasons:
        player.confirm(f"I opened the dossier before the proposal and see the same: {proposal.reasons.facts[0]}")

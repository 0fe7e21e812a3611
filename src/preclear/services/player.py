"""One application in a rehearsal: its applicant and officials, and what each of them can do, through the services."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from preclear.errors import NotFound
from preclear.model.case import Actor, Case
from preclear.model.codes import MatchDecision, Outcome, Role
from preclear.model.finding import Finding
from preclear.services import applicant, decide, take
from preclear.services.change_clearance import change_clearance
from preclear.services.late_matches import answer_late_match, late_matches_for
from preclear.services.office import Office
from preclear.services.ports import ProtectionRecord, StoredFile, WaitingCase
from preclear.services.protect import acknowledge, close_protection, open_protection, waiting_for_help
from preclear.services.submit import mend, submit
from preclear.specimens import Specimen, accounts

PEOPLE: Mapping[str, Actor] = {
    one.id: Actor(id=one.id, roles=one.roles, certified=one.certified) for one in accounts.ACCOUNTS
}
"""The demo's officials and applicants as services see them."""

_PROTECTION = PEOPLE["protection.gul"]
_DESK = (PEOPLE["match.esra"], PEOPLE["match.farid"])


@dataclass(frozen=True, kw_only=True)
class Player:
    """Everybody around one application. ``office`` has the rehearsal's clock."""

    office: Office
    specimen: Specimen

    @property
    def reference(self) -> str:
        """The application's reference."""
        return self.specimen.reference

    @property
    def applicant(self) -> Actor:
        """Whose application it is."""
        return Actor(id=self.specimen.account, roles=frozenset({Role.APPLICANT}))

    @property
    def officer(self) -> Actor:
        """Who has the case, or will have it."""
        return PEOPLE[("officer.amna", "officer.bilal")[self.specimen.person.number % 2]]

    @property
    def reviewer(self) -> Actor:
        """The second human."""
        return PEOPLE[("reviewer.chand", "reviewer.dora")[self.specimen.person.number // 2 % 2]]

    @property
    def case(self) -> Case:
        """The case as it stands."""
        with self.office.store.transaction() as records:
            return records.cases.get(self.reference)

    # -- the applicant

    def again(self, reference: str) -> Player:
        """The same person with the same journey, under another reference, handed in now."""
        whole = {**self.specimen.application, "reference": reference, "submitted_at": self.office.clock().isoformat()}
        return replace(self, specimen=replace(self.specimen, application=whole))

    def hand_in(self) -> None:
        """Submit the application with its files."""
        submit(self.office, self.specimen.application, self._files(), self.applicant)

    def hand_in_guardian(self) -> None:
        """Mend the application: the mother acts for the child."""
        guardian = {"name": f"Shaheen {self.specimen.person.family.latin}", "relation": "mother"}
        whole = {**self.specimen.application, "guardian": guardian}
        mend(self.office, self.reference, whole, (), self.applicant)

    def answer(self, text: str) -> None:
        """Answer whatever is open: the officer's question, or the contradiction that was put."""
        case = self.case
        asked = [one.id for one in case.questions if one.answered_at is None]
        put = [one.id for one in case.put if one.answered_at is None]
        applicant.answer(self.office, self.reference, (asked or put)[-1], text, self.applicant)

    def withdraw(self) -> None:
        """Take the application back."""
        applicant.withdraw(self.office, self.reference, self.applicant)

    def appeal(self, grounds: str) -> None:
        """Appeal."""
        applicant.appeal(self.office, self.reference, grounds, self.applicant)

    # -- the desk

    def take(self, officer: Actor | None = None) -> bool:
        """Let the system give this case to the officer; False when it gives others first."""
        return self._drawn(take.take_case, officer or self.officer)

    def take_proposal(self) -> bool:
        """Let the system give the proposal to the second human; False when it gives others first."""
        return self._drawn(take.take_proposal, self.reviewer)

    def take_appeal(self, reviewer: Actor) -> bool:
        """Let the system give the appeal to somebody who took no part."""
        return self._drawn(take.take_appeal, reviewer)

    def match(self, said: MatchDecision, reason: str, *, second: bool = False) -> bool:
        """Say of every possible match what it is; False when the desk is given others first."""
        who = _DESK[(self.specimen.person.number + second) % 2]
        if not self._drawn(take.take_match, who):
            return False
        for one in self.case.matches:
            if one.decision is None or second:
                seen = self.case.version
                decide.verify_match(self.office, self.reference, one.key, said, reason, who, seen=seen)
        return True

    def late_match(self, said: MatchDecision, reason: str) -> bool:
        """Say what a late match of this person is; False while there is none."""
        who = _DESK[self.specimen.person.number % 2]
        mine = [one for one in late_matches_for(self.office, who) if one.reference == self.reference]
        for one in mine:
            answer_late_match(self.office, one.id, said, reason, who, seen=one.version)
        return bool(mine)

    def ask(self, text: str) -> None:
        """Ask the applicant."""
        decide.ask(self.office, self.reference, text, self.officer, seen=self.case.version)

    def put(self, finding: Finding) -> None:
        """Put a contradiction to the applicant, with both sides and what would settle it."""
        told = str(finding.text)
        text = f"{told[0].upper()}{told[1:]}. Please explain. What would settle it: {finding.resolved_by}."
        decide.put(self.office, self.reference, finding.key, text, self.officer, seen=self.case.version)

    def judge_answer(self, *, accepted: bool) -> None:
        """Say of the newest answer whether it resolves its contradiction."""
        case = self.case
        decide.accept_answer(self.office, self.reference, case.put[-1].id, accepted, self.officer, seen=case.version)

    def grant(self, note: str, outcome: Outcome = Outcome.GRANT, conditions: tuple[str, ...] = ()) -> None:
        """Grant, with a reason."""
        decide.propose(
            self.office,
            self.reference,
            outcome,
            self.officer,
            seen=self.case.version,
            note=note,
            conditions=conditions,
        )

    def propose_refusal(self, ground: str, rule: str) -> None:
        """Propose a refusal with the drafted reasons, under the right ground and rule, and with what was looked at."""
        drafted = decide.draft_reasons(self.office, self.reference)
        document = self.case.application.document
        looked = (
            f"Passport {document.issuing_state} {document.number} was looked at on {self.office.clock():%-d %B %Y}."
        )
        reasons = replace(drafted, ground=ground, rule=rule, facts=(*drafted.facts, looked))
        decide.propose(
            self.office, self.reference, Outcome.REFUSE, self.officer, seen=self.case.version, reasons=reasons
        )

    def confirm(self, own_view: str) -> None:
        """Confirm the proposal as the second human."""
        decide.confirm(self.office, self.reference, own_view, self.reviewer, seen=self.case.version)

    def return_proposal(self, why: str) -> None:
        """Return the proposal to the officer."""
        decide.return_proposal(self.office, self.reference, why, self.reviewer, seen=self.case.version)

    def decide_appeal(self, result: str, reasons: str, reviewer: Actor) -> None:
        """Uphold, overturn or remit."""
        decide.decide_appeal(self.office, self.reference, result, reasons, reviewer, seen=self.case.version)

    def open_findings(self) -> tuple[Finding, ...]:
        """Contradictions that the applicant could not answer yet."""
        with self.office.store.transaction() as records:
            judged = records.dossiers.latest(self.reference)
        return tuple(one for one in judged.assessment.findings if one.open) if judged else ()

    # -- behind the protection wall

    def help_begins(self) -> None:
        """A protection officer reads what was said, and takes it on."""
        for one in self._waiting_for_help():
            open_protection(self.office, one.id, _PROTECTION)
            acknowledge(self.office, one.id, _PROTECTION)

    def help_ends(self, answer: str) -> None:
        """The protection officer writes what was done."""
        for one in self._waiting_for_help():
            close_protection(self.office, one.id, answer, _PROTECTION)

    # -- the clearance

    def clearance(self, event: str, who: str, reason: str = "") -> None:
        """Let something happen to the clearance, where there is one whose state allows it."""
        with self.office.store.transaction() as records:
            mine = records.clearances.of(self.reference)
        if mine:
            change_clearance(self.office, mine[0].number, event, reason, PEOPLE[who])

    @property
    def until_arrival(self) -> timedelta:
        """Time from now to the noon of the stated day of arrival."""
        with self.office.store.transaction() as records:
            arrive = records.cases.get(self.reference).application.trip.arrive.first
        now = self.office.clock()
        return now.replace(year=arrive.year, month=arrive.month, day=arrive.day, hour=12, minute=0) - now

    def _waiting_for_help(self) -> tuple[ProtectionRecord, ...]:
        waiting = waiting_for_help(self.office, _PROTECTION)
        return tuple(one for one in waiting if one.reference == self.reference)

    def _drawn(self, verb: Callable[[Office, Actor], Case], who: Actor) -> bool:
        def choose(waiting: Sequence[WaitingCase]) -> WaitingCase:
            for one in waiting:
                if one.reference == self.reference:
                    return one
            raise NotFound("the system gives another one first")

        try:
            verb(replace(self.office, choose=choose), who)
        except NotFound:
            return False
        return True

    def _files(self) -> tuple[StoredFile, ...]:
        return tuple(
            StoredFile(
                id=one["id"],
                kind=one["kind"],
                media_type=one["media_type"],
                content=self.specimen.files[one["id"]],
                sha256=one["sha256"],
                name=one["name"],
            )
            for one in self.specimen.application.get("files", ())
        )

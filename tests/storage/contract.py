"""What every store does, wherever it keeps its records."""

from dataclasses import replace
from datetime import timedelta

import pytest
from made_up import (
    APPEAL_REVIEWER,
    APPLICANT,
    NOW,
    OFFICER,
    REVIEWER,
    appealed,
    assessment,
    case,
    clearance,
    credential,
    decision,
    file,
    go,
    granted,
    overturned,
    refused,
    step,
    stored,
)
from trust_contract import TrustContract

from preclear.errors import Conflict, InvalidInput, NotFound, NotPermitted
from preclear.model.carriage import CarrierEntry, CarrierState
from preclear.model.case import SYSTEM, Clock, HistoryEntry, MatchReview, Reasons
from preclear.model.codes import ApplicationState as S
from preclear.model.codes import ClearanceState, MatchDecision
from preclear.model.dates import PartialDate
from preclear.model.screening import PossibleMatch
from preclear.oversight import LogKey, verify
from preclear.services.match_records import AlarmEnd, LateMatch, RememberedMatch
from preclear.services.ports import Draft
from preclear.testing import ordinary

HOUR = timedelta(hours=1)


def late(**changes):
    ordinary = {
        "reference": "UTO-2026-0001",
        "account": APPLICANT,
        "match": PossibleMatch(list="un", entity="e7", name="Nemo Musterov", score=0.9, alert=True, why=("آ",)),
        "snapshot": "s2",
        "review": MatchReview(list="un", entity="e7", name="Nemo Musterov", version="v1"),
        "raised_at": NOW,
        "due": NOW,
    }
    return LateMatch(**{**ordinary, **changes})


class StoreContract(TrustContract):
    """Inherit, and give a fixture ``kept``: a store in which the made-up people may decide."""

    # Cases

    def test_a_case_comes_back_as_it_was_kept(self, kept):
        made = case(urgent=True, clocks={"decide": Clock(limit=HOUR, started=NOW, stopped=NOW)})
        with kept.transaction() as records:
            records.cases.add(made, b'{ "unknown": "kept" }')
        with kept.transaction() as records:
            assert (made, b'{ "unknown": "kept" }') == (
                records.cases.get(made.reference),
                records.cases.raw(made.reference),
            )

    def test_text_that_no_database_keeps_is_bad_input_or_not_there(self, kept):
        for odd in ("UTO-\ud800", "UTO-\x00"):
            with pytest.raises((InvalidInput, NotFound)), kept.transaction() as records:
                records.cases.get(odd)

    def test_a_reference_is_given_once(self, kept):
        with kept.transaction() as records:
            records.cases.add(case(), b"{}")
        with pytest.raises(Conflict), kept.transaction() as records:
            records.cases.add(case(), b"{}")

    def test_what_is_not_there_is_not_found(self, kept):
        with kept.transaction() as records:
            for ask in (
                lambda: records.cases.get("NONE-1"),
                lambda: records.cases.raw("NONE-1"),
                lambda: records.cases.replace(case("NONE-1"), seen=0),
                lambda: records.files.get("NONE-1", "f1"),
                lambda: records.dossiers.get("NONE-1", 1),
                lambda: records.clearances.get("CL-NONE"),
                lambda: records.clearances.credential("CL-NONE"),
                lambda: records.drafts.get("NONE-1"),
                lambda: records.decisions.add(decision(case("NONE-1"))),
            ):
                with pytest.raises(NotFound):
                    ask()

    def test_a_writer_who_saw_an_older_version_is_told(self, kept):
        with kept.transaction() as records:
            made = stored(records, "IN_REVIEW")
        with kept.transaction() as records:
            records.cases.replace(step(made, officer=OFFICER), seen=made.version)
        with pytest.raises(Conflict), kept.transaction() as records:
            records.cases.replace(step(made, officer=REVIEWER), seen=made.version)
        with kept.transaction() as records:
            assert OFFICER == records.cases.get(made.reference).officer

    def test_a_transaction_that_fails_leaves_nothing(self, kept):
        def everything(records):
            stored(records, "IN_REVIEW")
            records.files.put("UTO-2026-0001", file())
            records.jobs.add("process", "UTO-2026-0001", due=NOW)
            records.letters.add(APPLICANT, "UTO-2026-0001", "received", {}, NOW)
            records.audit.add(at=NOW, actor=OFFICER, verb="application.submitted", about="UTO-2026-0001")
            raise InvalidInput("stop")

        with pytest.raises(InvalidInput), kept.transaction() as records:
            everything(records)
        with kept.transaction() as records:
            found = (
                records.cases.count(),
                records.files.of("UTO-2026-0001"),
                records.jobs.lease(NOW, "w1"),
                records.letters.unsent(),
                records.audit.of("UTO-2026-0001"),
                kept.log.size(),
            )
        assert ({}, (), None, (), (), 0) == found

    def test_a_transaction_inside_another_fails_alone(self, kept):
        def fails(records):
            records.cases.add(case("UTO-2"), b"{}")
            raise InvalidInput("stop")

        with kept.transaction() as records:
            records.cases.add(case("UTO-1"), b"{}")
            with pytest.raises(InvalidInput), kept.transaction() as inner:
                fails(inner)
        with kept.transaction() as records:
            assert {S.SUBMITTED: 1} == records.cases.count()

    def test_the_queue_is_urgent_first_then_by_deadline(self, kept):
        def clocks(hours):
            return {
                "decide": Clock(limit=hours * HOUR, started=NOW),
                "match": Clock(limit=HOUR, started=NOW, stopped=NOW),
            }

        with kept.transaction() as records:
            stored(records, "REFERRED", "UTO-LATE", clocks=clocks(9))
            stored(records, "REFERRED", "UTO-SOON", clocks=clocks(2))
            stored(records, "REFERRED", "UTO-NONE", clocks={})
            stored(records, "REFERRED", "UTO-URGENT", clocks=clocks(20), urgent=True)
            stored(records, "IN_REVIEW", "UTO-ELSEWHERE")
            waiting = records.cases.waiting({S.REFERRED, S.CONFIRMED})
            first = records.cases.waiting({S.REFERRED}, limit=1)
        assert ["UTO-URGENT", "UTO-SOON", "UTO-LATE", "UTO-NONE"] == [one.reference for one in waiting]
        assert [NOW + 20 * HOUR, NOW + 2 * HOUR, NOW + 9 * HOUR, None] == [one.due for one in waiting]
        assert ["UTO-URGENT"] == [one.reference for one in first]

    def test_a_waiting_case_tells_who_took_part(self, kept):
        took = HistoryEntry(at=NOW, by=OFFICER, event="case.viewed", state=S.REFERRED)
        with kept.transaction() as records:
            stored(records, "REFERRED", history=(took,))
            (waiting,) = records.cases.waiting({S.REFERRED})
        assert (APPLICANT, {OFFICER}, "work") == (waiting.account, waiting.people, waiting.purpose)

    def test_an_officer_sees_what_is_theirs_and_open(self, kept):
        with kept.transaction() as records:
            stored(records, "IN_REVIEW", "UTO-1", officer=OFFICER)
            stored(records, "REFUSE_PROPOSED", "UTO-2", officer=OFFICER, reviewer=REVIEWER)
            granted(records, "UTO-3")
            appeal = appealed(records, "UTO-4")
            go(records, appeal, "APPEAL", appeal=replace(appeal.appeal, reviewer=APPEAL_REVIEWER))
            seen = {
                who: [one.reference for one in records.cases.of_officer(who)]
                for who in (OFFICER, REVIEWER, APPEAL_REVIEWER)
            }
        assert {OFFICER: ["UTO-1", "UTO-2"], REVIEWER: ["UTO-2"], APPEAL_REVIEWER: ["UTO-4"]} == seen

    def test_applicants_see_their_own_newest_first(self, kept):
        def made(reference, submitted, account=APPLICANT):
            application = replace(case(reference).application, submitted_at=submitted)
            return case(reference, application=application, account=account)

        with kept.transaction() as records:
            records.cases.add(made("UTO-1", NOW), b"{}")
            records.cases.add(made("UTO-2", NOW + HOUR), b"{}")
            records.cases.add(made("UTO-3", NOW, "applicant.other"), b"{}")
            own = records.cases.of_account(APPLICANT)
        assert ["UTO-2", "UTO-1"] == [one.reference for one in own]

    def test_only_running_clocks_of_open_cases_run_out(self, kept):
        running = {"decide": Clock(limit=HOUR, started=NOW)}
        stopped = {"decide": Clock(limit=HOUR, started=NOW, stopped=NOW)}
        with kept.transaction() as records:
            stored(records, "IN_REVIEW", "UTO-RUNS", clocks=running)
            stored(records, "INFO_REQUESTED", "UTO-STANDS", clocks=stopped)
            refused_case = stored(records, "REFUSE_PROPOSED", "UTO-DECIDED", clocks=running)
            records.decisions.add(decision(refused_case))
            go(records, refused_case, "REFUSED")
            found = (records.cases.with_clocks(NOW + HOUR), records.cases.with_clocks(NOW + 2 * HOUR))
        assert ((), ("UTO-RUNS",)) == found

    # Decisions: what the store promises

    def test_a_refusal_by_two_people_stands(self, kept):
        with kept.transaction() as records:
            made = refused(records)
        with kept.transaction() as records:
            (found,) = records.decisions.of(made.reference)
            assert (OFFICER, REVIEWER, S.REFUSED) == (
                found.proposed_by,
                found.confirmed_by,
                records.cases.get(made.reference).state,
            )

    @pytest.mark.parametrize(
        "changes",
        [
            {"confirmed_by": None},
            {"confirmed_by": ""},
            {"confirmed_by": OFFICER},
            {"confirmed_by": SYSTEM.id},
            {"proposed_by": SYSTEM.id},
            {"confirmed_by": "nobody.at-all"},
            {"confirmed_by": APPLICANT},
            {"proposed_by": APPLICANT},
            {"reasons": None},
            {"reasons": Reasons(ground="R02", facts=("No.", " " * 60), considered=(), rule="")},
            {
                "reasons": Reasons(
                    ground="", facts=("A fact of this case, of sufficient length.",), considered=(), rule=""
                )
            },
        ],
    )
    def test_a_refusal_needs_two_people_and_reasons(self, kept, changes):
        with kept.transaction() as records:
            proposed = stored(records, "REFUSE_PROPOSED")
        with pytest.raises((NotPermitted, Conflict)), kept.transaction() as records:
            records.decisions.add(decision(proposed, **changes))
        with kept.transaction() as records:
            assert () == records.decisions.of(proposed.reference)

    def test_a_refusal_waits_while_a_protection_case_is_open(self, kept):
        with kept.transaction() as records:
            proposed = stored(records, "REFUSE_PROPOSED", frozen=True)
        with pytest.raises(NotPermitted), kept.transaction() as records:
            records.decisions.add(decision(proposed))

    def test_nothing_is_refused_without_a_proposal(self, kept):
        with kept.transaction() as records:
            reviewed = stored(records, "IN_REVIEW")
        with pytest.raises(Conflict), kept.transaction() as records:
            records.decisions.add(decision(reviewed))

    @pytest.mark.parametrize("state", ["GRANTED", "REFUSED"])
    def test_a_case_is_not_decided_without_a_decision(self, kept, state):
        with kept.transaction() as records:
            made = stored(records, "REFUSE_PROPOSED")
        with pytest.raises(NotPermitted), kept.transaction() as records:
            go(records, made, state)

    @pytest.mark.parametrize(("outcome", "state"), [("grant", "REFUSED"), ("refuse", "GRANTED")])
    def test_a_case_does_not_say_the_opposite_of_its_decision(self, kept, outcome, state):
        with kept.transaction() as records:
            made = stored(records, "REFUSE_PROPOSED")
            records.decisions.add(decision(made, outcome))
        with pytest.raises(NotPermitted), kept.transaction() as records:
            go(records, made, state)

    def test_the_machine_grants_what_was_found_clear(self, kept):
        with kept.transaction() as records:
            clear = stored(records, "CHECKED_CLEAR")
            records.decisions.add(decision(clear, "grant", proposed_by=SYSTEM.id))
            go(records, clear, "GRANTED")
            assert S.GRANTED == records.cases.get(clear.reference).state

    def test_the_machine_grants_nothing_else(self, kept):
        with kept.transaction() as records:
            clear, reviewed = stored(records, "CHECKED_CLEAR", "UTO-1"), stored(records, "IN_REVIEW", "UTO-2")
        for of, outcome in ((clear, "grant_with_flag"), (clear, "conditional_grant"), (reviewed, "grant")):
            with pytest.raises(NotPermitted), kept.transaction() as records:
                records.decisions.add(decision(of, outcome, proposed_by=SYSTEM.id))

    @pytest.mark.parametrize("decide", [refused, granted])
    def test_a_decided_case_does_not_change(self, kept, decide):
        with kept.transaction() as records:
            made = decide(records)
        for state in ("IN_REVIEW", "WITHDRAWN", "LAPSED", str(made.state)):
            with pytest.raises(Conflict), kept.transaction() as records:
                go(records, made, state)

    @pytest.mark.parametrize("state", ["WITHDRAWN", "LAPSED"])
    def test_an_end_is_an_end(self, kept, state):
        with kept.transaction() as records:
            ended = stored(records, state)
        for after in ("SUBMITTED", "APPEAL", state):
            with pytest.raises(Conflict), kept.transaction() as records:
                go(records, ended, after)

    @pytest.mark.parametrize("result", ["UPHELD", "OVERTURNED", "REMITTED"])
    def test_an_appeal_leads_out_of_a_decision(self, kept, result):
        with kept.transaction() as records:
            lodged = appealed(records)
            changes = {}
            if result == "OVERTURNED":
                changes["decision"] = decision(lodged, "grant", proposed_by=APPEAL_REVIEWER)
                records.decisions.add(changes["decision"])
            go(records, lodged, result, **changes)
            assert result == records.cases.get(lodged.reference).state

    @pytest.mark.parametrize("lost", ["REVOKED", "ANNULLED"])
    def test_what_an_appeal_granted_and_was_lost_is_appealed_again(self, kept, lost):
        with kept.transaction() as records:
            before, issued = overturned(records)
            records.clearances.replace(replace(issued, state=ClearanceState(lost), version=2), seen=issued.version)
            again = go(records, before, "APPEAL", appeal=replace(before.appeal, grounds="It was lost for no reason."))
            assert ("APPEAL", before.decision) == (records.cases.get(again.reference).state, again.decision)
            go(records, again, "UPHELD")

    @pytest.mark.parametrize("after", ["APPEAL", "OVERTURNED", "IN_REVIEW", "GRANTED", "UPHELD"])
    def test_what_an_appeal_granted_stands_while_its_clearance_does(self, kept, after):
        with kept.transaction() as records:
            before, _ = overturned(records)
        with pytest.raises((Conflict, NotPermitted)), kept.transaction() as records:
            go(records, before, after)

    def test_a_clearance_that_was_lost_before_the_appeal_opens_no_other(self, kept):
        with kept.transaction() as records:
            granted_first = granted(records)
            lost = clearance(number="CL-FIRST", state=ClearanceState.REVOKED)
            records.clearances.add(lost, credential("CL-FIRST"))
            lodged = go(records, granted_first, "APPEAL")
            before, _ = overturned(records, lodged, status_index=1)
        with pytest.raises(Conflict), kept.transaction() as records:
            go(records, before, "APPEAL")

    def test_a_refusal_is_overturned_by_a_grant_only(self, kept):
        with kept.transaction() as records:
            lodged = appealed(records)
        with pytest.raises(NotPermitted), kept.transaction() as records:
            go(records, lodged, "OVERTURNED")

    def test_a_record_names_the_decision_that_stands(self, kept):
        with kept.transaction() as records:
            proposed = stored(records, "REFUSE_PROPOSED")
            records.decisions.add(decision(proposed))
        with pytest.raises(NotPermitted), kept.transaction() as records:
            go(records, proposed, "REFUSED", decision=decision(proposed, id="another"))
        with kept.transaction() as records:
            go(records, proposed, "REFUSED", decision=decision(proposed))

    def test_an_appeal_leaves_the_application_alone(self, kept):
        with kept.transaction() as records:
            made = refused(records)
        other = replace(made.application, narrative="Another story.")
        for changes in ({"application": other}, {"decision": decision(made, "grant")}):
            with pytest.raises((Conflict, NotPermitted)), kept.transaction() as records:
                go(records, made, "APPEAL", **changes)
        with pytest.raises(Conflict), kept.transaction() as records:
            records.cases.replace(step(made, "APPEAL"), seen=made.version, raw=b"other bytes")

    def test_a_remitted_case_needs_a_new_decision(self, kept):
        with kept.transaction() as records:
            remitted = go(records, appealed(records), "REMITTED")
            proposed = go(records, go(records, remitted, "IN_REVIEW"), "REFUSE_PROPOSED")
        with pytest.raises(NotPermitted), kept.transaction() as records:
            go(records, proposed, "REFUSED")
        with kept.transaction() as records:
            records.decisions.add(decision(proposed))
            go(records, proposed, "REFUSED")
            assert 2 == len(records.decisions.of(proposed.reference))

    def test_a_case_does_not_begin_decided(self, kept):
        for state in ("GRANTED", "REFUSED", "APPEAL", "UPHELD"):
            with pytest.raises(Conflict), kept.transaction() as records:
                records.cases.add(case(state=state), b"{}")

    # Files and dossiers

    def test_files_come_back_by_id_and_the_same_id_replaces(self, kept):
        second = file("f2", bytes(range(256)))
        with kept.transaction() as records:
            made = stored(records, "SUBMITTED")
            records.files.put(made.reference, second)
            records.files.put(made.reference, file("f1", b"old"))
            records.files.put(made.reference, file("f1", b"new"))
        with kept.transaction() as records:
            assert (file("f1", b"new"), second) == records.files.of(made.reference)
            assert second == records.files.get(made.reference, "f2")

    def test_files_of_a_decided_case_stay(self, kept):
        with kept.transaction() as records:
            made = stored(records, "IN_REVIEW")
            records.files.put(made.reference, file())
            records.decisions.add(decision(made, "grant"))
            go(records, made, "GRANTED")
        for changed in (file(content=b"other"), file("f9")):
            with pytest.raises(Conflict), kept.transaction() as records:
                records.files.put(made.reference, changed)

    def test_a_file_is_what_its_hash_says(self, kept):
        with pytest.raises(InvalidInput), kept.transaction() as records:
            records.files.put("UTO-1", file(sha256="0" * 64))

    def test_dossiers_are_numbered_from_one(self, kept):
        dossier = ordinary()
        with kept.transaction() as records:
            stored(records, "IN_REVIEW", dossier.reference)
            versions = [records.dossiers.add(dossier, assessment(dossier), NOW + hour * HOUR) for hour in range(2)]
        with kept.transaction() as records:
            latest = records.dossiers.latest(dossier.reference)
            assert ([1, 2], 2, NOW + HOUR) == (versions, latest.version, latest.at)
            assert (dossier, assessment(dossier)) == (latest.dossier, latest.assessment)
            assert latest == records.dossiers.get(dossier.reference, 2)
            assert records.dossiers.latest("UTO-OTHER") is None

    # Clearances and the feed

    def test_a_clearance_comes_back_with_its_credential(self, kept):
        with kept.transaction() as records:
            granted(records)
            records.clearances.add(clearance(), credential())
        with kept.transaction() as records:
            assert (clearance(), credential()) == (
                records.clearances.get("CL-7K4M-2QX9"),
                records.clearances.credential("CL-7K4M-2QX9"),
            )

    def test_clearances_are_unique_and_versioned(self, kept):
        with kept.transaction() as records:
            granted(records)
            records.clearances.add(clearance(), credential())
            revoked = clearance(state=ClearanceState.REVOKED, version=1)
            records.clearances.replace(revoked, seen=0)
        for write in (
            lambda records: records.clearances.add(clearance(status_index=1), credential()),
            lambda records: records.clearances.add(clearance("CL-OTHER"), credential("CL-OTHER")),
            lambda records: records.clearances.replace(clearance(version=1), seen=0),
        ):
            with pytest.raises(Conflict), kept.transaction() as records:
                write(records)
        with kept.transaction() as records:
            assert [(0, ClearanceState.REVOKED)] == list(records.clearances.statuses())

    def test_clearances_are_listed_and_get_places_of_their_own(self, kept):
        later = clearance("CL-2", status_index=1, issued_at=NOW + HOUR, state=ClearanceState.ISSUED)
        with kept.transaction() as records:
            granted(records)
            places = [records.clearances.next_index()]
            records.clearances.add(clearance("CL-1"), credential("CL-1"))
            places.append(records.clearances.next_index())
            records.clearances.add(later, credential("CL-2"))
        with kept.transaction() as records:
            assert [0, 1] == places
            assert (later, clearance("CL-1")) == records.clearances.of("UTO-2026-0001")
            assert [clearance("CL-1")] == list(records.clearances.in_states({ClearanceState.ACTIVE}))
            assert (clearance("CL-1"),) == records.clearances.page({ClearanceState.ACTIVE}, after="CL-0", limit=5)
            assert () == records.clearances.page({ClearanceState.ACTIVE}, after="CL-1")
            assert (1, 0) == tuple(map(records.clearances.many, ({ClearanceState.ACTIVE}, {ClearanceState.EXPIRED})))

    def test_the_feed_tells_changes_in_their_order(self, kept):
        entries = [
            CarrierEntry(
                number=f"CL-{number}",
                state=CarrierState.OK,
                document_type="P",
                document_number="L898902C3",
                issuing_state="UTO",
                surname="ERIKSSON",
                given_names="ANNA MARIA",
                birth_date=PartialDate.parse("1990-04"),
                nationality="UTO",
                valid_from=clearance().valid_from,
                valid_until=clearance().valid_until,
                destination="XAR",
                version=number,
                changed_at=NOW,
            )
            for number in range(3)
        ]
        with kept.transaction() as records:
            for entry in entries:
                records.feed.add(entry)
        with kept.transaction() as records:
            everything = records.feed.after(0)
            assert entries == [entry for _, entry in everything]
            assert everything[1:2] == records.feed.after(everything[0][0], limit=1)

    # Jobs

    def test_the_same_work_waits_once_and_keeps_the_earlier_time(self, kept):
        with kept.transaction() as records:
            for due in (NOW + HOUR, NOW, NOW + 2 * HOUR):
                records.jobs.add("process", "UTO-1", due=due)
            job = records.jobs.lease(NOW, "w1")
            assert ("process", "UTO-1", 1) == (job.kind, job.argument, job.tries)
            assert records.jobs.lease(NOW + 9 * HOUR, "w2", seconds=1).key == job.key
            records.jobs.done(job, "w1")

    def test_jobs_come_when_they_are_due_and_go_when_done(self, kept):
        with kept.transaction() as records:
            records.jobs.add("remind", "UTO-1", due=NOW + HOUR)
            records.jobs.add("process", "UTO-2", due=NOW)
            early, none = records.jobs.lease(NOW, "w1"), records.jobs.lease(NOW, "w1")
            records.jobs.done(early, "w1")
            later = records.jobs.lease(NOW + HOUR, "w1")
            records.jobs.done(later, "w1")
            after = records.jobs.lease(NOW + 99 * HOUR, "w1")
        assert ("process", None, "remind", None) == (early.kind, none, later.kind, after)

    def test_who_lost_the_lease_can_no_longer_settle(self, kept):
        with kept.transaction() as records:
            records.jobs.add("process", "UTO-1", due=NOW)
            lost = records.jobs.lease(NOW, "w1", seconds=60)
            assert records.jobs.lease(NOW + timedelta(seconds=59), "w2") is None
            taken = records.jobs.lease(NOW + timedelta(seconds=60), "w2", seconds=60)
            records.jobs.done(lost, "w1")
            records.jobs.again(lost, "w1", due=NOW, error="late")
            records.jobs.again(taken, "w2", due=NOW + HOUR, error="busy")
            assert records.jobs.lease(NOW + timedelta(minutes=59), "w3") is None
            assert 3 == records.jobs.lease(NOW + HOUR, "w3").tries

    def test_work_asked_for_while_it_runs_is_done_once_more(self, kept):
        with kept.transaction() as records:
            records.jobs.add("reassess", "UTO-1", due=NOW)
            running = records.jobs.lease(NOW, "w1")
            records.jobs.add("reassess", "UTO-1", due=NOW)
            records.jobs.again(running, "w1", due=NOW, error="busy")
            once_more = records.jobs.lease(NOW, "w1")
            assert ("reassess", None) == (once_more.kind, records.jobs.lease(NOW, "w2"))

    def test_what_fails_again_and_again_is_set_aside_and_seen(self, kept):
        with kept.transaction() as records:
            records.jobs.add("process", "UTO-1", due=NOW)
            while job := records.jobs.lease(NOW, "w1"):
                records.jobs.again(job, "w1", due=NOW, error=f"try {job.tries}")
            ((failed, error),) = records.jobs.failed()
            assert ("process:UTO-1", f"try {failed.tries}") == (failed.key, error)
            records.jobs.add("process", "UTO-1", due=NOW)
            assert 1 == records.jobs.lease(NOW, "w1").tries

    def test_work_whose_workers_die_is_set_aside_too(self, kept):
        with kept.transaction() as records:
            records.jobs.add("process", "UTO-1", due=NOW)
            at = NOW
            while records.jobs.lease(at, "w1", seconds=1):
                at += timedelta(seconds=1)
            ((failed, error),) = records.jobs.failed()
        assert ("process:UTO-1", "its worker ended before the work did") == (failed.key, error)

    # Letters, protection, matches, drafts

    def test_letters_wait_until_they_are_sent(self, kept):
        with kept.transaction() as records:
            records.letters.add(APPLICANT, "UTO-1", "received", {"name": "آنا"}, NOW)
            records.letters.add(OFFICER, "UTO-1", "answered", {}, NOW)
            first, second = records.letters.unsent()
            records.letters.sent(first.id, NOW + HOUR)
            records.letters.sent(first.id, NOW + 2 * HOUR)
            assert (second,) == records.letters.unsent()
            assert () == records.letters.unsent(after=second.id)
            assert [NOW + HOUR] == [letter.sent for letter in records.letters.newest(to=APPLICANT)]
            assert ["answered", "received"] == [letter.kind for letter in records.letters.newest()]
            assert {"name": "آنا"} == first.values

    def test_a_referral_for_help_waits_until_it_is_closed(self, kept):
        with kept.transaction() as records:
            stored(records, "IN_REVIEW")
            records.protections.add("UTO-2026-0001", "applicant", "asked for help", NOW)
            (record,) = records.protections.waiting()
            records.protections.replace(replace(record, acknowledged_by="protection.noor", closed_at=NOW + HOUR))
            assert () == records.protections.waiting()
            assert ["protection.noor"] == [one.acknowledged_by for one in records.protections.of(record.reference)]

    def test_a_ruled_out_match_is_remembered_until_it_expires(self, kept):
        match = RememberedMatch(identity="h1", list="un", entity="e7", by="match.iman", at=NOW, expires=NOW + HOUR)
        with kept.transaction() as records:
            records.matches.remember(match)
            found = [records.matches.ruled_out(who, at) for who, at in (("h1", NOW), ("h2", NOW), ("h1", NOW + HOUR))]
        assert [(match,), (), ()] == found

    def test_a_late_match_waits_until_it_is_answered(self, kept):
        with kept.transaction() as records:
            first, second = records.late_matches.add(late()), records.late_matches.add(late(due=NOW + HOUR))
            answered = replace(first, version=1, review=replace(first.review, decision=MatchDecision.NOT_SAME))
            records.late_matches.replace(answered, seen=0)
            with pytest.raises(Conflict):
                records.late_matches.replace(answered, seen=0)
            with pytest.raises(NotFound):
                records.late_matches.get(10**6)
            assert (second,) == records.late_matches.waiting()
            assert (answered, second) == records.late_matches.of("UTO-2026-0001")
            assert answered == records.late_matches.get(first.id)

    def test_a_confirmed_late_match_of_a_clearance_is_found(self, kept):
        with kept.transaction() as records:
            one = records.late_matches.add(late(clearance="CL-1"))
            same = replace(one.review, decision=MatchDecision.SAME, by="match.iman")
            records.late_matches.replace(replace(one, version=1, review=same), seen=0)
            assert () == records.late_matches.confirmed()
            seconded = replace(one, version=2, review=replace(same, seconded_by="match.omar"))
            records.late_matches.replace(seconded, seen=1)
            assert (seconded,) == records.late_matches.confirmed()
            assert () == records.late_matches.waiting()

    def test_alarms_are_counted_without_the_case(self, kept):
        with kept.transaction() as records:
            for at, list_ in ((NOW, "un"), (NOW + HOUR, "stop"), (NOW - HOUR, "un")):
                records.alarms.raised("UTO-9", list_, "e7", at)
            records.alarms.ended("UTO-9", "stop", "e7", AlarmEnd.RULED_OUT, NOW + 2 * HOUR)
            records.alarms.ended("UTO-8", "un", "e7", AlarmEnd.CONFIRMED, NOW + 2 * HOUR)
            found = [(one.list, one.end, one.ended_at) for one in records.alarms.since(NOW)]
        assert [("un", "", None), ("stop", "ruled_out", NOW + 2 * HOUR)] == found

    def test_drafts_are_saved_dropped_and_purged_with_their_files(self, kept):
        def draft(key, saved_at=NOW):
            return Draft(id=key, account=APPLICANT, document={"trip": {"arrive": None}, "n": 10**30}, saved_at=saved_at)

        with kept.transaction() as records:
            for one in (draft("DRA-1"), draft("DRA-2", NOW + HOUR), draft("DRA-3", NOW - HOUR)):
                records.drafts.put(one)
                records.files.put(one.id, file())
            records.cases.add(case("DRA-1"), b"{}")
            assert ["DRA-2", "DRA-1", "DRA-3"] == [one.id for one in records.drafts.of_account(APPLICANT)]
            assert 1 == records.drafts.purge(NOW)
            records.drafts.drop("DRA-1")
            records.drafts.drop("DRA-9")
            assert (draft("DRA-2", NOW + HOUR),) == records.drafts.of_account(APPLICANT)
            kept_files = [reference for reference in ("DRA-1", "DRA-2", "DRA-3") if records.files.of(reference)]
        assert ["DRA-1", "DRA-2"] == kept_files

    def test_a_draft_keeps_its_owner(self, kept):
        with kept.transaction() as records:
            records.drafts.put(Draft(id="DRA-1", account=APPLICANT, document={}, saved_at=NOW))
        with pytest.raises(Conflict), kept.transaction() as records:
            records.drafts.put(Draft(id="DRA-1", account="applicant.other", document={}, saved_at=NOW))

    # Audit

    def test_the_log_grows_with_the_records_and_holds(self, kept):
        for number in range(5):
            with kept.transaction() as records:
                made = stored(records, "IN_REVIEW", f"UTO-{number}")
                records.audit.add(
                    at=NOW,
                    actor=OFFICER,
                    verb="application.submitted",
                    about=made.reference,
                    record=made,
                    details={"to": "IN_REVIEW"},
                )
        report = verify(kept.log, (), LogKey.make("preclear.example/log").public)
        assert (5, 5, None) == (report.size, report.checked, report.fault)
        with kept.transaction() as records:
            (entry,) = records.audit.of("UTO-3")
            assert (3, "application.submitted", {"to": "IN_REVIEW"}) == (
                entry["index"],
                entry["verb"],
                entry["details"],
            )

    def test_a_commitment_opens_to_its_record_only(self, kept):
        with kept.transaction() as records:
            made = stored(records, "IN_REVIEW")
            place = records.audit.add(at=NOW, actor=OFFICER, verb="case.viewed", about=made.reference, record=made)
            assert records.audit.speaks_of(place, records.cases.get(made.reference))
            assert not records.audit.speaks_of(place, step(made))

    def test_no_name_of_the_applicant_is_in_the_log(self, kept):
        with kept.transaction() as records:
            made = stored(records, "IN_REVIEW")
            records.audit.add(at=NOW, actor=OFFICER, verb="case.viewed", about=made.reference, record=made)
        (entry,) = kept.log.entries(0, 1)
        assert b"Eriksson" not in entry

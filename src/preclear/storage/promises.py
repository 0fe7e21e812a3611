# ruff: noqa: S608 -- SQL made of the constants of this file, never of anything from outside
"""What the database promises, whoever writes to it: this program, another one, or a person with a SQL prompt.

Each promise is a condition under which a statement fails. ``NEW`` and ``OLD`` are the row after and before. Process
sections 2 and 9; ``docs/storage.md`` explains each. The owner of the tables can still drop a trigger: that is found
by ``preclear database check``, and what it hid by ``preclear audit verify``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from preclear.errors import Conflict, NotPermitted, PreclearError
from preclear.model.case import SYSTEM
from preclear.model.codes import ApplicationState as S
from preclear.model.codes import ClearanceState as C
from preclear.model.codes import Outcome
from preclear.services.trust_records import TrustStanding as T
from preclear.storage.dialects import TRUNCATE, Dialect

SAID = "preclear promise: "
"""How every message of a trigger begins, so that it can be told from other errors of a database."""

SHORTEST_REASONS = 40
"""Characters that the facts of a refusal have at least."""

FINAL = (S.WITHDRAWN, S.LAPSED, S.UPHELD)
"""States that nothing leads out of."""

DECIDED = (S.GRANTED, S.REFUSED)
"""States that only an appeal leads out of."""

APPEALABLE = (*DECIDED, S.OVERTURNED)
"""The same, and what an appeal granted: its clearance may be lost too, and that opens another appeal."""

AFTER_APPEAL = (S.UPHELD, S.OVERTURNED, S.REMITTED)

CASE, FILE, DOSSIER, DECISION = "preclear_case", "preclear_file", "preclear_dossier", "preclear_decision"
CLEARANCE = "preclear_clearance"
TRUST_IMPORT, TRUST_STEP = "preclear_trust_import", "preclear_trust_step"
AUDIT, AUDIT_HASH, ACCOUNT = "preclear_audit", "preclear_audit_hash", "preclear_account"


@dataclass(frozen=True, kw_only=True)
class Promise:
    """One statement that fails: on ``table``, at ``event``, when ``broken_if`` (SQL) holds; ``says`` tells why.

    ``raises`` is what it means to a program: ``Conflict`` where only the state of the case is in the way.
    """

    name: str
    table: str
    event: str
    broken_if: str
    says: str
    raises: type[PreclearError] = NotPermitted


def promises(dialect: Dialect) -> tuple[Promise, ...]:
    """All promises, in this database's words."""
    found = (
        *_decisions(dialect),
        *_cases(dialect),
        *_files(),
        *_clearances(),
        *_trust(),
        *_append_only(),
        *_audit(),
        *_accounts(),
    )
    names = [one.name for one in found]
    if len(set(names)) != len(names):
        raise ValueError("two promises have one name")
    return found


def _promise(
    name: str, table: str, event: str, broken_if: str, says: str, raises: type[PreclearError] = NotPermitted
) -> Promise:
    return Promise(
        name=f"promise_{name}", table=table, event=event, broken_if=broken_if, says=SAID + says, raises=raises
    )


def _decisions(dialect: Dialect) -> Iterator[Promise]:
    refuses = f"NEW.outcome = '{Outcome.REFUSE}'"
    case = f"(SELECT 1 FROM {CASE} c WHERE c.reference = NEW.case_id"
    yield _promise(
        "refusal_two_people",
        DECISION,
        "INSERT",
        f"{refuses} AND (coalesce(NEW.confirmed_by, '') IN ('', '{SYSTEM.id}')"
        f" OR NEW.proposed_by IN ('', '{SYSTEM.id}') OR NEW.confirmed_by = NEW.proposed_by)",
        "a refusal needs two different people",
    )
    yield _promise(
        "decision_by_accounts",
        DECISION,
        "INSERT",
        f"(NEW.proposed_by <> '{SYSTEM.id}' AND NOT EXISTS {_active('NEW.proposed_by')})"
        f" OR (NEW.confirmed_by IS NOT NULL AND NOT EXISTS {_active('NEW.confirmed_by')})",
        "a decision is made by people who have an account",
    )
    yield _promise(
        "machine_only_grants",
        DECISION,
        "INSERT",
        f"NEW.proposed_by = '{SYSTEM.id}' AND (NEW.outcome <> '{Outcome.GRANT}' OR NEW.confirmed_by IS NOT NULL"
        f" OR NOT EXISTS {case} AND c.state = '{S.CHECKED_CLEAR}'))",
        "the machine can only grant, and only what was checked and found clear",
    )
    yield _promise(
        "refusal_reasons",
        DECISION,
        "INSERT",
        f"{refuses} AND ({dialect.length('NEW.record', 'reasons', 'facts')} < {SHORTEST_REASONS}"
        f" OR {dialect.text('NEW.record', 'reasons', 'ground')} = '')",
        f"a refusal needs a ground and at least {SHORTEST_REASONS} characters of facts",
    )
    yield _promise(
        "refusal_was_proposed",
        DECISION,
        "INSERT",
        f"{refuses} AND NOT EXISTS {case} AND c.state = '{S.REFUSE_PROPOSED}')",
        "only a proposed refusal is confirmed",
        Conflict,
    )
    yield _promise(
        "refusal_not_frozen",
        DECISION,
        "INSERT",
        f"{refuses} AND EXISTS {case} AND c.frozen)",
        "no refusal while a protection case is open",
    )
    yield _promise(
        "decision_on_open_case",
        DECISION,
        "INSERT",
        f"NOT EXISTS {case} AND c.state NOT IN ({_list(*FINAL, *APPEALABLE)}))",
        "a decided case is not decided again",
        Conflict,
    )
    yield _promise(
        "nobody_decides_own",
        DECISION,
        "INSERT",
        f"EXISTS {case} AND c.account IN (NEW.proposed_by, coalesce(NEW.confirmed_by, '')))",
        "nobody decides on an application of their own",
    )
    yield _promise(
        "decision_as_recorded",
        DECISION,
        "INSERT",
        f"{dialect.text('NEW.record', 'outcome')} <> NEW.outcome OR {dialect.text('NEW.record', 'id')} <> NEW.key"
        f" OR {dialect.text('NEW.record', 'reference')} <> NEW.case_id"
        f" OR {dialect.text('NEW.record', 'proposed_by')} <> NEW.proposed_by"
        f" OR {dialect.text('NEW.record', 'confirmed_by')} <> coalesce(NEW.confirmed_by, '')",
        "the columns of a decision say what its record says",
    )


def _cases(dialect: Dialect) -> Iterator[Promise]:
    agree = (
        f"{dialect.text('NEW.record', 'state')} <> NEW.state"
        f" OR {dialect.text('NEW.record', 'application', 'reference')} <> NEW.reference"
        f" OR {dialect.text('NEW.record', 'account')} <> NEW.account"
    )
    for event in ("INSERT", "UPDATE"):
        yield _promise(
            f"case_as_recorded_{event.lower()}", CASE, event, agree, "the columns of a case say what its record says"
        )
    yield _promise(
        "case_begins_open",
        CASE,
        "INSERT",
        f"NEW.decision <> '' OR NEW.state IN ({_list(*DECIDED, S.APPEAL, *AFTER_APPEAL)})",
        "a case does not begin decided",
        Conflict,
    )
    yield from _decided_cases(dialect)
    yield _promise(
        "case_not_replaced",
        CASE,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {CASE} c WHERE c.reference = NEW.reference)",
        "a case is there already",
        Conflict,
    )
    yield _promise(
        "case_version_grows",
        CASE,
        "UPDATE",
        "NEW.reference <> OLD.reference OR NEW.account <> OLD.account OR NEW.version <= OLD.version",
        "a case keeps its reference and its owner, and its version grows",
    )
    yield _promise(
        "case_not_deleted",
        CASE,
        "DELETE",
        f"OLD.state <> '{S.DRAFT}'",
        "a case is not deleted",
    )
    yield _promise("case_not_truncated", CASE, TRUNCATE, "", "a case is not deleted")


def _decided_cases(dialect: Dialect) -> Iterator[Promise]:
    newest = f"(SELECT max(d.id) FROM {DECISION} d WHERE d.case_id = NEW.reference)"
    standing = f"SELECT 1 FROM {DECISION} d WHERE d.key = NEW.decision AND d.id = {newest}"
    decides = f"NEW.state IN ({_list(*DECIDED)}) AND NEW.state <> OLD.state"
    yield _promise(
        "decided_by_decision",
        CASE,
        "UPDATE",
        f"{decides} AND (NEW.decision = OLD.decision OR NOT EXISTS ({standing}"
        f" AND (d.outcome = '{Outcome.REFUSE}') = (NEW.state = '{S.REFUSED}')))",
        "a case is granted or refused only by a new decision that says so",
    )
    yield _promise(
        "overturned_by_grant",
        CASE,
        "UPDATE",
        f"NEW.state = '{S.OVERTURNED}' AND OLD.state <> NEW.state AND (NEW.decision = OLD.decision OR NOT EXISTS"
        f" ({standing} AND d.outcome <> '{Outcome.REFUSE}' AND d.proposed_by <> '{SYSTEM.id}'))",
        "a decision is overturned only by a new one, in which a person grants",
    )
    yield _promise(
        "decision_in_record",
        CASE,
        "UPDATE",
        f"{dialect.text('NEW.record', 'decision', 'id')} NOT IN ('', NEW.decision)",
        "the record of a case names the decision that stands",
    )
    yield _promise(
        "refused_after_proposal",
        CASE,
        "UPDATE",
        f"NEW.state = '{S.REFUSED}' AND (OLD.state <> '{S.REFUSE_PROPOSED}' OR OLD.frozen OR NEW.frozen)",
        "a case is refused only after a proposal, and not while a protection case is open",
    )
    yield _promise(
        "final_unchanged",
        CASE,
        "UPDATE",
        f"OLD.state IN ({_list(*FINAL)})",
        "a decided case is not changed",
        Conflict,
    )
    yield _promise(
        "decided_only_appeal",
        CASE,
        "UPDATE",
        f"(OLD.state IN ({_list(*APPEALABLE)}) AND NEW.state <> '{S.APPEAL}')"
        f" OR (OLD.state = '{S.APPEAL}' AND NEW.state NOT IN ({_list(S.APPEAL, *AFTER_APPEAL)}))"
        f" OR (NEW.state IN ({_list(*AFTER_APPEAL)}) AND OLD.state <> '{S.APPEAL}' AND NEW.state <> OLD.state)"
        f" OR (NEW.state = '{S.APPEAL}' AND OLD.state NOT IN ({_list(*APPEALABLE, S.APPEAL)}))",
        "only an appeal leads out of a decision",
        Conflict,
    )
    newest_clearance = f"(SELECT max(k.id) FROM {CLEARANCE} k WHERE k.case_id = NEW.reference)"
    yield _promise(
        "appeal_again_after_loss",
        CASE,
        "UPDATE",
        f"OLD.state = '{S.OVERTURNED}' AND NEW.state = '{S.APPEAL}' AND NOT EXISTS (SELECT 1 FROM {CLEARANCE} c"
        f" WHERE c.id = {newest_clearance} AND c.state IN ('{C.REVOKED}', '{C.ANNULLED}'))",
        "what an appeal granted is appealed again only after its clearance was lost",
        Conflict,
    )
    yield _promise(
        "appeal_touches_nothing",
        CASE,
        "UPDATE",
        f"OLD.state IN ({_list(*APPEALABLE, S.APPEAL)}) AND (NOT ({dialect.same_bytes('NEW.raw', 'OLD.raw')})"
        f" OR {dialect.part('NEW.record', 'application')} <> {dialect.part('OLD.record', 'application')}"
        f" OR (NEW.state <> '{S.OVERTURNED}' AND (NEW.decision <> OLD.decision"
        f" OR {dialect.part('NEW.record', 'decision')} <> {dialect.part('OLD.record', 'decision')})))",
        "an appeal leaves the application and its decision as they are",
        Conflict,
    )
    yield _promise(
        "decision_column_kept",
        CASE,
        "UPDATE",
        f"NEW.decision <> OLD.decision AND NEW.state NOT IN ({_list(*DECIDED, S.OVERTURNED)})",
        "only a decision changes which decision stands",
    )


def _files() -> Iterator[Promise]:
    closed = _list(*FINAL, *APPEALABLE)
    for event, row, states in (
        ("INSERT", "NEW", closed),
        ("UPDATE", "OLD", f"{closed}, '{S.APPEAL}'"),
        ("DELETE", "OLD", f"{closed}, '{S.APPEAL}'"),
    ):
        yield _promise(
            f"file_{event.lower()}",
            FILE,
            event,
            f"EXISTS (SELECT 1 FROM {CASE} c WHERE c.reference = {row}.reference AND c.state IN ({states}))",
            "the files of a decided case are not changed",
            Conflict,
        )
    yield _promise(
        "file_stays",
        FILE,
        "UPDATE",
        "NEW.reference <> OLD.reference OR NEW.key <> OLD.key OR NEW.id <> OLD.id",
        "a file keeps its case and its id",
    )
    yield _promise("file_truncate", FILE, TRUNCATE, "", "the files of a decided case are not changed", Conflict)


def _clearances() -> Iterator[Promise]:
    says = "a clearance is not removed; it is revoked"
    yield _promise(
        "clearance_stays_itself",
        CLEARANCE,
        "UPDATE",
        "NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.case_id <> OLD.case_id"
        " OR NEW.status_index <> OLD.status_index OR NEW.credential <> OLD.credential OR NEW.version <= OLD.version",
        "a clearance keeps its number, case, credential and place in the status list, and its version grows",
    )
    yield _promise(
        "clearance_not_replaced",
        CLEARANCE,
        "INSERT",
        f"EXISTS (SELECT 1 FROM {CLEARANCE} r WHERE r.id = NEW.id OR r.number = NEW.number"
        " OR r.status_index = NEW.status_index)",
        "there is a clearance with this number or place already",
        Conflict,
    )
    for event in ("DELETE", TRUNCATE):
        yield _promise(f"clearance_no_{event.lower()}", CLEARANCE, event, "1 = 1", says)


def _trust() -> Iterator[Promise]:
    """Whose signatures count is decided by two people; taking trust away needs one, for nothing is trusted by it."""
    # No column is called "by": it is a word of PL/pgSQL.
    for table, what in ((TRUST_IMPORT, "proposed"), (TRUST_STEP, "decided")):
        yield _promise(
            f"trust_{what}_by_accounts",
            table,
            "INSERT",
            f"NOT EXISTS {_active(f'NEW.{what}_by')}",
            f"trust is {what} by people who have an account",
        )
    yield _promise(
        "trust_two_people",
        TRUST_STEP,
        "INSERT",
        f"NEW.standing = '{T.CONFIRMED}' AND NOT EXISTS (SELECT 1 FROM {TRUST_IMPORT} i"
        " WHERE i.id = NEW.proposal_id AND i.proposed_by <> NEW.decided_by)",
        "trusting what a State handed over needs two different people",
    )
    earlier = f"(SELECT 1 FROM {TRUST_STEP} s WHERE s.proposal_id = NEW.proposal_id"
    yield _promise(
        "trust_decided_once",
        TRUST_STEP,
        "INSERT",
        f"(NEW.standing <> '{T.WITHDRAWN}' AND EXISTS {earlier})) OR (NEW.standing = '{T.WITHDRAWN}'"
        f" AND (NOT EXISTS {earlier} AND s.standing = '{T.CONFIRMED}')"
        f" OR EXISTS {earlier} AND s.standing = '{T.WITHDRAWN}')))",
        "this was decided already, or was not confirmed yet",
        Conflict,
    )


def _append_only() -> Iterator[Promise]:
    tables = (
        (DOSSIER, "r.id = NEW.id OR (r.case_id = NEW.case_id AND r.version >= NEW.version)", "dossiers"),
        (DECISION, "r.id = NEW.id OR r.key = NEW.key", "decisions"),
        (TRUST_IMPORT, "r.id = NEW.id", "proposals to trust"),
        (TRUST_STEP, "r.id = NEW.id", "decisions about trust"),
        (AUDIT_HASH, "r.id = NEW.id OR (r.level = NEW.level AND r.place = NEW.place)", "hashes of the audit log"),
    )
    for table, taken, what in tables:
        name = table.removeprefix("preclear_")
        says = f"{what} are only added, never changed or removed"
        yield _promise(f"{name}_no_replace", table, "INSERT", f"EXISTS (SELECT 1 FROM {table} r WHERE {taken})", says)
        for event in ("UPDATE", "DELETE", TRUNCATE):
            yield _promise(f"{name}_no_{event.lower()}", table, event, "1 = 1", says)


def _audit() -> Iterator[Promise]:
    says = "entries of the audit log are only added at its end, never changed or removed"
    following = f"(SELECT coalesce(max(r.place) + 1, 0) FROM {AUDIT} r)"
    yield _promise("audit_at_end", AUDIT, "INSERT", f"NEW.place <> {following}", says)
    for event in ("UPDATE", "DELETE", TRUNCATE):
        yield _promise(f"audit_no_{event.lower()}", AUDIT, event, "1 = 1", says)


def _accounts() -> Iterator[Promise]:
    known = (
        f"EXISTS (SELECT 1 FROM {DECISION} d WHERE OLD.username IN (d.proposed_by, coalesce(d.confirmed_by, '')))"
        f" OR EXISTS (SELECT 1 FROM {TRUST_IMPORT} i WHERE i.proposed_by = OLD.username)"
        f" OR EXISTS (SELECT 1 FROM {TRUST_STEP} s WHERE s.decided_by = OLD.username)"
    )
    yield _promise(
        "account_keeps_name",
        ACCOUNT,
        "UPDATE",
        "NEW.username <> OLD.username OR NEW.id <> OLD.id",
        "an account keeps its name for ever",
    )
    yield _promise("account_stays", ACCOUNT, "DELETE", known, "whoever decided stays on record; close the account")
    yield _promise("account_no_truncate", ACCOUNT, TRUNCATE, "", "whoever decided stays on record; close the account")


def _active(name: str) -> str:
    return f"(SELECT 1 FROM {ACCOUNT} a WHERE a.username = {name} AND a.is_active)"


def _list(*states: S) -> str:
    return ", ".join(f"'{state}'" for state in states)

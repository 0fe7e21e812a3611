"""Direct statements, as somebody with a SQL prompt would send them, on both databases."""

import shutil

import pytest
from django.db import DatabaseError, connections, transaction
from made_up import (
    APPLICANT,
    NOW,
    OFFICER,
    REVIEWER,
    appealed,
    clearance,
    credential,
    decision,
    file,
    go,
    granted,
    refused,
    sign_up,
    stored,
)
from trust_contract import BYTES, decided, proposal

from preclear.errors import NotPermitted
from preclear.storage import triggers
from preclear.storage.dialects import TRUNCATE, dialect_of
from preclear.storage.promises import promises
from preclear.storage.roles import grants
from preclear.testing.databases import database, sqlite_config
from preclear.writing.records import to_json


def _fill(kept):
    sign_up(kept.using)
    with kept.transaction() as records:
        stored(records, "REFUSE_PROPOSED", "UTO-PROPOSED")
        stored(records, "REFUSE_PROPOSED", "UTO-FROZEN", frozen=True)
        stored(records, "IN_REVIEW", "UTO-REVIEWED")
        stored(records, "WITHDRAWN", "UTO-WITHDRAWN")
        made = stored(records, "IN_REVIEW", "UTO-WITH-FILE")
        records.files.put(made.reference, file())
        records.decisions.add(decision(made, "grant"))
        go(records, made, "GRANTED")
        records.clearances.add(clearance(reference=made.reference), credential())
        refused(records, "UTO-REFUSED")
        granted(records, "UTO-GRANTED")
        appealed(records, "UTO-APPEAL")
        trusted = records.trust_imports.add(proposal(), BYTES)
        records.trust_imports.decide(decided(trusted))
        records.trust_imports.add(proposal(name="waiting.cer", by=REVIEWER), BYTES)
        for verb in ("application.submitted", "decision.made"):
            records.audit.add(at=NOW, actor=OFFICER, verb=verb, about="UTO-REFUSED", record=made)
    return kept


@pytest.fixture(scope="module")
def filled_sqlite(sqlite_template, tmp_path_factory, django_db_blocker):
    path = tmp_path_factory.mktemp("promises") / "preclear.sqlite3"
    shutil.copyfile(sqlite_template, path)
    with django_db_blocker.unblock(), database("filled_sqlite", sqlite_config(path)) as made:
        yield _fill(made)


@pytest.fixture(scope="module")
def filled_postgres(postgres, django_db_blocker):
    postgres.create("promises", "template")
    with django_db_blocker.unblock(), database("filled_postgres", postgres.config("promises")) as made:
        yield _fill(made)
    postgres.drop("promises")


@pytest.fixture(scope="module")
def limited_role(filled_postgres, postgres):
    """The same database through a role that an administrator made for the application."""
    postgres.run("postgres", "CREATE ROLE preclear_app LOGIN")
    postgres.run("promises", *grants("preclear_app"))
    with database("limited_role", postgres.config("promises", "preclear_app")) as limited:
        yield limited
    postgres.run("promises", "DROP OWNED BY preclear_app")
    postgres.run("postgres", "DROP ROLE preclear_app")


def _for_one_test(kept):
    """The filled database; what a test writes is taken back."""
    with transaction.atomic(using=kept.using):
        yield kept
        transaction.set_rollback(True, using=kept.using)


@pytest.fixture
def on_sqlite(filled_sqlite):
    yield from _for_one_test(filled_sqlite)


@pytest.fixture
def on_postgres(filled_postgres):
    yield from _for_one_test(filled_postgres)


@pytest.fixture
def as_the_application(limited_role):
    yield from _for_one_test(limited_role)


both = pytest.mark.parametrize(
    "kept",
    [
        "on_sqlite",
        pytest.param("on_postgres", marks=pytest.mark.database),
        pytest.param("as_the_application", marks=pytest.mark.database),
    ],
)


def denied():
    """A promise, a CHECK or a missing right said no; a mistake in the statement would not count."""
    said = "preclear promise: |CHECK constraint failed|violates check constraint|permission denied|must be owner"
    return pytest.raises(DatabaseError, match=said)


def run(kept, statement, *values):
    with transaction.atomic(using=kept.using), connections[kept.using].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def rows(kept, query):
    with connections[kept.using].cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


INSERT = (
    "INSERT INTO preclear_decision (key, case_id, outcome, proposed_by, confirmed_by, at, record)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s)"
)


def decide(kept, reference="UTO-PROPOSED", outcome="refuse", by=OFFICER, second=REVIEWER, **recorded):
    with kept.transaction() as records:
        made = decision(
            records.cases.get(reference), outcome, **{"proposed_by": by, "confirmed_by": second, **recorded}
        )
    return run(kept, INSERT, made.id, reference, outcome, by, second, NOW, to_json(made))


def as_state(kept, reference, state, **columns):
    """An UPDATE that keeps column and record in step, as an attacker who knows the tables would."""
    function = "json_set(record, '$.state', %s)"
    if connections[kept.using].vendor == "postgresql":
        function = "jsonb_set(record::jsonb, '{state}', to_jsonb(%s::text))::text"
    more = "".join(f", {name} = %s" for name in columns)
    statement = (
        f"UPDATE preclear_case SET state = %s, record = {function}, version = version + 1{more} WHERE reference = %s"
    )
    return run(kept, statement, state, state, *columns.values(), reference)


def refused_by_the_database(kept, statement, *values):
    with denied():
        run(kept, statement, *values)


@both
def test_a_lawful_refusal_passes_and_is_the_only_way(kept, request):
    kept = request.getfixturevalue(kept)
    assert 1 == decide(kept)
    assert 1 == as_state(kept, "UTO-PROPOSED", "REFUSED", decision="UTO-PROPOSED/2")


@both
@pytest.mark.parametrize(
    ("by", "second"),
    [
        ("system", None),
        ("system", "system"),
        ("system", REVIEWER),
        (OFFICER, None),
        (OFFICER, ""),
        (OFFICER, OFFICER),
        (OFFICER, "system"),
        (OFFICER, "nobody.at-all"),
        ("", REVIEWER),
        (OFFICER, APPLICANT),
    ],
)
def test_a_refusal_by_less_than_two_people_fails(kept, request, by, second):
    kept = request.getfixturevalue(kept)
    with denied():
        decide(kept, by=by, second=second)


@both
@pytest.mark.parametrize("reference", ["UTO-FROZEN", "UTO-REVIEWED", "UTO-REFUSED", "UTO-GRANTED", "UTO-WITHDRAWN"])
def test_a_refusal_of_anything_but_an_open_proposal_fails(kept, request, reference):
    kept = request.getfixturevalue(kept)
    with denied():
        decide(kept, reference)


@both
def test_a_refusal_without_reasons_fails(kept, request):
    kept = request.getfixturevalue(kept)
    for reasons in ({"reasons": None}, {"id": "another"}):
        with kept.transaction() as records:
            made = decision(records.cases.get("UTO-PROPOSED"), **reasons)
        with denied():
            run(kept, INSERT, "key", "UTO-PROPOSED", "refuse", OFFICER, REVIEWER, NOW, to_json(made))


@both
def test_a_record_that_says_something_else_fails(kept, request):
    kept = request.getfixturevalue(kept)
    with kept.transaction() as records:
        made = decision(records.cases.get("UTO-REVIEWED"), "grant")
    with denied():
        run(kept, INSERT, made.id, "UTO-REVIEWED", "conditional_grant", OFFICER, None, NOW, to_json(made))
    refused_by_the_database(kept, "UPDATE preclear_case SET state = 'MATCHES', version = 9 WHERE state = 'IN_REVIEW'")


@both
@pytest.mark.parametrize(
    ("reference", "state", "columns"),
    [
        ("UTO-PROPOSED", "REFUSED", {}),
        ("UTO-PROPOSED", "REFUSED", {"decision": "UTO-REFUSED/2"}),
        ("UTO-PROPOSED", "GRANTED", {}),
        ("UTO-REVIEWED", "REFUSED", {"decision": "UTO-REFUSED/2"}),
        ("UTO-REVIEWED", "UPHELD", {}),
        ("UTO-REVIEWED", "APPEAL", {}),
        ("UTO-GRANTED", "REFUSED", {}),
        ("UTO-GRANTED", "IN_REVIEW", {}),
        ("UTO-REFUSED", "GRANTED", {}),
        ("UTO-REFUSED", "REFUSED", {"officer": "somebody.else"}),
        ("UTO-REFUSED", "APPEAL", {"raw": b"other"}),
        ("UTO-REFUSED", "APPEAL", {"decision": ""}),
        ("UTO-REFUSED", "OVERTURNED", {}),
        ("UTO-APPEAL", "OVERTURNED", {}),
        ("UTO-APPEAL", "OVERTURNED", {"decision": "UTO-GRANTED/2"}),
        ("UTO-APPEAL", "GRANTED", {}),
        ("UTO-REFUSED", "APPEAL", {"account": REVIEWER}),
        ("UTO-WITHDRAWN", "REFUSED", {}),
        ("UTO-WITHDRAWN", "SUBMITTED", {}),
    ],
)
def test_a_state_is_not_set_by_hand(kept, request, reference, state, columns):
    kept = request.getfixturevalue(kept)
    with denied():
        as_state(kept, reference, state, **columns)


@both
@pytest.mark.parametrize(
    "table", ["decision", "dossier", "audit", "audit_hash", "case", "file", "clearance", "trust_import", "trust_step"]
)
def test_what_is_only_added_is_not_removed(kept, request, table):
    kept = request.getfixturevalue(kept)
    if rows(kept, f"SELECT count(*) FROM preclear_{table}") != [(0,)]:
        refused_by_the_database(kept, f"DELETE FROM preclear_{table}")
    if connections[kept.using].vendor == "postgresql":
        refused_by_the_database(kept, f"TRUNCATE preclear_{table} CASCADE")


@both
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE preclear_decision SET outcome = 'grant'",
        "UPDATE preclear_decision SET proposed_by = confirmed_by",
        "UPDATE preclear_audit SET about = 'UTO-OTHER'",
        "UPDATE preclear_audit SET place = place + 10",
        "UPDATE preclear_audit_hash SET level = 9",
        "INSERT INTO preclear_audit (place, about, entry) VALUES (7, 'UTO-1', 'x')",
        "INSERT INTO preclear_audit (place, about, entry) VALUES (0, 'UTO-1', 'x')",
        "UPDATE preclear_clearance SET version = version + 1, number = 'CL-OTHER'",
        "UPDATE preclear_clearance SET version = version + 1, credential = '{}'",
        "UPDATE preclear_file SET content = 'x'",
        "UPDATE preclear_trust_import SET content = 'x'",
        "UPDATE preclear_trust_import SET state = 'XAR'",
        f"UPDATE preclear_trust_step SET decided_by = '{APPLICANT}'",
        "UPDATE preclear_file SET reference = 'UTO-REVIEWED'",
        f"UPDATE preclear_account SET username = 'other' WHERE username = '{OFFICER}'",
        f"DELETE FROM preclear_account WHERE username = '{OFFICER}'",
        f"UPDATE preclear_account SET username = 'system' WHERE username = '{APPLICANT}'",
    ],
)
def test_what_stands_is_not_changed(kept, request, statement):
    refused_by_the_database(request.getfixturevalue(kept), statement)


TRUST = (
    "INSERT INTO preclear_trust_step (proposal_id, place, standing, decided_by, at, reason)"
    " VALUES ((SELECT id FROM preclear_trust_import WHERE name = %s), %s, %s, %s, %s, '')"
)


@both
def test_a_second_person_may_trust_what_was_proposed(kept, request):
    assert 1 == run(request.getfixturevalue(kept), TRUST, "waiting.cer", 1, "confirmed", OFFICER, NOW)


@both
@pytest.mark.parametrize(
    ("name", "place", "standing", "by"),
    [
        ("waiting.cer", 1, "confirmed", REVIEWER),
        ("waiting.cer", 1, "confirmed", "system"),
        ("waiting.cer", 1, "confirmed", ""),
        ("waiting.cer", 1, "confirmed", "nobody.at-all"),
        ("waiting.cer", 2, "confirmed", OFFICER),
        ("waiting.cer", 1, "waiting", OFFICER),
        ("waiting.cer", 2, "withdrawn", OFFICER),
        ("csca.cer", 1, "confirmed", APPLICANT),
        ("csca.cer", 2, "confirmed", APPLICANT),
        ("csca.cer", 2, "rejected", APPLICANT),
        ("csca.cer", 1, "withdrawn", APPLICANT),
    ],
)
def test_nothing_is_trusted_by_hand(kept, request, name, place, standing, by):
    refused_by_the_database(request.getfixturevalue(kept), TRUST, name, place, standing, by, NOW)


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize(
    "table", ["decision", "audit", "audit_hash", "case", "file", "clearance", "trust_import", "trust_step"]
)
def test_replace_does_not_go_around_the_triggers_of_sqlite(sqlite_store, table, recursive):
    on_sqlite = _fill(sqlite_store)
    before = rows(on_sqlite, f"SELECT * FROM preclear_{table}")
    with connections[on_sqlite.using].cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers = {recursive}")
    if (table, recursive) != ("file", "OFF"):
        refused_by_the_database(on_sqlite, f"REPLACE INTO preclear_{table} SELECT * FROM preclear_{table}")
    assert before == rows(on_sqlite, f"SELECT * FROM preclear_{table}")


def test_switching_check_constraints_off_in_sqlite_helps_nobody(sqlite_store):
    on_sqlite = _fill(sqlite_store)
    with connections[on_sqlite.using].cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
    with denied():
        decide(on_sqlite, by="system", second=None)
    with denied():
        decide(on_sqlite, second=OFFICER)


@pytest.mark.database
def test_the_replica_setting_of_postgresql_helps_nobody(on_postgres):
    for statement in ("DELETE FROM preclear_audit", "UPDATE preclear_decision SET outcome = 'grant'"):
        refused_by_the_database(on_postgres, f"SET LOCAL session_replication_role = replica; {statement}")


@pytest.mark.database
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE preclear_audit DISABLE TRIGGER ALL",
        "DROP TRIGGER promise_audit_no_delete ON preclear_audit",
        "DROP TABLE preclear_audit CASCADE",
        "SET session_replication_role = replica",
        "DELETE FROM preclear_case",
    ],
)
def test_the_application_cannot_take_a_promise_away(as_the_application, statement):
    refused_by_the_database(as_the_application, statement)


@pytest.mark.database
def test_the_application_can_do_its_work(as_the_application):
    with as_the_application.transaction() as records:
        made = stored(records, "REFUSE_PROPOSED", "UTO-NEW")
        records.decisions.add(decision(made))
        records.jobs.add("process", "UTO-NEW", due=NOW)
        records.jobs.done(records.jobs.lease(NOW, "w1"), "w1")
        records.audit.add(at=NOW, actor=OFFICER, verb="decision.made", about="UTO-NEW", record=made)
    with pytest.raises(NotPermitted), as_the_application.transaction() as records:
        records.decisions.add(decision(made, id="UTO-NEW/again", confirmed_by=OFFICER))


@both
def test_a_person_who_was_closed_does_not_decide(kept, request):
    kept = request.getfixturevalue(kept)
    run(kept, "UPDATE preclear_account SET is_active = %s WHERE username = %s", False, REVIEWER)
    with denied():
        decide(kept)


@pytest.mark.parametrize("kept", ["on_sqlite", pytest.param("on_postgres", marks=pytest.mark.database)])
def test_missing_promises_are_noticed_and_mended(kept, request):
    kept = request.getfixturevalue(kept)
    table = "" if connections[kept.using].vendor == "sqlite" else " ON preclear_audit"
    assert () == triggers.missing(kept.using)
    run(kept, f"DROP TRIGGER promise_audit_no_delete{table}")
    assert ("promise_audit_no_delete",) == triggers.missing(kept.using)
    triggers.install(kept.using)
    assert () == triggers.missing(kept.using)


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_every_protected_table_is_protected_against_truncation(vendor):
    tables = {one.table for one in promises(dialect_of(vendor))}
    truncated = {one.table for one in promises(dialect_of(vendor)) if one.event == TRUNCATE}
    assert tables == truncated

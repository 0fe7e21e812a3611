"""One contract, three stores."""

from dataclasses import replace

import pytest
from contract import StoreContract, late
from django.db import connections
from made_up import NOW, OFFICER, PEOPLE, sign_up

from preclear.errors import Conflict, NotPermitted
from preclear.model.codes import MatchDecision
from preclear.oversight import LogKey, verify
from preclear.storage import triggers
from preclear.testing.store import MemoryStore


class TestStoreInMemory(StoreContract):
    @pytest.fixture
    def kept(self):
        return MemoryStore(PEOPLE)


class TestStoreOnSQLite(StoreContract):
    @pytest.fixture
    def kept(self, sqlite_store):
        sign_up(sqlite_store.using)
        return sqlite_store


@pytest.mark.database
class TestStoreOnPostgreSQL(StoreContract):
    @pytest.fixture
    def kept(self, postgres_store):
        sign_up(postgres_store.using)
        return postgres_store


@pytest.mark.parametrize("value", ["replace(entry, 'case', 'cafe')", "10000000000", "1.5", "NULL"])
def test_an_entry_that_became_something_else_is_a_fault_and_no_bug(sqlite_store, value):
    with sqlite_store.transaction() as records:
        for number in range(3):
            records.audit.add(at=NOW, actor=OFFICER, verb="case.viewed", about=f"UTO-{number}")
    triggers.remove(sqlite_store.using)
    with connections[sqlite_store.using].cursor() as cursor:
        cursor.execute("PRAGMA writable_schema = ON")
        cursor.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'BLOB NOT NULL', 'BLOB') WHERE name = 'preclear_audit'"
        )
        cursor.execute("PRAGMA writable_schema = RESET")
        cursor.execute(f"UPDATE preclear_audit SET entry = {value} WHERE place = 1")
    report = verify(sqlite_store.log, (), LogKey.make("preclear.example/log").public)
    assert 1 == report.fault.index


def test_the_database_takes_no_confirmation_by_one_person_alone(sqlite_store):
    alone = late(review=replace(late().review, decision=MatchDecision.SAME, by="match.iman", seconded_by="match.iman"))
    with pytest.raises((Conflict, NotPermitted)), sqlite_store.transaction() as records:
        records.late_matches.add(alone)

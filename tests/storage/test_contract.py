"""One contract, three stores."""

import pytest
from contract import StoreContract
from made_up import PEOPLE, sign_up

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

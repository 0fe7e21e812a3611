"""Programs that ask: each with the key of an account."""

import pytest
from django.contrib.auth import get_user_model
from programs import Program

from preclear.model.case import Actor
from preclear.model.codes import Role
from preclear.services.accounts import make_key

JON = Actor(id="admin.jon", roles=frozenset({Role.ADMINISTRATOR}))


@pytest.fixture
def program(house, people):
    """A program of this account."""

    def keyed(account):
        return Program(make_key(house.office, get_user_model().objects, account, "test", 30, JON))

    return keyed


@pytest.fixture
def anybody(house, db):
    """A program without a key."""
    return Program()

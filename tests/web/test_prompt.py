"""Signing in at a command line asks for what the pages ask for."""

from dataclasses import replace

import pytest
from seeded import PASSWORD, START

from preclear.errors import NotPermitted
from preclear.web.accounts.prompt import actor_at_prompt

CODE = "246810"


@pytest.fixture
def secured(house, people, settings):
    """An installation that is no demo, and an authenticator app that always shows ``CODE``."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    settings.PRECLEAR = replace(settings.PRECLEAR, demo=False)
    settings.MFA_TOTP_INSECURE_BYPASS_CODE, settings.DEBUG = CODE, True
    TOTP.activate(people["trust.jamila"], generate_totp_secret())


def test_password_and_code_give_the_account_with_its_roles(secured):
    actor = actor_at_prompt("trust.jamila", PASSWORD, CODE, START)
    assert ("trust.jamila", {"trust_officer"}) == (actor.id, actor.roles)


@pytest.mark.parametrize(
    ("name", "password", "code"),
    [
        ("trust.jamila", "another-password", CODE),
        ("trust.jamila", PASSWORD, "000000"),
        ("trust.jamila", PASSWORD, ""),
        ("trust.karim", PASSWORD, CODE),
        ("nobody.at-all", PASSWORD, CODE),
        ("", "", ""),
    ],
)
def test_a_wrong_password_or_code_gives_nobody(secured, name, password, code):
    with pytest.raises(NotPermitted):
        actor_at_prompt(name, password, code, START)


def test_ten_wrong_passwords_lock_the_account_here_too(secured):
    for _ in range(10):
        with pytest.raises(NotPermitted):
            actor_at_prompt("trust.jamila", "another-password", CODE, START)
    with pytest.raises(NotPermitted):
        actor_at_prompt("trust.jamila", PASSWORD, CODE, START)


def test_the_demo_asks_for_the_password_only(house, people, demo):
    assert "trust.karim" == actor_at_prompt("trust.karim", PASSWORD, "", START).id


def test_an_account_that_was_closed_gives_nobody(house, people, demo):
    people["trust.karim"].is_active = False
    people["trust.karim"].save()
    with pytest.raises(NotPermitted):
        actor_at_prompt("trust.karim", PASSWORD, "", START)

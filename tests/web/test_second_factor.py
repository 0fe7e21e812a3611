"""Signing in with a second factor: an authenticator app, and the pages that set one up."""

import pytest
from django.test import Client
from seeded import PASSWORD

CODE = "246810"


@pytest.fixture
def app_of(people, settings):
    """Gives an account an authenticator app that always shows ``CODE``."""
    settings.MFA_TOTP_INSECURE_BYPASS_CODE = CODE
    settings.DEBUG = True  # the fixed code is refused outside of tests

    def give(id_):
        from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

        TOTP.activate(people[id_], generate_totp_secret())

    return give


def test_the_password_alone_does_not_open_the_desk(house, app_of):
    app_of("officer.amna")
    client = Client()
    first = client.post("/accounts/login/", {"login": "officer.amna", "password": PASSWORD})
    early = client.get("/desk/")
    wrong = client.post(first.url, {"code": "000000"})
    client.post(first.url, {"code": CODE})
    assert ("/accounts/2fa/authenticate/", 302, 200) == (first.url, early.status_code, wrong.status_code)
    assert 200 == client.get("/desk/").status_code


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_pages_of_the_second_factor_pass_axe(house, live_server, people, app_of, page, axe, settings):
    from dataclasses import replace

    settings.PRECLEAR = replace(settings.PRECLEAR, demo=False)
    app_of("officer.bilal")
    found = []
    page.goto(f"{live_server.url}/accounts/login/?next=/desk/")
    page.fill("#login", "officer.amna")
    page.fill("#password", PASSWORD)
    page.click("form[action='/accounts/login/'] button.primary")
    page.wait_for_url("**/accounts/2fa/?needed=yes")
    found += axe(page)
    page.click("a[href*='totp/activate']")
    page.wait_for_url("**/accounts/reauthenticate/**")
    found += axe(page)
    page.fill("input[type=password]", PASSWORD)
    page.click("main button")
    page.wait_for_selector("#authenticator_secret")
    found += axe(page)
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/accounts/login/?next=/desk/")
    page.fill("#login", "officer.bilal")
    page.fill("#password", PASSWORD)
    page.click("form[action='/accounts/login/'] button.primary")
    page.wait_for_url("**/accounts/2fa/authenticate/**")
    found += axe(page)
    page.fill("#id_code", CODE)
    page.click("main button.primary")
    page.wait_for_url(f"{live_server.url}/desk/")
    assert [] == found


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_passkey_opens_the_desk_without_a_password(house, live_server, people, page, settings):
    from dataclasses import replace

    settings.PRECLEAR = replace(settings.PRECLEAR, demo=False)
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    made_of = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    machine = page.context.new_cdp_session(page)
    machine.send("WebAuthn.enable")
    machine.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**made_of, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    page.goto(f"{live_server.url}/accounts/login/?next=/accounts/2fa/webauthn/add/")
    page.fill("#login", "officer.amna")
    page.fill("#password", PASSWORD)
    page.click("form[action='/accounts/login/'] button.primary")
    page.wait_for_url("**/accounts/reauthenticate/**")
    page.fill("input[type=password]", PASSWORD)
    page.click("main button")
    page.wait_for_selector("#mfa_webauthn_add")
    page.fill("#id_name", "Desk key")
    if page.query_selector("#id_passwordless"):
        page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_selector("#mfa_webauthn_add", state="detached")
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/accounts/login/?next=/desk/")
    page.click("#passkey_login")
    page.wait_for_url(f"{live_server.url}/desk/")
    assert "Work" == page.inner_text("h1")

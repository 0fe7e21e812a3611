"""Pages under test: an office with a few cases, its people as accounts, clients signed in as each of them."""

import pytest
from django.test import Client
from seeded import BACKEND, PASSWORD, PEOPLE, Seeded

from preclear.web.office import install


@pytest.fixture
def house():
    """The office that the pages work in, empty at first."""
    made = Seeded()
    install(lambda: made.office)
    return made


@pytest.fixture
def demo(settings):
    """As in the demo: officials need no second factor."""
    from dataclasses import replace

    settings.PRECLEAR = replace(settings.PRECLEAR, demo=True)


@pytest.fixture
def people(db, settings):
    """The accounts of everybody, by id."""
    from datetime import date

    from django.contrib.auth import get_user_model

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return {
        one.id: get_user_model().objects.create_user(
            one.id,
            f"{one.id}@people.example",
            PASSWORD,
            roles=sorted(one.roles),
            full_name=one.id.partition(".")[2].title() + " Specimen",
            certified_until=date(2027, 1, 1) if one.certified else None,
        )
        for one in PEOPLE
    }


@pytest.fixture
def client_of(house, people, demo):
    """A client that is signed in as this person; CSRF is on."""

    def sign_in(id_):
        client = Client(enforce_csrf_checks=True)
        client.force_login(people[id_], backend=BACKEND)
        return client

    return sign_in


@pytest.fixture
def post(client_of):
    """Post a form as this person, with the token of the page that shows it."""

    def send(client, address, page=None, **fields):
        client.get(page or address)
        token = client.cookies["csrftoken"].value
        return client.post(address, {"csrfmiddlewaretoken": token, **fields})

    return send


@pytest.fixture
def site(live_server, house, people, demo, settings):
    """The pages on a real address of this machine."""
    settings.ALLOWED_HOSTS = ["*"]
    return live_server


@pytest.fixture
def tab_of(site, page, people):
    """A browser tab that is signed in as this person."""

    def sign_in(id_):
        client = Client()
        client.force_login(people[id_], backend=BACKEND)
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}])
        return page

    return sign_in

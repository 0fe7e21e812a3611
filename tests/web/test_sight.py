"""How far each role sees, also somebody who holds two."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from preclear.services.accounts import Person

REF = "PC-2222-0003"


@pytest.fixture
def both(people):
    """A reviewer who also works at the match desk."""
    account = people["match.dara"]
    account.roles = ["match_desk", "reviewer"]
    account.save()
    return account.username


@pytest.mark.parametrize("page", ["desk_dossier", "desk_documents", "desk_history", "desk_log"])
def test_somebody_at_the_match_desk_opens_no_dossier_by_another_role(house, both, client_of, page):
    house.matched()
    assert 403 == client_of(both).get(reverse(page, args=[REF])).status_code


def test_the_match_itself_opens(house, both, client_of):
    house.matched()
    assert 200 == client_of(both).get(reverse("desk_match", args=[REF, 0])).status_code


def test_an_address_that_was_taken_away_signs_nobody_in_any_more(people):
    from allauth.account.models import EmailAddress

    account = people["officer.amna"]
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    told = account.person
    moved = {**{name: getattr(told, name) for name in Person.__dataclass_fields__}, "email": "amna@new.example"}
    get_user_model().objects.rewrite(Person(**moved))
    assert 0 == EmailAddress.objects.filter(user=account).count()


def test_notices_for_a_role_go_to_everybody_who_holds_it(people):
    from preclear.storage.opening import address_of

    assert ("oversight.ida@people.example", "") == (address_of("oversight"), address_of("nobody.here"))


def test_an_exception_in_the_log_says_where_and_of_which_kind_and_nothing_of_a_person():
    import logging

    from preclear.web.serving import KindsOnly

    try:
        int("Zara Namoona")
    except ValueError as error:
        told = KindsOnly().formatException((type(error), error, error.__traceback__))
    record = logging.LogRecord("django.request", 40, "", 0, "Internal Server Error: /desk/", (), None)
    assert (True, False) == (told.endswith("ValueError"), "Zara" in told)
    assert "Internal Server Error: /desk/" == KindsOnly().format(record)

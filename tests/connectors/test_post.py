import smtplib

import pytest

from preclear.connectors.post import SmtpPost
from preclear.errors import InvalidInput, NotFound, Unavailable


class Refusing(SmtpPost):
    """A post whose server answers with this error."""

    def __init__(self, error, address="zara@traveller.example"):
        super().__init__(url="smtp://mail.example", sender="preclear@office.example", address_of=lambda _: address)
        object.__setattr__(self, "error", error)

    def _deliver(self, message):
        raise self.error


@pytest.mark.parametrize(
    "error", [OSError("no route"), smtplib.SMTPServerDisconnected("gone"), smtplib.SMTPAuthenticationError(535, b"no")]
)
def test_a_server_that_takes_nothing_is_unavailable(error):
    with pytest.raises(Unavailable):
        Refusing(error).send("traveller.zara", "Your application", "Read it.")


@pytest.mark.parametrize(
    "error", [smtplib.SMTPRecipientsRefused({}), smtplib.SMTPNotSupportedError("no UTF-8"), UnicodeError("an address")]
)
def test_a_notice_that_is_not_taken_is_that_notices_matter_alone(error):
    with pytest.raises(InvalidInput):
        Refusing(error).send("traveller.zara", "Your application", "Read it.")


def test_an_address_cannot_add_a_header():
    with pytest.raises(InvalidInput):
        Refusing(None, "zara@traveller.example\nBcc: all@x.example").send("traveller.zara", "Your application", "Hi.")


def test_an_account_without_an_address_is_not_found():
    with pytest.raises(NotFound):
        Refusing(None, "").send("traveller.zara", "Your application", "Read it.")

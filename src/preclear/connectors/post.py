"""Notices by e-mail (SMTP)."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from preclear.errors import InvalidInput, NotFound, Unavailable

_SERVER_AWAY = (
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
)
"""Errors after which no other notice would be taken either. They come before ``SMTPException``, their base."""


def _away(error: Exception) -> Unavailable:
    return Unavailable(f"the mail server did not take the notice ({type(error).__name__})")


@dataclass(frozen=True, kw_only=True)
class SmtpPost:
    """Send through ``smtp://user:password@host:port`` (``smtps`` for TLS from the start; else STARTTLS if offered).

    ``address_of`` gives the e-mail address of an account, or empty where it has none.
    """

    url: str
    sender: str
    address_of: Callable[[str], str]
    seconds: float = 10.0

    def send(self, to: str, subject: str, body: str) -> None:
        """Send one notice.

        Raises ``Unavailable`` when the server takes none, ``InvalidInput`` when it does not take this one, and
        ``NotFound`` where the account has no address.
        """
        address = self.address_of(to)
        if not address:
            raise NotFound(f"account {to} has no e-mail address")
        try:
            self._deliver(self._written(address, subject, body))
        except _SERVER_AWAY as error:
            raise _away(error) from error
        except (smtplib.SMTPException, ValueError) as error:
            raise InvalidInput(f"the mail server refused this notice ({type(error).__name__})") from error
        except OSError as error:
            raise _away(error) from error

    def _written(self, address: str, subject: str, body: str) -> EmailMessage:
        """The notice as a message; a line end in a header is a ``ValueError`` of the library."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, address, subject
        message.set_content(body)
        return message

    def _deliver(self, message: EmailMessage) -> None:
        server = urlsplit(self.url)
        secure = server.scheme == "smtps"
        kind = smtplib.SMTP_SSL if secure else smtplib.SMTP
        with kind(server.hostname or "localhost", server.port or (465 if secure else 25), timeout=self.seconds) as smtp:
            if not secure and smtp.has_extn("starttls"):
                smtp.starttls()
            if server.username:
                smtp.login(unquote(server.username), unquote(server.password or ""))
            smtp.send_message(message)

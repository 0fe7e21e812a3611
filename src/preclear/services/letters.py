"""Send notices: short, in the reader's language, without any fact of the case; the facts are on the page."""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from preclear.errors import PreclearError, Unavailable
from preclear.services.office import Office
from preclear.services.ports import Letter, Post

_log = structlog.get_logger("preclear.letters")

SUBJECTS: Mapping[str, str] = {
    "submitted": "We have your application",
    "incomplete": "Something is missing in your application",
    "question": "We have a question about your application",
    "contradiction": "Two things in your application do not fit together: please explain",
    "interview": "Your interview",
    "granted": "You are cleared to travel",
    "refused": "A decision on your application",
    "withdrawn": "You took your application back",
    "lapsed": "Your application was closed without a decision",
    "appeal_lodged": "We have your appeal",
    "appeal_upheld": "Your appeal was decided",
    "appeal_overturned": "Your appeal was decided",
    "appeal_remitted": "Your appeal was decided",
    "clearance_suspended": "Your clearance is suspended for now",
    "clearance_resumed": "Your clearance is valid again",
    "clearance_revoked": "Your clearance is no longer valid",
    "clearance_annulled": "Your clearance is no longer valid",
    "answered": "An applicant answered",
    "returned": "A proposal came back to you",
    "overdue": "A clock has run out",
}
"""What each kind of notice is called; the keys of the translations."""

BODY = "Reference {reference}. Read it here: {url}"


def send_letters(office: Office, post: Post | None) -> int:
    """Send what waits in the outbox; how many left. Without ``post`` they stay, and the outbox page shows them."""
    if post is None:
        return 0
    left, seen = 0, 0
    try:
        while waiting := _waiting(office, seen):
            seen = waiting[-1].id
            left += sum(_send(office, post, letter) for letter in waiting)
    except Unavailable as error:
        # The next round tries again; asking a server that is away for every letter would hold up everything else.
        _log.warning("letters not sent", error=str(error))
    return left


def _waiting(office: Office, after: int) -> tuple[Letter, ...]:
    """Page by page: letters that cannot be sent must not stand before all others for ever."""
    with office.store.transaction() as records:
        return records.letters.unsent(after=after)


def _send(office: Office, post: Post, letter: Letter) -> bool:
    """Whether it left. Raises ``Unavailable`` when no letter can leave now."""
    subject = SUBJECTS.get(letter.kind, letter.kind)
    url = office.status_uri.rsplit("/status/", 1)[0]
    try:
        post.send(letter.to, subject, BODY.format(reference=letter.reference, url=url))
    except Unavailable:
        raise
    except PreclearError as error:
        _log.warning("letter not sent", id=letter.id, error=error.code)
        return False
    with office.store.transaction() as records:
        records.letters.sent(letter.id, office.clock())
    return True

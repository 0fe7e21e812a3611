"""What can be seen in a supporting paper (a letter, a statement) without knowing whether it is true.

A hint orders the work of a person: it says where to look first. It is no finding, has no weight, and each comes with an
innocent explanation, for honest papers are scanned, joined, signed and saved again every day.
"""

from __future__ import annotations

from dataclasses import dataclass

from preclear.model.codes import CheckStatus


@dataclass(frozen=True, kw_only=True)
class Hint:
    """One thing seen. ``id`` is stable (``revision.pages``); ``innocent`` is how it comes about in an honest paper."""

    id: str
    text: str
    innocent: str


@dataclass(frozen=True, kw_only=True)
class PaperRevision:
    """One saved state of a PDF file. ``number`` counts from 1.

    ``rewritten`` and ``added`` are numbers of objects; ``pages`` (counted from 1) are those that it changed;
    ``touches`` says what else: ``form``, ``signature``, ``document information``.
    """

    number: int
    rewritten: int
    added: int
    pages: tuple[int, ...] = ()
    touches: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PaperSignature:
    """A signature inside a PDF file, without a judgement on who the signer is.

    ``intact``: the signed bytes are what was signed, and the signature holds under the certificate that came with it.
    ``covers`` is ``file``, ``revision`` (something was added afterwards) or ``part``. ``unchanged``: what was added
    afterwards is what the standard allows (ISO 32000-2, 12.8.2.2). ``signed_at`` is the signer's own word.
    """

    field: str
    signer: str
    signed_at: str
    intact: CheckStatus
    unchanged: CheckStatus
    covers: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperHints:
    """What a paper shows of its own history. Times are RFC 3339 text, empty where absent or not readable.

    ``kind`` is ``pdf``, ``jpeg`` or ``png``; ``scan`` says that the pages are pictures without text; ``software`` are
    the programs that the file names, in the order in which they are named; ``links`` are the hosts of links.
    """

    kind: str
    size: int
    pages: int = 1
    encrypted: bool = False
    scan: bool = False
    software: tuple[str, ...] = ()
    created: str = ""
    modified: str = ""
    revisions: tuple[PaperRevision, ...] = ()
    signatures: tuple[PaperSignature, ...] = ()
    attachments: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
    unread: tuple[str, ...] = ()

    def hint(self, id: str) -> Hint | None:  # noqa: A002 -- the field's own name
        """The hint with this id, or None."""
        return next((hint for hint in self.hints if hint.id == id), None)

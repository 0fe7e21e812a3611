"""A PDF file as a paper with a history: structure, saved states, signatures, and the hints from them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pikepdf
from pyhanko.pdf_utils.reader import PdfFileReader

from preclear.documents.papers import dates, revisions, signatures, structure
from preclear.documents.papers.hints import editors, hint
from preclear.documents.papers.structure import Structure
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.paper import Hint, PaperHints, PaperRevision, PaperSignature

_RULE = "ISO 32000-2, 7.5"
_MEND = "Give the file as its issuer sent it, not printed or joined again"


def read(data: bytes, at: datetime | None) -> PaperHints:
    """What a PDF file shows of its history. A file that needs a password is reported as such."""
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=True, suppress_warnings=True) as pdf:
            found = structure.read(pdf)
    except pikepdf.PasswordError:
        locked = hint("encrypted", "cannot be opened without a password")
        return PaperHints(kind="pdf", size=len(data), pages=0, encrypted=True, hints=(locked,))
    except InvalidInput:
        raise
    except Exception as error:
        raise InvalidInput(f"cannot be read as PDF ({_short(error)})", where="PDF", rule=_RULE, mend=_MEND) from error
    states, signed, unread = _history(data, found)
    return _paper(data, found, states, signed, unread, at)


def _history(
    data: bytes, found: Structure
) -> tuple[tuple[PaperRevision, ...], tuple[PaperSignature, ...], tuple[str, ...]]:
    """States and signatures. What qpdf can mend pyHanko may refuse: then the rest is still worth showing."""
    try:
        reader: Any = PdfFileReader(io.BytesIO(data), strict=False)
        if reader.encrypted:
            reader.decrypt("")
        states = revisions.read(reader, found.owned(), linearized=b"/Linearized" in data[:1024])
        return states, signatures.read(reader), ()
    except Exception as error:  # noqa: BLE001 -- pyHanko answers hostile bytes with errors of many kinds
        return (), (), (f"its saved states and signatures cannot be read ({_short(error)})",)


def _short(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:160]


def _paper(
    data: bytes,
    found: Structure,
    states: tuple[PaperRevision, ...],
    signed: tuple[PaperSignature, ...],
    unread: tuple[str, ...],
    at: datetime | None,
) -> PaperHints:
    info, xmp = found.info, found.xmp
    named = (info.get("Creator", ""), info.get("Producer", ""), xmp.get("CreatorTool", ""), xmp.get("Producer", ""))
    software = tuple(dict.fromkeys(name for name in named if name))
    created = dates.of_pdf(info.get("CreationDate", "")) or dates.of_xmp(xmp.get("CreateDate", ""))
    modified = dates.of_pdf(info.get("ModDate", "")) or dates.of_xmp(xmp.get("ModifyDate", ""))
    hints = (
        *_of_history(states, signed),
        *dates.remarks(created, modified, at),
        *_of_words(found, software),
        *_of_structure(found),
    )
    return PaperHints(
        kind="pdf",
        size=len(data),
        pages=found.pages,
        encrypted=found.encrypted,
        scan=found.without_text,
        software=software,
        created=dates.written(created),
        modified=dates.written(modified),
        revisions=states,
        signatures=signed,
        attachments=tuple(found.attachments),
        links=tuple(found.links),
        hints=hints,
        unread=unread,
    )


def _of_history(states: tuple[PaperRevision, ...], signed: tuple[PaperSignature, ...]) -> Iterator[Hint]:
    if len(states) > 1:
        yield hint("revisions", f"was saved {len(states)} times, one state upon the other")
    for state in states:
        if state.pages:
            pages = ", ".join(map(str, state.pages[:10]))
            yield hint("revision.pages", f"state {state.number} of {len(states)} changed page {pages}")
    for one in signed:
        name = one.signer or one.field
        if one.intact is CheckStatus.FAILED:
            yield hint("signature.broken", f"the signature of {name} does not hold: {one.reason}")
        elif one.unchanged is CheckStatus.FAILED or one.covers == "part":
            yield hint("signature.added_after", f"more than the signature of {name} allows was changed after it")


def _of_words(found: Structure, software: tuple[str, ...]) -> Iterator[Hint]:
    if edited := editors(software):
        yield hint("software.editor", f"passed through {', '.join(edited)}")
    if apart := list(_apart(found)):
        yield hint("metadata.disagrees", f"the file says two things about its {' and '.join(apart)}")


def _apart(found: Structure) -> Iterator[str]:
    """Where document information and XMP, which ought to agree, do not."""
    info, xmp = found.info, found.xmp
    if info.get("Producer") and xmp.get("Producer") and info["Producer"] != xmp["Producer"]:
        yield "producer"
    for name, ours, theirs in (
        ("day of making", "CreationDate", "CreateDate"),
        ("last change", "ModDate", "ModifyDate"),
    ):
        first, second = dates.of_pdf(info.get(ours, "")), dates.of_xmp(xmp.get(theirs, ""))
        if first and second and abs((first - second).total_seconds()) > 24 * 3600:
            yield name


def _of_structure(found: Structure) -> Iterator[Hint]:
    if found.warnings:
        yield hint("damaged", "its tables had to be mended to open it")
    if found.encrypted:
        yield hint("encrypted", "is protected with a password against changes")
    if found.active:
        yield hint("active_content", f"holds {', '.join(sorted(found.active))}")
    if found.attachments:
        yield hint("embedded_files", f"carries {len(found.attachments)} files: {', '.join(found.attachments[:5])}")
    if found.fields:
        yield hint("form", f"has {found.fields} fields that can be filled in")
    if found.overlays:
        pages = ", ".join(map(str, sorted(found.overlays)[:10]))
        yield hint("annotations", f"something was put on top of page {pages}")
    if found.without_text:
        yield hint("scan", "its pages are pictures without text")

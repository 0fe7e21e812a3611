"""The pictures of a case for people: portrait of the chip, uploaded photograph, pages. Always encoded anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from preclear.documents import read_portrait
from preclear.errors import InvalidInput, NotFound
from preclear.model.case import Case
from preclear.services.office import Office
from preclear.services.pictures import PAGE_KINDS
from preclear.services.ports import Pages, Records

THUMBNAIL, WHOLE = 480, 1400
"""Points on the longer side of a picture beside facts, and of one that is to be looked at."""

_MOST = 6


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """JPEGs, or None where there is none or it cannot be decoded. ``pages`` are by the id of their file.

    ``kinds`` says of each page what it was handed in as: ``passport_page`` or ``visa``.
    """

    portrait: bytes | None = None
    photo: bytes | None = None
    pages: Mapping[str, bytes]
    kinds: Mapping[str, str] = field(default_factory=dict)


def show_pictures(office: Office, case: Case, *, longest: int = THUMBNAIL) -> Pictures:
    """The pictures of a case that was opened already: whoever calls has let ``services.view`` permit the look."""
    reader = office.means.pages
    if reader is None:
        return Pictures(pages={})
    application = case.application
    photo = next((file.id for file in application.files if file.kind == "photo"), "")
    pages = [file.id for file in application.files if file.kind in PAGE_KINDS][:_MOST]
    with office.store.transaction() as records:
        wanted = {id_: _content(records, case.reference, id_) for id_ in (photo, *pages)}
        group_2 = _content(records, case.reference, application.document.chip.get("DG2", ""))
    shown = {id_: picture for id_, content in wanted.items() if (picture := _shown(reader, content, longest))}
    return Pictures(
        portrait=_shown(reader, _portrait(group_2), longest),
        photo=shown.pop(photo, None),
        pages=shown,
        kinds={file.id: file.kind for file in application.files if file.id in shown},
    )


def _content(records: Records, reference: str, id_: str) -> bytes:
    try:
        return records.files.get(reference, id_).content if id_ else b""
    except NotFound:
        return b""


def _portrait(group_2: bytes) -> bytes:
    try:
        return read_portrait(group_2).image if group_2 else b""
    except InvalidInput:
        return b""


def _shown(reader: Pages, content: bytes, longest: int) -> bytes | None:
    try:
        return reader.preview(content, longest) if content else None
    except InvalidInput:
        return None

"""What a PDF file consists of: pages, words about itself, attachments, links, programs inside (ISO 32000-2)."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pikepdf

from preclear.errors import InvalidInput

MAX_PAGES = 500
MAX_OBJECTS = 100_000
_MAX_ANNOTATIONS = 2000
_MAX_METADATA = 1024 * 1024
_MAX_TEXT = 200
_ACTIVE = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMediaExecute"}
_OVERLAYS = {"/FreeText", "/Stamp", "/Square", "/Ink", "/Redact"}
_RULE = "ISO 32000-2"
_XMP = re.compile(
    r"<(?:xmp|pdf):(CreateDate|ModifyDate|CreatorTool|Producer)>([^<]{1,200})<|"
    r"(?:xmp|pdf):(CreateDate|ModifyDate|CreatorTool|Producer)=\"([^\"]{1,200})\""
)


@dataclass(kw_only=True)
class Structure:
    """What was found. ``owners`` says by object number what an object belongs to.

    ``page 3`` owns what is shown there; ``frame 3`` is the dictionary of that page, which signing rewrites as well.
    """

    pages: int = 0
    encrypted: bool = False
    without_text: bool = False
    info: dict[str, str] = field(default_factory=dict)
    xmp: dict[str, str] = field(default_factory=dict)
    attachments: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    active: set[str] = field(default_factory=set)
    overlays: set[int] = field(default_factory=set)
    fields: int = 0
    warnings: int = 0
    owners: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def owned(self) -> Mapping[int, frozenset[str]]:
        """``owners``, finished."""
        return {number: frozenset(names) for number, names in self.owners.items()}


def read(pdf: pikepdf.Pdf) -> Structure:
    """Look through an open file; ``InvalidInput`` where it is larger than a supporting paper may be."""
    if len(pdf.objects) > MAX_OBJECTS or len(pdf.pages) > MAX_PAGES:
        raise InvalidInput(
            f"has more than {MAX_PAGES} pages or {MAX_OBJECTS} objects",
            where="PDF",
            rule=_RULE,
            mend="Give fewer pages",
        )
    found = Structure(pages=len(pdf.pages), encrypted=pdf.is_encrypted, warnings=len(pdf.get_warnings()))
    found.info, found.xmp = _info(pdf), _metadata(pdf)
    found.attachments = [str(name)[:_MAX_TEXT] for name in list(pdf.attachments)[:50]]
    _document(pdf, found)
    texts = [_page(number, page, found) for number, page in enumerate(pdf.pages, 1)]
    found.without_text = bool(texts) and not any(texts)
    return found


def _own(found: Structure, value: Any, owner: str) -> None:
    if isinstance(value, pikepdf.Object) and value.is_indirect:
        found.owners[value.objgen[0]].add(owner)


def _info(pdf: pikepdf.Pdf) -> dict[str, str]:
    listed = pdf.trailer.get("/Info")
    if not isinstance(listed, pikepdf.Dictionary):
        return {}
    named = ("/Producer", "/Creator", "/CreationDate", "/ModDate")
    return {name[1:]: text for name in named if (text := _text(listed.get(name)))}


def _metadata(pdf: pikepdf.Pdf) -> dict[str, str]:
    """The few properties of XMP that matter here, found by their names: no XML parser sees hostile XML."""
    stream = pdf.Root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        return {}
    text = _unpacked(stream).decode("utf-8", "replace")
    pairs = ((first or second, value or other) for first, value, second, other in _XMP.findall(text))
    return {name: " ".join(value.split()) for name, value in pairs}


def _unpacked(stream: pikepdf.Stream) -> bytes:
    """The first megabyte of a stream: the library would unpack it whole."""
    raw, packing = bytes(stream.read_raw_bytes()), stream.get("/Filter")
    if packing is None:
        return raw[:_MAX_METADATA]
    if packing != pikepdf.Name.FlateDecode:
        return b""
    try:
        return zlib.decompressobj().decompress(raw, _MAX_METADATA)
    except zlib.error:
        return b""


def _text(value: Any) -> str:
    return " ".join(str(value).split())[:_MAX_TEXT] if isinstance(value, pikepdf.String) else ""


def _document(pdf: pikepdf.Pdf, found: Structure) -> None:
    root = pdf.Root
    _own(found, pdf.trailer.get("/Info"), "document information")
    _own(found, root.get("/Metadata"), "document information")
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        found.active.add("JavaScript")
    for action in (root.get("/OpenAction"), root.get("/AA")):
        _action(action, found)
    form = root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return
    _own(found, form, "form")
    if "/XFA" in form:
        found.active.add("XFA")
    fields = form.get("/Fields")
    for each in list(fields)[:_MAX_ANNOTATIONS] if isinstance(fields, pikepdf.Array) else ():
        _field(each, found)


def _field(each: Any, found: Structure) -> None:
    if not isinstance(each, pikepdf.Dictionary):
        return
    signed = each.get("/FT") == "/Sig"
    found.fields += not signed
    for part in (each, each.get("/V"), each.get("/AP")):
        _own(found, part, "signature" if signed else "form")


def _action(action: Any, found: Structure) -> None:
    if not isinstance(action, pikepdf.Dictionary):
        return
    kind = str(action.get("/S", ""))
    if kind in _ACTIVE:
        found.active.add(kind[1:])
    uri = action.get("/URI")
    if kind == "/URI" and isinstance(uri, pikepdf.String) and len(found.links) < 50:
        host = _host(str(uri))
        if host and host not in found.links:
            found.links.append(host)


def _host(uri: str) -> str:
    try:
        return (urlsplit(uri).hostname or "")[:_MAX_TEXT]
    except ValueError:
        return ""


def _page(number: int, page: pikepdf.Page, found: Structure) -> bool:
    """Note what belongs to a page; whether it has fonts, without which there is no text."""
    owner = f"page {number}"
    _own(found, page.obj, f"frame {number}")
    contents = page.obj.get("/Contents")
    _own(found, contents, owner)
    for part in contents if isinstance(contents, pikepdf.Array) else ():
        _own(found, part, owner)
    fonts = False
    for kind, resource in _resources(page):
        fonts = fonts or kind == "/Font" or _has_fonts(resource)
        if kind == "/XObject":
            _own(found, resource, owner)
    for annotation in _annotations(page):
        _annotation(annotation, number, found)
    return fonts


def _resources(page: pikepdf.Page) -> Iterator[tuple[str, Any]]:
    resources = page.obj.get("/Resources")
    if not isinstance(resources, pikepdf.Dictionary):
        resources = getattr(page, "resources", None)
    for kind in ("/Font", "/XObject"):
        listed = resources.get(kind) if isinstance(resources, pikepdf.Dictionary) else None
        for _, resource in list(listed.items())[:500] if isinstance(listed, pikepdf.Dictionary) else ():
            yield kind, resource


def _has_fonts(resource: Any) -> bool:
    """Whether a form inside a page brings its own fonts."""
    inner = resource.get("/Resources") if isinstance(resource, pikepdf.Stream) else None
    return isinstance(inner, pikepdf.Dictionary) and "/Font" in inner


def _annotations(page: pikepdf.Page) -> Iterator[pikepdf.Dictionary]:
    listed = page.obj.get("/Annots")
    for each in list(listed)[:_MAX_ANNOTATIONS] if isinstance(listed, pikepdf.Array) else ():
        if isinstance(each, pikepdf.Dictionary):
            yield each


def _annotation(annotation: pikepdf.Dictionary, number: int, found: Structure) -> None:
    kind = str(annotation.get("/Subtype", ""))
    if kind in _OVERLAYS:
        found.overlays.add(number)
        _own(found, annotation, f"page {number}")
    _action(annotation.get("/A"), found)

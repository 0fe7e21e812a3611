"""What a photographed or scanned paper says about itself: programs and dates in EXIF, PNG text and XMP."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

from PIL import Image

from preclear.documents.der import reading
from preclear.documents.papers import dates
from preclear.documents.papers.hints import editors, hint
from preclear.model.paper import PaperHints

_SOFTWARE, _CHANGED, _EXIF_FOLDER, _TAKEN = 0x0131, 0x0132, 0x8769, 0x9003
_TOOL = re.compile(rb"CreatorTool(?:>|=\")([^<\"]{1,200})")
_MAX_TEXT = 200


def read(data: bytes, at: datetime | None) -> PaperHints:
    """What a JPEG or PNG names; its pixels are never decoded."""
    with (
        reading("picture", "ISO/IEC 10918-1, ISO/IEC 15948"),
        Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image,
    ):
        kind = (image.format or "").lower()
        exif = image.getexif()
        inner = exif.get_ifd(_EXIF_FOLDER)
        text = {str(key): value for key, value in image.info.items()}
    software = _software(exif.get(_SOFTWARE), text)
    created = dates.of_exif(_plain(inner.get(_TAKEN)))
    modified = dates.of_exif(_plain(exif.get(_CHANGED)))
    hints = list(dates.remarks(created, modified, at))
    if edited := editors(software):
        hints.append(hint("software.editor", f"passed through {', '.join(edited)}"))
    return PaperHints(
        kind=kind,
        size=len(data),
        scan=True,
        software=software,
        created=dates.written(created),
        modified=dates.written(modified),
        hints=tuple(hints),
    )


def _software(named: Any, text: dict[str, Any]) -> tuple[str, ...]:
    xmp = text.get("xmp") or text.get("XML:com.adobe.xmp") or b""
    packet = xmp.encode("utf-8", "replace") if isinstance(xmp, str) else xmp if isinstance(xmp, bytes) else b""
    tools = (found.decode("utf-8", "replace") for found in _TOOL.findall(packet)[:8])
    every = (_plain(named), _plain(text.get("Software")), *tools)
    return tuple(dict.fromkeys(name for name in every if name))


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return " ".join(value.replace("\x00", " ").split())[:_MAX_TEXT] if isinstance(value, str) else ""

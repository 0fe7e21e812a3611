"""DG5 and DG7: portrait and signature as they are printed (ICAO Doc 9303-10, 4.7.5 and 4.7.7)."""

from __future__ import annotations

from preclear.documents.lds.faces import MAX_FACES, Portrait, portrait_of
from preclear.documents.lds.files import bad, opened

_TAGS = {5: (0x65, 0x5F40), 7: (0x67, 0x5F43)}


def read_shown(data: bytes, number: int) -> tuple[Portrait, ...]:
    """The pictures of DG5 (displayed portraits) or of DG7 (signatures or usual marks)."""
    what, (outer, picture) = f"DG{number}", _TAGS[number]
    data, found = opened(data, outer, what)
    images = [data[part.start : part.stop] for part in found if part.tag == picture]
    if not images:
        raise bad(what, "holds no picture")
    return tuple(portrait_of(image, what, "as printed") for image in images[:MAX_FACES])

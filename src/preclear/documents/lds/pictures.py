"""Kind and size of a picture, from its codestream and without decoding it (ITU-T T.81, B.2.2; ITU-T T.800, A.5.1)."""

from __future__ import annotations

from dataclasses import dataclass

from preclear.errors import InvalidInput

MAX_PIXELS = 50_000_000
_JPEG, _JP2, _CODESTREAM = b"\xff\xd8\xff", b"\x00\x00\x00\x0cjP  ", b"\xff\x4f\xff\x51"
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})


@dataclass(frozen=True, kw_only=True)
class PictureKind:
    """``image/jpeg`` or ``image/jp2`` with width and height in pixels, which are 0 where they cannot be found."""

    media_type: str
    width: int = 0
    height: int = 0


def kind_of(image: bytes, what: str) -> PictureKind | None:
    """What a picture is, None where it is neither JPEG nor JPEG 2000; ``InvalidInput`` where it is a pixel bomb."""
    if image.startswith(_JPEG):
        media_type, (width, height) = "image/jpeg", _jpeg(image)
    elif image.startswith(_JP2):
        media_type, (width, height) = "image/jp2", _codestream(image, image.find(_CODESTREAM))
    elif image.startswith(_CODESTREAM):
        media_type, (width, height) = "image/jp2", _codestream(image, 0)
    else:
        return None
    if width * height > MAX_PIXELS:
        raise InvalidInput(
            f"{what} has a picture of {width} by {height} pixels",
            where=what,
            rule=f"at most {MAX_PIXELS} pixels",
            mend="Export it again from the chip",
        )
    return PictureKind(media_type=media_type, width=width, height=height)


def _jpeg(image: bytes) -> tuple[int, int]:
    """Width and height in the frame header; segments are stepped over by their lengths."""
    at = 2
    while at + 9 <= len(image) and image[at] == 0xFF:
        marker = image[at + 1]
        if marker in _FRAMES:
            return int.from_bytes(image[at + 7 : at + 9]), int.from_bytes(image[at + 5 : at + 7])
        if marker == 0xFF:
            at += 1
        else:
            at += 2 if marker in _BARE else 2 + max(2, int.from_bytes(image[at + 2 : at + 4]))
    return 0, 0


def _codestream(image: bytes, at: int) -> tuple[int, int]:
    """Size of the reference grid less the offset of the picture in it (marker SIZ)."""
    if at < 0 or len(image) < at + 24:
        return 0, 0
    right, bottom, left, top = (int.from_bytes(image[at + n : at + n + 4]) for n in (8, 12, 16, 20))
    return max(0, right - left), max(0, bottom - top)

"""The files of a chip: EF.COM, DG1 with the zone, DG2 with the portrait (ICAO Doc 9303-10, section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from preclear.documents import mrz
from preclear.documents.der import children, header
from preclear.errors import InvalidInput
from preclear.model.verification import Chip, Mrz

DATA_GROUP_TAGS = (0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x70)
"""Tags of DG1 to DG16, in that order (Doc 9303-10, table 37)."""

FILES = ("SOD", "COM", *(f"DG{number}" for number in range(1, 17)))
"""Names of the elementary files, as ``Chip.files`` has them."""

MAX_FILE = 4 * 1024 * 1024
_LDS = "ICAO Doc 9303-10, 4.6 and 4.7"


@dataclass(frozen=True, kw_only=True)
class Portrait:
    """The holder's picture as it stands in DG2: ``image/jpeg``, ``image/jp2``, or empty where it is neither."""

    media_type: str
    image: bytes


def read_chip_folder(path: Path | str) -> Chip:
    """Read ``SOD.bin`` and any of ``COM.bin`` and ``DG1.bin`` to ``DG16.bin`` from a folder; others are ignored."""
    folder = Path(path)
    found = {entry.stem.upper(): entry for entry in _entries(folder) if entry.suffix.lower() == ".bin"}
    files = {name: _read_file(found[name]) for name in FILES if name in found}
    if not files:
        raise InvalidInput(
            "holds no file of a chip", where=str(folder), rule=_LDS, mend="Name its files SOD.bin, COM.bin, DG1.bin ..."
        )
    return Chip(files=files)


def _entries(folder: Path) -> list[Path]:
    """The plain files of a folder: what is a pipe or a device would never end."""
    try:
        return sorted(entry for entry in folder.iterdir() if entry.is_file())
    except NotADirectoryError:
        reason = "is not a folder"
    except (OSError, ValueError) as error:
        reason = f"cannot be read as a folder: {getattr(error, 'strerror', None) or error}"
    raise InvalidInput(reason, where=str(folder), mend="Name the folder that holds SOD.bin and DG1.bin")


def _read_file(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE:
            raise InvalidInput(f"is larger than {MAX_FILE} bytes", where=str(path), rule=_LDS)
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(path)) from error


def element(data: bytes, what: str) -> bytes:
    """An elementary file without what a reader may have read beyond its end."""
    _, length, start = header(data, 0, len(data), what)
    return data if length < 0 else data[: start + length]


def read_dg1(data: bytes, *, today: date | None = None) -> Mrz:
    """The machine readable zone in DG1 (tag 0x61, inside it 0x5F1F). ``today`` as for ``mrz.parse``."""
    zone = _inside(_inside(data, 0x61, "DG1"), 0x5F1F, "DG1")
    return mrz.parse([zone.decode("ascii", "replace")], today=today)


def read_com(data: bytes) -> frozenset[int]:
    """Numbers of the data groups that EF.COM lists. It is not signed."""
    listed = _inside(_inside(data, 0x60, "EF.COM"), 0x5C, "EF.COM")
    unknown = set(listed) - set(DATA_GROUP_TAGS)
    if unknown:
        raise _bad("EF.COM", f"lists the unknown tag {min(unknown):#x}")
    return frozenset(DATA_GROUP_TAGS.index(tag) + 1 for tag in listed)


def read_portrait(data: bytes) -> Portrait:
    """The first facial image of DG2 (ISO/IEC 19794-5 record inside 0x75, 0x7F61, 0x7F60)."""
    template = _inside(_inside(_inside(data, 0x75, "DG2"), 0x7F61, "DG2"), 0x7F60, "DG2")
    record = next((content for tag, content, _ in children(template, "DG2") if tag in {0x5F2E, 0x7F2E}), b"")
    if record[:4] != b"FAC\x00" or len(record) < 46:
        raise _bad("DG2", "holds no facial record")
    points = int.from_bytes(record[18:20])
    start = 14 + 20 + 8 * points + 12
    image = record[start : 14 + int.from_bytes(record[14:18])]
    if not image:
        raise _bad("DG2", "holds an empty facial image")
    return Portrait(media_type=_media_type(image), image=image)


def _media_type(image: bytes) -> str:
    if image[:3] == b"\xff\xd8\xff":
        return "image/jpeg"
    jpeg_2000 = image[4:8] == b"jP  " or image[:4] == b"\xff\x4f\xff\x51"
    return "image/jp2" if jpeg_2000 else ""


def _inside(data: bytes, tag: int, what: str) -> bytes:
    for found, content, _ in children(data, what):
        if found == tag:
            return content
    raise _bad(what, f"has no element {tag:#x}")


def _bad(what: str, problem: str) -> InvalidInput:
    return InvalidInput(f"{what} {problem}", where=what, rule=_LDS, mend="Export it again from the chip")

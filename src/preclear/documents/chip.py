"""The files of a chip as they were exported: which they are, EF.COM, and DG1 with the zone (ICAO Doc 9303-10, 4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from preclear.documents import mrz
from preclear.documents.lds.faces import Portrait, read_portrait
from preclear.documents.lds.files import DATA_GROUP_TAGS, LDS, MAX_FILE, bad, element, only, opened
from preclear.errors import InvalidInput
from preclear.model.verification import Chip, Mrz

__all__ = [
    "DATA_GROUP_TAGS",
    "FILES",
    "Portrait",
    "PresenceMap",
    "element",
    "part_of",
    "read_chip_folder",
    "read_com",
    "read_common",
    "read_dg1",
    "read_portrait",
]

FILES = ("SOD", "COM", *(f"DG{number}" for number in range(1, 17)))
"""Names of the elementary files, as ``Chip.files`` has them."""

EVIDENCE = ("AA", "CA")
"""Names of recorded evidence beside them (``AA.json``, ``CA.json``): see ``preclear.documents.evidence``."""

_NAME = re.compile(r"(?:EF[._ -]?)?(?:(SOD|COM)|(?:DG|DATA[_ -]?GROUP)[_ -]?0?([1-9]|1[0-6]))(?:\.(?:BIN|DAT))?")


def read_chip_folder(path: Path | str) -> Chip:
    """Read ``SOD.bin`` and any of ``COM.bin`` and ``DG1.bin`` to ``DG16.bin`` from a folder; others are ignored.

    Names are taken as other tools write them too: ``EF_SOD.bin``, ``EF.SOD``, ``dg01.dat``, ``Datagroup1.bin``: see
    ``part_of``. Two names for one file are refused, for nobody can say which the chip holds. ``AA.json`` and
    ``CA.json`` hold evidence that a reader recorded.
    """
    folder = Path(path)
    found: dict[str, Path] = {}
    for entry in _entries(folder):
        name = part_of(entry.name)
        if name in found:
            raise InvalidInput(
                f"holds {name} twice: {found[name].name} and {entry.name}",
                where=str(folder),
                rule=LDS,
                mend="Leave one of them",
            )
        if name:
            found[name] = entry
    if not found.keys() - set(EVIDENCE):
        raise InvalidInput(
            "holds no file of a chip", where=str(folder), rule=LDS, mend="Name its files SOD.bin, COM.bin, DG1.bin ..."
        )
    return Chip(files={name: _read_file(found[name]) for name in (*FILES, *EVIDENCE) if name in found})


def part_of(name: str) -> str:
    """Which part of a chip a file is by its name (``DG1``), empty where it is none.

    >>> part_of("EF.SOD"), part_of("dg01.dat"), part_of("AA.json"), part_of("photo.jpg")
    ('SOD', 'DG1', 'AA', '')
    """
    upper = name.upper()
    if upper in {f"{each}.JSON" for each in EVIDENCE}:
        return upper.removesuffix(".JSON")
    known = _NAME.fullmatch(upper)
    if known is None:
        return ""
    return known[1] or f"DG{known[2]}"


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
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(path)) from error
    if len(data) > MAX_FILE:
        raise InvalidInput(f"is larger than {MAX_FILE} bytes", where=str(path), rule=LDS)
    return data


def read_dg1(data: bytes, *, today: date | None = None) -> Mrz:
    """The machine readable zone in DG1 (tag 0x61, inside it 0x5F1F). ``today`` as for ``mrz.parse``."""
    data, found = opened(data, 0x61, "DG1")
    zone = only(found, 0x5F1F, "DG1")
    return mrz.parse([data[zone.start : zone.stop].decode("ascii", "replace")], today=today)


@dataclass(frozen=True, kw_only=True)
class PresenceMap:
    """EF.COM, which nobody signs: the data groups that it lists, and the versions of LDS (``aabb``) and Unicode."""

    groups: frozenset[int]
    lds_version: str = ""
    unicode_version: str = ""


def read_common(data: bytes) -> PresenceMap:
    """Read EF.COM (Doc 9303-10, 4.6.1). A State writes the same few bytes into each of its documents."""
    return _read_common(data) if len(data) > _USUAL_COMMON else _remembered_common(data)


_USUAL_COMMON = 64


@lru_cache(maxsize=1024)
def _remembered_common(data: bytes) -> PresenceMap:
    return _read_common(data)


def _read_common(data: bytes) -> PresenceMap:
    data, found = opened(data, 0x60, "EF.COM")
    part = only(found, 0x5C, "EF.COM")
    listed = data[part.start : part.stop]
    unknown = set(listed) - set(DATA_GROUP_TAGS)
    if unknown:
        raise bad("EF.COM", f"lists the unknown tag {min(unknown):#x}")
    if len(set(listed)) != len(listed):
        raise bad("EF.COM", "lists a data group twice")
    texts = {one.tag: data[one.start : one.stop].decode("ascii", "replace") for one in found if one.tag != 0x5C}
    return PresenceMap(
        groups=frozenset(DATA_GROUP_TAGS.index(tag) + 1 for tag in listed),
        lds_version=texts.get(0x5F01, ""),
        unicode_version=texts.get(0x5F36, ""),
    )


def read_com(data: bytes) -> frozenset[int]:
    """Numbers of the data groups that EF.COM lists."""
    return read_common(data).groups

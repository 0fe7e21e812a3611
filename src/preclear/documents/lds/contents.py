"""What a chip holds, group by group, without showing what nobody here needs to see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from preclear.documents.lds.details import DocumentDetails, PersonalDetails, read_dg11, read_dg12
from preclear.documents.lds.faces import Portrait, read_portraits
from preclear.documents.lds.files import DATA_GROUP_TAGS, bad, element
from preclear.documents.lds.options import SecurityOptions, read_dg14, read_dg15
from preclear.documents.lds.shown import read_shown
from preclear.errors import InvalidInput
from preclear.model.verification import Chip

NAMES: Mapping[int, str] = {
    1: "machine readable zone",
    2: "portrait",
    3: "fingerprints",
    4: "irises",
    5: "displayed portrait",
    6: "reserved",
    7: "signature or usual mark",
    8: "data features",
    9: "structure features",
    10: "substance features",
    11: "further personal details",
    12: "further document details",
    13: "details of the issuing State",
    14: "security options",
    15: "key of active authentication",
    16: "persons to notify",
}
"""What each data group is for (Doc 9303-10, figure 3)."""


@dataclass(frozen=True, kw_only=True)
class GroupContent:
    """One data group that was read: its number and name, and why it cannot be understood, empty where it can."""

    number: int
    name: str
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """The data groups of a chip. None and empty stand for absent or unreadable; ``groups`` says which it is.

    Fingerprints (DG3), irises (DG4) and persons to notify (DG16) are never decoded: their presence is all.
    """

    groups: tuple[GroupContent, ...] = ()
    portraits: tuple[Portrait, ...] = ()
    displayed_portraits: tuple[Portrait, ...] = ()
    signatures: tuple[Portrait, ...] = ()
    personal: PersonalDetails | None = None
    document: DocumentDetails | None = None
    options: SecurityOptions | None = None
    active_authentication_key: bytes | None = None


def read_contents(chip: Chip) -> Contents:
    """Read all data groups of a chip. Never raises: what is broken is said in ``groups``."""
    read: dict[int, Any] = {}
    groups = []
    for number in range(1, 17):
        data = chip.files.get(f"DG{number}")
        if data is None:
            continue
        problem = ""
        try:
            read[number] = _READERS.get(number, _present)(data, number)
        except InvalidInput as error:
            problem = error.what
        groups.append(GroupContent(number=number, name=NAMES[number], problem=problem))
    return Contents(
        groups=tuple(groups),
        portraits=read.get(2, ()),
        displayed_portraits=read.get(5, ()),
        signatures=read.get(7, ()),
        personal=read.get(11),
        document=read.get(12),
        options=read.get(14),
        active_authentication_key=read.get(15),
    )


def _present(data: bytes, number: int) -> None:
    """Only that it is the file that it is called: what a State puts into DG13 follows no rule."""
    tag = DATA_GROUP_TAGS[number - 1]
    if element(data, f"DG{number}")[0] != tag:
        raise bad(f"DG{number}", f"begins with tag {data[0]:#04x}, not {tag:#04x}")


_READERS: dict[int, Callable[[bytes, int], Any]] = {
    2: lambda data, _: read_portraits(data),
    5: read_shown,
    7: read_shown,
    11: lambda data, _: read_dg11(data),
    12: lambda data, _: read_dg12(data),
    14: lambda data, _: read_dg14(data),
    15: lambda data, _: read_dg15(data),
}

"""The saved states of a PDF file and what each changed (ISO 32000-2, 7.5.6, incremental updates)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyhanko.pdf_utils.generic import Reference

from preclear.model.paper import PaperRevision

_MAX_REVISIONS = 50
_PAGE, _FRAME = "page ", "frame "


def read(reader: Any, owners: Mapping[int, frozenset[str]], *, linearized: bool) -> tuple[PaperRevision, ...]:
    """The states of a file that pyHanko has opened, oldest first; only the first 50.

    ``owners`` says for the number of an object what it belongs to: ``page 3``, ``frame 3`` (the dictionary of that
    page), ``form``, ``signature`` .... A file that is arranged for the web is written in two sections that are one
    state.
    """
    cross = reader.xrefs
    total = min(cross.total_revisions, _MAX_REVISIONS)
    first = 1 if linearized and total > 1 else 0
    seen = frozenset(one.idnum for section in range(first + 1) for one in cross.explicit_refs_in_revision(section))
    states = [PaperRevision(number=1, rewritten=0, added=len(seen))]
    for section in range(first + 1, total):
        written = frozenset(one.idnum for one in cross.explicit_refs_in_revision(section))
        touched = {owner for each in written for owner in owners.get(each, ())}
        frames = [owner for owner in touched if owner.startswith(_FRAME)]
        touched |= {
            _PAGE + owner.removeprefix(_FRAME) for owner in frames if _shows_other(reader, section, owner, owners)
        }
        states.append(
            PaperRevision(
                number=len(states) + 1,
                rewritten=len(written & seen),
                added=len(written - seen),
                pages=tuple(sorted(int(owner.removeprefix(_PAGE)) for owner in touched if owner.startswith(_PAGE))),
                touches=tuple(sorted(owner for owner in touched if not owner.startswith((_PAGE, _FRAME)))),
            )
        )
        seen |= written
    return tuple(states)


def _shows_other(reader: Any, section: int, frame: str, owners: Mapping[int, frozenset[str]]) -> bool:
    """Whether a page's dictionary points to other contents than in the state before, even to ones long prepared."""
    number = next(each for each, names in owners.items() if frame in names)
    reference = Reference(number, 0)
    before, after = (reader.get_historical_resolver(state).get_object(reference) for state in (section - 1, section))
    return any(_raw(before, key) != _raw(after, key) for key in ("/Contents", "/Resources", "/MediaBox", "/Rotate"))


def _raw(page: Any, key: str) -> str:
    """An entry as it is written, references not followed."""
    value = page.raw_get(key) if key in page else None
    return repr(value)

"""Lost, stolen and revoked documents: ``number,issuing_state,type,status,since``, one document a row.

A list that is too long to be rebuilt for every change is a store of its own (``preclear.screening.numbers``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from sys import intern

from preclear.errors import InvalidInput
from preclear.screening.entries import ListedDocument, ParsedList
from preclear.screening.numbers import is_store, read_manifest
from preclear.screening.numbers.identity import plain
from preclear.screening.numbers.rows import FIRST_DAY, LAST_DAY
from preclear.screening.reading import (
    decode,
    known_day,
    last_day,
    partial_date,
    published,
    read_bytes,
    records,
    required,
    sha256,
)
from preclear.screening.states import state_code

RULE = "documents CSV"
_REQUIRED = ("number", "issuing_state")
_OPTIONAL = ("type", "status", "since", "owner", "legal_basis", "expires")


def read(path: Path, defaults: Mapping[str, str], on: date) -> ParsedList:
    """Read a list of document numbers. Each needs its issuing State: a number without State is no identity.

    Columns ``owner``, ``legal_basis`` and ``expires`` may stand in the file instead of the defaults. ``path`` may be
    the folder of a store: then the snapshot refers to it, and it says itself who owns it.
    """
    if is_store(path):
        return _stored(path)
    data = read_bytes(path)
    owners: dict[str, None] = {}
    bases: dict[str, None] = {}
    documents: list[ListedDocument] = []
    expired = 0
    for where, fields in records(decode(data, path), path, _REQUIRED, _OPTIONAL):
        owners[required(fields, defaults, "owner", where)] = None
        bases[required(fields, defaults, "legal_basis", where)] = None
        expires = last_day(fields.get("expires") or defaults.get("expires", ""), where)
        if expires is not None and expires < on:
            expired += 1
        else:
            documents.append(_document(fields, where, expires))
    return ParsedList(
        name=defaults.get("list") or path.stem,
        owner="; ".join(owners) or required({}, defaults, "owner", str(path)),
        legal_basis="; ".join(bases) or required({}, defaults, "legal_basis", str(path)),
        sha256=sha256(data),
        documents=tuple(documents),
        expired=expired,
        published=published(defaults),
    )


def _stored(path: Path) -> ParsedList:
    found = read_manifest(path)
    return ParsedList(
        name=found.name,
        owner=found.owner,
        legal_basis=found.legal_basis,
        sha256=found.source,
        published=known_day(found.changed),
        store=str(path),
        stored=found.entries,
    )


def _document(fields: Mapping[str, str], where: str, expires: date | None) -> ListedDocument:
    number, state = fields.get("number", ""), state_code(fields.get("issuing_state", ""))
    if not plain(number) or not state:
        raise InvalidInput(
            "no number or no issuing State",
            where=where,
            rule=RULE,
            mend="Give both: a number of 1 to 40 letters and digits, and the three-letter code of its State.",
        )
    since = fields.get("since", "")
    if since and not FIRST_DAY <= (day := partial_date(since, where).first) <= LAST_DAY:
        raise InvalidInput(
            f"since {day} is no day from {FIRST_DAY} to {LAST_DAY}", where=where, rule=RULE, mend="Leave it empty."
        )
    return ListedDocument(
        number=number,
        issuing_state=state,
        type=intern(fields.get("type", "")),
        status=intern(fields.get("status", "")),
        since=str(partial_date(since, where)) if since else "",
        expires=expires.isoformat() if expires else "",
    )

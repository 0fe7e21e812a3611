"""Lost, stolen and revoked documents: ``number,issuing_state,type,status,since``, one document a row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from preclear.errors import InvalidInput
from preclear.screening.entries import ListedDocument, ParsedList
from preclear.screening.reading import decode, last_day, partial_date, read_bytes, records, required, sha256
from preclear.screening.states import state_code

RULE = "documents CSV"


def read(path: Path, defaults: Mapping[str, str], on: date) -> ParsedList:
    """Read a list of document numbers. Each needs its issuing State: a number without State is no identity.

    Columns ``owner``, ``legal_basis`` and ``expires`` may stand in the file instead of the defaults.
    """
    data = read_bytes(path)
    owners: dict[str, None] = {}
    bases: dict[str, None] = {}
    documents: list[ListedDocument] = []
    expired = 0
    for where, fields in records(decode(data, path), path, ("number", "issuing_state")):
        owners[required(fields, defaults, "owner", where)] = None
        bases[required(fields, defaults, "legal_basis", where)] = None
        expires = last_day(fields.get("expires") or defaults.get("expires", ""), where)
        if expires is not None and expires < on:
            expired += 1
        else:
            documents.append(_document(fields, where))
    return ParsedList(
        name=defaults.get("list") or path.stem,
        owner="; ".join(owners) or required({}, defaults, "owner", str(path)),
        legal_basis="; ".join(bases) or required({}, defaults, "legal_basis", str(path)),
        sha256=sha256(data),
        documents=tuple(documents),
        expired=expired,
    )


def _document(fields: Mapping[str, str], where: str) -> ListedDocument:
    state = state_code(fields["issuing_state"])
    if not fields["number"] or not state:
        raise InvalidInput("no number or no issuing State", where=where, rule=RULE)
    since = fields.get("since", "")
    return ListedDocument(
        number=fields["number"],
        issuing_state=state,
        type=fields.get("type", ""),
        status=fields.get("status", ""),
        since=str(partial_date(since, where)) if since else "",
    )

"""``preclear lists documents``: lost, stolen and revoked documents, in a store of their own that changes every day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import cyclopts

from preclear.cli.output import out, print_json
from preclear.errors import InvalidInput
from preclear.screening.numbers import EXACT, USUAL, WIDE, NumberAnswer, NumberKey, NumberStore, key_beside
from preclear.screening.numbers import apply as apply_changes
from preclear.screening.numbers import build as build_store
from preclear.screening.numbers.identity import plain
from preclear.screening.states import state_code

app = cyclopts.App(name="documents", help="Keep millions of lost, stolen and revoked documents, and look numbers up.")

_Several = cyclopts.Parameter(consume_multiple=True, negative=())


@app.command
def build(
    source: Path,
    *,
    store: Path,
    default: Annotated[list[str] | None, _Several] = None,
    key: Path | None = None,
    accept: bool = False,
    json: bool = False,
) -> None:
    """Make a store of a whole list, or replace what it holds.

    The list is CSV: ``number,issuing_state,type,status,since``, and ``expires,owner,legal_basis`` where a row has its
    own. Numbers are kept as keyed hashes only. The key is made at the first build:

        preclear lists documents build lost.csv --store lost --default owner="Police of Utopia"
            --default legal_basis="Example Act, section 1"

    Keep the key apart from the store, and back it up: without it the store can only be built again.

    Parameters
    ----------
    source
        The CSV file.
    store
        The folder to make or to replace.
    default
        KEY=VALUE for every row: owner, legal_basis, expires, list.
    key
        The file with the key; made if it is missing. Without it: the name of the store with `.key` added.
    accept
        A person looked: take the list although it shrank or grew more than it should.
    json
        Print one JSON document.

    """
    place = key or key_beside(store)
    manifest = build_store(
        source, store, NumberKey.load_or_make(place), _defaults(default), as_of=_today(), accept=accept
    )
    if json:
        print_json({"store": manifest.id, "documents": manifest.entries, "key": str(place)})
    else:
        out.print(f"{manifest.entries:,} documents in {store}. Key: {place}.", markup=False, soft_wrap=True)


@app.command
def apply(
    changes: Path,
    *,
    store: Path,
    default: Annotated[list[str] | None, _Several] = None,
    key: Path | None = None,
    accept: bool = False,
    json: bool = False,
) -> None:
    """Bring a day's changes into a store: all of them, or none where one cannot be used.

    The columns are those of a list, and ``action``: ``add`` or ``change`` (both set the entry), or ``withdraw``. A
    withdrawal without type ends the entries of every type:

        preclear lists documents apply today.csv --store lost --default owner="Police of Utopia"
            --default legal_basis="Example Act, section 1"

    To apply the same file twice does no harm.

    Parameters
    ----------
    changes
        The CSV file.
    store
        The folder that ``build`` made.
    default
        KEY=VALUE for every row: owner, legal_basis, expires.
    key
        The file with the key. Without it: the name of the store with `.key` added.
    accept
        A person looked: take the changes although the list shrinks or grows more than it should.
    json
        Print one JSON document.

    """
    done = apply_changes(changes, store, _key(store, key), _defaults(default), as_of=_today(), accept=accept)
    if json:
        print_json(asdict(done))
    else:
        out.print(
            f"{done.added:,} added, {done.changed:,} changed, {done.withdrawn:,} withdrawn. "
            f"{done.unknown:,} to withdraw were not listed, {done.expired:,} were over. Documents: {done.entries:,}.",
            markup=False,
            soft_wrap=True,
        )


@app.command
def show(store: Path, *, key: Path | None = None, json: bool = False) -> None:
    """Show what a store holds, and verify every byte of it.

        preclear lists documents show lost

    Parameters
    ----------
    store
        The folder that ``build`` made.
    key
        The file with the key. Without it: the name of the store with `.key` added.
    json
        Print one JSON document.

    """
    opened = NumberStore.open(store, _key(store, key))
    manifest = opened.manifest
    kinds = {kind for segment in opened.segments for kind in segment.kinds if not kind.withdrawn}
    owners = sorted({(kind.owner, kind.legal_basis) for kind in kinds})
    shown = {
        "store": opened.id,
        "list": manifest.name,
        "documents": manifest.entries,
        "built": manifest.built,
        "changed": manifest.changed,
        "changes": manifest.delta.rows if manifest.delta else 0,
        "bytes": sum((store / name).stat().st_size for name in manifest.files),
        "source": manifest.source,
        "owners": [{"owner": owner, "legal_basis": basis} for owner, basis in owners],
    }
    if json:
        print_json(shown)
        return
    for name, value in shown.items():
        if name != "owners":
            out.print(f"{name}: {value:,}" if isinstance(value, int) else f"{name}: {value}", markup=False)
    for owner, basis in owners:
        out.print(f"owner: {owner} ({basis})", markup=False)


@app.command(name="look-up")
def look_up(
    number: str,
    issuing_state: str,
    *,
    store: Path,
    key: Path | None = None,
    exact: bool = False,
    wide: bool = False,
    json: bool = False,
) -> None:
    """Look one document number up.

    O and 0, I and 1 may stand for each other, and the answer says where they did:

        preclear lists documents look-up O1234567 UTO --store lost

    Parameters
    ----------
    number
        The number; spaces and hyphens do not matter.
    issuing_state
        The State that issued it, as three letters: without it a number is no identity.
    store
        The folder that ``build`` made.
    key
        The file with the key. Without it: the name of the store with `.key` added.
    exact
        Read no character differently.
    wide
        Also Z for 2, S for 5 and B for 8, and the other way: for numbers that a machine read from a worn page.
    json
        Print one JSON document.

    """
    if exact and wide:
        raise InvalidInput("cannot both be asked", where="--exact and --wide", mend="Give one of them.")
    for text, known, what in ((number, plain, "number"), (issuing_state, state_code, "issuing State")):
        if not known(text):
            raise InvalidInput(
                f"{text[:40]!r} is no {what}",
                where="look-up",
                rule="ICAO Doc 9303-3, section 5",
                mend="Give the number, and the three letters of the State that issued it.",
            )
    opened = NumberStore.open(store, _key(store, key))
    alike = EXACT if exact else WIDE if wide else USUAL
    found = opened.look_up_all(number, issuing_state, alike=alike, on=_today())
    if json:
        print_json({"store": opened.id, "documents": [_plain(one) for one in found]})
        return
    for one in found:
        for sentence in (*one.why, f"Listed by {one.owner} ({one.legal_basis})."):
            out.print(sentence, markup=False, soft_wrap=True)
    if not found:
        out.print("Not listed.")


def _plain(answer: NumberAnswer) -> dict[str, object]:
    last = answer.expires.isoformat() if answer.expires else None
    return {**asdict(answer), "expires": last, "exact": answer.exact, "why": answer.why}


def _key(store: Path, key: Path | None) -> NumberKey:
    return NumberKey.load(key or key_beside(store))


def _today() -> date:
    return datetime.now(UTC).date()


def _defaults(pairs: list[str] | None) -> Mapping[str, str]:
    split = [pair.partition("=") for pair in pairs or ()]
    for name, equals, value in split:
        if not (name and equals and value):
            raise InvalidInput(f"{name[:80]!r} has no two halves", where="--default", mend="Write NAME=VALUE.")
    return {name: value for name, _, value in split}

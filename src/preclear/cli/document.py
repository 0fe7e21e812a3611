"""``preclear document``: verify the chip of a travel document."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Any

import cyclopts
from rich.markup import escape
from rich.progress import Progress

from preclear.cli.output import err, out, print_json
from preclear.cli.steps import print_steps, styled
from preclear.documents import TrustStore, read_chip_folder
from preclear.documents import verify as verify_chip
from preclear.errors import InvalidInput, PreclearError
from preclear.model.verification import Verification
from preclear.writing.plain import plain

app = cyclopts.App(name="document", help="Verify the chips of travel documents.")


@app.command
def verify(
    *folders: Path,
    from_: Annotated[Path | None, cyclopts.Parameter(name="--from")] = None,
    trust: Annotated[list[Path] | None, cyclopts.Parameter(negative=())] = None,
    at: str = "",
    json: bool = False,
) -> None:
    """Verify the exported chip of one or more documents (passive authentication).

    A folder holds SOD.bin and any of COM.bin and DG1.bin to DG16.bin:

        preclear document verify passport/ --trust masterlists/ --at 2026-07-01

    Without a trust list the signature and the hashes are verified, and the chain stays undetermined.

    Parameters
    ----------
    folders
        Folders to verify. With more than one, --json prints one line of JSON for each.
    from_
        A file that names one folder a line; - reads standard input.
    trust
        A master list (.ml), LDIF, certificate or CRL, or a folder of them. May be given several times.
    at
        Verify as of this day (YYYY-MM-DD, noon UTC) or time (RFC 3339). The default is now.
    json
        Print JSON.

    """
    moment = _moment(at)
    store = TrustStore.load(trust) if trust else TrustStore.empty()
    if from_ is None and not folders:
        raise InvalidInput("no folder is given", where="DIR", mend="Name a folder, or --from FILE")
    if from_ is None and len(folders) == 1:
        _show(folders[0], verify_chip(read_chip_folder(folders[0]), store, moment), as_json=json)
        return
    for folder in _shown_as_progress(_folders(folders, from_), as_json=json):
        _row(folder, store, moment, as_json=json)


def _row(folder: Path, store: TrustStore, moment: datetime, *, as_json: bool) -> None:
    """One folder of many: what cannot be used is a row, and the others go on."""
    try:
        verification = verify_chip(read_chip_folder(folder), store, moment)
    except PreclearError as error:
        row: dict[str, Any] = {"code": error.code, "message": str(error)}
        if as_json:
            print_json({"folder": str(folder), "id": str(folder), "error": row}, indent=None)
        else:
            err.print(f"{folder}: {error}", markup=False)
        return
    _show(folder, verification, as_json=as_json, indent=None)


def _show(folder: Path, verification: Verification, *, as_json: bool, indent: int | None = 2) -> None:
    if as_json:
        print_json({"folder": str(folder), **plain(verification)}, indent=indent)
        return
    out.print(f"{escape(str(folder))}: {styled(verification.result)}")
    if verification.holder:
        holder = verification.holder
        words = (holder.document_code, holder.issuing_state, holder.document_number, holder.surname, holder.given_names)
        out.print("  holder: " + " ".join(filter(None, words)), markup=False)
    if verification.signer:
        signer = verification.signer
        out.print(
            f"  signer: {signer.country}, {signer.subject}, serial {signer.serial}, {signer.algorithm}", markup=False
        )
    print_steps(verification.checks)


def _folders(given: Iterable[Path], listed: Path | None) -> Iterator[Path]:
    yield from given
    if listed is None:
        return
    if str(listed) == "-":
        yield from (Path(line.strip()) for line in sys.stdin if line.strip())
        return
    try:
        with listed.open(encoding="utf-8", errors="replace") as lines:
            yield from (Path(line.strip()) for line in lines if line.strip())
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(listed), mend="Give a text file") from error


def _shown_as_progress(folders: Iterator[Path], *, as_json: bool) -> Iterator[Path]:
    if not as_json or not err.is_terminal:
        yield from folders
        return
    with Progress(console=err, transient=True) as progress:
        yield from progress.track(folders, description="verifying")


def _moment(text: str) -> datetime:
    if not text:
        return datetime.now(UTC)
    try:
        if len(text) == len("YYYY-MM-DD"):
            return datetime.combine(date.fromisoformat(text), time(12), UTC)
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise InvalidInput(
            f"{text!r} is neither a day nor a time with its zone",
            where="--at",
            rule="RFC 3339",
            mend="Write 2026-07-01",
        )
    return moment

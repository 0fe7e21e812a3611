"""``preclear document``: verify the chip of a travel document, and read the log of such checks."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from json import dumps
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any, TextIO
from uuid import uuid4

import cyclopts
from rich.markup import escape
from rich.progress import Progress

from preclear import __version__
from preclear.cli.moments import moment
from preclear.cli.output import err, out, print_json
from preclear.cli.recorded import print_records
from preclear.cli.steps import print_steps, styled
from preclear.documents import TrustStore, read_chip_folder, record
from preclear.documents import verify as verify_chip
from preclear.documents.lds import Contents, read_contents
from preclear.errors import InvalidInput, PreclearError
from preclear.model.verification import Chip, Verification

app = cyclopts.App(name="document", help="Verify the chips of travel documents.")


@dataclass(frozen=True, kw_only=True)
class _Question:
    """What every folder of one run is asked: against which trust, as of when, compared with what."""

    store: TrustStore
    at: datetime
    mrz: tuple[str, ...]
    challenge: bytes | None
    terminal_key: bytes | None

    @property
    def of_one_document(self) -> bool:
        """Whether this can be asked of one document only."""
        return bool(self.mrz or self.challenge or self.terminal_key)

    def ask(self, chip: Chip) -> Verification:
        return verify_chip(
            chip, self.store, self.at, mrz=self.mrz, challenge=self.challenge, terminal_key=self.terminal_key
        )


@app.command
def verify(
    *folders: Path,
    from_: Annotated[Path | None, cyclopts.Parameter(name="--from")] = None,
    trust: Annotated[list[Path] | None, cyclopts.Parameter(negative=())] = None,
    at: str = "",
    mrz: Annotated[list[str] | None, cyclopts.Parameter(negative=(), allow_leading_hyphen=True)] = None,
    challenge: str = "",
    terminal_key: str = "",
    record_to: Annotated[Path | None, cyclopts.Parameter(name="--record")] = None,
    json: bool = False,
) -> None:
    """Verify the exported chip of one or more documents: signature, hashes, chain, validity, revocation.

    A folder holds SOD.bin and any of COM.bin and DG1.bin to DG16.bin:

        preclear document verify passport/ --trust masterlists/ --at 2026-07-01

    Without a trust list the signature and the hashes are verified, and the chain stays undetermined. AA.json and
    CA.json beside them are evidence of active and chip authentication that a reader recorded.

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
    mrz
        A line of the printed zone, to compare with the chip. Give it once for each line.
    challenge
        The eight bytes, in hexadecimal, that were given out for active authentication.
    terminal_key
        The public key, in hexadecimal, that our reader used for chip authentication.
    record_to
        Append a log record of each check to this file (JSON Lines), without data of the holder.
    json
        Print JSON.

    """
    question = _Question(
        store=TrustStore.load(trust) if trust else TrustStore.empty(),
        at=moment(at),
        mrz=tuple(mrz or ()),
        challenge=_hexadecimal(challenge, "--challenge", 8),
        terminal_key=_hexadecimal(terminal_key, "--terminal-key", 0),
    )
    if from_ is None and not folders:
        raise InvalidInput("no folder is given", where="DIR", mend="Name a folder, or --from FILE")
    one = from_ is None and len(folders) == 1
    if question.of_one_document and not one:
        raise InvalidInput(
            "a printed zone, a challenge or a key belongs to one document", where="DIR", mend="Name one folder"
        )
    with ExitStack() as stack:
        log = stack.enter_context(_appending(record_to)) if record_to else None
        if one:
            _show(folders[0], *_answer(folders[0], question, log), as_json=json)
            return
        for folder in _shown_as_progress(_folders(folders, from_), as_json=json):
            _row(folder, question, log, as_json=json)


@app.command(name="log")
def show_log(file: Path, *, failed: bool = False) -> None:
    """Show a log of checks as a table, for an auditor.

        preclear document log checks.jsonl --failed

    Parameters
    ----------
    file
        A file that ``document verify --record`` has written.
    failed
        Only the checks in which a step failed.

    """
    print_records(file, only_failed=failed)


def _answer(folder: Path, question: _Question, log: TextIO | None) -> tuple[Chip, Verification, str]:
    """What a folder holds, what the verification gave, and the transaction under which it was recorded, if it was."""
    began, clock = datetime.now(UTC), perf_counter()
    chip = read_chip_folder(folder)
    verification = question.ask(chip)
    if log is None:
        return chip, verification, ""
    transaction = str(uuid4())
    made = record.of(
        verification,
        transaction=transaction,
        at=question.at,
        began=began,
        seconds=perf_counter() - clock,
        software={"preclear": __version__},
        trust_store=question.store.version,
    )
    log.write(dumps(made, ensure_ascii=False) + "\n")
    log.flush()
    return chip, verification, transaction


def _row(folder: Path, question: _Question, log: TextIO | None, *, as_json: bool) -> None:
    """One folder of many: what cannot be used is a row, and the others go on."""
    try:
        answer = _answer(folder, question, log)
    except PreclearError as error:
        row: dict[str, Any] = {"code": error.code, "message": str(error)}
        if as_json:
            print_json({"folder": str(folder), "id": str(folder), "error": row}, indent=None)
        else:
            err.print(f"{folder}: {error}", markup=False)
        return
    _show(folder, *answer, as_json=as_json, indent=None)


def _show(
    folder: Path, chip: Chip, verification: Verification, transaction: str, *, as_json: bool, indent: int | None = 2
) -> None:
    contents = read_contents(chip)
    if as_json:
        answer = {field.name: getattr(verification, field.name) for field in fields(verification)}
        row = {"folder": str(folder), **answer, "contents": _contents(contents)}
        print_json({**row, "transaction": transaction} if transaction else row, indent=indent)
        return
    out.print(f"{escape(str(folder))}: {styled(verification.result)}")
    if verification.holder:
        holder = verification.holder
        words = (holder.document_code, holder.issuing_state, holder.document_number, holder.surname, holder.given_names)
        out.print("  holder: " + " ".join(filter(None, words)), markup=False)
    out.print(f"  chip: {_in_words(contents)}", markup=False)
    if verification.signer:
        signer = verification.signer
        out.print(
            f"  signer: {signer.country}, {signer.subject}, serial {signer.serial}, {signer.algorithm}", markup=False
        )
    if verification.anchor:
        anchor = verification.anchor
        sources = ", ".join(dict.fromkeys(one.source for one in anchor.provenance)) or "given by the program"
        out.print(f"  anchor: {anchor.subject}, {anchor.level.value}, from {sources}", markup=False)
    if transaction:
        out.print(f"  recorded as {transaction}", markup=False)
    print_steps(verification.checks)


def _contents(contents: Contents) -> dict[str, Any]:
    """Which data groups there are, and that there is a portrait; what they say stays in the chip."""
    portrait = contents.portraits[0] if contents.portraits else None
    return {
        "data_groups": contents.groups,
        "portrait": {"media_type": portrait.media_type, "width": portrait.width, "height": portrait.height}
        if portrait
        else None,
    }


def _in_words(contents: Contents) -> str:
    """``DG1 machine readable zone, DG2 portrait (image/jpeg, 240 x 320)``."""
    words = []
    for group in contents.groups:
        portrait = contents.portraits[0] if group.number == 2 and contents.portraits else None
        size = f" ({portrait.media_type or 'unknown kind'}, {portrait.width} x {portrait.height})" if portrait else ""
        words.append(f"DG{group.number} {group.name}{size}" + (f" ({group.problem})" if group.problem else ""))
    return ", ".join(words) or "no data group"


def _appending(path: Path) -> TextIO:
    try:
        return path.open("a", encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"cannot be written: {error.strerror}", where=str(path), mend="Name a file") from error


def _hexadecimal(text: str, option: str, size: int) -> bytes | None:
    if not text:
        return None
    try:
        value = bytes.fromhex(text)
    except ValueError:
        value = b""
    if not value or (size and len(value) != size):
        wanted = f"{2 * size} hexadecimal digits" if size else "hexadecimal digits"
        raise InvalidInput(f"{text[:40]!r} is not {wanted}", where=option, rule="ICAO Doc 9303-11", mend="Write it so")
    return value


def _folders(given: Iterable[Path], listed: Path | None) -> Iterator[Path]:
    yield from given
    if listed is None:
        return
    if str(listed) == "-":
        yield from (Path(line.strip()) for line in sys.stdin if line.strip())
        return
    try:
        with listed.open(encoding="utf-8-sig", errors="replace") as lines:
            yield from (Path(line.strip()) for line in lines if line.strip())
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(listed), mend="Give a text file") from error


def _shown_as_progress(folders: Iterator[Path], *, as_json: bool) -> Iterator[Path]:
    if not as_json or not err.is_terminal:
        yield from folders
        return
    with Progress(console=err, transient=True) as progress:
        yield from progress.track(folders, description="verifying")

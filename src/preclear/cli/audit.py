"""``preclear audit``: check the audit log, sign what it looks like, prove an entry, and hand it to a partner."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Annotated

import cyclopts
from cyclopts import Parameter
from rich.markup import escape

from preclear.cli.output import JOB_DONE, NOT_WELL, out, print_json
from preclear.errors import InvalidInput
from preclear.oversight import (
    Checkpoint,
    Log,
    LogPublicKey,
    LogReader,
    Report,
    TileFolder,
    export,
    inclusion,
    leaf_hash,
    open_checkpoint,
    read_checkpoints,
    verify,
    witness,
)
from preclear.settings import Settings

app = cyclopts.App(name="audit", help="Check the audit log, sign checkpoints, prove entries, export the log.")

From = Annotated[Path | None, Parameter(name="--from")]


@app.command(name="verify")
def verify_log(
    *,
    checkpoints: Annotated[list[Path] | None, Parameter(negative=())] = None,
    key: Path | None = None,
    folder: From = None,
    json: bool = False,
) -> int:
    """Re-check the whole audit log; status 1 when something does not hold, naming the first entry.

    Give checkpoints that were kept elsewhere: below the last of them nothing can be changed unnoticed.

        preclear audit verify --checkpoints /media/kept/checkpoints.txt
        preclear audit verify --from exported --key log.pub --checkpoints kept.txt

    Parameters
    ----------
    checkpoints
        File of checkpoints that was kept elsewhere; may be repeated. Without it, the setting ``checkpoint_file``.
    key
        File with the log's public key, one line; without it the configured key.
    folder
        Folder that ``preclear audit export`` wrote, instead of the database.
    json
        Print one JSON document.

    """
    reader, public, own = _log(folder, key)
    kept = checkpoints or ([] if folder else _configured())
    report = verify(reader, [*own, *(note for path in kept for note in read_checkpoints(path))], public)
    if json:
        print_json(_report(report))
    else:
        _tell(report)
    return JOB_DONE if report.ok else NOT_WELL


@app.command
def checkpoint(*, to: Annotated[list[str] | None, Parameter(negative=())] = None, json: bool = False) -> int:
    """Sign a checkpoint of the log as it is now, print it, and send it to those who keep it.

        preclear audit checkpoint --to /media/kept/checkpoints.txt --to https://partner.example/checkpoints

    Parameters
    ----------
    to
        A file (it is added there) or an address (it is sent there by POST); may be repeated. Without it, the
        settings ``checkpoint_file`` and ``checkpoint_url``.
    json
        Print one JSON document.

    """
    from preclear.bootstrap import audit_log

    storage, signer = audit_log()
    note = Log(storage).checkpoint(signer)
    settings = Settings.load()
    places = to or [place for place in (settings.checkpoint_file, settings.checkpoint_url) if place]
    for place in places:
        witness(place).keep(note)
    if json:
        state = open_checkpoint(note, signer.public)
        print_json({**_state(state), "checkpoint": note, "kept_by": places})
    else:
        out.print(note, markup=False, soft_wrap=True, end="")
    return JOB_DONE


@app.command
def prove(index: int, *, key: Path | None = None, folder: From = None, json: bool = False) -> int:
    """Prove that one entry is in the log: the entry, hashes that lead to the root, and the signed checkpoint.

        preclear audit prove 4711 --json > proof.json

    Parameters
    ----------
    index
        The entry's index; the first is 0.
    key
        File with the log's public key, needed with ``--from``.
    folder
        Folder that ``preclear audit export`` wrote, instead of the database.
    json
        Print one JSON document.

    """
    reader, note, state = _signed(folder, key)
    proof = inclusion(reader, index, state.size)
    entry = next(iter(reader.entries(index, index + 1)), None)
    if entry is None:
        raise InvalidInput(f"entry {index} is missing", mend="Run `preclear audit verify`.")
    hashes = [_text(value) for value in proof]
    if json:
        leaf = _text(leaf_hash(entry))
        shown = {"index": index, **_state(state), "entry": _plain(entry), "leaf": leaf, "proof": hashes}
        print_json({**shown, "checkpoint": note})
    else:
        out.print(_plain(entry), markup=False, soft_wrap=True)
        out.print(f"\nindex {index} of {state.size}; proof, from the leaf up:")
        out.print("\n".join(hashes) or "(none: it is the only entry)", markup=False)
        out.print(f"\n{note}", markup=False, soft_wrap=True, end="")
    return JOB_DONE


@app.command(name="export")
def export_log(folder: Path, *, json: bool = False) -> int:
    """Write the log into a folder of tiles (C2SP tlog-tiles) that a partner can check without the database.

        preclear audit export exported

    Parameters
    ----------
    folder
        Where to write; an earlier export of the same log there is continued.
    json
        Print one JSON document.

    """
    from preclear.bootstrap import audit_log

    storage, signer = audit_log()
    state = export(storage, Log(storage).checkpoint(signer), signer.public, folder)
    (folder / "log.pub").write_text(signer.public.format() + "\n", encoding="utf-8")
    if json:
        print_json({**_state(state), "folder": str(folder), "key": signer.public.format()})
    else:
        out.print(f"{state.size:,} entries in {escape(str(folder))}; the public key is in log.pub")
    return JOB_DONE


def _log(folder: Path | None, key: Path | None) -> tuple[LogReader, LogPublicKey, list[str]]:
    """The log, its public key, and the checkpoint that comes with it."""
    if folder is not None:
        if key is None:
            raise InvalidInput("--from needs --key", mend="Give the log's public key that its keeper handed to you.")
        tiles = TileFolder(folder)
        return tiles, LogPublicKey.load(key), [tiles.checkpoint]
    from preclear.bootstrap import audit_log

    storage, signer = audit_log()
    return storage, LogPublicKey.load(key) if key else signer.public, []


def _configured() -> list[Path]:
    """The file of kept checkpoints that the settings name, once it is there."""
    place = Settings.load().checkpoint_file
    return [Path(place)] if place and Path(place).exists() else []


def _signed(folder: Path | None, key: Path | None) -> tuple[LogReader, str, Checkpoint]:
    """The log and a signed checkpoint of it."""
    if folder is not None:
        reader, public, notes = _log(folder, key)
        return reader, notes[0], open_checkpoint(notes[0], public)
    from preclear.bootstrap import audit_log

    storage, signer = audit_log()
    note = Log(storage).checkpoint(signer)
    return storage, note, open_checkpoint(note, signer.public)


def _report(report: Report) -> dict[str, object]:
    return {
        "ok": report.ok,
        "size": report.size,
        "checked": report.checked,
        "root": _text(report.root),
        "checkpoints": report.checkpoints,
        "unwitnessed": report.unwitnessed,
        "fault": report.fault,
    }


def _tell(report: Report) -> None:
    if report.fault:
        out.print(f"[red]does not hold[/red]: {escape(str(report.fault))}", soft_wrap=True)
        return
    out.print(f"[green]holds[/green]: {report.size:,} entries, root {_text(report.root)}", soft_wrap=True)
    out.print(f"{report.checkpoints} checkpoints agree; {report.unwitnessed:,} entries are after the last of them")
    if report.unwitnessed:
        out.print("Those could be rewritten unnoticed: `preclear audit checkpoint --to` keeps one elsewhere.")


def _state(state: Checkpoint) -> dict[str, object]:
    return {"origin": state.origin, "size": state.size, "root": _text(state.root)}


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _plain(entry: bytes) -> str:
    return entry.decode("utf-8", "replace")

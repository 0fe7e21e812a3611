"""``preclear restore``: fill an empty database from a backup."""

from __future__ import annotations

from pathlib import Path

import cyclopts

from preclear.cli.backup import tell
from preclear.cli.database import opened
from preclear.cli.output import JOB_DONE

app = cyclopts.App(name="restore", help="Read an archive of `preclear backup` into an empty installation.")


@app.default
def restore(file: Path, *, with_keys: bool = False, json: bool = False) -> int:
    """Fill an empty database from a backup; hashes, promises and the whole audit log are checked before it stays.

        preclear restore 2026-05-17.zip

    Parameters
    ----------
    file
        What `preclear backup` wrote.
    with_keys
        Put the keys of the backup into the data folder; keys that differ are kept as NAME.before-restore.
    json
        Print one JSON document.

    """
    _opening, settings, _now = opened()
    from preclear.storage.backup import restore as read

    tell(read(file, keys=settings.keys if with_keys else None), f"Restored from {file}", as_json=json)
    return JOB_DONE

"""``preclear backup``: everything in one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import cyclopts

from preclear.cli.database import opened
from preclear.cli.output import JOB_DONE, out, print_json

if TYPE_CHECKING:
    from preclear.storage.archive import Manifest

app = cyclopts.App(name="backup", help="Write everything into one archive that any version can read back.")


@app.default
def backup(file: Path, *, with_keys: bool = False, json: bool = False) -> int:
    """Write all records, files and the audit log, as of one moment, into a new file that only its owner can read.

    It can be restored on SQLite and on PostgreSQL, by this version and by later ones. Keys are left out unless asked
    for: with them, whoever has the file can sign clearances.

        preclear backup 2026-05-17.zip

    Parameters
    ----------
    file
        A new file; an existing one is not overwritten.
    with_keys
        Take the keys of the data folder along.
    json
        Print one JSON document.

    """
    _opening, settings, now = opened()
    from preclear.storage.backup import backup as write

    tell(write(file, at=now(), keys=settings.keys if with_keys else None), f"Written to {file}", as_json=json)
    return JOB_DONE


def tell(manifest: Manifest, said: str, *, as_json: bool) -> None:
    """What a backup holds, for a person or as JSON."""
    rows = sum(table.rows for table in manifest.tables.values())
    if as_json:
        print_json(
            {
                "made_at": manifest.made_at,
                "made_by": manifest.made_by,
                "rows": rows,
                "tables": {name: table.rows for name, table in manifest.tables.items()},
                "audit": {"size": manifest.audit_size, "root": manifest.audit_root},
                "keys": sorted(manifest.keys),
            }
        )
    else:
        keys = f", keys: {len(manifest.keys)}" if manifest.keys else ", no keys"
        out.print(f"{said}: {rows} rows, {manifest.audit_size} audit entries{keys}.", soft_wrap=True)

"""``preclear up``: the whole product on the configured data."""

from __future__ import annotations

import cyclopts

from preclear import bootstrap
from preclear.cli.output import out
from preclear.cli.running import run_all
from preclear.settings import Settings

app = cyclopts.App(name="up", help="Start everything on the configured data.")


@app.default
def run() -> int:
    """Bring the database up to date (after a backup), then start the pages, the gateway and the worker.

    Example: PRECLEAR_CONFIG=/etc/preclear.toml preclear up
    """
    settings = Settings.load()
    bootstrap.prepare(settings)

    def ready() -> None:
        out.print(f"preclear is ready: {settings.base_url}  (carriers: {settings.gateway})", markup=False)

    return run_all(settings, ready)

"""``preclear demo``: the whole product on one machine, with synthetic people."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import cyclopts

from preclear import bootstrap
from preclear.cli.output import err, out
from preclear.cli.running import port_is_free, run_all
from preclear.settings import Settings
from preclear.specimens import accounts

app = cyclopts.App(name="demo", help="Start everything on this machine with synthetic people.")


@app.default
def run(*, port: int = 0, gateway_port: int = 0, home: Path | None = None, fresh: bool = False) -> int:
    """Make an invented population, play it through the product, and start pages, gateway and worker.

    Example: preclear demo --port 8080

    Parameters
    ----------
    port
        Port of the pages (8000, or the setting).
    gateway_port
        Port of the carrier gateway (8001, or the setting).
    home
        Folder of the demo's data; kept from one start to the next.
    fresh
        Forget what was done in the demo before, and begin again.

    """
    settings = _settings(port, gateway_port, home)
    for one in (settings.port, settings.gateway_port):
        port_is_free(settings.host, one)
    if fresh and (settings.home / "demo").exists():
        shutil.rmtree(settings.home)
    begun = time.monotonic()
    bootstrap.prepare_demo(settings, _tell)
    return run_all(
        settings,
        lambda: _welcome(settings, time.monotonic() - begun),
        meanwhile=lambda: bootstrap.play_demo(settings, _tell),
    )


def _tell(text: str) -> None:
    err.print(text, markup=False)


def _settings(port: int, gateway_port: int, home: Path | None) -> Settings:
    """The demo's settings; put into the environment too, for the processes that are started from here."""
    base = Settings.load()
    folder = (home or base.home / "demo").resolve()
    told = {
        "PRECLEAR_DEMO": "yes",
        "PRECLEAR_HOME": str(folder),
        "PRECLEAR_PORT": str(port or base.port),
        "PRECLEAR_GATEWAY_PORT": str(gateway_port or base.gateway_port),
        "PRECLEAR_LISTS": str(folder / "demo" / "lists.snapshot"),
        "PRECLEAR_TRUST": str(folder / "demo" / "trust"),
        "PRECLEAR_REGISTERS": str(folder / "demo" / "registers.yaml"),
        "PRECLEAR_CHECKPOINT_FILE": str(folder / "demo" / "kept-elsewhere" / "checkpoints.txt"),
    }
    os.environ.update(told)
    return Settings.load()


def _welcome(settings: Settings, seconds: float) -> None:
    out.print(f"\npreclear demo is ready after {seconds:.1f} s: http://{settings.host}:{settings.port}", markup=False)
    out.print(f"For passkeys: http://localhost:{settings.port} (they do not work on a numeric address).", markup=False)
    out.print(f"Carrier gateway: POST {settings.gateway}/carrier/v1/query\n", markup=False)
    out.print(f"Everybody's password is {accounts.PASSWORD!r}. All people are invented. Sign in as:", markup=False)
    for account in accounts.ACCOUNTS:
        out.print(f"  {account.id:<22}{account.name:<22}{', '.join(sorted(account.roles))}", markup=False)
    out.print("\nStop with Ctrl-C. Begin again from nothing with: preclear demo --fresh", markup=False)

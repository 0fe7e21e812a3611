"""``preclear doctor``: is this installation well, and if not, what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cyclopts
from rich.markup import escape
from rich.table import Table

from preclear import bootstrap
from preclear.cli.output import JOB_DONE, NOT_WELL, out, print_json
from preclear.errors import PreclearError
from preclear.services.ages import stale_lists
from preclear.settings import Settings

app = cyclopts.App(name="doctor", help="Check this installation, and say what to do.")


@dataclass(frozen=True, kw_only=True)
class Sign:
    """One thing that was looked at: ``well`` is None where it is not set up, which is allowed."""

    what: str
    well: bool | None
    says: str
    mend: str = ""


@app.default
def run(*, json: bool = False) -> int:
    """Look at settings, database, keys, lists, trust store, registers and rulebook; status 1 when one is not well.

    Example: preclear doctor --json
    """
    signs = tuple(_look(Settings.load()))
    if json:
        print_json({"well": all(sign.well is not False for sign in signs), "signs": signs})
    else:
        table = Table("Looked at", "", "Says", "What to do", box=None, pad_edge=False)
        for sign in signs:
            word = {True: "[green]well[/]", False: "[red]not well[/]", None: "not set up"}[sign.well]
            table.add_row(sign.what, word, escape(sign.says), escape(sign.mend))
        out.print(table)
    return NOT_WELL if any(sign.well is False for sign in signs) else JOB_DONE


def _look(settings: Settings) -> Iterator[Sign]:
    yield Sign(what="home", well=True if settings.home.is_dir() else None, says=str(settings.home))
    yield _try("agreement", lambda: bootstrap.agreement(settings.agreement).id, "Mend the agreement file")
    yield _try("rulebook", lambda: _book(settings), "See `preclear rules check`")
    yield _lists(settings)
    trust = replace(settings, lists="", registers="")
    yield _set_up("trust", settings.trust, lambda: bootstrap.means(trust).trust, "See `preclear trust show`")
    registers = replace(settings, lists="", trust="")
    yield _set_up("registers", settings.registers, lambda: bootstrap.means(registers).registers, "Mend the file")
    yield _try("database", bootstrap.database_says, "Run `preclear up` once, or see the settings")
    yield _keys(settings.keys)


def _book(settings: Settings) -> str:
    book = bootstrap.means(Settings(home=settings.home, rulebook=settings.rulebook)).rulebook
    return f"{book.id} {book.version}, in force since {book.in_force}"


def _lists(settings: Settings) -> Sign:
    """The lists, read whole; those that are older than their rhythm are not well, for their silence proves nothing."""
    alone = replace(settings, trust="", registers="")
    sign = _set_up("lists", settings.lists, lambda: bootstrap.means(alone).lists, "Run `preclear lists build`")
    lists = bootstrap.means(alone).lists if sign.well else None
    stale = stale_lists(lists.sources, settings.fresh_for, bootstrap.now().date()) if lists else ()
    if not stale:
        return sign
    says = f"older than they may be: {', '.join(stale)}"
    mend = "Build them anew from their owners, then `preclear lists install`"
    return Sign(what="lists", well=False, says=says, mend=mend)


def _set_up(what: str, value: str, look: Callable[[], object], mend: str) -> Sign:
    if not value:
        return Sign(what=what, well=None, says="its checks say not_checked", mend=mend)
    return _try(what, lambda: f"{value}" if look() is not None else "", mend)


def _try(what: str, look: Callable[[], str], mend: str) -> Sign:
    try:
        return Sign(what=what, well=True, says=look())
    except PreclearError as error:
        return Sign(what=what, well=False, says=str(error), mend=mend)


def _keys(folder: Path) -> Sign:
    if not folder.is_dir():
        return Sign(what="keys", well=None, says="they are made at first start")
    secrets = (path for path in folder.rglob("*.key") if path.is_file())
    loose = [path.name for path in secrets if path.stat().st_mode & 0o077]
    if loose:
        return Sign(what="keys", well=False, says=f"others may read {', '.join(loose)}", mend=f"chmod 600 in {folder}")
    return Sign(what="keys", well=True, says=str(folder))

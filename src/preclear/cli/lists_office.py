"""``preclear lists install`` and ``preclear lists alarms``: the lists of this installation."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import cyclopts
from rich.table import Table

from preclear.cli.output import out, print_json
from preclear.errors import InvalidInput
from preclear.settings import Settings
from preclear.writing.plain import plain

if TYPE_CHECKING:
    from preclear.services.alarms import ListAlarms
    from preclear.services.office import Office

_Several = cyclopts.Parameter(consume_multiple=True, negative=())


def install(snapshot: Path, *, accept: Annotated[list[str] | None, _Several] = None, json: bool = False) -> None:
    """Put a snapshot into use, and compare everybody who is cleared or under way with what changed.

    The file is verified first; a damaged or foreign one changes nothing. Neither does one in which a list shrank, grew
    or vanished beyond its bounds against the lists in use, unless a person has looked and accepts it. Pages and workers
    notice the new lists at their next question, without a restart, and every answer names its snapshot:

        preclear lists build --out new.snapshot --source un=consolidated.xml --source csv=national.csv
        preclear lists install new.snapshot

    A possible match that the change raises goes to a person of the match desk. No carrier hears anything else because
    of it.

    Parameters
    ----------
    snapshot
        A file that ``preclear lists build`` wrote. It is copied, and may go afterwards.
    accept
        Names of lists whose change beyond their bounds a person has looked at.
    json
        Print one JSON document.

    """
    from preclear.services.replace_lists import install_lists

    done = install_lists(_office(), snapshot, accept=frozenset(accept or ()))
    if json:
        print_json(plain(done))
        return
    if done.before == done.after:
        out.print(f"The lists {done.after} are in use already.", markup=False, soft_wrap=True)
        return
    out.print(
        f"The lists {done.after} are in use: {done.added_or_changed:,} entries are new or changed, "
        f"{done.removed:,} were withdrawn. {done.clearances:,} clearances and {done.applications:,} applications "
        "are compared by the worker.",
        markup=False,
        soft_wrap=True,
    )


def alarms(*, days: int = 365, json: bool = False) -> None:
    """Count how often each list raised an alarm, and how often it was another person.

    The share of false alarms is of those that people told apart, with its 95 % interval (Wilson):

        preclear lists alarms --days 90

    Parameters
    ----------
    days
        Count alarms that were raised within so many days.
    json
        Print one JSON document.

    """
    if not 1 <= days <= 36_500:
        raise InvalidInput("is no number of days", where="--days", mend="Give a number from 1 to 36500.")
    from preclear.services.alarms import alarms as count

    found = count(_office(), within=timedelta(days=days))
    if json:
        print_json({"days": days, "lists": [plain(one) for one in found]})
        return
    table = Table(
        "List", "Raised", "False", "Confirmed", "Not told", "Withdrawn", "Waiting", "Share false", "Median time"
    )
    for one in found:
        numbers = (one.raised, one.ruled_out, one.confirmed, one.cannot_tell, one.withdrawn, one.waiting)
        table.add_row(one.list, *(f"{number:,}" for number in numbers), _share(one), _time(one))
    out.print(table)


def _share(one: ListAlarms) -> str:
    if one.false is None or one.low is None or one.high is None:
        return "not known"
    return f"{one.false:.0%} ({one.low:.0%}-{one.high:.0%})"


def _time(one: ListAlarms) -> str:
    return "" if one.hours is None else f"{one.hours:.1f} h"


def _office() -> Office:
    from preclear import bootstrap

    return bootstrap.office(Settings.load())


VERBS = (install, alarms)
"""Attached to ``preclear lists``."""

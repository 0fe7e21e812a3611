"""``preclear trust propose``, ``confirm`` and so on: what a State handed over, trusted by two people."""

from __future__ import annotations

import getpass
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from rich.markup import escape
from rich.table import Table

from preclear.cli.output import out, print_json
from preclear.errors import InvalidInput
from preclear.services.trust_import import (
    LARGEST,
    confirm_trust,
    may_see_fingerprint,
    propose_trust,
    reject_trust,
    trust_imports,
    withdraw_trust,
)
from preclear.settings import Settings

if TYPE_CHECKING:
    from preclear.model.case import Actor
    from preclear.services.office import Office
    from preclear.services.trust_records import TrustImport

Who = Annotated[str, Parameter(name="--as")]


def propose(
    file: Path,
    *,
    state: str,
    how: str,
    who: Who,
    received: date | None = None,
    code: str = "",
    json: bool = False,
) -> None:
    """Propose to trust a certificate, CRL or master list that a State handed over. A second person confirms it.

    The password is asked for; where there is no terminal, it is the first line of standard input.

        preclear trust propose csca.cer --state PAK --how "Embassy, courier, receipt 17" --as trust.jamila

    Parameters
    ----------
    file
        The file as received: DER or PEM, at most 8 megabytes.
    state
        Code of the State that handed it over, three letters.
    how
        By which channel it came, who brought it, the number of the receipt.
    who
        Your account; it needs the role trust_officer.
    received
        The day on which it was handed over; without it, today.
    code
        The code of your authenticator app.
    json
        Print one JSON document.

    """
    content = _content(file)
    office, actor = _signed_in(who, code)
    day = received or office.clock().date()
    made = propose_trust(office, actor, name=file.name, content=content, state=state, how=how, received=day)
    _tell(made, actor, as_json=json)


def confirm(number: int, *, fingerprint: str, who: Who, code: str = "", json: bool = False) -> None:
    """Trust what another person proposed, after comparing the fingerprint that the State told over a second channel.

        preclear trust confirm 1 --fingerprint "3FA9 01C2 77B0 5D1E" --as trust.karim

    Parameters
    ----------
    number
        Number of the proposal.
    fingerprint
        At least its first 16 hexadecimal digits, as the State told you.
    who
        Your account, another one than the proposer's.
    code
        The code of your authenticator app.
    json
        Print one JSON document.

    """
    office, actor = _signed_in(who, code)
    _tell(confirm_trust(office, actor, number, fingerprint), actor, as_json=json)


def reject(number: int, *, reason: str, who: Who, code: str = "", json: bool = False) -> None:
    """Do not trust what was proposed.

        preclear trust reject 1 --reason "The State gave another fingerprint" --as trust.karim

    Parameters
    ----------
    number
        Number of the proposal.
    reason
        Why it is not to be trusted.
    who
        Your account.
    code
        The code of your authenticator app.
    json
        Print one JSON document.

    """
    office, actor = _signed_in(who, code)
    _tell(reject_trust(office, actor, number, reason), actor, as_json=json)


def withdraw(number: int, *, reason: str, who: Who, code: str = "", json: bool = False) -> None:
    """Trust it no longer, at once. One person may do that; trusting it again takes two.

        preclear trust withdraw 1 --reason "The State reported a lost key" --as trust.karim

    Parameters
    ----------
    number
        Number of the import.
    reason
        What happened.
    who
        Your account.
    code
        The code of your authenticator app.
    json
        Print one JSON document.

    """
    office, actor = _signed_in(who, code)
    _tell(withdraw_trust(office, actor, number, reason), actor, as_json=json)


def imports(*, who: Who, code: str = "", json: bool = False) -> None:
    """What waits for a second person, then what was decided, newest first.

        preclear trust imports --as trust.karim

    Parameters
    ----------
    who
        Your account.
    code
        The code of your authenticator app.
    json
        Print one JSON document.

    """
    office, actor = _signed_in(who, code)
    found = trust_imports(office, actor)
    if json:
        print_json([_shown(one, actor) for one in found])
        return
    table = Table()
    for heading in ("number", "State", "file", "received", "proposed by", "stands", "decided by"):
        table.add_column(heading)
    for one in found:
        told, last = one.proposal, one.steps[-1].by if one.steps else ""
        cells = (str(one.id), told.state, told.name, str(told.received), told.by, str(one.standing), last)
        table.add_row(*map(escape, cells))
    out.print(table)


VERBS = (propose, confirm, reject, withdraw, imports)


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        raise InvalidInput("the file cannot be read", where=str(file), mend=str(error.strerror)) from error


def _signed_in(who: str, code: str) -> tuple[Office, Actor]:
    from preclear import bootstrap

    settings = Settings.load()
    office = bootstrap.office(settings)
    return office, bootstrap.sign_in(who, _password(who), code)


def _password(who: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(f"Password of {who}: ")
    return sys.stdin.readline().rstrip("\r\n")


def _tell(one: TrustImport, actor: Actor, *, as_json: bool) -> None:
    shown = _shown(one, actor)
    if as_json:
        print_json(shown)
        return
    out.print(f"Import {one.id}, {one.proposal.state}: {one.standing}", markup=False)
    for part in one.proposal.holds:
        out.print(f"  {part}", markup=False, soft_wrap=True)
    if "fingerprint" in shown:
        out.print(f"  SHA-256 {one.proposal.fingerprint}", markup=False, soft_wrap=True)


def _shown(one: TrustImport, actor: Actor) -> dict[str, object]:
    told = one.proposal
    shown: dict[str, object] = {
        "number": one.id,
        "standing": one.standing,
        "state": told.state,
        "kind": told.kind,
        "file": told.name,
        "holds": told.holds,
        "how": told.how,
        "received": told.received,
        "proposed_by": told.by,
        "proposed_at": told.at,
        "steps": [
            {"standing": each.standing, "by": each.by, "at": each.at, "reason": each.reason} for each in one.steps
        ],
    }
    if may_see_fingerprint(one, actor):
        shown |= {"fingerprint": told.fingerprint, "sha256": told.sha256}
    return shown

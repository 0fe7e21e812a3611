"""``preclear trust``: what is in master lists, LDIF, certificates and CRLs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import cyclopts
from rich.markup import escape
from rich.table import Table

from preclear.cli import trust_import
from preclear.cli.moments import moment
from preclear.cli.output import out, print_json
from preclear.cli.steps import styled
from preclear.documents import TrustSource, TrustStore, inventory
from preclear.documents.inventory import AnchorDetail, StateHolding
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import TrustLevel
from preclear.writing.states import signer_code

app = cyclopts.App(name="trust", help="Show what trust lists, certificates and revocation lists hold.")
for _verb in trust_import.VERBS:
    app.command(_verb)


@app.command
def show(*paths: Path, state: str = "", at: str = "", json: bool = False) -> None:
    """Show what trust lists hold, State by State, and whether each list's own signature holds.

    An authority gets master lists from the ICAO PKD or a State that publishes one, and names them here:

        preclear trust show masterlists/ national.cer national.crl

    All certificates of one State, to compare fingerprints over a second channel:

        preclear trust show masterlists/ --state PAK

    Parameters
    ----------
    paths
        Master lists (.ml), LDIF, deviation and defect lists, certificates or CRLs in DER or PEM, or folders of them.
    state
        Show each certificate of this State (two or three letters).
    at
        As of this day (YYYY-MM-DD, noon UTC) or time (RFC 3339). The default is now.
    json
        Print one JSON document.

    """
    if not paths:
        raise InvalidInput("no file is given", where="PATH", mend="Name a master list, certificate, CRL or folder")
    day = moment(at)
    store = TrustStore.load(paths)
    details = inventory.of_state(store, state) if state else ()
    if json:
        shown = _as_json(store, inventory.by_state(store, day))
        print_json({**shown, "state": signer_code(state), "details": details} if state else shown)
    elif state:
        _print_state(state, details)
    else:
        _print_sources(store.sources, day)
        _print_states(inventory.by_state(store, day))
        _print_total(store)


def _as_json(store: TrustStore, states: Sequence[StateHolding]) -> dict[str, object]:
    return {
        "sources": store.sources,
        "certificates": len(store.certificates),
        "countries": len(store.countries),
        "anchors": len(store.anchors),
        "revocation_lists": len(store.lists),
        "deviations": len(store.deviations),
        "version": store.version,
        "states": states,
    }


def _print_sources(sources: Sequence[TrustSource], day: datetime) -> None:
    table = _table("source", "kind", "signature", "vouched for", "certificates", "age", "reason")
    for source in sources:
        age = f"{(day - source.signed_at).days} days" if source.signed_at else ""
        signature, count = styled(source.signature), str(source.certificates)
        table.add_row(
            escape(source.path), source.kind, signature, source.level.value, count, age, escape(source.reason)
        )
    out.print(table)
    for source in sources:
        for problem in source.unread:
            out.print(f"{source.path}: {problem}", markup=False)


def _print_states(states: Sequence[StateHolding]) -> None:
    """Anchors that are valid today of all, the last day, how they came here, their keys, and the CRL."""
    table = _table("State", "anchors", "others", "until", "vouched for", "keys", "CRL")
    for one in states:
        revocation = "" if one.revocation.status is CheckStatus.NOT_SUPPORTED else f"{styled(one.revocation.status)} "
        table.add_row(
            escape(f"{one.state} ({one.country})"),
            f"{one.valid} of {one.anchors}",
            str(one.others or ""),
            f"{one.until:%Y-%m-%d}" if one.until else "",
            _counts(one.levels),
            _counts(one.keys),
            revocation + escape(one.revocation.reason),
        )
    out.print(table)


def _counts(counted: Mapping[TrustLevel, int] | Mapping[str, int]) -> str:
    return ", ".join(f"{number} {word}" for word, number in counted.items())


def _print_total(store: TrustStore) -> None:
    countries = ", ".join(sorted(store.countries))
    out.print(
        f"{len(store.certificates)} different certificates of {len(store.countries)} countries ({countries}), "
        f"{len(store.anchors)} of them anchors; {len(store.lists)} CRLs; {len(store.deviations)} known faults; "
        f"{store.version}",
        markup=False,
    )


def _print_state(state: str, details: Sequence[AnchorDetail]) -> None:
    if not details:
        out.print(f"Nothing of {state} is in these files: its documents stay undetermined, none fails.", markup=False)
    for one in details:
        out.print(f"{one.kind}: {one.subject}", markup=False, style="bold")
        rows = {
            "issuer": one.issuer,
            "serial": one.serial,
            "valid": f"{one.not_before:%Y-%m-%d} to {one.not_after:%Y-%m-%d}",
            "key": f"{one.key}, {one.key_identifier}",
            "SHA-256": one.sha256,
            "from": "; ".join(f"{each.source} ({each.kind}, {each.level.value})" for each in one.provenance),
            "defects": "; ".join(one.defects),
        }
        for name, value in rows.items():
            if value:
                out.print(f"  {name}: {value}", markup=False, soft_wrap=True)


def _table(*headings: str) -> Table:
    table = Table()
    for heading in headings:
        table.add_column(heading)
    return table

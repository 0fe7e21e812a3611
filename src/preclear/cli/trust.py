"""``preclear trust``: what is in master lists, LDIF, certificates and CRLs."""

from __future__ import annotations

from pathlib import Path

import cyclopts
from rich.markup import escape
from rich.table import Table

from preclear.cli.output import out, print_json
from preclear.cli.steps import styled
from preclear.documents import TrustStore
from preclear.errors import InvalidInput

app = cyclopts.App(name="trust", help="Show what trust lists, certificates and revocation lists hold.")


@app.command
def show(*paths: Path, json: bool = False) -> None:
    """Show what trust lists hold, and whether each list's own signature holds.

    An authority gets master lists from the ICAO PKD or a State that publishes one, and names them here:

        preclear trust show masterlists/ national.cer national.crl

    Parameters
    ----------
    paths
        Master lists (.ml), LDIF, certificates or CRLs in DER or PEM, or folders of them.
    json
        Print one JSON document.

    """
    if not paths:
        raise InvalidInput("no file is given", where="PATH", mend="Name a master list, certificate, CRL or folder")
    store = TrustStore.load(paths)
    if json:
        print_json(
            {
                "sources": store.sources,
                "certificates": len(store.certificates),
                "countries": len(store.countries),
                "anchors": len(store.anchors),
                "revocation_lists": len(store.lists),
                "version": store.version,
            }
        )
    else:
        _print(store)


def _print(store: TrustStore) -> None:
    table = Table()
    for heading in ("source", "kind", "signature", "certificates", "reason"):
        table.add_column(heading)
    for source in store.sources:
        signature, count = styled(source.signature), str(source.certificates)
        table.add_row(escape(source.path), source.kind, signature, count, escape(source.reason))
    out.print(table)
    for source in store.sources:
        for problem in source.unread:
            out.print(f"{source.path}: {problem}", markup=False)
    countries = ", ".join(sorted(store.countries))
    out.print(
        f"{len(store.certificates)} different certificates of {len(store.countries)} countries ({countries}), "
        f"{len(store.anchors)} of them anchors; {len(store.lists)} CRLs; {store.version}",
        markup=False,
    )

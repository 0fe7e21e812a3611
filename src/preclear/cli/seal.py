"""``preclear seal``: verify the seal of a document."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import cyclopts
from rich.markup import escape
from rich.table import Table

from preclear.cli.moments import moment
from preclear.cli.output import out, print_json
from preclear.cli.steps import print_steps, styled
from preclear.documents import TrustStore, seals
from preclear.errors import InvalidInput
from preclear.model.verification import SealVerification
from preclear.writing.plain import plain

app = cyclopts.App(name="seal", help="Verify the seals of documents, and mobile documents.")

MAX_FILE = 32 * 1024 * 1024
"""Bytes of a file that is read; a seal has a few thousand, a picture some million."""

_WIDEST = 400


@app.command
def verify(
    file: Path,
    *,
    trust: Annotated[list[Path] | None, cyclopts.Parameter(negative=())] = None,
    at: str = "",
    json: bool = False,
) -> None:
    """Verify one seal: the raw content of a code, or a picture or PDF that shows it.

    Known are visible digital seals (VDS), ICAO bar codes (IDB), seals in JSON (VDS-NC), mobile documents and digital
    travel credentials:

        preclear seal verify visa.jpg --trust signers/ --at 2026-07-01

    Signers' certificates are not inside a VDS: give them with --trust, together with their State's CSCA and CRL.

    Parameters
    ----------
    file
        The content of the code, or a JPEG, PNG or PDF with it.
    trust
        Certificates of signers and CSCAs, CRLs, master lists, or folders of them. May be given several times.
    at
        Verify as of this day (YYYY-MM-DD, noon UTC) or time (RFC 3339). The default is now.
    json
        Print one JSON document.

    """
    store = TrustStore.load(trust) if trust else TrustStore.empty()
    seal = seals.verify(_content(file), store, moment(at))
    if json:
        print_json(seal)
    else:
        _show(file, seal)


def _short(text: str) -> str:
    """A value for a person: a picture inside a seal would fill the screen; --json has it whole."""
    return text if len(text) <= _WIDEST else f"{text[:_WIDEST]}... ({len(text)} characters)"


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_FILE:
            raise InvalidInput(f"is larger than {MAX_FILE} bytes", where=str(file), mend="Send a smaller picture")
        return file.read_bytes()
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(file), mend="Name one file") from error


def _show(file: Path, seal: SealVerification) -> None:
    out.print(f"{escape(str(file))}: {styled(seal.result)}")
    out.print(f"  {seal.kind or 'no seal'} {seal.profile}", markup=False)
    if seal.signer:
        signer = seal.signer
        out.print(
            f"  signer: {signer.country}, {signer.subject}, serial {signer.serial}, {signer.algorithm}", markup=False
        )
    print_steps(seal.checks)
    if seal.message:
        table = Table("field", "value")
        for name, value in plain(seal.message).items():
            table.add_row(escape(name), escape(_short(str(value))))
        out.print(table)

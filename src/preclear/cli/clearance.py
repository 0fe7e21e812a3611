"""``preclear clearance``: verify a credential, without a network."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import cyclopts
from rich.markup import escape
from rich.table import Table

from preclear.clearance import CredentialVerification, VerificationKeys
from preclear.clearance.status import MAX_TOKEN
from preclear.clearance.verifying import verify
from preclear.cli.output import JOB_DONE, out, print_json
from preclear.errors import InvalidInput, NotFound
from preclear.model.codes import CheckStatus

app = cyclopts.App(name="clearance", help="Verify a clearance offline.")

_COLOURS = {CheckStatus.PASSED: "green", CheckStatus.FAILED: "red"}


@app.command(name="verify")
def verify_credential(
    file: Path, *, key: Path, status: Path | None = None, at: str | None = None, json: bool = False
) -> int:
    """Check a credential offline: its signature, its days, and with a status list whether it was revoked.

        preclear clearance verify credential.cwt --key verify.pem --status status.cwt

    Parameters
    ----------
    file
        The compact token (raw), the text of its QR code, or the VDS-NC document.
    key
        PEM file with the issuer's public key, its root certificate, or both (``verify.pem``).
    status
        Status list of the issuer. Without one, the check ``status`` is undetermined.
    at
        Day or time to verify for (RFC 3339, with zone); now without it.
    json
        Print one JSON document.

    """
    verification = verify(
        _read(file),
        VerificationKeys.load(key),
        at=_time(at) if at else datetime.now(UTC),
        status=_read(status) if status else None,
    )
    if json:
        print_json(verification)
    else:
        _tell(verification)
    return JOB_DONE


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_TOKEN + 1)
    except FileNotFoundError:
        raise NotFound(f"there is no file {path}") from None
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(path)) from None


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput(f"{text!r} is no time", where="--at", rule="RFC 3339") from None
    if len(text) == len("2026-05-17"):
        return time.replace(tzinfo=UTC)
    if time.tzinfo is None:
        raise InvalidInput(f"{text!r} has no zone", where="--at", rule="RFC 3339", mend="Add Z or +05:00.")
    return time


def _tell(verification: CredentialVerification) -> None:
    claims = verification.clearance
    out.print(f"{_coloured(verification.result)}  clearance {escape(claims.number)}")
    out.print(f"{escape(claims.surname)}, {escape(claims.given_names)}, born {escape(claims.birth_date)}")
    document = f"{claims.document_type} {claims.document_number} of {claims.issuing_state}"
    entries = "any number of entries" if claims.entries is None else f"entries: {claims.entries}"
    out.print(f"document {escape(document)}; to {escape(claims.destination)}; {entries}")
    out.print(f"from {claims.valid_from} until {claims.valid_until}, issued by {escape(claims.issuer)}")
    table = Table("check", "status", "why", box=None)
    for step in verification.checks:
        table.add_row(step.id, _coloured(step.status), escape(step.reason))
    out.print(table)


def _coloured(status: CheckStatus) -> str:
    colour = _COLOURS.get(status, "yellow")
    return f"[{colour}]{status.value}[/{colour}]"

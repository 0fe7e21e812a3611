"""``preclear gateway``: answer carriers, give them keys, verify their receipts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import cyclopts

from preclear.cli.output import JOB_DONE, out, print_json
from preclear.errors import InvalidInput
from preclear.gateway.carriers import CarrierKeys
from preclear.gateway.options import GatewayOptions
from preclear.gateway.proof import examine
from preclear.gateway.receipts import load_public_key
from preclear.gateway.server import serve as run
from preclear.writing.plain import plain

app = cyclopts.App(name="gateway", help="Answer carriers, give them keys, verify their receipts.")
keys = cyclopts.App(name="key", help="Keys with which carriers ask.")
app.command(keys)


@app.command
def serve(
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8001,
    workers: int = 2,
    open_access: Annotated[bool, cyclopts.Parameter(negative=())] = False,
    stale_after: float = 15,
    trust_ok_for: float = 24,
    issuer: str = "preclear",
) -> int:
    """Answer carriers until stopped.

    Example: ``preclear gateway serve /var/lib/preclear/gateway --port 8001``

    Parameters
    ----------
    folder
        Where the read store, its key, the carriers' keys and the replies lie.
    host
        Address to listen on.
    port
        Port to listen on; it must be free.
    workers
        Processes that answer; one that dies is started again.
    open_access
        Let anybody ask without a key. On the loopback interface only.
    stale_after
        Minutes without a sign of life of the case side after which only OK and CONTACT are answered.
    trust_ok_for
        Hours after which nothing but UNAVAILABLE is answered.
    issuer
        The name that receipts carry.

    """
    run(
        GatewayOptions(
            folder=folder,
            host=host,
            port=port,
            workers=workers,
            open_access=open_access,
            stale_after=timedelta(minutes=stale_after),
            trust_ok_for=timedelta(hours=trust_ok_for),
            issuer=issuer,
        )
    )
    return JOB_DONE


@keys.command
def add(carrier: str, *, folder: Path, json: bool = False) -> int:
    """Make an API key for an airline. It is shown once; only its hash is kept.

    Example: ``preclear gateway key add PK --folder /var/lib/preclear/gateway``

    Parameters
    ----------
    carrier
        Airline code of 2 or 3 letters and digits.
    folder
        The gateway's folder.
    json
        Print one JSON document.

    """
    key = CarrierKeys(GatewayOptions(folder=folder).carriers).add(carrier)
    if json:
        print_json({"carrier": carrier.upper(), "key": key})
    else:
        out.print(f"Key of {carrier.upper()}, shown this once:\n{key}", markup=False, soft_wrap=True)
    return JOB_DONE


@keys.command
def withdraw(carrier: str, *, folder: Path, json: bool = False) -> int:
    """Make all keys of an airline useless, at once.

    Example: ``preclear gateway key withdraw PK --folder /var/lib/preclear/gateway``

    Parameters
    ----------
    carrier
        Airline code of 2 or 3 letters and digits.
    folder
        The gateway's folder.
    json
        Print one JSON document.

    """
    gone = CarrierKeys(GatewayOptions(folder=folder).carriers).withdraw(carrier)
    if json:
        print_json({"carrier": carrier.upper(), "withdrawn": gone})
    else:
        out.print(f"{gone} key(s) of {carrier.upper()} withdrawn")
    return JOB_DONE


@app.command
def receipt(file: Path, *, key: Path, request: Path | None = None, json: bool = False) -> int:
    """Verify a receipt: who signed it, that the answers are those, and that the question was that.

    Example: ``preclear gateway receipt reply.json --key gateway.pem --request question.json``

    Parameters
    ----------
    file
        A reply of the gateway as it came, or the receipt alone.
    key
        The gateway's public key, from ``GET /carrier/v1/key``.
    request
        The question as it was sent, byte for byte.
    json
        Print one JSON document.

    """
    proof = examine(_read(file), load_public_key(_read(key)), _read(request) if request else None)
    if json:
        print_json(proof)
        return JOB_DONE
    for step in proof.checks:
        out.print(f"{step.status:14}{step.id:12}{step.reason}", markup=False)
    if proof.receipt:
        out.print(f"{proof.receipt.issuer} to {proof.receipt.carrier}, {plain(proof.receipt.at)}", markup=False)
    out.print(f"result: {proof.result}", markup=False)
    return JOB_DONE


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"cannot be read ({error.strerror})", where=str(path)) from error

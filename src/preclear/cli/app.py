"""The ``preclear`` program: its groups of commands, exit statuses and the last line of defence."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from typing import NoReturn

import cyclopts
from rich.markup import escape

from preclear import __version__
from preclear.cli.output import BUG, UNAVAILABLE, UNUSABLE_INPUT, err, report
from preclear.errors import InvalidInput, PreclearError, Unavailable

GROUPS: Mapping[str, str] = {
    "audit": "Check the audit log, sign checkpoints, prove entries, export the log.",
    "backup": "Write everything into one archive that any version can read back.",
    "checks": "The catalogue of checks: each question, its source and its examples.",
    "clear": "Judge one application, and say why.",
    "clearance": "Verify a clearance offline.",
    "database": "Make the database ready, check the promises that it keeps, grant the application's rights.",
    "demo": "Start everything on this machine with synthetic people.",
    "doctor": "Check this installation, and say what to do.",
    "document": "Verify the chips of travel documents.",
    "gateway": "Answer carriers, give them keys, verify their receipts.",
    "image": "Read a photographed or scanned page.",
    "lists": "Build list snapshots and screen names against them.",
    "mrz": "Read a machine readable zone and check every digit.",
    "paper": "Look at supporting papers: saved states, signatures, programs, dates.",
    "restore": "Read an archive of `preclear backup` into an empty installation.",
    "rules": "Compile a rulebook and say what is wrong with it.",
    "seal": "Verify the seals of documents, and mobile documents.",
    "serve": "Run one process: the pages, the carrier gateway, or the worker.",
    "trust": "Show what trust lists, certificates and revocation lists hold.",
    "up": "Start everything on the configured data.",
}
"""Groups and single commands by name. Each is ``app`` in the module of its name, loaded only when it is asked for."""

app = cyclopts.App(
    name="preclear",
    version=__version__,
    help="Verify a traveller's documents and stated purpose before departure.",
    result_action="return_value",
)
for _name, _help in GROUPS.items():
    app.command(f"preclear.cli.{_name}:app", name=_name, help=_help)


def main(tokens: list[str] | None = None) -> NoReturn:
    """Run a command and end the program with its status.

    0 the job is done, 1 something is not well, 2 the input cannot be used, 3 something is unavailable, 70 a bug.
    """
    arguments = sys.argv[1:] if tokens is None else tokens
    for stream in (sys.stdout, sys.stderr):
        # A file name that is not UTF-8 must not turn an answer into a crash.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = app(arguments, exit_on_error=False, print_error=False)
    except cyclopts.CycloptsError as error:
        report(InvalidInput(_one_line(error), rule="preclear --help"), as_json="--json" in arguments)
        sys.exit(UNUSABLE_INPUT)
    except Unavailable as error:
        report(error, as_json="--json" in arguments)
        sys.exit(UNAVAILABLE)
    except PreclearError as error:
        report(error, as_json="--json" in arguments)
        sys.exit(UNUSABLE_INPUT)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if os.environ.get("PRECLEAR_DEBUG"):
            raise
        err.print(f"preclear: a bug: {type(error).__name__}: {escape(str(error))}. Set PRECLEAR_DEBUG=1 to see where.")
        sys.exit(BUG)
    sys.exit(status if isinstance(status, int) else 0)


def _one_line(error: cyclopts.CycloptsError) -> str:
    return " ".join(str(error).split())

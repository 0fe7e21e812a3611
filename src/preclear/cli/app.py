"""The ``preclear`` program: its groups of commands, exit statuses and the last line of defence."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import cyclopts
from rich.markup import escape

from preclear import __version__
from preclear.cli.output import BUG, UNAVAILABLE, UNUSABLE_INPUT, err, report
from preclear.errors import InvalidInput, PreclearError, Unavailable

GROUPS: dict[str, str] = {
    "clear": "preclear.cli.clear:app",
}
"""Groups and single commands by name, each with the module that holds its ``app``; loaded when asked for."""

app = cyclopts.App(
    name="preclear",
    version=__version__,
    help="Verify a traveller's documents and stated purpose before departure.",
    result_action="return_value",
)
for _name, _module in GROUPS.items():
    app.command(_module, name=_name)


def main(tokens: list[str] | None = None) -> NoReturn:
    """Run a command and end the program with its status: 0 done, 1 not well, 2 unusable input, 3 unavailable, 70 bug."""
    arguments = sys.argv[1:] if tokens is None else tokens
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
    except Exception as error:  # noqa: BLE001 -- a bug is one line for its user; PRECLEAR_DEBUG shows all of it
        if os.environ.get("PRECLEAR_DEBUG"):
            raise
        err.print(f"preclear: a bug: {type(error).__name__}: {escape(str(error))}. Set PRECLEAR_DEBUG=1 to see where.")
        sys.exit(BUG)
    sys.exit(status if isinstance(status, int) else 0)


def _one_line(error: cyclopts.CycloptsError) -> str:
    return " ".join(str(error).split())

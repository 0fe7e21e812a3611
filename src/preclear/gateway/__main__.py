"""``python -m preclear.gateway FOLDER``: the gateway alone, without the command line of the whole product."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from preclear.errors import PreclearError
from preclear.gateway.options import GatewayOptions
from preclear.gateway.server import serve


def main(arguments: list[str] | None = None) -> int:
    """Serve; 0 when stopped, 2 when it could not start."""
    parser = argparse.ArgumentParser(prog="python -m preclear.gateway", description="Answer carriers.")
    parser.add_argument("folder", type=Path, help="where the read store, keys and replies lie")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--open-access", action="store_true", help="no API keys; on the loopback interface only")
    try:
        serve(GatewayOptions(**vars(parser.parse_args(arguments))))
    except PreclearError as error:
        sys.stderr.write(f"preclear gateway: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

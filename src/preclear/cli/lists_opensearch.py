"""``preclear lists to-opensearch``: the names of a snapshot into the search server of the settings."""

from __future__ import annotations

import time
from pathlib import Path

from preclear.cli.output import out, print_json
from preclear.errors import InvalidInput
from preclear.screening import Snapshot
from preclear.settings import Settings


def to_opensearch(snapshot: Path, *, json: bool = False) -> None:
    """Fill an index of OpenSearch with the names of a snapshot, and let the alias name it.

    Do it before the snapshot comes into use. Whoever uses the snapshot before goes on undisturbed:

        export PRECLEAR_OPENSEARCH=https://search.example:9200
        preclear lists to-opensearch next.snapshot

    Parameters
    ----------
    snapshot
        A file that ``preclear lists build`` wrote.
    json
        Print one JSON document.

    """
    from preclear import bootstrap  # all of the house, which the other commands of the group need not wait for

    server = bootstrap.search_server(Settings.load())
    if server is None:
        raise InvalidInput("is not set", where="opensearch", mend="Give its address, as in PRECLEAR_OPENSEARCH.")
    start = time.perf_counter()
    opened = Snapshot.open(snapshot)
    index = server.fill(opened)
    seconds = round(time.perf_counter() - start, 3)
    if json:
        print_json({"snapshot": opened.id, "index": index, "alias": server.alias, "seconds": seconds})
    else:
        out.print(f"{index} is filled, and {server.alias} names it ({seconds} s).", markup=False, soft_wrap=True)


VERBS = (to_opensearch,)

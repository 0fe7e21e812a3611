"""Measure loading master lists: ours, and a minimal script on the same bytes, in one run.

    python benchmarks/trust_lists.py [LIST...]

Without lists, one of an invented State with 300 certificates is made. The script is what an engineer writes in an
hour: it opens the list with asn1crypto, verifies nothing, and loads each certificate and its key with cryptography;
what cryptography refuses is lost to it. Ours verifies the lists' signatures and builds the index of issuers. The
median of the rounds counts.
"""

# ruff: noqa: INP001, T201 -- a script that prints, no package

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from asn1crypto import cms, core
from cryptography import x509

from preclear.documents import TrustStore, certificates, keys
from preclear.specimens import TestCountry

ROUNDS = 5


def main() -> None:
    """Load, count and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("lists", nargs="*", type=Path)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = given.lists or [_made(Path(folder))]
        print(f"{len(paths)} lists, {sum(path.stat().st_size for path in paths):,} bytes")
        ours, store = _timed(lambda: _loaded(paths))
        script, usable = _timed(lambda: _with_script(paths))
        print(f"preclear     {ours:6.3f} s: {len(store.certificates)} certificates, {len(store.anchors)} anchors")
        print(f"script       {script:6.3f} s: {usable} keys loaded, no signature verified, no index")
        print(f"preclear takes {ours / script:.1f} times the script's time")


def _loaded(paths: Sequence[Path]) -> TrustStore:
    for cached in (certificates._read, certificates._name, keys.public_key):  # noqa: SLF001 -- each round starts cold
        cached.cache_clear()
    return TrustStore.load(paths)


def _with_script(paths: Sequence[Path]) -> int:
    usable = 0
    for path in paths:
        signed = cms.ContentInfo.load(path.read_bytes())["content"]
        listed = core.Sequence.load(signed["encap_content_info"]["content"].contents)[1]
        for one in core.SetOf.load(listed.dump(), spec=core.Any):
            try:
                x509.load_der_x509_certificate(one.dump()).public_key()
            except Exception:  # noqa: BLE001, S112 -- the script goes on, as scripts do
                continue
            usable += 1
    return usable


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    seconds, answer = [], None
    for _ in range(ROUNDS):
        start = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), answer


def _made(folder: Path) -> Path:
    country = TestCountry(seed="bench")
    others = [TestCountry(seed=f"bench {number}").csca for number in range(300)]
    path = folder / "invented.ml"
    path.write_bytes(country.master_list(*others))
    return path


if __name__ == "__main__":
    main()

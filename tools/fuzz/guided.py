"""The same targets, led by coverage: ``python tools/fuzz/guided.py chip FOLDER -max_total_time=300``.

Needs atheris, which is no dependency of preclear: install it into an environment of its own. What follows the folder
goes to libFuzzer. The first byte of an input chooses the seed whose call reads the rest; half of the edits are ours.
"""

# ruff: noqa: T201 -- a program that prints

from __future__ import annotations

import logging
import sys
from pathlib import Path
from random import Random

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

with atheris.instrument_imports(include=["preclear.documents", "preclear.writing"]):
    from fuzz.forms import FORMS, LARGEST
    from fuzz.run import Fuzzer
    from fuzz.targets import TARGETS


def main() -> None:
    """Write the seeds into the folder, then run until libFuzzer has enough."""
    logging.disable()
    name, folder = sys.argv[1], Path(sys.argv[2])
    fuzzer = Fuzzer(target=TARGETS[name](), folder=folder / "defects")
    seeds = fuzzer.target.seeds
    corpus = folder / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        fuzzer.learn(seed)
        (corpus / f"seed-{number}").write_bytes(bytes([number]) + seed.data)

    def one(data: bytes) -> None:
        if data:
            fuzzer.run(seeds[data[0] % len(seeds)], data[1:], "guided")
            if fuzzer.report.runs % 5000 == 0:
                print(f"{name}: {fuzzer.report.runs} runs, worst {fuzzer.report.worst:.2f} s", flush=True)

    def edited(data: bytes, most: int, number: int) -> bytes:
        rng = Random(number)  # noqa: S311 -- to be repeated, not to be secret
        if not data or rng.random() < 0.5:
            return bytes(atheris.Mutate(data, most))
        seed = seeds[data[0] % len(seeds)]
        try:
            return data[:1] + FORMS[seed.form](data[1:], rng, seed.data)[: most - 1]
        except Exception:  # noqa: BLE001 -- what was edited before may have lost the structure altogether
            return bytes(atheris.Mutate(data, most))

    options = [f"-max_len={LARGEST // 16}", "-print_final_stats=1", *sys.argv[3:]]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one, custom_mutator=edited)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

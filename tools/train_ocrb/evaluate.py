"""How well the installed reader reads drawn lines that it never saw: ``python -m train_ocrb.evaluate --fonts DIR``.

Prints, by how hard the picture is and how high its capitals are, lines and characters that are wrong, and how far the
confidence finds the wrong lines.
"""

# ruff: noqa: T201 -- a program that prints

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import cv2
import numpy as np

from preclear.documents.images.ocrb import Line, read_lines
from train_ocrb.drawing import Camera, Sample
from train_ocrb.train import typefaces

HELD_OUT = 900_001
"""Seeds from here on are never trained on."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A sample, what was read, and how long it took in seconds."""

    sample: Sample
    line: Line
    seconds: float

    @property
    def right(self) -> bool:
        """Whether every character is."""
        return self.line.text == self.sample.text

    @property
    def right_but_for_zero(self) -> bool:
        """Whether at most O and 0 were taken for each other: many prints give them nearly one shape."""
        return self.line.text.replace("0", "O") == self.sample.text.replace("0", "O")

    @property
    def least(self) -> float:
        """The confidence of its least sure character."""
        return min(self.line.confidence, default=0.0)

    @property
    def errors(self) -> int:
        """Characters to change, put in or take out, about."""
        if self.right:
            return 0
        steps = SequenceMatcher(None, self.line.text, self.sample.text, autojunk=False).get_opcodes()
        return sum(max(b - a, d - c) for tag, a, b, c, d in steps if tag != "equal")


def trials(camera: Camera, count: int) -> list[Trial]:
    """Read so many new samples."""
    made = []
    for sample in (camera.shot() for _ in range(count)):
        began = time.perf_counter()
        (line,) = read_lines([sample.strip])
        made.append(Trial(sample=sample, line=line, seconds=time.perf_counter() - began))
    return made


def report(title: str, made: list[Trial]) -> None:
    """One row of the table."""
    if not made:
        return
    wrong = [trial for trial in made if not trial.right]
    letters = sum(len(trial.sample.text) for trial in made)
    errors = sum(trial.errors for trial in made)
    apart = sum(not trial.right_but_for_zero for trial in made)
    print(
        f"{title:24} lines {len(made):5}, wrong {len(wrong) / len(made):7.2%}, "
        f"O and 0 as one {apart / len(made):7.2%}, "
        f"characters wrong {errors / letters:8.3%}"
    )


def thresholds(made: list[Trial]) -> None:
    """Of the lines that are at least so sure in every character: how many there are, and how many are wrong."""
    for level in (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99):
        sure = [trial for trial in made if trial.least >= level]
        wrong = sum(not trial.right for trial in sure)
        share = wrong / max(1, len(sure))
        print(f"  least confidence >= {level:4}: {len(sure) / len(made):6.1%} of lines, wrong {share:7.3%} ({wrong})")


def calibration(made: list[Trial]) -> None:
    """Stated against true share of right characters, in lines of the right length."""
    pairs = [
        (sure, read == true)
        for trial in made
        if len(trial.line.text) == len(trial.sample.text)
        for sure, read, true in zip(trial.line.confidence, trial.line.text, trial.sample.text, strict=True)
    ]
    stated, right = np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])
    for low, high in ((0, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 0.97), (0.97, 0.995), (0.995, 1.01)):
        inside = (stated >= low) & (stated < high)
        if inside.any():
            print(f"  stated {stated[inside].mean():.4f} true {right[inside].mean():.4f} of {inside.sum()}")


def main() -> None:
    """The command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--fonts", type=Path, required=True)
    arguments.add_argument("--lines", type=int, default=1500)
    given = arguments.parse_args()
    cv2.setNumThreads(1)
    faces = typefaces(given.fonts)
    everything: list[Trial] = []
    for step, hardness in enumerate((0.3, 0.7, 1.0, 1.3)):
        made = trials(Camera(faces, HELD_OUT + step, hardness=hardness), given.lines)
        report(f"hardness {hardness}", made)
        everything += made if hardness <= 1.0 else []
    for low, high in ((8, 10), (10, 13), (13, 18), (18, 40)):
        report(f"capitals {low} to {high} rows", [t for t in everything if low <= t.sample.height < high])
    thresholds(everything)
    calibration(everything)
    took = np.array([trial.seconds for trial in everything]) * 1000
    print(f"median {np.median(took):.1f} ms a line, 95 % under {np.percentile(took, 95):.1f} ms")


if __name__ == "__main__":
    main()

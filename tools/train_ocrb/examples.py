"""Draw the strips that the tests read: ``python -m train_ocrb.examples --fonts DIR --out ../tests/documents/ocrb``.

The people are those of Doc 9303's own examples and of the State of Utopia. The file's name is its number; what it says
stands in the test.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2

from train_ocrb.drawing import Camera
from train_ocrb.train import typefaces

LINES = (
    ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", 0.3, 20.0),
    ("L898902C36UTO7408122F1204159ZE184226B<<<<<10", 0.3, 20.0),
    ("I<UTOD231458907<<<<<<<<<<<<<<<", 0.3, 18.0),
    ("7408122F1204159UTO<<<<<<<<<<<6", 0.7, 14.0),
    ("ERIKSSON<<ANNA<MARIA<<<<<<<<<<", 0.7, 12.0),
    ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", 1.0, 16.0),
    ("L8988901C4XXX4009078F96121096ZE184226B<<<<<<", 1.0, 17.0),
    ("D231458907UTO7408122F1204159<<<<<<<6", 1.0, 11.0),
)
SEED = 950_021


def main() -> None:
    """The command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--fonts", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    given = arguments.parse_args()
    faces = typefaces(given.fonts)
    faces.others = []
    given.out.mkdir(parents=True, exist_ok=True)
    for number, (words, hardness, height) in enumerate(LINES, start=1):
        strip = Camera(faces, SEED + number, hardness=hardness).shot(words, height).strip
        cv2.imwrite(str(given.out / f"{number}.jpg"), strip, [cv2.IMWRITE_JPEG_QUALITY, 88])


if __name__ == "__main__":
    main()

"""Train the line reader on drawn lines: ``python -m train_ocrb.train --fonts DIR --out model.pt --minutes 30``.

One process draws, the other learns. Every drawn line is used twice, moved and scaled anew. The loss is CTC plus, at the
centre of each character (which the drawing knows), the cross entropy of that character: it starts learning at once, and
the peaks then say where a character stands.
"""

# ruff: noqa: T201 -- a program that prints

from __future__ import annotations

import argparse
import math
import multiprocessing as mp
import time
from pathlib import Path
from queue import Full

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from preclear.documents.images.ocrb.straighten import straighten
from train_ocrb.drawing import Camera, Sample, Typefaces
from train_ocrb.net import CLASSES, STRIDE, Net
from train_ocrb.texts import ALPHABET

BATCH = 32
Row = tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.float32]]


def typefaces(folder: Path) -> Typefaces:
    """OCR-B in most lines, other faces of even width in some."""
    main = sorted(folder.rglob("OCRB.otf")) + sorted(folder.rglob("OCRBS.otf"))
    names = (
        "OCRA.ttf",
        "LiberationMono-Regular.ttf",
        "LiberationMono-Bold.ttf",
        "DejaVuSansMono.ttf",
        "Courier Prime.otf",
        "Inconsolata.otf",
        "Hack-Regular.ttf",
        "FreeMonoBold.otf",
        "NotoMono-Regular.ttf",
        "SourceCodePro.ttf",
        "OCRBL.otf",
    )
    return Typefaces(main, [path for name in names for path in sorted(folder.rglob(name))])


def row_of(sample: Sample) -> Row | None:
    """The reader's input, the classes and the columns of their centres; None where too little of the line is left."""
    line = straighten(sample.strip)
    scale, offset = line.across
    centres = (sample.centres - offset) / scale
    if centres[0] < 2 or centres[-1] > line.ink.shape[1] - 2:
        return None
    classes = np.array([ALPHABET.index(letter) + 1 for letter in sample.text])
    return (line.ink * 170).astype(np.uint8), classes, centres.astype(np.float32)


def draw(folder: Path, seed: int, rows: mp.Queue[list[Row]]) -> None:
    """Fill the queue until this process is ended."""
    cv2.setNumThreads(1)
    camera = Camera(typefaces(folder), seed)
    while True:
        made = [row for row in (row_of(camera.shot()) for _ in range(64)) if row]
        while True:
            try:
                rows.put(made, timeout=5)
                break
            except Full:
                continue


def batch(rows: list[Row], random: np.random.Generator) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Images, frame targets (-1: either is right), classes one after another, and how many each line has."""
    widest = -(-max(row[0].shape[1] for row in rows) // 8) * 8 + 8
    images = np.zeros((len(rows), 1, 32, widest), np.float32)
    frames = np.zeros((len(rows), widest // STRIDE), np.int64)
    for i, (ink, classes, centres) in enumerate(rows):
        stretch, lift = random.uniform(0.93, 1.07), random.normal(0, 0.8)
        shift = random.uniform(0, 8)
        wide = min(ink.shape[1], int((widest - shift) / stretch))
        matrix = np.array([[stretch, 0, shift], [0, 1, lift]])
        images[i, 0] = cv2.warpAffine(
            ink[:, :wide].astype(np.float32) / 170, matrix, (widest, 32), flags=cv2.INTER_LINEAR
        )
        images[i, 0] *= random.uniform(0.85, 1.1)
        columns = (centres * stretch + shift) / STRIDE - 0.5
        lower = np.clip(np.floor(columns).astype(int), 0, frames.shape[1] - 2)
        frames[i, lower] = -1
        frames[i, lower + 1] = -1
        frames[i, np.clip(np.rint(columns).astype(int), 0, frames.shape[1] - 1)] = classes
    lengths = torch.tensor([len(row[1]) for row in rows])
    return (
        torch.from_numpy(images),
        torch.from_numpy(frames),
        torch.from_numpy(np.concatenate([row[1] for row in rows])),
        lengths,
    )


def learn(folder: Path, out: Path, *, minutes: float, seed: int, start: Path | None, peak: float) -> None:
    """Train for so many minutes, the step size rising for a twentieth of the time and then falling to nothing."""
    torch.manual_seed(seed)
    cv2.setNumThreads(1)
    random = np.random.default_rng(seed)
    net = Net().to(memory_format=torch.channels_last)
    if start:
        net.load_state_dict(torch.load(start))
    optimiser = torch.optim.AdamW(net.parameters(), lr=peak, weight_decay=0.01)
    queue: mp.Queue[list[Row]] = mp.Queue(4)
    drawers = [mp.Process(target=draw, args=(folder, seed * 1000 + i, queue), daemon=True) for i in range(1)]
    for drawer in drawers:
        drawer.start()
    pool: list[Row] = []
    began, steps, drawn, losses = time.monotonic(), 0, 0, []
    while (share := (time.monotonic() - began) / (60 * minutes)) < 1:
        while len(pool) < 1024 or (2 * drawn < steps * BATCH + 8192 and not queue.empty()):
            fresh = queue.get()
            drawn += len(fresh)
            pool.extend(fresh)
        pool = pool[-6144:]
        for group in optimiser.param_groups:
            group["lr"] = peak * min(share / 0.05 + 0.02, 0.5 + 0.5 * math.cos(math.pi * share))
        picked = [pool[j] for j in random.choice(len(pool), BATCH, replace=False)]
        images, frames, classes, lengths = batch(picked, random)
        with torch.autocast("cpu", torch.bfloat16):
            scores = net(images.to(memory_format=torch.channels_last))
        scores = scores.float()
        near = functional.cross_entropy(scores.reshape(-1, CLASSES), frames.reshape(-1), ignore_index=-1)
        widths = torch.full((BATCH,), scores.shape[1])
        ctc = functional.ctc_loss(scores.log_softmax(2).transpose(0, 1), classes, widths, lengths, zero_infinity=True)
        loss = near + min(1.0, share * 10) * ctc
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        steps += 1
        losses.append((near.item(), ctc.item()))
        if steps % 200 == 0:
            frame, sequence = np.mean(losses[-200:], axis=0)
            print(f"{share:.3f} steps {steps} drawn {drawn} frame {frame:.4f} ctc {sequence:.4f}", flush=True)
            torch.save(net.state_dict(), out)
    torch.save(net.state_dict(), out)
    for drawer in drawers:
        drawer.terminate()


def main() -> None:
    """The command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--fonts", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--minutes", type=float, default=30)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--start", type=Path)
    arguments.add_argument("--peak", type=float, default=2e-3)
    arguments.add_argument("--threads", type=int, default=1)
    given = arguments.parse_args()
    torch.set_num_threads(given.threads)
    learn(given.fonts, given.out, minutes=given.minutes, seed=given.seed, start=given.start, peak=given.peak)


if __name__ == "__main__":
    main()

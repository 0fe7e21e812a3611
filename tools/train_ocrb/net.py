"""The network: a fully convolutional line reader with about half a million weights."""

from __future__ import annotations

from torch import Tensor, nn

CLASSES = 38
"""Blank, then the 37 characters of ``texts.ALPHABET``."""
STRIDE = 4
"""Input columns for each output column."""


def _step(
    before: int,
    after: int,
    kernel: int | tuple[int, int],
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 1,
) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(before, after, kernel, stride, padding, bias=False), nn.BatchNorm2d(after), nn.ReLU(inplace=True)
    )


class _Again(nn.Module):
    """A step whose input is added to what it makes."""

    def __init__(self, step: nn.Sequential) -> None:
        super().__init__()
        self.step = step

    def forward(self, x: Tensor) -> Tensor:
        """One pass."""
        return x + self.step(x)


class Net(nn.Module):
    """``[n, 1, 32, w]`` ink to ``[n, w / 4, 38]`` scores before the softmax."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            _step(1, 32, 5, 2, 2),
            _step(32, 48, 3, 2),
            _Again(_step(48, 48, 3)),
            _step(48, 96, 3, (2, 1)),
            _Again(_step(96, 96, 3)),
            _Again(_step(96, 96, 3)),
            _step(96, 144, (4, 1), 1, 0),
            _Again(_step(144, 144, (1, 5), 1, (0, 2))),
            _Again(_step(144, 144, (1, 5), 1, (0, 2))),
            nn.Conv2d(144, CLASSES, 1),
        )

    def forward(self, x: Tensor) -> Tensor:
        """One pass."""
        return self.body(x).squeeze(2).transpose(1, 2)

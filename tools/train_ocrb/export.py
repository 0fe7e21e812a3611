"""Write a trained model as ONNX: ``python -m train_ocrb.export model.pt ocrb-1.onnx``; prints its SHA-256."""

# ruff: noqa: T201 -- a program that prints

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import onnx
import torch

from train_ocrb.net import Net


def export(trained: Path, out: Path) -> str:
    """Export with any width; batch normalisation is folded into the weights. Answers the file's SHA-256."""
    net = Net()
    net.load_state_dict(torch.load(trained))
    net.eval()
    torch.onnx.export(
        net,
        (torch.zeros(1, 1, 32, 736),),
        str(out),
        input_names=["ink"],
        output_names=["scores"],
        dynamic_axes={"ink": {0: "lines", 3: "width"}, "scores": {0: "lines", 1: "columns"}},
        opset_version=17,
        dynamo=False,
    )
    model = onnx.load(str(out))
    onnx.checker.check_model(model)
    model.producer_name, model.producer_version, model.doc_string = "", "", "preclear ocrb-1, Apache-2.0"
    out.write_bytes(model.SerializeToString(deterministic=True))
    return hashlib.sha256(out.read_bytes()).hexdigest()


def main() -> None:
    """The command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("trained", type=Path)
    arguments.add_argument("out", type=Path)
    given = arguments.parse_args()
    print(export(given.trained, given.out))


if __name__ == "__main__":
    main()

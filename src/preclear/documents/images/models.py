"""The networks in the wheel of rapidocr, run by onnxruntime: loaded once, one thread, never fetched."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import onnxruntime

from preclear.errors import Unavailable

RECOGNISER = "PP-OCRv6_rec_small.onnx"
DETECTOR = "PP-OCRv6_det_small.onnx"


@cache
def session(model: str) -> Any:
    """The network of this file name. ``Unavailable`` where the installed rapidocr does not bring it."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(_place(model)), options, providers=["CPUExecutionProvider"])


def is_there(model: str) -> bool:
    """Whether the installed rapidocr brings this network."""
    try:
        return _place(model).is_file()
    except Unavailable:
        return False


def _place(model: str) -> Path:
    spec = find_spec("rapidocr")
    places = list(spec.submodule_search_locations or ()) if spec else []
    found = [path for place in places if (path := Path(place) / "models" / model).is_file()]
    if not found:
        raise Unavailable(f"the network {model} is not installed", mend="Install rapidocr 3.10, which brings it")
    return found[0]

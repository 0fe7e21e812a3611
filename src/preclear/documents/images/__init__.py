"""Photographed and scanned pages: the machine readable zone and the printed zone of passports, visas and cards.

Two independent readers read every zone: our own reader of OCR-B (``ocrb``), and PP-OCRv6 from the wheel of rapidocr.
Only where both give the same text in every field does a machine rely on it; everything else is shown to a person.
Nothing is fetched, and everything is bounded: bytes, points, pages, and the number of zones that are tried.

This room imports numpy, OpenCV and onnxruntime; ``preclear.documents`` does not.
"""

from preclear.documents.images.lines import Line, Reader
from preclear.documents.images.page import read
from preclear.documents.images.readers import installed

__all__ = ["Line", "Reader", "installed", "read"]
"""``read`` reads a page, ``installed`` names the readers here; ``Line`` and ``Reader`` are for adding another one."""

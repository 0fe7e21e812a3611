"""Our own reader of machine readable zone lines (OCR-B), independent of any other reader's model.

It was trained on drawn lines only (``tools/train_ocrb``), most of them random text: it reads names, and guesses none.
"""

from preclear.documents.images.ocrb.reading import VERSION, Line, read_lines

__all__ = ["VERSION", "Line", "read_lines"]

"""Reading a supporting paper in this very process; ``papers.look`` does it in a process of its own, within limits."""

from __future__ import annotations

from datetime import datetime

from preclear.documents.papers import pdf, pictures
from preclear.documents.papers.looking import is_pdf, known
from preclear.model.paper import PaperHints


def read(data: bytes, at: datetime | None = None) -> PaperHints:
    """What a PDF, JPEG or PNG shows of its history; ``InvalidInput`` for everything else. ``at`` is aware."""
    known(data)
    return pdf.read(data, at) if is_pdf(data) else pictures.read(data, at)

"""The hints that a paper can give, each with its innocent explanation. They order work and prove nothing."""

from __future__ import annotations

from preclear.model.paper import Hint

INNOCENT = {
    "active_content": "Forms calculate sums and open at a certain page with small programs.",
    "annotations": "Offices stamp papers and write notes on them; readers highlight text.",
    "damaged": "Transfers cut files, and older programs wrote tables that newer ones correct.",
    "dates.future": "The clock of a computer or the time zone was wrong.",
    "dates.order": "A program copied the dates of a template, or a clock was wrong.",
    "dates.saved_again": "Papers are signed, compressed or joined days after they were made.",
    "embedded_files": "Electronic invoices and archives carry their own data in an attachment.",
    "encrypted": "Banks and employers protect their letters against changes.",
    "form": "The paper is a form that the applicant was asked to fill in.",
    "metadata.disagrees": "Programs write the two places at different times, or only one of them.",
    "revision.pages": "Forms are filled in and comments added in a later state; some programs always save so.",
    "revisions": "Signing adds a state, and some programs save each change as one.",
    "scan": "Papers on paper are scanned or photographed.",
    "signature.added_after": "A second signature, a time stamp or a field filled in was added afterwards.",
    "signature.broken": "A mail gateway or a printing program rewrote the file after it was signed.",
    "software.editor": "Scans are turned, joined and made smaller with such programs, and letters designed with them.",
}
"""Innocent explanation of each hint by its id. A hint without one cannot be made."""


def hint(id_: str, text: str) -> Hint:
    """A hint with its innocent explanation."""
    return Hint(id=id_, text=text, innocent=INNOCENT[id_])


EDITORS = {
    "acrobat pro": "Adobe Acrobat Pro",
    "affinity": "Affinity",
    "canva": "Canva",
    "coreldraw": "CorelDRAW",
    "foxit": "Foxit",
    "gimp": "GIMP",
    "ilovepdf": "iLovePDF",
    "illustrator": "Adobe Illustrator",
    "inkscape": "Inkscape",
    "master pdf": "Master PDF Editor",
    "nitro": "Nitro",
    "paint.net": "Paint.NET",
    "pdf-xchange": "PDF-XChange",
    "pdfelement": "PDFelement",
    "pdfescape": "PDFescape",
    "phantompdf": "PhantomPDF",
    "photopea": "Photopea",
    "photoshop": "Adobe Photoshop",
    "picsart": "PicsArt",
    "pixelmator": "Pixelmator",
    "sejda": "Sejda",
    "smallpdf": "Smallpdf",
    "snapseed": "Snapseed",
}
"""Programs that change finished pages or pictures, by a piece of the name that they write into files."""


def editors(software: tuple[str, ...]) -> tuple[str, ...]:
    """Which of the programs named are editors of finished papers.

    >>> editors(("Adobe Photoshop 25.0 (Windows)", "Microsoft Word 2021"))
    ('Adobe Photoshop',)
    """
    named = [name.casefold() for name in software]
    return tuple(program for piece, program in EDITORS.items() if any(piece in name for name in named))

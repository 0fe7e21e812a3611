"""Synthetic supporting papers: a letter in PDF, and what may have happened to it on its way.

The same arguments give the same letter; only identifiers and salts inside the file, which the libraries draw at random,
differ. Employers and people are invented.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from enum import StrEnum
from typing import Any

import pikepdf
from asn1crypto import algos, x509
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.signers.pdf_signer import PdfSigner, PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

from preclear.specimens.pki import Signer, TestCountry

LETTER = (
    "Specimen Works Ltd, Utopia",
    "To whom it may concern",
    "Ms ANNA MARIA SPECIMEN has worked for us since 2019.",
    "Her salary is 2500 UTD a month.",
)


class Past(StrEnum):
    """What happened to a letter before it was handed in."""

    PLAIN = "plain"
    """Nothing: it was written and sent."""
    EDITED = "edited"
    """Its page was changed and saved upon the first state."""
    SIGNED = "signed"
    """Its issuer signed it."""
    SIGNED_THEN_EDITED = "signed_then_edited"
    """It was signed, and its page was changed afterwards, in a state of its own."""
    SIGNED_THEN_BROKEN = "signed_then_broken"
    """It was signed, and a digit of the signed part was overwritten in place."""
    RETOUCHED = "retouched"
    """It went through a program for pictures and was saved months later."""
    PROTECTED = "protected"
    """It can be read by all and changed with a password only."""
    LOCKED = "locked"
    """It opens with a password only."""
    SCANNED = "scanned"
    """It is a picture of a page."""
    ATTACHED = "attached"
    """It carries another file and a program that runs when it is opened."""
    SWOLLEN = "swollen"
    """A few kilobytes whose table of objects unpacks to two gigabytes."""


def make_letter(country: TestCountry, past: Past = Past.PLAIN, lines: Sequence[str] = LETTER) -> bytes:
    """A letter of one page with a past, made by an employer of ``country``."""
    plain = _plain(lines, past)
    if past in {Past.SIGNED, Past.SIGNED_THEN_EDITED, Past.SIGNED_THEN_BROKEN}:
        plain = _signed(plain, country)
    match past:
        case Past.EDITED | Past.SIGNED_THEN_EDITED:
            return _edited(plain)
        case Past.SIGNED_THEN_BROKEN:
            return plain.replace(b"2500 UTD", b"9500 UTD")
        case Past.LOCKED | Past.PROTECTED:
            return _protected(plain, past)
        case Past.SWOLLEN:
            return _swollen()
        case Past.SCANNED:
            return _scanned(country.noon)
        case _:
            return plain


def make_photograph(software: str = "", taken: str = "2026:01:01 09:30:00") -> bytes:
    """A JPEG of a paper as a telephone makes it; ``software`` is the program that it names."""
    exif = Image.Exif()
    if software:
        exif[0x0131] = software
    exif[0x0132] = taken
    stream = io.BytesIO()
    Image.new("L", (64, 64), 200).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def _plain(lines: Sequence[str], past: Past) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    page = pdf.pages[0]
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=_font()))
    page.Contents = pdf.make_stream(_text(lines))
    retouched = past is Past.RETOUCHED
    pdf.docinfo["/Producer"] = "Adobe Photoshop 25.0" if retouched else "LibreOffice 24.2"
    pdf.docinfo["/CreationDate"] = "D:20250901090000Z"
    pdf.docinfo["/ModDate"] = "D:20251220210000Z" if retouched else "D:20250901090000Z"
    if past is Past.ATTACHED:
        pdf.attachments["salary.xlsx"] = pikepdf.AttachedFileSpec(pdf, b"no sheet")
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('hello')")
    return _saved(pdf, compress_streams=False)


def _font() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)


def _text(lines: Sequence[str]) -> bytes:
    shown = b" ".join(b"(%s) Tj T*" % line.encode("ascii", "replace") for line in lines)
    return b"BT /F1 12 Tf 16 TL 72 760 Td " + shown + b" ET"


def _saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    stream = io.BytesIO()
    pdf.save(stream, deterministic_id="encryption" not in options, **options)
    return stream.getvalue()


class _State(IncrementalPdfFileWriter):
    """A further state, without the day of today in it."""

    def _update_meta(self) -> None:
        """Leave the document information as it is."""


def _edited(letter: bytes) -> bytes:
    """The salary changed in a state of its own, as an editor for PDF saves it."""
    writer = _State(io.BytesIO(letter))
    page = writer.root["/Pages"]["/Kids"][0]
    changed = [line.replace("2500", "9500") for line in LETTER]
    page[generic.pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=_text(changed)))
    writer.mark_update(page.container_ref)
    stream = io.BytesIO()
    writer.write(stream)  # type: ignore[no-untyped-call]  # pyHanko is not typed
    return stream.getvalue()


def _protected(letter: bytes, past: Past) -> bytes:
    opening = "open sesame" if past is Past.LOCKED else ""
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        return _saved(pdf, encryption=pikepdf.Encryption(owner="owner", user=opening, R=6))


def _scanned(at: datetime) -> bytes:
    stream, moment = io.BytesIO(), at.timetuple()
    Image.new("L", (200, 280), 240).save(stream, "PDF", resolution=72.0, creationDate=moment, modDate=moment)
    return stream.getvalue()


def _swollen(megabytes: int = 2048) -> bytes:
    """A table of objects as a stream that was compressed twice: each time a thousand to one."""
    packer = zlib.compressobj(9)
    first, block = (packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    checksum = ((megabytes << 20) % 65521 << 16 | 1).to_bytes(4)
    packed = zlib.compress(first + block * (megabytes - 1) + b"\x03\x00" + checksum, 9)
    start = b"%PDF-1.5\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj\n"
    table = b"3 0 obj <</Type/XRef/W[1 2 1]/Size 4/Root 1 0 R/Filter[/FlateDecode/FlateDecode]/Length %d>>" % len(
        packed
    )
    return start + table + b"stream\n" + packed + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % len(start)


class _Signing(PdfSigner):
    """Signs at a given time: what follows from a seed must not know the clock."""

    def __init__(self, meta: signers.PdfSignatureMetadata, signer: signers.Signer, at: datetime) -> None:
        super().__init__(meta, signer=signer)
        self.at = at

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> PdfSigningSession:  # noqa: FBT001, FBT002 -- pyHanko's signature
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


class _Employer(signers.Signer):
    """pyHanko's signer around a key of the specimens."""

    def __init__(self, signer: Signer) -> None:
        self._key = signer.key
        super().__init__(
            signing_cert=x509.Certificate.load(signer.certificate),
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # pyHanko is not typed
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
        )

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002, ARG002 -- pyHanko's signature
        return self._key.sign(data)


def _signed(letter: bytes, country: TestCountry) -> bytes:
    meta = signers.PdfSignatureMetadata(field_name="Employer", md_algorithm="sha256")
    employer = _Employer(country.make_signer("employer"))
    writer = _State(io.BytesIO(letter))
    # pyHanko starts an event loop of its own, which a thread in which one runs already would refuse.
    with ThreadPoolExecutor(1) as apart:
        signed: io.BytesIO = apart.submit(_Signing(meta, employer, country.noon).sign_pdf, writer).result()
    return signed.getvalue()

"""Pictures that were handed in: pages to read, and seals to verify.

A picture that shows nothing, or that two readers read differently, is never adverse: a person looks at it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from preclear.documents import TrustStore
from preclear.errors import InvalidInput, PreclearError
from preclear.model.application import Application, TravelDocument
from preclear.model.codes import CheckStatus
from preclear.model.dossier import ReadPage, ReadPaper, ReadSeal, Source
from preclear.model.verification import Mrz, SealVerification, Step
from preclear.services.means import Means
from preclear.services.ports import Seals
from preclear.services.shelf import Shelf

PAGE_KINDS = ("passport_page", "visa")
MOST_PAPERS = 12
_PAPER_TYPES = frozenset({"application/pdf", "image/jpeg", "image/png"})
MOST_PICTURES = 4
"""Pictures of each kind that are read: reading one costs about a second."""


def pages(application: Application, files: Mapping[str, bytes], means: Means, shelf: Shelf) -> tuple[ReadPage, ...]:
    """Read the pictures of passport pages and visas. With nobody to read them, nothing was asked."""
    if means.pages is None:
        return ()
    found = []
    for id_, kind, content in _pictures(application, files):
        source = Source(name=f"picture {id_}")
        try:
            reading = means.pages.read(content)
        except PreclearError as error:
            shelf.keep("page", source, unavailable=f"it cannot be read: {error}")
            continue
        readers = Source(name=source.name, version=", ".join(f"{one.reader} {one.version}" for one in reading.readers))
        if reading.mrz is None:
            shelf.keep("page", readers, unavailable="no machine readable zone was found on it")
        else:
            seen = "two readers agree" if reading.agreed else "the readers do not agree; a person looks"
            shelf.keep("page", readers, f"{reading.mrz.format}, {seen}")
        found.append(ReadPage(file=id_, kind=kind, reading=reading))
    return tuple(found)


def agreed_zone(read: tuple[ReadPage, ...]) -> Mrz | None:
    """The passport's zone, where two readers saw the same one."""
    return next((page.reading.mrz for page in read if page.kind == "passport_page" and page.reading.agreed), None)


def visa_zones(application: Application, read: tuple[ReadPage, ...]) -> tuple[tuple[TravelDocument, Mrz], ...]:
    """Zones of visas that were photographed and whose zone was not typed in."""
    typed = {visa.number for visa in application.visas if visa.mrz}
    zones = [page.reading.mrz for page in read if page.kind == "visa" and page.reading.agreed and page.reading.mrz]
    return tuple(
        (
            TravelDocument(type="V", number=zone.fields.document_number, issuing_state=zone.fields.issuing_state),
            zone,
        )
        for zone in zones
        if zone.format.startswith("MRV") and zone.fields.document_number not in typed
    )


def seals(
    application: Application, files: Mapping[str, bytes], zone: Mrz | None, means: Means, shelf: Shelf
) -> tuple[ReadSeal, ...]:
    """Verify the seals on the pictures. A picture without one says nothing."""
    if means.seals is None:
        return ()
    trust = means.trust or TrustStore.empty()
    found = []
    for id_, code in _codes(means.seals, application, files):
        source = Source(name=f"seal on picture {id_}", version=trust.version)
        try:
            seal = means.seals.verify(code, trust, shelf.at)
            against = _against(means.seals, seal, zone, application)
        except InvalidInput:
            continue  # a code that is no seal: a price label, an address
        shelf.keep("seal", source, f"{seal.kind} {seal.profile}: {seal.result}")
        found.append(ReadSeal(file=id_, seal=seal, against=against))
    return tuple(found)


def papers(application: Application, files: Mapping[str, bytes], means: Means, shelf: Shelf) -> tuple[ReadPaper, ...]:
    """What PDFs and pictures show of their own history: it orders the work of people and is no finding."""
    if means.papers is None:
        return ()
    found = []
    ids = [file.id for file in application.files if file.media_type in _PAPER_TYPES and file.id in files]
    for id_ in ids[:MOST_PAPERS]:
        try:
            hints = means.papers.look(files[id_], shelf.at)
        except PreclearError:
            continue  # a paper that cannot be opened is for people to open, or to ask for again
        found.append(ReadPaper(file=id_, hints=hints))
    if found:
        hinted = sum(bool(one.hints.hints) for one in found)
        shelf.keep("papers", Source(name="files that were handed in"), f"{len(found)} looked at, {hinted} with hints")
    return tuple(found)


def _against(reader: Seals, seal: SealVerification, zone: Mrz | None, application: Application) -> tuple[Step, ...]:
    """How the seal compares with the passport, or with one that it replaced: a visa may stand in an old booklet.

    What a forged seal says is nobody's word, and is compared with nothing.
    """
    signature = seal.step("signature")
    if signature and signature.status is CheckStatus.FAILED:
        return ()
    numbers = (application.document.number, *(previous.number for previous in application.previous_documents))
    compared = [reader.against(seal, zone, number) for number in numbers]
    return min(compared, key=lambda steps: sum(step.status is CheckStatus.FAILED for step in steps))


def _codes(reader: Seals, application: Application, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for id_, _, content in _pictures(application, files):
        try:
            yield from ((id_, code) for code in reader.find(content)[:MOST_PICTURES])
        except InvalidInput:
            continue  # what cannot be decoded was said when its page was read


def _pictures(application: Application, files: Mapping[str, bytes]) -> Iterator[tuple[str, str, bytes]]:
    for kind in PAGE_KINDS:
        ids = [file.id for file in application.files if file.kind == kind and file.id in files]
        yield from ((id_, kind, files[id_]) for id_ in ids[:MOST_PICTURES])

"""Pictures of pages and seals on their way into the dossier: what is seen, what is not, and what is never adverse."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from preclear.checks import catalogue
from preclear.checks.evidence import VIEWS
from preclear.documents import mrz
from preclear.errors import InvalidInput
from preclear.model.application import SubmittedFile
from preclear.model.codes import CheckStatus
from preclear.model.paper import Hint, PaperHints
from preclear.model.verification import MrzFields, PageReading, SealVerification, Step
from preclear.rulebook import base
from preclear.services.gather import gather
from preclear.services.means import Means
from preclear.testing.dossiers import ordinary_application

AT = datetime(2026, 5, 17, 8, tzinfo=UTC)
FIELDS = MrzFields(
    document_code="P",
    issuing_state="UTO",
    surname="ERIKSSON",
    given_names="ANNA MARIA",
    document_number="L898902C3",
    nationality="UTO",
    birth_date="1990-04-12",
    sex="F",
    expiry_date="2031-05-01",
    optional_data="",
)
PASSPORT = mrz.parse(mrz.format(FIELDS))
VISA = mrz.parse(mrz.format(replace(FIELDS, document_code="V", document_number="V0012345"), "MRV-A"))
PICTURE = b"\x89PNG made up"


def _reading(zone, status=CheckStatus.PASSED):
    return PageReading(mrz=zone, checks=(Step(id="readers.agree", status=status),), confidence=0.9)


@dataclass
class FakePages:
    """Gives each picture the reading that it is set up with; the others cannot be decoded."""

    readings: dict[bytes, PageReading]

    def read(self, data: bytes) -> PageReading:
        if data not in self.readings:
            raise InvalidInput("cannot be decoded", where="picture")
        return self.readings[data]

    def preview(self, data: bytes, longest: int) -> bytes:
        return data


@dataclass
class FakeSeals:
    codes: tuple[bytes, ...] = ()
    compared: list = field(default_factory=list)

    def find(self, picture: bytes) -> tuple[bytes, ...]:
        return self.codes

    def verify(self, data, trust, at) -> SealVerification:
        if data != b"seal":
            raise InvalidInput("is no seal", where="code")
        return SealVerification(kind="vds", result=CheckStatus.PASSED, checks=(), profile="visa")

    def against(self, seal, zone, passport_number):
        self.compared.append((zone, passport_number))
        return (Step(id="against.passport_number", status=CheckStatus.PASSED),)


def _gathered(*, kind="passport_page", readings=None, seals=None, **changes):
    application = ordinary_application(**changes)
    application = replace(application, files=(SubmittedFile(id="f1", kind=kind),))
    means = Means(
        catalogue=catalogue(), rulebook=base(), pages=FakePages(readings) if readings is not None else None, seals=seals
    )
    return gather(application, {"f1": PICTURE}, means, AT)


def test_a_page_that_two_readers_read_alike_stands_for_the_zone_that_was_not_typed():
    dossier = _gathered(readings={PICTURE: _reading(PASSPORT)})
    assert PASSPORT == dossier.mrz
    assert dossier.evidence_of("page").summary == "TD3, two readers agree"


def test_a_page_that_the_readers_read_differently_stands_for_nothing():
    dossier = _gathered(readings={PICTURE: _reading(PASSPORT, CheckStatus.UNDETERMINED)})
    assert dossier.mrz is None
    assert dossier.pages[0].reading.mrz == PASSPORT


def test_the_typed_zone_goes_before_the_picture():
    typed = mrz.format(replace(FIELDS, document_number="L898902C4"))
    dossier = _gathered(readings={PICTURE: _reading(PASSPORT)}, document={"mrz": list(typed)})
    assert dossier.mrz.fields.document_number == "L898902C4"


def test_a_picture_that_cannot_be_decoded_is_evidence_that_is_not_there():
    dossier = _gathered(readings={})
    assert dossier.pages == ()
    assert dossier.evidence_of("page").unavailable.startswith("it cannot be read")


def test_a_picture_without_a_zone_is_evidence_that_is_not_there():
    dossier = _gathered(readings={PICTURE: _reading(None)})
    assert dossier.evidence_of("page").unavailable == "no machine readable zone was found on it"


def test_the_page_of_a_visa_gives_the_zone_of_the_visa():
    dossier = _gathered(kind="visa", readings={PICTURE: _reading(VISA)})
    assert [("V0012345", VISA)] == [(document.number, zone) for document, zone in dossier.visa_mrz]
    assert dossier.mrz is None


def test_with_nobody_to_read_pages_nothing_is_asked():
    assert _gathered().evidence_of("page") is None


def test_a_seal_is_verified_and_compared_with_the_passport():
    seals = FakeSeals(codes=(b"seal",))
    dossier = _gathered(readings={PICTURE: _reading(PASSPORT)}, seals=seals)
    assert [("f1", "visa")] == [(one.file, one.seal.profile) for one in dossier.seals]
    assert [(PASSPORT, "L898902C3")] == seals.compared


def test_a_code_that_is_no_seal_says_nothing():
    assert _gathered(seals=FakeSeals(codes=(b"https://example.com",))).seals == ()


class FakePapers:
    def look(self, data, at) -> PaperHints:
        if data == PICTURE:
            return PaperHints(kind="png", size=1, hints=(Hint(id="software", text="edited", innocent="cropped"),))
        raise InvalidInput("cannot be opened", where="paper")


def test_papers_are_looked_at_for_people_and_not_for_checks():
    application = ordinary_application()
    files = (SubmittedFile(id="f1", kind="other", media_type="image/png"), SubmittedFile(id="f2", kind="other"))
    means = Means(catalogue=catalogue(), rulebook=base(), papers=FakePapers())
    dossier = gather(replace(application, files=files), {"f1": PICTURE, "f2": b"broken"}, means, AT)
    assert [("f1", "software")] == [(one.file, hint.id) for one in dossier.papers for hint in one.hints.hints]
    assert dossier.evidence_of("papers").summary == "1 looked at, 1 with hints"
    assert "papers" not in VIEWS


def test_what_a_forged_seal_says_is_compared_with_nothing():
    class Forged(FakeSeals):
        def verify(self, data, trust, at):
            failed = Step(id="signature", status=CheckStatus.FAILED)
            return SealVerification(kind="vds", result=CheckStatus.FAILED, checks=(failed,))

    seals = Forged(codes=(b"seal",))
    assert _gathered(seals=seals).seals[0].against == ()
    assert [] == seals.compared


def test_a_seal_may_name_a_passport_that_was_replaced():
    class Old(FakeSeals):
        def against(self, seal, zone, passport_number):
            fits = passport_number == "OLD000001"
            status = CheckStatus.PASSED if fits else CheckStatus.FAILED
            return (Step(id="against.passport_number", status=status),)

    replaced = [{"type": "P", "number": "OLD000001", "issuing_state": "UTO"}]
    dossier = _gathered(seals=Old(codes=(b"seal",)), previous_documents=replaced)
    assert [CheckStatus.PASSED] == [step.status for step in dossier.seals[0].against]

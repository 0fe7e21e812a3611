"""Filling in the form in tests, with a made-up passport."""

from django.core.files.uploadedfile import SimpleUploadedFile

from preclear.documents import mrz
from preclear.model.verification import MrzFields

ZONE = mrz.format(
    MrzFields(
        document_code="P",
        issuing_state="UTO",
        surname="SPECIMEN",
        given_names="ZARA",
        document_number="UT0000001",
        nationality="UTO",
        birth_date="1994-03-01",
        sex="F",
        expiry_date="2031-05-14",
        optional_data="",
    ),
    "TD3",
)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def begin(client, post):
    """The reference of a new form."""
    return post(client, "/apply/new").headers["Location"].split("/")[2]


def save(client, post, reference, path, **fields):
    """Answer one question on its page."""
    return post(client, f"/apply/{reference}/questions/{path}", **fields)


def fill_in(client, post, reference):
    """All that has to be answered, with the page of the passport."""
    save(client, post, reference, "document.mrz", answer="\n".join(ZONE))
    save(client, post, reference, "files.passport_page", file=SimpleUploadedFile("page.png", PNG))
    save(client, post, reference, "trip.purpose", answer="tourism")
    save(client, post, reference, "trip.destination.country", answer="XAR")
    save(client, post, reference, "trip.destination.address.city", answer="Exampleville")
    day = {"answer.day": "5", "answer.month": "12", "answer.year": "2026"}
    save(client, post, reference, "trip.arrive", **day)
    save(client, post, reference, "trip.leave", **{**day, "answer.day": "20"})
    save(client, post, reference, "protection.who_filled_in", answer="me")

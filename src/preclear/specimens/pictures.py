"""Applications with pictures: photographed pages, seals on visas, and a chip that was asked a question.

Pictures are made when the application is, not before: drawing one costs more than all the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from preclear.documents import mrz
from preclear.model.verification import MrzFields
from preclear.specimens.draft import Draft, Lines
from preclear.specimens.evidence import ActiveChip
from preclear.specimens.groups import active_key, security_options
from preclear.specimens.page import Shot, draw_page, photograph
from preclear.specimens.pki import TestCountry
from preclear.specimens.seals import SealBreak, as_picture, make_vds

ARCADIA = "XAR"
"""The invented State that issues the visas."""

_CHALLENGE = bytes.fromhex("0123456789abcdef")


def arcadia(country: TestCountry) -> TestCountry:
    """The State that seals visas for the people of ``country``; its bar code signer is ``barcode_signer(arcadia)``."""
    return replace(country, state=ARCADIA)


def photographed(draft: Draft) -> None:
    """The page was photographed, and no zone was typed in."""
    _page_picture(draft, lambda printed: printed)
    draft.reprint = lambda _: ()


def picture_of_old_passport(draft: Draft) -> None:
    """The zone of the new passport was typed in, and the picture shows the old one."""
    old = f"{draft.printed.document_number[:-2]}{int(draft.printed.document_number[-2:]) ^ 1:02}"
    _page_picture(draft, lambda printed: replace(printed, document_number=old))


def sealed_visa(draft: Draft) -> None:
    """A visa with a seal that names this passport."""
    _visa_picture(draft)


def altered_seal(draft: Draft) -> None:
    """Somebody changed what the seal of the visa says."""
    _visa_picture(draft, broken=SealBreak.ALTERED)


def seal_of_another(draft: Draft) -> None:
    """The seal of the visa is genuine, and was made for another person's passport."""
    _visa_picture(draft, passport="UT9999998")


def copied_chip(draft: Draft) -> None:
    """A copy of a chip's files on another chip: the answer to the challenge was made with another key."""
    genuine, copy = ActiveChip("genuine"), ActiveChip("copy")
    draft.further[14] = security_options(genuine.info)
    draft.further[15] = active_key(genuine.spki)
    draft.recorded["AA"] = copy.evidence(_CHALLENGE)


def _page_picture(draft: Draft, change: Callable[[MrzFields], MrzFields]) -> None:
    def picture(printed: MrzFields, _: TestCountry) -> bytes:
        shot = Shot(width=1000, turn=draft.rng.uniform(-2, 2), blur=0.4, noise=3, table=0.06)
        return photograph(draw_page(change(printed)), shot, printed.document_number)

    draft.pictures["p1"] = ("passport_page", picture)


def _visa_picture(draft: Draft, *, passport: str = "", broken: SealBreak | None = None) -> None:
    number = f"V{draft.person.number:07}"

    def picture(printed: MrzFields, country: TestCountry) -> bytes:
        visa = replace(printed, document_code="V", issuing_state=ARCADIA, document_number=number)
        seal = make_vds(
            visa,
            country=arcadia(country),
            passport_number=passport or printed.document_number,
            broken=broken,
            state=ARCADIA,
        )
        return as_picture(seal.data)

    draft.form["visas"] = [
        {
            "type": "V",
            "number": number,
            "issuing_state": ARCADIA,
            "mrz": list(_visa_zone(draft.printed, number)),
        }
    ]
    draft.pictures["v1"] = ("visa", picture)


def _visa_zone(printed: MrzFields, number: str) -> Lines:
    visa = replace(printed, document_code="V", issuing_state=ARCADIA, document_number=number)
    return mrz.format(visa, "MRV-B")

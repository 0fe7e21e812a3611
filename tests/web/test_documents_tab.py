"""The documents of a case in words: readers side by side, what was repaired, what a seal says, which paper first."""

from __future__ import annotations

from dataclasses import replace

from preclear.model.application import SubmittedFile
from preclear.model.codes import CheckStatus
from preclear.model.dossier import ReadPaper, ReadSeal
from preclear.model.paper import Hint, PaperHints
from preclear.model.verification import Repair, SealVerification, Sight, Step
from preclear.testing import ordinary, vary
from preclear.web.desk import documents
from preclear.web.i18n import load

EN, UR = load("en"), load("ur")
ORDINARY = ordinary()


def _with_readers(dossier, *lines, status=CheckStatus.PASSED):
    page = dossier.pages[0]
    sights = tuple(Sight(reader=f"reader {number}", version="1", lines=seen) for number, seen in enumerate(lines))
    agree = Step(id="readers.agree", status=status)
    zone = page.reading.mrz
    reading = replace(
        page.reading,
        readers=sights,
        checks=(*zone.checks, agree),
        repairs=(Repair(line=1, position=5, before="0", after="O"),),
    )
    return replace(dossier, pages=(replace(page, reading=reading),))


def _group(dossier, title):
    return next(one for one in documents.groups(dossier, EN) if one.title.startswith(title))


def test_places_in_which_two_readers_differ_are_marked():
    page = _group(_with_readers(ORDINARY, ("P<UTO", "L89"), ("P<UT0", "L89")), "Photographed page")
    assert frozenset({(0, 4)}) == page.differing


def test_every_repair_is_said():
    page = _group(_with_readers(ORDINARY, ("P<UTO",)), "Photographed page")
    assert (("Line 1, character 5", "read as 0, taken as O"),) == page.rows


def test_steps_of_the_zone_stand_with_the_page_only_while_it_is_not_taken():
    taken = _group(_with_readers(ORDINARY, ("P",)), "Photographed page")
    doubted = _group(_with_readers(ORDINARY, ("P",), status=CheckStatus.UNDETERMINED), "Photographed page")
    assert ["readers.agree"] == [step.id for step in taken.steps]
    assert "digit.composite" in [step.id for step in doubted.steps]


def test_what_a_seal_says_is_shown_flat():
    seal = SealVerification(
        kind="vds",
        profile="visa",
        result=CheckStatus.PASSED,
        checks=(),
        message={"mrz": ("V<UTO", "V001"), "stay": {"days": 30}},
    )
    group = _group(replace(ORDINARY, seals=(ReadSeal(file="f2", seal=seal),)), "Visible digital seal")
    assert (("mrz", "V<UTO\nV001"), ("stay: days", "30")) == group.rows


def test_the_chip_says_who_signed_and_why_that_is_trusted():
    terms = [term for term, _ in _group(ORDINARY, "Chip").rows]
    assert {"Holder in the chip", "Signed by", "Signature"} <= set(terms)


def test_the_tab_counts_every_step_that_the_page_shows():
    failed = Step(id="against.passport_number", status=CheckStatus.FAILED)
    seal = SealVerification(kind="vds", profile="visa", result=CheckStatus.FAILED, checks=())
    dossier = _with_readers(replace(ORDINARY, seals=(ReadSeal(file="f2", seal=seal, against=(failed,)),)), ("P",))
    shown = [step for group in documents.groups(dossier, EN) for step in group.steps]
    assert shown == list(documents.all_steps(dossier))
    assert failed in shown


def test_titles_are_there_in_urdu():
    titles = [one.title for one in documents.groups(ORDINARY, UR)]
    assert not [title for title in titles if title.startswith(("Machine", "Photographed", "Chip"))]


def test_papers_with_hints_come_first_and_the_others_stay():
    files = (SubmittedFile(id="f1", kind="other"), SubmittedFile(id="f2", kind="other"))
    seen = PaperHints(kind="pdf", size=1, hints=(Hint(id="revision", text="saved twice", innocent="a signature"),))
    dossier = replace(ORDINARY, papers=(ReadPaper(file="f2", hints=seen),))
    application = replace(dossier.application, files=files)
    assert ["f2", "f1"] == [file.id for file in documents.files_in_order(application, dossier)]


def test_without_anything_verified_there_is_no_group():
    assert [] == documents.groups(vary(ORDINARY, mrz=None, chip=None, page=None, seal=None), EN)

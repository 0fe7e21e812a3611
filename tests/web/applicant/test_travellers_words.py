"""All that travellers read is there in Urdu: the form of the agreement, the steps, and what cannot be used."""

import ast
from importlib.resources import files
from pathlib import Path

import pytest
from jinja2.ext import babel_extract

from preclear import partners, services
from preclear.web import applicant
from preclear.web.applicant import reading, status, timeline, wording
from preclear.web.i18n import load

AGREEMENT = partners.parse(files("preclear.partners").joinpath("agreements", "uto-xar.yaml").read_bytes())
URDU = load("ur")
SAYING = ("typed", "attached", "papers", "filling")


def sentences_of(path):
    """What is raised or made into a step, with how to mend it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        named = getattr(getattr(node, "func", None), "id", "")
        if isinstance(node, ast.Call) and named in {"InvalidInput", "_unusable", "Step"}:
            given = [*node.args[:1], *(one.value for one in node.keywords if one.arg in {"mend", "who", "text"})]
            yield from (one.value for one in given if isinstance(one, ast.Constant))


def test_steps_and_sections_are_there_in_urdu():
    said = {
        *wording.SECTIONS.values(),
        *wording.PERIODS.values(),
        *timeline._EVENTS.values(),
        *timeline._NOW.values(),
        *(news.heading for news in status.GONE.values()),
        *(news.text for news in status.GONE.values()),
        *reading._LOOKED.values(),
    }

    assert set() == said - URDU.sentences.keys()


def test_what_cannot_be_used_is_said_in_urdu():
    folders = (Path(services.__file__).parent, Path(applicant.__file__).parent)
    modules = [folders[0] / f"{name}.py" for name in (*SAYING, "draft")] + list(folders[1].glob("*.py"))
    said = {sentence for module in modules for sentence in sentences_of(module)}

    assert len(said) > 20
    assert set() == said - URDU.sentences.keys()


def test_the_reasons_on_paper_are_there_in_urdu():
    page = Path(applicant.__file__).parents[1] / "templates" / "applicant" / "reasons.html"
    with page.open("rb") as source:
        found = [message for _, _, message, _ in babel_extract(source, {"both": None, "lines": None}, [], {})]
    said = {message if isinstance(message, str) else message[0] for message in found if message}

    assert len(said) > 8
    assert set() == said - URDU.sentences.keys()


@pytest.mark.parametrize("question", AGREEMENT.form, ids=lambda question: question.path)
def test_every_question_is_there_in_both_languages(question):
    texts = [question.label, question.why, question.example, *question.choices.values()]

    assert all({"en", "ur"} <= text.keys() for text in texts if text)
    assert question.label["en"]
    assert question.section in wording.SECTIONS


def test_the_privacy_notice_is_there_in_both_languages():
    assert {"en", "ur"} == AGREEMENT.privacy_notice.keys()


def test_what_is_asked_about_protection_may_only_lead_to_help():
    uses = {one.use for one in AGREEMENT.form if one.path.startswith("protection.") or one.path == "preparer.fee_paid"}

    assert {"protective_only"} == uses


def test_names_of_states_are_in_the_language_of_the_reader():
    assert ("پاکستان", "Pakistan", "Arcadia", "Utopia") == (
        wording.country("PAK", "ur"),
        wording.country("PAK", "en"),
        wording.state_named("XAR", AGREEMENT, "en"),
        wording.state_named("UTO", AGREEMENT, "en"),
    )

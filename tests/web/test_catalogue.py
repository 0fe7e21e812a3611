import ast
from pathlib import Path
from string import Formatter

import pytest
from jinja2.ext import babel_extract
from markupsafe import Markup

from preclear.errors import NotFound
from preclear.model.text import Text
from preclear.web.i18n import load

SOURCE = Path(__file__).parents[2] / "src" / "preclear"
TEMPLATES = SOURCE / "web" / "templates"
URDU = load("ur")


def sentences_of_templates():
    found = {}
    for template in sorted(TEMPLATES.rglob("*.html")):
        with template.open("rb") as source:
            for line, _, message, _ in babel_extract(source, {"_": None, "ngettext": (1, 2)}, [], {}):
                found[message if isinstance(message, str) else message[0]] = f"{template.relative_to(TEMPLATES)}:{line}"
    return found


def sentences_of_checks():
    """What the checks ask (the first line of a docstring), say, and name as a way out or an honest look-alike."""
    for module in sorted((SOURCE / "checks").rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "")
            if isinstance(node, ast.FunctionDef) and any(isinstance(each, ast.Call) for each in node.decorator_list):
                yield ast.get_docstring(node).splitlines()[0], module.stem
            elif name in {"note", "concern", "serious", "speak"}:
                words = [
                    *node.args[:1],
                    *(each.value for each in node.keywords if each.arg in {"resolved_by", "innocent"}),
                ]
                yield from ((each.value, module.stem) for each in words if isinstance(each, ast.Constant))


def places(sentence):
    return sorted(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)


def test_every_sentence_of_the_templates_is_there_in_urdu():
    known = {*URDU.sentences, *URDU.plurals}
    missing = {sentence: place for sentence, place in sentences_of_templates().items() if sentence not in known}

    assert {} == missing


def test_every_sentence_of_the_checks_is_there_in_urdu():
    assert {} == {text: check for text, check in sentences_of_checks() if text not in URDU.sentences}


def test_templates_and_checks_were_found():
    assert "Skip to the main content" in sentences_of_templates()
    assert "expired on {expires}" in dict(sentences_of_checks())


def test_a_translation_has_the_same_places_as_its_key():
    assert [] == [key for key, urdu in URDU.sentences.items() if places(key) != places(urdu)]


def test_the_digits_of_urdu_are_latin():
    arabic = set("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")

    assert [] == [key for key, urdu in URDU.sentences.items() if arabic & set(urdu)]


def test_a_sentence_without_a_translation_comes_out_in_english():
    assert "Never said {word}" == URDU.text("Never said {word}").replace("\u2068", "")


def test_values_keep_their_own_direction_inside_urdu():
    assert "صفحہ \u2068PC-7\u2069" == URDU.text("Page {n}", n="PC-7")


def test_values_are_escaped_in_pages_and_markup_is_not():
    page = load("en").markup("Look: {bad} {good}", bad="<i>", good=Markup("<b>x</b>"))

    assert Markup("Look: &lt;i&gt; <b>x</b>") == page


@pytest.mark.parametrize(("n", "expected"), [(0, "0 checks"), (1, "1 check"), (2, "2 checks")])
def test_one_thing_has_its_own_form(n, expected):
    assert expected == load("en").plural("{n} check", "{n} checks", n)


def test_a_finding_is_looked_up_by_its_template():
    text = Text.of("Enter a real day, for example {example}", example="2026-12-07")

    assert "صحیح تاریخ لکھیں، مثلاً \u20682026-12-07\u2069" == URDU.of(text)


def test_an_unknown_language_is_not_found():
    with pytest.raises(NotFound, match="no pages in the language 'xx'"):
        load("xx")

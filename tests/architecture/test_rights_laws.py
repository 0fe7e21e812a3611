"""Rights that the structure keeps: there is no place in which certain things about a person could be written."""

import json
import re
from itertools import chain

import pytest
from house import SOURCE, here, sources

FORBIDDEN = re.compile(
    r"demeanou?r|emotion|voice|facial|gaze|sweat|nervous|body_?language|lie_?detect|polygraph", re.IGNORECASE
)
NAMES = re.compile(r"""(?:name|id|for)\s*=\s*["']([^"']+)["']""")


def _keys(value):
    if isinstance(value, dict):
        yield from value
        yield from chain.from_iterable(map(_keys, value.values()))
    elif isinstance(value, list):
        yield from chain.from_iterable(map(_keys, value))


def test_the_application_has_no_field_for_demeanour_emotion_or_voice():
    schema = json.loads((SOURCE / "model" / "application.schema.json").read_text("utf-8"))
    assert [] == [key for key in _keys(schema) if FORBIDDEN.search(key)]


@pytest.mark.parametrize("room", ["model", "storage", "decisions", "services", "checks", "rulebook"])
def test_no_field_of_a_record_is_for_demeanour_emotion_or_voice(room):
    field = re.compile(r"^\s+(\w+)\s*(?::|=)", re.MULTILINE)
    files = [path for path in sources() if path.is_relative_to(SOURCE / room)]
    found = [
        f"{here(path)} {name}"
        for path in files
        for name in field.findall(path.read_text("utf-8"))
        if FORBIDDEN.search(name)
    ]
    assert [] == found


def test_no_page_asks_for_demeanour_emotion_or_voice():
    pages = chain((SOURCE / "web").rglob("*.html"), (SOURCE / "partners").rglob("*.yaml"))
    asked = re.compile(r"""(?:name|field)\s*[=:]\s*["']?([\w.\-]+)""")
    found = [
        f"{here(path)} {name}"
        for path in pages
        for name in asked.findall(path.read_text("utf-8"))
        if FORBIDDEN.search(name)
    ]
    assert [] == found


def test_no_column_of_the_database_is_for_demeanour_emotion_or_voice():
    made = "".join(path.read_text("utf-8") for path in (SOURCE / "storage" / "migrations").glob("0*.py"))
    columns = re.findall(r"""\(\s*["'](\w+)["'],\s*models\.""", made)
    assert columns
    assert [] == [name for name in columns if FORBIDDEN.search(name)]

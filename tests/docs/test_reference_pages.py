"""The reference is made from the code: a page that is stale, or a thing that is in none, fails."""

import dataclasses
import importlib
import importlib.util
from functools import cache
from pathlib import Path

import pytest

from preclear.checks import catalogue
from preclear.cli.app import GROUPS
from preclear.decisions.transitions import TRANSITIONS
from preclear.errors import PreclearError
from preclear.settings import Settings

DOCS = Path(__file__).resolve().parents[2] / "docs"


@cache
def generator():
    spec = importlib.util.spec_from_file_location("generate_reference", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page(name):
    return (DOCS / "reference" / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize("name", ["commands", "settings", "errors", "checks", "states", "api"])
def test_no_page_of_the_reference_is_stale(name):
    assert generator().PAGES[name]() == page(name), "run: python docs/generate.py"


def test_every_page_is_tested():
    assert {"commands", "settings", "errors", "checks", "states", "api"} == set(generator().PAGES)
    assert {f"{name}.md" for name in generator().PAGES} == {path.name for path in (DOCS / "reference").iterdir()}


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_every_command_is_documented_and_says_in_one_place_what_it_is_for(name):
    app = importlib.import_module(f"preclear.cli.{name}").app
    assert GROUPS[name] == app.help
    assert f"## preclear {name}\n" in page("commands")


def _leaves(app, line):
    if app.default_command is not None:
        yield line, app
        return
    for name in app:
        if not name.startswith("-"):
            yield from _leaves(app[name], f"{line} {name}")


COMMANDS = [
    leaf for name in sorted(GROUPS) for leaf in _leaves(importlib.import_module(f"preclear.cli.{name}").app, name)
]


@pytest.mark.parametrize(("line", "app"), COMMANDS, ids=[line for line, _ in COMMANDS])
def test_every_command_says_what_it_does_and_what_each_parameter_means(line, app):
    assert f"preclear {line}\n" in page("commands")
    arguments = app.assemble_argument_collection(parse_docstring=True)
    assert [] == [one.names for one in arguments if not one.parameter.help and "--json" not in one.names]


@pytest.mark.parametrize("name", [one.name for one in dataclasses.fields(Settings)])
def test_every_setting_is_documented(name):
    assert f"| `{name}` |" in page("settings")


@pytest.mark.parametrize("kind", [PreclearError, *PreclearError.__subclasses__()])
def test_every_error_is_documented(kind):
    assert f"| `{kind.code}` | `{kind.__name__}` |" in page("errors")


@pytest.mark.parametrize("name", [one.id for one in catalogue().checks])
def test_every_check_is_documented(name):
    assert f"### {name}\n" in page("checks")


@pytest.mark.parametrize("name", TRANSITIONS)
def test_every_step_of_an_application_is_documented(name):
    assert f"| `{name}` |" in page("states")

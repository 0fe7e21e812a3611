# ruff: noqa: INP001 -- a script that stands beside what it writes
"""Write ``docs/reference`` from the code: ``python docs/generate.py``. A test compares, so no page can grow stale.

Each page has one function that gives its Markdown; ``PAGES`` names them all.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import os
import pkgutil
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cyclopts
import yaml
from starlette.routing import Route

from preclear import checks, errors
from preclear.clearance.states import RULES
from preclear.cli.app import GROUPS
from preclear.decisions.transitions import TRANSITIONS
from preclear.errors import PreclearError
from preclear.settings import Settings

PLACE = Path(__file__).parent / "reference"
_MADE = "<!-- Made by docs/generate.py from the code. Change the code, then run it. -->\n"
_EXITS = """\
Exit status: 0 the job is done; 1 something is not well (`rules check`, `audit verify`, `database check`, `doctor`);
2 the input cannot be used; 3 something is unavailable; 70 a bug. `--json` prints one JSON document and nothing else.
A tick marks what must be given."""
_SECTION = re.compile(r"\n\s*(Parameters|Returns|Raises)\n\s*-{3,}")


def commands() -> str:
    """Every command with its parameters, from the docstrings that ``--help`` shows too."""
    groups = {name: importlib.import_module(f"preclear.cli.{name}").app for name in GROUPS}
    head = [
        "# Commands",
        _EXITS,
        _table(("command", "what it is for"), ((f"[`{name}`](#preclear-{name})", GROUPS[name]) for name in groups)),
    ]
    return _page(*head, *(part for name, app in groups.items() for part in _commands(f"preclear {name}", app)))


def _commands(line: str, app: cyclopts.App) -> Iterator[str]:
    yield f"## {line}" if line.count(" ") == 1 else f"### {line}"
    if app.default_command is None:
        yield app.help
        for name in sorted(name for name in app if not name.startswith("-")):
            yield from _commands(f"{line} {name}", app[name])
        return
    yield _described(app.default_command)
    arguments = list(app.assemble_argument_collection(parse_docstring=True))
    if arguments:
        yield _table(("parameter", "must", "meaning", "default"), map(_argument, arguments))


def _described(command: Callable[..., Any]) -> str:
    """The docstring before its list of parameters; what is set in there stays set in."""
    return _SECTION.split(inspect.getdoc(command) or "")[0].strip().replace("``", "`")


def _argument(one: Any) -> tuple[str, str, str, str]:
    place = one.field_info.name.upper().rstrip("_")
    positional = one.field_info.kind is not inspect.Parameter.KEYWORD_ONLY
    default = one.field_info.default
    shown = "" if default in (inspect.Parameter.empty, None, "", (), False) else f"`{default}`"
    name = f"`{place}`" if positional else f"`{one.names[0]}`"
    meaning = one.parameter.help or ("Print one JSON document." if one.names[0] == "--json" else "")
    return name, "✓" if one.required else "", meaning.replace("``", "`"), shown


def settings() -> str:
    """Every setting with its default and its meaning."""
    rows = (
        (f"`{one.name}`", f"`PRECLEAR_{one.name.upper()}`", _type(one.type), _default(one), one.metadata["doc"])
        for one in dataclasses.fields(Settings)
    )
    return _page(
        "# Settings",
        "Read from a TOML file, whose path the variable `PRECLEAR_CONFIG` gives, then from the environment, which "
        "wins. An unknown name is refused. `preclear doctor` says what is set up and what is not.",
        _table(("in the file", "in the environment", "type", "default", "meaning"), rows),
    )


def _type(named: Any) -> str:
    return {"str": "text", "int": "whole number", "bool": "yes or no", "Path": "path"}[str(named)]


def _default(one: dataclasses.Field[Any]) -> str:
    if one.name == "home":
        return "`preclear` in the user's data folder"
    if isinstance(one.default, bool):
        return "`yes`" if one.default else "`no`"
    return f"`{one.default}`" if str(one.default) else ""


def error_codes() -> str:
    """Every error with what it becomes on the command line and over HTTP."""
    from preclear.gateway.problems import STATUS as CARRIERS
    from preclear.web.errors import status_of

    def row(kind: type[PreclearError]) -> tuple[str, ...]:
        status = status_of(kind("example"))
        carriers = CARRIERS[kind].value if kind in CARRIERS else 500
        exits = 3 if kind is errors.Unavailable else 2
        return f"`{kind.code}`", f"`{kind.__name__}`", _first(kind), str(exits), str(status), str(carriers)

    kinds = [PreclearError, *PreclearError.__subclasses__()]
    tree = (inspect.getdoc(errors) or "").split("\n\n")[1]
    return _page(
        "# Errors",
        "Codes are stable; the text is for people and may change. Every error says what is wrong and, where it can, "
        "where, after which rule, and how to mend it. A finding about a traveller is never an error.",
        f"```text\n{tree}\n```",
        _table(("code", "in Python", "meaning", "exit status", "HTTP", "carrier gateway"), map(row, kinds)),
        "Over HTTP an error is a problem document (RFC 9457) with `code`, and `where` for `invalid_input`; on the "
        'command line it is one line on standard error and, with `--json`, `{"error": {"code", "message", "where"}}`.',
    )


def catalogue() -> str:
    """Every check: its question, its source, how loud it can speak, what it sees, its honest look-alikes."""
    found = checks.catalogue().checks
    rooms = dict.fromkeys(one.room for one in found)
    told = (
        f"{len(found)} checks, by room. A check sees only the evidence that is named here; what is missing makes it "
        "`not_checked`, which counts against nobody. [How to add one](../how-to-add-a-check.md)."
    )
    parts = ["# Checks", told]
    for room in rooms:
        own = [one for one in found if one.room == room]
        axis = f"Findings speak to the axis `{own[0].axis}`." if own[0].axis else "Findings go to a person."
        parts += [f"## {room}", axis, *(part for one in own for part in _check(one))]
    return _page(*parts)


def _check(one: checks.Check) -> Iterator[str]:
    place = Path(checks.__file__).parent / one.room / f"{one.id.partition('.')[2]}.examples.yaml"
    examples = yaml.safe_load(place.read_text("utf-8"))
    loud = {weight for example in examples for weight in example["expect"]}
    yield f"### {one.id}"
    yield one.question
    facts = [
        f"- Source: {one.source}",
        f"- Speaks as: {', '.join(weight for weight in ('note', 'concern', 'serious') if weight in loud)}",
        f"- Sees: {', '.join(f'`{name}`' for name in (*one.needs, *one.welcomes))}",
    ]
    facts += [f"- Honest look-alike: {e['example']} ({e['because']})" for e in examples if "honest" in e]
    yield "\n".join(facts)


def states() -> str:
    """The life of an application and of a clearance, as diagrams and tables."""
    moves = ((name, way.sources, way.target, way.roles, way.verb, way.clocks) for name, way in TRANSITIONS.items())
    rows = (
        (f"`{name}`", _words(sources), f"`{target}`", _words(roles), f"`{verb}`", ", ".join(clocks))
        for name, sources, target, roles, verb, clocks in moves
    )
    granted = (
        (f"`{event}`", _words(rule.before), f"`{rule.after}`", _words(rule.who), "✓" if rule.needs_reason else "")
        for event, rule in RULES.items()
    )
    drawn = {name: way for name, way in TRANSITIONS.items() if name not in {"withdraw", "lapse"}}
    return _page(
        "# States",
        "## Application",
        "`withdraw` and `lapse` lead out of every state before a decision and are left out of the picture. Time that "
        "runs out escalates to a person; it is never adverse to the applicant.",
        _diagram((name, way.sources, way.target) for name, way in drawn.items()),
        _table(("event", "from", "to", "who", "in the audit log", "clocks"), rows),
        "## Clearance",
        _diagram((str(event), rule.before, rule.after) for event, rule in RULES.items()),
        _table(("event", "from", "to", "who", "needs a reason"), granted),
    )


def _diagram(moves: Iterable[tuple[str, Iterable[str], str]]) -> str:
    lines = [f"    {source} --> {target}: {name}" for name, before, target in moves for source in sorted(before)]
    return "\n".join(("```mermaid", "stateDiagram-v2", *lines, "```"))


def _words(values: Iterable[str]) -> str:
    return ", ".join(f"`{value}`" for value in sorted(values))


def api() -> str:
    """Every route for programs: the HTTP API of the pages, and the carrier gateway."""
    parts = ["# HTTP", "## Carrier gateway", "See [the carrier gateway](../carrier-gateway.md)."]
    parts.append(_table(("method", "address", "what it does"), _carrier_routes()))
    operations = list(_operations())
    if operations:
        parts += ["## API of the case side", "The whole description is at `GET /api/v1/openapi.json`."]
        parts.append(_table(("method", "address", "what it does"), operations))
    return _page(*parts)


def _carrier_routes() -> Iterator[tuple[str, str, str]]:
    from preclear.gateway.app import create_app
    from preclear.gateway.options import GatewayOptions

    with tempfile.TemporaryDirectory() as folder:
        for route in create_app(GatewayOptions(folder=Path(folder))).routes:
            if not isinstance(route, Route):
                continue
            methods = " ".join(sorted((route.methods or set()) - {"HEAD"}))
            yield f"`{methods}`", f"`{route.path}`", _first(route.endpoint)


def _operations() -> Iterator[tuple[str, str, str]]:
    for made in _ninja():
        schema = made.get_openapi_schema()
        for place, methods in schema["paths"].items():
            for method, operation in methods.items():
                text = (operation.get("description") or operation.get("summary") or "").strip().split("\n\n")[0]
                yield f"`{method.upper()}`", f"`{place}`", " ".join(text.split())


def _ninja() -> list[Any]:
    from ninja import NinjaAPI

    package = importlib.import_module("preclear.web.api")
    names = [f"{package.__name__}.{one.name}" for one in pkgutil.iter_modules(package.__path__)]
    modules = [package, *map(importlib.import_module, names)]
    found = {id(value): value for module in modules for value in vars(module).values()}
    return [value for value in found.values() if isinstance(value, NinjaAPI)]


PAGES: Mapping[str, Callable[[], str]] = {
    "commands": commands,
    "settings": settings,
    "errors": error_codes,
    "checks": catalogue,
    "states": states,
    "api": api,
}
"""Each page of the reference by its name, and what writes it."""


def _first(documented: Any) -> str:
    return " ".join((inspect.getdoc(documented) or "").split("\n\n")[0].split()).replace("``", "`")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _page(*parts: str) -> str:
    return _MADE + "\n" + "\n\n".join(parts) + "\n"


@contextmanager
def _django() -> Iterator[None]:
    """Django set up on a data folder of its own, for the pages that ask it."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["PRECLEAR_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "preclear.web.django_settings"
        import django

        django.setup()
        yield


def main() -> None:
    """Write every page."""
    with _django():
        PLACE.mkdir(exist_ok=True)
        for name, page in PAGES.items():
            (PLACE / f"{name}.md").write_text(page(), encoding="utf-8")
            sys.stdout.write(f"docs/reference/{name}.md\n")


if __name__ == "__main__":
    main()

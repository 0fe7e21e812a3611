"""What a linter does not say: laws of the house about the source itself."""

import ast
import re

import pytest
from house import ROOT, SOURCE, committed, exceptions, here, nodes, room, sources, suite, tree

LATE_IMPORTS = {"cli", "bootstrap"}
FORBIDDEN_IN_CHECKS = {"open", "__import__", "eval", "exec", "compile", "globals", "setattr"}
EMPTY_WORDS = ("Manager", "Helper", "Util", "Utils", "Impl", "Data", "Info")
NAMED_BY_DJANGO = {"AccountManager", "UserManager"}
_EXCEPTION = re.compile(r"#\s*(noqa|type:\s*ignore|ruff:\s*noqa|pragma:\s*no)")
_REASON = re.compile(r"--\s+\S|\]\s+#\s*\S")  # mypy wants its own comment to end before the reason
# A bracket keeps each pattern from finding itself.
_MACHINE = re.compile(r"/[r]oot/|/[h]ome/[a-z]|/[w]ork/|[/\\]U[s]ers[/\\]")
_REGISTRIES = re.compile(r"[p]ypi\.org|[p]ythonhosted\.org|[r]egistry\.npm|[n]pmjs\.(org|com)")


def test_the_package_asserts_nothing():
    assert [] == [here(path, node.lineno) for path in sources() for node in nodes(path, ast.Assert)]


def test_imports_stand_at_the_top():
    late = [
        here(path, node.lineno)
        for path in sources()
        if room(path) not in LATE_IMPORTS
        for function in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef)
        if not (function.name == "ready" and path.name == "apps.py")
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert [] == late


def test_checks_reach_nothing_but_their_evidence():
    names = [
        here(path, node.lineno)
        for path in (SOURCE / "checks").glob("*/*.py")
        for node in nodes(path, ast.Name)
        if node.id in FORBIDDEN_IN_CHECKS
    ]
    assert [] == names


def test_every_lint_exception_says_why():
    silent = [
        here(path, line)
        for path in (*sources(), *suite())
        for line, text in exceptions(path)
        if _EXCEPTION.search(text) and not _REASON.search(text)
    ]
    assert [] == silent


def test_every_lint_exception_of_the_whole_project_says_why():
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    ignored = text[text.index("ignore = [") : text.index("[tool.ruff.lint.flake8-tidy-imports")]
    rules = [line for line in ignored.splitlines() if re.match(r'\s+"[A-Z]', line)]
    assert [] == [line.strip() for line in rules if "# --" not in line]


def test_no_class_has_an_empty_name():
    empty = [
        f"{here(path, node.lineno)} {node.name}"
        for path in sources()
        for node in nodes(path, ast.ClassDef)
        if node.name.endswith(EMPTY_WORDS) and node.name not in NAMED_BY_DJANGO
    ]
    assert [] == empty


def test_nothing_names_a_machine_or_a_registry():
    told = [
        here(path, number)
        for path in committed()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if _MACHINE.search(line) or _REGISTRIES.search(line)
    ]
    assert [] == told


def _public(body, inside=""):
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node, f"{inside}{node.name}"
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body, f"{node.name}.")


def _excused(path, node):
    """Whether the line says itself why it has none."""
    line = path.read_text("utf-8").splitlines()[node.lineno - 1]
    return "noqa: D10" in line


def test_every_public_name_has_a_docstring():
    bare = [
        f"{here(path, node.lineno)} {name}"
        for path in sources()
        for node, name in _public(tree(path).body)
        if not ast.get_docstring(node) and not _excused(path, node)
    ]
    assert [] == bare


def test_every_module_has_a_docstring():
    assert [] == [here(path) for path in sources() if path.stat().st_size and not ast.get_docstring(tree(path))]


ROOMS = sorted(path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file())
TESTED_BY_OTHERS = {
    "model": "tests of all rooms, and the examples in its docstrings",
    "testing": "the tests that use it",
}


@pytest.mark.parametrize("name", ROOMS)
def test_every_room_has_tests(name):
    folder = ROOT / "tests" / name
    assert any(folder.rglob("test_*.py")) or TESTED_BY_OTHERS.get(name), f"no tests in tests/{name}"


def test_tests_use_fakes_and_never_mocks():
    mocks = [
        here(path, node.lineno)
        for path in suite()
        for node in nodes(path, ast.Import, ast.ImportFrom, ast.arg, ast.Name)
        if "mock" in ast.unparse(node).split()
        or getattr(node, "arg", getattr(node, "id", "")) == "monkeypatch"
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("unittest.mock"))
    ]
    assert [] == mocks

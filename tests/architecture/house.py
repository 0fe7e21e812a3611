"""The source as the architecture tests read it: files, syntax trees, comments."""

import ast
import io
import tokenize
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "preclear"
TESTS = ROOT / "tests"
_NOT_OURS = {"node_modules", "__pycache__", "static", "migrations"}
_TEXT = {
    ".py",
    ".md",
    ".yaml",
    ".toml",
    ".json",
    ".html",
    ".po",
    ".cfg",
    ".txt",
    ".scss",
    ".js",
    ".csv",
    ".svg",
    ".lock",
}
_COMMITTED = (".ci", "assets", "benchmarks", "changelog", "corpus", "docs", "requirements", "src", "tests")


@cache
def sources():
    """Every Python file of the package but generated ones."""
    return _below(SOURCE, "*.py")


@cache
def suite():
    return _below(TESTS, "*.py")


@cache
def committed():
    """Every text file that we write or commit."""
    top = [path for path in ROOT.iterdir() if path.is_file() and (path.suffix in _TEXT or path.name == "Makefile")]
    below = [
        path for folder in _COMMITTED for path in _below(ROOT / folder, "*") if path.suffix in _TEXT or not path.suffix
    ]
    return tuple(sorted((*top, *below)))


def _below(folder, pattern):
    found = folder.rglob(pattern)
    return tuple(sorted(path for path in found if path.is_file() and not _NOT_OURS.intersection(path.parts)))


@cache
def tree(path):
    return ast.parse(path.read_text("utf-8"))


def room(path):
    """``checks`` for a file of that folder, ``errors`` for ``errors.py``."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def here(path, line=None):
    """Path and line as an editor opens them."""
    place = str(path.relative_to(ROOT))
    return place if line is None else f"{place}:{line}"


@cache
def exceptions(path):
    """Line and text of every comment; read only where a linter could be told to look away."""
    text = path.read_text("utf-8")
    if not any(word in text for word in ("noqa", "type: ignore", "pragma")):
        return ()
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return tuple((token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT)


def nodes(path, *kinds):
    return [node for node in ast.walk(tree(path)) if isinstance(node, kinds)]

"""What the documents show is run: Python blocks of the README and of ``docs``, and the examples in docstrings.

The examples of one page build on one another. Each is a test of its own, which may be chosen alone, or dealt to another
process than the one before it, or come before it: so each runs those before it first, once in every process.
"""

from pathlib import Path
from typing import Any

from sybil import Document, Example, Sybil
from sybil.document import PythonDocStringDocument
from sybil.example import NotEvaluated
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser
from sybil.sybil import SybilCollection

_BLOCKS = [PythonCodeBlockParser()]
_A_CHECK = "how-to-add-a-check.md"


def _as_a_check(namespace: dict[str, Any]) -> None:
    """A check is named after its file; its how-to stands for one."""
    namespace["__name__"] = "preclear.checks.claims.issued_in_time"


class _InOrder:
    """Evaluates a page from its top down to the example that is asked for, and nothing of it twice."""

    def __init__(self) -> None:
        self._outcomes: dict[int, Exception | None] = {}
        self._running = False

    def __call__(self, example: Example) -> None:
        if self._running:
            raise NotEvaluated  # for the evaluator of the example itself
        for each in example.document.examples():
            if each.start <= example.start and each.start not in self._outcomes:
                self._outcomes[each.start] = self._outcome(each)
        if (error := self._outcomes[example.start]) is not None:
            raise error

    def _outcome(self, example: Example) -> Exception | None:
        self._running = True
        try:
            example.evaluate()
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is the outcome of that example, and raised there
            return error
        finally:
            self._running = False
        return None


class _Pages(Sybil):
    """Pages whose examples hold in whatever order and process they are asked for."""

    def parse(self, path: Path) -> Document:
        document = super().parse(path)
        document.push_evaluator(_InOrder())
        return document


pytest_collect_file = SybilCollection(
    (
        _Pages(path="docs", patterns=["*.md"], excludes=[_A_CHECK], parsers=_BLOCKS),
        _Pages(path="docs", patterns=[_A_CHECK], parsers=_BLOCKS, setup=_as_a_check),
        _Pages(filenames=["README.md"], parsers=_BLOCKS),
        _Pages(
            path="src",
            patterns=["*.py"],
            excludes=["migrations/*.py"],
            parsers=[DocTestParser()],
            document_types={".py": PythonDocStringDocument},
        ),
    )
).pytest()

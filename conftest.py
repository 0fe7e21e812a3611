"""What the documents show is run: Python blocks of the README and of ``docs``, and the examples in docstrings."""

from typing import Any

from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser
from sybil.sybil import SybilCollection

_BLOCKS = [PythonCodeBlockParser()]
_A_CHECK = "how-to-add-a-check.md"


def _as_a_check(namespace: dict[str, Any]) -> None:
    """A check is named after its file; its how-to stands for one."""
    namespace["__name__"] = "preclear.checks.claims.issued_in_time"


pytest_collect_file = SybilCollection(
    (
        Sybil(path="docs", patterns=["*.md"], excludes=[_A_CHECK], parsers=_BLOCKS),
        Sybil(path="docs", patterns=[_A_CHECK], parsers=_BLOCKS, setup=_as_a_check),
        Sybil(filenames=["README.md"], parsers=_BLOCKS),
        Sybil(
            path="src",
            patterns=["*.py"],
            excludes=["migrations/*.py"],
            parsers=[DocTestParser()],
            document_types={".py": PythonDocStringDocument},
        ),
    )
).pytest()

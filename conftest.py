"""What the documents show is run: Python blocks of the README and of ``docs``, and the examples in docstrings."""

from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

_BLOCKS = [PythonCodeBlockParser()]
_DOCSTRINGS = Sybil(
    path="src",
    patterns=["*.py"],
    excludes=["migrations/*.py"],
    parsers=[DocTestParser()],
    document_types={".py": PythonDocStringDocument},
)

pytest_collect_file = (
    Sybil(path="docs", patterns=["*.md"], parsers=_BLOCKS)
    + Sybil(filenames=["README.md"], parsers=_BLOCKS)
    + _DOCSTRINGS
).pytest()

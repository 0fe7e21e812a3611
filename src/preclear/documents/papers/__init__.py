"""Supporting papers: what a PDF or picture shows of its own history, as hints that order a person's work.

Nothing here is proof, and nothing has a weight. Files come from strangers, so each is read in a process of its own with
a limit on time and memory::

    from pathlib import Path
    from preclear.documents import papers

    seen = papers.look(Path("letter.pdf").read_bytes())
    for hint in seen.hints:
        print(hint.text, "-", hint.innocent)
"""

from preclear.documents.papers.looking import MAX_SIZE, SECONDS, look

__all__ = ["MAX_SIZE", "SECONDS", "look"]

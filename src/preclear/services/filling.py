"""A form being filled in: which questions this person is asked, what is answered, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from preclear.errors import NotFound
from preclear.model.agreement import Agreement, FormQuestion
from preclear.model.dates import PartialDate
from preclear.services import form_path

OF_AGE = 18
NOTES = "draft"
"""The draft's own notes inside its document: paths that were ``asked``, that were ``read`` from the passport, what
was ``typed`` and not taken yet, and how well the ``picture`` of the page could be read. They are left behind when the
application is sent."""

CHIP, ZONE = "document.chip", "document.mrz"
PAGE_OF, PAGE = "files.", "files.passport_page"
_BY_ONESELF = "me"


@dataclass(frozen=True, kw_only=True)
class Filling:
    """A draft, together with the questions that its answers lead to."""

    reference: str
    document: Mapping[str, Any]
    questions: tuple[FormQuestion, ...]

    @property
    def asked(self) -> frozenset[str]:
        """Questions that were answered, read from the passport, or left empty on purpose."""
        return frozenset(self.document.get(NOTES, {}).get("asked", ()))

    @property
    def read(self) -> frozenset[str]:
        """Places that the passport itself filled in, and that nobody changed since."""
        return frozenset(self.document.get(NOTES, {}).get("read", ()))

    @property
    def picture(self) -> str:
        """``unsure`` or ``unread`` where the picture of the page did not give the zone by itself; else empty."""
        said: str = self.document.get(NOTES, {}).get("picture", "")
        return said

    def typed(self, path: str) -> Mapping[str, str]:
        """What was typed there and not taken yet."""
        parts: Mapping[str, str] = self.document.get(NOTES, {}).get("typed", {}).get(path, {})
        return parts

    def value(self, path: str) -> Any:
        """What is answered there; for files, what was added."""
        if path.startswith(PAGE_OF):
            return [file for file in self.files if file.get("kind") == path.removeprefix(PAGE_OF)] or None
        return form_path.at(self.document, path)

    @property
    def files(self) -> Sequence[Mapping[str, Any]]:
        """The files that were added."""
        files: Sequence[Mapping[str, Any]] = self.document.get("files", ())
        return files

    def question(self, path: str) -> FormQuestion:
        """The question of this place. Raises ``NotFound`` for one that this person is not asked."""
        for question in self.questions:
            if question.path == path:
                return question
        raise NotFound(f"this form does not ask for {path}")

    def before(self, path: str) -> str:
        """The question before this one; empty for the first."""
        return self._beside(path, -1)

    def after(self, path: str) -> str:
        """The next question that was not asked yet; empty when all behind this one were."""
        paths = [question.path for question in self.questions]
        start = paths.index(path) + 1 if path in paths else 0
        return next((one for one in paths[start:] if one not in self.asked), "")

    def place(self, path: str) -> tuple[int, int]:
        """Number of the question in its section, and how many the section has."""
        section = [one.path for one in self.questions if one.section == self.question(path).section]
        return section.index(path) + 1, len(section)

    def lacking(self) -> tuple[str, ...]:
        """Questions that must be answered before sending."""
        open_ = [one.path for one in self.questions if one.required and self.value(one.path) is None]
        inside = [path for path in form_path.lacking(self.document) if any(path == one.path for one in self.questions)]
        return tuple(dict.fromkeys((*open_, *inside)))

    def _beside(self, path: str, step: int) -> str:
        paths = [question.path for question in self.questions]
        place = paths.index(path) + step
        return paths[place] if 0 <= place < len(paths) else ""


def filling(reference: str, document: Mapping[str, Any], agreement: Agreement, today: date) -> Filling:
    """The form as it stands for these answers."""
    questions = tuple(one for one in agreement.form if applies(one, document, today))
    return Filling(reference=reference, document=document, questions=questions)


def applies(question: FormQuestion, document: Mapping[str, Any], today: date) -> bool:
    """Whether this question is asked: of travellers with this purpose, of minors, of those who were helped."""
    if question.only_for and form_path.at(document, "trip.purpose") not in question.only_for:
        return False
    if question.path.startswith("guardian."):
        return is_minor(document, today)
    if question.path.startswith("preparer."):
        return form_path.at(document, "protection.who_filled_in") not in {None, _BY_ONESELF}
    return True


def is_minor(document: Mapping[str, Any], today: date) -> bool:
    """Whether the traveller is surely under 18 today."""
    try:
        born = PartialDate.parse(str(form_path.at(document, "applicant.birth_date"))).first
    except ValueError:
        return False
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < OF_AGE

"""The mandatory steps of an agreement: which of them nobody answered."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from preclear.model.codes import CheckStatus
from preclear.model.dossier import Dossier


def gaps(dossier: Dossier, not_checked: Collection[str]) -> Iterator[str]:
    """Mandatory steps without an answer.

    A step is a word of the agreement (``STEPS``), a register, a kind of evidence, or the id of a check, which is open
    when it is in ``not_checked``. A step about a claim that the application does not make is answered. A name that
    nobody knows is a gap: the agreement fails closed, to a person.
    """
    for step in sorted(dossier.agreement.mandatory) if dossier.agreement else ():
        if not _answered(dossier, step, not_checked):
            yield step


def _answered(dossier: Dossier, step: str, not_checked: Collection[str]) -> bool:
    if step in STEPS:
        return STEPS[step](dossier)
    if step in dossier.registers:
        return dossier.registers[step].answered
    if "." in step and not step.startswith("register."):
        return step not in not_checked
    asked = dossier.evidence_of(step) or dossier.evidence_of(f"register.{step}")
    return asked is not None and not asked.unavailable


def _register(name: str) -> Callable[[Dossier], bool]:
    def answered(dossier: Dossier) -> bool:
        answer = dossier.registers.get(name)
        return answer is not None and answer.answered

    return answered


def _of_offer(name: str) -> Callable[[Dossier], bool]:
    return lambda dossier: dossier.application.offer is None or _register(name)(dossier)


def _of_study(name: str) -> Callable[[Dossier], bool]:
    return lambda dossier: dossier.application.study is None or _register(name)(dossier)


def _document(dossier: Dossier) -> bool:
    return dossier.chip is not None and dossier.chip.result in {CheckStatus.PASSED, CheckStatus.FAILED}


def _screened(dossier: Dossier) -> bool:
    return dossier.screening is not None and not dossier.screening.stale


STEPS: Mapping[str, Callable[[Dossier], bool]] = {
    "document": _document,
    "identity": _register("identity"),
    "watchlists": _screened,
    "screening": _screened,
    "employment": _of_offer("employer"),
    "petition": _of_offer("permit"),
    "protector": _of_offer("protector"),
    "recruiter": _of_offer("recruiter"),
    "permission": _of_offer("permission"),
    "enrolment": _of_study("school"),
}
"""Steps by the agreement's words; each says whether it was answered. Undetermined documents are not answered."""

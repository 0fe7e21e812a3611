"""A draft of written reasons, made from the findings that count. Every word is the officer's to change."""

from __future__ import annotations

from preclear.model.agreement import Agreement
from preclear.model.case import Case, Reasons
from preclear.model.codes import MatchDecision, Weight
from preclear.model.finding import Assessment, Finding

_KINDS = {"chip": "the chip of the travel document"}
_LOUDEST_FIRST = (Weight.SERIOUS, Weight.CONCERN, Weight.NOTE)


def draft(case: Case, assessment: Assessment, agreement: Agreement) -> Reasons:
    """Facts of the findings that stand, the applicant's own words, what was looked at, and what would resolve it.

    The ground is left open where the agreement has several: which one a finding falls under is for a person to say.
    """
    standing = sorted(
        (one for one in assessment.findings if one.counts and not one.open and one.axis),
        key=lambda one: _LOUDEST_FIRST.index(one.weight),
    )
    facts = [_sentence(one) for one in standing] + [
        f"On {one.answered_at:%-d %B %Y} you answered: “{one.answer}”" for one in case.put if one.answered_at
    ]
    facts += [
        f"Two people compared your identity with an entry of the list {one.list} ({one.entity}): {one.reason}"
        for one in case.matches
        if one.decision is MatchDecision.SAME and one.seconded_by
    ]
    return Reasons(
        ground=next(iter(agreement.refusal_grounds)) if len(agreement.refusal_grounds) == 1 else "",
        facts=tuple(facts),
        considered=_considered(case),
        rule=standing[0].source if standing else "",
        would_resolve="; ".join(dict.fromkeys(str(one.resolved_by) for one in standing)),
    )


def _sentence(finding: Finding) -> str:
    text = str(finding.text)
    return f"{text[0].upper()}{text[1:].rstrip('.')}."


def _considered(case: Case) -> tuple[str, ...]:
    """What was handed in, in plain words: kinds of files with their numbers, and the form itself."""
    files = tuple(
        " ".join(filter(None, (_KINDS.get(file.kind, file.kind.replace("_", " ")), file.issuer, file.serial)))
        for file in case.application.files
    )
    document = case.application.document
    considered = ("the application form", f"travel document {document.issuing_state} {document.number}", *files)
    return tuple(dict.fromkeys(considered))

"""Written reasons: what is wrong with a draft. Facts of this case, never phrases that would fit anybody."""

from __future__ import annotations

import re
from dataclasses import dataclass

from preclear.model.agreement import Agreement
from preclear.model.case import Case, Reasons

_STOCK = (
    "not satisfied that you genuinely intend",
    "not satisfied that you will leave",
    "on the balance of probabilities",
    "insufficient documentation",
    "insufficient ties",
    "weak ties",
    "purpose of visit not clear",
    "in light of all the circumstances",
    "does not meet the requirements",
    "credibility is in doubt",
    "not genuine visitor",
)
"""Phrases that fit anybody's case (after UK guidance RFL4 on refusal notices)."""

_VAGUE = re.compile(r"\b(recently|some time ago|in the past|large sums?|a lot of|several|various)\b", re.IGNORECASE)
_FACT = re.compile(r"\d")
_SHORTEST = 40


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """One thing to mend: ``where`` (``facts.2``), ``kind``, a sentence, and the words that it is about."""

    where: str
    kind: str
    text: str
    words: str = ""


def complaints(reasons: Reasons, case: Case, agreement: Agreement) -> tuple[Complaint, ...]:
    """Everything that keeps these reasons from being sent; empty when they are fit to read."""
    found: list[Complaint] = []
    if agreement.refusal_grounds and reasons.ground not in agreement.refusal_grounds:
        found.append(Complaint(where="ground", kind="ground", text="Name a ground of the agreement by its code"))
    if not reasons.rule.strip():
        found.append(Complaint(where="rule", kind="rule", text="Name the rule and its paragraph"))
    if not any(text.strip() for text in reasons.considered):
        found.append(Complaint(where="considered", kind="considered", text="List the documents that were considered"))
    if sum(len(fact.strip()) for fact in reasons.facts) < _SHORTEST or not any(map(_FACT.search, reasons.facts)):
        found.append(Complaint(where="facts", kind="facts", text="Name a fact of this case: a day, number or amount"))
    for place, fact in enumerate(reasons.facts, start=1):
        found += _phrases(f"facts.{place}", fact)
    answered = [one for one in case.put if one.answered_at]
    whole = " ".join(reasons.facts)
    if answered and not any(one.answer[:40] in whole for one in answered):
        found.append(Complaint(where="facts", kind="answer", text="Quote what the applicant answered"))
    return tuple(found)


def _phrases(where: str, text: str) -> list[Complaint]:
    low = text.lower()
    stock = [phrase for phrase in _STOCK if phrase in low]
    vague = {match.group(0) for match in _VAGUE.finditer(text)}
    return [
        Complaint(where=where, kind="stock_phrase", text=f"“{phrase}” would fit anybody's case", words=phrase)
        for phrase in stock
    ] + [
        Complaint(where=where, kind="missing_fact", text=f"“{word}”: name the day, number or amount", words=word)
        for word in sorted(vague)
    ]

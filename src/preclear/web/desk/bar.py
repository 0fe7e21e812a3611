"""What this person may do next with a case: one first, then the others, each with its key."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from preclear.model.case import Case
from preclear.model.codes import ApplicationState as S
from preclear.model.codes import Role
from preclear.web.desk.opening import Opened
from preclear.web.i18n import Catalogue


@dataclass(frozen=True, kw_only=True)
class Button:
    """One thing to do."""

    text: str
    href: str
    key: str
    primary: bool = False


@dataclass(frozen=True, kw_only=True)
class Bar:
    """What comes next, as a sentence, and the buttons; ``more`` are the rarer ones, folded but with their keys."""

    first: str
    then: str
    buttons: tuple[Button, ...]
    more: tuple[Button, ...] = ()


_MEANS = (("Ask", "ask", "a"), ("Verify", "verify", "v"), ("Consult", "consult", "c"))
_RARE = frozenset({"c", "u"})
"""Keys of what is seldom done: consulting the partner, making urgent."""

_DECIDE = "Next: decide."
_MORE = (("Interview", "book", "i"), ("Protection", "protect", "r"))


def bar(of: Opened, words: Catalogue) -> Bar | None:
    """The bar under a dossier, or None where there is nothing to do for this person."""
    found = _for_reviewer(of) or _for_appeal(of) or (_for_officer(of) if of.actor.id == of.case.officer else None)
    if found is None:
        return None
    first, then, buttons = found
    undecided = first == _DECIDE  # the page leans to neither side
    made = tuple(
        Button(text=words.text(text), href=href, key=key, primary=place == 0 and not undecided)
        for place, (text, href, key) in enumerate(buttons)
    )
    rare = tuple(one for one in made if one.key in _RARE and not one.primary)
    return Bar(
        first=words.text(first),
        then=words.text(then) if then else "",
        buttons=tuple(one for one in made if one not in rare),
        more=rare,
    )


_Found = tuple[str, str, list[tuple[str, str, str]]]


def _for_reviewer(of: Opened) -> _Found | None:
    case = of.case
    if case.state is not S.REFUSE_PROPOSED or of.actor.id != case.reviewer:
        return None
    return (
        "Next: your own view.",
        "The proposal opens when your own view is saved.",
        [("Second view", reverse("desk_second", args=[case.reference]), "o")],
    )


def _for_appeal(of: Opened) -> _Found | None:
    case = of.case
    if case.state is not S.APPEAL or not of.actor.has(Role.APPEAL_REVIEWER):
        return None
    return (
        "Next: decide the appeal.",
        "Answer what the appeal says.",
        [("Decide the appeal", reverse("desk_appeal", args=[case.reference]), "o")],
    )


def _for_officer(of: Opened) -> _Found | None:
    case = of.case
    match case.state:
        case S.IN_REVIEW:
            return _reviewing(of)
        case S.INTERVIEWED:
            return (
                "Next: propose.",
                "The interview is recorded.",
                [_propose(case), *_judge(case), _act(case, "Protection", "protect", "r")],
            )
        case S.VERIFICATION_PENDING | S.CONSULTING:
            return (
                "Next: record the answer when it comes.",
                "Your clock stands still. Silence is never adverse.",
                [_act(case, "Record the answer", "answered", "w"), _act(case, "Protection", "protect", "r")],
            )
        case S.INTERVIEW_BOOKED:
            return (
                "Next: the interview.",
                "Your clock stands still.",
                [_act(case, "Record the interview", "interview", "i"), _act(case, "Protection", "protect", "r")],
            )
        case S.INFO_REQUESTED | S.PUT_TO_APPLICANT:
            return (
                "Next: the applicant's answer.",
                "Your clock stands still until it comes, or until the time for it is over.",
                [_act(case, "Protection", "protect", "r")],
            )
    return None


def _reviewing(of: Opened) -> _Found:
    case = of.case
    judging, putting = _judge(case), _put(of)
    first = judging or putting or [_propose(case)]
    others = [_act(case, text, name, key) for text, name, key in (*_MEANS, *_MORE)]
    urgent = [] if case.urgent else [_act(case, "Urgent", "urgent", "u")]
    grant = [] if first[0][1].endswith("grant") else [_propose(case)]
    refuse = [_refuse(case)] if not judging and _stands(of) else []
    sentences = {
        bool(judging): ("Next: judge the applicant's answer.", "It counts until you say that it resolves the finding."),
        not judging and bool(putting): (
            "Next: put the contradiction to the applicant.",
            "It weighs nothing before the answer, or before the time to answer is over.",
        ),
    }
    said, then = sentences.get(True, (_DECIDE, "Only people can refuse: two of them."))
    return said, then, [*first, *grant, *refuse, *others, *urgent]


def _stands(of: Opened) -> bool:
    """Whether anything counts that a refusal could rest on. The proposal itself is checked again."""
    confirmed = any(one.seconded_by for one in of.case.matches)
    judged = of.seen.judged
    return confirmed or any(
        one.axis and one.counts and not one.open for one in (judged.assessment.findings if judged else ())
    )


def _judge(case: Case) -> list[tuple[str, str, str]]:
    waiting = [one for one in case.put if one.answered_at and one.accepted is None]
    return [("Judge the answer", reverse("desk_judge", args=[case.reference, one.id]), "j") for one in waiting[:1]]


def _put(of: Opened) -> list[tuple[str, str, str]]:
    put = {one.finding for one in of.case.put}
    judged = of.seen.judged
    left = [one for one in judged.assessment.findings if one.contradicts and one.key not in put] if judged else []
    return [("Put to the applicant", reverse("desk_put", args=[of.case.reference]), "p")] if left else []


def _act(case: Case, text: str, name: str, key: str) -> tuple[str, str, str]:
    return text, reverse("desk_act", args=[case.reference, name]), key


def _propose(case: Case) -> tuple[str, str, str]:
    return "Grant", reverse("desk_grant", args=[case.reference]), "g"


def _refuse(case: Case) -> tuple[str, str, str]:
    return "Propose a refusal", reverse("desk_refuse", args=[case.reference]), "o"

"""The state machine of the application, as a table (process section 2, after Regulation (EU) 2018/1240 as a model).

``clocks`` of a transition say what happens to time: ``start:NAME`` with the agreement's length, ``stop:NAME`` while
somebody else must act, ``resume:NAME``, and ``end:NAME``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from preclear.model.codes import ApplicationState as S
from preclear.model.codes import Role

DECIDED = frozenset({S.GRANTED, S.REFUSED, S.WITHDRAWN, S.LAPSED, S.APPEAL, S.UPHELD, S.OVERTURNED})
"""States after a decision, or after the applicant left: only an appeal leads out of them."""

OPEN = frozenset(S) - DECIDED - {S.DRAFT}
"""States in which an application may still be withdrawn, or lapse."""

REVIEWABLE = frozenset({S.IN_REVIEW, S.INTERVIEWED})
WAITING_FOR_OFFICER = frozenset({S.REFERRED, S.CONFIRMED, S.UNCERTAIN, S.REMITTED})


@dataclass(frozen=True, kw_only=True)
class Transition:
    """From which states, to which, by whom, and what becomes of the clocks."""

    sources: frozenset[S]
    target: S
    roles: frozenset[Role]
    verb: str
    clocks: tuple[str, ...] = ()


def _way(sources: S | frozenset[S], target: S, roles: Role | tuple[Role, ...], verb: str, *clocks: str) -> Transition:
    return Transition(
        sources=sources if isinstance(sources, frozenset) else frozenset({sources}),
        target=target,
        roles=frozenset(roles if isinstance(roles, tuple) else (roles,)),
        verb=verb,
        clocks=clocks,
    )


_APPLICANT, _SYSTEM, _OFFICER = Role.APPLICANT, Role.SYSTEM, Role.CASE_OFFICER
_DESK = (Role.MATCH_DESK, Role.SYSTEM)
"""The desk answers; the machine only notices that the lists raise a match no more, and that no answer is missing."""

TRANSITIONS: Mapping[str, Transition] = MappingProxyType(
    {
        "submit": _way(S.DRAFT, S.SUBMITTED, _APPLICANT, "application.submitted", "start:total"),
        "find_incomplete": _way(S.SUBMITTED, S.INCOMPLETE, _SYSTEM, "application.incomplete", "start:mend"),
        "mend": _way(S.INCOMPLETE, S.SUBMITTED, _APPLICANT, "application.mended", "end:mend"),
        "admit": _way(S.SUBMITTED, S.ADMISSIBLE, _SYSTEM, "application.admitted"),
        "find_clear": _way(frozenset({S.ADMISSIBLE, S.FALSE_MATCH}), S.CHECKED_CLEAR, _SYSTEM, "check.completed"),
        "find_matches": _way(
            frozenset({S.ADMISSIBLE, S.FALSE_MATCH}), S.MATCHES, _SYSTEM, "match.raised", "start:match"
        ),
        "refer": _way(frozenset({S.ADMISSIBLE, S.FALSE_MATCH}), S.REFERRED, _SYSTEM, "check.completed"),
        "grant_by_machine": _way(S.CHECKED_CLEAR, S.GRANTED, _SYSTEM, "decision.made", "end:total"),
        "match_false": _way(S.MATCHES, S.FALSE_MATCH, _DESK, "match.verified", "end:match"),
        "match_confirmed": _way(S.MATCHES, S.CONFIRMED, _DESK, "match.verified", "end:match"),
        "match_uncertain": _way(S.MATCHES, S.UNCERTAIN, _DESK, "match.verified", "end:match"),
        "assign": _way(WAITING_FOR_OFFICER, S.IN_REVIEW, _SYSTEM, "case.assigned", "start:decide"),
        "ask": _way(S.IN_REVIEW, S.INFO_REQUESTED, _OFFICER, "info.requested", "stop:decide", "start:answer"),
        "answer": _way(S.INFO_REQUESTED, S.IN_REVIEW, _APPLICANT, "info.answered", "resume:decide", "end:answer"),
        "verify_with": _way(
            S.IN_REVIEW,
            S.VERIFICATION_PENDING,
            (_OFFICER, _SYSTEM),
            "verification.requested",
            "stop:decide",
            "start:third_party",
        ),
        "third_party_answered": _way(
            S.VERIFICATION_PENDING,
            S.IN_REVIEW,
            (_OFFICER, _SYSTEM),
            "verification.answered",
            "resume:decide",
            "end:third_party",
        ),
        "consult": _way(S.IN_REVIEW, S.CONSULTING, _OFFICER, "consult.requested", "stop:decide", "start:consult"),
        "partner_answered": _way(
            S.CONSULTING, S.IN_REVIEW, (_OFFICER, _SYSTEM), "consult.answered", "resume:decide", "end:consult"
        ),
        "put": _way(S.IN_REVIEW, S.PUT_TO_APPLICANT, _OFFICER, "contradiction.put", "stop:decide", "start:answer_put"),
        "answer_put": _way(
            S.PUT_TO_APPLICANT, S.IN_REVIEW, _APPLICANT, "contradiction.answered", "resume:decide", "end:answer_put"
        ),
        "time_to_answer_over": _way(
            S.PUT_TO_APPLICANT, S.IN_REVIEW, _SYSTEM, "contradiction.unanswered", "resume:decide", "end:answer_put"
        ),
        "book": _way(S.IN_REVIEW, S.INTERVIEW_BOOKED, _OFFICER, "interview.booked", "stop:decide", "start:interview"),
        "interview": _way(
            S.INTERVIEW_BOOKED, S.INTERVIEWED, _OFFICER, "interview.recorded", "resume:decide", "end:interview"
        ),
        "interview_missed": _way(
            S.INTERVIEW_BOOKED, S.IN_REVIEW, (_OFFICER, _SYSTEM), "interview.missed", "resume:decide", "end:interview"
        ),
        "grant": _way(REVIEWABLE, S.GRANTED, _OFFICER, "decision.made", "end:decide", "end:total"),
        "propose_refusal": _way(
            REVIEWABLE, S.REFUSE_PROPOSED, _OFFICER, "decision.proposed", "stop:decide", "start:confirm"
        ),
        "confirm_refusal": _way(
            S.REFUSE_PROPOSED,
            S.REFUSED,
            Role.REVIEWER,
            "decision.made",
            "end:confirm",
            "end:decide",
            "end:total",
            "start:lodge",
        ),
        "return": _way(
            S.REFUSE_PROPOSED, S.IN_REVIEW, Role.REVIEWER, "decision.returned", "end:confirm", "resume:decide"
        ),
        "withdraw": _way(OPEN, S.WITHDRAWN, _APPLICANT, "application.withdrawn", "end:*"),
        "lapse": _way(OPEN, S.LAPSED, _SYSTEM, "application.lapsed", "end:*"),
        "appeal": _way(
            frozenset({S.REFUSED, S.GRANTED, S.OVERTURNED}),
            S.APPEAL,
            _APPLICANT,
            "appeal.lodged",
            "end:lodge",
            "start:appeal",
        ),
        "uphold": _way(S.APPEAL, S.UPHELD, Role.APPEAL_REVIEWER, "appeal.decided", "end:appeal"),
        "overturn": _way(S.APPEAL, S.OVERTURNED, Role.APPEAL_REVIEWER, "appeal.decided", "end:appeal"),
        "remit": _way(S.APPEAL, S.REMITTED, Role.APPEAL_REVIEWER, "appeal.decided", "end:appeal"),
    }
)
"""Every event of an application by name. An overturned refusal is granted by the appeal reviewer's own decision."""


def allowed(state: S) -> tuple[str, ...]:
    """The events that may happen in this state, in the table's order."""
    return tuple(name for name, way in TRANSITIONS.items() if state in way.sources)

"""The life of an application: states, who may do what, clocks, two humans for a refusal, written reasons, redress.

Everything here is pure: a verb takes a case, an actor and a time, and returns a ``Change`` (or raises). Only
``preclear.services`` writes changes down, each with its audit entry in one transaction.

The machine can grant or refer. There is no verb with which it could refuse, and the database refuses one too.
"""

from preclear.decisions.appeals import appeal, decide_appeal
from preclear.decisions.asking import accept_answer, answer_put, answer_question, ask, put
from preclear.decisions.change import Change, Notice
from preclear.decisions.checking import (
    admit,
    answered,
    not_reviewed,
    open_question,
    record_assessment,
    screen_again,
    verify_match,
)
from preclear.decisions.deciding import confirm, propose, return_proposal
from preclear.decisions.drafts import draft
from preclear.decisions.ending import lapse, withdraw
from preclear.decisions.overdue import run_out
from preclear.decisions.protecting import freeze, thaw
from preclear.decisions.reasons import Complaint, complaints
from preclear.decisions.review import (
    assign,
    assign_reviewer,
    book_interview,
    consult,
    make_urgent,
    record_interview,
    resume,
    verify_with,
)
from preclear.decisions.submitting import mend, submit
from preclear.decisions.transitions import DECIDED, OPEN, TRANSITIONS, Transition, allowed

__all__ = [
    "DECIDED",
    "OPEN",
    "TRANSITIONS",
    "Change",
    "Complaint",
    "Notice",
    "Transition",
    "accept_answer",
    "admit",
    "allowed",
    "answer_put",
    "answer_question",
    "answered",
    "appeal",
    "ask",
    "assign",
    "assign_reviewer",
    "book_interview",
    "complaints",
    "confirm",
    "consult",
    "decide_appeal",
    "draft",
    "freeze",
    "lapse",
    "make_urgent",
    "mend",
    "not_reviewed",
    "open_question",
    "propose",
    "put",
    "record_assessment",
    "record_interview",
    "resume",
    "return_proposal",
    "run_out",
    "screen_again",
    "submit",
    "thaw",
    "verify_match",
    "verify_with",
    "withdraw",
]

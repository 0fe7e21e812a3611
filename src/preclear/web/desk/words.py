"""What the desk calls things. Each sentence is a key of the catalogues."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "application.submitted": "Application handed in",
        "application.incomplete": "Something was missing",
        "application.mended": "What was missing was handed in",
        "application.admitted": "Admitted",
        "application.withdrawn": "Withdrawn",
        "application.lapsed": "Closed without an answer",
        "check.completed": "Checks done",
        "match.raised": "Possible match found",
        "match.verified": "Match answered",
        "match.raised_late": "Possible match found late",
        "match.closed": "Possible match closed",
        "case.assigned": "Assigned by the system",
        "case.urgent": "Made urgent",
        "info.requested": "Applicant asked",
        "info.answered": "Applicant answered",
        "verification.requested": "Third party asked",
        "verification.answered": "Third party answered",
        "consult.requested": "Partner asked",
        "consult.answered": "Partner answered",
        "contradiction.put": "Contradiction put to the applicant",
        "contradiction.answered": "Applicant answered the contradiction",
        "contradiction.unanswered": "No answer to the contradiction in time",
        "contradiction.judged": "Answer to the contradiction judged",
        "interview.booked": "Interview booked",
        "interview.recorded": "Interview recorded",
        "interview.missed": "No interview took place",
        "decision.proposed": "Refusal proposed",
        "decision.returned": "Proposal returned",
        "decision.made": "Decided",
        "appeal.lodged": "Appeal lodged",
        "appeal.decided": "Appeal decided",
        "record.viewed": "Record looked at",
        "dossier.frozen": "Dossier frozen",
        "protection.referred": "Referred for help",
        "proposal.unsealed": "Proposal opened after an own view",
    }
)
"""Steps in a case's life and in the log, by their verb."""

CLOCKS: Mapping[str, str] = MappingProxyType(
    {
        "decide": "Decide by",
        "confirm": "Second view by",
        "match": "Answer by",
        "answer": "Applicant's answer",
        "answer_put": "Applicant's answer",
        "third_party": "Third party's answer",
        "consult": "Partner's answer",
        "interview": "Interview by",
        "mend": "Missing parts by",
        "appeal": "Decide the appeal by",
        "lodge": "Time to appeal",
        "total": "In all",
    }
)
"""Clocks in the order in which they are shown."""

EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "form": "The application form",
        "mrz": "Machine readable zone",
        "page": "Photographed page",
        "seal": "Seal",
        "papers": "Papers",
        "visa_mrz": "Zone of a visa",
        "chip": "Chip",
        "screening": "Lists",
        "organisations": "Organisations on lists",
        "register.permit": "Permit register",
        "register.employer": "Employer register",
        "register.recruiter": "Recruiter register",
        "register.permission": "Permission register",
        "register.protector": "Protector register",
        "register.school": "School register",
        "register.wage": "Wage table",
        "register.cost": "Cost table",
        "register.transit": "Transit rules",
        "register.identity": "Identity register",
    }
)

WAITS_FOR: Mapping[str, str] = MappingProxyType(
    {
        "IN_REVIEW": "You",
        "INTERVIEWED": "You",
        "INFO_REQUESTED": "The applicant",
        "PUT_TO_APPLICANT": "The applicant",
        "VERIFICATION_PENDING": "A third party; never adverse",
        "CONSULTING": "The partner; silence is no objection",
        "INTERVIEW_BOOKED": "The interview",
        "REFUSE_PROPOSED": "The second person",
    }
)

LETTERS: Mapping[str, str] = MappingProxyType(
    {"answered": "The applicant answered", "returned": "Returned by the reviewer", "overdue": "A clock ran out"}
)

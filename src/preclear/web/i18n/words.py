"""What the fixed codes are called on pages. Each sentence is a key of the catalogues.

A traveller reads the same words in every state in which a person looks at the application: neither a possible match
on a list, nor a consultation, nor a proposed refusal can be read off the status page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from preclear.model.codes import (
    ApplicationState,
    Axis,
    CarrierAnswer,
    CheckStatus,
    ClearanceState,
    Colour,
    MatchDecision,
    Outcome,
    Purpose,
    Recommendation,
    Role,
    Verdict,
    Weight,
)


@dataclass(frozen=True, kw_only=True)
class News:
    """What a traveller reads first: the news or the task as heading, and one or two sentences below it."""

    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Word:
    """A code as a tag: its word, and the kind of tag (``components/basics.html``)."""

    text: str
    kind: str = ""


_READING = News(
    heading="A person is reading your application",
    text="The system picks the officer. Officers cannot pick you. You do not have to do anything now.",
)
_CHECKING = News(
    heading="We are checking your application", text="This takes some minutes. You can close this page and come back."
)

NEWS: Mapping[ApplicationState, News] = MappingProxyType(
    {
        ApplicationState.DRAFT: News(
            heading="Your application is not sent yet",
            text="Nothing is sent before you press the last button. We keep a draft for 30 days.",
        ),
        ApplicationState.SUBMITTED: News(
            heading="We have your application", text="We see whether it is complete. This takes about a minute."
        ),
        ApplicationState.INCOMPLETE: News(
            heading="Something is missing", text="Add it within 48 hours. Then we go on at once."
        ),
        ApplicationState.ADMISSIBLE: _CHECKING,
        ApplicationState.CHECKED_CLEAR: _CHECKING,
        ApplicationState.MATCHES: _READING,
        ApplicationState.FALSE_MATCH: _READING,
        ApplicationState.CONFIRMED: _READING,
        ApplicationState.UNCERTAIN: _READING,
        ApplicationState.REFERRED: _READING,
        ApplicationState.IN_REVIEW: _READING,
        ApplicationState.CONSULTING: _READING,
        ApplicationState.REFUSE_PROPOSED: _READING,
        ApplicationState.INFO_REQUESTED: News(
            heading="We need an answer from you", text="Our clock is stopped. It starts again when you answer."
        ),
        ApplicationState.VERIFICATION_PENDING: News(
            heading="We asked somebody to confirm a paper",
            text="You do not have to do anything now. If they do not answer, that never counts against you.",
        ),
        ApplicationState.PUT_TO_APPLICANT: News(
            heading="Something does not match. Please explain it",
            text="This does not count against you now. You can explain it first. Our clock is stopped.",
        ),
        ApplicationState.INTERVIEW_BOOKED: News(
            heading="Your interview is booked",
            text="You can ask for another day, for an interpreter, and to bring somebody with you.",
        ),
        ApplicationState.INTERVIEWED: News(
            heading="Your interview is done", text="An officer reads the record. You can read it too and correct it."
        ),
        ApplicationState.GRANTED: News(
            heading="You are cleared to travel",
            text="Show this at check-in, with your passport. It works without internet.",
        ),
        ApplicationState.REFUSED: News(
            heading="We did not clear you for this trip",
            text="This is about this trip only. It is not a ban. You can appeal, or apply again at any time.",
        ),
        ApplicationState.WITHDRAWN: News(
            heading="You withdrew your application",
            text="This is not a refusal and never counts as one. You can apply again.",
        ),
        ApplicationState.LAPSED: News(
            heading="We closed your application because we heard nothing",
            text="This is not a refusal and never counts as one. You can apply again.",
        ),
        ApplicationState.APPEAL: News(
            heading="We have your appeal",
            text="A new person, who took no part before, decides in 30 days. If it is urgent: 24 hours.",
        ),
        ApplicationState.UPHELD: News(
            heading="The decision on your appeal: the refusal stands",
            text="The reasons are below. You can apply again at any time.",
        ),
        ApplicationState.OVERTURNED: News(
            heading="Your appeal succeeded", text="The refusal is cancelled and never counts against you."
        ),
        ApplicationState.REMITTED: News(
            heading="Your application is looked at again", text="Your appeal sent it back. Another officer decides now."
        ),
    }
)

STATES: Mapping[ApplicationState, Word] = MappingProxyType(
    {
        ApplicationState.DRAFT: Word(text="Draft", kind="open"),
        ApplicationState.SUBMITTED: Word(text="Submitted", kind="state"),
        ApplicationState.INCOMPLETE: Word(text="Incomplete", kind="warn"),
        ApplicationState.ADMISSIBLE: Word(text="Being checked", kind="state"),
        ApplicationState.CHECKED_CLEAR: Word(text="Checked: clear", kind="good"),
        ApplicationState.MATCHES: Word(text="Possible match", kind="warn"),
        ApplicationState.FALSE_MATCH: Word(text="Match set aside", kind="plain"),
        ApplicationState.CONFIRMED: Word(text="Match confirmed", kind="strong"),
        ApplicationState.UNCERTAIN: Word(text="Match uncertain", kind="warn"),
        ApplicationState.REFERRED: Word(text="Referred", kind="state"),
        ApplicationState.IN_REVIEW: Word(text="In review", kind="state"),
        ApplicationState.INFO_REQUESTED: Word(text="Applicant asked"),
        ApplicationState.VERIFICATION_PENDING: Word(text="Third party asked"),
        ApplicationState.CONSULTING: Word(text="Partner asked"),
        ApplicationState.PUT_TO_APPLICANT: Word(text="Put to applicant"),
        ApplicationState.INTERVIEW_BOOKED: Word(text="Interview booked"),
        ApplicationState.INTERVIEWED: Word(text="Interviewed", kind="state"),
        ApplicationState.REFUSE_PROPOSED: Word(text="Refusal proposed", kind="warn"),
        ApplicationState.GRANTED: Word(text="Granted", kind="good"),
        ApplicationState.REFUSED: Word(text="Refused", kind="bad"),
        ApplicationState.WITHDRAWN: Word(text="Withdrawn"),
        ApplicationState.LAPSED: Word(text="Lapsed"),
        ApplicationState.APPEAL: Word(text="Appeal", kind="warn"),
        ApplicationState.UPHELD: Word(text="Refusal upheld", kind="bad"),
        ApplicationState.OVERTURNED: Word(text="Refusal overturned", kind="good"),
        ApplicationState.REMITTED: Word(text="Sent back on appeal", kind="state"),
    }
)

CLEARANCES: Mapping[ClearanceState, Word] = MappingProxyType(
    {
        ClearanceState.ISSUED: Word(text="Issued", kind="state"),
        ClearanceState.ACTIVE: Word(text="Active", kind="good"),
        ClearanceState.BOARDED: Word(text="Boarded", kind="state"),
        ClearanceState.DEPARTED: Word(text="Departed", kind="state"),
        ClearanceState.ARRIVED: Word(text="Arrived", kind="state"),
        ClearanceState.ADMITTED: Word(text="Admitted", kind="good"),
        ClearanceState.SECOND_LINE: Word(text="Second line", kind="warn"),
        ClearanceState.REFUSED_ENTRY: Word(text="Entry refused", kind="bad"),
        ClearanceState.EXIT_CONFIRMED: Word(text="Exit confirmed", kind="good"),
        ClearanceState.OVERSTAY_SUSPECTED: Word(text="Exit not seen yet", kind="warn"),
        ClearanceState.RESOLVED: Word(text="Resolved"),
        ClearanceState.SUSPENDED: Word(text="Suspended", kind="warn"),
        ClearanceState.REVOKED: Word(text="Revoked", kind="bad"),
        ClearanceState.ANNULLED: Word(text="Annulled", kind="bad"),
        ClearanceState.SUPERSEDED: Word(text="Moved to a new passport"),
        ClearanceState.EXPIRED: Word(text="Expired"),
    }
)

WHAT_TO_DO: Mapping[CarrierAnswer, str] = MappingProxyType(
    {
        CarrierAnswer.OK: "Board.",
        CarrierAnswer.NOT_OK: "Do not board. Send the traveller to the counter.",
        CarrierAnswer.CONTACT: "Call the desk, day or night, and say the reference.",
        CarrierAnswer.NOT_REQUIRED: "Board. Outside the agreement.",
        CarrierAnswer.RESUBMIT: "Read the document again and send the fields that are named.",
        CarrierAnswer.UNAVAILABLE: "You may board. You are not liable: keep the receipt.",
    }
)
"""What a carrier does on each answer; the answers' own words are in ``components/traveller.html``."""

VERDICTS: Mapping[Verdict, Word] = MappingProxyType(
    {
        Verdict.CONFIRMED: Word(text="Confirmed", kind="good"),
        Verdict.CONSISTENT: Word(text="Consistent", kind="plain"),
        Verdict.UNVERIFIABLE: Word(text="Unverifiable"),
        Verdict.CONTRADICTED: Word(text="Contradicted", kind="bad"),
        Verdict.NOT_CHECKED: Word(text="Not checked", kind="open"),
    }
)
"""A contradiction that was not put to the applicant yet takes the kind ``warn``."""

COLOURS: Mapping[Colour, Word] = MappingProxyType(
    {
        Colour.GREEN: Word(text="Green", kind="good"),
        Colour.AMBER: Word(text="Amber", kind="warn"),
        Colour.RED: Word(text="Red", kind="bad"),
    }
)
WEIGHTS: Mapping[Weight, Word] = MappingProxyType(
    {
        Weight.NOTE: Word(text="Note"),
        Weight.CONCERN: Word(text="Concern", kind="warn"),
        Weight.SERIOUS: Word(text="Serious", kind="bad"),
    }
)
CHECKS: Mapping[CheckStatus, Word] = MappingProxyType(
    {
        CheckStatus.PASSED: Word(text="Passed", kind="good"),
        CheckStatus.FAILED: Word(text="Failed", kind="bad"),
        CheckStatus.UNDETERMINED: Word(text="Undetermined", kind="open"),
        CheckStatus.NOT_SUPPORTED: Word(text="Not supported", kind="open"),
        CheckStatus.ABORTED: Word(text="Could not look", kind="open"),
    }
)
AXES: Mapping[Axis, str] = MappingProxyType(
    {Axis.DOCUMENT: "Document", Axis.CLAIMS: "Claims", Axis.ITINERARY: "Itinerary"}
)
RECOMMENDATIONS: Mapping[Recommendation, str] = MappingProxyType(
    {Recommendation.GRANT: "Grant", Recommendation.REFER: "A person decides"}
)
OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.GRANT: "Grant",
        Outcome.GRANT_WITH_FLAG: "Grant, with a flag for the border",
        Outcome.CONDITIONAL_GRANT: "Grant with conditions",
        Outcome.REFUSE: "Refuse",
    }
)
MATCH_ANSWERS: Mapping[MatchDecision, str] = MappingProxyType(
    {
        MatchDecision.SAME: "Same person",
        MatchDecision.NOT_SAME: "Not the same person",
        MatchDecision.CANNOT_TELL: "Cannot tell",
    }
)
PURPOSES: Mapping[Purpose, str] = MappingProxyType(
    {
        Purpose.TOURISM: "Tourism",
        Purpose.BUSINESS: "Business",
        Purpose.FAMILY_VISIT: "Visit to family or friends",
        Purpose.WORK: "Work",
        Purpose.STUDY: "Study",
        Purpose.MEDICAL: "Medical treatment",
        Purpose.RELIGIOUS: "Pilgrimage",
        Purpose.TRANSIT: "Transit",
        Purpose.OTHER: "Something else",
    }
)
CLAIMS: Mapping[str, str] = MappingProxyType(
    {
        "purpose": "Purpose",
        "host": "Host",
        "funds": "Funds",
        "job": "Job",
        "study": "Study",
        "dates": "Dates",
        "history": "History",
    }
)
ROLES: Mapping[Role, str] = MappingProxyType(
    {
        Role.APPLICANT: "applicant",
        Role.MATCH_DESK: "match desk",
        Role.CASE_OFFICER: "case officer",
        Role.REVIEWER: "reviewer",
        Role.APPEAL_REVIEWER: "appeal reviewer",
        Role.PROTECTION_OFFICER: "protection officer",
        Role.CARRIER: "carrier",
        Role.BORDER_OFFICER: "border officer",
        Role.TRUST_OFFICER: "trust officer",
        Role.OVERSIGHT: "oversight",
        Role.ADMINISTRATOR: "administrator",
        Role.SYSTEM: "the system",
    }
)
ERRORS: Mapping[str, News] = MappingProxyType(
    {
        "error": News(heading="Something went wrong here", text="Nothing is lost. Please try again in a minute."),
        "invalid_input": News(
            heading="Something here cannot be used", text="See below what it is and how to put it right."
        ),
        "not_trusted": News(
            heading="The signature could not be trusted", text="Nobody whom we trust stands behind this document."
        ),
        "not_found": News(
            heading="There is no such page", text="Look at the address or the reference again, or begin at the start."
        ),
        "conflict": News(
            heading="Somebody changed this in the meantime",
            text="Nothing of yours was overwritten. Look at it again, then send it again.",
        ),
        "not_permitted": News(
            heading="You may not do this", text="Your role does not allow it, or a rule about two people forbids it."
        ),
        "unavailable": News(
            heading="Something that we need does not answer",
            text="Nothing is lost, and it never counts against anybody. We try again by ourselves.",
        ),
    }
)
"""By the code of the error (``preclear.errors``)."""

"""The fixed words of the product: every state, verdict, colour and answer.

Their values are what stands in JSON, in the database and in the log; they never change.
"""

from enum import StrEnum


class CheckStatus(StrEnum):
    """Result of one step of verification, after BSI TR-03135-1, section 5.

    "We could not look" is ``UNDETERMINED``, ``NOT_SUPPORTED`` or ``ABORTED``, never ``FAILED``.
    """

    PASSED = "passed"
    FAILED = "failed"
    UNDETERMINED = "undetermined"
    NOT_SUPPORTED = "not_supported"
    ABORTED = "aborted"


class Weight(StrEnum):
    """How loud a finding speaks. Class D of the indicators is serious, S a concern, W a note."""

    NOTE = "note"
    CONCERN = "concern"
    SERIOUS = "serious"


class Axis(StrEnum):
    """The three questions that are judged apart and never summed."""

    DOCUMENT = "document"
    CLAIMS = "claims"
    ITINERARY = "itinerary"


class Colour(StrEnum):
    """State of an axis. Amber and red route to a person; they decide nothing."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Verdict(StrEnum):
    """What the evidence says about one claim."""

    CONFIRMED = "confirmed"
    CONSISTENT = "consistent"
    UNVERIFIABLE = "unverifiable"
    CONTRADICTED = "contradicted"
    NOT_CHECKED = "not_checked"


class Recommendation(StrEnum):
    """What the machine may say. There is no third value."""

    GRANT = "grant"
    REFER = "refer"


class Purpose(StrEnum):
    """Stated purpose of the trip."""

    TOURISM = "tourism"
    BUSINESS = "business"
    FAMILY_VISIT = "family_visit"
    WORK = "work"
    STUDY = "study"
    MEDICAL = "medical"
    RELIGIOUS = "religious"
    TRANSIT = "transit"
    OTHER = "other"


class ApplicationState(StrEnum):
    """States of an application (state machine in ``preclear.decisions``)."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    INCOMPLETE = "INCOMPLETE"
    ADMISSIBLE = "ADMISSIBLE"
    CHECKED_CLEAR = "CHECKED_CLEAR"
    MATCHES = "MATCHES"
    FALSE_MATCH = "FALSE_MATCH"
    CONFIRMED = "CONFIRMED"
    UNCERTAIN = "UNCERTAIN"
    REFERRED = "REFERRED"
    IN_REVIEW = "IN_REVIEW"
    INFO_REQUESTED = "INFO_REQUESTED"
    VERIFICATION_PENDING = "VERIFICATION_PENDING"
    CONSULTING = "CONSULTING"
    PUT_TO_APPLICANT = "PUT_TO_APPLICANT"
    INTERVIEW_BOOKED = "INTERVIEW_BOOKED"
    INTERVIEWED = "INTERVIEWED"
    REFUSE_PROPOSED = "REFUSE_PROPOSED"
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    LAPSED = "LAPSED"
    APPEAL = "APPEAL"
    UPHELD = "UPHELD"
    OVERTURNED = "OVERTURNED"
    REMITTED = "REMITTED"


class ClearanceState(StrEnum):
    """States of a clearance, main line and side states."""

    ISSUED = "ISSUED"
    ACTIVE = "ACTIVE"
    BOARDED = "BOARDED"
    DEPARTED = "DEPARTED"
    ARRIVED = "ARRIVED"
    ADMITTED = "ADMITTED"
    SECOND_LINE = "SECOND_LINE"
    REFUSED_ENTRY = "REFUSED_ENTRY"
    EXIT_CONFIRMED = "EXIT_CONFIRMED"
    OVERSTAY_SUSPECTED = "OVERSTAY_SUSPECTED"
    RESOLVED = "RESOLVED"
    SUSPENDED = "SUSPENDED"
    REVOKED = "REVOKED"
    ANNULLED = "ANNULLED"
    SUPERSEDED = "SUPERSEDED"
    EXPIRED = "EXPIRED"


class Outcome(StrEnum):
    """What a person may propose, and what a decision says."""

    GRANT = "grant"
    GRANT_WITH_FLAG = "grant_with_flag"
    CONDITIONAL_GRANT = "conditional_grant"
    REFUSE = "refuse"


class CarrierAnswer(StrEnum):
    """What a carrier may hear. Never a reason."""

    OK = "OK"
    NOT_OK = "NOT_OK"
    CONTACT = "CONTACT"
    NOT_REQUIRED = "NOT_REQUIRED"
    RESUBMIT = "RESUBMIT"
    UNAVAILABLE = "UNAVAILABLE"


class MatchDecision(StrEnum):
    """What the match desk may say of a possible match."""

    SAME = "same"
    NOT_SAME = "not_same"
    CANNOT_TELL = "cannot_tell"


class Role(StrEnum):
    """Who somebody is to the system; each may do what ``preclear.decisions`` lists."""

    APPLICANT = "applicant"
    MATCH_DESK = "match_desk"
    CASE_OFFICER = "case_officer"
    REVIEWER = "reviewer"
    APPEAL_REVIEWER = "appeal_reviewer"
    PROTECTION_OFFICER = "protection_officer"
    CARRIER = "carrier"
    BORDER_OFFICER = "border_officer"
    TRUST_OFFICER = "trust_officer"
    OVERSIGHT = "oversight"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"

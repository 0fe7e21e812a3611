"""People and cases for tests of decisions."""

from datetime import UTC, datetime

from preclear.model.case import Actor, Case, Reasons
from preclear.model.codes import ApplicationState, Role
from preclear.testing import ordinary_application

AT = datetime(2026, 5, 17, 9, 0, tzinfo=UTC)


def person(name: str, *roles: Role, certified: bool = True) -> Actor:
    return Actor(id=name, roles=frozenset(roles), certified=certified)


APPLICANT = person("anna", Role.APPLICANT)
STRANGER = person("nobody", Role.APPLICANT)
OFFICER = person("officer.one", Role.CASE_OFFICER)
COLLEAGUE = person("officer.two", Role.CASE_OFFICER)
REVIEWER = person("reviewer.one", Role.REVIEWER)
APPEALS = person("appeal.one", Role.APPEAL_REVIEWER)
DESK = person("match.one", Role.MATCH_DESK)
SECOND_DESK = person("match.two", Role.MATCH_DESK)
EVERYBODY = (APPLICANT, STRANGER, OFFICER, COLLEAGUE, REVIEWER, APPEALS, DESK, SECOND_DESK)

GOOD_REASONS = Reasons(
    ground="R02",
    facts=("On 4 November 2026 the permit register answered that permit WP-0000-7731 was issued to another person.",),
    considered=("the application form", "offer letter of 2 November 2026"),
    rule="Agreement UTO-XAR, article 7(2)",
)


def case_in(state: ApplicationState, **fields) -> Case:
    return Case(application=ordinary_application(), state=state, account=APPLICANT.id, **fields)

"""Every way to a refusal, one after the other: who proposes and who confirms."""

from contextlib import suppress
from itertools import product

from parties import APPLICANT, AT, GOOD_REASONS, OFFICER, REVIEWER, case_in, person

from preclear import bootstrap, checks, decisions
from preclear.errors import PreclearError
from preclear.model.agreement import Deadlines
from preclear.model.case import SYSTEM
from preclear.model.codes import ApplicationState as S
from preclear.model.codes import Outcome, Role
from preclear.services.assess import assess
from preclear.services.means import Means
from preclear.testing import ordinary, vary

AGREEMENT = bootstrap.agreement("")
EXPIRED = assess(
    vary(ordinary(), document={"expires": "2026-05-01"}),
    Means(catalogue=checks.catalogue(), rulebook=bootstrap.rulebook.base(), agreement=AGREEMENT),
)
BOTH = person("both", Role.CASE_OFFICER, Role.REVIEWER)
EVERYBODY = (
    OFFICER,
    REVIEWER,
    BOTH,
    SYSTEM,
    person("novice", Role.CASE_OFFICER, certified=False),
    person("new.reviewer", Role.REVIEWER, certified=False),
    person("both.uncertified", Role.CASE_OFFICER, Role.REVIEWER, certified=False),
    person(APPLICANT.id, Role.CASE_OFFICER, Role.REVIEWER, Role.APPLICANT),
    person("administrator", Role.ADMINISTRATOR, Role.OVERSIGHT, Role.MATCH_DESK, Role.APPEAL_REVIEWER),
)


def proposals():
    """Every case in which somebody of them could propose a refusal, whoever had it."""
    for officer, proposer in product(EVERYBODY, repeat=2):
        with suppress(PreclearError):
            case = decisions.assign(case_in(S.REFERRED), officer, AT, deadlines=Deadlines()).case
            yield decisions.propose(
                case, Outcome.REFUSE, proposer, AT, agreement=AGREEMENT, assessment=EXPIRED, reasons=GOOD_REASONS
            ).case


def refusals():
    """Who proposed and who confirmed, for every refusal that they can bring about."""
    for proposed, reviewer, confirmer in product(tuple(proposals()), EVERYBODY, EVERYBODY):
        with suppress(PreclearError):
            case = decisions.assign_reviewer(proposed, reviewer, AT).case
            decision = decisions.confirm(case, confirmer, AT, agreement=AGREEMENT, own_view="It expired.").decision
            yield decision.proposed_by, decision.confirmed_by


def test_of_all_ways_to_a_refusal_only_two_different_certified_people_with_the_right_roles_get_there():
    assert {(OFFICER.id, REVIEWER.id), (OFFICER.id, BOTH.id), (BOTH.id, REVIEWER.id)} == set(refusals())

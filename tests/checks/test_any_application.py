"""No application, however odd, brings a check to raise, and no finding comes out malformed."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.checks import NOT_USED, catalogue, claim_grid, run
from preclear.checks.registers import REGISTERS
from preclear.model.dossier import Dossier, RegisterAnswer
from preclear.model.screening import PossibleMatch, ScreeningAnswer
from preclear.rulebook import base, recommend
from preclear.testing import ordinary
from preclear.writing import application as applications
from preclear.writing import itinerary

ORDINARY = ordinary()
TEXT = st.sampled_from(
    ["", " ", "<<", "-", "Ö", "محمد", "{x}", "9" * 30, "PK36SCBL0000001123456702", "A" * 500, "D. O'Neil"]
)
DAY = st.sampled_from(["0001", "9999-12-31", "9999", "2026-02", "2026-05-17", "0001-01-01", "2030"])
TIME = st.sampled_from(["2026-06-01T02:00:00+05:00", "9999-12-31T23:59:59Z", "0001-01-02T00:00:00Z"])
STATE = st.sampled_from(["UTO", "D", "ZZZ", "USA", "QAT"])
NUMBER = st.sampled_from([0, -1, 1e300, 1e-9, 40000, 2900])
MONEY = st.fixed_dictionaries({"amount": NUMBER, "currency": st.sampled_from(["USD", "XXX"])})


def _maybe(**members):
    return st.fixed_dictionaries({}, optional=members)


PAY = st.fixed_dictionaries(
    {"amount": NUMBER, "currency": TEXT, "period": st.sampled_from(["hour", "day", "week", "month", "year"])}
)
FIRM = st.fixed_dictionaries({"name": TEXT}, optional={"email": TEXT, "registration_number": TEXT})
DOCUMENT = st.fixed_dictionaries(
    {"type": TEXT, "number": TEXT, "issuing_state": STATE}, optional={"issued": DAY, "expires": DAY}
)
LEG = st.fixed_dictionaries(
    {"from": st.sampled_from(["ISB", "", "x"]), "to": st.sampled_from(["DOH", "IAD", ""])},
    optional={"departs": TIME, "arrives": TIME},
)
APPLICATION = st.fixed_dictionaries(
    {
        "reference": st.just("UTO-0001"),
        "submitted_at": TIME,
        "applicant": st.fixed_dictionaries(
            {"surname": TEXT, "birth_date": DAY, "nationality": st.lists(STATE, max_size=2)},
            optional={"given_names": TEXT, "other_names": st.lists(TEXT, max_size=2), "national_id": TEXT},
        ),
        "document": DOCUMENT,
        "trip": st.fixed_dictionaries(
            {
                "purpose": st.sampled_from(["work", "study", "tourism"]),
                "arrive": DAY,
                "destination": st.fixed_dictionaries({"country": STATE}),
            },
            optional={"leave": DAY, "legs": st.lists(LEG, max_size=4), "host": _maybe(name=TEXT)},
        ),
    },
    optional={
        "previous_documents": st.lists(DOCUMENT, max_size=2),
        "funding": _maybe(payer=st.sampled_from(["self", "employer"]), available=MONEY, account_number=TEXT),
        "offer": _maybe(
            employer=FIRM,
            salary=PAY,
            start=DAY,
            permit_number=TEXT,
            recruiter=_maybe(name=TEXT),
            permission_number=TEXT,
            permission_issued=DAY,
            protector_number=TEXT,
        ),
        "study": _maybe(institution=FIRM, starts=DAY, ends=DAY, registration_number=TEXT),
        "history": _maybe(trips=st.lists(_maybe(country=STATE, arrived=DAY, left=DAY), max_size=3)),
    },
)
VALUE = TEXT | DAY | st.sampled_from(["active", "revoked", "L898902C3", "year", "USD", "28000", "nan", "5", ";;"])
REGISTER_ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        name: st.builds(
            RegisterAnswer,
            register=st.just(name),
            asked=st.just("x"),
            found=st.booleans(),
            fields=_maybe(**dict.fromkeys(words.fields, VALUE), QAT=VALUE),
            unavailable=st.sampled_from(["", "", "timed out"]),
        )
        for name, words in REGISTERS.items()
    },
)
MATCH = st.builds(
    PossibleMatch,
    list=TEXT,
    entity=TEXT,
    name=TEXT,
    score=st.just(0.9),
    alert=st.booleans(),
    why=st.just(()),
    document=TEXT,
)
SCREENING = st.none() | st.builds(
    ScreeningAnswer, id=st.just("x"), candidates=st.lists(MATCH, max_size=2).map(tuple), snapshot=st.just("made-up")
)


def _dossier(form, registers, screening, read) -> Dossier:
    application = applications.parse(form)
    return replace(
        ORDINARY,
        application=application,
        itinerary=itinerary.of(application.trip),
        registers=registers,
        screening=screening,
        mrz=ORDINARY.mrz if read else None,
        chip=ORDINARY.chip if read else None,
    )


@settings(max_examples=120, deadline=None, database=None)
@given(APPLICATION, REGISTER_ANSWERS, SCREENING, st.booleans())
def test_any_application_gets_a_whole_assessment(form, registers, screening, read):
    dossier = _dossier(form, registers, screening, read)
    findings, silent, not_checked = run(catalogue(), dossier)
    assessment = recommend(
        base(), findings, claim_grid(dossier, findings), not_checked, dossier, not_used=NOT_USED, silent=silent
    )
    asked = {finding.check for finding in findings} | {item.check for item in (*silent, *not_checked)}
    assert {check.id for check in catalogue().checks} == asked
    assert all(str(finding.text) and str(finding.resolved_by) for finding in assessment.findings)

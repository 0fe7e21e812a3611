"""Made-up records: an ordinary case, and the way to its decision."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from preclear.model.case import Appeal, Case, Clock, Decision, HistoryEntry, Reasons
from preclear.model.clearance import Clearance, Credential
from preclear.model.codes import ApplicationState, Axis, ClearanceState, Outcome, Recommendation, Weight
from preclear.model.finding import Assessment, Finding, RulebookRef
from preclear.model.text import Text
from preclear.services.ports import StoredFile
from preclear.testing import ordinary_application

NOW = datetime(2026, 5, 17, 9, 30, 0, 123456, tzinfo=UTC)
OFFICER, REVIEWER, APPLICANT = "officer.amna", "reviewer.omar", "applicant.anna"
APPEAL_REVIEWER = "appeals.zara"
PEOPLE = (OFFICER, REVIEWER, APPLICANT, APPEAL_REVIEWER)
FACTS = ("The permit UTO-P-4411 was revoked on 2026-04-02, before you applied.",)
REASONS = Reasons(ground="R02", facts=FACTS, considered=("the application form",), rule="Agreement, article 7(2)")


def case(reference="UTO-2026-0001", state="SUBMITTED", **changes):
    ordinary = {
        "application": ordinary_application(reference=reference),
        "state": ApplicationState(state),
        "account": APPLICANT,
        "agreement": "uto-xar",
        "clocks": {"total": Clock(limit=timedelta(days=30), started=NOW)},
        "history": (
            HistoryEntry(at=NOW, by=APPLICANT, event="application.submitted", state=ApplicationState.SUBMITTED),
        ),
    }
    return Case(**{**ordinary, **changes})


def step(before, state=None, **changes):
    state = ApplicationState(state) if state else before.state
    return replace(before, state=state, version=before.version + 1, **changes)


def decision(of, outcome="refuse", **changes):
    refuses = outcome == "refuse"
    ordinary = {
        "id": f"{of.reference}/{of.version + 1}",
        "reference": of.reference,
        "outcome": Outcome(outcome),
        "proposed_by": OFFICER,
        "confirmed_by": REVIEWER if refuses else None,
        "at": NOW,
        "reasons": REASONS if refuses else None,
    }
    return Decision(**{**ordinary, **changes})


def stored(records, state, reference="UTO-2026-0001", **changes):
    """A case in this undecided state, in the store."""
    made = case(reference, **changes)
    records.cases.add(made, b'{"reference": "%s"}' % reference.encode())
    return go(records, made, state)


def go(records, before, state, **changes):
    after = step(before, state, **changes)
    records.cases.replace(after, seen=before.version)
    return after


def refused(records, reference="UTO-2026-0001"):
    proposed = stored(records, "REFUSE_PROPOSED", reference)
    records.decisions.add(decision(proposed))
    return go(records, proposed, "REFUSED")


def granted(records, reference="UTO-2026-0001"):
    reviewed = stored(records, "IN_REVIEW", reference)
    records.decisions.add(decision(reviewed, "grant"))
    return go(records, reviewed, "GRANTED")


def appealed(records, reference="UTO-2026-0001"):
    lodged = Appeal(by=APPLICANT, at=NOW, grounds="The permit was renewed.", decide_by=NOW + timedelta(days=30))
    return go(records, refused(records, reference), "APPEAL", appeal=lodged)


def overturned(records, lodged=None, **changes):
    """What an appeal granted, with its clearance."""
    lodged = lodged or appealed(records)
    granting = decision(lodged, "grant", proposed_by=APPEAL_REVIEWER)
    records.decisions.add(granting)
    after = go(records, lodged, "OVERTURNED", decision=granting)
    issued = clearance(reference=lodged.reference, version=1, **changes)
    records.clearances.add(issued, credential())
    return after, issued


def clearance(number="CL-7K4M-2QX9", reference="UTO-2026-0001", **changes):
    ordinary = {
        "number": number,
        "reference": reference,
        "state": ClearanceState.ACTIVE,
        "surname": "Eriksson",
        "given_names": "Anna Maria",
        "birth_date": "1990-04-12",
        "nationality": "UTO",
        "document_type": "P",
        "document_number": "L898902C3",
        "issuing_state": "UTO",
        "document_expires": "2031-05-01",
        "valid_from": date(2026, 6, 1),
        "valid_until": date(2026, 11, 30),
        "destination": "XAR",
        "issued_at": NOW,
        "status_index": 0,
        "issuer": "preclear.example",
    }
    return Clearance(**{**ordinary, **changes})


def credential(number="CL-7K4M-2QX9"):
    return Credential(number=number, cwt=b"\xd2\x84\x00\xff", qr="HC1:MADE-UP", vds_nc='{"data":{}}')


def file(key="f1", content=b"%PDF-1.7 made up", **changes):
    ordinary = {"id": key, "kind": "letter", "media_type": "application/pdf", "content": content, "name": "offer.pdf"}
    return StoredFile(**{**ordinary, "sha256": sha256(content).hexdigest(), **changes})


def sign_up(using):
    """The people of these examples, as accounts of a database."""
    from preclear.storage.models import Account

    for name in PEOPLE:
        account = Account(username=name, email=f"{name}@people.example")
        account.set_unusable_password()
        account.save(using=using)


def assessment(of):
    note = Finding(
        check="document.outlasts_stay",
        question="Is the document still valid on the day the traveller leaves?",
        weight=Weight.NOTE,
        text=Text.of("expires on {expires}", expires="2031-05-01"),
        about=("document.expires",),
        source="ICAO Doc 9303-4, 4.2.2",
        resolved_by=Text.of("a valid document"),
        axis=Axis.DOCUMENT,
    )
    return Assessment(
        reference=of.reference,
        rulebook=RulebookRef(id="base", version="1", in_force=date(2026, 1, 1)),
        claims=(),
        findings=(note,),
        silent=(),
        not_checked=(),
        axes={},
        recommendation=Recommendation.REFER,
        refer_because=(Text.of("a person should look"),),
        not_used=("sex",),
    )

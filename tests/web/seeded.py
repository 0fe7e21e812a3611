"""A small office with people and cases in it, for tests of pages. Everything in it came about through the services."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from types import MappingProxyType

from preclear import rulebook
from preclear.checks import catalogue
from preclear.clearance import Issuer
from preclear.clearance.keys import SigningKey, make_root, make_signer
from preclear.model.agreement import Agreement, AuthorityModel
from preclear.model.case import Actor
from preclear.model.codes import Role
from preclear.model.dossier import RegisterAnswer
from preclear.model.screening import AlignedPart, ListSource, PossibleMatch, ScreeningAnswer
from preclear.services import decide, process, submit, take
from preclear.services.applicant import answer
from preclear.services.late_matches import raise_late
from preclear.services.means import Means
from preclear.services.office import Office
from preclear.testing.dossiers import ordinary, vary
from preclear.testing.store import MemoryStore
from preclear.writing import application as forms

BACKEND = "django.contrib.auth.backends.ModelBackend"
PASSWORD = "a-specimen-password"
START = datetime(2026, 5, 17, 8, tzinfo=UTC)
STRANGER = "EXP0000000002"
"""A permit that the register knows for another person."""

ANNA = Actor(id="traveller.anna", roles=frozenset({Role.APPLICANT}))
AMNA = Actor(id="officer.amna", roles=frozenset({Role.CASE_OFFICER}), certified=True)
BILAL = Actor(id="officer.bilal", roles=frozenset({Role.CASE_OFFICER}), certified=True)
CLARA = Actor(id="reviewer.clara", roles=frozenset({Role.REVIEWER}), certified=True)
DARA = Actor(id="match.dara", roles=frozenset({Role.MATCH_DESK}))
EMIL = Actor(id="match.emil", roles=frozenset({Role.MATCH_DESK}))
FARAH = Actor(id="appeal.farah", roles=frozenset({Role.APPEAL_REVIEWER}))
PEOPLE = (
    ANNA,
    AMNA,
    BILAL,
    CLARA,
    DARA,
    EMIL,
    FARAH,
    Actor(id="protection.gul", roles=frozenset({Role.PROTECTION_OFFICER})),
    Actor(id="carrier.zz", roles=frozenset({Role.CARRIER})),
    Actor(id="border.hana", roles=frozenset({Role.BORDER_OFFICER})),
    Actor(id="trust.jamila", roles=frozenset({Role.TRUST_OFFICER})),
    Actor(id="trust.karim", roles=frozenset({Role.TRUST_OFFICER})),
    Actor(id="oversight.ida", roles=frozenset({Role.OVERSIGHT})),
    Actor(id="admin.jon", roles=frozenset({Role.ADMINISTRATOR})),
)


@dataclass
class Hands:
    """A clock that stands where the test puts it."""

    at: datetime = START

    def __call__(self):
        return self.at

    def on(self, **time):
        self.at += timedelta(**time)


@dataclass(frozen=True)
class FixedRegister:
    """A register that knows one entry, and says another person's for ``STRANGER``."""

    name: str
    fields: Mapping[str, str]
    down: bool = False

    def ask(self, number):
        if self.down:
            return RegisterAnswer(register=self.name, asked=number, unavailable="no answer in time")
        fields = dict(self.fields)
        if number == STRANGER:
            fields |= {"beneficiary_document": "X0000002", "beneficiary_name": "Lea Muster"}
        return RegisterAnswer(register=self.name, asked=number, found=True, fields=fields)


@dataclass(frozen=True)
class FixedLists:
    """One list, with one entry."""

    id: str = "made-up-list"
    sources: tuple[ListSource, ...] = (
        ListSource(
            list="stop",
            owner="UTO",
            legal_basis="Act 7",
            sha256="0" * 64,
            entities=1,
            names=1,
            documents=0,
            built=date(2026, 5, 10),
        ),
    )

    def screen(self, query, top=10, *, on=None):
        found = ()
        if "Darveshi" in query.name:
            found = (
                PossibleMatch(
                    list="stop",
                    entity="e/204",
                    name="Kamran Abdul Aziz Darwesh",
                    score=0.91,
                    alert=True,
                    why=("“Kamran” is the same", "“Darveshi” and “Darwesh” are near", "born 23 years apart"),
                    owner="UTO Interior Ministry",
                    legal_basis="Stop-list order 7, section 3",
                    birth_dates=("1971",),
                    parts=(
                        AlignedPart(asked="Kamran", listed="Kamran", how="same", one_in=400),
                        AlignedPart(asked="Aziz", listed="Abdul Aziz", how="compound", one_in=256),
                        AlignedPart(asked="Darveshi", listed="Darwesh", how="spelling", one_in=9_150),
                    ),
                    one_in=2_300_000,
                    version="v1",
                ),
            )
        return ScreeningAnswer(id=query.id, candidates=found, snapshot=self.id)


@cache
def issuer():
    """Keys of a made-up authority, made once."""
    root_key, key = SigningKey.make(), SigningKey.make()
    root = make_root(root_key, country="UT", at=START)
    return Issuer(state="UTO", key=key, certificate=make_signer(root, root_key, key, START), root=root)


AGREEMENT = Agreement(
    id="made-up",
    version="1",
    parties=("UTO", "USA"),
    authority_model=AuthorityModel.FULL_ENTRY,
    legal_basis={"UTO": "Act 7", "USA": "Act 8"},
    valid_from=date(2026, 1, 1),
    valid_until=date(2027, 1, 1),
    refusal_grounds=MappingProxyType(
        {"R01": {"en": "The document is not genuine."}, "R02": {"en": "A claim is contradicted."}}
    ),
    privacy_notice=MappingProxyType({"en": "We keep your application for five years."}),
)


@dataclass
class Seeded:
    """The office with its clock, and short ways to bring cases into each state."""

    hands: Hands = field(default_factory=Hands)
    store: MemoryStore = field(default_factory=MemoryStore)
    down: tuple[str, ...] = ()

    def __post_init__(self):
        registers = {
            name: FixedRegister(name, row.fields, down=name in self.down) for name, row in ordinary().registers.items()
        }
        self.office = Office(
            store=self.store,
            means=Means(
                catalogue=catalogue(),
                rulebook=rulebook.base(),
                agreement=AGREEMENT,
                lists=FixedLists(),
                registers=registers,
            ),
            agreement=AGREEMENT,
            clock=self.hands,
            issuer=issuer(),
            status_uri="http://status.example/list",
            choose=lambda waiting: waiting[0],
        )

    def apply(self, reference, *, account=ANNA, **changes):
        """An application handed in and judged."""
        varied = vary(ordinary(), reference=reference, **changes)
        whole = forms.format(varied.application)
        whole["document"]["mrz"] = list(varied.mrz.lines)
        submit.submit(self.office, whole, (), account)
        process.admit(self.office, reference)
        process.process(self.office, reference)
        return self.case(reference)

    def case(self, reference):
        with self.store.transaction() as records:
            return records.cases.get(reference)

    def granted(self, reference="PC-2222-0001"):
        """In order, so that the machine grants it."""
        return self.apply(reference)

    def referred(self, reference="PC-2222-0002", **changes):
        """With a permit that was issued to another person."""
        return self.apply(reference, offer={"permit_number": STRANGER}, **changes)

    def in_review(self, reference="PC-2222-0002", officer=AMNA, **changes):
        """Referred, and taken by an officer."""
        self.referred(reference, **changes)
        return take.take_case(self.office, officer)

    def contradiction(self, reference):
        """The finding that may be put to the applicant."""
        with self.store.transaction() as records:
            findings = records.dossiers.latest(reference).assessment.findings
        return next(one for one in findings if one.contradicts)

    def answered(self, reference="PC-2222-0002", officer=AMNA, **changes):
        """The contradiction was put, and answered a day later."""
        case = self.in_review(reference, officer, **changes)
        key = self.contradiction(reference).key
        decide.put(self.office, reference, key, "The register names another person. Why?", officer, seen=case.version)
        self.hands.on(days=1)
        answer(self.office, reference, "p1", "All of us use the same number.", ANNA)
        process.reassess(self.office, reference)
        return self.case(reference)

    def judged(self, reference="PC-2222-0002", officer=AMNA, **changes):
        """The answer did not resolve the contradiction."""
        case = self.answered(reference, officer, **changes)
        decide.accept_answer(self.office, reference, "p1", False, officer, seen=case.version)
        process.reassess(self.office, reference)
        return self.case(reference)

    def proposed(self, reference="PC-2222-0002", officer=AMNA, **changes):
        """A refusal is proposed."""
        case = self.judged(reference, officer, **changes)
        drafted = decide.draft_reasons(self.office, reference)
        reasons = replace(drafted, ground="R02", facts=(*drafted.facts, "The register answered on 17 May 2026."))
        from preclear.model.codes import Outcome

        return decide.propose(self.office, reference, Outcome.REFUSE, officer, seen=case.version, reasons=reasons)

    def second(self, reference="PC-2222-0002", **changes):
        """A proposed refusal, taken by the reviewer."""
        self.proposed(reference, **changes)
        return take.take_proposal(self.office, CLARA)

    def refused(self, reference="PC-2222-0002", **changes):
        """A refusal by two people."""
        case = self.second(reference, **changes)
        return decide.confirm(self.office, reference, "The register is right.", CLARA, seen=case.version)

    def matched(self, reference="PC-2222-0003"):
        """With a name that is near an entry of a list."""
        return self.apply(reference, applicant={"surname": "Darveshi", "given_names": "Kamran Aziz"})


def late(house):
    """A possible match of a traveller who was granted, come up with the next lists."""
    case = house.granted()
    found = PossibleMatch(list="stop", entity="e/9", name="Anna Erikson", score=0.8, alert=True, why=("Near.",))
    with house.store.transaction() as records:
        (issued,) = records.clearances.of(case.reference)
        raise_late(records, house.office, case, [found], "next", clearance=issued.number)
        return records.late_matches.waiting()[0]

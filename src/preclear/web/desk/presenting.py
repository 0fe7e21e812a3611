"""A dossier in words: who, document, trip; claims, axes and findings, most serious first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from preclear.checks import evidence_ids
from preclear.model.application import Application
from preclear.model.case import Case, PutQuestion
from preclear.model.codes import Axis, CheckStatus, Verdict, Weight
from preclear.model.dossier import Dossier
from preclear.model.finding import Assessment, ClaimVerdict, Finding
from preclear.model.verification import Step
from preclear.web.desk.words import EVIDENCE
from preclear.web.i18n import Catalogue
from preclear.web.i18n.words import AXES, CLAIMS, COLOURS, PURPOSES, VERDICTS, WEIGHTS, Word
from preclear.web.when import day

_LOUDEST_FIRST = (Weight.SERIOUS, Weight.CONCERN, Weight.NOTE)
Rows = list[tuple[str, object]]


@dataclass(frozen=True, kw_only=True)
class ClaimRow:
    """One claim with its verdict."""

    claim: str
    stated: str
    verdict: Word
    note: str
    because: str
    evidence: tuple[str, ...]
    resolved_by: str
    open: bool


@dataclass(frozen=True, kw_only=True)
class FindingCard:
    """One finding. ``put`` is the question that was put about it, or None."""

    key: str
    address: str
    heading: str
    word: str
    kind: str
    weighs: str
    facts: list[Markup]
    source: str
    check: str
    resolved_by: str
    innocent: str
    may_be_put: bool
    put: PutQuestion | None


@dataclass(frozen=True, kw_only=True)
class AxisBar:
    """One axis as word and bar."""

    name: str
    colour: str
    word: str
    counted: int
    pending: int
    cap: int


def name_of(application: Application) -> str:
    """Given names, then surname, as people are addressed."""
    return " ".join(filter(None, (application.applicant.given_names, application.applicant.surname)))


def who(application: Application, words: Catalogue) -> Rows:
    """The person, as the form says."""
    person, lang = application.applicant, words.language.code
    return _rows(
        words,
        ("Surname", person.surname),
        ("Given names", person.given_names),
        ("Other names", ", ".join(person.other_names)),
        ("Father", person.father_name),
        ("Born", day(person.birth_date, lang)),
        ("Nationality", ", ".join(person.nationality)),
    )


def document(dossier: Dossier, words: Catalogue) -> Rows:
    """The travel document, and what was read from it."""
    paper, lang = dossier.application.document, words.language.code
    signer = dossier.chip.signer if dossier.chip else None
    chip = {
        None: "",
        CheckStatus.PASSED: words.text("genuine, signed by {state}", state=signer.country if signer else "?"),
        CheckStatus.FAILED: words.text("not genuine: see the steps"),
    }.get(dossier.chip.result if dossier.chip else None, words.text("could not be verified"))
    number = Markup('{} <bdi class="mono">{}</bdi>').format(paper.issuing_state, paper.number)
    return _rows(
        words,
        ("Passport" if paper.type.startswith("P") else "Document", number),
        ("Issued", day(paper.issued, lang) if paper.issued else ""),
        ("Valid until", day(paper.expires, lang) if paper.expires else ""),
        ("Chip", chip or words.text("not handed in")),
        ("Zone", _zone(dossier, words)),
    )


def trip(dossier: Dossier, words: Catalogue) -> Rows:
    """The journey, as the form says."""
    plan, lang, journey = dossier.application.trip, words.language.code, dossier.itinerary
    place = plan.destination.address.city if plan.destination.address else ""
    dates = " \u2013 ".join(day(value, lang) for value in (plan.arrive, plan.leave) if value)
    nights = words.text("{nights} nights", nights=journey.nights) if journey.nights is not None else ""
    funding = dossier.application.funding
    return _rows(
        words,
        ("Purpose", words.text(PURPOSES[plan.purpose])),
        ("Where", ", ".join(filter(None, (place, plan.destination.country)))),
        ("Dates", dates),
        ("Stay", words.text("one way") if journey.one_way else nights),
        ("Flights", ", ".join(f"{leg.carrier or ''} {leg.number or ''}".strip() for leg in plan.legs)),
        ("Pays", funding.payer if funding else ""),
    )


def bars(assessment: Assessment, words: Catalogue) -> list[AxisBar]:
    """The three axes; never summed."""
    return [_bar(assessment, axis, words) for axis in Axis if axis in assessment.axes]


def claim_rows(assessment: Assessment, case: Case, words: Catalogue) -> list[ClaimRow]:
    """The claim grid, what is open first."""
    rows = [_claim(claim, assessment, case, words) for claim in assessment.claims]
    return sorted(rows, key=lambda row: not row.open)


def cards(
    dossier: Dossier, assessment: Assessment, case: Case, words: Catalogue, weights: Mapping[Weight, int] | None
) -> list[FindingCard]:
    """The findings, most serious first. ``weights`` are the rulebook's, by weight, or None where it has changed."""
    ordered = sorted(assessment.findings, key=lambda one: _LOUDEST_FIRST.index(one.weight))
    return [_card(one, dossier, assessment, case, words, weights) for one in ordered]


def counted(claims: list[ClaimRow], words: Catalogue) -> str:
    """How many claims have which verdict, as one sentence."""
    verdicts = [row.verdict.text for row in claims]
    each = ", ".join(
        f"{verdicts.count(word.text)} {words.text(word.text).lower()}"
        for word in VERDICTS.values()
        if word.text in verdicts
    )
    return f"{words.plural('{n} claim', '{n} claims', len(claims))}: {each}" if claims else ""


def passed(steps: tuple[Step, ...]) -> tuple[int, int]:
    """How many steps passed, of how many."""
    return sum(step.status is CheckStatus.PASSED for step in steps), len(steps)


def _rows(words: Catalogue, *rows: tuple[str, object]) -> Rows:
    return [(words.text(term), value) for term, value in rows if value]


def _zone(dossier: Dossier, words: Catalogue) -> str:
    if dossier.mrz is None:
        return words.text("not handed in")
    good, every = passed(dossier.mrz.checks)
    return words.text("{good} of {every} passed", good=good, every=every)


def _bar(assessment: Assessment, axis: Axis, words: Catalogue) -> AxisBar:
    state = assessment.axes[axis]
    word = words.text(COLOURS[state.colour].text)
    return AxisBar(
        name=words.text(AXES[axis]),
        colour=state.colour.value,
        word=words.text("{word}: open", word=word) if state.open else word,
        counted=min(state.counted, state.cap),
        pending=min(state.pending, state.cap),
        cap=state.cap,
    )


def _claim(claim: ClaimVerdict, assessment: Assessment, case: Case, words: Catalogue) -> ClaimRow:
    against = [one for one in assessment.findings if one.contradicts == claim.claim and one.open]
    contradicted = claim.verdict is Verdict.CONTRADICTED
    verdict = VERDICTS[claim.verdict]
    return ClaimRow(
        claim=words.text(CLAIMS.get(claim.claim, claim.claim.replace("_", " ").capitalize())),
        stated=claim.stated,
        verdict=Word(text=verdict.text, kind="warn") if contradicted and against else verdict,
        note=words.text(_standing(_put(against[0], case))) if contradicted and against else "",
        because=words.of(claim.because),
        evidence=claim.evidence,
        resolved_by=words.of(claim.resolved_by) if claim.resolved_by else "",
        open=bool(against) or contradicted,
    )


def _card(
    one: Finding,
    dossier: Dossier,
    assessment: Assessment,
    case: Case,
    words: Catalogue,
    weights: Mapping[Weight, int] | None,
) -> FindingCard:
    put, weight = _put(one, case), WEIGHTS[one.weight]
    standing = words.text(_standing(put)) if one.contradicts and one.open else ""
    word = words.text(weight.text)
    return FindingCard(
        key=one.key,
        address=f"finding-{assessment.findings.index(one) + 1}",
        heading=words.text(one.question),
        word=f"{word}: {standing}" if standing else word,
        kind="warn" if one.open else weight.kind if one.counts else "",
        weighs=words.text(_weighs(one), weight=_number(one, weights)),
        facts=list(_facts(one, dossier, words)),
        source=one.source,
        check=f"{one.check}, {assessment.rulebook.version}",
        resolved_by=words.of(one.resolved_by),
        innocent=words.of(one.innocent) if one.innocent else "",
        may_be_put=bool(one.contradicts) and put is None,
        put=put,
    )


def _facts(one: Finding, dossier: Dossier, words: Catalogue) -> Iterator[Markup]:
    ids = evidence_ids(dossier, one.about)
    links = Markup("").join(Markup(' <a class="ev" href="documents#{}">{}</a>').format(id_, id_) for id_ in ids)
    yield Markup("{}{}").format(words.of(one.text), links)
    for item in dossier.evidence:
        if item.id in ids and item.summary and item.kind != "form":
            name = words.text(EVIDENCE.get(item.kind, item.source.name))
            yield Markup('{}: <bdi>{}</bdi> <a class="ev" href="documents#{}">{}</a>').format(
                name, item.summary, item.id, item.id
            )


def _put(one: Finding, case: Case) -> PutQuestion | None:
    return next((put for put in case.put if put.finding == one.key), None)


def _standing(put: PutQuestion | None) -> str:
    if put is None:
        return "not put yet"
    return "answered: judge the answer" if put.answered_at else "put, waits for the answer"


def _weighs(one: Finding) -> str:
    if one.axis is None:
        return "refers to a person, without weight"
    if one.counts:
        return "weighs {weight}"
    return "weighs 0 now, {weight} if it stands" if one.open else "resolved: weighs 0"


def _number(one: Finding, weights: Mapping[Weight, int] | None) -> object:
    return weights[one.weight] if weights is not None and one.axis else "\u2013"

"""The claim grid: what the evidence says of each claim that the applicant makes.

The unit is a claim, not a person. A claim that is not made is not listed, and its absence is never adverse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from preclear.model.application import Application
from preclear.model.codes import CheckStatus, Purpose, Verdict
from preclear.model.dossier import Dossier
from preclear.model.finding import ClaimVerdict, Finding
from preclear.model.text import Text

_OWN_EVIDENCE = ("mrz", "chip", "visa_mrz", "screening", "organisations")
"""First parts of what findings are about that name evidence; every other path is one of the form."""

_Read = Callable[[Dossier], Verdict | None]


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One kind of claim: how it is stated, and what can confirm it, each by the kind of its evidence.

    ``asks`` are tried in order; the first that says something stands.
    """

    name: str
    stated: Callable[[Application], str | None]
    asks: tuple[tuple[str, _Read], ...] = ()
    resolved_by: str = "a document that shows it"


def claim_grid(dossier: Dossier, findings: Iterable[Finding]) -> tuple[ClaimVerdict, ...]:
    """A verdict on every claim that the application makes, in a fixed order, with the ids of its evidence."""
    against: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.contradicts and (finding.counts or finding.open):
            against.setdefault(finding.contradicts, []).append(finding)
    stated = ((claim, claim.stated(dossier.application)) for claim in CLAIMS)
    return tuple(_judge(dossier, claim, text, against.get(claim.name, [])) for claim, text in stated if text)


def evidence_ids(dossier: Dossier, about: Iterable[str]) -> tuple[str, ...]:
    """Ids of the evidence that fields or kinds such as ``trip.leave``, ``mrz.birth_date``, ``register.permit`` name."""
    kinds = dict.fromkeys(_kind(item) for item in about)
    return tuple(item.id for kind in kinds if (item := dossier.evidence_of(kind)) is not None)


def _kind(about: str) -> str:
    if about.startswith("register."):
        return about
    first = about.partition(".")[0]
    return first if first in _OWN_EVIDENCE else "form"


def _judge(dossier: Dossier, claim: Claim, stated: str, against: list[Finding]) -> ClaimVerdict:
    if against:
        ids = evidence_ids(dossier, (about for finding in against for about in finding.about))
        if ids:
            first = against[0]
            return _verdict(claim, stated, Verdict.CONTRADICTED, ids, first.text, first.resolved_by)
    for kind, read in claim.asks:
        verdict, ids = read(dossier), evidence_ids(dossier, (kind,))
        if verdict is not None and ids:
            text = Text.of(_BECAUSE[verdict], source=kind.removeprefix("register.").replace("_", " "))
            mend = Text.of(claim.resolved_by) if verdict is Verdict.UNVERIFIABLE else None
            return _verdict(claim, stated, verdict, ids, text, mend)
    return _verdict(claim, stated, Verdict.NOT_CHECKED, (), Text.of(_BECAUSE[Verdict.NOT_CHECKED]), None)


def _verdict(
    claim: Claim, stated: str, verdict: Verdict, ids: tuple[str, ...], because: Text, mend: Text | None
) -> ClaimVerdict:
    return ClaimVerdict(
        claim=claim.name, stated=stated, verdict=verdict, evidence=ids, because=because, resolved_by=mend
    )


_BECAUSE: Mapping[Verdict, str] = {
    Verdict.CONFIRMED: "confirmed by: {source}",
    Verdict.CONSISTENT: "agrees with: {source}",
    Verdict.UNVERIFIABLE: "asked, and no answer could be had from: {source}",
    Verdict.NOT_CHECKED: "nobody was asked",
}


def _register(name: str) -> tuple[str, _Read]:
    """Confirmed where the register has the entry; a register that does not answer leaves the claim unverifiable."""

    def read(dossier: Dossier) -> Verdict | None:
        answer = dossier.registers.get(name)
        if answer is None:
            return None
        return Verdict.CONFIRMED if answer.answered and answer.found else Verdict.UNVERIFIABLE

    return f"register.{name}", read


def _chip(dossier: Dossier) -> Verdict | None:
    genuine = dossier.chip is not None and dossier.chip.result is CheckStatus.PASSED
    return Verdict.CONFIRMED if genuine else None


def _zone(dossier: Dossier) -> Verdict | None:
    if dossier.mrz is None:
        return None
    return Verdict.CONSISTENT if dossier.mrz.valid else Verdict.UNVERIFIABLE


def _legs(dossier: Dossier) -> Verdict | None:
    timed = any(leg.arrives for leg in dossier.application.trip.legs)
    return Verdict.CONSISTENT if timed else None


def _for_purpose(purpose: Purpose, register: str) -> tuple[str, _Read]:
    kind, read = _register(register)
    return kind, lambda dossier: read(dossier) if dossier.application.trip.purpose is purpose else None


def _enough(dossier: Dossier) -> Verdict | None:
    cost = dossier.registers.get("cost")
    means = dossier.application.funding and dossier.application.funding.available
    return Verdict.CONSISTENT if cost and cost.answered and cost.found and means else None


def _means(application: Application) -> str | None:
    funding = application.funding
    if funding is None:
        return None
    amount = f"{funding.available.amount:,.0f} {funding.available.currency}" if funding.available else ""
    return " ".join(filter(None, (f"paid by {funding.payer}" if funding.payer else "", amount))) or None


def _days(application: Application) -> str:
    return f"{application.trip.arrive} to {application.trip.leave or 'an open day'}"


def _school(application: Application) -> str | None:
    study = application.study
    if study is None:
        return None
    return study.institution.name if study.institution else study.programme or "a course"


def _host(application: Application) -> str | None:
    return application.trip.host.name if application.trip.host else None


def _job(application: Application) -> str | None:
    return (application.offer.title or "a job") if application.offer else None


def _employer(application: Application) -> str | None:
    employer = application.offer.employer if application.offer else None
    return employer.name if employer else None


def _past(application: Application) -> str | None:
    history = application.history
    stays = len(history.trips) + len(history.refusals) if history else 0
    return f"{stays} earlier stays and refusals" if stays else None


CLAIMS: tuple[Claim, ...] = (
    Claim(
        name="identity",
        stated=lambda a: f"{a.document.type} {a.document.issuing_state} {a.document.number}",
        asks=(("chip", _chip), ("mrz", _zone)),
        resolved_by="a new reading of page and chip",
    ),
    Claim(
        name="purpose",
        stated=lambda a: a.trip.purpose.value,
        asks=(_for_purpose(Purpose.WORK, "permit"), _for_purpose(Purpose.STUDY, "school")),
    ),
    Claim(name="host", stated=_host),
    Claim(name="funds", stated=_means, asks=(("register.cost", _enough),)),
    Claim(
        name="job",
        stated=_job,
        asks=(_register("permit"),),
        resolved_by="the permit, or a letter of the employer",
    ),
    Claim(
        name="employer",
        stated=_employer,
        asks=(_register("employer"),),
        resolved_by="an extract of the company register",
    ),
    Claim(name="study", stated=_school, asks=(_register("school"),), resolved_by="the school's confirmation"),
    Claim(name="dates", stated=_days, asks=(("form", _legs),), resolved_by="the booking"),
    Claim(name="history", stated=_past),
)
"""The claims in the order in which they are shown."""

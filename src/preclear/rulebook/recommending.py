"""From findings to a recommendation: grant, or refer to a person. There is no third answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from preclear.model.codes import Axis, Colour, Recommendation, Weight
from preclear.model.dossier import Dossier
from preclear.model.finding import Assessment, AxisState, ClaimVerdict, Finding, RulebookRef, Silence
from preclear.model.text import Text
from preclear.rulebook.book import Rule, Rulebook
from preclear.rulebook.facts import Facts, facts_of
from preclear.rulebook.steps import gaps

AXIS_OF_ROOM: Mapping[str, Axis] = {
    "document": Axis.DOCUMENT,
    "identity": Axis.DOCUMENT,
    "claims": Axis.CLAIMS,
    "itinerary": Axis.ITINERARY,
}
REFERRING_ROOMS = frozenset({"watchlist", "network"})
"""Rooms that refer without an axis. ``protection`` is in neither table: it never counts."""


def recommend(
    rulebook: Rulebook,
    findings: Iterable[Finding],
    claims: Iterable[ClaimVerdict],
    not_checked: Iterable[Silence],
    dossier: Dossier,
    *,
    not_used: tuple[str, ...],
    silent: Iterable[Silence] = (),
) -> Assessment:
    """The assessment of a dossier under a rulebook.

    Laws, whatever the rulebook says: axes are never summed; notes together, and rules without a concern or a serious
    finding, move an axis to amber at most; a contradiction that waits for the applicant weighs 0 and leaves its axis
    amber; ``watchlist`` and ``network`` findings refer; ``protection`` findings never count; only an agreement makes a
    step mandatory. Grant is recommended exactly when nothing refers.
    """
    findings, claims, not_checked = tuple(findings), tuple(claims), tuple(not_checked)
    fired, failed = _apply(rulebook.rules_on(dossier.today), facts_of(dossier, findings, claims))
    axes = {axis: _axis(axis, rulebook, findings, fired) for axis in Axis}
    open_checks = {silence.check for silence in not_checked}
    because = (*_axes_refer(axes), *_matches_refer(findings, dossier), *_agreement_refers(dossier, open_checks))
    return Assessment(
        reference=dossier.reference,
        rulebook=RulebookRef(id=rulebook.id, version=rulebook.version, in_force=rulebook.in_force),
        claims=claims,
        findings=findings,
        silent=tuple(silent),
        not_checked=(*not_checked, *failed),
        axes=axes,
        recommendation=Recommendation.REFER if because else Recommendation.GRANT,
        refer_because=because,
        not_used=not_used,
    )


def _apply(rules: tuple[Rule, ...], facts: Facts) -> tuple[tuple[Rule, ...], tuple[Silence, ...]]:
    answers = [(rule, rule.condition.holds(facts)) for rule in rules]
    fired = tuple(rule for rule, holds in answers if holds)
    failed = tuple(
        Silence(check=f"rule:{rule.id}", question=rule.reason["en"], why="could not be evaluated")
        for rule, holds in answers
        if holds is None
    )
    return fired, failed


@dataclass(frozen=True, kw_only=True)
class _Tally:
    """What stands on one axis."""

    counted: tuple[Finding, ...]
    waiting: tuple[Finding, ...]
    fired: tuple[Rule, ...]

    @property
    def strong(self) -> bool:
        """Whether something more than notes and rules stands there."""
        return any(finding.weight is not Weight.NOTE for finding in self.counted)

    @property
    def lines(self) -> Iterator[str]:
        """Why, each with what would resolve it."""
        for finding in (*self.counted, *self.waiting):
            waits = " (waits for the applicant's answer)" if finding.open else ""
            yield f"{finding.text}{waits}; resolved by: {finding.resolved_by}"
        for rule in self.fired:
            yield f"{rule.reason['en']} ({rule.legal_reference}); resolved by: {rule.resolved_by['en']}"


def _axis(axis: Axis, rulebook: Rulebook, findings: tuple[Finding, ...], fired: tuple[Rule, ...]) -> AxisState:
    own = [finding for finding in findings if AXIS_OF_ROOM.get(_room(finding)) is axis]
    tally = _Tally(
        counted=tuple(finding for finding in own if finding.counts and not finding.open),
        waiting=tuple(finding for finding in own if finding.open),
        fired=tuple(rule for rule in fired if rule.axis is axis),
    )
    weight = sum(rulebook.weights[finding.weight] for finding in tally.counted) + sum(
        rule.weight for rule in tally.fired
    )
    counted = min(weight, rulebook.caps[axis])
    return AxisState(
        axis=axis,
        colour=_colour(tally, counted, rulebook.bands),
        counted=counted,
        pending=len(tally.waiting),
        cap=rulebook.caps[axis],
        because=tuple(tally.lines),
    )


def _colour(tally: _Tally, counted: int, bands: Mapping[str, int]) -> Colour:
    if counted >= bands["red"] and tally.strong:
        return Colour.RED
    return Colour.AMBER if counted >= bands["amber"] or tally.waiting else Colour.GREEN


def _room(finding: Finding) -> str:
    return finding.check.partition(".")[0]


def _axes_refer(axes: Mapping[Axis, AxisState]) -> Iterator[Text]:
    for state in axes.values():
        if state.colour is not Colour.GREEN:
            waits = ", and a contradiction waits for the applicant's answer" if state.open else ""
            yield Text.of(
                "The axis {axis} is {colour}{waits}.", axis=state.axis.value, colour=state.colour.value, waits=waits
            )


def _matches_refer(findings: tuple[Finding, ...], dossier: Dossier) -> Iterator[Text]:
    for finding in findings:
        cleared = any(about in dossier.cleared_matches for about in finding.about)
        if _room(finding) in REFERRING_ROOMS and finding.counts and not cleared:
            yield Text.of("A person looks at this: {text}.", text=str(finding.text).removesuffix("."))


def _agreement_refers(dossier: Dossier, open_checks: set[str]) -> Iterator[Text]:
    if dossier.agreement is None:
        return
    for step in gaps(dossier, open_checks):
        yield Text.of(
            "The step {step} is mandatory under {agreement} and has no answer.",
            step=step,
            agreement=dossier.agreement.id,
        )
    if not dossier.agreement.auto_grant:
        yield Text.of("The agreement {agreement} leaves every grant to a person.", agreement=dossier.agreement.id)

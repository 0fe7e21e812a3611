"""Opening a case for a page: every look is in the log with its reason, and a sealed proposal stays sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest

from preclear.errors import InvalidInput, NotFound, NotPermitted
from preclear.model.case import Actor, Case
from preclear.model.codes import ApplicationState
from preclear.model.finding import Assessment
from preclear.services.ports import Judged
from preclear.services.view import CaseView, Sight, view
from preclear.web.office import actor_of, office

_REASONS = "reasons_to_look"
_VIEWS = "own_views"
_OF_THE_PROPOSAL = "decision.proposed"


class ReasonNeeded(InvalidInput):
    """Whoever asks must first say why (oversight, border)."""


@dataclass(frozen=True, kw_only=True)
class OwnView:
    """What the second person would do, written before the proposal was open."""

    would: str
    fact: str

    def __str__(self) -> str:
        return f"{self.would}: {self.fact}"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A case as this person may see it now. ``sealed``: a proposal is there, and is not shown yet."""

    seen: CaseView
    actor: Actor
    sealed: bool
    own_view: OwnView | None

    @property
    def case(self) -> Case:
        """The case, without what is sealed."""
        return self.seen.case

    @property
    def judged(self) -> Judged:
        """The newest dossier. Raises ``NotFound`` before the first."""
        if self.seen.judged is None:
            raise NotFound("this application was not assessed yet", mend="Wait a minute, then load the page again")
        return self.seen.judged

    @property
    def assessment(self) -> Assessment:
        """What the checks and the rulebook said."""
        return self.judged.assessment


def opened(request: HttpRequest, reference: str, *, sight: Sight = Sight.WHOLE) -> Opened:
    """Open a case on a page that shows so much of it.

    Raises ``NotPermitted``, ``NotFound``, and ``ReasonNeeded`` where a reason must be given first.
    """
    actor = actor_of(request)
    try:
        seen = view(office(), reference, actor, reason=reason_of(request, reference))
    except InvalidInput as error:
        raise ReasonNeeded(error.what, where=error.where, mend=error.mend) from error
    if sight is Sight.WHOLE and seen.sight is not sight:
        raise NotPermitted("the match desk sees identity and matches only", mend="Open it from the list of work")
    own = own_view(request, seen.case)
    sealed = seen.case.state is ApplicationState.REFUSE_PROPOSED and actor.id == seen.case.reviewer and own is None
    return Opened(seen=_sealed(seen) if sealed else seen, actor=actor, sealed=sealed, own_view=own)


def reason_of(request: HttpRequest, reference: str) -> str:
    """The reason that was given in this session for looking at this record."""
    return str(request.session.get(_REASONS, {}).get(reference, ""))


def give_reason(request: HttpRequest, reference: str, reason: str) -> None:
    """Remember a reason for this session."""
    request.session[_REASONS] = {**request.session.get(_REASONS, {}), reference: reason[:500]}


def own_view(request: HttpRequest, case: Case) -> OwnView | None:
    """The reviewer's own view of this very proposal, or None while it is not written."""
    kept = request.session.get(_VIEWS, {}).get(case.reference)
    if not isinstance(kept, Mapping) or case.proposal is None or kept.get("of") != case.proposal.at.isoformat():
        return None
    return OwnView(would=str(kept["would"]), fact=str(kept["fact"]))


def keep_own_view(request: HttpRequest, case: Case, said: OwnView) -> None:
    """Keep the own view of this proposal; it goes into the record with the confirmation."""
    of = case.proposal.at.isoformat() if case.proposal else ""
    views = request.session.get(_VIEWS, {})
    request.session[_VIEWS] = {**views, case.reference: {"of": of, "would": said.would, "fact": said.fact}}


def _sealed(seen: CaseView) -> CaseView:
    """Without the proposal: not its reasons, not who made it when, not its ground in the log."""
    case = seen.case
    history = tuple(entry for entry in case.history if entry.event != _OF_THE_PROPOSAL)
    log = tuple(entry for entry in seen.log if entry["verb"] != _OF_THE_PROPOSAL)
    return replace(seen, case=replace(case, history=history, proposal=None), log=log)

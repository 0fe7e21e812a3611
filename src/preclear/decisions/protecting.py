"""The protection track touches a case in one way only: it freezes a refusal until it is answered."""

from __future__ import annotations

from datetime import datetime

from preclear.decisions.change import Change, keep, permit
from preclear.errors import Conflict
from preclear.model.case import Actor, Case
from preclear.model.codes import Role


def freeze(case: Case, actor: Actor, at: datetime) -> Change:
    """No refusal from now on. Anybody may ask for it; what was said lies behind the wall, not in the case."""
    return keep(case, "protection.referred", actor, at, frozen=True)


def thaw(case: Case, actor: Actor, at: datetime) -> Change:
    """The protection track has answered."""
    permit(case, actor, frozenset({Role.PROTECTION_OFFICER}), "closing a protection case")
    if not case.frozen:
        raise Conflict("no protection case is open")
    return keep(case, "protection.answered", actor, at, frozen=False)

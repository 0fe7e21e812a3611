"""Trust that was proposed and decided, in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from preclear.errors import Conflict, NotFound, NotPermitted
from preclear.model.case import SYSTEM
from preclear.services.trust_records import TrustImport, TrustProposal, TrustStanding, TrustStep
from preclear.testing.shelves import Room


class TrustImportsInMemory:
    """``preclear.services.trust_records.TrustImports``."""

    def __init__(self, room: Room, accounts: Collection[str] | None) -> None:
        self._room = room
        self._accounts = accounts

    def add(self, proposal: TrustProposal, content: bytes) -> TrustProposal:
        """Keep a proposal."""
        self._check_person(proposal.by, "proposed")
        shelves = self._room.shelves
        kept = replace(proposal, id=shelves.number("trust"))
        shelves.trust[kept.id] = (TrustImport(proposal=kept), content)
        return kept

    def decide(self, step: TrustStep) -> None:
        """Keep what was decided."""
        self._check_person(step.by, "decided")
        one, content = self._held(step.proposal)
        if step.standing is TrustStanding.CONFIRMED and step.by == one.proposal.by:
            raise NotPermitted("trusting what a State handed over needs two different people")
        before = TrustStanding.CONFIRMED if step.standing is TrustStanding.WITHDRAWN else TrustStanding.WAITING
        if one.standing is not before:
            raise Conflict("this was decided already, or was not confirmed yet")
        self._room.shelves.trust[one.id] = (replace(one, steps=(*one.steps, step)), content)

    def get(self, id: int) -> TrustImport:  # noqa: A002 -- the proposal's own field
        """One proposal."""
        return self._held(id)[0]

    def content(self, id: int) -> bytes:  # noqa: A002 -- the proposal's own field
        """The file as received."""
        return self._held(id)[1]

    def newest(self, *, limit: int = 100) -> tuple[TrustImport, ...]:
        """Newest first."""
        return self._all()[::-1][:limit]

    def standing(self, standing: TrustStanding) -> tuple[TrustImport, ...]:
        """All that stand so now."""
        return tuple(one for one in self._all() if one.standing is standing)

    def version(self) -> int:
        """How many steps there are."""
        return sum(len(one.steps) for one in self._all())

    def _all(self) -> tuple[TrustImport, ...]:
        return tuple(one for one, _ in self._room.shelves.trust.values())

    def _held(self, id_: int) -> tuple[TrustImport, bytes]:
        try:
            return self._room.shelves.trust[id_]
        except KeyError:
            raise NotFound(f"no proposal {id_}") from None

    def _check_person(self, name: str, what: str) -> None:
        if name in {"", SYSTEM.id} or (self._accounts is not None and name not in self._accounts):
            raise NotPermitted(f"trust is {what} by people who have an account")

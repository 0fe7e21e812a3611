"""Everything that a verb needs: where records live, what time it is, with what it judges and signs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from preclear.clearance import Issuer
from preclear.model.agreement import Agreement
from preclear.services.anchors import Anchors
from preclear.services.means import Means
from preclear.services.ports import Clock, Lists, Records, Snapshots, Store, WaitingCase


@dataclass(frozen=True, kw_only=True)
class Office:
    """The setting in which services work.

    ``issuer`` signs what travellers carry; ``status_uri`` is where its status list is served; ``choose`` picks one of
    several waiting cases at random (never a person's choice). ``means`` is what was configured; ``anchors`` knows what
    people have confirmed since. ``snapshots`` notices that lists were replaced; without it those of ``means`` stay.
    """

    store: Store
    means: Means
    agreement: Agreement
    clock: Clock
    issuer: Issuer
    status_uri: str
    choose: Callable[[Sequence[WaitingCase]], WaitingCase]
    anchors: Anchors = field(default_factory=Anchors)
    snapshots: Snapshots | None = None

    def means_now(self, records: Records) -> Means:
        """With what to judge at this moment: the configured means, the lists in use, the trust that two confirmed."""
        return replace(self.means, trust=self.anchors.current(self.means.trust, records), lists=self.lists_now())

    def lists_now(self) -> Lists | None:
        """The snapshot of lists in use; whoever holds it goes on seeing that one."""
        return self.snapshots.current() if self.snapshots else self.means.lists

"""The status list: which clearances no longer hold, signed, for everybody who verifies a credential."""

from __future__ import annotations

from datetime import timedelta

from preclear.clearance import Status, StatusList, pack, sign_status_list
from preclear.model.codes import ClearanceState
from preclear.services.office import Office

_TIME_TO_LIVE = timedelta(hours=12)
_SMALLEST = 4096
"""Places in the shortest list: a list never tells how few clearances there are."""

_GONE = {ClearanceState.REVOKED, ClearanceState.ANNULLED, ClearanceState.SUPERSEDED, ClearanceState.EXPIRED}


def status_list(office: Office) -> bytes:
    """The signed list as of now, fit to be served and kept for half a day."""
    with office.store.transaction() as records:
        states = dict(records.clearances.statuses())
    size = max(_SMALLEST, 1 << (max(states, default=0) + 1).bit_length())
    values = {index: _as_listed(state) for index, state in states.items()}
    listed = StatusList(
        uri=office.status_uri,
        issued_at=office.clock(),
        time_to_live=_TIME_TO_LIVE,
        packed=pack({index: value for index, value in values.items() if value}, size),
    )
    return sign_status_list(listed, office.issuer.key)


def _as_listed(state: ClearanceState) -> Status:
    if state in _GONE:
        return Status.INVALID
    return Status.SUSPENDED if state is ClearanceState.SUSPENDED else Status.VALID

"""Tell the carrier gateway what changed. Runs every second or two; the gateway goes on answering without it."""

from __future__ import annotations

from preclear.services.office import Office
from preclear.services.ports import ReadStore


def publish(office: Office, gateway: ReadStore) -> int:
    """Bring the gateway's read store up to date; how many changes it took."""
    position = gateway.position()
    with office.store.transaction() as records:
        news = records.feed.after(position)
    at = office.clock()
    if news:
        gateway.publish([entry for _, entry in news], news[-1][0], at)
    gateway.beat(at)
    return len(news)

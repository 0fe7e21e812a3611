"""Whose signatures count at this moment: the configured trust store, and what two people have confirmed since."""

from __future__ import annotations

from collections.abc import Iterator

import structlog

from preclear.documents import TrustStore
from preclear.errors import InvalidInput
from preclear.model.verification import Provenance, TrustLevel
from preclear.services.ports import Records
from preclear.services.trust_records import TrustImport, TrustStanding

_log = structlog.get_logger("preclear.trust")


class Anchors:
    """The effective trust store of one process, made anew only after something was confirmed or withdrawn.

    Asking costs one count of rows, so a worker that runs for months sees an import at its next case.
    """

    def __init__(self) -> None:
        # One assignment replaces all three: threads see the old store or the new one, never a mixture.
        self._known: tuple[TrustStore | None, int, TrustStore | None] | None = None

    def current(self, configured: TrustStore | None, records: Records) -> TrustStore | None:
        """The store as of now; None where nothing is configured and nothing was confirmed."""
        version = records.trust_imports.version()
        known = self._known
        if known is None or known[0] is not configured or known[1] != version:
            known = (configured, version, _joined(configured, records))
            self._known = known
        return known[2]


def _joined(configured: TrustStore | None, records: Records) -> TrustStore | None:
    confirmed = tuple(_confirmed(records))
    if not confirmed:
        return configured
    return TrustStore.join(*((configured,) if configured else ()), *confirmed)


def _confirmed(records: Records) -> Iterator[TrustStore]:
    for one in records.trust_imports.standing(TrustStanding.CONFIRMED):
        content = records.trust_imports.content(one.id)
        try:
            yield TrustStore.read(one.proposal.name, content, provenance=_provenance(one))
        except InvalidInput as error:
            # It was read when it was proposed; a stricter reader must not stop every case of the house.
            _log.error("a confirmed import cannot be read any more", number=one.id, error=error.what)


def _provenance(one: TrustImport) -> Provenance:
    proposal = one.proposal
    return Provenance(
        source=proposal.name,
        kind=proposal.kind.replace("_", " "),
        level=TrustLevel.BILATERAL,
        sha256=proposal.sha256,
        received=proposal.received,
        note=proposal.how,
        confirmed_by=(proposal.by, one.confirmed_by),
    )

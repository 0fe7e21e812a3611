"""The passport's own files inside a photo ID: its issuer's signature over them is worth more than a copy of the words.

ISO/IEC TS 23220-4, annex C, puts the security object and the data groups of the holder's passport into a namespace of
their own; drafts and its first edition name it and its elements differently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from preclear.documents import passive
from preclear.documents.mobile.response import Mdoc
from preclear.documents.trust import TrustStore
from preclear.model.verification import Chip, Step

_NAMESPACES = {"org.iso.23220.dtc.1", "org.iso.23220.datagroups.1"}
_NAME = re.compile(r"(?:dtc_)?(sod|dg(?:1[0-6]|[1-9]))")
_STANDARD = "ISO/IEC TS 23220-4, annex C; BSI TR-03135-1, 5.6.4"


def chip_of(mdoc: Mdoc) -> Chip:
    """The files that a photo ID carries, none where it carries none."""
    found = {}
    for space, element in mdoc.all_elements():
        name = _NAME.fullmatch(element.name) if space in _NAMESPACES else None
        if name and isinstance(element.value, bytes):
            found[name[1].upper()] = element.value
    return Chip(files=found)


def steps(mdoc: Mdoc, trust: TrustStore, at: datetime) -> Iterator[Step]:
    """``passport``, the result of passive authentication, and its steps, each with ``passport.`` before its id."""
    chip = chip_of(mdoc)
    if "SOD" not in chip.files:
        return
    verification = passive.verify(chip, trust, at)
    listed = ", ".join(sorted(chip.files))
    reason = f"passive authentication of the passport's files that the document carries: {listed}"
    yield Step(id="passport", status=verification.result, reason=reason, standard=_STANDARD)
    yield from (replace(one, id=f"passport.{one.id}") for one in verification.checks)

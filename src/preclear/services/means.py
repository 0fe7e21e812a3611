"""What judging needs: lists, trust store, registers, agreement, rulebook, checks. Chosen by ``preclear.bootstrap``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from preclear.checks import Catalogue
from preclear.documents import TrustStore
from preclear.model.agreement import Agreement
from preclear.rulebook import Rulebook
from preclear.services.ports import Lists, Pages, Papers, Register, Seals


@dataclass(frozen=True, kw_only=True)
class Means:
    """With what applications are judged. What is not set up is None, and its checks say ``not_checked``.

    ``fresh_for`` says for how many days each list counts as fresh, by its name; ``*`` is for all others.
    """

    catalogue: Catalogue
    rulebook: Rulebook
    agreement: Agreement | None = None
    lists: Lists | None = None
    fresh_for: Mapping[str, int] = field(default_factory=dict)
    trust: TrustStore | None = None
    pages: Pages | None = None
    seals: Seals | None = None
    papers: Papers | None = None
    registers: Mapping[str, Register] = field(default_factory=dict)

"""How the services are that the desk leans on: lists, registers, jobs, the carrier gateway."""

from __future__ import annotations

from dataclasses import dataclass

import httpx
from django.conf import settings

from preclear.services.ages import stale_lists
from preclear.services.office import Office
from preclear.web.i18n import Catalogue
from preclear.web.i18n.words import Word

_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True)
class Service:
    """One service: its name, a word for its state, and what that means for the work."""

    name: str
    word: str
    kind: str


def states(where: Office, words: Catalogue) -> list[Service]:
    """All of them; each answers within a second, or is said not to."""
    means = where.means
    rows = [
        (words.text("Lists"), _lists(where, words)),
        (
            words.text("Registers"),
            Word(text=words.plural("{n} register", "{n} registers", len(means.registers)), kind="good")
            if means.registers
            else Word(text="None set up", kind="open"),
        ),
        (words.text("Work in the background"), _jobs(where)),
        (words.text("Carrier gateway"), _gateway(settings.PRECLEAR.gateway)),
    ]
    return [Service(name=name, word=words.text(word.text), kind=word.kind) for name, word in rows]


def _lists(where: Office, words: Catalogue) -> Word:
    loaded = where.lists_now()
    if loaded is None:
        return Word(text="None set up", kind="open")
    if not loaded.sources:
        return Word(text="Cannot be read: everybody is referred to a person", kind="bad")
    if stale_lists(loaded.sources, where.means.fresh_for, where.clock().date()):
        return Word(text="Some are too old: their silence proves nothing", kind="warn")
    return Word(text=words.plural("{n} list", "{n} lists", len(loaded.sources)), kind="good")


def _jobs(where: Office) -> Word:
    with where.store.transaction() as records:
        failed = len(records.jobs.failed())
    return (
        Word(text="Some jobs failed: tell the administrator", kind="bad")
        if failed
        else Word(text="Running", kind="good")
    )


def _gateway(address: str) -> Word:
    try:
        told = httpx.get(f"{address}/carrier/v1/health", timeout=_SECONDS).json()
    except (httpx.HTTPError, ValueError):
        return Word(text="Does not answer; carriers may board, and nobody is harmed", kind="warn")
    fresh = isinstance(told, dict) and told.get("freshness") == "current"
    return Word(text="Answering", kind="good") if fresh else Word(text="Answering, with older news", kind="warn")

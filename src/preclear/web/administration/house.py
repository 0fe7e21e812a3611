"""The house itself: jobs set aside, backups, health, and the outbox of notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from preclear.errors import NotPermitted
from preclear.model.codes import Role
from preclear.services.ages import stale_lists
from preclear.services.letters import SUBJECTS
from preclear.services.oversee import log_size
from preclear.web.access import role
from preclear.web.carrier import line
from preclear.web.i18n.words import Word
from preclear.web.jinja import words_for
from preclear.web.office import office
from preclear.web.rooms import roles_of
from preclear.web.trust.anchors import effective

_MOST_LETTERS = 200
_MOST_BACKUPS = 50


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A backup: its file, when it was written, and its bytes."""

    name: str
    at: datetime
    size: int


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the house: its name and how it is (keys of the catalogue), and what to do."""

    name: str
    word: Word
    values: Mapping[str, object]
    todo: str = ""


@role(Role.ADMINISTRATOR)
@require_safe
def jobs(request: HttpRequest) -> HttpResponseBase:
    """Work that failed again and again, with its last error."""
    with office().store.transaction() as records:
        failed = records.jobs.failed()
    return render(request, "administration/jobs.html", {"jobs": failed})


@role(Role.ADMINISTRATOR)
@require_safe
def backups(request: HttpRequest) -> HttpResponseBase:
    """Backups in the home folder, and how to make one."""
    folder = settings.PRECLEAR.home / "backups"
    return render(request, "administration/backups.html", {"backups": _in(folder), "folder": str(folder)})


@role(Role.ADMINISTRATOR)
@require_safe
def health(request: HttpRequest) -> HttpResponseBase:
    """Every part of the house, and what to do where something is not well."""
    words = words_for(request)
    rows = [
        (words.markup(one.name), words.markup(one.word.text, **one.values), one.word.kind, words.markup(one.todo))
        for one in _parts()
    ]
    return render(request, "administration/health.html", {"rows": rows})


@require_safe
def outbox(request: HttpRequest) -> HttpResponseBase:
    """Notices to people: in the demo for everybody, for there no mail leaves; else for administrators."""
    if settings.PRECLEAR.demo:
        return _outbox(request)
    return role(Role.ADMINISTRATOR)(_outbox)(request)


def _outbox(request: HttpRequest) -> HttpResponseBase:
    if not settings.PRECLEAR.demo and Role.ADMINISTRATOR not in roles_of(request):
        raise NotPermitted("the outbox is for administrators")
    with office().store.transaction() as records:
        letters = records.letters.newest(limit=_MOST_LETTERS, to=request.GET.get("to", "")[:150])
    context = {
        "letters": letters,
        "subjects": SUBJECTS,
        "to": request.GET.get("to", "")[:150],
        "mail": bool(settings.PRECLEAR.smtp),
    }
    return render(request, "administration/outbox.html", context)


def _in(folder: Path) -> list[Kept]:
    try:
        found = [(one, one.stat()) for one in folder.iterdir() if one.suffix == ".zip"]
    except OSError:
        return []
    kept = [
        Kept(name=one.name, at=datetime.fromtimestamp(stat.st_mtime, UTC), size=stat.st_size) for one, stat in found
    ]
    return sorted(kept, key=lambda one: one.at, reverse=True)[:_MOST_BACKUPS]


def _parts() -> list[Part]:
    where = office()
    with where.store.transaction() as records:
        failed, unsent = len(records.jobs.failed()), len(records.letters.unsent())
    return [
        Part(
            name="Records",
            word=Word(text="Answering, {n} entries in the log", kind="good"),
            values={"n": log_size(where)},
        ),
        _jobs(failed),
        _letters(unsent),
        _gateway(),
        _lists(),
        _trust(),
        _backup(),
    ]


def _jobs(failed: int) -> Part:
    if failed:
        word = Word(text="{n} set aside", kind="bad")
        return Part(name="Jobs", word=word, values={"n": failed}, todo="Read the errors on the page of jobs")
    return Part(name="Jobs", word=Word(text="None set aside", kind="good"), values={})


def _letters(unsent: int) -> Part:
    if not settings.PRECLEAR.smtp:
        return Part(
            name="Notices", word=Word(text="Stay in the outbox", kind="open"), values={}, todo="Set smtp to send them"
        )
    word = Word(text="{n} wait to be sent", kind="warn" if unsent else "good")
    return Part(name="Notices", word=word, values={"n": unsent})


def _gateway() -> Part:
    fresh = line.freshness()
    if not fresh:
        word, todo = Word(text="Does not answer", kind="bad"), "Start it: preclear gateway serve"
    elif fresh == "current":
        word, todo = Word(text="Answering", kind="good"), ""
    else:
        word, todo = Word(text="Answering, with older news", kind="warn"), "See that the worker runs"
    return Part(name="Carrier gateway", word=word, values={}, todo=todo)


def _lists() -> Part:
    here = office()
    loaded = here.lists_now()
    if here.snapshots and here.snapshots.trouble:
        return Part(
            name="Lists",
            word=Word(text="The newest cannot be read", kind="bad"),
            values={},
            todo="Install them again: preclear lists install",
        )
    if loaded is None:
        return Part(
            name="Lists", word=Word(text="None set up", kind="open"), values={}, todo="Build them: preclear lists build"
        )
    old = stale_lists(loaded.sources, here.means.fresh_for, here.clock().date())
    if old:
        return Part(
            name="Lists",
            word=Word(text="{n} too old", kind="warn"),
            values={"n": len(old)},
            todo="Build them anew: preclear lists build",
        )
    return Part(name="Lists", word=Word(text="{n} loaded", kind="good"), values={"n": len(loaded.sources)})


def _trust() -> Part:
    store = effective()
    if store is None:
        return Part(
            name="Trust store",
            word=Word(text="None set up", kind="open"),
            values={},
            todo="Name master lists in the setting trust",
        )
    return Part(name="Trust store", word=Word(text="{n} anchors", kind="good"), values={"n": len(store.anchors)})


def _backup() -> Part:
    kept = _in(settings.PRECLEAR.home / "backups")
    if not kept:
        return Part(
            name="Backups", word=Word(text="None yet", kind="warn"), values={}, todo="Make one: preclear backup"
        )
    days = max((office().clock() - kept[0].at).days, 0)
    return Part(
        name="Backups",
        word=Word(text="The last is {n} days old", kind="warn" if days > 1 else "good"),
        values={"n": days},
    )

"""The carriers' pages: one form, one answer; a list of passengers; the receipt. Never a reason."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preclear.errors import InvalidInput, NotFound, Unavailable
from preclear.model.codes import Role
from preclear.services.outage import outage_receipt
from preclear.web.access import role
from preclear.web.carrier import line
from preclear.web.carrier.asking import COLUMNS, Asked, KeyNeeded, Passenger, Question, ask, passengers_of, unanswered
from preclear.web.forms import Form
from preclear.web.i18n.words import WHAT_TO_DO
from preclear.web.office import actor_of, office

_ANSWERS, _KEY = "carrier_answers", "carrier_key"
_MOST_KEPT, _MOST_ROWS = 12, 1_200
_SIGNS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.")

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "surname": "surname",
        "given_names": "given names",
        "birth_date": "birth date",
        "documents": "document",
        "number": "document number",
        "issuing_state": "issuing State",
        "expiry_date": "last day of the document",
        "type": "kind of document",
        "flight.from": "airport of departure",
        "flight.to": "airport of arrival",
        "flight.date": "day of the flight",
    }
)
"""What carriers call the fields that an answer names."""

_PLACES: Mapping[str, str] = MappingProxyType(
    {
        "flight.carrier": "flight",
        "flight.number": "flight",
        "flight.date": "day",
        "flight.from": "origin",
        "flight.to": "destination",
        "flight": "flight",
    }
)
"""Where on the form stands what the gateway names."""


@role(Role.CARRIER)
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponseBase:
    """One passenger: a form; asking leads to the answer."""
    return _asking(request, "carrier/look_up.html", _one)


@role(Role.CARRIER)
@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest) -> HttpResponseBase:
    """A whole flight: a pasted list of passengers."""
    return _asking(request, "carrier/list.html", lambda form: passengers_of(form["passengers"]))


@role(Role.CARRIER)
@require_safe
def answer(request: HttpRequest, number: str) -> HttpResponseBase:
    """What came back: one big word, or the board of a flight."""
    asked = _of_session(request, number)
    one = asked.rows[0] if len(asked.rows) == 1 else None
    page = "carrier/outage.html" if asked.outage else "carrier/answer.html" if one else "carrier/board.html"
    context = {"asked": asked, "one": one, "what_to_do": WHAT_TO_DO, "field_name": field_name, "desk": _desk()}
    return render(request, page, context)


@role(Role.CARRIER)
@require_POST
def again(request: HttpRequest, number: str) -> HttpResponseBase:
    """Ask the same once more, under another number: after an outage, or for the latest."""
    before = _of_session(request, number)
    told = json.loads(before.question)
    flight = told["flight"]
    question = Question(
        flight=f"{flight['carrier']} {flight['number']}",
        day=flight["date"],
        origin=flight["from"],
        destination=flight["to"],
        passengers=tuple(_passenger_of(one) for one in told["passengers"]),
        key=str(request.session.get(_KEY, "")),
    )
    try:
        asked = _ask(request, question)
    except KeyNeeded:
        return redirect("carrier_key")
    return redirect("carrier_answer", asked.id)


@role(Role.CARRIER)
@require_safe
def receipt(request: HttpRequest, number: str, part: str) -> HttpResponseBase:
    """The signed receipt, or the question that it is about, as a file to keep."""
    asked = _of_session(request, number)
    content, kind, end = (
        (asked.receipt, "application/jose", "jws")
        if part == "receipt"
        else (asked.question, "application/json", "json")
    )
    name = "".join(sign for sign in f"{asked.id}-{part}.{end}" if sign in _SIGNS)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": "sandbox"}
    return HttpResponse(content, content_type=kind, headers=headers)


@role(Role.CARRIER)
@require_http_methods(["GET", "HEAD", "POST"])
def key(request: HttpRequest) -> HttpResponseBase:
    """The airline's key, for this session only: the gateway asks for it wherever access is not open."""
    form = Form.of(request)
    if request.method == "POST":
        given = form["key"].strip()
        if given.isascii() and given.isprintable() and 0 < len(given) <= 200:
            request.session[_KEY] = given
            return redirect("carrier_home")
        form = form.wrong(("key", "Enter the key that your airline was given"))
    return render(request, "carrier/key.html", {"form": form}, status=form.status)


def field_name(field: str) -> str:
    """A field of the gateway as carriers call it (a key of the catalogue)."""
    return FIELDS.get(field) or FIELDS.get(field.rpartition(".")[2]) or field


def _asking(request: HttpRequest, page: str, passengers: Any) -> HttpResponseBase:
    form = Form.of(request)
    done: list[Asked] = []
    if request.method == "POST":
        try:
            form = form.attempt(
                lambda: done.append(_ask(request, _question(request, form, passengers(form)))), fields=_PLACES
            )
        except KeyNeeded:
            return redirect("carrier_key")
        if done:
            return redirect("carrier_answer", done[0].id)
    context = {
        "form": form,
        "freshness": line.freshness(),
        "answers": _kept(request),
        "columns": ", ".join(COLUMNS),
        "carrier": getattr(request.user, "carrier", ""),
        "desk": _desk(),
    }
    return render(request, page, context, status=form.status)


def _question(request: HttpRequest, form: Form, passengers: Sequence[Passenger]) -> Question:
    return Question(
        flight=form["flight"],
        day=form["day"].strip(),
        origin=form["origin"],
        destination=form["destination"],
        passengers=tuple(passengers),
        key=str(request.session.get(_KEY, "")),
    )


def _one(form: Form) -> tuple[Passenger]:
    for name, said in (("number", "Enter the document number"), ("surname", "Enter the surname")):
        if not form[name].strip():
            raise InvalidInput(said, where=name, mend="Read it from the document")
    return (
        Passenger(
            surname=form["surname"].strip()[:200],
            given_names=form["given_names"].strip()[:200],
            birth_date=form["birth_date"].strip()[:20],
            document_number=form["number"].strip()[:40],
            issuing_state=form["issuing_state"].strip().upper()[:10],
        ),
    )


def _ask(request: HttpRequest, question: Question) -> Asked:
    at, actor = office().clock(), actor_of(request)
    try:
        asked = ask(question, at)
    except KeyNeeded:
        raise
    except Unavailable:
        carrier = getattr(request.user, "carrier", "") or "portal"
        proof = outage_receipt(office(), carrier, question.id, question.body, actor)
        asked = unanswered(question, at, proof)
    _keep(request, asked)
    return asked


def _keep(request: HttpRequest, asked: Asked) -> None:
    """The newest answers of this session, as long as they are few."""
    kept = [asked, *_kept(request)][:_MOST_KEPT]
    while len(kept) > 1 and sum(len(one.rows) for one in kept) > _MOST_ROWS:
        kept.pop()
    request.session[_ANSWERS] = [one.kept() for one in kept]


def _kept(request: HttpRequest) -> list[Asked]:
    return [Asked.of(one) for one in request.session.get(_ANSWERS, [])]


def _of_session(request: HttpRequest, number: str) -> Asked:
    for one in _kept(request):
        if one.id == number:
            return one
    raise NotFound("this answer is not of this session", mend="Ask again")


def _passenger_of(told: Mapping[str, Any]) -> Passenger:
    document = told["documents"][0]
    return Passenger(
        surname=told["surname"],
        given_names=told["given_names"],
        birth_date=told["birth_date"],
        document_number=document["number"],
        issuing_state=document["issuing_state"],
    )


def _desk() -> dict[str, str]:
    phone = settings.PRECLEAR.desk_phone
    return {"display": phone, "href": f"tel:{phone.replace(' ', '')}"}

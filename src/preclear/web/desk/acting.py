"""What an officer does to find out more, each on a page of its own: one table, one view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from preclear.errors import InvalidInput
from preclear.model.case import Actor
from preclear.model.codes import Role
from preclear.services import applicant, decide
from preclear.services.office import Office
from preclear.web.access import role
from preclear.web.desk.dossier import head, officers_own
from preclear.web.desk.opening import opened
from preclear.web.forms import Form
from preclear.web.office import office


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of an action's form. ``kind``: textarea, text, date or time."""

    name: str
    label: str
    kind: str = "textarea"
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Action:
    """What is done, in words, and the service that does it."""

    title: str
    intro: str
    button: str
    fields: tuple[Field, ...]
    do: Callable[[Office, str, Form, Actor], object]


def _booked(where: Office, reference: str, form: Form, actor: Actor) -> object:
    try:
        at = datetime.fromisoformat(f"{form['day']}T{form['time']}").replace(tzinfo=UTC)
    except ValueError as error:
        raise InvalidInput("no such day or time", where="day", mend="Use the form 2026-12-31 and 14:30") from error
    if at <= where.clock():
        raise InvalidInput("this day has passed", where="day", mend="Choose a day to come")
    if not form["where"].strip():
        raise InvalidInput("the place is missing", where="where", mend="Say where, or by which telephone or link")
    return decide.book_interview(where, reference, at, form["where"].strip(), actor, seen=form.seen)


def _text(form: Form, name: str) -> str:
    """A field's text, which must be there."""
    if not form[name].strip():
        raise InvalidInput("nothing was written", where=name, mend="Write at least one sentence")
    return form[name].strip()


ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        "ask": Action(
            title="Ask the applicant",
            intro="Your clock stands still until the answer. Ask for one thing, and say what would do.",
            button="Send the question",
            fields=(Field(name="text", label="Your question", hint="The applicant reads it as you write it."),),
            do=lambda where, reference, form, actor: decide.ask(where, reference, form["text"], actor, seen=form.seen),
        ),
        "verify": Action(
            title="Verify with a third party",
            intro="Ask an employer, a school, a bank or a register. If nobody answers, that is never adverse.",
            button="Record that you asked",
            fields=(
                Field(name="whom", label="Whom you ask", kind="text"),
                Field(name="question", label="What you ask", hint="Say only what they need to know to answer."),
            ),
            do=lambda where, reference, form, actor: decide.verify_with(
                where, reference, _text(form, "whom"), _text(form, "question"), actor, seen=form.seen
            ),
        ),
        "consult": Action(
            title="Consult the partner",
            intro="The partner State has 60 hours. Its silence is no objection.",
            button="Ask the partner",
            fields=(
                Field(name="partner", label="Which authority", kind="text"),
                Field(name="question", label="What you ask"),
            ),
            do=lambda where, reference, form, actor: decide.consult(
                where, reference, _text(form, "partner"), _text(form, "question"), actor, seen=form.seen
            ),
        ),
        "answered": Action(
            title="Record the answer",
            intro="Write down what was answered, by whom, on which day. Your clock runs again.",
            button="Record the answer",
            fields=(Field(name="answer", label="What was answered"),),
            do=lambda where, reference, form, actor: decide.resume(
                where, reference, _text(form, "answer"), actor, seen=form.seen
            ),
        ),
        "book": Action(
            title="Book an interview",
            intro="The applicant is told when and where, and may ask for another day, an interpreter or company.",
            button="Book the interview",
            fields=(
                Field(name="day", label="Day", kind="date"),
                Field(name="time", label="Time (UTC)", kind="time"),
                Field(name="where", label="Where", kind="text", hint="A room, a telephone or a link."),
            ),
            do=_booked,
        ),
        "interview": Action(
            title="Record the interview",
            intro="Questions and answers word for word. How somebody looked or sounded has no place here.",
            button="Record the interview",
            fields=(
                Field(name="record", label="Questions and answers", hint="Q: ... A: ... The applicant reads it too."),
            ),
            do=lambda where, reference, form, actor: decide.record_interview(
                where, reference, _text(form, "record"), actor, seen=form.seen
            ),
        ),
        "protect": Action(
            title="Refer for help",
            intro="Somebody may be forced, or need protection. Your words go behind the wall: nobody who decides reads "
            "them, and no refusal is possible until it is answered.",
            button="Refer for help",
            fields=(Field(name="notes", label="What you saw or heard"),),
            do=lambda where, reference, form, actor: applicant.ask_for_help(
                where, reference, _text(form, "notes"), actor
            ),
        ),
        "urgent": Action(
            title="Make urgent",
            intro="A funeral, medical need, or a flight within a day: then 4 hours.",
            button="Make urgent",
            fields=(Field(name="why", label="Why it is urgent"),),
            do=lambda where, reference, form, actor: decide.make_urgent(
                where, reference, _text(form, "why"), actor, seen=form.seen
            ),
        ),
    }
)


@role(Role.CASE_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, reference: str, name: str) -> HttpResponseBase:
    """The form of one action, and doing it."""
    if name not in ACTIONS:
        raise Http404
    action, form, of = ACTIONS[name], Form.of(request), opened(request, reference)
    officers_own(of)
    if request.method == "POST":
        form = form.attempt(lambda: action.do(office(), reference, form, of.actor))
        if form.done:
            return redirect("desk_dossier", reference)
    context = {**head(request, of), "action": action, "form": form, "name_of_action": name}
    return render(request, "desk/act.html", context, status=form.status)

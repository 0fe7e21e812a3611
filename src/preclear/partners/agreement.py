"""Read an agreement file (YAML, process section 15). It fails closed: what is not understood is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from preclear.errors import InvalidInput
from preclear.model.agreement import Agreement, AuthorityModel, Deadlines, FormQuestion, Route
from preclear.writing.durations import parse_duration
from preclear.writing.yaml_text import load

RULE = "agreement file"
_KINDS = {"text", "long_text", "date", "choice", "yes_no", "country", "money", "email", "phone", "file", "mrz"}
_STEPS_WITHOUT_A_CHECK = {"support", "watchlists", "immediate_hold", "interview"}


def parse(data: bytes | str) -> Agreement:
    """An agreement, or ``InvalidInput`` that names the place in the file.

    Refused: no legal basis for a party, ``auto_refuse`` other than ``never``, fewer than two humans for a refusal, a
    deadline that is no ISO 8601 duration, a form field of an unknown kind.
    """
    whole = _mapping(load(data), "")
    head = _mapping(whole.get("agreement"), "agreement")
    parties = tuple(str(party) for party in _sequence(head.get("parties"), "agreement.parties"))
    steps = _mapping(whole.get("steps", {}), "steps")
    decision = _mapping(whole.get("decision", {}), "decision")
    scope = _mapping(whole.get("scope", {}), "scope")
    exclude = _mapping(scope.get("exclude", {}), "scope.exclude")
    valid = _mapping(head.get("valid"), "agreement.valid")
    _check_decision(decision)
    return Agreement(
        id=_text(head, "id", "agreement"),
        version=_text(head, "version", "agreement"),
        parties=parties,
        authority_model=_model(head.get("authority_model", "ADVISORY")),
        legal_basis=_legal_basis(head, parties),
        valid_from=_day(valid.get("from"), "agreement.valid.from"),
        valid_until=_day(valid.get("until"), "agreement.valid.until"),
        routes=tuple(_route(route, place) for place, route in enumerate(scope.get("routes", ()))),
        traveller_classes=tuple(map(str, scope.get("traveller_classes", ()))),
        excluded_classes=tuple(map(str, exclude.get("classes", ()))),
        exempt_younger_than=_whole(exclude.get("younger_than_years", 0), "scope.exclude.younger_than_years"),
        mandatory=_mandatory(steps),
        watchlists=tuple(map(str, steps.get("watchlists", ()))),
        immediate_hold=frozenset(map(str, steps.get("immediate_hold", ()))),
        deadlines=_deadlines(_mapping(whole.get("deadlines", {}), "deadlines")),
        auto_grant=bool(decision.get("auto_grant", False)),
        refusal_humans=_whole(decision.get("refusal_humans", 2), "decision.refusal_humans"),
        refusal_grounds=_grounds(decision.get("refusal_grounds", {})),
        notice_languages=tuple(map(str, decision.get("notice_languages", ("en",)))),
        form=tuple(_question(one, place) for place, one in enumerate(whole.get("form", ()))),
        privacy_notice=_words(whole.get("privacy_notice", {}), "privacy_notice"),
        digest=hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest(),
    )


def _check_decision(decision: Mapping[str, Any]) -> None:
    if decision.get("auto_refuse", "never") != "never":
        raise InvalidInput("the machine never refuses", where="decision.auto_refuse", rule=RULE, mend="Write never")
    if _whole(decision.get("refusal_humans", 2), "decision.refusal_humans") < 2:
        raise InvalidInput("a refusal needs two humans at least", where="decision.refusal_humans", rule=RULE)


def _mandatory(steps: Mapping[str, Any]) -> frozenset[str]:
    """Steps that must be answered before the machine may grant: ``identity``, ``document``, each supported register."""
    required = {name for name, need in steps.items() if name not in _STEPS_WITHOUT_A_CHECK and need == "required"}
    if steps.get("watchlists"):
        required.add("watchlists")
    return frozenset(required)


def _legal_basis(head: Mapping[str, Any], parties: tuple[str, ...]) -> Mapping[str, str]:
    given = {}
    for place, one in enumerate(_sequence(head.get("legal_basis"), "agreement.legal_basis")):
        basis = _mapping(one, f"agreement.legal_basis.{place}")
        given[str(basis.get("party"))] = str(basis.get("ref") or "").strip()
    lacking = [party for party in parties if not given.get(party)]
    if lacking or not parties:
        raise InvalidInput(
            f"no legal basis for {', '.join(lacking) or 'any party'}",
            where="agreement.legal_basis",
            rule=RULE,
            mend="Cite the statute of each party",
        )
    return given


def _deadlines(given: Mapping[str, Any]) -> Deadlines:
    known = Deadlines.__dataclass_fields__.keys()
    names = {name: value for name, value in given.items() if name != "consult_silence"}
    for name in names:
        if name not in known:
            raise InvalidInput("no such deadline", where=f"deadlines.{name}", rule=RULE)
    return Deadlines(**{name: parse_duration(str(value), where=f"deadlines.{name}") for name, value in names.items()})


def _grounds(given: Any) -> Mapping[str, Mapping[str, str]]:
    if isinstance(given, list):
        return {str(code): {} for code in given}
    return {str(code): _words(text, f"decision.refusal_grounds.{code}") for code, text in _mapping(given, "").items()}


def _question(given: Any, place: int) -> FormQuestion:
    where = f"form.{place}"
    one = _mapping(given, where)
    kind = _text(one, "kind", where)
    if kind not in _KINDS:
        raise InvalidInput(f"{kind!r} is no kind of field", where=f"{where}.kind", rule=RULE)
    return FormQuestion(
        path=_text(one, "field", where),
        kind=kind,
        label=_words(one.get("label"), f"{where}.label"),
        why=_words(one.get("why", {}), f"{where}.why"),
        example=_words(one.get("example", {}), f"{where}.example"),
        required=bool(one.get("required", True)),
        choices={
            str(value): _words(words, f"{where}.choices.{value}") for value, words in one.get("choices", {}).items()
        },
        only_for=tuple(map(str, one.get("only_for", ()))),
        section=str(one.get("section", "")),
        use=str(one.get("use", "protective_only" if str(one.get("field", "")).startswith("answers.") else "ok")),
    )


def _route(given: Any, place: int) -> Route:
    one = _mapping(given, f"scope.routes.{place}")
    return Route(origin=str(one.get("from", "")), to_state=str(one.get("to_state", "")), to=str(one.get("to", "")))


def _model(given: Any) -> AuthorityModel:
    try:
        return AuthorityModel(given)
    except ValueError as error:
        raise InvalidInput(f"{given!r} is no model", where="agreement.authority_model", rule=RULE) from error


def _words(given: Any, where: str) -> Mapping[str, str]:
    return {str(language): str(text) for language, text in _mapping(given, where).items()}


def _mapping(given: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise InvalidInput("a mapping is missing", where=where, rule=RULE)
    return given


def _sequence(given: Any, where: str) -> Sequence[Any]:
    if not isinstance(given, list) or not given:
        raise InvalidInput("a list is missing", where=where, rule=RULE)
    return given


def _text(given: Mapping[str, Any], name: str, where: str) -> str:
    value = given.get(name)
    if not isinstance(value, str | int | float) or not str(value).strip():
        raise InvalidInput("a value is missing", where=f"{where}.{name}", rule=RULE)
    return str(value)


def _day(given: Any, where: str) -> date:
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(str(given))
    except ValueError as error:
        raise InvalidInput("not a day", where=where, rule=RULE, mend="Write YYYY-MM-DD") from error


def _whole(given: Any, where: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int):
        raise InvalidInput("not a whole number", where=where, rule=RULE)
    return given

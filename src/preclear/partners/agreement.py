"""Read an agreement file (YAML, process section 15). It fails closed: what is not understood is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from preclear.errors import InvalidInput
from preclear.model.agreement import Agreement, AuthorityModel, Deadlines, FormQuestion, Route
from preclear.writing.durations import parse_duration
from preclear.writing.yaml_text import load

RULE = "agreement file"
_SECTIONS = {
    "agreement",
    "scope",
    "airports",
    "steps",
    "deadlines",
    "decision",
    "form",
    "privacy_notice",
    "sharing",
    "onward",
    "special_categories",
    "retention",
    "rights",
    "oversight",
    "incident",
    "operations",
    "carrier",
}
"""Sections of an agreement (process section 15); those that clearing does not read yet are kept for other rooms."""

_NEEDS = {"required", "supported", "on_referral", "none"}
"""What an agreement may say of a step. Only ``required`` makes it mandatory."""

_PAST_CLEARING = {"traveller_classes", "routes", "exclude"}
_DECISION = {"auto_grant", "auto_refuse", "refusal_humans", "refusal_grounds", "notice_languages"}
_KINDS = {"text", "long_text", "date", "choice", "yes_no", "country", "money", "email", "phone", "file", "mrz"}
_STEPS_WITHOUT_A_CHECK = {"support", "watchlists", "immediate_hold", "interview"}


def parse(data: bytes | str) -> Agreement:
    """An agreement, or ``InvalidInput`` that names the place in the file.

    Refused: no legal basis for a party, ``auto_refuse`` other than ``never``, fewer than two humans for a refusal, a
    deadline that is no ISO 8601 duration, a form field of an unknown kind.
    """
    whole = _mapping(load(data), "")
    _only(whole, _SECTIONS, "")
    head = _mapping(whole.get("agreement"), "agreement")
    parties = tuple(str(party) for party in _sequence(head.get("parties"), "agreement.parties", empty=False))
    steps = _mapping(whole.get("steps", {}), "steps")
    decision = _mapping(whole.get("decision", {}), "decision")
    scope = _mapping(whole.get("scope", {}), "scope")
    exclude = _mapping(scope.get("exclude", {}), "scope.exclude")
    valid = _mapping(head.get("valid"), "agreement.valid")
    _only(scope, _PAST_CLEARING, "scope")
    _only(decision, _DECISION, "decision")
    _check_decision(decision)
    return Agreement(
        id=_text(head, "id", "agreement"),
        version=_text(head, "version", "agreement"),
        parties=parties,
        authority_model=_model(head.get("authority_model", "ADVISORY")),
        legal_basis=_legal_basis(head, parties),
        valid_from=_day(valid.get("from"), "agreement.valid.from"),
        valid_until=_day(valid.get("until"), "agreement.valid.until"),
        routes=tuple(
            _route(route, place) for place, route in enumerate(_sequence(scope.get("routes", []), "scope.routes"))
        ),
        traveller_classes=_strings(scope, "traveller_classes", "scope"),
        excluded_classes=_strings(exclude, "classes", "scope.exclude"),
        exempt_younger_than=_whole(exclude.get("younger_than_years", 0), "scope.exclude.younger_than_years"),
        mandatory=_mandatory(steps),
        watchlists=_strings(steps, "watchlists", "steps"),
        immediate_hold=frozenset(_strings(steps, "immediate_hold", "steps")),
        deadlines=_deadlines(_mapping(whole.get("deadlines", {}), "deadlines")),
        auto_grant=_yes_no(decision.get("auto_grant", False), "decision.auto_grant"),
        refusal_humans=_whole(decision.get("refusal_humans", 2), "decision.refusal_humans"),
        refusal_grounds=_grounds(decision.get("refusal_grounds", {})),
        notice_languages=_strings(decision, "notice_languages", "decision") or ("en",),
        form=tuple(_question(one, place) for place, one in enumerate(_sequence(whole.get("form", []), "form"))),
        privacy_notice=_words(whole.get("privacy_notice", {}), "privacy_notice"),
        airports=_words(whole.get("airports", {}), "airports"),
        digest=hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest(),
    )


def _check_decision(decision: Mapping[str, Any]) -> None:
    if decision.get("auto_refuse", "never") != "never":
        raise InvalidInput("the machine never refuses", where="decision.auto_refuse", rule=RULE, mend="Write never")
    if _whole(decision.get("refusal_humans", 2), "decision.refusal_humans") < 2:
        raise InvalidInput("a refusal needs two humans at least", where="decision.refusal_humans", rule=RULE)


def _mandatory(steps: Mapping[str, Any]) -> frozenset[str]:
    """Steps that must be answered before the machine may grant: ``identity``, ``document``, each supported register."""
    needs = {str(name): need for name, need in steps.items() if name not in _STEPS_WITHOUT_A_CHECK}
    for name, need in needs.items():
        if need not in _NEEDS:
            raise InvalidInput(f"{need!r} is not one of {', '.join(sorted(_NEEDS))}", where=f"steps.{name}", rule=RULE)
    required = {name for name, need in needs.items() if need == "required"}
    if steps.get("watchlists"):
        required.add("watchlists")
    return frozenset(required)


def _legal_basis(head: Mapping[str, Any], parties: tuple[str, ...]) -> Mapping[str, str]:
    given = {}
    for place, one in enumerate(_sequence(head.get("legal_basis"), "agreement.legal_basis", empty=False)):
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
    grounds = _mapping(given, "decision.refusal_grounds")
    return {str(code): _words(text, f"decision.refusal_grounds.{code}") for code, text in grounds.items()}


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
        required=_yes_no(one.get("required", True), f"{where}.required"),
        choices=_choices(one, where),
        only_for=_strings(one, "only_for", where),
        section=str(one.get("section", "")),
        use=str(one.get("use", "protective_only" if str(one.get("field", "")).startswith("answers.") else "ok")),
    )


def _choices(given: Mapping[str, Any], where: str) -> Mapping[str, Mapping[str, str]]:
    choices = _mapping(given.get("choices", {}), f"{where}.choices")
    return {str(value): _words(words, f"{where}.choices.{value}") for value, words in choices.items()}


def _route(given: Any, place: int) -> Route:
    one = _mapping(given, f"scope.routes.{place}")
    _only(one, {"from", "from_state", "to", "to_state"}, f"scope.routes.{place}")
    return Route(
        origin=str(one.get("from", "")),
        from_state=str(one.get("from_state", "")),
        to_state=str(one.get("to_state", "")),
        to=str(one.get("to", "")),
    )


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


def _sequence(given: Any, where: str, *, empty: bool = True) -> Sequence[Any]:
    if not isinstance(given, list) or not (given or empty):
        raise InvalidInput("a list is missing", where=where, rule=RULE)
    return given


def _strings(given: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    return tuple(str(one) for one in _sequence(given.get(name, []), f"{where}.{name}"))


def _only(given: Mapping[str, Any], known: Collection[str], where: str) -> None:
    """A slip of the pen in a treaty must not be read as silence."""
    unknown = sorted(str(name) for name in given if name not in known)
    if unknown:
        raise InvalidInput("nobody knows this name", where=".".join(filter(None, (where, unknown[0]))), rule=RULE)


def _yes_no(given: Any, where: str) -> bool:
    if not isinstance(given, bool):
        raise InvalidInput("not yes or no", where=where, rule=RULE, mend="Write true or false")
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

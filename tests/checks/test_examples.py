"""Every check against its examples, and the laws that hold for all of them."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from importlib.resources import files
from itertools import product
from typing import Any

import pytest
import yaml

from preclear.checks import Check, catalogue, run
from preclear.checks import evidence as evidence_types
from preclear.checks.catalogue import Catalogue
from preclear.checks.evidence import VIEWS
from preclear.model.dossier import Dossier, ReadPage
from preclear.testing import ordinary, vary

CHECKS = catalogue().checks
ORDINARY = ordinary()


def _examples(check: Check) -> list[Mapping[str, Any]]:
    room, name = check.id.split(".")
    text = files(f"preclear.checks.{room}").joinpath(f"{name}.examples.yaml").read_text("utf-8")
    return yaml.safe_load(text)


EXAMPLES = {check.id: _examples(check) for check in CHECKS}
CASES = [
    pytest.param(check, example, id=f"{check.id}: {example['example']}")
    for check in CHECKS
    for example in EXAMPLES[check.id]
]
each_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)


def _ask(check: Check, dossier: Dossier) -> tuple[Any, ...]:
    findings, _, _ = run(Catalogue(checks=(check,)), dossier)
    return findings


@pytest.mark.parametrize(("check", "example"), CASES)
def test_an_example_holds(check, example):
    dossier = vary(ORDINARY, **example["given"])
    findings, silent, _ = run(Catalogue(checks=(check,)), dossier)
    assert example["expect"] == [finding.weight.value for finding in findings]
    if example["expect"]:
        assert example["because"] in str(findings[0].text)
    else:
        assert [check.id] == [silence.check for silence in silent]


@each_check
def test_a_check_has_a_speaking_a_silent_and_an_honest_example(check):
    examples = EXAMPLES[check.id]
    assert any(example["expect"] for example in examples)
    assert any(not example["expect"] for example in examples)
    loudest = max(len(example["expect"]) and _loudness(example["expect"]) for example in examples)
    honest = [example for example in examples if "honest" in example]
    assert honest
    assert all(_loudness(example["expect"]) < loudest for example in honest)


def _loudness(weights: list[str]) -> int:
    return max((["note", "concern", "serious"].index(weight) + 1 for weight in weights), default=0)


@each_check
def test_a_check_has_a_source_a_question_and_at_most_forty_lines(check):
    module = inspect.getmodule(check.ask)
    assert check.source
    assert check.question.endswith("?")
    assert len(inspect.getsource(module).splitlines()) <= 40


@each_check
def test_what_a_check_says_points_at_evidence_and_says_what_resolves_it(check):
    for example in EXAMPLES[check.id]:
        for finding in _ask(check, vary(ORDINARY, **example["given"])):
            assert finding.about
            assert str(finding.resolved_by)
            assert finding.innocent is not None


@each_check
def test_a_finding_has_a_key_of_its_own(check):
    for example in EXAMPLES[check.id]:
        keys = [finding.key for finding in _ask(check, vary(ORDINARY, **example["given"]))]
        assert sorted(set(keys)) == sorted(keys)


PROTECTED = {
    "sex": ("F", "M", "X", None),
    "marital_status": ("single", "divorced", None),
    "preferred_language": ("ur", "en", None),
}
PROXIES = {
    "birth_place": ("Zenith", "Elsewhere", None),
    "birth_country": ("UTO", "XXK", None),
}
HOMES = ({"city": "Zenith", "country": "UTO"}, {"city": "Far District", "country": "XXK"}, None)


def _everybody() -> list[dict[str, Any]]:
    """Every protected and proxy attribute over its values; the zone and the chip follow the form."""
    attributes = PROTECTED | PROXIES
    applicants = [{name: value} for name, values in attributes.items() for value in values]
    applicants += [
        dict(zip(attributes, values, strict=True)) for values in product(*(v[:2] for v in attributes.values()))
    ]
    people = [{"applicant": applicant} for applicant in applicants]
    return people + [{"contact": {"address": home}} for home in HOMES]


EVERYBODY = _everybody()


@each_check
def test_a_check_is_blind_to_protected_and_proxy_attributes(check):
    for example in EXAMPLES[check.id]:
        dossier = vary(ORDINARY, **example["given"])
        expected = _ask(check, dossier)
        for person in EVERYBODY:
            assert expected == _ask(check, _as_person(dossier, person))


def _as_person(dossier: Dossier, person: dict[str, Any]) -> Dossier:
    """The same dossier of another person; what the example says of zone and chip stays, but for the sex in them."""
    varied = vary(dossier, **person)
    sex = varied.mrz.fields.sex if varied.mrz else ""
    mrz = dossier.mrz and replace(dossier.mrz, fields=replace(dossier.mrz.fields, sex=sex))
    holder = dossier.chip and dossier.chip.holder and replace(dossier.chip.holder, sex=sex)
    chip = dossier.chip and replace(dossier.chip, holder=holder)
    visas = tuple((visa, replace(zone, fields=replace(zone.fields, sex=sex))) for visa, zone in dossier.visa_mrz)
    pages = tuple(_page_of(page, sex) for page in dossier.pages)
    return replace(varied, mrz=mrz, chip=chip, visa_mrz=visas, pages=pages, seals=dossier.seals)


def _page_of(page: ReadPage, sex: str) -> ReadPage:
    zone = page.reading.mrz
    assert zone is not None
    return replace(page, reading=replace(page.reading, mrz=replace(zone, fields=replace(zone.fields, sex=sex))))


def test_no_evidence_holds_a_protected_or_proxy_attribute():
    hidden = {*PROTECTED, *PROXIES, "marital", "contact", "phone_home", "native_name"}
    types = [
        value
        for value in vars(evidence_types).values()
        if is_dataclass(value) and value.__module__ == evidence_types.__name__
    ]
    assert set() == {field.name for each in types for field in fields(each)} & hidden


def test_evidence_is_known_by_name_and_type():
    assert all(VIEWS[name] for check in CHECKS for name in (*check.needs, *check.welcomes))

"""Recall on a real list: who is listed is found, also under an altered name. Reads local test data only."""

from __future__ import annotations

import csv
import gzip

import pytest

from preclear.model.dates import PartialDate
from preclear.model.screening import ScreeningQuery
from preclear.screening import SourceSpec, build


@pytest.fixture(scope="module")
def lists(shared_data, tmp_path_factory):
    path = shared_data / "screening" / "lists" / "un" / "consolidated.xml"
    return build([SourceSpec(kind="un", path=path)], tmp_path_factory.mktemp("un") / "lists.snapshot")


@pytest.fixture(scope="module")
def treated(shared_data):
    with gzip.open(shared_data / "screening" / "labelled" / "un_treated.csv.gz", "rt", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["changed"] == "1"]


def alerted(lists, name, born=None):
    answer = lists.screen(ScreeningQuery(id="q", name=name, birth_date=born))
    return {match.entity for match in answer.alerts}


def found(lists, row, born):
    listed = lists.screen(ScreeningQuery(id="l", name=row["listed_name"])).candidates[0].entity
    return listed in alerted(lists, row["treated_name"], born)


@pytest.mark.shared
def test_altered_names_of_the_real_list_are_found(lists, treated):
    share = sum(found(lists, row, None) for row in treated) / len(treated)
    assert share > 0.95


@pytest.mark.shared
def test_a_birth_date_loses_no_match_that_the_name_finds(lists, treated):
    dated = [row for row in treated if row["birth_date"]]
    lost = [
        row["birth_date"]
        for row in dated
        if found(lists, row, None) and not found(lists, row, PartialDate.parse(row["birth_date"]))
    ]
    assert 0 == len(lost)


@pytest.mark.shared
def test_every_entry_of_the_real_list_has_a_version(lists):
    assert lists.counts.entities == len(lists.versions())

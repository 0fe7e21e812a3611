from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

import pytest

from fake_opensearch import running
from preclear.connectors.opensearch_names import OpenSearchNames, connect, fill, index_name
from preclear.errors import Unavailable
from preclear.model.screening import ScreeningQuery
from preclear.screening import SourceSpec, build
from preclear.screening.container import open_, write
from preclear.screening.entries import ListedName
from preclear.screening.name_table import OTHERS, PERSONS, NameTable, sections
from preclear.screening.organisations import analyse_organisation
from preclear.writing.names import analyse

OWNED = {"owner": "Ministry of Examples", "legal_basis": "Example Act, section 1"}
ALIAS = "preclear-names"
SYLLABLES = ["ar", "be", "cor", "din", "es", "fa", "gul", "ha", "im", "ja", "ko", "lu", "mir", "no", "ol", "pa"]


@dataclass(frozen=True)
class Filled:
    """What an index is filled from and asked beside: the tables of a snapshot under an id."""

    id: str
    tables: dict[str, NameTable]

    def names(self, entity_type: str) -> NameTable:
        return self.tables[entity_type]


@pytest.fixture(scope="module")
def names():
    drawn = random.Random(4)
    parts = ["".join(drawn.sample(SYLLABLES, drawn.randint(2, 4))).capitalize() for _ in range(150)]
    return [" ".join(drawn.sample(parts, drawn.randint(2, 4))) for _ in range(300)]


@pytest.fixture(scope="module")
def snapshot(names, tmp_path_factory):
    path = tmp_path_factory.mktemp("names") / "names"
    people = [(at, ListedName(text=name)) for at, name in enumerate(names)]
    houses = [(0, ListedName(text="Fatima Trading House"))]
    write(path, "names", 1, sections(PERSONS, people) | sections(OTHERS, houses))
    held = open_(path, "names", 1)
    return Filled("f" * 32, {"person": NameTable(held, PERSONS), "organisation": NameTable(held, OTHERS)})


@pytest.fixture
def fake():
    with running() as server:
        yield server


@pytest.fixture
def client(fake):
    return connect(fake.url).client


@pytest.fixture
def proposing(client, snapshot):
    """The candidates of an index that is filled."""
    fill(client, ALIAS, snapshot)
    return OpenSearchNames(client=client, alias=ALIAS, snapshot=snapshot)


def misspelt(name, drawn):
    at = drawn.randrange(1, len(name) - 1)
    return drawn.choice([name, name[:at] + name[at + 1 :], name[:at] + "x" + name[at:], " ".join(name.split()[::-1])])


def test_the_likeliest_name_comes_first(proposing, snapshot, names):
    table = snapshot.names("person")
    assert names[:50] == [table.name(proposing.candidates(analyse(one), "person", 5)[0]).text for one in names[:50]]


def test_answers_are_the_same_as_with_the_snapshots_own_index(fake, names, tmp_path):
    rows = "".join(f"E{at},{name}\n" for at, name in enumerate(names))
    (tmp_path / "own.csv").write_text(f"entity_id,name\n{rows}", encoding="utf-8")
    source = SourceSpec(kind="csv", path=tmp_path / "own.csv", defaults=OWNED)
    own = build([source], tmp_path / "lists.snapshot", as_of=date(2026, 1, 1))
    server, drawn, alerted = connect(fake.url), random.Random(6), 0
    server.fill(own)
    for at, name in enumerate(drawn.sample(names, 50)):
        query = ScreeningQuery(id=str(at), name=misspelt(name, drawn))
        assert own.screen(query).alerts == server.beside(own).screen(query).alerts
        alerted += bool(own.screen(query, 1).alerts)
    assert alerted > 25


def test_organisations_are_compared_with_organisations(proposing):
    assert [0] == list(proposing.candidates(analyse_organisation("Fatima Trading House"), "organisation", 5))


def test_no_more_names_come_than_are_wanted(proposing, names):
    assert 3 == len(proposing.candidates(analyse(" ".join(names[0].split() + names[1].split())), "person", 3))


def test_a_name_of_very_many_parts_stays_within_the_clauses_that_opensearch_takes(proposing, names):
    assert proposing.candidates(analyse(" ".join(names[:30])), "person", 5)


def test_a_name_that_is_like_none_needs_no_question(proposing, fake):
    fake.asked.clear()
    assert ([], []) == (list(proposing.candidates(analyse("Qwrtpsdf"), "person", 5)), fake.asked)


@pytest.mark.parametrize("fault", ["busy", "no JSON", "odd", "timed out", "a shard failed"])
def test_an_answer_that_cannot_be_relied_on_is_never_no_match(proposing, fake, fault):
    fake.fault = fault
    with pytest.raises(Unavailable):
        proposing.candidates(analyse("Arbe Cordin"), "person", 5)


def test_silence_ends_with_the_time_limit(fake, client, snapshot):
    fill(client, ALIAS, snapshot)
    fake.fault = "silent"
    hasty = OpenSearchNames(client=client, alias=ALIAS, snapshot=snapshot, seconds=0.05)
    with pytest.raises(Unavailable):
        hasty.candidates(analyse("Arbe Cordin"), "person", 5)


def test_a_server_that_is_not_there_is_unavailable(snapshot):
    gone = OpenSearchNames(client=connect("http://127.0.0.1:9").client, alias=ALIAS, snapshot=snapshot)
    with pytest.raises(Unavailable, match="no usable answer"):
        gone.candidates(analyse("Arbe Cordin"), "person", 5)


def test_an_index_of_another_snapshot_is_never_asked(client, snapshot):
    fill(client, ALIAS, Filled("0" * 32, snapshot.tables))
    with pytest.raises(Unavailable, match="no index of this snapshot"):
        OpenSearchNames(client=client, alias=ALIAS, snapshot=snapshot).candidates(analyse("Arbe Cordin"), "person", 5)


def test_the_alias_moves_in_one_step_and_only_the_index_before_stays(client, fake, snapshot):
    first, second, third = (fill(client, ALIAS, Filled(one * 32, snapshot.tables)) for one in "abc")
    assert {third} == fake.aliases[ALIAS]
    assert {second, third} == fake.documents.keys()
    assert [{"remove": {"index": second, "alias": ALIAS}}, {"add": {"index": third, "alias": ALIAS}}] == fake.moves[-1]
    assert first == index_name(ALIAS, "a" * 32)


def test_indexes_of_another_alias_that_begins_alike_stay(client, fake, snapshot):
    other = fill(client, f"{ALIAS}-test", snapshot)
    for one in "abc":
        fill(client, ALIAS, Filled(one * 32, snapshot.tables))
    assert other in fake.documents


def test_an_index_that_is_there_is_not_filled_again(client, fake, snapshot):
    fill(client, ALIAS, snapshot)
    fake.asked.clear()
    fill(client, ALIAS, snapshot)
    assert not [path for _, path in fake.asked if "_bulk" in path]


def test_an_index_that_lost_a_name_gets_no_alias(client, fake, snapshot):
    fake.fault = "loses"
    with pytest.raises(Unavailable, match=r"kept \d+ of \d+"):
        fill(client, ALIAS, snapshot)
    assert {} == fake.aliases


def test_a_password_in_the_address_is_not_in_the_error(snapshot):
    client = connect("http://someone:secret@127.0.0.1:9").client
    with pytest.raises(Unavailable) as raised:
        fill(client, ALIAS, snapshot)
    assert "secret" not in str(raised.value)

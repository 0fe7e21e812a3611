from __future__ import annotations

import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preclear.errors import InvalidInput
from preclear.model.dates import PartialDate
from preclear.model.screening import ScreeningQuery
from preclear.screening import Snapshot, build
from preclear.screening.snapshot_file import FORMAT, MAGIC


def test_a_listed_name_alerts_and_names_the_entry(best):
    found = best("Arkadi Testovich")
    assert (found.list, found.entity, found.alert) == ("examples", "E1", True)
    assert (found.owner, found.legal_basis) == ("Ministry of Examples", "Example Act, section 1")


@pytest.mark.parametrize(
    "altered",
    [
        "TESTOVICH ARKADI",
        "TESTOVICH<<ARKADI",
        "Arkadi Testovihc",
        "Arkady Testovich",
        "Arkadi Tsetovich",
        "Mr Arkadi Testovich",
        "Arcadius TESTOWITSCH",
    ],
)
def test_an_altered_name_still_alerts(best, altered):
    assert (best(altered).entity, best(altered).alert) == ("E1", True)


def test_parts_written_together_or_apart_are_one_name(best):
    assert {"E3"} == {best(name).entity for name in ("Abdurrahman Mithalzai", "Abd al-Rahman Mithal Zai")}


def test_latin_and_script_find_each_other(best):
    assert (best("Muhammad Idris al-Mithali").entity, best("Muhammad Idris al-Mithali").alert) == ("E4", True)
    assert best("حسن بن أحمد المثالي").entity == "E2"


def test_a_native_name_is_looked_up_too(best):
    assert best("Somebody Else", native_name="محمد ادریس المثالی").entity == "E4"


def test_a_son_is_not_his_father(best):
    son = best("Ahmad bin Hasan al-Mithali")
    assert not son.alert or son.score < best("Hasan bin Ahmad al-Mithali").score
    assert any("exchanged" in sentence for sentence in son.why)


@pytest.mark.parametrize("nothing", ["", "A", "x", "<<<<"])
def test_no_name_matches_nothing(best, nothing):
    assert best(nothing) is None


def test_organisations_are_not_persons(best):
    assert best("Imaginary Trading House") is None


def test_another_birth_date_does_not_alert(best):
    found = best("Muhammad Ali Khan", "1994-12-13")
    assert not found.alert
    assert any(sentence.startswith("The birth date differs") for sentence in found.why)


@pytest.mark.parametrize("born", ["1971-04-25", "1971", "1971-04", "1971-01-01", "1971-04-26"])
def test_a_date_that_may_be_the_same_still_alerts(best, born):
    assert best("Arkadi Testovich", born).alert


def test_the_same_birth_date_raises_and_no_other_does(best):
    name = "Arkadi Testovic"
    same, near, none, other = (best(name, born) for born in ("1971-04-25", "1971-04-26", "", "1988-11-12"))
    assert same.score > none.score == near.score > other.score


def test_a_weak_alias_alone_does_not_alert(best):
    assert not best("The Sample").alert
    assert best("The Sample", "1971-04-25").alert


def test_a_document_number_with_its_state_alerts_under_any_name(best):
    found = best("Somebody Else", document_number="X-120 3456", issuing_state="UTO")
    assert (found.entity, found.alert, found.document) == ("E1", True, "UTO X1203456")


def test_a_number_that_reads_alike_alerts_and_says_so(best):
    found = best("Somebody Else", document_number="X12O3456", issuing_state="UTO")
    assert found.alert
    assert "read as 0" in found.why[0]


def test_the_same_number_of_another_state_is_a_coincidence(best):
    found = best("Arkadi Testovich", "1988-11-12", document_number="X1203456", issuing_state="PAK")
    assert not found.alert
    assert any("coincidence" in sentence for sentence in found.why)


def test_a_number_without_state_is_no_identity(best):
    assert not best("Somebody Else", document_number="X1203456").alert


def test_nationality_changes_no_score(snapshot):
    def scores(*states: str) -> list[float]:
        query = ScreeningQuery(id="q", name="Arkadi Testovic", birth_date=PartialDate(1971), nationality=states)
        return [match.score for match in snapshot.screen(query).candidates]

    assert scores() == scores("UTO") == scores("PAK")


def test_every_alert_explains_itself_in_sentences(best):
    sentences = best("Arkadi Testovic", "1971").why
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in sentences)
    assert any("'testovic' for 'testovich'" in sentence for sentence in sentences)
    assert any("settle" in sentence for sentence in sentences)


def test_the_fathers_name_explains_a_part_that_is_missing(snapshot):
    def score(father: str | None) -> float:
        query = ScreeningQuery(id="q", name="Hasan Mithali", father_name=father)
        return snapshot.screen(query).candidates[0].score

    assert score("Ahmad Beispiel") > score(None) == score("Boris Beispiel")


def test_an_expired_entry_is_left_out_and_counted(snapshot, best):
    assert best("Zakariya Exemplari") is None
    assert snapshot.counts.expired == 1


def test_an_entry_that_expires_after_the_build_is_left_out_on_that_day(snapshot):
    query = ScreeningQuery(id="q", name="Wohnhaft Beispielmann")
    assert snapshot.screen(query).alerts
    assert not snapshot.screen(query, on=PartialDate(2026, 2, 2).first).candidates


def test_a_lost_document_is_found_with_its_state_only(snapshot):
    assert snapshot.document("o1234567", "UTO").document.status == "stolen"
    assert snapshot.document("O1234567", "PAK") is None
    assert snapshot.document("Z7654322", "UTO") is None


def test_a_lost_document_that_reads_alike_says_so(snapshot):
    found = snapshot.document("01234567", "UTO")
    assert not found.exact
    assert "O is read as 0" in found.why[0]


def test_a_lost_document_is_a_candidate_of_a_screening(best):
    found = best("Nobody Atall", document_number="O1234567", issuing_state="UTO")
    assert (found.list, found.alert, found.list_reason) == ("lost", True, "stolen since 2025-03-04")


def test_the_same_query_has_the_same_answer(snapshot):
    query = ScreeningQuery(id="q", name="Muhammad Ahmad Mithali", birth_date=PartialDate(1980))
    assert snapshot.screen(query) == snapshot.screen(query)


def test_top_bounds_the_candidates(snapshot):
    query = ScreeningQuery(id="q", name="Muhammad Ali Khan", document_number="O1234567", issuing_state="UTO")
    assert [len(snapshot.screen(query, top).candidates) for top in (0, 1, 2)] == [0, 1, 2]


def test_the_same_lists_give_the_same_bytes(sources, as_of, tmp_path):
    one = build(sources, tmp_path / "one", as_of=as_of)
    other = build(sources, tmp_path / "other", as_of=as_of)
    assert one.id == other.id
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_a_rebuild_replaces_the_file_and_leaves_nothing_beside_it(sources, as_of, tmp_path):
    build(sources, tmp_path / "lists", as_of=as_of)
    rebuilt = build(sources[:1], tmp_path / "lists", as_of=as_of)
    assert rebuilt.id == Snapshot.open(tmp_path / "lists").id
    assert [path.name for path in tmp_path.iterdir()] == ["lists"]


def test_a_list_that_cannot_be_used_leaves_the_old_snapshot_alone(sources, as_of, tmp_path, written):
    before = build(sources, tmp_path / "lists", as_of=as_of).id
    bad = written("bad.csv", "entity_id,name\n1,\n")
    with pytest.raises(InvalidInput):
        build([type(sources[0])(kind="csv", path=bad)], tmp_path / "lists", as_of=as_of)
    assert before == Snapshot.open(tmp_path / "lists").id


def test_no_list_is_no_snapshot(tmp_path):
    with pytest.raises(InvalidInput):
        build([], tmp_path / "lists")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_flipped_bit_is_found(sources, as_of, tmp_path, at, bit):
    path = tmp_path / "lists"
    if not path.exists():
        build(sources, path, as_of=as_of)
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 1 << bit
    (tmp_path / "flipped").write_bytes(data)
    with pytest.raises(InvalidInput):
        Snapshot.open(tmp_path / "flipped")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200) | st.text(alphabet='{}[]":,names01e\n', max_size=80).map(str.encode))
def test_a_foreign_file_with_a_good_hash_is_refused(tmp_path, body):

    head = f"{MAGIC} {FORMAT} {hashlib.sha256(body).hexdigest()}\n".encode()
    (tmp_path / "foreign").write_bytes(head + body)
    with pytest.raises(InvalidInput):
        Snapshot.open(tmp_path / "foreign")


@pytest.mark.parametrize("data", [b"", b"\n", b"preclear-snapshot 9 00\n", b"\xff\xfe"])
def test_what_is_no_snapshot_is_refused(tmp_path, data):
    (tmp_path / "none").write_bytes(data)
    with pytest.raises(InvalidInput):
        Snapshot.open(tmp_path / "none")


def test_a_missing_snapshot_is_an_input_error(tmp_path):
    with pytest.raises(InvalidInput):
        Snapshot.open(tmp_path / "missing")


def test_a_name_cut_at_the_end_of_its_zone_is_found(sources, as_of, tmp_path, written):
    long = written("long.csv", "entity_id,name\n1,Arkadi Maximilianus Exempelwartha Testovichenkov\n")
    kind = type(sources[0])(kind="csv", path=long, defaults={"owner": "O", "legal_basis": "B"})
    cut = build([kind], tmp_path / "lists", as_of=as_of)
    query = ScreeningQuery(id="q", name="TESTOVICHENKOV<<ARKADI<MAXIMILIANUS<EXE")
    assert any("cut short" in sentence for sentence in cut.screen(query).alerts[0].why)

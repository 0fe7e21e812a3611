from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preclear.errors import InvalidInput
from preclear.model.dates import PartialDate
from preclear.model.screening import ScreeningQuery
from preclear.screening import Snapshot, SourceSpec, build, changes
from preclear.screening.entries import ORGANISATION, PERSON
from preclear.screening.scoring import ALERT

OWNED = {"owner": "Ministry of Examples", "legal_basis": "Example Act, section 1"}

# names, as passports, forms and zones write them -------------------------------------------------------------------


def test_a_listed_name_alerts_and_names_the_entry(best):
    found = best("Arkadi Testovich")
    assert (found.list, found.entity, found.alert) == ("examples", "E1", True)
    assert (found.owner, found.legal_basis) == ("Ministry of Examples", "Example Act, section 1")


@pytest.mark.parametrize(
    ("written", "entity"),
    [
        ("TESTOVICH ARKADI", "E1"),
        ("Testovich, Arkadi", "E1"),
        ("TESTOVICH<<ARKADI<<<<<<<", "E1"),
        ("Arkadi Testovihc", "E1"),
        ("Arkadi Testvich", "E1"),
        ("Arkadi Testtovich", "E1"),
        ("Arkadi Tesdovich", "E1"),
        ("Arkadi Tsetovich", "E1"),
        ("Arkady Testovich", "E1"),
        ("Mr Arkadi Testovich", "E1"),
        ("Arcadius TESTOWITSCH", "E1"),
        ("Arkadi Testo vich", "E1"),
        ("TEST0VICH ARKADI", "E1"),
        ("Ｔｅｓｔｏｖｉｃｈ Ａｒｋａｄｉ", "E1"),
        ("\u200fTesto\u00advich Arkadi", "E1"),
        ("ALMITHALI<<HASAN<BIN<AHMAD", "E2"),
        ("ArkadiT estovich", "E1"),
        ("MUELLERTEST<<JUERGEN", "E12"),
        ("MULLERTEST<<JURGEN", "E12"),
        ("Jürgen Müllertest", "E12"),
        ("MUSTERHAUSENOWICZ<<MAXIMILIANUS<ALEXAND", "E13"),
        ("MUSTERHAUSENOWICZ<<MAXIMILIANU", "E13"),
    ],
)
def test_an_altered_name_still_alerts(best, written, entity):
    assert (best(written).entity, best(written).alert) == (entity, True)


def test_a_name_cut_at_the_end_of_its_zone_says_so(best):
    assert any("cut short" in sentence for sentence in best("MUSTERHAUSENOWICZ<<MAXIMILIANUS<ALEXAND").why)


@pytest.mark.parametrize(
    ("entity", "writings"),
    [
        ("E3", ("Abdul Rahman Mithalzai", "Abdurrahman Mithalzai", "Abd al-Rahman Mithal Zai")),
        ("E9", ("Salah ud Din Beispielov", "Salahuddin Beispielov", "Salah-ud-Din Beispielov")),
        ("E9", ("BEISPIELOV<<SALAHEDDINE", "Beispielov, Salah Eddine")),
        ("E10", ("Hamid Ullah Specimenzai", "Hamidullah Specimenzai", "SPECIMENZAI<<HAMID<ULLAH")),
        ("E11", ("Saif ul Islam Exemplarow", "Saiful Islam Exemplarow", "Saif-ul-Islam Exemplarow")),
    ],
)
def test_compound_names_are_one_name_written_together_or_apart(best, entity, writings):
    assert {(entity, True)} == {(best(written).entity, best(written).alert) for written in writings}


def test_spellings_of_one_frequent_name_are_about_the_same_evidence(best):
    scores = [best(f"{given} Ali Khan").score for given in ("Muhammad", "Mohd", "Md.", "Mohammed", "Muhammed")]
    assert max(scores) - min(scores) < 0.06


def test_an_initial_stands_for_its_name_and_says_little(best):
    assert ("E1", "an initial") == (best("A. Testovich").entity, best("A. Testovich").parts[0].how)
    assert best("A. Testovich").score < best("Arkadi Testovich").score


def test_a_known_other_name_is_weaker_than_a_typing_error(best):
    same, typing, known = (best(f"{given} Beispielkhail").score for given in ("Asif", "Asjf", "Arif"))
    assert same >= typing > known


def test_titles_and_particles_are_shown_and_neither_help_nor_harm(best):
    plain, titled = best("Hasan Ahmad Mithali"), best("Haji Syed Hasan bin Ahmad al-Mithali")
    assert plain.score == titled.score
    assert any("Titles and particles" in sentence and "'haji'" in sentence for sentence in titled.why)


@pytest.mark.parametrize(
    "son", ["Ahmad bin Hasan al-Mithali", "AHMAD BIN HASAN AL MITHALI", "Ahmad s/o Hasan al-Mithali"]
)
@pytest.mark.parametrize("born", ["", "1980"])
def test_a_son_is_never_taken_for_his_father(best, son, born):
    found = best(son, born)
    assert found is None or not found.alert


def test_an_order_without_son_of_costs_little(best):
    straight, other = best("Hasan Ahmad Mithali"), best("Mithali Ahmad Hasan")
    assert other.alert
    assert other.score < straight.score


def test_the_fathers_name_explains_a_part_that_is_missing(best):
    father, none, other = (
        best("Hasan Mithali", father_name=name) for name in ("Ahmad Beispiel", None, "Boris Beispiel")
    )
    assert father.score > none.score == other.score
    assert any("agrees with the father's name" in sentence for sentence in father.why)


def test_parts_nobody_asked_for_cost(best):
    whole, added, other = (
        best(name).score for name in ("Arkadi Testovich", "Arkadi Ivan Testovich", "Boris Testovich")
    )
    assert whole > added > other


@pytest.mark.parametrize("name", ["Testovich", "FNU Testovich", "Arkadi", "Boris Testovich", "Arkadi Dokumentov"])
def test_one_rare_part_alone_does_not_alert(best, name):
    assert not best(name).alert


@pytest.mark.parametrize("name", ["Muhammad", "Khan", "Mohd", "Muhammad Ali", "Ali Khan"])
def test_frequent_parts_alone_do_not_alert(best, name):
    found = best(name)
    assert found is None or not found.alert


def test_a_name_of_frequent_parts_needs_a_birth_date(best):
    assert not best("Muhammad Ali Khan").alert
    assert best("Muhammad Ali Khan", "1961-09-10").alert


@pytest.mark.parametrize("nothing", ["", "A", "x", "<<<<", "'", "ab " * 20, "-", "  "])
def test_no_name_matches_nothing(best, nothing):
    assert best(nothing) is None


# scripts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "entity"),
    [
        ("Muhammad Idris al-Mithali", "E4"),
        ("Mohammed Edrees Almithali", "E4"),
        ("حسن بن أحمد المثالي", "E2"),
        ("حسن احمد مثالی", "E2"),
        ("حمیداللہ Specimenzai", "E10"),
        ("صلاح الدین Beispielov", "E9"),
    ],
)
def test_latin_and_script_find_each_other(best, written, entity):
    assert (best(written).entity, best(written).alert) == (entity, True)


def test_keyboards_marks_and_forms_of_one_script_change_nothing(best):
    writings = (
        "محمد إدريس المثالي",
        "محمد ادریس المثالی",  # Urdu yeh, alef without its hamza
        "مُحَمَّد إدريس المثـالي",  # vowels, tatweel
        "محمد\u200c ادریس المثالی",  # a joiner of no width
        "ﻣﺤﻤﺪ إدريس المثالي",  # presentation forms
    )
    assert 1 == len({best(written).score for written in writings})


def test_a_native_name_is_looked_up_too(best):
    assert best("Somebody Else", native_name="محمد ادریس المثالی").entity == "E4"


# birth dates -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("born", ["1971-04-25", "1971", "1971-04", "1971-01-01", "1971-04-26", "1972-04-25"])
def test_a_date_that_may_be_the_same_still_alerts(best, born):
    assert best("Arkadi Testovich", born).alert


def test_a_birth_date_counts_as_far_as_it_agrees(best):
    dates = ("1971-04-25", "1971", "1971-04-26", "", "1988-11-12")
    same, year, slip, none, other = (best("Arkadi Testovic", born).score for born in dates)
    assert same > year >= slip > none > other


def test_the_first_of_january_is_a_year(best):
    assert best("Olena Primerchuk", "1975-06-07").score == best("Olena Primerchuk", "1975").score


def test_another_birth_date_speaks_against(best):
    found = best("Muhammad Ali Khan", "1994-12-13")
    assert not found.alert
    assert any(sentence.startswith("The birth date differs") for sentence in found.why)


# aliases and documents -----------------------------------------------------------------------------------------------


def test_a_weak_alias_alone_does_not_alert(best):
    assert (best("The Sample").entity, best("The Sample").alert) == ("E1", False)
    assert any("weak alias" in sentence for sentence in best("The Sample").why)


@pytest.mark.parametrize("number", ["X-120 3456", "x1203456<", "Ｘ１２０３４５６", "X۱۲۰۳۴۵۶"])
def test_a_document_number_with_its_state_alerts_under_any_name(best, number):
    found = best("Somebody Else", document_number=number, issuing_state="UTO")
    assert (found.entity, found.alert, found.document) == ("E1", True, "UTO X1203456")


def test_a_number_that_reads_alike_alerts_and_says_so(best):
    found = best("Somebody Else", document_number="X12O3456", issuing_state="UTO")
    assert found.alert
    assert "read as 0" in found.why[0]


def test_the_same_number_of_another_state_is_a_coincidence(best):
    found = best("Arkadi Testovich", "1988-11-12", document_number="X1203456", issuing_state="PAK")
    assert found.score == best("Arkadi Testovich", "1988-11-12").score
    assert any("coincidence" in sentence for sentence in found.why)
    assert best("Somebody Else", document_number="X1203456", issuing_state="PAK") is None


def test_a_number_without_state_is_no_identity_of_its_own(best):
    found = best("Somebody Else", document_number="X1203456")
    assert found is None or not found.alert
    assert best("Arkadi T", document_number="X1203456").score > best("Arkadi T").score


def test_a_lost_document_is_found_with_its_state_only(snapshot):
    assert "stolen" == snapshot.document("o1234567", "UTO").found.status
    assert snapshot.document("O1234567", "PAK") is None
    assert snapshot.document("Z7654322", "UTO") is None


def test_a_lost_document_that_reads_alike_says_so(snapshot):
    match = snapshot.document("01234567", "UTO")
    assert (False, "lost") == (match.found.exact, match.source.list)
    assert match.found.why[0] == "The document number 01234567 is O1234567 if 0 (character 1) is read as O."


def test_a_lost_document_is_a_candidate_of_a_screening(best):
    found = best("Nobody Atall", document_number="O1234567", issuing_state="UTO")
    assert (found.list, found.alert, found.list_reason) == ("lost", True, "stolen since 2025-03-04")


# fairness and order --------------------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(
    name=st.sampled_from(["Arkadi Testovic", "Muhammad Ali Khan", "Hasan Mithali", "The Sample"]),
    states=st.lists(st.sampled_from(["UTO", "PAK", "ARE", "EGY", "DEU", "USA", ""]), max_size=3).map(tuple),
)
def test_no_nationality_changes_a_score(snapshot, name, states):
    def answered(nationality):
        query = ScreeningQuery(id="q", name=name, birth_date=PartialDate(1971), nationality=nationality)
        return [(one.entity, one.score, one.alert) for one in snapshot.screen(query).candidates]

    assert answered(()) == answered(states)


NAMES = ("Arkadi Testovich", "Arkadi Testovic", "Muhammad Ali Khan", "Hasan Mithali", "Olena Primerchuk", "The Sample")


@settings(max_examples=40, deadline=None)
@given(
    name=st.sampled_from(NAMES),
    born=st.sampled_from([None, PartialDate(1971, 4, 25), PartialDate(1961, 9, 10), PartialDate(1980)]),
    number=st.sampled_from([None, "X1203456", "X12O3456"]),
    state=st.sampled_from([None, "UTO", "PAK"]),
)
def test_a_score_orders_and_an_alert_is_half_of_it(snapshot, name, born, number, state):
    query = ScreeningQuery(id="q", name=name, birth_date=born, document_number=number, issuing_state=state)
    found = snapshot.screen(query).candidates
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(one.alert == (one.score >= ALERT) for one in found)
    assert all(0 < one.score < 1 for one in found)


def test_more_evidence_ranks_higher_to_the_very_top(best):
    known = {"document_number": "X1203456", "issuing_state": "UTO"}
    name, dated, numbered = (
        best("Arkadi Testovich").score,
        best("Arkadi Testovich", "1971-04-25").score,
        best("Arkadi Testovich", "1971-04-25", **known).score,
    )
    assert name < dated < numbered < 1


def test_a_name_of_rarer_parts_ranks_higher(best):
    assert best("Muhammad Ali Khan").score < best("Hasan bin Ahmad al-Mithali").score < best("Arkadi Testovich").score


# explanations --------------------------------------------------------------------------------------------------------


def test_every_alert_explains_itself_in_sentences(best):
    sentences = best("Arkadi Testovic", "1971").why
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in sentences)
    assert any("'testovic' for 'testovich'" in sentence for sentence in sentences)
    assert any(sentence.startswith("About one in ") for sentence in sentences)
    assert any("settle" in sentence for sentence in sentences)


def test_an_alert_shows_part_by_part_what_agrees_and_what_does_not(best):
    found = best("Arkadi Ivan Testovic")
    shown = {(one.asked, one.listed): one.how for one in found.parts}
    assert ("same", "") == (shown["arkadi", "arkadi"], shown["ivan", ""])
    assert shown["testovic", "testovich"]
    assert all(one.one_in > 1 for one in found.parts)


def test_what_is_missing_is_said(best):
    sentences = best("Hasan Mithali").why
    assert "No birth date was given." in sentences
    assert "The listed name also has 'ahmad'." in sentences
    assert "The listed name lacks 'ivan'." in best("Arkadi Ivan Testovich").why


def test_a_frequent_part_is_called_frequent(best):
    assert "'khan' (a frequent part)" in best("Muhammad Ali Khan").why[0]


def test_nationality_is_shown_and_named_as_not_counted(best):
    assert (
        "The nationality agrees (UTO); this did not change the score."
        in best("Arkadi Testovich", nationality=("UTO",)).why
    )
    listed = "The listed nationality is UTO; this did not change the score."
    assert listed in best("Arkadi Testovich", nationality=("PAK",)).why


# organisations -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("Specimen Bright Shipping", "E15"),
        ("SPECIMEN BRIGHT SHIPPING COMPANY LIMITED", "E15"),
        ("Specimen Dawn", "E16"),
        ("Imaginary Trading Hause", "E7"),
    ],
)
def test_organisations_and_vessels_are_found_without_their_legal_form(best, name, entity):
    assert (best(name, entity_type=ORGANISATION).entity, best(name, entity_type=ORGANISATION).alert) == (entity, True)


def test_organisations_and_persons_are_kept_apart(best):
    assert best("Imaginary Trading House") is None
    assert best("Arkadi Testovich", entity_type=ORGANISATION) is None


def test_words_that_every_organisation_has_match_nothing(best):
    assert best("Shipping Ltd", entity_type=ORGANISATION) is None


# what a snapshot holds -----------------------------------------------------------------------------------------------


def test_an_expired_entry_is_left_out_and_counted(snapshot, best):
    assert best("Zakariya Exemplari") is None
    assert snapshot.counts.expired == 1


def test_an_entry_that_expires_after_the_build_is_left_out_on_that_day(snapshot):
    query = ScreeningQuery(id="q", name="Wohnhaft Beispielmann")
    assert snapshot.screen(query).alerts
    assert not snapshot.screen(query, on=date(2026, 2, 2)).candidates


def test_an_entry_is_found_by_its_list_and_id(snapshot):
    entry = snapshot.entry("examples", "E1")
    assert ("E1", ("UTO",), "M") == (entry.id, entry.states, entry.sex)
    assert snapshot.entry("examples", "E99") is None
    assert snapshot.entry("lost", "E1") is None


def test_every_entry_has_a_version_which_its_matches_name(snapshot, best):
    versions = snapshot.versions()
    assert len(versions) == snapshot.counts.entities
    assert versions["examples", "E1"] == best("Arkadi Testovich").version


def test_only_some_entries_are_screened_under_the_same_id(snapshot):
    some = snapshot.only([("examples", "E1"), ("examples", "unknown"), ("elsewhere", "E2")])
    assert (some.id, set(some.versions())) == (snapshot.id, {("examples", "E1")})
    (found,) = some.screen(ScreeningQuery(id="q", name="Arkadi Testovich")).candidates
    assert ("E1", True) == (found.entity, found.alert)
    assert not some.screen(ScreeningQuery(id="q", name="Muhammad Idris al-Mithali")).candidates


class Proposes:
    """Candidates from elsewhere: whatever it was told, of whichever names it was asked for."""

    def __init__(self, places):
        self.places, self.asked = places, []

    def candidates(self, form, entity_type, most):
        self.asked.append((form.tokens, entity_type))
        return self.places[:most]


def test_candidates_from_elsewhere_are_scored_alike(snapshot):
    query = ScreeningQuery(id="q", name="Arkadi Testovich")
    everybody = Proposes(range(len(snapshot.names(PERSON))))
    nobody = Proposes([])
    assert snapshot.screen(query).alerts == snapshot.with_candidates(everybody).screen(query).alerts
    assert () == snapshot.with_candidates(nobody).screen(query).candidates
    assert [(("arkadi", "testovich"), PERSON)] == nobody.asked


def test_the_same_query_has_the_same_answer(snapshot, built):
    query = ScreeningQuery(id="q", name="Muhammad Ahmad Mithali", birth_date=PartialDate(1980))
    assert repr(snapshot.screen(query)) == repr(snapshot.screen(query)) == repr(Snapshot.open(built).screen(query))


def test_an_earlier_query_leaves_no_trace_in_a_later_answer(snapshot, built):
    fresh = Snapshot.open(built)
    for name in NAMES:
        fresh.screen(ScreeningQuery(id="q", name=f"{name}x Ali"))
    query = ScreeningQuery(id="q", name="Arkadi Testovic")
    assert repr(snapshot.screen(query)) == repr(fresh.screen(query))


def test_top_bounds_the_candidates(snapshot):
    query = ScreeningQuery(id="q", name="Muhammad Ali Khan", document_number="O1234567", issuing_state="UTO")
    assert [len(snapshot.screen(query, top).candidates) for top in (-1, 0, 1, 2)] == [0, 0, 1, 2]


@settings(max_examples=40, deadline=None)
@given(name=st.text(max_size=80), number=st.text(max_size=50), state=st.text(max_size=4))
def test_any_text_can_be_asked_for(snapshot, name, number, state):
    query = ScreeningQuery(id="q", name=name, father_name=name, document_number=number, issuing_state=state)
    assert snapshot.id == snapshot.screen(query).snapshot


def test_a_name_of_many_parts_is_bounded_and_says_what_was_not_compared(best):
    crowd = " ".join(
        f"{one}{other}ov" for one in ("bel", "dar", "kem", "lor", "nim") for other in ("an", "ek", "im", "os", "ul")
    )
    found = best(f"Arkadi Testovich {crowd}", document_number="X1203456", issuing_state="UTO")
    assert "The last 3 parts of the name were not compared." in found.why
    assert ("E1", True) == (found.entity, found.alert)


# building and swapping -----------------------------------------------------------------------------------------------


def test_the_same_lists_give_the_same_id(snapshot, sources, as_of, tmp_path):
    assert build(sources, tmp_path / "other", as_of=as_of).id == snapshot.id


def test_a_reader_keeps_the_old_lists_while_new_ones_are_swapped_in(sources, as_of, tmp_path, written):
    text = sources[0].path.read_text(encoding="utf-8").replace("E12,Jürgen", "E22,Jürgen").replace("1949", "1948")
    path = tmp_path / "swapped" / "lists.snapshot"
    old = build(sources[:1], path, as_of=as_of)
    source = type(sources[0])(kind="csv", path=written("examples.csv", text), defaults=sources[0].defaults)
    new = build([source], path, as_of=as_of)
    query = ScreeningQuery(id="q", name="Jürgen Müllertest")
    assert ["E12", "E22"] == [one.screen(query).candidates[0].entity for one in (old, new)]
    assert [old.id, new.id] == [one.screen(query).snapshot for one in (old, new)]
    assert new.id == Snapshot.open(path).id != old.id
    assert [path.name] == [one.name for one in path.parent.iterdir()]
    found = changes(old, new)
    assert ({("examples", "E22")}, set(), {("examples", "E12")}) == (found.added, found.changed, found.removed)


def test_an_entry_whose_contents_differ_has_changed(snapshot, sources, as_of, tmp_path, written):
    text = sources[0].path.read_text(encoding="utf-8").replace("1949-12-03", "1949-12-04")
    source = type(sources[0])(kind="csv", path=written("examples.csv", text), defaults=sources[0].defaults)
    new = build([source], tmp_path / "lists", as_of=as_of)
    found = changes(snapshot, new)
    assert (set(), {("examples", "E12")}, set()) == (found.added, found.changed, found.removed)


def test_whoever_asks_during_a_swap_sees_the_old_lists_or_the_new_ones(sources, as_of, tmp_path, written):
    other = written("examples.csv", "entity_id,name\nN1,Arkadi Testovich\n")
    source = type(sources[0])(kind="csv", path=other, defaults=sources[0].defaults)
    old = build(sources[:1], tmp_path / "old", as_of=as_of)
    new = build([source], tmp_path / "new", as_of=as_of)
    editions = [(tmp_path / name).read_bytes() for name in ("old", "new")]
    path = tmp_path / "lists"
    path.write_bytes(editions[0])
    query = ScreeningQuery(id="q", name="Arkadi Testovich")

    def asked(_):
        answer = Snapshot.open(path).screen(query)
        return answer.snapshot, answer.candidates[0].entity

    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(asked, range(60))
        for turn in range(20):
            (tmp_path / "next").write_bytes(editions[turn % 2])
            (tmp_path / "next").replace(path)
        assert set(answers) <= {(old.id, "E1"), (new.id, "N1")}


def test_threads_that_share_a_snapshot_get_the_answers_that_one_alone_gets(snapshot, built):
    queries = [
        ScreeningQuery(id=str(at), name=f"{name} {'Ali' if at % 2 else ''}") for at in range(6) for name in NAMES
    ]
    shared = Snapshot.open(built)
    with ThreadPoolExecutor(4) as pool:
        assert [snapshot.screen(query) for query in queries] == list(pool.map(shared.screen, queries))


def test_a_list_that_cannot_be_used_leaves_the_old_snapshot_alone(sources, built, as_of, tmp_path, written):
    path = tmp_path / "lists"
    path.write_bytes(built.read_bytes())
    bad = written("bad.csv", "entity_id,name\n1,\n")
    with pytest.raises(InvalidInput):
        build([type(sources[0])(kind="csv", path=bad)], path, as_of=as_of)
    assert built.read_bytes() == path.read_bytes()


def test_no_list_is_no_snapshot(tmp_path):
    with pytest.raises(InvalidInput):
        build([], tmp_path / "lists")


# damaged and foreign files -------------------------------------------------------------------------------------------


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_flipped_bit_is_found(built, tmp_path, at, bit):
    data = bytearray(built.read_bytes())
    data[at % len(data)] ^= 1 << bit
    (tmp_path / "flipped").write_bytes(data)
    with pytest.raises(InvalidInput):
        Snapshot.open(tmp_path / "flipped")


@pytest.mark.parametrize("share", [0.0, 0.00001, 0.5, 0.99999])
def test_a_truncated_file_is_refused(built, tmp_path, share):
    data = built.read_bytes()
    (tmp_path / "cut").write_bytes(data[: int(share * len(data))])
    with pytest.raises(InvalidInput):
        Snapshot.open(tmp_path / "cut")


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"preclear-snapshot 9 00\n", b"\xff\xfe", b"preclear-trust 2 " + b"0" * 64]
)
def test_what_is_no_snapshot_is_refused(tmp_path, data):
    (tmp_path / "none").write_bytes(data)
    with pytest.raises(InvalidInput):
        Snapshot.open(tmp_path / "none")


def test_a_missing_snapshot_is_an_input_error(tmp_path):
    with pytest.raises(InvalidInput):
        Snapshot.open(tmp_path / "missing")


# fathers' names ----------------------------------------------------------------------------------------------------


def test_a_fathers_name_tells_namesakes_apart(best):
    score = {father: best("Boris Nadoba", father_name=father).score for father in ("Ahmed Gartenov", "", "Hans Muster")}
    assert score["Hans Muster"] < score[""] < score["Ahmed Gartenov"]


def test_a_father_in_the_name_itself_counts_as_his_name(tmp_path, written, as_of):
    path = written("sons.csv", "entity_id,name,father_name\nS1,Imran Mithalzai,Abdul Ghafoor\n")
    built = build([SourceSpec(kind="csv", path=path, defaults=OWNED)], tmp_path / "sons", as_of=as_of)
    alone, within, other = (
        built.screen(ScreeningQuery(id="q", name=name)).candidates[0]
        for name in ("Imran Mithalzai", "Imran Mithalzai Abdul Ghafoor", "Imran Mithalzai Ghulam Rasool")
    )
    assert other.score < alone.score
    assert other.score < within.score
    assert any("father's name agrees" in sentence for sentence in within.why)


def test_a_son_who_is_the_listed_father_never_alerts(tmp_path, written, as_of):
    path = written("sons.csv", "entity_id,name,birth_date\nS1,Beispiel bin Mithalzai,1971-04-25\n")
    built = build([SourceSpec(kind="csv", path=path, defaults=OWNED)], tmp_path / "sons", as_of=as_of)
    born = PartialDate(1971, 4, 25)
    son, father = (
        built.screen(ScreeningQuery(id="q", name=name, father_name=father, birth_date=born))
        for name, father in (("Beispiel", "Mithalzai"), ("Mithalzai", "Beispiel"))
    )
    assert (1, 0) == (len(son.alerts), len(father.alerts))


def test_a_father_alone_makes_no_match(best):
    assert best("Somebody Else", father_name="Ahmad Gartenow") is None


# the order of an answer ----------------------------------------------------------------------------------------------


def test_candidates_come_in_the_order_of_their_scores(snapshot):
    query = ScreeningQuery(
        id="q",
        name="Arkadi Testovich",
        birth_date=PartialDate(1971, 4, 25),
        document_number="OI234567",
        issuing_state="UTO",
    )
    found = snapshot.screen(query).candidates
    assert ["examples", "lost"] == sorted(match.list for match in found)
    assert sorted((match.score for match in found), reverse=True) == [match.score for match in found]


def test_every_list_of_documents_answers(tmp_path, written, as_of):
    specs = [
        SourceSpec(kind="documents", path=written(f"{name}.csv", "number,issuing_state\nX1,UTO\n"), defaults=OWNED)
        for name in ("police", "ministry")
    ]
    built = build(specs, tmp_path / "both", as_of=as_of)
    found = built.screen(ScreeningQuery(id="q", name="", document_number="X1", issuing_state="UTO")).candidates
    assert ["police", "ministry"] == [match.list for match in found]


def test_where_no_part_of_a_name_agrees_nothing_is_said_of_its_rarity(best):
    found = best("", document_number="X1203456", issuing_state="UTO")
    assert (0, True) == (found.one_in, "No name was given." in found.why)

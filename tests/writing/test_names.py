from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.writing.names import MOST_PARTS, analyse, canonical
from preclear.writing.scripts import fold, skeleton


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Łukasz MÜLLER", "lukasz muller"),
        ("Straße Æsop", "strasse aesop"),
        ("Юрий Щукин", "iurii shchukin"),
        ("مُحَمَّــد", "محمد"),
        ("١٢٣ ۴۵", "123 45"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("علي كريم", "علی کریم"),
        ("MITHALI", "mithali"),
    ],
)
def test_accents_forms_digits_and_keyboards_fold_away(written, folded):
    assert folded == fold(written)


@pytest.mark.parametrize(
    ("latin", "script"),
    [
        ("mohammed", "محمد"),
        ("riaz", "ریاض"),
        ("naveed", "نوید"),
        ("nawaz", "نواز"),
        ("ayub", "ایوب"),
        ("zia", "ضیاء"),
        ("fatima", "فاطمہ"),
        ("usman", "عثمان"),
        ("hussain", "حسین"),
        ("abdullah", "عبداللہ"),
        ("chaudhry", "چودھری"),
        ("iqbal", "اقبال"),
    ],
)
def test_latin_and_script_spellings_meet_in_their_consonants(latin, script):
    assert skeleton(latin) == skeleton(fold(script))


def test_zone_fillers_part_names():
    assert analyse("TESTOVICH<<ARKADI<<<<<<").tokens == ("testovich", "arkadi")


def test_titles_and_particles_are_kept_as_weak_parts():
    form = analyse("Haji Hasan al-Mithali")
    assert (form.tokens, form.weak) == (("hasan", "mithali"), ("haji", "al"))


def test_a_name_of_titles_only_is_all_there_is():
    assert analyse("Haji Syed").tokens == ("haji", "syed")


def test_the_article_counts_as_one_only_before_its_sun_letter():
    assert (analyse("Kim Un").tokens, analyse("Saif ur-Rehman").tokens) == (("kim", "un"), ("saif", "rehman"))


@pytest.mark.parametrize("written", ["Ahmad bin Hasan", "Ahmad s/o Hasan", "أحمد بن حسن"])
def test_son_of_is_remembered_where_it_stands(written):
    assert analyse(written).patronymic == 1


def test_servant_of_is_parted_however_written():
    latin, script = analyse("Abdurrahman"), analyse("عبدالرحمن")
    assert latin.skeletons == script.skeletons == analyse("Abdul Rahman").skeletons


def test_parts_written_apart_are_also_seen_together():
    assert analyse("Saif ur Rehman").joined == ("saifurrehman",)


def test_frequent_spellings_have_one_common_form():
    assert {"muhammad"} == {canonical(part) for part in ("mohd", "mohamed", "muhammad", "md")}


@pytest.mark.parametrize("nothing", ["", "   ", "A", "<<<", "!?", "́"])
def test_an_empty_or_one_letter_name_says_nothing(nothing):
    assert not analyse(nothing).says_something


def test_parts_beyond_the_bound_are_counted():
    assert analyse("ab " * (MOST_PARTS + 6)).cut == 6


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_text_has_a_form_whose_parts_stand_side_by_side(text):
    form = analyse(text)
    assert len(form.tokens) == len(form.skeletons) == len(form.places)
    assert sorted(form.units) == sorted((*form.tokens, *form.weak))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="abcdeéüñøقحمدعلی ‌-'<", max_size=30))
def test_folding_twice_changes_nothing_more(text):
    assert fold(text) == fold(fold(text))

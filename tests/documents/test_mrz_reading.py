import json
from dataclasses import asdict, replace
from dataclasses import fields as dataclass_fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents import mrz
from preclear.documents.mrz.digits import ALPHABET
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import MrzFields

CORPUS = json.loads((Path(__file__).parents[2] / "corpus/mrz/reading.json").read_text())
TODAY = date(2026, 7, 1)
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
LONG_TD1 = ("I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
MRV_A = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
MRV_B = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<")


def with_digits(line: str) -> str:
    """Line 2 of a TD3 zone with the right check digits."""
    parts = [line[:9], line[10:19], line[20:27], line[28:42]]
    number, birth, expiry, optional = parts[0], parts[1][3:], parts[2][1:], parts[3]
    digit = mrz.check_digit
    body = f"{number}{digit(number)}{parts[1][:3]}{birth}{digit(birth)}{line[20]}{expiry}{digit(expiry)}"
    body += f"{optional}{digit(optional)}"
    return body + digit(body[:10] + body[13:20] + body[21:43])


def td3(*, birth="740812", expiry="120415", sex="F", nationality="UTO", names="ERIKSSON<<ANNA<MARIA", state="UTO"):
    line = f"L898902C3_{nationality:<<3}{birth}_{sex}{expiry}_ZE184226B<<<<<__"
    return mrz.parse([f"P<{state:<<3}{names:<<39}", with_digits(line)], today=TODAY)


def failing(zone):
    return [step.id for step in zone.checks if step.status is CheckStatus.FAILED]


@pytest.mark.parametrize(
    ("kind", "lines"),
    [("TD3", TD3), ("TD1", TD1), ("TD1", LONG_TD1), ("TD2", TD2), ("MRV-A", MRV_A), ("MRV-B", MRV_B)],
)
def test_the_standards_own_examples_are_valid(kind, lines):
    zone = mrz.parse(lines, today=TODAY)
    assert (kind, True, []) == (zone.format, zone.valid, failing(zone))
    assert lines == zone.lines


def test_the_fields_of_a_passport_are_read():
    fields = mrz.parse(TD3, today=TODAY).fields
    assert ("P", "UTO", "ERIKSSON", "ANNA MARIA") == (
        fields.document_code,
        fields.issuing_state,
        fields.surname,
        fields.given_names,
    )
    assert ("L898902C3", "1974-08-12", "F", "2012-04-15", "ZE184226B") == (
        fields.document_number,
        fields.birth_date,
        fields.sex,
        fields.expiry_date,
        fields.optional_data,
    )


def test_a_long_number_is_joined():
    assert "D23145890734" == mrz.parse(LONG_TD1, today=TODAY).fields.document_number


def test_a_wrong_digit_of_a_long_number_is_found():
    lines = (LONG_TD1[0].replace("7349", "7348"), *LONG_TD1[1:])
    step = next(step for step in mrz.parse(lines, today=TODAY).checks if step.id == "digit.document_number")
    assert (CheckStatus.FAILED, "9", "8") == (step.status, step.expected, step.found)


def test_the_optional_data_of_both_lines_are_joined():
    lines = ("I<UTOD231458907ABC<<<<<<<<<<<<", "7408122F1204159UTOXYZ<<<<<<<<6", TD1[2])
    assert "ABC<<<<<<<<<<<<XYZ" == mrz.parse(lines, today=TODAY).fields.optional_data


def test_every_wrong_character_that_a_check_digit_covers_is_found():
    covered = [*range(10), *range(13, 20), *range(21, 44)]
    digits = {9, 19, 27, 42, 43}
    value = {**{character: n for n, character in enumerate(ALPHABET)}, "<": 0}
    unseen = [
        (position, character)
        for position in covered
        for character in ALPHABET
        if (value[character] - value[TD3[1][position]]) % 10 or (position in digits and character != TD3[1][position])
        if mrz.parse((TD3[0], TD3[1][:position] + character + TD3[1][position + 1 :]), today=TODAY).valid
    ]
    assert [] == unseen


def test_a_failed_check_says_what_was_expected_and_found():
    step = next(s for s in mrz.parse((TD3[0], TD3[1][:-1] + "1")).checks if s.id == "digit.composite")
    assert (CheckStatus.FAILED, "0", "1", True) == (step.status, step.expected, step.found, "0" in step.reason)


def test_an_empty_personal_number_may_have_a_filler_for_its_digit():
    line = "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<<"
    for digit in "0<":
        whole = line[:42] + digit
        assert mrz.parse((TD3[0], whole + mrz.check_digit(whole[:10] + whole[13:20] + whole[21:43])), today=TODAY).valid


def test_a_filler_is_no_digit_where_there_is_personal_data():
    assert not mrz.parse((TD3[0], TD3[1][:42] + "<" + TD3[1][43]), today=TODAY).valid


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("740812", "1974-08-12"),
        ("260701", "2026-07-01"),
        ("260702", "1926-07-02"),
        ("74<<<<", "1974"),
        ("7408<<", "1974-08"),
        ("26<<<<", "2026"),
        ("27<<<<", "1927"),
        ("<<<<<<", None),
        ("<<0812", None),
        ("90<<12", "1990"),
        ("7<0812", None),
        ("000229", "2000-02-29"),
    ],
)
def test_births_are_never_in_the_future(written, read):
    zone = td3(birth=written)
    assert (read, []) == (zone.fields.birth_date, failing(zone))


@pytest.mark.parametrize(("written", "read"), [("410101", "2041-01-01"), ("420101", "1942-01-01"), ("36<<<<", "2036")])
def test_expiry_years_lie_at_most_fifteen_years_ahead(written, read):
    assert read == td3(expiry=written).fields.expiry_date


@pytest.mark.parametrize("written", ["900230", "901301", "900000", "<<1308", "90<<32"])
def test_a_day_that_does_not_exist_is_null_and_fails_its_check(written):
    zone = td3(birth=written)
    assert (None, ["birth_date"], True) == (zone.fields.birth_date, failing(zone), zone.valid)


def test_without_a_day_the_century_is_fixed():
    assert "2026-12-31" == mrz.parse(td3(birth="261231").lines).fields.birth_date


@pytest.mark.parametrize("sex", ["M", "F", "X", "<"])
def test_every_legal_sex_is_valid(sex):
    zone = td3(sex=sex)
    assert (True, sex.strip("<")) == (zone.valid, zone.fields.sex)


@pytest.mark.parametrize(("change", "where"), [({"sex": "Q"}, "position 21"), ({"birth": "7A0812"}, "position 15")])
def test_a_character_in_the_wrong_place_is_named(change, where):
    zone = td3(**change)
    reason = next(step.reason for step in zone.checks if step.id == "characters")
    assert (False, True) == (zone.valid, where in reason)


@pytest.mark.parametrize("code", ["D", "XPO", "XXB", "RKS", "EUE", "UTO", "PAK", "GBN"])
def test_the_codes_of_the_standard_are_known(code):
    assert [] == failing(td3(nationality=code, state=code))


def test_an_invented_state_is_found_and_leaves_the_digits_valid():
    zone = td3(nationality="QQQ", state="QQQ")
    assert (["issuing_state", "nationality"], True) == (failing(zone), zone.valid)


@pytest.mark.parametrize(
    ("field", "surname", "given"),
    [
        ("SMITH<JONES<<SUSIE<MARGARET", "SMITH JONES", "SUSIE MARGARET"),
        ("ARKFREITH", "ARKFREITH", ""),
        ("DOE<<<JANE", "DOE", "JANE"),
        ("<<JANE", "", "JANE"),
    ],
)
def test_names_are_split(field, surname, given):
    fields = td3(names=field).fields
    assert (surname, given) == (fields.surname, fields.given_names)


def test_a_name_that_fills_its_field_may_be_cut():
    zone = td3(names="NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K")
    step = next(step for step in zone.checks if step.id == "names")
    assert (CheckStatus.UNDETERMINED, True) == (step.status, zone.valid)


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        ((), "lines"),
        (("P<UTO",), "lines"),
        ((TD3[0], TD3[1][:-1]), "line 2"),
        ((TD3[0].lower(), TD3[1]), "line 1, position 1"),
        ((TD3[0], TD3[1].replace("<", " ")), "line 2, position 38"),
        ((TD3[0], TD3[1].replace("L", "É")), "line 2, position 1"),
        ((TD1[0], TD1[1]), "line 1"),
    ],
)
def test_what_is_no_zone_is_refused_with_its_place(lines, where):
    with pytest.raises(InvalidInput) as error:
        mrz.parse(lines)
    assert (where, True) == (error.value.where, bool(error.value.mend))


def test_lines_may_come_as_one_text():
    zone = mrz.parse(TD3)
    assert [zone, zone, zone] == [
        mrz.parse(["".join(TD3)]),
        mrz.parse("\n".join(TD3)),
        mrz.parse("\r\n".join(TD3) + "\n"),
    ]


@given(st.lists(st.text(max_size=100), max_size=4) | st.lists(st.text(ALPHABET, min_size=44, max_size=44), max_size=2))
@settings(max_examples=80, deadline=None)
def test_any_text_is_a_zone_or_refused(lines):
    try:
        zone = mrz.parse(lines)
    except InvalidInput:
        return
    assert zone.format in mrz.LAYOUTS


@pytest.mark.parametrize("example", CORPUS, ids=lambda example: example["case"])
def test_the_corpus_of_zones_is_judged_as_it_says(example):
    zone = mrz.parse(example["lines"], today=date.fromisoformat(example["today"]))
    fields, statuses = asdict(zone.fields), {step.id: step.status.value for step in zone.checks}
    assert example["because"]
    assert (example["format"], example["valid"]) == (zone.format, zone.valid)
    assert example["fields"] == {name: fields[name] for name in example["fields"]}
    assert example["not_passed"] == {id_: status for id_, status in statuses.items() if status != "passed"}


FIELDS = {field.name for field in dataclass_fields(MrzFields)} - {"surname", "given_names"} | {"names"}


@pytest.mark.parametrize("lines", [TD3, TD1, LONG_TD1, TD2, MRV_A, MRV_B])
def test_every_field_has_its_own_verdict_with_its_section(lines):
    checks = mrz.parse(lines, today=TODAY).checks
    assert FIELDS == {step.id for step in checks} - {"characters"} - {s.id for s in checks if s.id.startswith("digit.")}
    assert [] == [step.id for step in checks if "9303" not in step.standard]


def test_an_open_day_of_expiry_is_no_proof_of_anything():
    step = next(step for step in td3(expiry="<<<<<<").checks if step.id == "expiry_date")
    assert CheckStatus.UNDETERMINED is step.status


@pytest.mark.parametrize(
    ("offset", "field"),
    [(2, "issuing_state"), (8, "names"), (54, "nationality"), (58, "birth_date"), (53, "document_number")],
)
def test_a_misplaced_character_fails_its_field(offset, field):
    text = "".join(TD3)
    wrong = text[:offset] + ("7" if text[offset].isalpha() or text[offset] == "<" else "W") + text[offset + 1 :]
    zone = mrz.parse([wrong], today=TODAY)
    assert ({field, "characters"}, False) == (set(failing(zone)) & {field, "characters"}, zone.valid)


def test_a_long_number_without_its_filler_fails_its_field():
    number = "D23145890" + "ABCDEFGHIJKLMN"
    first = f"I<UTO{number[:9]}<{number[9:]}{mrz.check_digit(number)}"
    zone = mrz.parse([first, *LONG_TD1[1:]], today=TODAY)
    statuses = {step.id: step.status for step in zone.checks}
    assert (CheckStatus.FAILED, CheckStatus.PASSED) == (statuses["document_number"], statuses["digit.document_number"])


def test_validity_that_was_found_while_reading_is_the_one_that_the_checks_say():
    zones = [
        mrz.parse(lines, today=TODAY)
        for lines in (TD3, (TD3[0], TD3[1][:-1] + "1"), (TD3[0][:8] + "7" + TD3[0][9:], TD3[1]))
    ]
    assert [True, False, False] == [zone.valid for zone in zones] == [replace(zone).valid for zone in zones]


@given(
    kind=st.sampled_from(list(mrz.LAYOUTS)),
    text=st.text(ALPHABET, min_size=90, max_size=90),
)
@settings(max_examples=60, deadline=None)
def test_every_check_digit_is_the_one_of_the_plain_rule(kind, text):
    layout = mrz.LAYOUTS[kind]
    head = {"FRA-ID": "IDFRA"}.get(kind, layout.first_letters[0] + "XUTO")
    zone = head + text[5 : layout.size]
    if kind == "FRA-ID":
        zone = zone[:49] + "A" + zone[50:]
    long_number = layout.continues and zone[layout.document_number.stop] == "<"
    expected = {
        digit.id: mrz.check_digit("".join(zone[part] for part in digit.covers))
        for digit in layout.digits
        if not (long_number and digit.id == "digit.document_number")
    }
    read = mrz.parse([zone], today=TODAY)
    found = {step.id: step.expected for step in read.checks}
    assert (kind, expected) == (read.format, {id_: found[id_] for id_ in expected})


@pytest.mark.shared
def test_every_line_printed_in_the_standard_is_read(shared_data):
    printed = [item["line"] for item in json.loads((shared_data / "documents/mrz/lines.json").read_text())]
    unread = [line for line in printed if not any(_sound(lines) for lines in _zones_with(line))]
    assert ([], 36) == (unread, len(printed))


def _zones_with(line):
    """Zones in which a printed line can stand, with the standard's own lines beside it."""
    numbers = {44: TD3[1], 36: TD2[1], 30: None}
    if len(line) == 30:
        return [(line, *TD1[1:]), (TD1[0], line, TD1[2]), (*TD1[:2], line)]
    if line[0] == "V":
        return [(line, MRV_A[1] if len(line) == 44 else MRV_B[1])]
    if line[0] in "PI" and line[1:5] == "<UTO":
        return [(line, numbers[len(line)])]
    return [(MRV_B[0], line), (MRV_A[0], line)]


def _sound(lines):
    try:
        return mrz.parse(lines, today=TODAY).valid
    except InvalidInput:
        return False

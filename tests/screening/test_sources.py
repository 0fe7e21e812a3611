from __future__ import annotations

import csv
import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preclear.errors import InvalidInput
from preclear.screening import SourceSpec, build, numbers
from preclear.screening.numbers import NumberKey
from preclear.screening.sources import ofac, un
from preclear.screening.sources.catalogue import READERS, read

OWNED = {"owner": "Ministry of Examples", "legal_basis": "Example Act, section 1"}
ON = date(2026, 1, 1)

SDN = (
    '90001,"TESTOVICH, Arkadi",individual,"EXAMPLE",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    '"DOB 25 Apr 1971; alt. DOB circa 1970; nationality Korea, North; Passport X1203456 (Utopia) ; '
    "Passport PAK123456 issued 01 Feb 2001 (Pakistan); a.k.a. 'THE SAMPLE'; a.k.a. 'TEST'OV, Old'; Gender Male.\"\n"
    '90002,"EXAMPLE HOLDING ""PLUS""",-0- ,"EXAMPLE",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n'
)
ALT = '90001,1,"aka","TESTOWITSCH, Arcadius",-0- \n'
UN = """<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="2026-01-01T00:00:00Z"><INDIVIDUALS><INDIVIDUAL>
<DATAID>1</DATAID><FIRST_NAME>ARKADI</FIRST_NAME><SECOND_NAME>TESTOVICH</SECOND_NAME>
<REFERENCE_NUMBER>EXi.001</REFERENCE_NUMBER><UN_LIST_TYPE>Example</UN_LIST_TYPE><LISTED_ON>2020-02-02</LISTED_ON>
<NAME_ORIGINAL_SCRIPT>آرکادی</NAME_ORIGINAL_SCRIPT><NATIONALITY><VALUE>Pakistan</VALUE></NATIONALITY>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>The Sample</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1970</FROM_YEAR><TO_YEAR>1973</TO_YEAR>
</INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1975</YEAR>
</INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>X1203456</NUMBER>
<ISSUING_COUNTRY>Pakistan</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT></INDIVIDUAL></INDIVIDUALS><ENTITIES><ENTITY>
<FIRST_NAME>Example House</FIRST_NAME><REFERENCE_NUMBER>EXe.001</REFERENCE_NUMBER></ENTITY></ENTITIES>
</CONSOLIDATED_LIST>"""
EU = (
    "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_SubjectType_ClassificationCode;"
    "NameAlias_WholeName;BirthDate_BirthDate;Identification_Number;Identification_TypeCode;"
    "Identification_CountryIso2Code;NameAlias_WholeName\n"
    "x;1;EU.1.1;P;Arkadi Testovich;;;;;\n"
    "x;1;EU.1.1;P;Arcadius Testowitsch;;;;;\n"
    "x;1;EU.1.1;P;;25.4.1971;;;;\n"
    "x;1;EU.1.1;P;;;X1203456 (passport);passport;PK;\n"
    "x;2;EU.2.2;E;Example House;;;;;\n"
)


def test_an_ofac_folder_is_read_with_its_remarks(written):
    for name, text in (("sdn.csv", SDN), ("alt.csv", ALT), ("add.csv", "\x1a")):
        folder = written(f"ofac/{name}", text + "\x1a\n").parent
    parsed = ofac.read(folder, {}, ON)
    person, house = parsed.entries
    assert [n.text for n in person.names] == [
        "TESTOVICH, Arkadi",
        "TESTOWITSCH, Arcadius",
        "THE SAMPLE",
        "TEST'OV, Old",
    ]
    assert [name.kind for name in person.names] == ["primary", "alias", "weak", "weak"]
    assert [str(span) for span in person.births] == ["1971-04-25", "about 1970"]
    assert [(d.number, d.issuing_state) for d in person.documents] == [("X1203456", ""), ("PAK123456", "PAK")]
    assert (person.states, person.sex, person.reason) == (("PRK",), "M", "Program EXAMPLE")
    assert (house.names[0].text, house.entity_type) == ('EXAMPLE HOLDING "PLUS"', "organisation")
    assert (person.owner, person.legal_basis) == (ofac.OWNER, ofac.LEGAL_BASIS)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("12 Jan 1960", "1960-01-12"),
        ("Jan 1960", "1960-01"),
        ("1960", "1960"),
        ("circa 1960", "about 1960"),
        ("circa 1979-1982", "about 1979 to 1982"),
        ("01 Jan 1960 to 31 Dec 1961", "1960-01-01 to 1961-12-31"),
        ("31 Feb 1960", "None"),
        ("unknown", "None"),
    ],
)
def test_birth_dates_of_remarks_keep_their_precision(text, span):
    assert span == str(ofac.birth_span(text))


def test_remarks_that_are_cut_go_on_in_the_comments(written):
    cut = "Linked To: EXAMPLE; " * 49 + "a.k.a. 'THE SAMPLE'; P"
    remark = cut[-1000:]
    sdn = f'90001,"TESTOVICH, Arkadi",individual,"EXAMPLE] [OTHER",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"{remark}"\n'
    folder = written("ofac/SDN.CSV", sdn).parent
    written("ofac/alt.csv", "")
    written("ofac/add.csv", "")
    (before,) = ofac.read(folder, {}, ON).entries
    assert before.documents == ()
    written("ofac/sdn_comments.csv", '90001,"assport X1203456 (Korea, North) issued 01 Feb 2001; DOB May 1971."\n\x1a')
    (after,) = ofac.read(folder, {}, ON).entries
    assert [(d.number, d.issuing_state, d.type) for d in after.documents] == [("X1203456", "PRK", "P")]
    assert [str(span) for span in after.births] == ["1971-05"]
    assert after.reason == "Program EXAMPLE, OTHER"


def test_words_about_others_are_no_names_and_no_dates(written):
    said = "Linked To: OTHER, a.k.a. 'X'; spouse born DOB 1970; Tax ID No. 123 (Utopia); National ID No. 45 (Pakistan)."
    folder = written("ofac/sdn.csv", f'1,"T, A",individual,-0- ,,,,,,,,"{said}"\n').parent
    written("ofac/alt.csv", "")
    written("ofac/add.csv", "")
    (entry,) = ofac.read(folder, {}, ON).entries
    assert [name.text for name in entry.names] == ["T, A"]
    assert entry.births == ()
    assert [(d.number, d.issuing_state, d.type) for d in entry.documents] == [("45", "PAK", "I")]


def test_an_alias_of_nobody_is_refused(written):
    folder = written("ofac/sdn.csv", SDN).parent
    written("ofac/alt.csv", ALT.replace("90001", "90009"))
    written("ofac/add.csv", "")
    with pytest.raises(InvalidInput, match="lacks"):
        ofac.read(folder, {}, ON)


def test_the_un_list_is_read_with_quality_script_and_spans(written):
    person, house = un.read(written("un.xml", UN), {}, ON).entries
    assert [(name.text, name.kind) for name in person.names] == [
        ("ARKADI TESTOVICH", "primary"),
        ("آرکادی", "alias"),
        ("The Sample", "weak"),
    ]
    assert [str(span) for span in person.births] == ["1970 to 1973", "about 1975"]
    assert [(d.number, d.issuing_state, d.type) for d in person.documents] == [("X1203456", "PAK", "P")]
    assert house.entity_type == "organisation"


def test_the_un_list_says_when_and_why(written):
    text = UN.replace(
        "</REFERENCE_NUMBER><UN_LIST_TYPE>",
        "</REFERENCE_NUMBER><COMMENTS1>Made up. Review pursuant to resolution 1822 (2008) was concluded on 8 Jun. 2010."
        "</COMMENTS1><LAST_DAY_UPDATED><VALUE>2009-01-01</VALUE><VALUE/></LAST_DAY_UPDATED><UN_LIST_TYPE>",
    )
    parsed = un.read(written("un.xml", text), {}, ON)
    person, house = parsed.entries
    assert (person.listed, person.reviewed, house.reviewed) == (date(2020, 2, 2), date(2010, 6, 8), None)
    assert person.reason.startswith("Example list, listed on 2020-02-02. Made up. Review")
    assert parsed.published == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("number", "read_as"),
    [
        ("CAR diplomatic passport no. D0000000", ("D0000000", "")),
        ("Libya 000001", ("000001", "LBY")),
        ("000001 (Expired 1 Jan. 2016)", ("000001", "")),
        ("OB 0000001", ("OB 0000001", "")),
    ],
)
def test_words_around_a_number_are_left_out(written, number, read_as):
    text = UN.replace("<NUMBER>X1203456", f"<NUMBER>{number}").replace("<ISSUING_COUNTRY>Pakistan", "<ISSUING_COUNTRY>")
    ((document,), _) = (entry.documents for entry in un.read(written("un.xml", text), {}, ON).entries)
    assert read_as == (document.number, document.issuing_state)


@pytest.mark.parametrize(
    ("born", "span"),
    [
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1973 </NOTE>", "1973-11"),
        ("<YEAR>1958</YEAR><NOTE>Sep.</NOTE>", "1958-09"),
        ("<FROM_YEAR>1955</FROM_YEAR><TO_YEAR>1958</TO_YEAR><NOTE>Approximately</NOTE>", "about 1955 to 1958"),
    ],
)
def test_dates_in_notes_are_read(written, born, span):
    person = UN[UN.index("<INDIVIDUAL_DATE_OF_BIRTH>") : UN.index("<INDIVIDUAL_DOCUMENT>")]
    text = UN.replace(person, f"<INDIVIDUAL_DATE_OF_BIRTH>{born}</INDIVIDUAL_DATE_OF_BIRTH>")
    entry, _ = un.read(written("un.xml", text), {}, ON).entries
    assert [span] == [str(found) for found in entry.births]


def test_a_record_without_end_is_refused(written):
    text = f"<CONSOLIDATED_LIST><INDIVIDUAL>{'<A/>' * 20_001}</INDIVIDUAL></CONSOLIDATED_LIST>"
    with pytest.raises(InvalidInput, match="more than"):
        un.read(written("un.xml", text), {}, ON)


@pytest.mark.parametrize(
    "bad",
    [
        '<!DOCTYPE CONSOLIDATED_LIST [<!ENTITY a "aaaa">]><CONSOLIDATED_LIST/>',
        "<OTHER_LIST/>",
        "<CONSOLIDATED_LIST>" + "<a>" * 40 + "</a>" * 40 + "</CONSOLIDATED_LIST>",
        "<CONSOLIDATED_LIST><INDIVIDUAL/></CONSOLIDATED_LIST>",
        '<?xml version="1.0" encoding="no-such"?><CONSOLIDATED_LIST/>',
        "<CONSOLIDATED_LIST>",
        "",
    ],
)
def test_xml_that_is_no_list_is_refused(written, bad):
    with pytest.raises(InvalidInput):
        un.read(written("un.xml", bad), {}, ON)


def test_the_eu_list_is_read_row_by_row(written):
    person, house = READERS["eu"](written("eu.csv", EU), {}, ON).entries
    assert [name.text for name in person.names] == ["Arkadi Testovich", "Arcadius Testowitsch"]
    assert [str(span) for span in person.births] == ["1971-04-25"]
    assert [(d.number, d.issuing_state) for d in person.documents] == [("X1203456", "PAK")]
    assert house.entity_type == "organisation"


EU_HEAD = (
    "fileGenerationDate;Entity_EU_ReferenceNumber;Entity_SubjectType;Entity_DesignationDate;Entity_Remark;"
    "NameAlias_LastName;NameAlias_FirstName;NameAlias_WholeName;NameAlias_Remark;NameAlias_WeakAlias;NameAlias_Gender;"
    "BirthDate_BirthDate;BirthDate_Year;BirthDate_Month;BirthDate_YearRangeFrom;BirthDate_YearRangeTo;BirthDate_Circa;"
    "BirthDate_CalendarType\r"
)
EU_ROWS = (
    "01/09/2026;EU.1.1;person;2020-02-02;Because;Testovich;Arkadi;Testovich Arkadi;;;M;;;;;;;\r\n"
    "01/09/2026;EU.1.1;person;2020-02-02;Because;;;Arcadius T. / Arkady T.;low quality a.k.a.;The Sample;;;;;;;;\n"
    "01/09/2026;EU.1.1;person;2020-02-02;Because;;;;;;;;1971;4;;;true;GREGORIAN\r"
    "01/09/2026;EU.1.1;person;2020-02-02;Because;;;;;;;;;;1970;1973;false;\n"
    "01/09/2026;EU.1.1;person;2020-02-02;Because;;;;;;;1350-01-01;;;;;;SOLAR HIJRI\n"
)


def test_an_entity_that_stands_twice_is_refused(written):
    text = UN.replace("</INDIVIDUALS>", UN[UN.index("<INDIVIDUAL>") : UN.index("</INDIVIDUALS>")] + "</INDIVIDUALS>")
    with pytest.raises(InvalidInput, match=r"EXi\.001 stands twice"):
        read(SourceSpec(kind="un", path=written("un.xml", text)), ON)


def test_the_traps_of_the_eu_list_are_known(written):
    path = written("eu.csv", "")
    path.write_bytes((EU_HEAD + EU_ROWS).encode())  # line ends are mixed on purpose
    parsed = READERS["eu"](path, {}, ON)
    (person,) = parsed.entries
    assert [(name.text, name.kind, name.split) for name in person.names] == [
        ("Testovich, Arkadi", "primary", False),
        ("Arcadius T.", "weak", False),
        ("Arkady T.", "weak", True),
        ("The Sample", "weak", False),
    ]
    assert [str(span) for span in person.births] == ["about 1971-04", "1970 to 1973"]
    assert (person.reason, person.listed, person.sex) == ("Because", date(2020, 2, 2), "M")
    assert parsed.published == date(2026, 9, 1)


def test_rows_of_one_entity_become_one_entry(written):
    path = written(
        "own.csv",
        "entity_id,name,birth_date,document_number,issuing_state\n"
        "1,Arkadi Testovich,1971,A1234,UTO\n1,,1972-03,B1234,UTO\n",
    )
    (entry,) = read(SourceSpec(kind="csv", path=path, defaults=OWNED), ON).entries
    assert (
        len(entry.names),
        [str(span) for span in entry.births],
        [document.number for document in entry.documents],
    ) == (1, ["1971", "1972-03"], ["A1234", "B1234"])


def test_rows_of_one_entity_may_stand_apart(written):
    path = written(
        "own.csv",
        "entity_id,name,kind,owner,legal_basis,expires,sex\n"
        "1,Arkadi Testovich,,Office,Act,2026-05,\n2,Zeta Esimerkkinen,,Office,Act,,\n"
        "1,Arcadius Testowitsch,,,,,m\n1,The Sample,weak,,,,\n",
    )
    parsed = read(SourceSpec(kind="csv", path=path), ON)
    first, second = parsed.entries
    assert [(name.text, name.kind) for name in first.names] == [
        ("Arkadi Testovich", "primary"),
        ("Arcadius Testowitsch", "alias"),
        ("The Sample", "weak"),
    ]
    assert (first.owner, first.expires, first.sex, second.id) == ("Office", date(2026, 5, 31), "M", "2")


def test_review_days_are_kept_and_counted(written):
    path = written(
        "own.csv", "entity_id,name,review,listed\n1,Arkadi,2027-01-31,2020-02\n2,Zeta,2025-01-01,\n3,Iota,,\n"
    )
    parsed = read(SourceSpec(kind="csv", path=path, defaults=OWNED | {"published": "2025-12-31"}), ON)
    assert [entry.review for entry in parsed.entries] == [date(2027, 1, 31), date(2025, 1, 1), None]
    source = parsed.source
    assert (source.next_review, source.overdue_reviews) == (date(2027, 1, 31), 1)
    assert (source.kind, source.built, source.published) == ("csv", ON, date(2025, 12, 31))


@pytest.mark.parametrize(("kind", "head"), [("csv", "entity_id,name\n"), ("documents", "number,issuing_state\n")])
def test_a_list_of_nobody_is_refused(written, kind, head):
    with pytest.raises(InvalidInput, match="holds no entry"):
        read(SourceSpec(kind=kind, path=written("own.csv", head), defaults=OWNED), ON)


@pytest.mark.parametrize("missing", ["owner", "legal_basis"])
@pytest.mark.parametrize(
    ("kind", "text"), [("csv", "entity_id,name\n1,Arkadi\n"), ("documents", "number,issuing_state\nA1234,UTO\n")]
)
def test_a_list_without_owner_or_legal_basis_is_refused(written, missing, kind, text):
    defaults = {key: value for key, value in OWNED.items() if key != missing}
    with pytest.raises(InvalidInput, match=missing):
        read(SourceSpec(kind=kind, path=written("own.csv", text), defaults=defaults), ON)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("name\nArkadi\n", "line 1"),
        ("entity_id,name\n,Arkadi\n", "line 2"),
        ("entity_id,name\n1,\n", "line 2"),
        ("entity_id,name,birth_date\n1,Arkadi,1971-02-30\n", "line 2"),
        ("entity_id,name,kind\n1,Arkadi,odd\n", "line 2"),
        ("entity_id,name,expires\n1,Arkadi,soon\n", "line 2"),
        ("entity_id,name,country\n1,Arkadi,Atlantis\n", "line 2"),
        ("entity_id,name,entity_type\n1,Arkadi,ghost\n", "line 2"),
        ("entity_id,name\n1,Arkadi,more\n", "line 2"),
        ("entity_id,name,expire\n1,Arkadi,2020-01-01\n", "line 1"),
        ("entity_id,name,name\n1,Arkadi,Testovich\n", "line 1"),
        ("entity_id;name\n1;Arkadi\n", "line 1"),
        ("entity_id,name,sex\n1,Arkadi,perhaps\n", "line 2"),
        (f"entity_id,name\n1,{'A' * 501}\n", "line 2"),
        ('entity_id,name\n1,Arkadi\n2,"Arkadi\n' + "A" * 140_000, "line 4"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_by_its_line(written, text, where):
    with pytest.raises(InvalidInput) as refused:
        read(SourceSpec(kind="csv", path=written("own.csv", text), defaults=OWNED), ON)
    assert refused.value.where.endswith(where)
    assert refused.value.rule
    assert refused.value.mend


def test_defaults_hold_for_every_row_and_expired_documents_are_counted(written):
    path = written("lost.csv", "number,issuing_state,expires\nA1234,UTO,2025-12-31\nB1234,D,\n")
    parsed = read(SourceSpec(kind="documents", path=path, defaults=OWNED | {"expires": "2026-12"}), ON)
    assert (parsed.expired, [(d.number, d.issuing_state) for d in parsed.documents]) == (1, [("B1234", "DEU")])


def test_a_store_of_numbers_can_be_a_source(written, tmp_path):
    listed = written("lost.csv", "number,issuing_state,type,status,since\nA1234567,UTO,P,stolen,2025-03-04\n")
    key = NumberKey.load_or_make(tmp_path / "store.key")
    numbers.build(listed, tmp_path / "store", key, OWNED | {"list": "lost"}, as_of=ON)
    snapshot = build([SourceSpec(kind="documents", path=tmp_path / "store")], tmp_path / "lists.snapshot", as_of=ON)
    (source,) = snapshot.sources
    assert (source.list, source.owner, source.documents) == ("lost", OWNED["owner"], 1)
    assert snapshot.document("A1234567", "UTO")
    assert snapshot.document("A1234568", "UTO") is None


@pytest.mark.parametrize("row", ["-/-,UTO", f"{'A1' * 21},UTO", "A1234567,", "A1234567,Atlantis"])
def test_a_document_without_number_or_state_is_refused(written, row):
    with pytest.raises(InvalidInput, match="line 2"):
        read(
            SourceSpec(kind="documents", path=written("lost.csv", f"number,issuing_state\n{row}\n"), defaults=OWNED), ON
        )


@pytest.mark.parametrize("spec", [{"kind": "odd"}, {"kind": "csv", "defaults": {"weight": "9"}}])
def test_unknown_kinds_and_defaults_are_refused(tmp_path, spec):
    with pytest.raises(InvalidInput):
        read(SourceSpec(path=tmp_path / "none", **spec), ON)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(sorted(READERS)),
    data=st.binary(max_size=200)
    | st.text(alphabet='entity_id,name;\n"19\r\0<>/-', max_size=120).map(str.encode)
    | st.text(max_size=60).map(
        lambda text: f"entity_id,name,number,issuing_state\n1,{text}\n".encode("utf-8", "replace")
    ),
)
def test_any_bytes_give_a_list_or_an_input_error(tmp_path, kind, data):
    path = tmp_path / "any"
    if kind == "ofac":
        path = tmp_path / "folder"
        path.mkdir(exist_ok=True)
        for name in ("sdn.csv", "alt.csv", "add.csv"):
            (path / name).write_bytes(data)
    else:
        path.write_bytes(data)
    with suppress(InvalidInput):
        assert read(SourceSpec(kind=kind, path=path, defaults=OWNED), ON).owner


@pytest.mark.shared
def test_the_real_ofac_list_is_complete(shared_data):
    folder = shared_data / "screening" / "lists" / "ofac"
    parsed = ofac.read(folder, {}, ON)
    tables = {
        name: [row for row in csv.reader((folder / name).open(encoding="latin-1", newline="")) if len(row) > 1]
        for name in ("sdn.csv", "alt.csv")
    }
    aliases = sum(name.kind == "alias" for entry in parsed.entries for name in entry.names)
    weak = sum(len(re.findall(r"\b[afn]\.k\.a\. '[^;]*'", row[11])) for row in tables["sdn.csv"])
    assert (len(tables["sdn.csv"]), len(tables["alt.csv"])) == (len(parsed.entries), aliases)
    assert weak == sum(name.kind == "weak" for entry in parsed.entries for name in entry.names)


@pytest.mark.shared
def test_the_real_un_list_is_complete(shared_data):
    path = shared_data / "screening" / "lists" / "un" / "consolidated.xml"
    parsed = un.read(path, {}, ON)
    tree = ET.parse(Path(path))
    aliases = sum(bool((alias.text or "").strip()) for alias in tree.iter("ALIAS_NAME"))
    scripts = sum(bool((name.text or "").strip()) for name in tree.iter("NAME_ORIGINAL_SCRIPT"))
    entities = len(list(tree.iter("INDIVIDUAL"))) + len(list(tree.iter("ENTITY")))
    assert (entities, entities + aliases + scripts) == (
        len(parsed.entries),
        sum(not name.split for entry in parsed.entries for name in entry.names),
    )
    assert (entities, entities + aliases + scripts) == (parsed.source.entities, parsed.source.names)


# quotation marks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        'entity_id,name,kind\n1,"Arkadi Testovich,primary\n2,Other Person,primary\n',
        'entity_id,name,kind\n1,"Arkadi Testovich,primary\n2,"Other, Person",primary\n',
        'entity_id,name,kind\n1,"Arkadi" Testovich,primary\n',
    ],
)
def test_an_open_quotation_swallows_no_entry(written, as_of, text):
    with pytest.raises(InvalidInput, match="quotation mark"):
        read(SourceSpec(kind="csv", path=written("open.csv", text), defaults=OWNED), as_of)


def test_an_owner_of_blanks_is_none(written, as_of):
    path = written("blank.csv", "entity_id,name\n1,Arkadi Testovich\n")
    with pytest.raises(InvalidInput, match="no owner"):
        read(SourceSpec(kind="csv", path=path, defaults={**OWNED, "owner": " \u3000"}), as_of)


def test_an_entity_is_of_one_type(written, as_of):
    path = written("two.csv", "entity_id,name,entity_type\n1,Specimen,person\n1,Specimen Ltd,organisation\n")
    with pytest.raises(InvalidInput, match="'organisation' where 'person' stood"):
        read(SourceSpec(kind="csv", path=path, defaults=OWNED), as_of)


@pytest.mark.parametrize("since", ["1850", "2090-01-01"])
def test_a_day_that_cannot_be_kept_names_its_line(written, as_of, since):
    path = written("old.csv", f"number,issuing_state,since\nX1,UTO,{since}\n")
    with pytest.raises(InvalidInput, match=r"old\.csv, line 2: since"):
        read(SourceSpec(kind="documents", path=path, defaults=OWNED), as_of)


def test_a_name_by_which_nobody_could_be_found_is_refused(written, as_of):
    with pytest.raises(InvalidInput, match="has no letter"):
        read(SourceSpec(kind="csv", path=written("no.csv", "entity_id,name\n1,***\n"), defaults=OWNED), as_of)

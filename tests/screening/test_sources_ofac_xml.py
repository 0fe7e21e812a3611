from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preclear.errors import InvalidInput
from preclear.screening.sources import ofac, ofac_xml

ON = date(2026, 1, 1)
NAMESPACES = (
    "http://www.un.org/sanctions/1.0",
    "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML",
)

WORDS = """<DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>5</Month><Day>21</Day></DateOfIssue>
<ReferenceValueSets>
<CountryValues><Country ID="11" ISO2="KP">North Korea</Country><Country ID="12">undetermined</Country></CountryValues>
<DetailReferenceValues><DetailReference ID="91">Male</DetailReference></DetailReferenceValues>
<FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="10">Nationality Country</FeatureType>
<FeatureType ID="224">Gender</FeatureType><FeatureType ID="25">Location</FeatureType></FeatureTypeValues>
<IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType><IDRegDocType ID="1572">Tax ID No.</IDRegDocType>
<IDRegDocType ID="1584">National ID No.</IDRegDocType></IDRegDocTypeValues>
<LegalBasisValues><LegalBasis ID="1">Unknown</LegalBasis><LegalBasis ID="2">Order 0000 (made up)</LegalBasis>
</LegalBasisValues>
<NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType>
<NamePartType ID="1522">Middle Name</NamePartType><NamePartType ID="1525">Entity Name</NamePartType>
</NamePartTypeValues>
<PartySubTypeValues><PartySubType ID="1" PartyTypeID="5">Vessel</PartySubType>
<PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType>
</PartySubTypeValues>
<PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType></PartyTypeValues>
<SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType><SanctionsType ID="2">Block</SanctionsType>
</SanctionsTypeValues>
<ScriptValues><Script ID="215">Latin</Script><Script ID="160">Arabic</Script><Script ID="501">Chinese</Script>
</ScriptValues></ReferenceValueSets>"""
PLACES = """<Locations><Location ID="70"><LocationCountry CountryID="11"/></Location>
<Location ID="71"><LocationPart><LocationPartValue><Value>Pakistan</Value></LocationPartValue></LocationPart></Location>
</Locations>"""
DOCUMENTS = """<IDRegDocuments>
<IDRegDocument ID="1" IDRegDocTypeID="1571" IdentityID="50" IssuedBy-CountryID="11">
<IDRegistrationNo>X1203456</IDRegistrationNo></IDRegDocument>
<IDRegDocument ID="2" IDRegDocTypeID="1584" IdentityID="50"><IDRegistrationNo>00-1</IDRegistrationNo>
<IssuedBy CountryID="12"/></IDRegDocument>
<IDRegDocument ID="3" IDRegDocTypeID="1572" IdentityID="50"><IDRegistrationNo>999</IDRegistrationNo></IDRegDocument>
<IDRegDocument ID="4" IDRegDocTypeID="1571" IdentityID="50"><IDRegistrationNo/></IDRegDocument>
</IDRegDocuments>"""


def part(group, script, text):
    value = f'<NamePartValue NamePartGroupID="{group}" ScriptID="{script}">{text}</NamePartValue>'
    return f"<DocumentedNamePart>{value}</DocumentedNamePart>"


def day(tag, *parts):
    fields = zip(("Year", "Month", "Day"), parts, strict=False)
    return f"<{tag}>" + "".join(f"<{name}>{value}</{name}>" for name, value in fields) + f"</{tag}>"


def period(first, last, *, approximate="false"):
    edges = [
        f'<{edge} Approximate="{approximate}">{day("From", *when)}{day("To", *when)}</{edge}>'
        for edge, when in (("Start", first), ("End", last))
    ]
    return f"<DatePeriod>{''.join(edges)}</DatePeriod>"


def feature(number, inside):
    return f'<Feature FeatureTypeID="{number}"><FeatureVersion>{inside}</FeatureVersion></Feature>'


GROUPS = "".join(
    f'<MasterNamePartGroup><NamePartGroup ID="{group}" NamePartTypeID="{type_}"/></MasterNamePartGroup>'
    for group, type_ in ((1, 1520), (2, 1521), (3, 1522))
)
PERSON = f"""<DistinctParty FixedRef="90001"><Profile ID="600" PartySubTypeID="4"><Identity ID="50">
<Alias AliasTypeID="1400" Primary="false" LowQuality="true"><DocumentedName>{part(1, 215, "THE SAMPLE")}
</DocumentedName></Alias>
<Alias AliasTypeID="1403" Primary="true" LowQuality="false">
<DocumentedName>{part(1, 215, "TESTOVICH")}{part(2, 215, "Arkadi")}{part(3, 215, "Q.")}</DocumentedName>
<DocumentedName>{part(1, 160, "المثالي")}{part(2, 160, "أركادي")}</DocumentedName>
<DocumentedName>{part(1, 501, "金")}{part(2, 501, "铁")}</DocumentedName></Alias>
<NamePartGroups>{GROUPS}</NamePartGroups></Identity>
{feature(8, period((1971, 4, 25), (1971, 4, 25)))}{feature(8, period((1970, 1, 1), (1970, 12, 31), approximate="true"))}
{feature(8, period((1968, 1, 1), (1969, 12, 31)))}{feature(8, period((1967, 2, 1), (1967, 2, 28)))}
{feature(8, "<DatePeriod/>")}
{feature(10, '<VersionLocation LocationID="70"/>')}{feature(10, '<VersionLocation LocationID="71"/>')}
{feature(25, '<VersionLocation LocationID="70"/>')}{feature(224, '<VersionDetail DetailReferenceID="91"/>')}
</Profile></DistinctParty>"""
HOUSE = f"""<DistinctParty FixedRef="90002"><Profile ID="601" PartySubTypeID="3"><Identity ID="51">
<Alias AliasTypeID="1403" Primary="true"><DocumentedName>{part(9, 215, "EXAMPLE HOLDING")}</DocumentedName></Alias>
<NamePartGroups><MasterNamePartGroup><NamePartGroup ID="9" NamePartTypeID="1525"/></MasterNamePartGroup>
</NamePartGroups></Identity></Profile></DistinctParty>"""
ENTRIES = f"""<SanctionsEntries><SanctionsEntry ID="1" ProfileID="600" ListID="1550">
<EntryEvent LegalBasisID="2">{day("Date", 2020, 2, 3)}</EntryEvent><EntryEvent LegalBasisID="1">
{day("Date", 2021, 1, 1)}</EntryEvent>
<SanctionsMeasure SanctionsTypeID="1"><Comment>EXAMPLE</Comment></SanctionsMeasure>
<SanctionsMeasure SanctionsTypeID="2"/><SanctionsMeasure SanctionsTypeID="1"><Comment>OTHER</Comment></SanctionsMeasure>
</SanctionsEntry></SanctionsEntries>"""


def sanctions(*parts, namespace=NAMESPACES[0]):
    return f'<?xml version="1.0" encoding="utf-8"?><Sanctions xmlns="{namespace}">{"".join(parts)}</Sanctions>'


WHOLE = (WORDS, PLACES, DOCUMENTS, f"<DistinctParties>{PERSON}{HOUSE}</DistinctParties>", ENTRIES)


@pytest.fixture
def parsed(written):
    return ofac.read(written("sdn_advanced.xml", sanctions(*WHOLE)), {}, ON)


def test_names_keep_script_quality_and_order(parsed):
    person, house = parsed.entries
    assert [(name.text, name.kind) for name in person.names] == [
        ("TESTOVICH, Arkadi Q.", "primary"),
        ("أركادي المثالي", "alias"),
        ("金 铁", "alias"),
        ("THE SAMPLE", "weak"),
    ]
    assert [(name.text, name.kind) for name in house.names] == [("EXAMPLE HOLDING", "primary")]
    assert (person.entity_type, house.entity_type) == ("person", "organisation")


def test_birth_dates_keep_their_precision(parsed):
    assert ["1971-04-25", "about 1970", "1968 to 1969", "1967-02"] == [str(span) for span in parsed.entries[0].births]


def test_documents_have_type_and_issuing_state(parsed):
    assert [(d.number, d.issuing_state, d.type) for d in parsed.entries[0].documents] == [
        ("X1203456", "PRK", "P"),
        ("00-1", "", "I"),
    ]


def test_an_entry_says_why_and_since_when(parsed):
    person, house = parsed.entries
    assert (person.reason, person.legal_basis, person.listed) == (
        "Program EXAMPLE, OTHER; Order 0000 (made up)",
        "Order 0000 (made up)",
        date(2020, 2, 3),
    )
    assert (house.reason, house.legal_basis, house.owner) == ("", ofac_xml.LEGAL_BASIS, ofac_xml.OWNER)
    assert (person.states, person.sex, person.id) == (("PRK", "PAK"), "M", "90001")
    assert parsed.published == date(2026, 5, 21)


@pytest.mark.parametrize("name", ["sdn_advanced.xml", "SDN_ADVANCED.XML"])
@pytest.mark.parametrize("namespace", NAMESPACES)
def test_a_folder_with_only_the_xml_is_read_in_either_namespace(written, name, namespace):
    folder = written(f"ofac/{name}", sanctions(*WHOLE, namespace=namespace)).parent
    assert ["90001", "90002"] == [entry.id for entry in ofac.read(folder, {}, ON).entries]


@pytest.mark.parametrize(
    "parts",
    [
        (WORDS.replace('ID="1520"', 'ID="1"'), *WHOLE[1:]),
        (WORDS.replace('ID="215"', 'ID="1"'), *WHOLE[1:]),
        (WORDS, "<DistinctParties><DistinctParty/></DistinctParties>"),
        (WORDS, PERSON.replace("NamePartValue", "Other")),
        (WORDS, '<DistinctParty FixedRef="1"><Profile PartySubTypeID="4"><Identity/></Profile></DistinctParty>'),
        ("<a>" * 40 + "</a>" * 40,),
    ],
)
def test_a_file_that_is_not_whole_is_refused(written, parts):
    with pytest.raises(InvalidInput) as refused:
        ofac.read(written("a.xml", sanctions(*parts)), {}, ON)
    assert refused.value.rule == ofac_xml.RULE
    assert refused.value.mend


def test_a_document_type_is_refused(written):
    text = '<!DOCTYPE Sanctions [<!ENTITY a "aaaa">]>' + sanctions(*WHOLE).partition("?>")[2]
    with pytest.raises(InvalidInput, match="document type"):
        ofac.read(written("a.xml", text), {}, ON)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.integers(0, 10**5), cut=st.integers(0, 40), more=st.sampled_from(["", "<", "&", '"', "9", "\0", "</Alias>"])
)
def test_any_damage_gives_a_list_or_an_input_error(tmp_path, at, cut, more):
    text = sanctions(*WHOLE)
    at %= len(text)
    (tmp_path / "a.xml").write_text(text[:at] + more + text[at + cut :], encoding="utf-8")
    with suppress(InvalidInput):
        assert ofac.read(tmp_path / "a.xml", {}, ON).owner

import json
from datetime import UTC, datetime

from preclear.documents import record, verify
from preclear.model.codes import CheckStatus
from preclear.model.verification import Chip
from preclear.specimens import Break, make_passport
from preclear.specimens.groups import details

BEGAN = datetime(2026, 1, 1, 9, tzinfo=UTC)


def recorded(chip, country, **options):
    return record.of(
        verify(chip, country.trust, country.noon, **options),
        transaction="t-1",
        at=country.noon,
        began=BEGAN,
        seconds=0.0015,
        software={"preclear": "1"},
        trust_store=country.trust.version,
    )


def test_a_record_says_who_checked_what_with_which_result(holder, country):
    made = recorded(make_passport(holder, country=country).chip, country)
    assert json.loads(json.dumps(made)) == made
    assert ("t-1", {"preclear": "1", "trust_store": country.trust.version}) == (made["transaction"], made["components"])
    assert {"judged_as_of": "2026-01-01T12:00:00Z", "began": "2026-01-01T09:00:00Z", "milliseconds": 1.5} == made[
        "times"
    ]
    assert {"status": "passed", "tr_03135": "successful"} == made["result"]
    assert ("P", "UTO", [1, 2], "UT") == (
        made["document"]["type"],
        made["document"]["issuing_state"],
        made["document"]["data_groups"],
        made["document"]["signer"]["country"],
    )


def test_every_check_has_a_name_a_result_in_the_guidelines_words_a_reason_and_its_section(holder, country):
    made = recorded(make_passport(holder, country=country).chip, country)
    assert not [check for check in made["checks"] if check["name"] == check["id"] or not check["standard"]]
    words = {check["id"]: check["tr_03135"] for check in made["checks"]}
    assert ("successful", "identical") == (words["sod.signature"], words["dg.1.hash"])


def test_the_words_of_a_data_group_are_its_own(holder, country):
    passport = make_passport(holder, country=country, broken=Break.ALTERED_DG1, further={11: details(11, {})})
    chip = Chip(files={name: data for name, data in passport.chip.files.items() if name != "DG11"})
    made = recorded(chip, country)
    words = {check["id"]: check["tr_03135"] for check in made["checks"]}
    assert ("not identical", "present") == (words["dg.1.hash"], words["dg.11.hash"])
    assert "failed" == made["result"]["tr_03135"]


def test_a_record_holds_nothing_of_the_holder(holder, country):
    passport = make_passport(holder, country=country)
    text = json.dumps(recorded(passport.chip, country, mrz=(passport.mrz[0].replace("ANNA", "ANNE"), passport.mrz[1])))
    personal = [holder.surname, holder.document_number, "ANNA", "ANNE", "1990", "900203", holder.expiry_date]
    assert not [value for value in personal if value in text.replace("SPECIMENS", "")]


def test_a_document_of_which_nothing_was_read_is_recorded_too(country):
    made = recorded(Chip(files={}), country)
    assert ("not supported", None, None) == (
        made["result"]["tr_03135"],
        made["document"]["type"],
        made["document"]["signer"],
    )


def test_all_five_words_are_there():
    assert set(CheckStatus) == set(record.RESULTS)

"""Handing in, looking, answering, withdrawing and appealing by program."""

import base64
import json
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from programs import document

from preclear.services import process

REF = "PC-2222-0009"
LETTER = b"We offer you a position."


def with_file(**changes):
    file = {"id": "f1", "kind": "offer_letter", "sha256": sha256(LETTER).hexdigest(), "media_type": "text/plain"}
    return document(**changes) | {"files": [file]}


def kept(house):
    with house.store.transaction() as records:
        return [(one.id, one.kind, one.content) for one in records.files.of(REF)]


def test_an_application_is_handed_in_and_cleared(house, program):
    anna = program("traveller.anna")
    assert (201, {"reference": REF, "state": "SUBMITTED"}) == anna.ask("POST", "applications", document())
    process.admit(house.office, REF)
    process.process(house.office, REF)
    status, told = anna.get(f"applications/{REF}")
    assert (200, "GRANTED", "grant", 1) == (status, told["state"], told["decision"]["outcome"], len(told["clearances"]))


def test_files_come_as_parts(house, program):
    parts = {"application": json.dumps(with_file()), "f1": SimpleUploadedFile("letter.txt", LETTER, "text/plain")}
    told = program("traveller.anna").client.post("/api/v1/applications", parts)
    assert (201, [("f1", "offer_letter", LETTER)]) == (told.status_code, kept(house))


def test_files_come_as_base64(house, program):
    envelope = {
        "application": with_file(),
        "files": {"f1": {"content": base64.b64encode(LETTER).decode(), "media_type": "text/plain"}},
    }
    status, _ = program("traveller.anna").ask("POST", "applications", envelope)
    assert (201, [("f1", "offer_letter", LETTER)]) == (status, kept(house))


@pytest.mark.parametrize(
    ("files", "where"),
    [
        ({"f1": {"content": "no base64!"}}, "files.f1.content"),
        ({"f1": {"content": ""}}, "files.f1"),
        ({"f1": {"path": "/etc/passwd"}}, "files.f1"),
        ({"../f1": {"content": "QQ=="}}, "files.../f1"),
        ({"f9": {"content": "QQ=="}}, "files"),
        (["f1"], "files"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(house, program, files, where):
    status, told = program("traveller.anna").ask("POST", "applications", {"application": with_file(), "files": files})
    assert (422, where, []) == (status, told["where"], kept(house))


def test_what_is_wrong_is_named_and_nothing_is_kept(house, program):
    broken = document() | {"trip": {"purpose": "work"}}
    status, told = program("traveller.anna").ask("POST", "applications", broken)
    with house.store.transaction() as records:
        assert {} == dict(records.cases.count())
    assert (422, "invalid_input", True) == (status, told["code"], told["where"].startswith("trip"))


def test_the_same_reference_twice_is_a_conflict(program):
    anna = program("traveller.anna")
    anna.ask("POST", "applications", document())
    status, told = anna.ask("POST", "applications", document())
    assert (409, "conflict") == (status, told["code"])


def test_a_contradiction_is_answered(house, program):
    from seeded import AMNA

    from preclear.services import decide

    case = house.in_review()
    key = house.contradiction("PC-2222-0002").key
    decide.put(house.office, "PC-2222-0002", key, "The register names another person.", AMNA, seen=case.version)
    anna = program("traveller.anna")
    _, before = anna.get("applications/PC-2222-0002")
    status, after = anna.post("applications/PC-2222-0002/answers", question="p1", text="We share the number.")
    said = (before["contradictions"][0]["answer"], after["contradictions"][0]["answer"])
    assert (200, "PUT_TO_APPLICANT", ("", "We share the number.")) == (status, before["state"], said)


def test_a_refusal_is_read_and_appealed(house, program):
    house.refused()
    anna = program("traveller.anna")
    _, read = anna.get("applications/PC-2222-0002")
    status, told = anna.post("applications/PC-2222-0002/appeal", grounds="The number was a colleague's.")
    assert ("R02", 200, "APPEAL") == (read["decision"]["reasons"]["ground"], status, told["state"])


def test_withdrawing_is_no_refusal(house, program):
    house.in_review()
    status, told = program("traveller.anna").ask("POST", "applications/PC-2222-0002/withdrawal")
    assert (200, "WITHDRAWN", None) == (status, told["state"], told["decision"])


@pytest.mark.parametrize("into", ["matched", "in_review", "proposed", "second"])
def test_an_applicant_hears_nothing_of_lists_officers_and_proposals(house, program, into):
    getattr(house, into)()
    reference = "PC-2222-0003" if into == "matched" else "PC-2222-0002"
    _, told = program("traveller.anna").get(f"applications/{reference}")
    words = ("officer", "reviewer", "match", "Darwesh", "propos", "clara", "amna", "confirm")
    assert ("IN_REVIEW", []) == (told["state"], [word for word in words if word in json.dumps(told)])


def test_nobody_sees_another_persons_application(house, program):
    house.granted()
    with house.store.transaction() as records:
        number = records.clearances.of("PC-2222-0001")[0].number
    carrier = program("carrier.zz")
    asked = [carrier.get("applications/PC-2222-0001")[0], carrier.get(f"clearances/{number}")[0]]
    assert ([403, 403], 404) == (asked, carrier.get("applications/PC-0000-0000")[0])


def test_the_status_of_a_clearance_names_nobody(house, program):
    house.granted()
    with house.store.transaction() as records:
        one = records.clearances.of("PC-2222-0001")[0]
    status, told = program("border.hana").get(f"clearances/{one.number}")
    assert (200, one.number, str(one.state), False) == (
        status,
        told["number"],
        told["state"],
        one.surname in json.dumps(told),
    )


def test_clearing_stores_nothing_but_that_it_was_asked(house, program):
    status, told = program("officer.amna").ask("POST", "clear", document())
    with house.store.transaction() as records:
        stored, log = dict(records.cases.count()), [one["verb"] for one in records.audit.of(REF)]
    assert (200, "grant", {}, ["application.judged"]) == (status, told["recommendation"], stored, log)
    assert {"reference", "claims", "findings", "axes", "recommendation", "not_used"} <= set(told)


def test_clearing_is_not_for_applicants(program):
    assert 403 == program("traveller.anna").ask("POST", "clear", document())[0]

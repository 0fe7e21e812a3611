import json

import httpx
import pytest

from preclear import connectors
from preclear.connectors import CsvRegister, HttpRegister
from preclear.errors import InvalidInput

ROWS = "number,holder,state\nPMT-1,Ali Specimen,active\nPMT-2,,withdrawn\n"


@pytest.fixture
def permits(tmp_path):
    """A register kept as a file."""
    (tmp_path / "permits.csv").write_text(ROWS, encoding="utf-8")
    return CsvRegister("permit", tmp_path / "permits.csv", "number", {"status": "state", "beneficiary_name": "holder"})


def answering(status=200, body=b"{}"):
    """A register over HTTP whose other end always says this."""

    def reply(request):
        return httpx.Response(status, content=body)

    return HttpRegister(
        name="employer",
        url="https://register.example/v1/{number}",
        fields={"status": "company.status", "legal_name": "company.name"},
        transport=httpx.MockTransport(reply),
    )


def silent(request):
    raise httpx.ConnectTimeout("no answer", request=request)


def test_a_file_answers_whatever_the_letter_case(permits):
    answer = permits.ask(" pmt-1 ")
    assert (True, {"status": "active", "beneficiary_name": "Ali Specimen"}) == (answer.found, answer.fields)


def test_what_an_entry_does_not_say_is_left_out(permits):
    assert {"status": "withdrawn"} == permits.ask("PMT-2").fields


def test_no_entry_is_an_answer(permits):
    assert (True, False) == (permits.ask("PMT-9").answered, permits.ask("PMT-9").found)


def test_a_file_is_read_again_when_it_changes(permits, tmp_path):
    permits.ask("PMT-1")
    (tmp_path / "permits.csv").write_text(f"{ROWS}PMT-3,Zara Namoona,active\n", encoding="utf-8")
    assert permits.ask("PMT-3").found


@pytest.mark.parametrize("content", [b"", b"other\n1\n", b"number\n\xff\xfe\n", b'number\n"broken'])
def test_a_file_that_cannot_be_read_is_unavailable_and_never_adverse(tmp_path, content):
    (tmp_path / "broken.csv").write_bytes(content)
    answer = CsvRegister("permit", tmp_path / "broken.csv", "number").ask("PMT-1")
    assert (False, False) == (answer.answered, answer.found)


def test_a_register_over_http_gives_the_fields_that_were_configured():
    body = json.dumps({"company": {"status": "active", "name": "Sample Works", "owner": "nobody's business"}}).encode()
    assert {"status": "active", "legal_name": "Sample Works"} == answering(body=body).ask("1").fields


def test_not_found_over_http_is_an_answer():
    answer = answering(404).ask("1")
    assert (True, False) == (answer.answered, answer.found)


@pytest.mark.parametrize(("status", "body"), [(500, b""), (301, b""), (200, b"<html>"), (200, b"x" * 1_000_001)])
def test_anything_else_over_http_is_unavailable(status, body):
    assert not answering(status, body).ask("1").answered


def test_silence_over_http_is_unavailable():
    register = HttpRegister(
        name="employer", url="https://register.example/{number}", fields={}, transport=httpx.MockTransport(silent)
    )
    assert "no usable answer (ConnectTimeout)" == register.ask("1").unavailable


def test_a_number_cannot_leave_its_place_in_the_address():
    asked = []
    register = HttpRegister(
        name="employer",
        url="https://register.example/v1/{number}",
        fields={},
        transport=httpx.MockTransport(lambda request: asked.append(str(request.url)) or httpx.Response(404)),
    )
    register.ask("../../admin?x=1")
    assert ["https://register.example/v1/..%2F..%2Fadmin%3Fx%3D1"] == asked


def test_the_registers_file_names_each_register(tmp_path):
    (tmp_path / "registers.yaml").write_text(
        "permit: {csv: permits.csv, key: number}\n"
        "employer: {http: 'https://register.example/{number}', fields: {status: state}, seconds: 2}\n"
    )
    assert {"permit", "employer"} == set(connectors.load(tmp_path / "registers.yaml"))


@pytest.mark.parametrize("text", ["[]", "permit: 7", "permit: {csv: a.csv}", "employer: {http: x}", "a: &a [*a]"])
def test_a_registers_file_that_is_not_understood_is_refused(tmp_path, text):
    (tmp_path / "registers.yaml").write_text(text)
    with pytest.raises(InvalidInput):
        connectors.load(tmp_path / "registers.yaml")


@pytest.mark.parametrize("number", [".", ".."])
def test_a_number_that_is_a_step_up_asks_no_other_place_of_the_register(number):
    told = answering(body=b'{"company": {"name": "Any"}}').ask(number)
    assert (False, False) == (told.answered, told.found)


@pytest.mark.parametrize("body", [b"[" * 200_000, b'{"company": ' * 50_000, b"1" * 5_000])
def test_json_that_is_too_deep_or_too_long_is_unavailable_and_raises_nothing(body):
    told = answering(body=body).ask("ZZ-1")
    assert (False, {}) == (told.found and bool(told.fields), dict(told.fields))


def test_a_number_that_no_address_can_hold_is_unavailable():
    assert not answering().ask("9" * 70_000).answered


def test_an_endless_answer_is_left_where_it_is_too_large():
    def parts():
        while True:
            yield b" " * 65_536

    register = HttpRegister(
        name="employer",
        url="https://register.example/{number}",
        fields={},
        transport=httpx.MockTransport(lambda _: httpx.Response(200, content=parts())),
    )
    assert "no usable answer (the answer is too large)" == register.ask("ZZ-1").unavailable


def test_an_answer_that_drips_is_left_when_the_time_is_over():
    def parts():
        while True:
            yield b" "

    register = HttpRegister(
        name="employer",
        url="https://register.example/{number}",
        fields={},
        seconds=0.0,
        transport=httpx.MockTransport(lambda _: httpx.Response(200, content=parts())),
    )
    assert not register.ask("ZZ-1").answered

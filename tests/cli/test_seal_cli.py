import json

import pytest

from preclear.cli.app import main
from preclear.model.verification import MrzFields
from preclear.specimens import TestCountry
from preclear.specimens.seals import SealBreak, as_picture, make_vds, make_vds_nc

COUNTRY = TestCountry(seed="seal cli")
HOLDER = MrzFields(
    document_code="V",
    issuing_state="UTO",
    surname="SPECIMEN",
    given_names="ANNA",
    document_number="V00000009",
    nationality="UTO",
    birth_date="1990-02-03",
    sex="F",
    expiry_date="2027-01-01",
    optional_data="",
)


@pytest.fixture
def run(capsys, tmp_path):
    seal = make_vds(HOLDER, country=COUNTRY, passport_number="S00000017")
    COUNTRY.write(tmp_path / "trust")
    (tmp_path / "trust" / "signer.cer").write_bytes(seal.signer)

    def run(data, *tokens):
        file = tmp_path / "seal"
        file.write_bytes(data)
        words = ["seal", "verify", str(file), "--trust", str(tmp_path / "trust"), "--at", f"{COUNTRY.day}", *tokens]
        with pytest.raises(SystemExit) as end:
            main(words)
        captured = capsys.readouterr()
        return end.value.code, captured.out, captured.err

    return run


def test_a_seal_is_verified_as_json(run):
    code, out, _ = run(make_vds(HOLDER, country=COUNTRY, passport_number="S00000017").data, "--json")
    answer = json.loads(out)
    assert (0, "vds", "passed", "visa") == (code, answer["kind"], answer["result"], answer["profile"])
    assert ("S00000017", "UT") == (answer["message"]["passport_number"], answer["signer"]["country"])
    assert {"id", "status", "reason", "standard"} <= answer["checks"][0].keys()


def test_a_broken_seal_is_a_job_done(run):
    code, out, _ = run(make_vds(HOLDER, country=COUNTRY, broken=SealBreak.ALTERED).data, "--json")
    assert (0, "failed") == (code, json.loads(out)["result"])


def test_a_picture_is_verified_for_a_person(run):
    code, out, _ = run(as_picture(make_vds(HOLDER, country=COUNTRY).data))
    assert (0, True, True) == (code, "passed" in out, "V<UTOSPECIMEN<<ANNA" in out)


def test_a_seal_in_json_has_its_members(run):
    answer = json.loads(run(make_vds_nc(HOLDER, country=COUNTRY).data, "--json")[1])
    assert ("icao.vacc", "V00000009") == (answer["profile"], answer["message"]["pid"]["i"])


@pytest.mark.parametrize("data", [b"", b"hello", b"\x89PNG"])
def test_what_is_no_seal_ends_with_2(run, data):
    code, out, err = run(data, "--json")
    assert (2, "invalid_input") == (code, json.loads(out)["error"]["code"])
    assert err.count("\n") == 1

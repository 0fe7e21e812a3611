import cbor2
from cwt import COSE, COSEKey

from preclear.clearance import cose, issue
from preclear.clearance.keys import public_pem
from preclear.clearance.token import decode


def test_it_fits_a_qr_code_on_paper(credential):
    assert len(credential.cwt) < 300
    assert len(credential.qr) < 400


def test_another_implementation_verifies_it(credential, issuer):
    key = COSEKey.from_pem(public_pem(issuer.key.public), kid=issuer.key.kid)
    claims = cbor2.loads(COSE().decode(credential.cwt, key))
    assert (claims[1], claims[7]) == ("UTO", b"CL-7K4M-2QX9")
    assert claims[65535] == {"status_list": {"idx": 41, "uri": "https://preclear.example/status/1"}}


def test_it_says_nothing_about_risk_reasons_or_the_application(credential):
    for secret in (b"A-00001", b"protection", b"second", b"a reason"):
        assert secret not in credential.cwt
        assert secret not in credential.vds_nc.encode()


def test_a_name_with_joiners_and_fillers_can_be_read_again(clearance, issuer):
    made = issue(clearance(surname="Spe\u200ccimen<\u062e\u0627\u0646", given_names=""), issuer)
    read = decode(cose.read(made.cwt))
    assert (read.surname, read.given_names) == ("SPECIMEN \u062e\u0627\u0646", "")


def test_a_long_name_is_cut_as_in_an_mrz(clearance, issuer):
    made = issue(clearance(surname="S" * 60, given_names="G" * 60), issuer)
    assert (decode(cose.read(made.cwt)).surname, decode(cose.read(made.cwt)).given_names) == ("S" * 39, "G" * 39)


def test_issuing_twice_gives_the_same_bytes(credential, clearance, issuer):
    assert credential == issue(clearance(), issuer, status_uri="https://preclear.example/status/1")

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents import TrustStore, mobile, verify
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import Chip, MrzFields
from preclear.specimens import Break, TestCountry, make_passport
from preclear.specimens import encoding as der
from preclear.specimens.mobile import make_dtc
from preclear.specimens.signed_data import signed_data

COUNTRY = TestCountry(seed="dtc")
HOLDER = MrzFields(
    document_code="P",
    issuing_state="UTO",
    surname="SPECIMEN",
    given_names="ANNA",
    document_number="S00000017",
    nationality="UTO",
    birth_date="1990-02-03",
    sex="F",
    expiry_date="2033-01-01",
    optional_data="",
)
CHIP = make_passport(HOLDER, country=COUNTRY).chip


def verified(data, trust=None):
    return mobile.verify(data, COUNTRY.trust if trust is None else trust, COUNTRY.noon)


@pytest.mark.parametrize("archive", [False, True])
def test_a_good_component_passes_as_the_passport_itself_does(archive):
    verification = verified(make_dtc(CHIP, archive=archive))
    assert ("dtc", "passport", CheckStatus.PASSED) == (verification.kind, verification.profile, verification.result)
    own = {step.id: step.status for step in verify(CHIP, COUNTRY.trust, COUNTRY.noon).checks}
    without_com = {"com.matches": CheckStatus.NOT_SUPPORTED} if not archive else {}
    found = {step.id: step.status for step in verification.checks}
    assert {**own, **without_com, "dtc.parse": CheckStatus.PASSED} == found
    assert "SPECIMEN" == verification.message["holder"]["surname"]


@pytest.mark.parametrize("broken", list(Break))
def test_a_component_of_a_broken_passport_is_as_broken(broken):
    chip = make_passport(HOLDER, country=COUNTRY, broken=broken).chip
    assert verify(chip, COUNTRY.trust, COUNTRY.noon).result is verified(make_dtc(chip)).result


def test_without_a_csca_a_component_is_undetermined():
    assert CheckStatus.UNDETERMINED is verified(make_dtc(CHIP), TrustStore.empty()).result


def test_a_container_that_nobody_has_specified_is_read_by_what_it_holds():
    files = [der.octets(content) for name, content in CHIP.files.items() if name != "COM"]
    assert CheckStatus.PASSED is verified(der.sequence(der.context(0, der.sequence(*files)))).result


def test_a_number_that_stands_on_another_file_is_refused():
    listed = der.element(0x80, CHIP.files["SOD"]), der.element(0x81, CHIP.files["DG2"])
    with pytest.raises(InvalidInput, match="the number says DG1"):
        verified(der.sequence(der.integer(1), der.sequence(*listed)))


def test_a_component_with_a_signature_of_its_own_is_undetermined():
    listed = der.element(0x80, CHIP.files["SOD"]), der.element(0x81, CHIP.files["DG1"])
    bound = der.sequence(der.integer(1), der.sequence(*listed, der.element(0xB6, der.sequence())))
    verification = verified(bound)
    assert (CheckStatus.UNDETERMINED, True) == (
        verification.result,
        "type 2 or 3" in verification.step("dtc.type").reason,
    )


def test_files_one_after_another_are_read_too():
    assert CheckStatus.PASSED is verified(b"".join(CHIP.files.values())).result


def test_a_signature_around_the_files_is_verified_and_never_passes_unknown():
    signed = signed_data(
        make_dtc(CHIP),
        content_type="1.2.840.113549.1.7.1",
        key=COUNTRY.signer.key,
        signer=COUNTRY.signer.id,
        certificates=[COUNTRY.signer.certificate],
    )
    verification = verified(signed)
    assert CheckStatus.UNDETERMINED is verification.step("dtc.signature").status
    assert CheckStatus.FAILED is verified(signed[:-1] + bytes([signed[-1] ^ 1])).step("dtc.signature").status


def test_a_data_group_that_stands_twice_is_refused():
    twice = der.sequence(der.octets(CHIP.files["DG1"]), der.octets(CHIP.files["DG1"]), der.octets(CHIP.files["SOD"]))
    with pytest.raises(InvalidInput):
        verified(twice)


def test_a_swollen_archive_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("SOD.bin", CHIP.files["SOD"])
        archive.writestr("DG2.bin", bytes(5_000_000))
    with pytest.raises(InvalidInput):
        verified(stream.getvalue())


def test_names_in_an_archive_may_follow_the_standard():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in CHIP.files.items():
            archive.writestr(f"dtc/EF.{name}", content)
        archive.writestr("readme.txt", "nothing")
    assert CheckStatus.PASSED is verified(stream.getvalue()).result


def test_a_component_without_its_wrapper_of_the_security_object_passes():
    chip = Chip(files={**CHIP.files, "SOD": CHIP.files["SOD"][4:]})
    assert CheckStatus.PASSED is verified(make_dtc(chip)).result


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_flipped_bit_never_adds_anything(data):
    archive = data.draw(st.booleans())
    whole = make_dtc(CHIP, archive=archive)
    flipped = bytearray(whole)
    flipped[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        verification = verified(bytes(flipped))
    except InvalidInput:
        return
    if verification.result is CheckStatus.PASSED:
        assert verified(whole).message["holder"] == verification.message["holder"]

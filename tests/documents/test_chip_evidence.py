import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents import evidence, verify
from preclear.documents.evidence import ActiveEvidence, active_signature
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import Chip
from preclear.specimens import make_passport
from preclear.specimens.evidence import ActiveChip, AgreeingChip
from preclear.specimens.groups import active_key, security_options

PASSED, FAILED, UNDETERMINED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED
CHALLENGE = bytes(range(8))


def statuses(verification):
    return {step.id: step.status for step in verification.checks if step.id.startswith(("aa.", "ca."))}


@pytest.fixture
def with_evidence(holder, country):
    def made(further, **files):
        chip = make_passport(holder, country=country, further=further).chip
        return Chip(files={**chip.files, **files})

    return made


@pytest.mark.parametrize("hash_name", ["sha1", "sha224", "sha256", "sha384", "sha512"])
@pytest.mark.parametrize("bits", [0, 1536])
def test_a_chip_proves_its_key_with_every_algorithm(with_evidence, country, bits, hash_name):
    active = ActiveChip("aa", rsa_bits=bits, hash_name=hash_name)
    further = {14: security_options(active.info), 15: active_key(active.spki)}
    chip = with_evidence(further, AA=active.evidence(CHALLENGE))
    verification = verify(chip, country.trust, country.noon, challenge=CHALLENGE)
    assert (PASSED, {"aa.challenge": PASSED, "aa.signature": PASSED}) == (verification.result, statuses(verification))


def test_a_challenge_of_somebody_else_proves_nothing(with_evidence, country):
    active = ActiveChip("aa")
    chip = with_evidence({15: active_key(active.spki)}, AA=active.evidence(CHALLENGE))
    unknown = verify(chip, country.trust, country.noon)
    assert (PASSED, {"aa.challenge": UNDETERMINED, "aa.signature": PASSED}) == (unknown.result, statuses(unknown))
    replayed = verify(chip, country.trust, country.noon, challenge=bytes(8))
    assert (FAILED, {"aa.challenge": FAILED, "aa.signature": PASSED}) == (replayed.result, statuses(replayed))


@pytest.mark.parametrize("bits", [0, 1536])
def test_a_copy_without_the_key_fails(with_evidence, country, bits):
    genuine, copy = ActiveChip("aa", rsa_bits=bits), ActiveChip("copy", rsa_bits=bits)
    further = {14: security_options(genuine.info), 15: active_key(genuine.spki)}
    chip = with_evidence(further, AA=copy.evidence(CHALLENGE))
    assert FAILED is verify(chip, country.trust, country.noon, challenge=CHALLENGE).step("aa.signature").status


def test_a_key_that_the_issuer_did_not_sign_proves_nothing(with_evidence, country):
    active = ActiveChip("aa")
    forged = with_evidence({15: active_key(ActiveChip("other").spki)}, AA=active.evidence(CHALLENGE))
    chip = Chip(files={**forged.files, "DG15": active_key(active.spki)})
    verification = verify(chip, country.trust, country.noon, challenge=CHALLENGE)
    assert (FAILED, UNDETERMINED) == (verification.result, verification.step("aa.signature").status)


def test_a_challenge_without_evidence_is_undetermined(with_evidence, country):
    verification = verify(with_evidence({}), country.trust, country.noon, challenge=CHALLENGE)
    assert (PASSED, {UNDETERMINED}) == (verification.result, set(statuses(verification).values()))


def test_an_unstated_algorithm_that_fits_nothing_is_undetermined():
    recorded = ActiveEvidence(challenge=CHALLENGE, response=bytes(64))
    assert UNDETERMINED is active_signature(ActiveChip("aa").spki, recorded).status


def test_every_bit_of_an_rsa_block_counts():
    """The nonce is covered by the hash, and header and trailer are compared: a suffix alone is not enough."""
    active = ActiveChip("aa", rsa_bits=1536)
    answer = active.answer(CHALLENGE)
    good = ActiveEvidence(challenge=CHALLENGE, response=answer)
    assert PASSED is active_signature(active.spki, good).status
    for position in range(0, len(answer), 7):
        changed = bytearray(answer)
        changed[position] ^= 1 << position % 8
        assert (
            FAILED is active_signature(active.spki, ActiveEvidence(challenge=CHALLENGE, response=bytes(changed))).status
        )
    assert FAILED is active_signature(active.spki, ActiveEvidence(challenge=bytes(8), response=answer)).status
    assert FAILED is active_signature(active.spki, ActiveEvidence(challenge=CHALLENGE, response=answer[1:])).status


def test_the_other_square_root_of_the_block_counts_too():
    """Signers may send n less the value, whichever is smaller (ISO/IEC 9796-2)."""
    active = ActiveChip("aa", rsa_bits=1536)
    modulus = active._key.public_key().public_numbers().n
    other = (modulus - int.from_bytes(active.answer(CHALLENGE))).to_bytes(192)
    assert PASSED is active_signature(active.spki, ActiveEvidence(challenge=CHALLENGE, response=other)).status


@pytest.mark.parametrize("modular", [False, True])
@pytest.mark.parametrize("bits", [128, 192, 256])
def test_a_record_of_chip_authentication_convinces_the_owner_of_the_readers_key(with_evidence, country, bits, modular):
    agreeing = AgreeingChip("ca", bits=bits, modular=modular)
    chip = with_evidence({14: security_options(*agreeing.infos)}, CA=agreeing.evidence())
    given = {key: verify(chip, country.trust, country.noon, terminal_key=key) for key in (None, agreeing.terminal_key)}
    assert [{"ca.evidence": UNDETERMINED}, {"ca.evidence": PASSED}] == [statuses(one) for one in given.values()]
    other = verify(chip, country.trust, country.noon, terminal_key=b"\x04" + bytes(64))
    assert (FAILED, FAILED) == (other.result, other.step("ca.evidence").status)


def test_a_record_of_another_chip_fails(with_evidence, country):
    chip = with_evidence({14: security_options(*AgreeingChip("one").infos)}, CA=AgreeingChip("two").evidence())
    assert {"ca.evidence": FAILED} == statuses(verify(chip, country.trust, country.noon))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"protocol": "0.4.0.127.0.7.2.2.3.2.4"}, "ciphers"),
        ({"key_id": 3}, "names none"),
        ({"response": "990290008e0401020304"}, "checksum"),
        ({"terminal_private_key": "00"}, "private key"),
        ({"ssc": 0}, "cannot be read"),
        ({"ssc": "2"}, "cannot be read"),
        ({"response": "zz"}, "cannot be read"),
    ],
)
def test_a_record_that_says_too_little_decides_nothing(with_evidence, country, changed, words):
    agreeing = AgreeingChip("ca")
    record = json.dumps({**json.loads(agreeing.evidence()), **changed}).encode()
    chip = with_evidence({14: security_options(*agreeing.infos)}, CA=record)
    step = verify(chip, country.trust, country.noon).step("ca.evidence")
    assert (UNDETERMINED, True) == (step.status, words in step.reason)


def test_the_checksum_of_3des_is_that_of_the_standards_example():
    """Doc 9303-11, appendix D.4: the first secured command, its counter and its checksum."""
    body = bytes.fromhex("887022120c06c2270ca4020c800000008709016375432908c044f68000000000")
    assert "bf8b92d635ff24f8" == evidence._retail_mac(bytes.fromhex("f1cb1f1fb5adf208806b89dc579dc1f8"), body).hex()


@given(data=st.one_of(st.binary(max_size=60), st.text(max_size=40).map(str.encode)))
@settings(max_examples=80, deadline=None)
def test_any_bytes_are_evidence_or_refused(data):
    for read in (evidence.read_active, evidence.read_chip):
        with pytest.raises(InvalidInput):
            read(data)


@pytest.mark.parametrize("data", [b"[]", b"[" * 5000, b'{"challenge": "00", "response": "00"}', b" " * 70_000])
def test_evidence_out_of_bounds_is_refused(data):
    for read in (evidence.read_active, evidence.read_chip):
        with pytest.raises(InvalidInput):
            read(data)

from datetime import UTC, datetime

import pytest

from preclear.documents import TrustStore, verify
from preclear.documents.certificates import Certificate
from preclear.documents.der import parts
from preclear.documents.keys import digest
from preclear.documents.security_object import LDS_SECURITY_OBJECT, read
from preclear.documents.signing import ID_DATA, moment
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import Chip
from preclear.specimens import encoding as der
from preclear.specimens import make_passport
from preclear.specimens.keys import digest_algorithm
from preclear.specimens.signed_data import signed_data

PASSED, FAILED, UNDETERMINED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED


@pytest.fixture
def chip(holder, country):
    return make_passport(holder, country=country).chip


@pytest.fixture
def content(chip):
    return read(chip.files["SOD"]).signed.content


@pytest.fixture
def check(chip, country):
    def check(sod, trust=None):
        whole = Chip(files={**chip.files, "SOD": sod})
        return verify(whole, trust or country.trust, country.noon)

    return check


def sign(content, country, **options):
    settings = {
        "content_type": LDS_SECURITY_OBJECT,
        "key": country.signer.key,
        "signer": country.signer.id,
        "certificates": [country.signer.certificate],
    }
    return signed_data(content, **{**settings, **options})


def test_signed_attributes_may_be_absent(content, country, check):
    assert PASSED is check(sign(content, country, attributes=False)).result


def test_the_content_may_be_typed_as_plain_data(content, country, check):
    assert PASSED is check(sign(content, country, content_type=ID_DATA)).result


def test_content_of_another_type_is_no_security_object(content, country, check):
    assert FAILED is check(sign(content, country, content_type="2.23.136.1.1.2")).step("sod.parse").status


def test_the_signer_may_be_named_by_its_key_identifier(content, country, check):
    by_key = der.element(0x80, country.signer.key.identifier)
    assert PASSED is check(sign(content, country, signer=by_key)).result


def test_the_signers_certificate_may_come_from_the_trust_store(content, country, check):
    sod = sign(content, country, certificates=[])
    certificates = [Certificate.parse(country.csca), Certificate.parse(country.signer.certificate)]
    assert UNDETERMINED is check(sod).step("sod.signature").status
    assert PASSED is check(sod, TrustStore.of(certificates, country.trust.lists)).result


def test_a_signature_that_names_another_certificate_is_undetermined(content, country, check):
    verification = check(sign(content, country, signer=country.revoked_signer.id))
    assert (UNDETERMINED, UNDETERMINED) == (verification.result, verification.step("sod.signature").status)


def test_the_right_certificate_is_found_among_several(content, country, check):
    several = [country.revoked_signer.certificate, country.signer.certificate]
    assert PASSED is check(sign(content, country, certificates=several)).result


def test_of_several_signers_the_one_whose_certificate_is_inside_counts(content, country, check):
    stranger = der.sequence(
        der.integer(1),
        country.revoked_signer.id,
        country.signer.key.digest_algorithm,
        country.signer.key.algorithm,
        der.octets(bytes(8)),
    )
    assert PASSED is check(sign(content, country, further=[stranger])).result


def test_content_that_nobody_signed_is_no_security_object(content, country, check):
    sod = sign(content, country)
    signers = sod[sod.rindex(country.signer.certificate) + len(country.signer.certificate) :]
    body = sod[sod.index(b"\x02\x01\x03") : -len(signers)] + der.set_of()
    unsigned = der.sequence(der.oid("1.2.840.113549.1.7.2"), der.context(0, der.sequence(body)))
    assert "not signed by anybody" in check(unsigned).step("sod.parse").reason


def test_version_1_with_its_lds_version_is_read(chip, country, check):
    hashes = [
        der.sequence(der.integer(number), der.octets(digest("sha512", chip.files[f"DG{number}"]))) for number in (1, 2)
    ]
    versions = der.sequence(der.printable("0108"), der.printable("040000"))
    content = der.sequence(der.integer(1), digest_algorithm("sha512"), der.sequence(*hashes), versions)
    sod = sign(content, country)
    assert (1, "0108", "sha512") == (read(sod).version, read(sod).lds_version, read(sod).hash)
    assert PASSED is check(sod).result


@pytest.mark.parametrize(
    ("lds", "words"), [("0107", "LDS 1.7 with Unicode 4.0.0"), ("0108", "which nobody signs, says LDS 1.7")]
)
def test_the_signed_versions_are_compared_with_com(chip, country, check, lds, words):
    hashes = [
        der.sequence(der.integer(number), der.octets(digest("sha256", chip.files[f"DG{number}"]))) for number in (1, 2)
    ]
    versions = der.sequence(der.printable(lds), der.printable("040000"))
    content = der.sequence(der.integer(1), digest_algorithm("sha256"), der.sequence(*hashes), versions)
    verification = check(sign(content, country))
    step = verification.step("lds.version")
    assert (PASSED, True) == (verification.result, words in step.reason)
    assert (PASSED if lds == "0107" else UNDETERMINED) is step.status


def test_of_two_signatures_the_one_that_holds_counts(content, country, check):
    good = sign(content, country)
    broken = good[:-1] + bytes([good[-1] ^ 1])
    both = sign(content, country, further=[signer_info(broken)])
    assert "several signers" in check(both).step("sod.conforms").reason
    assert (FAILED, PASSED) == (check(broken).result, check(both).result)


def signer_info(sod: bytes) -> bytes:
    """The one SignerInfo of a security object."""
    outer = parts(sod, 0, len(sod), "test")[0]
    wrapper = parts(sod, outer.start, outer.stop, "test")[1]
    body = parts(sod, wrapper.start, wrapper.stop, "test")[0]
    infos = parts(sod, body.start, body.stop, "test")[-1]
    return sod[infos.start : infos.stop]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda sod: sod + b"\x00", "bytes after its end"),
        (lambda sod: sod.replace(b"\x02\x01\x03\x31", b"\x02\x01\x01\x31", 1), "CMS version is 1"),
        (lambda sod: sod, "tag of the file"),
    ],
)
def test_what_nobody_signs_is_named_and_does_not_count(content, country, check, change, words):
    verification = check(change(sign(content, country)))
    step = verification.step("sod.conforms")
    assert (PASSED, UNDETERMINED, True) == (verification.result, step.status, words in step.reason)


def test_a_good_object_conforms(chip, check):
    assert PASSED is check(chip.files["SOD"]).step("sod.conforms").status


@pytest.mark.parametrize(
    ("tag", "content", "expected"),
    [
        (0x17, b"491231235959Z", datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (0x17, b"500101000000Z", datetime(1950, 1, 1, tzinfo=UTC)),
        (0x17, b"2601010000Z", datetime(2026, 1, 1, tzinfo=UTC)),
        (0x18, b"20260101000000Z", datetime(2026, 1, 1, tzinfo=UTC)),
        (0x18, b"20260230000000Z", None),
        (0x17, b"260101000000+0100", None),
        (0x04, b"260101000000Z", None),
        (0x17, b"", None),
    ],
)
def test_signing_times_are_read_or_left_open(tag, content, expected):
    assert expected == moment(tag, content)


@pytest.mark.parametrize("numbers", [(1, 1), (0, 1), (1, 17)])
def test_a_list_of_hashes_that_cannot_be_is_refused(numbers, country):
    hashes = [der.sequence(der.integer(number), der.octets(bytes(32))) for number in numbers]
    content = der.sequence(der.integer(0), digest_algorithm("sha256"), der.sequence(*hashes))
    with pytest.raises(InvalidInput):
        read(sign(content, country))


def test_lengths_may_be_indefinite(content, country, check):
    verification = check(b"\x77\x80" + indefinite(sign(content, country), depth=4) + b"\x00\x00")
    assert (PASSED, PASSED) == (verification.result, verification.step("sod.parse").status)
    assert "indefinite" in verification.step("sod.conforms").reason


def indefinite(data: bytes, depth: int) -> bytes:
    """The same element with indefinite lengths, down to a depth that leaves what is signed alone."""
    if not data[0] & 0x20 or not depth:
        return data
    start = 2 + (data[1] & 0x7F if data[1] & 0x80 else 0)
    parts, rest = [], data[start:]
    while rest:
        size = 2 + (rest[1] & 0x7F if rest[1] & 0x80 else 0)
        length = int.from_bytes(rest[2:size]) if rest[1] & 0x80 else rest[1]
        parts.append(rest[: size + length])
        rest = rest[size + length :]
    inner = [indefinite(part, depth - 1) if part[0] in {0x30, 0xA0} and depth > 1 else part for part in parts]
    return data[:1] + b"\x80" + b"".join(inner) + b"\x00\x00"

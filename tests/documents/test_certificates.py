from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents import TrustStore
from preclear.documents.certificates import Certificate
from preclear.documents.keys import public_key
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.specimens import TestCountry
from preclear.specimens import encoding as der
from preclear.specimens.keys import elliptic_key
from preclear.specimens.pki import ca_extensions, certificate, distinguished_name

COUNTRY = TestCountry(seed="certificates")
CSCA = Certificate.parse(COUNTRY.csca)


def test_the_extensions_of_a_signer_are_read():
    signer = Certificate.parse(COUNTRY.signer.certificate)
    assert frozenset({"digital_signature"}) == signer.key_usage
    assert frozenset("ACIPV") == signer.document_types
    assert (signer.not_before, None) != signer.private_key_usage
    assert (CSCA.ski, None, ()) == (signer.aki, signer.ca, signer.defects)


def test_the_states_of_the_alternative_names_are_read():
    key = elliptic_key("named")
    place = der.sequence(*(der.set_of(der.sequence(der.oid(oid), der.printable(text))) for oid, text in NAMES))
    made = certificate(
        subject=COUNTRY.name,
        issuer=COUNTRY.name,
        serial=3,
        key=key,
        issuer_key=key,
        valid=(COUNTRY.noon, COUNTRY.noon),
        extensions=ca_extensions(key, key) | {"2.5.29.17": der.sequence(der.context(4, place))},
    )
    assert frozenset({"UTO", "XUT"}) == Certificate.parse(made).states


def test_a_name_with_line_ends_is_shown_in_one_line():
    key = elliptic_key("hostile")
    name = distinguished_name("UT", "Ministry", "CSCA\nanchor: trusted\x1b[31m")
    valid = (COUNTRY.noon, COUNTRY.noon)
    made = certificate(
        subject=name, issuer=name, serial=3, key=key, issuer_key=key, valid=valid, extensions=ca_extensions(key, key)
    )
    assert r"C=UT, O=Ministry, CN=CSCA\0Aanchor: trusted\1B[31m" == Certificate.parse(made).subject


NAMES = (("2.5.4.7", "UTO"), ("2.5.4.8", "XUT"))


def test_bytes_after_the_end_are_left_out():
    assert CSCA == Certificate.parse(COUNTRY.csca + b"\xff\xff more")


def test_two_different_algorithms_never_verify():
    outer = elliptic_key("x", hash_name="sha384").algorithm
    at = COUNTRY.csca.rindex(COUNTRY.ca_key.algorithm)
    mixed = COUNTRY.csca[:at] + outer + COUNTRY.csca[at + len(outer) :]
    parsed = Certificate.parse(mixed)
    assert (False, CheckStatus.FAILED) == (parsed.consistent, parsed.signed_by(parsed).status)


def test_a_link_that_denies_to_be_a_ca_may_issue_by_its_key_usage():
    key = elliptic_key("denying")
    own = ca_extensions(key, COUNTRY.ca_key) | {"2.5.29.19": der.sequence()}
    made = certificate(
        subject=distinguished_name("UT", "Specimens", "Crosslink"),
        issuer=COUNTRY.name,
        serial=3,
        key=key,
        issuer_key=COUNTRY.ca_key,
        valid=(COUNTRY.noon, COUNTRY.noon),
        extensions=own,
    )
    parsed = Certificate.parse(made)
    assert (False, True, True) == (
        parsed.ca,
        parsed.may_issue,
        "keyUsage says CA, basicConstraints does not" in parsed.defects,
    )


@given(position=st.integers(0, 3000), bit=st.integers(0, 7))
@settings(max_examples=200, deadline=None)
def test_a_flipped_bit_is_refused_or_breaks_the_signature(position, bit):
    data = bytearray(COUNTRY.csca)
    data[position % len(data)] ^= 1 << bit
    with suppress(InvalidInput):
        changed = Certificate.parse(bytes(data))
        assert changed.signed_by(CSCA).status is not CheckStatus.PASSED or changed == CSCA


@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda data: b"\x30\x82\x01\x00" + data))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_a_certificate_or_refused(data):
    with suppress(InvalidInput):
        Certificate.parse(data)


@pytest.mark.shared
def test_every_key_of_the_published_lists_can_be_used(shared_data):
    trust = TrustStore.load([shared_data / "documents/masterlists"])
    assert [] == [one.subject for one in trust.certificates if isinstance(public_key(one.spki), str)]
    assert (627, 0) == (len(trust.anchors), len(trust.material))

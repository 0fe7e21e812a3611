from datetime import timedelta

import pytest

from preclear.documents import TrustStore, chain
from preclear.documents.certificates import Certificate
from preclear.model.codes import CheckStatus
from preclear.model.verification import TrustLevel
from preclear.specimens import TestCountry
from preclear.specimens import encoding as der
from preclear.specimens.keys import elliptic_key
from preclear.specimens.pki import ca_extensions, certificate, distinguished_name, signer_extensions
from preclear.specimens.publications import renaming_link

PASSED, FAILED, UNDETERMINED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED
BAR_CODE_SIGNER = "2.23.136.1.1.11.1"


@pytest.fixture
def signer(country):
    return Certificate.parse(country.signer.certificate)


def make(country, *, key=None, issuer_key=None, subject=None, issuer=None, extensions=None, years=20, serial=5):
    """A certificate of the country; a second self-signed CSCA where nothing else is said."""
    own = key or country.ca_key
    above = issuer_key or own
    made = certificate(
        subject=subject or country.name,
        issuer=issuer or country.name,
        serial=serial,
        key=own,
        issuer_key=above,
        valid=(country.noon - timedelta(days=3650), country.noon + timedelta(days=365 * years)),
        extensions=ca_extensions(own, above) if extensions is None else extensions,
    )
    return Certificate.parse(made)


def find(signer, *certificates, country, **more):
    return chain.find(signer, TrustStore.of(certificates), country.noon, **more)


def test_of_two_certificates_of_one_key_the_valid_one_is_taken(country, signer):
    ended = make(country, years=-1)
    found = find(signer, ended, Certificate.parse(country.csca), country=country)
    assert (PASSED, Certificate.parse(country.csca)) == (found.outcome.status, found.anchor)
    assert ended == find(signer, ended, country=country).anchor


def test_a_name_is_enough_only_where_an_identifier_is_missing(country, signer):
    bare = {"2.5.29.19": ca_extensions(country.ca_key, country.ca_key)["2.5.29.19"]}
    assert PASSED is find(signer, make(country, extensions=bare), country=country).outcome.status


def test_a_csca_of_another_name_with_the_right_key_is_found_by_its_identifier(country, signer):
    renamed = make(country, subject=distinguished_name("UT", "Specimens", "New name"), issuer=country.name)
    other = make(country, subject=distinguished_name("UT", "X", "N"), issuer=distinguished_name("UT", "X", "N"))
    assert UNDETERMINED is find(signer, renamed, country=country).outcome.status
    assert PASSED is find(signer, other, country=country).outcome.status


def test_a_csca_of_another_country_is_not_the_one(country, signer):
    name = distinguished_name("NL", "Specimens", "elsewhere")
    assert UNDETERMINED is find(signer, make(country, subject=name, issuer=name), country=country).outcome.status


def test_two_and_three_letters_are_one_country(signer, country):
    name = distinguished_name("UTO", "Specimens", "three letters")
    assert PASSED is find(signer, make(country, subject=name, issuer=name), country=country).outcome.status


def test_many_cscas_may_have_one_key_identifier(country, signer):
    strangers = []
    for number in range(3):
        key = elliptic_key(f"stranger {number}")
        own = ca_extensions(key, key) | {
            "2.5.29.14": der.octets(country.ca_key.identifier),
            "2.5.29.35": der.sequence(der.element(0x80, country.ca_key.identifier)),
        }
        strangers.append(make(country, key=key, extensions=own, serial=20 + number))
    assert FAILED is find(signer, *strangers, country=country).outcome.status
    assert PASSED is find(signer, *strangers, Certificate.parse(country.csca), country=country).outcome.status


def test_a_link_under_a_new_name_is_an_anchor_for_signers_of_the_new_key(country):
    newer, name = elliptic_key("newer name"), distinguished_name("UT", "Specimens", "New CSCA")
    link = Certificate.parse(renaming_link(country, newer, name))
    key = elliptic_key("below the new name")
    below = make(
        country, key=key, issuer_key=newer, subject=name, issuer=name, extensions=signer_extensions(key, newer)
    )
    found = find(below, link, country=country)
    assert (PASSED, (below, link)) == (found.outcome.status, found.path)


def test_a_csca_that_lacks_the_permission_to_sign_is_used_and_noted(country, signer):
    own = ca_extensions(country.ca_key, country.ca_key) | {"2.5.29.15": der.bits(b"\x02", 1)}
    csca = make(country, extensions=own)
    assert (PASSED, True) == (
        find(signer, csca, country=country).outcome.status,
        "a CA without keyCertSign in its keyUsage" in csca.defects,
    )


def test_thousands_of_certificates_of_one_name_end_the_search(country):
    keys = [elliptic_key(f"twin {number}") for number in range(chain.MAX_TRIES + 20)]
    twins = [
        make(country, key=key, extensions={"2.5.29.19": ca_extensions(key, key)["2.5.29.19"]}, serial=number + 1)
        for number, key in enumerate(keys)
    ]
    nameless = Certificate.parse(TestCountry(seed=country.seed, csca_key=elliptic_key("nobody")).signer.certificate)
    found = find(nameless, *twins, country=country)
    assert (UNDETERMINED, True) == (found.outcome.status, "not all were tried" in found.outcome.reason)


def test_certificates_that_sign_one_another_in_circles_end_the_search(country):
    keys = [elliptic_key(f"ring {number}") for number in range(6)]
    names = [distinguished_name("UT", "Specimens", f"ring {number}") for number in range(6)]
    ring = [
        make(country, key=keys[n], issuer_key=keys[n - 1], subject=names[n], issuer=names[n - 1], serial=n + 1)
        for n in range(6)
    ]
    key = elliptic_key("below the ring")
    below = make(
        country,
        key=key,
        issuer_key=keys[0],
        subject=country.name,
        issuer=names[0],
        extensions=signer_extensions(key, keys[0]),
    )
    assert UNDETERMINED is find(below, *ring, country=country).outcome.status


def test_a_signer_for_other_uses_needs_to_be_asked_for(country):
    sealing = Certificate.parse(country.make_signer("seals", usages=(BAR_CODE_SIGNER,)).certificate)
    csca = Certificate.parse(country.csca)
    assert UNDETERMINED is find(sealing, csca, country=country).outcome.status
    assert PASSED is find(sealing, csca, country=country, usages=frozenset({BAR_CODE_SIGNER})).outcome.status


def test_a_critical_extension_that_nobody_knows_leaves_the_signer_open(country):
    odd = der.sequence(der.sequence(der.oid("2.999.7"), der.boolean(True), der.octets(der.null())))
    key = elliptic_key("odd signer")
    body = der.sequence(
        der.context(0, der.integer(2)),
        der.integer(4),
        country.ca_key.algorithm,
        country.name,
        der.sequence(der.time(country.noon - timedelta(days=9)), der.time(country.noon + timedelta(days=9))),
        distinguished_name("UT", "Specimens", "odd"),
        key.spki,
        der.context(3, odd),
    )
    signed = der.sequence(body, country.ca_key.algorithm, der.bits(country.ca_key.sign(body)))
    parsed = Certificate.parse(signed)
    found = find(parsed, Certificate.parse(country.csca), country=country)
    assert (UNDETERMINED, frozenset({"2.999.7"})) == (found.outcome.status, parsed.critical_unknown)


def test_the_chain_says_when_nobody_vouches_for_the_anchor(country, signer):
    trust = TrustStore.read("list.ml", country.master_list())
    found = chain.find(signer, trust, country.noon)
    assert (PASSED, True, TrustLevel.UNVERIFIED) == (
        found.outcome.status,
        "nobody vouches" in found.outcome.reason,
        found.provenance[0].level,
    )

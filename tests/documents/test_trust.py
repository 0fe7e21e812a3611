import base64
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents import TrustStore, verify
from preclear.documents.certificates import Certificate
from preclear.documents.publications import read_publication
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.specimens import TestCountry, make_passport
from preclear.specimens import encoding as der
from preclear.specimens.keys import elliptic_key
from preclear.specimens.pki import ca_extensions, certificate, distinguished_name

PASSED, FAILED = CheckStatus.PASSED, CheckStatus.FAILED


def pem(kind: str, data: bytes) -> bytes:
    return b"-----BEGIN %b-----\n%b-----END %b-----\n" % (kind.encode(), base64.encodebytes(data), kind.encode())


@pytest.fixture
def other():
    return TestCountry(state="NLD", seed="other")


@pytest.fixture
def folder(tmp_path, country, other):
    (tmp_path / "list.ml").write_bytes(country.master_list(other.csca))
    (tmp_path / "both.pem").write_bytes(pem("CERTIFICATE", country.csca) + pem("X509 CRL", country.crl))
    (tmp_path / "country.crl").write_bytes(country.crl)
    (tmp_path / "README.txt").write_text("not a certificate")
    return tmp_path


def test_a_folder_of_publications_is_read_and_duplicates_are_dropped(folder):
    trust = TrustStore.load([folder])
    kinds = [(source.kind, source.signature.value, source.certificates) for source in trust.sources]
    assert [("certificate", "passed", 1), ("crl", "passed", 0), ("master_list", "passed", 2)] == kinds
    assert (2, 1, {"UT", "NL"}) == (len(trust.certificates), len(trust.lists), trust.countries)


def test_a_list_in_a_folder_that_is_cut_is_named_and_costs_only_itself(folder):
    whole = (folder / "list.ml").read_bytes()
    (folder / "cut.ml").write_bytes(whole[:-50])
    (folder / "empty.crl").write_bytes(b"")
    sources = {source.path.rpartition("/")[2]: source for source in TrustStore.load([folder]).sources}
    assert {"both.pem", "country.crl", "cut.ml", "empty.crl", "list.ml"} == sources.keys()
    assert ("unreadable", CheckStatus.UNDETERMINED, 0) == (
        sources["cut.ml"].kind,
        sources["cut.ml"].signature,
        sources["cut.ml"].certificates,
    )
    assert "ends before its content does" in sources["cut.ml"].unread[0]
    assert 2 == sources["list.ml"].certificates


def test_a_bundle_that_nobody_signed_is_a_container_of_certificates(country, other):
    body = der.sequence(
        der.integer(1),
        der.set_of(),
        der.sequence(der.oid("1.2.840.113549.1.7.1")),
        der.context(0, country.csca, other.csca),
        der.set_of(),
    )
    data = der.sequence(der.oid("1.2.840.113549.1.7.2"), der.context(0, body))
    store = TrustStore.read("both.p7b", data)
    assert ("certificate", 2, {"UT", "NL"}) == (store.sources[0].kind, len(store.anchors), store.countries)


def test_base64_without_its_armour_is_read(country):
    assert 1 == len(TrustStore.read("csca.cer", base64.encodebytes(country.csca)).anchors)


def test_the_version_follows_from_the_content_alone(folder, country, other):
    by_hand = TrustStore.of([Certificate.parse(other.csca), Certificate.parse(country.csca)], country.trust.lists)
    assert TrustStore.load([folder]).version == by_hand.version
    assert by_hand.version != country.trust.version


def test_an_ldif_of_the_pkd_is_read(tmp_path, country):
    value = base64.b64encode(country.csca).decode()
    folded = "\n ".join(value[start : start + 60] for start in range(0, len(value), 60))
    crl = base64.b64encode(country.crl).decode()
    text = f"dn: o=CSCA,c=UT\ncACertificate;binary:: {folded}\n\ndn: o=CRL\ncertificateRevocationList;binary:: {crl}\n"
    (tmp_path / "pkd.ldif").write_text(text)
    trust = TrustStore.load([tmp_path / "pkd.ldif"])
    assert (country.trust.version, "ldif") == (trust.version, trust.sources[0].kind)


def test_a_master_list_whose_signature_fails_is_not_used(tmp_path, country, other):
    data = country.master_list(other.csca)
    (tmp_path / "bad.ml").write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    trust = TrustStore.load([tmp_path / "bad.ml"])
    assert (FAILED, ()) == (trust.sources[0].signature, trust.certificates)


def test_only_a_master_list_signer_may_sign_a_list(tmp_path, country):
    (tmp_path / "wrong.ml").write_bytes(country.master_list(usages=()))
    assert FAILED is TrustStore.load([tmp_path / "wrong.ml"]).sources[0].signature


def test_a_link_certificate_is_an_anchor(holder, country):
    newer = elliptic_key("newer")
    renewed = TestCountry(seed=country.seed, csca_key=newer)
    trust = TrustStore.of([Certificate.parse(country.link(newer))])
    verification = verify(make_passport(holder, country=renewed).chip, trust, country.noon)
    assert PASSED is verification.step("chain").status


def test_a_signer_is_material_and_never_an_anchor(country):
    trust = TrustStore.of([Certificate.parse(country.signer.certificate)])
    assert ((), 1) == (trust.anchors, len(trust.material))


def test_a_missing_key_identifier_is_searched_by_name_and_never_fails(holder, country):
    key = elliptic_key("without identifiers")
    bare = certificate(
        subject=country.name,
        issuer=country.name,
        serial=1,
        key=key,
        issuer_key=key,
        valid=(country.noon, country.noon),
        extensions={"2.5.29.19": ca_extensions(key, key)["2.5.29.19"]},
    )
    passport = make_passport(holder, country=country)
    only_name = verify(passport.chip, TrustStore.of([Certificate.parse(bare)]), country.noon)
    assert CheckStatus.UNDETERMINED is only_name.step("chain").status
    both = TrustStore.of([Certificate.parse(bare), Certificate.parse(country.csca)])
    assert PASSED is verify(passport.chip, both, country.noon).step("chain").status


def test_an_intermediate_leads_to_its_anchor_and_alone_to_nobody(holder, country):
    middle = elliptic_key("middle")
    name = distinguished_name("UT", "Specimens", "in between")
    between = certificate(
        subject=name,
        issuer=country.name,
        serial=5,
        key=middle,
        issuer_key=country.ca_key,
        valid=(country.noon, country.noon),
        extensions=ca_extensions(middle, country.ca_key),
    )
    below = TestCountry(seed="below", csca_key=middle)
    passport = make_passport(holder, country=below)
    alone = TrustStore.of([Certificate.parse(between)])
    both = TrustStore.of([Certificate.parse(between), Certificate.parse(country.csca)])
    statuses = [verify(passport.chip, trust, country.noon).step("chain").status for trust in (alone, both)]
    assert [CheckStatus.UNDETERMINED, PASSED] == statuses


def test_oddities_are_noted_and_the_certificate_is_used(country):
    key = elliptic_key("odd")
    name = distinguished_name("ut", "Specimens", "odd")
    odd = certificate(
        subject=name,
        issuer=name,
        serial=-5,
        key=key,
        issuer_key=key,
        valid=(country.noon, country.noon),
        extensions={"2.5.29.19": b"\x02", "2.5.29.14": der.octets(key.identifier)},
    )
    parsed = Certificate.parse(odd)
    assert ("UT", -5, None, 3, True) == (
        parsed.country,
        parsed.serial,
        parsed.ca,
        len(parsed.defects),
        parsed.self_signed,
    )


@pytest.mark.parametrize("data", [b"", b"hello", b"\x30\x03\x02\x01\x05", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_a_file_that_is_no_publication_is_refused(tmp_path, data):
    path = tmp_path / "odd.bin"
    path.write_bytes(data)
    with pytest.raises(InvalidInput) as error:
        TrustStore.load([path])
    assert (str(path), True) == (error.value.where, bool(error.value.mend))


@pytest.mark.parametrize("name", ["absent", "a" * 300, "nul\0"])
def test_a_path_that_is_not_there_is_refused(tmp_path, name):
    with pytest.raises(InvalidInput):
        TrustStore.load([tmp_path / name])


def test_names_are_compared_without_case_order_or_spaces(country):
    first = Certificate.parse(country.csca)
    turned = first.subject_key[::-1]
    assert first.subject_key == tuple(sorted(turned))
    assert all(value == value.casefold() for _, value in first.subject_key)


@given(st.binary(max_size=300) | st.binary(max_size=60).map(lambda data: b"\x30\x80" + data))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_a_publication_or_refused(data):
    with suppress(InvalidInput):
        assert read_publication(data, "file").kind in {"certificate", "crl", "ldif", "master_list", "vical"}


@given(position=st.integers(0, 5000), bit=st.integers(0, 7), which=st.sampled_from(["csca", "crl", "list"]))
@settings(max_examples=120, deadline=None)
def test_a_flipped_bit_in_a_publication_never_crashes(position, bit, which):
    country = TestCountry(seed="tests")
    data = bytearray({"csca": country.csca, "crl": country.crl, "list": country.master_list()}[which])
    data[position % len(data)] ^= 1 << bit
    with suppress(InvalidInput):
        read_publication(bytes(data), "file")


@pytest.mark.shared
def test_every_certificate_of_the_published_lists_loads(shared_data):
    trust = TrustStore.load([shared_data / "documents/masterlists"])
    lists = [source for source in trust.sources if source.kind == "master_list"]
    assert [(PASSED, 588, ()), (PASSED, 411, ())] == [(one.signature, one.certificates, one.unread) for one in lists]
    assert (627, 129) == (len(trust.certificates), len(trust.countries))

from datetime import date, timedelta

import pytest

from preclear.documents import TrustStore
from preclear.documents.certificates import MASTER_LIST_SIGNER, Certificate
from preclear.documents.publications import MASTER_LIST
from preclear.model.codes import CheckStatus
from preclear.model.verification import Provenance, TrustLevel
from preclear.specimens import TestCountry
from preclear.specimens import encoding as der
from preclear.specimens.publications import Revoked, ldif, make_crl
from preclear.specimens.signed_data import signed_data

PASSED, FAILED, UNDETERMINED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED
LIST = "list.ml"


@pytest.fixture(scope="module")
def first():
    return TestCountry(seed="first publisher")


@pytest.fixture(scope="module")
def second():
    return TestCountry(state="NLD", seed="second publisher")


@pytest.fixture(scope="module")
def third():
    return TestCountry(state="PAK", seed="third publisher")


def level(store, country):
    return store.level_of(Certificate.parse(country.csca))


def signature(store):
    return [(one.signature, one.level) for one in store.sources if one.kind == "master_list"]


def test_a_list_alone_proves_nothing_about_its_own_publisher(first, second):
    store = TrustStore.read(LIST, first.master_list(second.csca))
    assert [(PASSED, TrustLevel.UNVERIFIED)] == signature(store)
    assert "nobody else vouches" in store.sources[0].reason
    assert (TrustLevel.UNVERIFIED, 2) == (level(store, second), len(store.anchors))


def test_a_list_below_a_csca_that_stands_by_itself_is_published(first, second):
    alone = TrustStore.read(LIST, first.master_list(second.csca))
    store = TrustStore.join(alone, TrustStore.read("root.cer", first.csca))
    assert [(PASSED, TrustLevel.PUBLISHED)] == signature(store)
    assert (TrustLevel.CONFIGURED, TrustLevel.PUBLISHED) == (level(store, first), level(store, second))


def test_lists_vouch_for_one_anothers_publishers_in_any_order(first, second, third):
    lists = {"b.ml": second.master_list(third.csca), "a.ml": first.master_list(second.csca)}
    stores = [TrustStore.read(name, data) for name, data in lists.items()]
    store = TrustStore.join(*stores, TrustStore.read("root.cer", first.csca))
    assert [(PASSED, TrustLevel.PUBLISHED)] * 2 == signature(store)
    assert TrustLevel.PUBLISHED is level(store, third)


def test_two_lists_that_vouch_only_for_one_another_stay_unverified(first, second):
    one, two = first.master_list(second.csca), second.master_list(first.csca)
    store = TrustStore.join(TrustStore.read("1.ml", one), TrustStore.read("2.ml", two))
    assert [(PASSED, TrustLevel.UNVERIFIED)] * 2 == signature(store)


def test_a_list_whose_csca_is_nowhere_is_undetermined_and_still_used(first):
    store = TrustStore.read(LIST, _without_own_csca(first))
    assert ([(UNDETERMINED, TrustLevel.UNVERIFIED)], {"FR"}) == (signature(store), store.countries)


def _without_own_csca(country):
    signer = country.make_signer("master list signer", usages=(MASTER_LIST_SIGNER,))
    content = der.sequence(der.integer(0), der.set_of(TestCountry(state="FRA", seed="other").csca))
    return signed_data(
        content, content_type=MASTER_LIST, key=signer.key, signer=signer.id, certificates=[signer.certificate]
    )


def test_a_list_whose_signer_was_revoked_is_not_used(first, second):
    signer = Certificate.parse(first.make_signer("master list signer", usages=(MASTER_LIST_SIGNER,)).certificate)
    crl = make_crl(first, {signer.serial: Revoked(since=first.noon - timedelta(days=3))})
    store = TrustStore.join(
        TrustStore.read("root.cer", first.csca),
        TrustStore.read("root.crl", crl),
        TrustStore.read(LIST, first.master_list(second.csca)),
    )
    assert ([(FAILED, TrustLevel.UNVERIFIED)], {"UT"}) == (signature(store), store.countries)


def test_what_two_people_confirmed_keeps_their_names(third):
    given = Provenance(
        source="courier",
        kind="certificate",
        level=TrustLevel.BILATERAL,
        received=date(2026, 1, 1),
        confirmed_by=("first", "second"),
    )
    store = TrustStore.join(TrustStore.read("PAK.cer", third.csca, provenance=given), TrustStore.empty())
    csca = Certificate.parse(third.csca)
    assert (TrustLevel.BILATERAL, (given,)) == (store.level_of(csca), store.provenance_of(csca))
    assert (TrustLevel.BILATERAL, third.trust.anchors) == (store.sources[0].level, store.anchors)


def test_the_best_of_several_places_is_the_level(first):
    store = TrustStore.join(TrustStore.read(LIST, first.master_list()), TrustStore.read("root.cer", first.csca))
    csca = Certificate.parse(first.csca)
    assert [TrustLevel.CONFIGURED, TrustLevel.PUBLISHED] == [one.level for one in store.provenance_of(csca)]
    assert (TrustLevel.UNVERIFIED, ()) == (TrustStore.empty().level_of(csca), store.provenance_of(csca)[2:])


def test_one_bad_list_in_an_ldif_costs_only_itself(first, second, third):
    good, bad = first.master_list(second.csca), bytearray(third.master_list())
    bad[-1] ^= 1
    data = ldif(("master list", good), ("master list", bytes(bad)), ("csca", first.csca), ("crl", first.crl))
    store = TrustStore.read("pkd.ldif", data)
    assert (FAILED, {"UT", "NL"}, 1) == (store.sources[0].signature, store.countries, len(store.lists))
    assert TrustLevel.PUBLISHED is level(store, second)


def test_joining_changes_the_version_only_with_the_content(first, second):
    one, two = TrustStore.read("1.cer", first.csca), TrustStore.read("2.cer", second.csca)
    assert TrustStore.join(one, two).version == TrustStore.join(two, one, one).version
    assert TrustStore.join(one, two).version != one.version


def test_what_a_store_remembers_is_bounded(first):
    store = TrustStore.read("1.cer", first.csca)
    for number in range(5000):
        assert number == store.recall(("test", number), lambda number=number: number)
    assert (4096, 4999) == (len(store._memory), store.recall(("test", 4999), lambda: 0))

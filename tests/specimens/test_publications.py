from datetime import timedelta

from preclear.documents import TrustStore
from preclear.model.codes import CheckStatus
from preclear.specimens import TestCountry
from preclear.specimens.keys import elliptic_key
from preclear.specimens.pki import distinguished_name
from preclear.specimens.publications import (
    Defect,
    Faulty,
    Revoked,
    defect_list,
    deviation_list,
    ldif,
    make_crl,
    renaming_link,
)

COUNTRY = TestCountry(seed="publications")


def everything():
    signer = COUNTRY.signer.certificate
    return ldif(
        ("csca", COUNTRY.csca),
        ("csca", renaming_link(COUNTRY, elliptic_key("newer"), distinguished_name("UT", "Specimens", "renamed"))),
        ("certificate", signer),
        ("crl", make_crl(COUNTRY, {7: Revoked(since=COUNTRY.noon - timedelta(days=1))})),
        ("master list", COUNTRY.master_list()),
        ("deviation list", deviation_list(COUNTRY, Faulty(kind="2.3", signer=signer))),
        ("deviation list", defect_list(COUNTRY, Defect(kind="1.1", signer=signer, code=3))),
    )


def test_everything_that_a_state_publishes_is_read_and_signed():
    store = TrustStore.read("pkd.ldif", everything())
    assert (CheckStatus.PASSED, ()) == (store.sources[0].signature, store.sources[0].unread)
    assert (2, 1, 1, 2) == (len(store.anchors), len(store.material), len(store.lists), len(store.deviations))


def test_the_same_arguments_give_the_same_bytes():
    assert everything() == everything()

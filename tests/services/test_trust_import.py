"""Whose signatures count is decided by two people, each step in the audit log, and seen by running processes."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
from population_house import AT, OFFICER, population

from preclear.documents.certificates import Certificate
from preclear.errors import Conflict, InvalidInput, NotFound, NotPermitted
from preclear.model.case import Actor
from preclear.model.codes import CheckStatus, Role
from preclear.model.verification import TrustLevel
from preclear.services.trust_import import (
    LARGEST,
    confirm_trust,
    may_see_fingerprint,
    propose_trust,
    reject_trust,
    trust_import,
    trust_imports,
    withdraw_trust,
)
from preclear.services.trust_records import TrustStanding
from preclear.specimens import TestCountry

JAMILA, KARIM = (Actor(id=name, roles=frozenset({Role.TRUST_OFFICER})) for name in ("trust.jamila", "trust.karim"))
REVIEWER = Actor(id="reviewer.chand", roles=frozenset({Role.REVIEWER}))
COUNTRY = TestCountry(seed="bilateral", day=AT.date())
CSCA = Certificate.parse(COUNTRY.csca)


def propose(house, actor=JAMILA, **changes):
    given = {
        "name": "csca.cer",
        "content": COUNTRY.csca,
        "state": "UTO",
        "how": "handed over by the embassy's courier, receipt 17",
        "received": AT.date(),
    }
    return propose_trust(house.office, actor, **{**given, **changes})


def confirmed(house, **changes):
    return confirm_trust(house.office, KARIM, propose(house, **changes).id, CSCA.fingerprint)


def pem(der):
    return b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(der) + b"-----END CERTIFICATE-----\n"


def verbs(house, about):
    with house.store.transaction() as records:
        return [(one["verb"], one["actor"]) for one in records.audit.of(about)]


def trusted(house):
    with house.store.transaction() as records:
        return house.office.means_now(records).trust


def test_two_people_bring_an_anchor_into_the_store(house):
    house.office = replace(house.office, means=replace(house.office.means, trust=None))
    before, one = trusted(house), propose(house)
    waiting = trusted(house)
    done = confirm_trust(house.office, KARIM, one.id, CSCA.fingerprint)
    store = trusted(house)
    (origin,) = store.provenance_of(CSCA)
    assert (None, None) == (before, waiting)
    assert (TrustStanding.CONFIRMED, "trust.karim") == (done.standing, done.confirmed_by)
    assert (TrustLevel.BILATERAL, True) == (store.level_of(CSCA), store.is_anchor(CSCA))
    assert (("trust.jamila", "trust.karim"), one.proposal.sha256) == (origin.confirmed_by, origin.sha256)


def test_whoever_proposed_does_not_confirm(house):
    one = propose(house)
    with pytest.raises(NotPermitted):
        confirm_trust(house.office, JAMILA, one.id, CSCA.fingerprint)


@pytest.mark.parametrize(
    "typed",
    [
        CSCA.fingerprint,
        CSCA.fingerprint[:16],
        CSCA.fingerprint[:16].upper(),
        ":".join(CSCA.fingerprint[place : place + 2] for place in range(0, 64, 2)),
        f" {CSCA.fingerprint[:8]} {CSCA.fingerprint[8:20]}\n",
    ],
)
def test_a_fingerprint_is_typed_as_states_write_it(house, typed):
    assert "confirmed" == confirm_trust(house.office, KARIM, propose(house).id, typed).standing


@pytest.mark.parametrize("typed", ["", CSCA.fingerprint[:15], "g" * 16, CSCA.fingerprint + "0", CSCA.fingerprint[1:17]])
def test_other_digits_trust_nothing(house, typed):
    one = propose(house)
    with pytest.raises(InvalidInput) as raised:
        confirm_trust(house.office, KARIM, one.id, typed)
    assert ("fingerprint", "waiting") == (
        raised.value.where,
        trust_import(house.office, KARIM, one.id).standing,
    )


def test_digits_that_differ_are_in_the_log(house):
    one = propose(house)
    with pytest.raises(InvalidInput):
        confirm_trust(house.office, KARIM, one.id, "0" * 16)
    assert ("trust.fingerprint_differs", "trust.karim") == verbs(house, f"trust-{one.id}")[-1]


def test_every_step_is_in_the_log_with_the_hash_of_the_file(house):
    one = confirmed(house)
    withdraw_trust(house.office, JAMILA, one.id, "the State reported a lost key")
    with house.store.transaction() as records:
        entries = records.audit.of(f"trust-{one.id}")
    assert [
        ("trust.proposed", "trust.jamila"),
        ("trust.confirmed", "trust.karim"),
        ("trust.withdrawn", "trust.jamila"),
    ] == [(entry["verb"], entry["actor"]) for entry in entries]
    assert {one.proposal.sha256} == {entry["details"]["sha256"] for entry in entries}


def test_a_running_process_sees_what_was_confirmed_and_what_was_withdrawn(house):
    before = trusted(house)
    one = confirmed(house)
    during = trusted(house)
    withdraw_trust(house.office, KARIM, one.id, "the State reported a lost key")
    after = trusted(house)
    assert (False, True, False) == tuple(store.is_anchor(CSCA) for store in (before, during, after))
    assert (before.version, True) == (after.version, before.version != during.version)


def test_the_store_is_made_anew_only_when_something_was_decided(house):
    confirmed(house)
    first = trusted(house)
    propose(house, content=COUNTRY.crl, name="uto.crl")
    assert first is trusted(house)


def test_a_chip_passes_after_its_csca_was_imported_and_the_dossier_says_with_which_store(house):
    csca = population().country.csca
    house.office = replace(house.office, means=replace(house.office.means, trust=None))
    player = house.in_review("expired")
    one = propose(house, content=csca, received=house.at.date())
    confirm_trust(house.office, KARIM, one.id, Certificate.parse(csca).fingerprint)
    with house.store.transaction() as records:
        records.jobs.add("reassess", player.reference, due=house.at)
    house.settle()
    with house.store.transaction() as records:
        latest = records.dossiers.latest(player.reference)
        first = records.dossiers.get(player.reference, 1)
    chains = [one.dossier.chip.step("chain").status for one in (first, latest)]
    source = next(each.source for each in latest.dossier.evidence if each.kind == "chip")
    assert ([CheckStatus.UNDETERMINED, CheckStatus.PASSED], trusted(house).version) == (chains, source.version)


def test_one_person_withdraws_at_once_and_two_are_needed_to_trust_again(house):
    one = confirmed(house)
    withdraw_trust(house.office, JAMILA, one.id, "the State reported a lost key")
    again = propose(house, KARIM)
    with pytest.raises(NotPermitted):
        confirm_trust(house.office, KARIM, again.id, CSCA.fingerprint)
    assert "confirmed" == confirm_trust(house.office, JAMILA, again.id, CSCA.fingerprint).standing


def test_the_proposer_may_take_a_proposal_back_with_a_reason(house):
    one = propose(house)
    with pytest.raises(InvalidInput) as raised:
        reject_trust(house.office, JAMILA, one.id, "  ")
    assert "reason" == raised.value.where
    assert "rejected" == reject_trust(house.office, JAMILA, one.id, "the wrong file").standing


def test_what_was_decided_is_not_decided_again(house):
    one = confirmed(house)
    rejected = reject_trust(house.office, KARIM, propose(house, content=COUNTRY.crl, name="u.crl").id, "not needed")
    for again in (
        lambda: confirm_trust(house.office, KARIM, one.id, CSCA.fingerprint),
        lambda: reject_trust(house.office, KARIM, one.id, "too late"),
        lambda: withdraw_trust(house.office, KARIM, rejected.id, "never trusted"),
    ):
        with pytest.raises(Conflict):
            again()


@pytest.mark.parametrize("who", [OFFICER, REVIEWER, Actor(id="admin.iqra", roles=frozenset({Role.ADMINISTRATOR}))])
def test_only_trust_officers_change_the_store(house, who):
    one = propose(house)
    for act in (
        lambda: propose(house, who),
        lambda: confirm_trust(house.office, who, one.id, CSCA.fingerprint),
        lambda: reject_trust(house.office, who, one.id, "why"),
        lambda: withdraw_trust(house.office, who, one.id, "why"),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_reviewers_may_look_and_case_officers_may_not(house):
    one = propose(house)
    assert (one,) == trust_imports(house.office, REVIEWER)
    with pytest.raises(NotPermitted):
        trust_imports(house.office, OFFICER)
    with pytest.raises(NotFound):
        trust_import(house.office, REVIEWER, 99)


def test_the_fingerprint_of_what_waits_is_for_its_proposer_only(house):
    one = propose(house)
    shown = [may_see_fingerprint(one, who) for who in (JAMILA, KARIM, REVIEWER)]
    done = confirm_trust(house.office, KARIM, one.id, CSCA.fingerprint)
    assert ([True, False, False], True) == (shown, may_see_fingerprint(done, REVIEWER))


def test_what_waits_comes_first_then_the_newest_decision(house):
    first = confirmed(house)
    second = reject_trust(house.office, KARIM, propose(house, content=COUNTRY.crl, name="u.crl").id, "not needed")
    third = propose(house, content=TestCountry(seed="other").csca)
    assert [third.id, second.id, first.id] == [one.id for one in trust_imports(house.office, JAMILA)]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"content": b""}, "file"),
        ({"content": b"not a certificate"}, "file"),
        ({"content": COUNTRY.csca[:-40]}, "file"),
        ({"content": b"\x30" * (LARGEST + 1)}, "file"),
        ({"state": "ZZ"}, "state"),
        ({"state": ""}, "state"),
        ({"state": "PAK"}, "state"),
        ({"state": "PAK", "content": COUNTRY.crl}, "state"),
        ({"how": "  "}, "how"),
        ({"how": "x" * 501}, "how"),
        ({"received": AT.date() + timedelta(days=1)}, "received"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field(house, changes, where):
    with pytest.raises(InvalidInput) as raised:
        propose(house, **changes)
    assert (where, ()) == (raised.value.where, trust_imports(house.office, JAMILA))


def test_the_same_file_does_not_wait_twice(house):
    propose(house)
    with pytest.raises(Conflict):
        propose(house, KARIM)


def test_der_and_pem_of_one_certificate_have_one_fingerprint(house):
    assert CSCA.fingerprint == propose(house, content=pem(COUNTRY.csca)).proposal.fingerprint


def test_a_file_of_several_is_compared_as_a_whole(house):
    both = pem(COUNTRY.csca) + pem(TestCountry(seed="other").csca)
    proposal = propose(house, content=both, name="../../both\x07.pem").proposal
    assert (proposal.sha256, "both.pem", 2) == (proposal.fingerprint, proposal.name, len(proposal.holds))


def test_a_master_list_may_hold_other_states_and_one_that_was_changed_is_refused(house):
    other = TestCountry(state="DEU", seed="other")
    made = COUNTRY.master_list(other.csca)
    assert "master_list" == propose(house, content=made, name="uto.ml").proposal.kind
    changed = made.replace(other.csca[-20:], bytes(20))
    with pytest.raises(InvalidInput) as raised:
        propose(house, content=changed, name="uto.ml")
    assert "file" == raised.value.where


def test_an_import_that_cannot_be_read_any_more_stops_no_case(house):
    one = confirmed(house)
    kept, _ = house.store.shelves.trust[one.id]
    house.store.shelves.trust[one.id] = (kept, b"damaged")
    assert house.office.means.trust.version == trusted(house).version

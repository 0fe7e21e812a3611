"""What every store does with trust that was proposed and decided."""

from dataclasses import replace
from datetime import date

import pytest
from made_up import APPLICANT, NOW, OFFICER, REVIEWER

from preclear.errors import Conflict, NotFound, NotPermitted
from preclear.services.trust_records import TrustImport, TrustProposal, TrustStanding, TrustStep

BYTES = bytes(range(256))


def proposal(**changes):
    ordinary = {
        "state": "UTO",
        "kind": "certificate",
        "name": "csca.cer",
        "holds": ("CSCA: C=UT, CN=CSCA یوٹوپیا",),
        "sha256": "5a" * 32,
        "fingerprint": "a5" * 32,
        "how": "by the embassy's courier, receipt 17",
        "received": date(2026, 5, 16),
        "by": OFFICER,
        "at": NOW,
    }
    return TrustProposal(**{**ordinary, **changes})


def decided(of, standing="confirmed", by=REVIEWER, reason=""):
    return TrustStep(proposal=of.id, standing=TrustStanding(standing), by=by, at=NOW, reason=reason)


def proposed(kept, *steps, **changes):
    with kept.transaction() as records:
        made = records.trust_imports.add(proposal(**changes), BYTES)
        for standing in steps:
            records.trust_imports.decide(decided(made, standing))
    return made


class TrustContract:
    """A part of the store's contract."""

    def test_a_proposal_comes_back_with_its_bytes_and_steps(self, kept):
        made = proposed(kept)
        with kept.transaction() as records:
            waiting = records.trust_imports.get(made.id)
            records.trust_imports.decide(decided(made))
            records.trust_imports.decide(decided(made, "withdrawn", OFFICER, "the key was lost"))
        with kept.transaction() as records:
            found = records.trust_imports.get(made.id)
            assert BYTES == records.trust_imports.content(made.id)
        steps = (decided(made), decided(made, "withdrawn", OFFICER, "the key was lost"))
        assert (proposal(id=made.id), TrustImport(proposal=made)) == (made, waiting)
        assert TrustImport(proposal=made, steps=steps) == found
        assert ("withdrawn", REVIEWER) == (found.standing, found.confirmed_by)

    def test_what_nobody_proposed_is_not_found(self, kept):
        with kept.transaction() as records:
            for number in (0, -1, 7, 2**70):
                with pytest.raises(NotFound):
                    records.trust_imports.get(number)
                with pytest.raises(NotFound):
                    records.trust_imports.content(number)

    def test_one_person_alone_trusts_nothing(self, kept):
        made = proposed(kept)
        with pytest.raises(NotPermitted), kept.transaction() as records:
            records.trust_imports.decide(decided(made, by=OFFICER))
        with kept.transaction() as records:
            records.trust_imports.decide(decided(made, "rejected", OFFICER))
            assert "rejected" == records.trust_imports.get(made.id).standing

    @pytest.mark.parametrize("name", ["", "system", "nobody.at-all"])
    def test_trust_is_proposed_and_decided_by_accounts(self, kept, name):
        with pytest.raises((NotPermitted, Conflict)), kept.transaction() as records:
            records.trust_imports.add(proposal(by=name), BYTES)
        made = proposed(kept)
        with pytest.raises((NotPermitted, Conflict)), kept.transaction() as records:
            records.trust_imports.decide(decided(made, by=name))

    @pytest.mark.parametrize(
        ("before", "then"),
        [
            ((), "withdrawn"),
            (("confirmed",), "confirmed"),
            (("confirmed",), "rejected"),
            (("rejected",), "confirmed"),
            (("rejected",), "withdrawn"),
            (("confirmed", "withdrawn"), "withdrawn"),
            (("confirmed", "withdrawn"), "confirmed"),
        ],
    )
    def test_what_was_decided_is_decided(self, kept, before, then):
        made = proposed(kept, *before)
        with pytest.raises(Conflict), kept.transaction() as records:
            records.trust_imports.decide(decided(made, then, APPLICANT))

    def test_proposals_are_found_by_their_standing_and_the_newest_come_first(self, kept):
        ways = ((), ("confirmed",), ("rejected",), ("confirmed", "withdrawn"), ())
        numbers = [proposed(kept, *steps, name=f"{place}.cer").id for place, steps in enumerate(ways)]
        with kept.transaction() as records:
            by_standing = {one: [each.id for each in records.trust_imports.standing(one)] for one in TrustStanding}
            newest = [one.id for one in records.trust_imports.newest(limit=3)]
        first, confirmed, rejected, withdrawn, last = numbers
        assert [last, withdrawn, rejected] == newest
        assert {
            "waiting": [first, last],
            "confirmed": [confirmed],
            "rejected": [rejected],
            "withdrawn": [withdrawn],
        } == by_standing

    def test_the_version_grows_with_every_decision_and_not_with_proposals(self, kept):
        seen = []
        for steps in ((), ("confirmed",), ("confirmed", "withdrawn")):
            proposed(kept, *steps)
            with kept.transaction() as records:
                seen.append(records.trust_imports.version())
        assert [0, 1, 3] == seen

    def test_a_proposal_whose_transaction_fails_is_not_there(self, kept):
        def fails(records):
            records.trust_imports.add(replace(proposal()), BYTES)
            raise Conflict("stop")

        with pytest.raises(Conflict), kept.transaction() as records:
            fails(records)
        with kept.transaction() as records:
            assert () == records.trust_imports.newest()

import base64
import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from preclear.clearance import vds_nc
from preclear.clearance.vds_nc import read
from preclear.documents import TrustStore, seals
from preclear.documents.certificates import Certificate
from preclear.errors import InvalidInput


def test_it_has_the_shape_of_the_standard(credential, issuer):
    document = json.loads(credential.vds_nc)
    assert document["data"]["hdr"] == {"is": "UTO", "t": "icao.dta", "v": 1}
    assert {"alg", "cer", "sigvl"} == document["sig"].keys()
    assert len(base64.urlsafe_b64decode(document["sig"]["sigvl"])) == 64
    assert issuer.certificate == read(credential.vds_nc).certificate


def test_members_may_come_in_any_order_and_spacing(credential):
    turned = json.dumps(dict(reversed(json.loads(credential.vds_nc).items())), indent=3)
    assert read(turned).signature_holds


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document["data"]["msg"]["pid"].update(n="OTHER"),
        lambda document: document["data"]["msg"]["dta"].update(ent=5),
        lambda document: document["data"].update(extra=1),
        lambda document: document["data"]["hdr"].update(v=2),
    ],
)
def test_any_change_breaks_the_signature(credential, change):
    document = json.loads(credential.vds_nc)
    change(document)
    assert not read(json.dumps(document)).signature_holds


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"data":{},"sig":{}}', "[" * 9000, '{"data":' + "9" * 50 + "}", "{" + " " * 20000]
)
def test_what_is_no_seal_is_refused(text):
    with pytest.raises(InvalidInput):
        read(text)


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document["sig"].update(cer="AAAA"),
        lambda document: document["sig"].update(sigvl="!"),
        lambda document: document["sig"].update(alg="none"),
        lambda document: document["data"]["msg"].update(big=2**60),
    ],
)
def test_what_cannot_be_read_is_refused(credential, change):
    document = json.loads(credential.vds_nc)
    change(document)
    with pytest.raises(InvalidInput):
        read(json.dumps(document))


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document["data"]["hdr"].update(t="icao.vacc"),
        lambda document: document["data"]["msg"].pop("pid"),
        lambda document: document["data"]["msg"]["dta"].update(vf="2026-02-30"),
        lambda document: document["data"]["msg"]["dta"].update(ent=True),
        lambda document: document["data"]["msg"].update(st={"idx": -1, "uri": ""}),
    ],
)
def test_a_seal_that_is_no_travel_authorisation_is_refused(credential, change):
    document = json.loads(credential.vds_nc)
    change(document)
    with pytest.raises(InvalidInput):
        vds_nc.decode(read(json.dumps(document)))


def test_it_verifies_as_every_seal_does_with_the_issuers_root(credential, issuer):
    root = Certificate.parse(issuer.root.public_bytes(Encoding.DER))
    verification = seals.verify(credential.vds_nc.encode(), TrustStore.of([root]), datetime(2026, 7, 1, tzinfo=UTC))
    open_steps = {step.id for step in verification.checks if step.status == "undetermined"}
    assert ("icao.dta", {"revocation", "validity.at_signing"}) == (verification.profile, open_steps)
    assert "undetermined" == verification.result


@pytest.mark.shared
@pytest.mark.parametrize(("name", "holds"), [("valid.json", True), ("tampered.json", False)])
def test_a_seal_of_another_state_holds_unless_it_was_changed(shared_data, name, holds):
    document = (shared_data / "documents" / "vds-nc" / name).read_bytes()
    assert holds == read(document).signature_holds

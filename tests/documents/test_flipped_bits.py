"""Every single bit of EF.SOD: a change is found, or stands in a field that nobody signs and is named.

Fields of CMS that are not signed, and what a change in them gives:

- versions of SignedData and SignerInfo, the announced hash algorithms, parameters of algorithms, unsigned attributes,
  revocation lists, certificates that are not the signer's, bytes after the end: ``sod.conforms`` is not passed;
- the issuer's name in SignerInfo, where only case or string type change: ``sod.conforms`` is not passed;
- everything else breaks the structure, names another signer, or fails a signature or hash.
"""

import pytest

from preclear.documents import TrustStore, read_chip_folder, verify
from preclear.documents.security_object import read
from preclear.model.codes import CheckStatus
from preclear.model.verification import Chip
from preclear.specimens import TestCountry, make_passport
from preclear.specimens.keys import elliptic_key, rare_key, rsa_key

PASSED = CheckStatus.PASSED
KEYS = {
    "P-384": lambda: elliptic_key("bits", curve="1.3.132.0.34", hash_name="sha384"),
    "brainpool, written out": lambda: elliptic_key("bits", curve="1.3.36.3.3.2.8.1.1.7", explicit=True),
    "RSA": lambda: rsa_key("bits", size=1536),
    "RSA, SHA-1": lambda: rsa_key("bits", size=1536, hash_name="sha1"),
    "PSS": lambda: rsa_key("bits", size=1536, hash_name="sha384", pss=True),
    "brainpoolP224r1": lambda: rare_key("bits", curve="1.3.36.3.3.2.8.1.1.5", hash_name="sha224"),
}


def unnoticed(chip, verified, bits):
    """Flipped bits after which everything passes as before."""
    sod = chip.files["SOD"]
    found = []
    for bit in bits:
        changed = bytearray(sod)
        changed[bit // 8] ^= 1 << bit % 8
        verification = verified(Chip(files={**chip.files, "SOD": bytes(changed)}))
        if verification.result is PASSED and verification.step("sod.conforms").status is PASSED:
            found.append(divmod(bit, 8))
    return found


@pytest.mark.slow
def test_no_flipped_bit_of_a_security_object_goes_unnoticed(holder, country):
    chip = make_passport(holder, country=country, version=1).chip
    every = range(8 * len(chip.files["SOD"]))
    assert [] == unnoticed(chip, lambda one: verify(one, country.trust, country.noon), every)


@pytest.mark.parametrize("name", KEYS)
def test_no_flipped_bit_goes_unnoticed_whatever_the_algorithm(holder, name):
    key = KEYS[name]()
    country = TestCountry(csca_key=key, signer_key=key)
    chip = make_passport(holder, country=country).chip
    assert PASSED is verify(chip, country.trust, country.noon).result
    step = 331 if name == "brainpoolP224r1" else 37
    some = range(0, 8 * len(chip.files["SOD"]), step)
    assert [] == unnoticed(chip, lambda one: verify(one, country.trust, country.noon), some)


@pytest.mark.shared
def test_no_flipped_bit_of_the_dutch_specimen_passes(shared_data):
    """Its CSCA is unpublished, so its signer's certificate is pinned here: other octets are another certificate."""
    chip = read_chip_folder(shared_data / "documents" / "specimen-loes2006")
    pinned = read(chip.files["SOD"]).signed.certificates[0]

    def changed(bit):
        data = bytearray(chip.files["SOD"])
        data[bit // 8] ^= 1 << bit % 8
        return Chip(files={**chip.files, "SOD": bytes(data)})

    def holds(one):
        verification = verify(one, TrustStore.empty(), TestCountry().noon)
        named = ("sod.signature", "sod.conforms", "dg.1.hash", "dg.2.hash", "dg.15.hash")
        return {PASSED} == {verification.step(id_).status for id_ in named if verification.step(id_)}

    some = range(0, 8 * len(chip.files["SOD"]), 29)
    same = [bit for bit in some if holds(changed(bit))]
    assert [] == [bit for bit in same if pinned in read(changed(bit).files["SOD"]).signed.certificates]

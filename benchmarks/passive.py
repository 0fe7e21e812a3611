"""Measure passive authentication against a minimal script, in one run and on the same documents.

    python benchmarks/passive.py [--documents 200] [--rounds 5]

Documents and their PKI are synthetic: each has a signer of its own, below CSCAs with mixed algorithms (ECDSA on P-256,
P-384 and brainpoolP256r1, RSA with PKCS #1 and PSS), and a portrait of some 20 kB. The minimal script is what somebody
writes in an hour with asn1crypto and cryptography: parse, signature, hashes, chain by key identifier, validity, a CRL.
It gets CSCAs with their keys and the CRLs read and indexed beforehand, as our trust store has them. In each round ours
meets every signer for the first time, with the CSCAs known, and then once more. Prints the median over the documents
of each one's best time, and the ratio to the script.
"""

# ruff: noqa: INP001, T201 -- a script, no package, that prints

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import new as new_hash

from asn1crypto import cms, core
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from preclear.documents import TrustStore, certificates, keys, signing, verify
from preclear.documents.certificates import Certificate
from preclear.documents.revocation import RevocationList
from preclear.model.codes import CheckStatus
from preclear.model.verification import Chip, MrzFields
from preclear.specimens import TestCountry, make_passport
from preclear.specimens.keys import SigningKey, elliptic_key, rsa_key
from preclear.specimens.portrait import grey_portrait

_Rounds = Sequence[Sequence[float]]
_PORTRAIT = grey_portrait("benchmark") + bytes(18_000)


class _Hash(core.Sequence):  # type: ignore[misc]  # asn1crypto is untyped
    _fields = [("number", core.Integer), ("value", core.OctetString)]  # noqa: RUF012 -- asn1crypto's own way


class _Hashes(core.SequenceOf):  # type: ignore[misc]  # asn1crypto is untyped
    _child_spec = _Hash


class _Lds(core.Sequence):  # type: ignore[misc]  # asn1crypto is untyped
    _fields = [("version", core.Integer), ("algorithm", cms.DigestAlgorithm), ("hashes", _Hashes)]  # noqa: RUF012


class Minimal:
    """The script of an hour: no odd documents, no reasons, no second candidates."""

    def __init__(self, cscas: Sequence[bytes], crls: Sequence[bytes]) -> None:
        parsed = [asn1_x509.Certificate.load(der) for der in cscas]
        self.cscas = {one.key_identifier: (one, load_der_public_key(one.public_key.dump())) for one in parsed}
        lists = [asn1_crl.CertificateList.load(der)["tbs_cert_list"] for der in crls]
        self.revoked = {
            (one["issuer"].dump(), entry["user_certificate"].native)
            for one in lists
            for entry in one["revoked_certificates"]
        }

    def verify(self, chip: Chip, at: datetime) -> bool:
        """Whether signature, hashes, chain, validity and revocation are in order."""
        sod = chip.files["SOD"]
        signed = cms.ContentInfo.load(core.Any.load(sod).contents if sod[0] == 0x77 else sod)["content"]
        content = signed["encap_content_info"]["content"].native
        signer = signed["signer_infos"][0]
        certificate = signed["certificates"][0].chosen
        digest = signer["digest_algorithm"]["algorithm"].native
        attributes = {one["type"].native: one["values"][0] for one in signer["signed_attrs"]}
        if attributes["message_digest"].native != new_hash(digest, content).digest():
            return False
        message = signer["signed_attrs"].untag().dump(force=True)
        key = load_der_public_key(certificate.public_key.dump())
        _check(key, signer["signature_algorithm"], signer["signature"].native, message)
        lds = _Lds.load(content)
        algorithm = lds["algorithm"]["algorithm"].native
        for one in lds["hashes"]:
            data = chip.files.get(f"DG{one['number'].native}")
            if data is not None and new_hash(algorithm, data).digest() != one["value"].native:
                return False
        csca, csca_key = self.cscas[certificate.authority_key_identifier]
        body = certificate["tbs_certificate"]
        _check(csca_key, certificate["signature_algorithm"], certificate["signature_value"].native, body.dump())
        for each in (certificate, csca):
            validity = each["tbs_certificate"]["validity"]
            if not validity["not_before"].native <= at <= validity["not_after"].native:
                return False
        return (body["issuer"].dump(), body["serial_number"].native) not in self.revoked


def _check(key: object, algorithm: cms.SignedDigestAlgorithm, signature: bytes, message: bytes) -> None:
    hashed = getattr(hashes, algorithm.hash_algo.upper())()
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, message, ec.ECDSA(hashed))
    elif isinstance(key, rsa.RSAPublicKey) and algorithm.signature_algo == "rsassa_pss":
        salt = algorithm["parameters"]["salt_length"].native
        key.verify(signature, message, padding.PSS(padding.MGF1(hashed), salt), hashed)
    elif isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, message, padding.PKCS1v15(), hashed)
    else:
        raise TypeError(key)


_KEYS: Sequence[tuple[str, Callable[[str], SigningKey]]] = (
    ("ECDSA P-256", elliptic_key),
    ("ECDSA P-384", lambda seed: elliptic_key(seed, curve="1.3.132.0.34", hash_name="sha384")),
    ("ECDSA brainpoolP256r1", lambda seed: elliptic_key(seed, curve="1.3.36.3.3.2.8.1.1.7")),
    ("RSA 2048", lambda seed: rsa_key(seed, size=2048)),
    ("RSA-PSS 2048", lambda seed: rsa_key(seed, size=2048, pss=True)),
)


def main() -> None:
    """Make documents, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--documents", type=int, default=200)
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    countries = [TestCountry(seed=f"bench {n}", csca_key=make(f"csca {n}")) for n, (_, make) in enumerate(_KEYS)]
    documents = _documents(countries, given.documents)
    cscas, crls = [one.csca for one in countries], [one.crl for one in countries]
    at = countries[0].noon
    trust = TrustStore.of(map(Certificate.parse, cscas), map(RevocationList.parse, crls))
    minimal = Minimal(cscas, crls)
    chips = [chip for _, chip in documents]
    warming = [make_passport(_holder(0), country=one).chip for one in countries]
    if not all(minimal.verify(chip, at) and verify(chip, trust, at).result is CheckStatus.PASSED for chip in chips):
        raise SystemExit("a document does not pass: nothing is measured")
    script: list[list[float]] = []
    unseen: list[list[float]] = []
    seen: list[list[float]] = []
    for _ in range(given.rounds):
        script.append(_times(chips, lambda chip: minimal.verify(chip, at)))
        _forget(trust)
        for chip in warming:
            verify(chip, trust, at)
        unseen.append(_times(chips, lambda chip: verify(chip, trust, at)))
        seen.append(_times(chips, lambda chip: verify(chip, trust, at)))
    _print([kind for kind, _ in documents], script, unseen, seen)


def _print(kinds: Sequence[str], script: _Rounds, unseen: _Rounds, seen: _Rounds) -> None:
    print(f"passive authentication, {len(kinds)} documents, milliseconds a document (script's time / ours)")
    print(f"  {'':24}{'script':>8}{'new signer':>18}{'seen signer':>18}")
    for name in ("all", *dict(_KEYS)):
        chosen = [n for n, kind in enumerate(kinds) if name in {"all", kind}]
        base, first, again = (_median(rounds, chosen) for rounds in (script, unseen, seen))
        print(f"  {name:24}{base:8.3f}{first:10.3f} ({base / first:4.2f}x){again:10.3f} ({base / again:4.2f}x)")


def _documents(countries: Sequence[TestCountry], count: int) -> list[tuple[str, Chip]]:
    """Documents, each of another signer, with the kind of key that its State's CSCA has."""
    made = []
    for number in range(count):
        kind, make = _KEYS[number % len(_KEYS)]
        country = countries[number % len(_KEYS)]
        own = TestCountry(seed=country.seed, csca_key=country.csca_key, signer_key=make(f"signer {number}"))
        made.append((kind, make_passport(_holder(number), country=own, portrait=_PORTRAIT).chip))
    return made


def _holder(number: int) -> MrzFields:
    return MrzFields(
        document_code="P",
        issuing_state="UTO",
        surname="SPECIMEN",
        given_names="ANNA",
        document_number=f"S{number:08}",
        nationality="UTO",
        birth_date="1990-02-03",
        sex="F",
        expiry_date="2033-01-01",
        optional_data="",
    )


def _forget(trust: TrustStore) -> None:
    """Throw away what is remembered of signers: parsed certificates, keys, chains and lists."""
    for remembered in (keys.public_key, certificates._read, signing._certificate, signing._name_in):  # noqa: SLF001
        remembered.cache_clear()
    trust._memory.clear()  # noqa: SLF001 -- a new day at the desk


def _times(chips: Sequence[Chip], act: Callable[[Chip], object]) -> list[float]:
    times = []
    for chip in chips:
        start = time.perf_counter()
        act(chip)
        times.append((time.perf_counter() - start) * 1000)
    return times


def _median(rounds: _Rounds, chosen: Sequence[int]) -> float:
    return statistics.median(min(times[n] for times in rounds) for n in chosen)


if __name__ == "__main__":
    main()

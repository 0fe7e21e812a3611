"""Issue the credential of a clearance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from preclear.clearance import qr, token, vds_nc
from preclear.clearance.claims import claims_of
from preclear.clearance.keys import SigningKey, VerificationKeys, make_root, make_signer, read_certificates
from preclear.errors import InvalidInput
from preclear.model.clearance import Clearance, Credential

_KEY, _SIGNER, _ROOT, _ROOT_KEY, VERIFY = "signer.key", "signer.crt", "root.crt", "root.key", "verify.pem"


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """Who issues credentials: a State, its signing key, and that key's certificate under a root."""

    state: str
    key: SigningKey
    certificate: x509.Certificate
    root: x509.Certificate

    @property
    def public(self) -> VerificationKeys:
        """What a verifier needs: the public key and the root."""
        return VerificationKeys.of(self.key, self.root)

    @classmethod
    def found(cls, folder: Path, *, state: str, country: str, at: datetime) -> Issuer:
        """Make keys, root and certificate in a new folder; ``state`` as in Doc 9303-3, ``country`` with two letters.

        ``root.key`` is not needed to issue: take it away, and keep it apart. ``verify.pem`` is for verifiers.
        """
        folder.mkdir(parents=True, exist_ok=True)
        root_key, key = SigningKey.make(), SigningKey.make()
        root = make_root(root_key, country=country, at=at)
        certificate = make_signer(root, root_key, key, at)
        issuer = cls(state=state, key=key, certificate=certificate, root=root)
        root_key.save(folder / _ROOT_KEY)
        key.save(folder / _KEY)
        (folder / _ROOT).write_bytes(root.public_bytes(serialization.Encoding.PEM))
        (folder / _SIGNER).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        (folder / VERIFY).write_bytes(issuer.public.format())
        return issuer

    @classmethod
    def load(cls, folder: Path, *, state: str) -> Issuer:
        """Read the folder that ``found`` made."""
        key = SigningKey.load(folder / _KEY)
        certificate, root = read_certificates(folder / _SIGNER)[0], read_certificates(folder / _ROOT)[0]
        if certificate.public_key() != key.public:
            raise InvalidInput("the certificate is of another key", where=str(folder / _SIGNER))
        return cls(state=state, key=key, certificate=certificate, root=root)


def issue(clearance: Clearance, issuer: Issuer, *, status_uri: str = "") -> Credential:
    """Sign a clearance as a compact token, its QR text, and a VDS-NC document.

    ``status_uri`` is the address of the status list that holds ``clearance.status_index``; without it the credential
    cannot be revoked before its last day.
    """
    claims = claims_of(clearance, status_uri)
    cwt = token.encode(claims, issuer.key)
    return Credential(
        number=clearance.number,
        cwt=cwt,
        qr=qr.text(cwt),
        vds_nc=vds_nc.encode(claims, issuer.key, issuer.certificate, issuer.state),
    )

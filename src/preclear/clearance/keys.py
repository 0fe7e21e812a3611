"""ES256 keys of the issuer, and the certificates of its barcode signer (ECDSA on P-256 with SHA-256, RFC 7518, 3.4)."""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.x509.oid import NameOID

from preclear.errors import Conflict, InvalidInput, NotFound

SIGNATURE_SIZE = 64
"""Bytes of an ES256 signature: r and s, 32 bytes each."""

BARCODE_SIGNER = x509.ObjectIdentifier("2.23.136.1.1.14.2")
"""Extended key usage of a VDS-NC signer (ICAO Doc 9303-13)."""

_MAX_FILE = 1024 * 1024
_UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
_HALF = 32
_ROOT_YEARS = 5
_SIGNER_YEARS = 2


@dataclass(frozen=True, kw_only=True, repr=False)
class SigningKey:
    """A private key that signs credentials and status lists."""

    private: ec.EllipticCurvePrivateKey

    @classmethod
    def make(cls) -> SigningKey:
        """A new key."""
        return cls(private=ec.generate_private_key(ec.SECP256R1()))

    @property
    def public(self) -> ec.EllipticCurvePublicKey:
        """Its public half."""
        return self.private.public_key()

    @property
    def kid(self) -> bytes:
        """The key's identifier in a credential."""
        return key_id(self.public)

    def sign(self, data: bytes) -> bytes:
        """ES256 signature, r and s of 32 bytes each; the same bytes each time (RFC 6979)."""
        der = self.private.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        r, s = decode_dss_signature(der)
        return r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big")

    def save(self, path: Path) -> None:
        """Write the key as PEM (PKCS #8) to a new file that only its owner can read; ``Conflict`` if it is there."""
        pem = self.private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise Conflict(
                f"{path} is there already", mend="A key is never overwritten: choose another place."
            ) from None
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)

    @classmethod
    def load(cls, path: Path) -> SigningKey:
        """Read a PEM file that ``save`` wrote."""
        try:
            private = serialization.load_pem_private_key(_read(path), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise InvalidInput("not a private key in PEM", where=str(path)) from None
        if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(private.curve, ec.SECP256R1):
            raise InvalidInput("not a key on P-256", where=str(path), rule="RFC 7518, 3.4 (ES256)")
        return cls(private=private)


@dataclass(frozen=True, kw_only=True)
class VerificationKeys:
    """What a verifier trusts: public keys of issuers, and root certificates of their barcode signers."""

    keys: tuple[ec.EllipticCurvePublicKey, ...]
    roots: tuple[x509.Certificate, ...] = ()

    @classmethod
    def of(cls, key: SigningKey, *roots: x509.Certificate) -> VerificationKeys:
        """The public half of a key, with roots beside it."""
        return cls(keys=(key.public,), roots=roots)

    @classmethod
    def load(cls, path: Path) -> VerificationKeys:
        """Read a PEM file with public keys and certificates; a certificate that is no root gives its key."""
        return cls.parse(_read(path), where=str(path))

    @classmethod
    def parse(cls, pem: bytes, *, where: str = "") -> VerificationKeys:
        """Read PEM text; ``InvalidInput``, naming ``where``, if no usable key is in it."""
        certificates = [read_certificate(block) for block in _blocks(pem, b"CERTIFICATE")]
        roots = tuple(certificate for certificate in certificates if _is_root(certificate))
        signers = [_p256(certificate.public_key()) for certificate in certificates if not _is_root(certificate)]
        keys = (*(_p256(_public(block)) for block in _blocks(pem, b"PUBLIC KEY")), *signers)
        if not keys and not roots:
            mend = "Give the issuer's file verify.pem."
            raise InvalidInput("no public key and no certificate in PEM", where=where, rule="RFC 7468", mend=mend)
        return cls(keys=keys, roots=roots)

    def format(self) -> bytes:
        """The keys and roots as PEM text, as ``parse`` reads it."""
        return b"".join(
            [public_pem(key) for key in self.keys]
            + [root.public_bytes(serialization.Encoding.PEM) for root in self.roots]
        )

    def named(self, kid: bytes) -> ec.EllipticCurvePublicKey | None:
        """The key with this identifier, or None."""
        return next((key for key in self.keys if key_id(key) == kid), None)


def key_id(key: ec.EllipticCurvePublicKey) -> bytes:
    """First eight bytes of the SHA-256 of the key (SubjectPublicKeyInfo, DER)."""
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return sha256(der).digest()[:8]


def public_pem(key: ec.EllipticCurvePublicKey) -> bytes:
    """A public key as PEM text."""
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def holds(key: ec.EllipticCurvePublicKey, data: bytes, signature: bytes) -> bool:
    """Whether an ES256 signature (r and s) over the data was made with the key."""
    if len(signature) != SIGNATURE_SIZE:
        return False
    r, s = int.from_bytes(signature[:_HALF], "big"), int.from_bytes(signature[_HALF:], "big")
    try:
        key.verify(encode_dss_signature(r, s), data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def make_root(key: SigningKey, *, country: str, at: datetime) -> x509.Certificate:
    """A self-signed root after the pattern of a CSCA, for an issuer that has none. ``country`` has two letters."""
    if len(country) != 2 or not (country.isascii() and country.isalpha() and country.isupper()):
        raise InvalidInput(f"{country!r} is no country of two capital letters", where="country", rule="ISO 3166-1")
    name = _name(country, "preclear clearance root")
    return (
        _certificate(name, name, key.public, at, _ROOT_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(sign=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public), critical=False)
        .sign(key.private, hashes.SHA256())
    )


def make_signer(root: x509.Certificate, root_key: SigningKey, key: SigningKey, at: datetime) -> x509.Certificate:
    """A certificate for the barcode signer ``key`` under a root (ICAO Doc 9303-13: short, with its own key usage)."""
    country = str(root.subject.get_attributes_for_oid(NameOID.COUNTRY_NAME)[0].value)
    return (
        _certificate(_name(country, "PC"), root.subject, key.public, at, _SIGNER_YEARS)
        .add_extension(x509.ExtendedKeyUsage([BARCODE_SIGNER]), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public), critical=False)
        .sign(root_key.private, hashes.SHA256())
    )


def read_certificates(path: Path) -> tuple[x509.Certificate, ...]:
    """The certificates of a PEM file; ``InvalidInput`` where there is none."""
    certificates = tuple(read_certificate(block) for block in _blocks(_read(path), b"CERTIFICATE"))
    if not certificates:
        raise InvalidInput("no certificate in PEM", where=str(path))
    return certificates


def read_certificate(der: bytes) -> x509.Certificate:
    """Read a certificate (DER); ``InvalidInput`` for anything else, also inside its extensions."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        _ = certificate.extensions, certificate.subject, certificate.public_key()
        _ = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    except _UNREADABLE:
        raise InvalidInput("a certificate that cannot be read", rule="RFC 5280") from None
    return certificate


def _name(country: str, common: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, country), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, at: datetime, years: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at)
        .not_valid_after(at + timedelta(days=366 * years))
    )


def _usage(*, sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=sign,
        key_cert_sign=not sign,
        crl_sign=not sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _is_root(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _blocks(pem: bytes, label: bytes) -> Iterator[bytes]:
    """The DER inside each PEM block of this label (RFC 7468)."""
    for match in re.finditer(rb"-----BEGIN " + label + rb"-----([A-Za-z0-9+/=\s]{1,20000})-----END " + label, pem):
        try:
            yield base64.b64decode(b"".join(match[1].split()), validate=True)
        except binascii.Error:
            raise InvalidInput(
                "a PEM block that is not base64", where=f"byte {match.start()}", rule="RFC 7468"
            ) from None


def _public(der: bytes) -> object:
    try:
        return serialization.load_der_public_key(der)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise InvalidInput("a public key that cannot be read", rule="RFC 5280, 4.1.2.7") from None


def _p256(key: object) -> ec.EllipticCurvePublicKey:
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise InvalidInput("not a key on P-256", rule="RFC 7518, 3.4 (ES256)")
    return key


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MAX_FILE)
    except FileNotFoundError:
        raise NotFound(f"there is no file {path}") from None
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(path)) from None

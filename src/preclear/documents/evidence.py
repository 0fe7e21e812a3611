"""Recorded evidence that a chip is the original: active and chip authentication (ICAO Doc 9303-11, 6.1 and 6.2).

Passive authentication says that the data are the issuer's; a copy of them says so too. A genuine chip also proves that
it holds a private key, to whoever stands before it. Afterwards only a record is left, in two files beside the data:

``AA.json``
    ``{"challenge": "16 hexadecimal digits", "response": "hexadecimal"}``: RND.IFD as it was sent, and the answer to
    INTERNAL AUTHENTICATE.

``CA.json``
    ``{"terminal_private_key": "hexadecimal", "response": "hexadecimal", "ssc": 2}``, with ``protocol`` (OID) and
    ``key_id`` where the chip offers several: the reader's ephemeral private key, the first secured response after the
    key agreement (its data objects 85 or 87, 99 and 8E, with or without the status words), and the send sequence
    counter of that response. Nothing less can be verified; the session keys follow from it.

What they are worth differs. An answer to a challenge of our own cannot have been made before we gave it. A challenge
that somebody else chose proves nothing of the day. A record of chip authentication can be made by anybody who chose the
ephemeral key, without any chip: it convinces only the owner of that key, who says which one it was.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha1, sha256
from hmac import compare_digest
from typing import Any

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC

from preclear.documents.der import dotted, parts
from preclear.documents.keys import HASHES, Algorithm, Outcome, check, digest, public_key
from preclear.documents.lds.options import ChipKey, SecurityOptions
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus

PASSED, FAILED, UNDETERMINED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED
MAX_EVIDENCE = 65_536
CHALLENGE_BYTES = 8
ACTIVE_RULE, CHIP_RULE = "ICAO Doc 9303-11, 6.1", "ICAO Doc 9303-11, 6.2"
_MAX_NUMBER_BITS = 4096


@dataclass(frozen=True, kw_only=True)
class ActiveEvidence:
    """One run of active authentication: eight bytes of challenge and the chip's answer."""

    challenge: bytes
    response: bytes


@dataclass(frozen=True, kw_only=True)
class ChipEvidence:
    """One run of chip authentication, as ``CA.json`` has it; ``protocol`` is empty and ``key_id`` None where unsaid."""

    terminal_private_key: int
    response: bytes
    ssc: int
    protocol: str = ""
    key_id: int | None = None


def read_active(data: bytes) -> ActiveEvidence:
    """Read ``AA.json``."""
    document = _document(data, "AA.json", ACTIVE_RULE)
    challenge = _hex(document, "challenge", "AA.json")
    if len(challenge) != CHALLENGE_BYTES:
        raise _bad("AA.json", f"has a challenge of {len(challenge)} bytes, not {CHALLENGE_BYTES}", ACTIVE_RULE)
    return ActiveEvidence(challenge=challenge, response=_hex(document, "response", "AA.json"))


def read_chip(data: bytes) -> ChipEvidence:
    """Read ``CA.json``."""
    document = _document(data, "CA.json", CHIP_RULE)
    ssc, protocol, key_id = document.get("ssc", 2), document.get("protocol", ""), document.get("key_id")
    right = _whole(ssc) and isinstance(protocol, str) and (key_id is None or _whole(key_id))
    if not right or not 0 < ssc < 1 << 64:
        raise _bad("CA.json", "has a counter, protocol or key number that is none", CHIP_RULE)
    return ChipEvidence(
        terminal_private_key=int.from_bytes(_hex(document, "terminal_private_key", "CA.json")),
        response=_hex(document, "response", "CA.json"),
        ssc=ssc,
        protocol=protocol,
        key_id=key_id,
    )


def bound_to(evidence: ActiveEvidence, challenge: bytes | None) -> Outcome:
    """Whether the evidence answers the challenge that we gave."""
    if challenge is None:
        return Outcome(
            status=UNDETERMINED, reason="anyone could have recorded this: the challenge that was given out is not known"
        )
    if compare_digest(evidence.challenge, challenge):
        return Outcome(status=PASSED, reason="the chip answered the challenge that was given out")
    return Outcome(status=FAILED, reason="the evidence answers another challenge than the one that was given out")


def active_signature(spki: bytes, evidence: ActiveEvidence, algorithm: str = "") -> Outcome:
    """Whether the key of DG15 gave this answer. ``algorithm`` is the OID in DG14, which only ECDSA needs.

    RSA signs after ISO/IEC 9796-2, scheme 1, with the hash that its trailer names; the whole block is compared.
    """
    key = public_key(spki)
    if isinstance(key, str):
        return Outcome(status=UNDETERMINED, reason=key)
    if isinstance(key, rsa.RSAPublicKey):
        return _recovered(key, evidence)
    stated = _HASH_BY_OID.get(algorithm)
    tried = [
        check(spki, Algorithm(scheme="ecdsa-plain", hash=name), evidence.response, evidence.challenge)
        for name in ([stated] if stated else list(HASHES))
    ]
    if any(one.status is PASSED for one in tried):
        return _genuine()
    if stated:
        return tried[0]
    return Outcome(status=UNDETERMINED, reason="DG14 does not say how the chip signs, and no known way fits")


_HASH_BY_OID = {
    **{f"0.4.0.127.0.7.1.1.4.1.{n}": name for n, name in enumerate(HASHES, start=1)},
    **{
        f"1.2.840.10045.4.{n}": name
        for n, name in (("1", "sha1"), ("3.1", "sha224"), ("3.2", "sha256"), ("3.3", "sha384"), ("3.4", "sha512"))
    },
}
_HASH_BY_TRAILER = {0x33: "sha1", 0x34: "sha256", 0x35: "sha512", 0x36: "sha384", 0x38: "sha224"}
"""Identifiers of ISO/IEC 10118-3 before the octet 0xCC."""


def _recovered(key: rsa.RSAPublicKey, evidence: ActiveEvidence) -> Outcome:
    """ISO/IEC 9796-2, scheme 1, partial recovery: 6A, the chip's nonce, the hash over nonce and challenge, trailer."""
    numbers = key.public_numbers()
    size, value = key.key_size // 8, int.from_bytes(evidence.response)
    if key.key_size % 8:
        return Outcome(status=UNDETERMINED, reason="an RSA key of an uneven number of bits is not supported")
    if len(evidence.response) != size or value >= numbers.n:
        return _not_genuine()
    opened = pow(value, numbers.e, numbers.n)
    block = (opened if opened & 0x0F == 0x0C else numbers.n - opened).to_bytes(size)
    name, trailer = ("sha1", 1) if block[-1] == 0xBC else (_HASH_BY_TRAILER.get(block[-2], ""), 2)
    if block[0] != 0x6A or block[-1] not in {0xBC, 0xCC} or name not in HASHES:
        return _not_genuine()
    end = size - trailer
    start = end - HASHES[name].digest_size
    expected = digest(name, block[1:start] + evidence.challenge)
    holds = start > 1 and expected is not None and compare_digest(expected, block[start:end])
    return _genuine() if holds else _not_genuine()


def _genuine() -> Outcome:
    return Outcome(status=PASSED, reason="the chip holds the private key of DG15")


def _not_genuine() -> Outcome:
    return Outcome(status=FAILED, reason="the answer was not made with the private key of DG15")


def chip_evidence(options: SecurityOptions, evidence: ChipEvidence, terminal_key: bytes | None) -> Outcome:
    """Whether a secured response was made with the session keys that the chip's key and the reader's key agree on.

    ``terminal_key`` is the ephemeral public key that we used: an uncompressed point, or the DH value.
    """
    try:
        cipher, key = _choice(options, evidence)
        shared, own = _agree(key, evidence.terminal_private_key)
        holds = _mac_holds(cipher, shared, evidence)
    except _CannotTellError as error:
        return Outcome(status=UNDETERMINED, reason=str(error))
    except InvalidInput as error:
        return Outcome(status=UNDETERMINED, reason=f"the evidence cannot be used: {error.what}")
    if not holds:
        return Outcome(status=FAILED, reason="the response was not secured with the keys that the chip must have")
    if terminal_key is None:
        return Outcome(
            status=UNDETERMINED,
            reason="the record is consistent, but whoever chose the reader's key could have made it without the chip",
        )
    if compare_digest(own, terminal_key):
        return Outcome(status=PASSED, reason="the chip holds the private key of DG14")
    return Outcome(status=FAILED, reason="the record was made with another reader's key than ours")


class _CannotTellError(Exception):
    """Why the evidence decides nothing."""


def _choice(options: SecurityOptions, evidence: ChipEvidence) -> tuple[str, ChipKey]:
    """Cipher and key: as the evidence says, else the chip's only ones; 3DES where DG14 states none (9303-11, 6.2)."""
    keys = [one for one in options.keys if evidence.key_id in {None, one.id}]
    if len(keys) != 1:
        raise _CannotTellError(
            "DG14 holds no such key for chip authentication, or several, and the evidence names none"
        )
    (key,) = keys
    offered = [one.name for one in options.protocols if one.name.startswith(key.agreement + " ")]
    named = [one for one in offered if not evidence.protocol or _OID_OF.get(one) == evidence.protocol]
    ciphers = sorted(set(named)) if offered else [f"{key.agreement} 3DES"]
    if len(ciphers) != 1:
        raise _CannotTellError(
            "DG14 offers several ciphers or none of those named, and the evidence does not say which"
        )
    return ciphers[0].partition(" ")[2], key


_OID_OF = {
    f"{agreement} {cipher}": f"0.4.0.127.0.7.2.2.3.{n}.{m}"
    for n, agreement in enumerate(("DH", "ECDH"), start=1)
    for m, cipher in enumerate(("3DES", "AES-128", "AES-192", "AES-256"), start=1)
}


def _agree(key: ChipKey, private: int) -> tuple[bytes, bytes]:
    """The shared secret, and the reader's own public key."""
    return _agree_on_curve(key.spki, private) if key.agreement == "ECDH" else _agree_modulo(key.spki, private)


def _agree_on_curve(spki: bytes, private: int) -> tuple[bytes, bytes]:
    public = public_key(spki)
    if not isinstance(public, ec.EllipticCurvePublicKey):
        raise _CannotTellError("the curve of the chip's key is not supported")
    try:
        own = ec.derive_private_key(private, public.curve)
        shared = own.exchange(ec.ECDH(), public)
    except ValueError as error:
        raise _CannotTellError("the reader's private key does not go with the chip's curve") from error
    numbers, size = own.public_key().public_numbers(), (public.key_size + 7) // 8
    return shared, b"\x04" + numbers.x.to_bytes(size) + numbers.y.to_bytes(size)


def _agree_modulo(spki: bytes, private: int) -> tuple[bytes, bytes]:
    """Diffie-Hellman after PKCS #3 or ANSI X9.42; the parameters of both begin with p and g."""
    prime, generator, public = _numbers_of(spki)
    if prime.bit_length() > _MAX_NUMBER_BITS or not 1 < public < prime - 1 or not 1 < private < prime:
        raise _CannotTellError("the keys do not go together")
    size = (prime.bit_length() + 7) // 8
    return pow(public, private, prime).to_bytes(size), pow(generator, private, prime).to_bytes(size)


def _numbers_of(spki: bytes) -> tuple[int, int, int]:
    what = "key of chip authentication"
    try:
        outer = parts(spki, 0, len(spki), what, most=1)[0]
        algorithm, bits = parts(spki, outer.start, outer.stop, what, most=2)
        kind, parameters = parts(spki, algorithm.start, algorithm.stop, what, most=2)
        prime, generator = parts(spki, parameters.start, parameters.stop, what)[:2]
        value = parts(spki, bits.start + 1, bits.stop, what, most=1)[0]
    except (ValueError, IndexError) as error:
        raise _CannotTellError("the chip's key cannot be read") from error
    if dotted(spki[kind.start : kind.stop], what) not in {"1.2.840.113549.1.3.1", "1.2.840.10046.2.1"}:
        raise _CannotTellError("the chip's key is of another kind than DG14 says")
    p, g, y = (int.from_bytes(spki[part.start : part.stop]) for part in (prime, generator, value))
    return p, g, y


def _mac_holds(cipher: str, shared: bytes, evidence: ChipEvidence) -> bool:
    """The checksum of a secured response (Doc 9303-11, 9.8.6): over the counter and the data objects before it."""
    data = evidence.response
    status = data[-2:] if data[-12:-10] == b"\x8e\x08" else b""
    found = parts(data, 0, len(data) - len(status), "secured response", most=4)
    if [part.tag for part in found[-1:]] != [0x8E] or found[-1].stop - found[-1].start != 8:
        raise InvalidInput("the secured response has no checksum of 8 bytes", where="response", rule=CHIP_RULE)
    block = 8 if cipher == "3DES" else 16
    body = evidence.ssc.to_bytes(block) + data[: found[-1].at] + b"\x80"
    body += bytes(-len(body) % block)
    expected = (_retail_mac if cipher == "3DES" else _cmac)(_mac_key(cipher, shared), body)
    return compare_digest(expected, data[found[-1].start : found[-1].stop])


def _mac_key(cipher: str, shared: bytes) -> bytes:
    """Key derivation with counter 2 (Doc 9303-11, 9.7.1)."""
    seed = shared + (2).to_bytes(4)
    if cipher in {"3DES", "AES-128"}:
        return sha1(seed, usedforsecurity=False).digest()[:16]
    return sha256(seed).digest()[: 24 if cipher == "AES-192" else 32]


def _cmac(key: bytes, body: bytes) -> bytes:
    mac = CMAC(algorithms.AES(key))
    mac.update(body)
    return mac.finalize()[:8]


def _retail_mac(key: bytes, body: bytes) -> bytes:
    """ISO/IEC 9797-1, algorithm 3 with DES: a chain with the first half of the key, and 3DES for the last block."""
    first, second = key[:8], key[8:]
    chain = _des(first, body[:-8], modes.CBC(bytes(8)))[-8:] if len(body) > 8 else bytes(8)
    last = bytes(left ^ right for left, right in zip(chain, body[-8:], strict=True))
    return _des(first + second + first, last, modes.ECB())  # noqa: S305 -- one block, as the standard has it


def _des(key: bytes, data: bytes, mode: modes.CBC | modes.ECB) -> bytes:
    encryptor = Cipher(TripleDES(key * (24 // len(key))), mode).encryptor()
    return encryptor.update(data) + encryptor.finalize()


def _document(data: bytes, what: str, rule: str) -> dict[str, Any]:
    if len(data) > MAX_EVIDENCE:
        raise _bad(what, f"is larger than {MAX_EVIDENCE} bytes", rule)
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _bad(what, "is not JSON", rule) from error
    if not isinstance(document, dict):
        raise _bad(what, "is not a JSON object", rule)
    return document


def _hex(document: dict[str, Any], key: str, what: str) -> bytes:
    try:
        value = bytes.fromhex(document[key])
    except (KeyError, TypeError, ValueError) as error:
        raise _bad(what, f"has no {key} in hexadecimal", ACTIVE_RULE) from error
    if not value or len(value) > _MAX_NUMBER_BITS:
        raise _bad(what, f"has a {key} of a length that cannot be", ACTIVE_RULE)
    return value


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _bad(what: str, problem: str, rule: str) -> InvalidInput:
    return InvalidInput(f"{what} {problem}", where=what, rule=rule, mend="Record it again at the reader")

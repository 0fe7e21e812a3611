"""What is fuzzed: each public parser, with inputs that it reads well and what then is known to be true.

Where the verdict on a seed is ``passed``, its ``facts`` say what the signature stands for. An edited input may keep
its verdict only while these stay as they were: only what nobody signs was touched.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pikepdf.settings import set_qpdf_limits
from PIL import Image

from preclear.documents import (
    TrustStore,
    decoding,
    der,
    images,
    inventory,
    lds,
    mobile,
    mrz,
    papers,
    seals,
    security_object,
    verify,
)
from preclear.documents import evidence as evidences
from preclear.documents.papers import reading
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import Chip, MrzFields
from preclear.specimens import (
    Break,
    TestCountry,
    groups,
    make_passport,
    page,
    portrait,
    publications,
)
from preclear.specimens import (
    mobile as wallets,
)
from preclear.specimens import seals as stamped
from preclear.specimens.evidence import ActiveChip, AgreeingChip
from preclear.specimens.keys import elliptic_key, rare_key, rsa_key
from preclear.specimens.papers import Past, make_letter, make_photograph
from preclear.writing import cbor, json_text
from preclear.writing.plain import plain

COUNTRY = TestCountry(seed="fuzz")
NOON = COUNTRY.noon
PASSED = CheckStatus.PASSED
HOLDER = MrzFields(
    document_code="P",
    issuing_state="UTO",
    surname="SPECIMEN",
    given_names="ANNA MARIA",
    document_number="S00000017",
    nationality="UTO",
    birth_date="1990-02-03",
    sex="F",
    expiry_date="2033-01-01",
    optional_data="",
)
VISA = replace(HOLDER, document_code="V", document_number="V00000017", expiry_date="2027-01-01")

LONGEST_ZONE = 1000
"""Characters of a text to which second thoughts of a reader are made up: one list entry a character."""

Call = Callable[[bytes], Any]
Facts = Callable[[bytes, Any], Any]


@dataclass(frozen=True, kw_only=True)
class Seed:
    """An input and the call that reads it. ``facts`` gives what is proven, None where the verdict is not ``passed``."""

    name: str
    data: bytes
    call: Call
    form: str = "bytes"
    facts: Facts | None = None
    like: str = ""
    """Seeds that are alike in this word are read by one and the same call: of them, one meets the bombs."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """Seeds of one parser. ``seconds`` of processor time and ``megabytes`` bound one call.

    With ``sweep`` each seed is cut everywhere, and each byte of it changed.
    """

    name: str
    seeds: Sequence[Seed]
    seconds: float = 2.0
    megabytes: int = 300
    share: float = 1.0
    sweep: bool = True


def shown(value: Any) -> Any:
    """The value, after it was written as the command line writes it: whatever was read must also be printable."""
    json.dumps(plain(value), ensure_ascii=False).encode()
    return value


@cache
def countries() -> Mapping[str, TestCountry]:
    """Countries that sign with keys of different kinds."""
    keys = {
        "written out": elliptic_key("fuzz", curve="1.3.36.3.3.2.8.1.1.7", explicit=True),
        "PSS": rsa_key("fuzz", size=1536, hash_name="sha384", pss=True),
        "RSA": rsa_key("fuzz", size=1536, hash_name="sha1"),
        "rare": rare_key("fuzz", curve="1.3.36.3.3.2.8.1.1.5", hash_name="sha224"),
    }
    return {"P-256": COUNTRY} | {
        name: TestCountry(seed=name, csca_key=key, signer_key=key) for name, key in keys.items()
    }


def chip() -> Iterator[Seed]:
    """Each file of a chip in turn, the others whole."""
    for name, country in countries().items():
        for version in (0, 1) if name == "P-256" else (0,):
            files = make_passport(HOLDER, country=country, version=version).chip.files
            yield _of_chip(f"SOD {name} {version}", "SOD", files, country, _chip_facts)
    for broken in Break:
        files = make_passport(HOLDER, country=COUNTRY, broken=broken).chip.files
        yield _of_chip(f"SOD {broken}", "SOD", files, COUNTRY, _chip_facts)
    files, challenge, chips = _full()
    for name in files:
        form = "json" if name in {"AA", "CA"} else "der"
        facts = {"AA": _active_facts, "CA": _agreed_facts}.get(name, _chip_facts)
        yield _of_chip(name, name, files, COUNTRY, facts, form, challenge=challenge, terminal_key=chips.terminal_key)
    for number, image in ((2, groups.faces_of_2019(portrait.grey_portrait("x"))), (5, b""), (7, b"")):
        data = image or groups.shown(number, portrait.grey_portrait("x"))
        files = make_passport(HOLDER, country=COUNTRY, further={number: data}).chip.files
        yield _of_chip(f"DG{number} further", f"DG{number}", files, COUNTRY, _chip_facts)
    yield Seed(
        name="terminal key",
        data=chips.terminal_key,
        call=lambda data: shown(verify(Chip(files=_full()[0]), COUNTRY.trust, NOON, terminal_key=data, challenge=data)),
    )


@cache
def _full() -> tuple[dict[str, bytes], bytes, AgreeingChip]:
    """A chip with all data groups that are read, and evidence."""
    active, agreeing, challenge = ActiveChip("fuzz", rsa_bits=1024), AgreeingChip("fuzz"), bytes(range(8))
    further = {
        3: der_element(0x63, b"\x02\x01\x00"),
        11: groups.details(11, {0x5F10: b"UTO-1", 0x5F2B: b"19900203", 0x5F0E: b"SPECIMEN<<ANNA"}, ["ANNE<SPECIMEN"]),
        12: groups.details(12, {0x5F19: b"UTOPIA", 0x5F26: b"20230101"}, ["PERSON<OTHER"]),
        14: groups.security_options(*agreeing.infos, active.info),
        15: groups.active_key(active.spki),
        16: groups.person_to_notify("SPECIMEN BERTA"),
    }
    files = dict(make_passport(HOLDER, country=COUNTRY, further=further).chip.files)
    return files | {"AA": active.evidence(challenge), "CA": agreeing.evidence()}, challenge, agreeing


def der_element(tag: int, content: bytes) -> bytes:
    """A short element."""
    return bytes([tag, len(content)]) + content


def _of_chip(
    name: str,
    part: str,
    files: Mapping[str, bytes],
    country: TestCountry,
    facts: Facts,
    form: str = "der",
    **options: Any,
) -> Seed:
    def call(data: bytes) -> Any:
        changed = Chip(files={**files, part: data})
        shown(lds.read_contents(changed).groups)
        return shown(verify(changed, country.trust, NOON, **options))

    def proven(data: bytes, result: Any) -> Any:
        found = facts(data if part in {"SOD", "AA", "CA"} else files["SOD"], result)
        if found is None or part != "SOD":
            return found
        # Where nothing is said to be odd, not one byte may be another one.
        return found, data if result.step("sod.conforms").status is PASSED else files["SOD"]

    return Seed(
        name=name, data=files[part], call=call, form=form, facts=proven if part != "COM" else _holder_facts, like=part
    )


def _holder_facts(_data: bytes, result: Any) -> Any:
    return (result.holder, result.signer) if result.result is PASSED else None


def _chip_facts(data: bytes, result: Any) -> Any:
    """A changed SOD keeps ``passed`` where only unsigned fields differ, and then ``sod.conforms`` must say so."""
    if result.result is not PASSED:
        return None
    sod = security_object.read(data)
    hashes = tuple(step.id for step in result.checks if step.id.startswith("dg.") and step.status is PASSED)
    return result.holder, result.signer, sod.signed.content, hashes


def _active_facts(data: bytes, result: Any) -> Any:
    with suppress(InvalidInput):
        return evidences.read_active(data) if result.step("aa.signature").status is PASSED else None


def _agreed_facts(data: bytes, result: Any) -> Any:
    """Nobody secures the status words behind a secured response, nor names the protocol where one is offered."""
    with suppress(InvalidInput):
        record = evidences.read_chip(data)
        if result.step("ca.evidence").status is PASSED:
            return record.terminal_private_key, record.response[:14], record.ssc
    return None


def trust() -> Iterator[Seed]:
    """Publications of every kind, then a look into the store and a passport verified against it."""
    signer = COUNTRY.signer.certificate
    fault = publications.Faulty(kind="2.2", part=2, document_type="P", signer=signer, issued=(NOON, NOON))
    defect = publications.Defect(kind="1.1", signer=signer, code=1, groups=(1, 2))
    files: dict[str, tuple[bytes, str]] = {
        "csca": (COUNTRY.csca, "der"),
        "signer": (signer, "der"),
        "link": (COUNTRY.link(elliptic_key("newer")), "der"),
        "crl": (COUNTRY.crl, "der"),
        "master list": (COUNTRY.master_list(*(one.csca for one in countries().values())), "der"),
        "deviation list": (publications.deviation_list(COUNTRY, fault, fault), "der"),
        "defect list": (publications.defect_list(COUNTRY, defect), "der"),
        "ldif": (publications.ldif(("csca", COUNTRY.csca), ("certificate", signer), ("crl", COUNTRY.crl)), "wrapped"),
        "pem": (_pem(COUNTRY.csca) + _pem(signer), "wrapped"),
        "vical": (wallets.make_vical(COUNTRY, {COUNTRY.csca: "UTO"}), "cbor"),
        "explicit": (countries()["written out"].csca, "der"),
        "pss": (countries()["PSS"].csca, "der"),
    }
    passport = make_passport(HOLDER, country=COUNTRY).chip

    def call(data: bytes) -> Any:
        store = TrustStore.join(COUNTRY.trust, TrustStore.read("file", data))
        shown([inventory.by_state(store, NOON), store.sources])
        for code in store.countries:
            shown(inventory.of_state(store, code))
        return store, shown(verify(passport, store, NOON))

    for name, (data, form) in files.items():
        facts = _source_facts if name.endswith("list") or name == "vical" else None
        yield Seed(name=name, data=data, call=call, form=form, facts=facts, like="file")


def _source_facts(_data: bytes, result: Any) -> Any:
    store, _ = result
    source = next((one for one in store.sources if one.path == "file"), None)
    if source is None or source.signature is not PASSED:
        return None
    return frozenset(one.der for one in store.certificates), store.deviations, source.signer


def _pem(data: bytes) -> bytes:
    return b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(data) + b"-----END CERTIFICATE-----\n"


def seal() -> Iterator[Seed]:
    """VDS, IDB and VDS-NC, good and broken."""
    makers: dict[str, tuple[Callable[..., stamped.SpecimenSeal], MrzFields, str, dict[str, Any]]] = {
        "vds 4": (stamped.make_vds, VISA, "vds", {"passport_number": "S00000017"}),
        "vds 3": (stamped.make_vds, HOLDER, "vds", {"version": 3}),
        "idb": (stamped.make_idb, VISA, "idb", {}),
        "idb packed": (stamped.make_idb, HOLDER, "idb", {"compressed": True, "with_certificate": True}),
        "vds-nc": (stamped.make_vds_nc, HOLDER, "json", {}),
    }
    for name, (make, holder, form, options) in makers.items():
        for broken in (None, *stamped.SealBreak):
            with suppress(InvalidInput):
                made = make(holder, country=COUNTRY, broken=broken, **options)
                kept = "bytes" if broken in {stamped.SealBreak.CUT, stamped.SealBreak.OVERSIZED} else form
                yield _of_seal(f"{name} {broken or 'good'}", made, kept)


def _of_seal(name: str, made: stamped.SpecimenSeal, form: str) -> Seed:
    def call(data: bytes) -> Any:
        found = shown(seals.verify(data, made.trust, NOON))
        shown(seals.against(found, mrz.parse(mrz.format(VISA, "MRV-A")), "S00000017"))
        return found

    return Seed(name=name, data=made.data, call=call, form=form, facts=_seal_facts, like="seal")


def _seal_facts(_data: bytes, result: Any) -> Any:
    if result.result is not PASSED:
        return None
    header = {key: value for key, value in result.message.get("header", {}).items() if key != "compressed"}
    message = {key: value for key, value in result.message.items() if key != "header"}
    return json.dumps(plain([header, message, result.signer, result.profile]), sort_keys=True)


def pictures() -> Iterator[Seed]:
    """Pictures of seals: ``seals.find`` and ``seals.verify``."""
    content = stamped.make_vds(VISA, country=COUNTRY).data
    for code in ("DataMatrix", "QRCode", "Aztec", "PDF417"):
        yield Seed(name=code, data=stamped.as_picture(content, code=code), call=_found, form="png", like="picture")


def _found(data: bytes) -> Any:
    seals.find(data)
    return shown(seals.verify(data, COUNTRY.trust, NOON))


def wallet() -> Iterator[Seed]:
    """Mobile documents in their three forms, and digital travel credentials in their three."""
    passport = make_passport(HOLDER, country=COUNTRY).chip
    for flaw in (None, *wallets.Flaw):
        one = wallets.Wallet(country=COUNTRY, flaw=flaw)
        yield _of_wallet(f"mdoc {flaw or 'good'}", one.response(), one.session, "cbor")
    good = wallets.Wallet(country=COUNTRY)
    photo = wallets.Wallet(country=COUNTRY, doc_type=wallets.PHOTO_ID, chip=passport)
    yield _of_wallet("document", good.document(mac=True), good.session, "cbor")
    yield _of_wallet("issuer signed", good.issuer_signed(), b"", "cbor")
    yield _of_wallet("two documents", good.response(photo), good.session, "cbor")
    yield _of_wallet("hexadecimal", good.issuer_signed().hex().encode(), b"", "bytes")
    yield _of_wallet("DTC", wallets.make_dtc(passport), b"", "der")
    yield _of_wallet("DTC archive", wallets.make_dtc(passport, archive=True), b"", "zip")
    response = good.response()
    yield Seed(
        name="session",
        data=good.session,
        call=lambda data: shown(mobile.verify(response, COUNTRY.trust, NOON, session=data)),
        form="cbor",
    )


def _of_wallet(name: str, data: bytes, session: bytes, form: str) -> Seed:
    def call(changed: bytes) -> Any:
        mobile.recognises(changed)
        return shown(mobile.verify(changed, COUNTRY.trust, NOON, session=session))

    return Seed(name=name, data=data, call=call, form=form, facts=_wallet_facts, like="wallet")


def _wallet_facts(_data: bytes, result: Any) -> Any:
    """All that is shown, as a set: a wallet may show less of what was signed, and nothing else."""
    if result.result is not PASSED:
        return None
    message = {key: value for key, value in result.message.items() if key not in {"files", "refused", "withheld"}}
    further = message.pop("further_documents", [])
    signer = plain(result.signer)
    return frozenset(leaf for one in (message, *further) for leaf in _leaves(plain(one), "")) | {str(signer)}


def _leaves(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}/{key}")
    elif value:
        yield f"{path}={value}"


def zones() -> Iterator[Seed]:
    """Machine readable zones as text of any characters: read, and repaired."""
    for kind in ("TD1", "TD2", "TD3", "MRV-A", "MRV-B"):
        holder = VISA if kind.startswith("MRV") else HOLDER
        lines = mrz.format(holder, kind)
        yield Seed(name=kind, data="\n".join(lines).encode(), call=_zone, form="text", like="zone")
        yield Seed(name=f"{kind} joined", data="".join(lines).encode(), call=_zone, form="text", like="zone")


def _zone(data: bytes) -> Any:
    text = data.decode("utf-8", "surrogateescape")
    problem = None
    for lines in (text, text.split("\n")):
        for read in (mrz.parse, mrz.repair):
            try:
                shown(read(lines))
            except InvalidInput as error:
                problem = error
    rows = text.split("\n") if len(text) < LONGEST_ZONE else []
    with suppress(InvalidInput):
        shown(mrz.repair(rows, alternatives=[["0O", *row[1:]] for row in rows]))
    if problem:
        raise problem
    return None


def values() -> Iterator[Seed]:
    """The readers underneath: CBOR, JSON and TLV."""
    data = wallets.Wallet(country=COUNTRY).response()
    yield Seed(name="CBOR strict", data=data, call=cbor.loads, form="cbor")
    yield Seed(name="CBOR", data=data, call=lambda data: cbor.loads(data, strict=False, depth=16), form="cbor")
    yield Seed(name="JSON", data=stamped.make_vds_nc(HOLDER, country=COUNTRY).data, call=json_text.load, form="json")
    yield Seed(name="TLV", data=COUNTRY.crl, call=lambda data: der.definite(data, "TLV"), form="der")
    limit = 64 << 20
    yield Seed(
        name="TLV bounds", data=COUNTRY.crl, call=lambda data: der.first_element(data, "TLV", limit=limit), form="der"
    )


def decoded() -> Iterator[Seed]:
    """Decoders of pictures: pages, and previews of portraits."""
    for name, (data, form) in _photographs().items():
        yield Seed(name=name, data=data, call=_decoded, form=form, like="picture")


def _decoded(data: bytes) -> Any:
    problem = None
    for read in (lambda: list(decoding.pages(data)), lambda: decoding.preview(data)):
        try:
            read()
        except InvalidInput as error:
            problem = error
    if problem:
        raise problem


@cache
def _photographs() -> Mapping[str, tuple[bytes, str]]:
    drawn = page.draw_page(HOLDER)
    found = {"PNG": (drawn, "png"), "JPEG": (page.photograph(drawn, page.Shot.of("fuzz"), "fuzz"), "bytes")}
    small = Image.frombytes("RGB", (48, 40), bytes(range(256)) * 22 + bytes(128))
    for kind, mode, options in (
        ("JPEG2000", "RGB", {}),
        ("JPEG", "RGB", {"progressive": True, "exif": _turned()}),
        ("JPEG", "CMYK", {}),
        ("PNG", "P", {"transparency": 3}),
        ("PNG", "LA", {}),
        ("PNG", "I;16", {}),
    ):
        stream = io.BytesIO()
        picture = small.convert("L").convert("I;16") if mode == "I;16" else small.convert(mode)
        picture.save(stream, kind, **options)
        found[f"{kind} {mode}"] = (stream.getvalue(), "png" if kind == "PNG" else "bytes")
    found["PDF"] = (make_letter(COUNTRY, Past.SCANNED), "bytes")
    return found


def _turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def photographed() -> Iterator[Seed]:
    """Whole pages: slow, so few."""
    for name in ("PNG", "JPEG", "PDF"):
        data, form = _photographs()[name]
        yield Seed(name=name, data=data, call=lambda data: shown(images.read(data)), form=form, like="page")


def letters() -> Iterator[Seed]:
    """Supporting papers, read in this very process (``papers.look`` has one of its own)."""
    megabytes = 64 << 20
    set_qpdf_limits(
        flate_max_memory=megabytes,
        run_length_max_memory=megabytes,
        png_max_memory=megabytes,
        tiff_max_memory=megabytes,
        max_stream_filters=8,
        doc_max_warnings=1000,
        parser_max_nesting=100,
    )
    for name, data in _letters().items():
        yield Seed(name=name, data=data, call=lambda data: shown(reading.read(data, NOON)), like="paper")


@cache
def _letters() -> Mapping[str, bytes]:
    found = {str(past): make_letter(COUNTRY, past) for past in Past if past is not Past.SWOLLEN}
    return found | {"photograph": make_photograph("Editor")}


def looked_at() -> Iterator[Seed]:
    """Supporting papers as they are read in service: each in a process of its own."""
    for name, data in _letters().items():
        yield Seed(name=name, data=data, call=lambda data: shown(papers.look(data, NOON)), like="paper")


TARGETS: Mapping[str, Callable[[], Target]] = {
    "chip": lambda: Target(name="chip", seeds=tuple(chip()), share=4),
    "trust": lambda: Target(name="trust", seeds=tuple(trust()), share=3),
    "seal": lambda: Target(name="seal", seeds=tuple(seal()), share=3),
    "mobile": lambda: Target(name="mobile", seeds=tuple(wallet()), share=3),
    "mrz": lambda: Target(name="mrz", seeds=tuple(zones()), share=1, sweep=False),
    "values": lambda: Target(name="values", seeds=tuple(values()), share=1, sweep=False),
    "decoding": lambda: Target(name="decoding", seeds=tuple(decoded()), share=2, sweep=False),
    "pictures": lambda: Target(name="pictures", seeds=tuple(pictures()), seconds=10, share=1, sweep=False),
    "images": lambda: Target(name="images", seeds=tuple(photographed()), seconds=60, megabytes=900, sweep=False),
    "papers": lambda: Target(name="papers", seeds=tuple(letters()), seconds=5, share=2, sweep=False),
    "look": lambda: Target(name="look", seeds=tuple(looked_at()), share=0.5, sweep=False),
}

"""Reading what a wallet hands over: DeviceResponse, Document or IssuerSigned (ISO/IEC 18013-5, 8.3.2.1.2.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from preclear.documents.cose import Sign1, read_sign1
from preclear.errors import InvalidInput
from preclear.writing import cbor
from preclear.writing.cbor import EMBEDDED, Tagged

MAX_SIZE = 8 * 1024 * 1024
_MAX_DOCUMENTS = 16
_MAX_ELEMENTS = 2000
_DEPTH = 16
_RULE = "ISO/IEC 18013-5, 8.3.2.1.2.2"
_MEND = "Export the device response or the issuer-signed part from the wallet again"


@dataclass(frozen=True, kw_only=True)
class Element:
    """One element that the issuer signed the digest of. ``raw`` are its bytes as received, tag 24 and all."""

    digest_id: int
    name: str
    value: Any
    raw: bytes
    salt_size: int


@dataclass(frozen=True, kw_only=True)
class DeviceSigned:
    """What the holder's device signed: ``raw`` are the bytes of its own elements; one of signature and MAC is there."""

    raw: bytes
    elements: Mapping[str, Mapping[str, Any]]
    signature: Sign1 | None
    mac: Sign1 | None


@dataclass(frozen=True, kw_only=True)
class Mdoc:
    """One mobile document as received. ``doc_type`` is None where the issuer-signed part came alone.

    ``withheld`` are elements that the wallet says it did not give, by namespace.
    """

    doc_type: str | None
    elements: Mapping[str, tuple[Element, ...]]
    issuer_auth: Sign1
    device: DeviceSigned | None
    withheld: tuple[str, ...] = ()

    def all_elements(self) -> Iterator[tuple[str, Element]]:
        """Every element with its namespace, in the order received."""
        return ((space, one) for space, elements in self.elements.items() for one in elements)


@dataclass(frozen=True, kw_only=True)
class Response:
    """A device response: its documents, its status (0 is good) and the document types that it refuses."""

    documents: tuple[Mdoc, ...]
    version: str = ""
    status: int = 0
    refused: tuple[str, ...] = field(default=())


def looks_like(value: Any) -> bool:
    """Whether a value read from CBOR has the shape of one of the three forms."""
    return isinstance(value, dict) and bool({"documents", "issuerSigned", "issuerAuth", "status"} & value.keys())


def load(data: bytes) -> Any:
    """The CBOR of a mobile document, without the wrapping that some wallets put around it (tag 24)."""
    if len(data) > MAX_SIZE:
        raise InvalidInput(f"is larger than {MAX_SIZE} bytes", where="mobile document", mend=_MEND)
    return embedded(cbor.loads(data, strict=False, depth=_DEPTH))


def embedded(value: Any) -> Any:
    """What stands in a byte string of tag 24, or the value itself (RFC 8949, 3.4.5.1)."""
    if isinstance(value, Tagged) and value.tag == EMBEDDED and isinstance(value.value, bytes):
        return cbor.loads(value.value, strict=False, depth=_DEPTH)
    return value


def read(value: Any) -> Response:
    """One of the three forms as a response; ``InvalidInput`` where the outer structure is none of them."""
    match value:
        case {"documents": list(documents)} if len(documents) <= _MAX_DOCUMENTS:
            found = tuple(_document(one) for one in documents)
        case {"documents": _}:
            raise wrong(f"the documents are no list of at most {_MAX_DOCUMENTS}", "documents")
        case {"issuerSigned": _}:
            return Response(documents=(_document(value),))
        case {"issuerAuth": _}:
            return Response(documents=(_issuer_signed(value, None, None, ()),))
        case {"status": _}:
            found = ()
        case _:
            raise wrong("is neither a device response, nor a document, nor the issuer-signed part of one", "")
    return Response(
        documents=found,
        version=_text(value.get("version", "")),
        status=value["status"] if isinstance(value.get("status"), int) else 0,
        refused=_refused(value.get("documentErrors")),
    )


def _refused(errors: Any) -> tuple[str, ...]:
    listed = errors if isinstance(errors, list) else []
    return tuple(str(name) for one in listed if isinstance(one, dict) for name in one)


def _document(value: Any) -> Mdoc:
    value = embedded(value)
    match value:
        case {"docType": str(doc_type), "issuerSigned": dict(signed)}:
            errors = value.get("errors")
            withheld = tuple(_withheld(errors)) if isinstance(errors, dict) else ()
            return _issuer_signed(signed, doc_type, _device(value.get("deviceSigned")), withheld)
        case _:
            raise wrong("a document has no type or no issuer-signed part", "documents")


def _withheld(errors: Mapping[Any, Any]) -> list[str]:
    return [f"{space}.{name}" for space, names in errors.items() if isinstance(names, dict) for name in names]


def _issuer_signed(
    value: Mapping[Any, Any], doc_type: str | None, device: DeviceSigned | None, withheld: tuple[str, ...]
) -> Mdoc:
    spaces = value.get("nameSpaces") or {}
    if not isinstance(spaces, dict) or not all(isinstance(one, str) for one in spaces):
        raise wrong("the namespaces are no map", "nameSpaces")
    elements = {space: tuple(_element(one, space) for one in _listed(items, space)) for space, items in spaces.items()}
    if sum(map(len, elements.values())) > _MAX_ELEMENTS:
        raise wrong(f"more than {_MAX_ELEMENTS} elements", "nameSpaces")
    for space, items in elements.items():
        _unique(space, items)
    return Mdoc(
        doc_type=doc_type,
        elements=elements,
        issuer_auth=read_sign1(value.get("issuerAuth"), "issuerAuth"),
        device=device,
        withheld=withheld,
    )


def _listed(items: Any, space: str) -> list[Any]:
    if not isinstance(items, list):
        raise wrong("the elements are no list", space)
    return items


def _element(item: Any, space: str) -> Element:
    """One IssuerSignedItemBytes. The digest is over the bytes as they came, so they are kept."""
    if not (isinstance(item, Tagged) and item.tag == EMBEDDED):
        raise wrong("an element is not embedded in tag 24", space)
    match embedded(item):
        case {"digestID": int(number), "random": bytes(salt), "elementIdentifier": str(name), "elementValue": value}:
            return Element(digest_id=number, name=name, value=value, raw=item.raw, salt_size=len(salt))
        case _:
            raise wrong("an element lacks its number, salt, name or value", space)


def _unique(space: str, items: tuple[Element, ...]) -> None:
    """Two elements of one name would let the sender choose which of them a reader sees."""
    names = [one.name for one in items]
    twice = next((name for name in names if names.count(name) > 1), None) if len(set(names)) < len(names) else None
    if twice is not None:
        raise wrong(f"the element {twice} stands there twice", space)


def _device(value: Any) -> DeviceSigned | None:
    if value is None:
        return None
    match value:
        case {"nameSpaces": Tagged(tag=24) as spaces, "deviceAuth": dict(auth)}:
            signature, mac = auth.get("deviceSignature"), auth.get("deviceMac")
            return DeviceSigned(
                raw=spaces.raw,
                elements=_device_elements(embedded(spaces)),
                signature=None if signature is None else read_sign1(signature, "deviceSignature"),
                mac=None if mac is None else read_sign1(_without_tag(mac), "deviceMac"),
            )
        case _:
            raise wrong("the device-signed part is not of its form", "deviceSigned")


def _without_tag(mac: Any) -> Any:
    """COSE_Mac0 has the same four parts as COSE_Sign1 (RFC 9052, 6.2), the last being the tag of the MAC."""
    return mac.value if isinstance(mac, Tagged) and mac.tag == 17 else mac


def _device_elements(value: Any) -> Mapping[str, Mapping[str, Any]]:
    if isinstance(value, dict) and all(isinstance(one, dict) for one in value.values()):
        return {str(space): {str(name): each for name, each in items.items()} for space, items in value.items()}
    raise wrong("the device's namespaces are no map of maps", "deviceSigned")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def wrong(what: str, where: str) -> InvalidInput:
    """What is wrong with a mobile document, and where in it."""
    return InvalidInput(what, where=where or "mobile document", rule=_RULE, mend=_MEND)

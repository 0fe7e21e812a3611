"""What programs send: JSON within the house's bounds, and applications with their files."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Schema
from ninja.parser import Parser
from pydantic import ConfigDict, Field, StringConstraints

from preclear.errors import InvalidInput
from preclear.model.codes import MatchDecision, Outcome
from preclear.services.ports import StoredFile
from preclear.writing import json_text

MOST_FILES = 40
LARGEST_FILE = 10_000_000
_RULE = "docs/http-api.md, files"
_FILE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,40}/[a-z0-9][a-z0-9.+-]{0,80}")

Words = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
Short = Annotated[str, StringConstraints(max_length=2_000)]
Seen = Annotated[int, Field(ge=0, lt=2**31, description="The case's version that you looked at")]


class HouseParser(Parser):
    """Reads every JSON body: strict, bounded, Unicode NFC. ``InvalidInput`` says where it fails."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as JSON values."""
        return json_text.load(request.body, limit=json_text.BYTES)


class Sent(Schema):
    """Something sent: fields that nobody knows are refused, so that a slip is not lost in silence."""

    model_config = ConfigDict(extra="forbid")


class AnswerSent(Sent):
    """An answer to a question (``q1``) or to a contradiction that was put (``p1``)."""

    question: Annotated[str, StringConstraints(pattern=r"^[qp][0-9]{1,4}$")]
    text: Words


class AppealSent(Sent):
    """An appeal."""

    grounds: Words


class TakeSent(Sent):
    """What to take next. The system chooses which."""

    what: Literal["case", "proposal", "match", "appeal"] = "case"


class AskSent(Sent):
    """A question to the applicant."""

    text: Words
    seen: Seen


class PutSent(Sent):
    """A contradiction to be put to the applicant. ``finding`` is its key."""

    finding: Short
    text: Words
    seen: Seen


class AcceptSent(Sent):
    """Whether the applicant's answer resolves a contradiction."""

    question: Annotated[str, StringConstraints(pattern=r"^p[0-9]{1,4}$")]
    accepted: bool
    seen: Seen


class MatchSent(Sent):
    """What the match desk says of a possible match. ``key`` is ``list/entity``."""

    key: Short
    said: MatchDecision
    reason: Words
    seen: Seen


class ReasonsSent(Sent):
    """Written reasons for a refusal, as the applicant reads them."""

    ground: Annotated[str, StringConstraints(max_length=40)]
    facts: Annotated[list[Words], Field(max_length=50)]
    considered: Annotated[list[Short], Field(max_length=100)]
    rule: Short
    would_resolve: Short = ""


class ProposeSent(Sent):
    """A grant, which issues the clearance; or the proposal to refuse, which waits for a second human."""

    outcome: Outcome
    seen: Seen
    note: Short = ""
    conditions: Annotated[tuple[Short, ...], Field(max_length=20)] = ()
    reasons: ReasonsSent | None = None


class OwnViewSent(Sent):
    """What the second person sees in the dossier before reading the proposal."""

    would: Literal["grant", "refuse", "ask"]
    fact: Words


class ConfirmSent(Sent):
    """Confirming a refusal, with the own view."""

    own_view: Words
    seen: Seen


class ReturnSent(Sent):
    """Sending a proposal back, with what to look at again."""

    reason: Words
    seen: Seen


def application_of(request: HttpRequest) -> tuple[Any, tuple[StoredFile, ...]]:
    """The application's document and its files, from multipart parts or from JSON.

    Multipart: the part ``application`` is the document, every other part a file under its id. JSON: the document
    itself, or the envelope ``{"application": {...}, "files": {"f1": {"content": BASE64, "media_type", "name"}}}``.
    """
    if request.content_type == "multipart/form-data":
        return _from_parts(request)
    whole = json_text.load(request.body, limit=json_text.BYTES * 2)
    if isinstance(whole, Mapping) and "application" in whole and "reference" not in whole:
        return whole["application"], _enveloped(whole)
    return whole, ()


def _from_parts(request: HttpRequest) -> tuple[Any, tuple[StoredFile, ...]]:
    parts = {id_: part for id_, part in request.FILES.items() if not isinstance(part, list)}
    document = parts.pop("application", None)
    text = document.read() if document else request.POST.get("application", "")
    if not text:
        raise InvalidInput("the part application is missing", where="application", rule=_RULE)
    whole = json_text.load(text)
    kinds = _kinds(whole)
    if len(parts) > MOST_FILES:
        raise InvalidInput(f"more than {MOST_FILES} files", where="files", rule=_RULE)
    return whole, tuple(
        _file(id_, part.read(), part.content_type or "", part.name or "", kinds) for id_, part in sorted(parts.items())
    )


def _enveloped(whole: Mapping[str, Any]) -> tuple[StoredFile, ...]:
    unknown = sorted(set(whole) - {"application", "files"})
    if unknown:
        raise InvalidInput("not a part of the envelope", where=unknown[0], rule=_RULE)
    files, kinds = whole.get("files", {}), _kinds(whole["application"])
    if not isinstance(files, Mapping) or len(files) > MOST_FILES:
        raise InvalidInput(f"files is an object of at most {MOST_FILES}", where="files", rule=_RULE)
    return tuple(_decoded(id_, one, kinds) for id_, one in sorted(files.items()))


def _decoded(id_: str, one: Any, kinds: Mapping[str, str]) -> StoredFile:
    where = f"files.{id_[:40]}"
    told = one if isinstance(one, Mapping) else {}
    content, media, name = (told.get(part, "") for part in ("content", "media_type", "name"))
    if not all(isinstance(part, str) for part in (content, media, name)) or set(told) - {
        "content",
        "media_type",
        "name",
    }:
        raise InvalidInput("not content, media_type and name", where=where, rule=_RULE)
    try:
        data = b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidInput("not base64", where=f"{where}.content", rule="RFC 4648, section 4") from error
    return _file(id_, data, media, name, kinds)


def _file(id_: str, content: bytes, media: str, name: str, kinds: Mapping[str, str]) -> StoredFile:
    where = f"files.{id_[:40]}"
    if not _FILE_ID.fullmatch(id_):
        raise InvalidInput("not an id of a file", where=where, rule=_RULE)
    if not 0 < len(content) <= LARGEST_FILE:
        raise InvalidInput(f"a file has 1 to {LARGEST_FILE} bytes", where=where, rule=_RULE)
    plain_name = "".join(sign for sign in name if sign.isprintable())[:120]
    return StoredFile(
        id=id_,
        kind=kinds.get(id_, "chip"),
        media_type=media if _MEDIA_TYPE.fullmatch(media) else "application/octet-stream",
        content=content,
        sha256=sha256(content).hexdigest(),
        name=plain_name,
    )


def _kinds(document: Any) -> Mapping[str, str]:
    """Kind of each file by id, as far as the document says; what is wrong in it is for the schema to say."""
    files: Sequence[Any] = document.get("files", ()) if isinstance(document, Mapping) else ()
    if not isinstance(files, list):
        return {}
    return {str(one.get("id")): str(one.get("kind")) for one in files if isinstance(one, Mapping)}

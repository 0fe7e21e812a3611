"""Candidates from OpenSearch: the names lie in a cluster, and the snapshot's own scorer judges what it proposes.

What a part of a query may stand for, and what that is worth, is read by the snapshot as ever; OpenSearch only says
which names have such parts, and sums the worth. The index of a snapshot carries the snapshot's id and is asked by that
name: places of one snapshot never meet another. Silence is ``Unavailable``, never "no match", and so is half an answer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from heapq import nlargest
from typing import Any, Protocol

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError, OpenSearchException
from opensearchpy.helpers import streaming_bulk

from preclear.errors import Unavailable
from preclear.screening import Snapshot
from preclear.screening.index import otherwise_parted
from preclear.screening.name_table import NameTable
from preclear.screening.parameters import PARAMETERS
from preclear.screening.vocabulary import Near, Vocabulary
from preclear.writing.names import NameForm

FORM = 1
"""Changes with what is kept of a name, so that an index of an earlier form is never asked."""

ENTITY_TYPES = ("person", "organisation")
_MOST_PARTS, _MOST_READINGS = 24, 40
"""Bounds of one question: together fewer than the 1,024 clauses that OpenSearch takes."""
_MORE = 4
"""So many times the names that are wanted are asked for: parts left out are weighed here, after the sum."""
_LEAST_WORTH = 0.001
"""OpenSearch takes no weight below zero, and finds nothing with zero."""
_CHUNK = 2000
_FILL_SECONDS = 120
_MAPPING = {
    "dynamic": "strict",
    "properties": {
        "place": {"type": "integer"},
        "entity_type": {"type": "keyword"},
        "length": {"type": "short"},
        "parts": {"type": "keyword"},
    },
}


class Indexed(Protocol):
    """What an index is filled from: a snapshot."""

    @property
    def id(self) -> str:
        """The snapshot's id."""

    def names(self, entity_type: str) -> NameTable:
        """Its names of persons, or of organisations and vessels."""


@dataclass(frozen=True, kw_only=True)
class OpenSearchServer:
    """An OpenSearch that holds the names of snapshots under ``alias``; ``seconds`` is the time limit of a question."""

    client: OpenSearch
    alias: str = "preclear-names"
    seconds: float = 2.0

    def fill(self, snapshot: Indexed) -> str:
        """Make the index of a snapshot, and let the alias name it: ``fill``."""
        return fill(self.client, self.alias, snapshot)

    def beside(self, snapshot: Snapshot) -> Snapshot:
        """The same snapshot, with candidates from here."""
        return snapshot.with_candidates(
            OpenSearchNames(client=self.client, alias=self.alias, snapshot=snapshot, seconds=self.seconds)
        )


def connect(url: str, *, alias: str = "preclear-names", ca: str = "", seconds: float = 2.0) -> OpenSearchServer:
    """The server at ``url`` (``https://user:password@host:9200``, several addresses of a cluster separated by commas).

    ``ca`` is a file of certificates that vouch for it, where the system's do not. Nothing is asked yet.
    """
    hosts = [one.strip() for one in url.split(",") if one.strip()]
    client = OpenSearch(hosts=hosts, timeout=seconds, max_retries=1, retry_on_timeout=False, ca_certs=ca or None)
    return OpenSearchServer(client=client, alias=alias, seconds=seconds)


def index_name(alias: str, snapshot_id: str) -> str:
    """The name of a snapshot's index.

    >>> index_name("preclear-names", "0f" * 16)
    'preclear-names-0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f-1'
    """
    return f"{alias}-{snapshot_id}-{FORM}"


@dataclass(frozen=True, kw_only=True)
class OpenSearchNames:
    """Which names of a snapshot have parts like these, asked of its index in OpenSearch."""

    client: OpenSearch
    alias: str
    snapshot: Indexed
    seconds: float = 2.0

    def candidates(self, form: NameForm, entity_type: str, most: int) -> Sequence[int]:
        """Places of the names that share most with this one, best first, at most ``most``.

        ``Unavailable`` where OpenSearch is silent, has no index of this snapshot, or answers for a part of it only.
        """
        vocabulary = self.snapshot.names(entity_type).vocabulary
        best = dict.fromkeys(self._best_of(form.tokens, entity_type, most))
        for tokens in otherwise_parted(form, vocabulary):
            best.update(dict.fromkeys(self._best_of(tokens, entity_type, most // 2)))
        return list(best)

    def _best_of(self, tokens: Sequence[str], entity_type: str, most: int) -> Sequence[int]:
        vocabulary = self.snapshot.names(entity_type).vocabulary
        parts = list(dict.fromkeys(tokens))[:_MOST_PARTS]
        found = [{"dis_max": {"queries": read}} for part in parts if (read := _readings(vocabulary, part))]
        if not found:
            return []
        with _heard():
            answer = self._asked(found, entity_type, most * _MORE)
            if answer["timed_out"] or answer["_shards"]["failed"]:
                raise Unavailable("OpenSearch answered for a part of the lists only")
            return _best(answer["hits"]["hits"], len(tokens), most)

    def _asked(self, found: list[dict[str, Any]], entity_type: str, size: int) -> Any:
        """One clause a part: in whichever way a name has it, it counts once."""
        of_type = {"term": {"entity_type": entity_type}}
        body = {
            "query": {"bool": {"filter": [of_type], "should": found, "minimum_should_match": 1}},
            "size": size,
            "sort": ["_score", {"place": "asc"}],
            "docvalue_fields": ["length"],
            "_source": False,
            "track_total_hits": False,
            "timeout": f"{math.ceil(self.seconds * 1000)}ms",
        }
        return self.client.search(
            index=index_name(self.alias, self.snapshot.id),
            body=body,
            params={"allow_partial_search_results": "false", "request_timeout": self.seconds},
        )


def _best(found: list[Any], parts: int, most: int) -> list[int]:
    """The likeliest, when each part of a name that was not asked for has cost something."""
    ranked = [
        (worth - PARAMETERS.left_out * max(int(one["fields"]["length"][0]) - parts, 0), -int(place))
        for one in found
        for worth, place in [one["sort"]]
    ]
    return [-place for _, place in nlargest(most, ranked)]


def _readings(vocabulary: Vocabulary, part: str) -> list[dict[str, Any]]:
    """The listed parts that a part may stand for, each with its worth."""
    best = nlargest(_MOST_READINGS, _worths(vocabulary.near(part)))
    return [_worth("parts", vocabulary.part(place), worth) for worth, place in best]


def _worths(near: Near) -> Iterator[tuple[float, int]]:
    return zip(near.worths.tolist(), near.places.tolist(), strict=True)


def _worth(field: str, value: str, worth: float) -> dict[str, Any]:
    return {"constant_score": {"filter": {"term": {field: value}}, "boost": max(worth, _LEAST_WORTH)}}


def fill(client: OpenSearch, alias: str, snapshot: Indexed) -> str:
    """Make the index of a snapshot, unless it is there, and let ``alias`` name it; gives the index's name.

    Whoever asks the index of another snapshot goes on undisturbed. The alias moves in one step, when every name is
    there; the index that it named before stays, for whoever has that snapshot open, and older ones go.
    ``Unavailable`` where OpenSearch is silent or refuses.
    """
    index = index_name(alias, snapshot.id)
    with _heard():
        before = _named_by(client, alias)
        if index not in before:
            _make(client, index, snapshot)
        actions: list[dict[str, Any]] = [
            {"remove": {"index": old, "alias": alias}} for old in sorted(before) if old != index
        ]
        client.indices.update_aliases(body={"actions": [*actions, {"add": {"index": index, "alias": alias}}]})
        ours = re.compile(re.escape(alias) + r"-[0-9a-f]{32}-[0-9]+")
        for old in client.indices.get(index=f"{alias}-*"):
            if ours.fullmatch(old) and old not in before | {index}:
                client.indices.delete(index=old)
    return index


def _make(client: OpenSearch, index: str, snapshot: Indexed) -> None:
    """What an earlier try left half filled is thrown away: no alias ever named it."""
    client.indices.delete(index=index, params={"ignore_unavailable": "true"})
    client.indices.create(
        index=index,
        body={"settings": {"index": {"number_of_shards": 1, "refresh_interval": "-1"}}, "mappings": _MAPPING},
    )
    sent = 0
    for done, _ in streaming_bulk(
        client, _documents(snapshot), chunk_size=_CHUNK, index=index, request_timeout=_FILL_SECONDS
    ):
        sent += done
    client.indices.refresh(index=index, params={"request_timeout": _FILL_SECONDS})
    if (kept := client.count(index=index)["count"]) != sent:
        raise Unavailable(f"OpenSearch kept {kept} of {sent} names", mend="Fill the index again.")
    client.indices.put_settings(index=index, body={"index": {"refresh_interval": "1s"}})


def _documents(snapshot: Indexed) -> Iterator[dict[str, Any]]:
    for entity_type in ENTITY_TYPES:
        names = snapshot.names(entity_type)
        for place in range(len(names)):
            parts = names.index.parts(place)
            yield {
                "_id": f"{entity_type}-{place}",
                "place": place,
                "entity_type": entity_type,
                "length": len(parts),
                "parts": list(dict.fromkeys(names.vocabulary.part(part) for part in parts)),
            }


def _named_by(client: OpenSearch, alias: str) -> frozenset[str]:
    try:
        return frozenset(client.indices.get_alias(name=alias))
    except NotFoundError:
        return frozenset()


@contextmanager
def _heard() -> Iterator[None]:
    """Whatever goes wrong outside is ``Unavailable``: a query that nobody answered has no match and no "no match"."""
    try:
        yield
    except NotFoundError as error:
        raise Unavailable(
            "OpenSearch has no index of this snapshot", mend="Fill it with `preclear lists to-opensearch`."
        ) from error
    except OpenSearchException as error:
        raise Unavailable(f"OpenSearch gave no usable answer ({_short(error)})") from error
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise Unavailable("OpenSearch answered in another form than expected") from error


def _short(error: OpenSearchException) -> str:
    """What kind of failure it was: its text may hold the address with the password in it."""
    status: Any = getattr(error, "status_code", "") if isinstance(getattr(error, "args", None), tuple) else ""
    return f"{type(error).__name__} {status}".strip()

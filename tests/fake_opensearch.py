"""A small OpenSearch over HTTP: the calls that the connector makes, really filtered, summed and sorted; and faults."""

from __future__ import annotations

import fnmatch
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass
class FakeOpenSearch:
    """Its indexes (documents by id, and settings), its aliases, and which fault it shows."""

    documents: dict[str, dict[str, dict]] = field(default_factory=dict)
    aliases: dict[str, set[str]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    moves: list[list[dict]] = field(default_factory=list)
    fault: str = ""
    url: str = ""
    released: threading.Event = field(default_factory=threading.Event)

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, object]:  # noqa: PLR0911 -- one a call
        self.asked.append((method, path))
        address = urlsplit(path)
        steps = [unquote(step) for step in address.path.strip("/").split("/")]
        match method, steps:
            case "POST" | "PUT", [*_, "_bulk"]:
                return self.bulk(steps[0], [json.loads(line) for line in body.splitlines()])
            case _, [index, "_search"]:
                return self.search(index, json.loads(body), parse_qs(address.query))
            case _, [index, "_count"]:
                return 200, {"count": len(self.documents[index]), "_shards": {"failed": 0}}
            case _, [_, "_refresh" | "_settings"]:
                return 200, {"acknowledged": True}
            case "POST", ["_aliases"]:
                return self.move(json.loads(body)["actions"])
            case "GET", ["_alias", name]:
                found = {index: {"aliases": {name: {}}} for index in self.aliases.get(name, ())}
                return (200, found) if found else (404, {"error": f"alias [{name}] missing", "status": 404})
            case "PUT", [index]:
                self.documents[index] = {}
                return 200, {"acknowledged": True, "index": index}
            case "GET", [pattern]:
                return 200, {index: {} for index in fnmatch.filter(self.documents, pattern)}
            case "DELETE", [index]:
                self.documents.pop(index, None)
                return 200, {"acknowledged": True}
        return 400, {"error": f"this fake does not know {method} {path}", "status": 400}

    def bulk(self, index: str, lines: list[dict]) -> tuple[int, object]:
        items = []
        for action, document in zip(lines[::2], lines[1::2], strict=True):
            place = action["index"]["_id"]
            if not (self.fault == "loses" and place == "person-1"):
                self.documents[index][place] = document
            items.append({"index": {"_id": place, "status": 201}})
        return 200, {"errors": False, "items": items, "took": 1}

    def move(self, actions: list[dict]) -> tuple[int, object]:
        self.moves.append(actions)
        for action in actions:
            ((what, how),) = action.items()
            named = self.aliases.setdefault(how["alias"], set())
            (named.add if what == "add" else named.discard)(how["index"])
        return 200, {"acknowledged": True}

    def search(self, index: str, body: dict, options: dict[str, list[str]]) -> tuple[int, object]:
        if index not in self.documents:
            return 404, {"error": {"type": "index_not_found_exception"}, "status": 404}
        assert ["false"] == options["allow_partial_search_results"]
        assert ["_score", {"place": "asc"}] == body["sort"]
        query = body["query"]["bool"]
        assert clauses(query["should"]) <= 1024
        found = []
        for document in self.documents[index].values():
            worth = sum(filter(None, (score(one, document) for one in query["should"])))
            if worth and all(score(one, document) is not None for one in query["filter"]):
                found.append({"sort": [worth, document["place"]], "fields": {"length": [document["length"]]}})
        found.sort(key=lambda one: (-one["sort"][0], one["sort"][1]))
        return 200, {
            "took": 1,
            "timed_out": self.fault == "timed out",
            "_shards": {"total": 1, "failed": int(self.fault == "a shard failed")},
            "hits": {"hits": found[: body["size"]]},
        }


def score(query: dict, document: dict) -> float | None:
    """What a document scores for a query, None where it does not match."""
    ((kind, how),) = query.items()
    match kind:
        case "term":
            ((name, value),) = how.items()
            held = document[name]
            return 1.0 if value in (held if isinstance(held, list) else [held]) else None
        case "constant_score":
            return None if score(how["filter"], document) is None else how["boost"]
        case "dis_max":
            return max((one for query in how["queries"] if (one := score(query, document)) is not None), default=None)
    raise AssertionError(f"this fake does not know {kind}")


def clauses(queries: list[dict]) -> int:
    return sum(len(one["dis_max"]["queries"]) for one in queries)


@contextmanager
def running():
    """A server of its own on this machine."""
    fake = FakeOpenSearch()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if fake.fault == "silent":
                fake.released.wait(30)
                self.close_connection = True
                return
            status, answer = (
                (503, {"error": "busy"}) if fake.fault == "busy" else fake.answer(self.command, self.path, body)
            )
            content = (
                b"<html>" if fake.fault == "no JSON" else json.dumps({} if fake.fault == "odd" else answer).encode()
            )
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    for method in ("GET", "POST", "PUT", "DELETE", "HEAD"):
        setattr(Handler, f"do_{method}", Handler.handle_any)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    serving.start()
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield fake
    finally:
        fake.released.set()
        server.shutdown()
        server.server_close()

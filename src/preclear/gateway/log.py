"""The gateway's log: one JSON object a line, without personal data.

It tells who asked when, how many passengers, how many of each answer, and how long it took; never a name, a number
of a document, a reference of a passenger or a request's content.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

import structlog

_encode = json.JSONEncoder(sort_keys=True).encode

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
                structlog.processors.JSONRenderer(sort_keys=True),
            ],
        }
    },
    "handlers": {"stdout": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stdout"}},
    "root": {"handlers": ["stdout"], "level": "INFO"},
    "loggers": {"_granian": {"handlers": ["stdout"], "level": "INFO", "propagate": False}},
}
"""The server's own messages in the same form (``logging.config.dictConfig``)."""


def write(event: str, facts: dict[str, object]) -> None:
    """Write one line, straight: a line for each question would cost a tenth of the question through a logger."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    sys.stdout.write(_encode({"at": at, "event": event} | facts) + "\n")
    sys.stdout.flush()

"""The gateway's log: one JSON object a line, without personal data.

It tells who asked when, how many passengers, how many of each answer, and how long it took; never a name, a number
of a document, a reference of a passenger or a request's content.
"""

from __future__ import annotations

import sys

import structlog

_log = structlog.wrap_logger(
    structlog.PrintLogger(sys.stdout),
    processors=[
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.processors.JSONRenderer(sort_keys=True),
    ],
    wrapper_class=structlog.BoundLogger,
    cache_logger_on_first_use=True,
)

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
    """Write one line."""
    _log.msg(event, **facts)

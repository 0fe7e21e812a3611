"""Carriage: what carriers ask before departure, and the one of six answers that they get.

``parse_query`` reads a question, ``answer`` decides about one passenger, ``format_reply`` writes the reply. All of it
is pure: no clock, no store, no network. Useful alone, for example to test a carrier's own messages.
"""

from preclear.carriage.answers import Freshness, answer, freshness
from preclear.carriage.names import Agreement, compare
from preclear.carriage.query import format_answers, parse_query

__all__ = ["Agreement", "Freshness", "answer", "compare", "format_answers", "freshness", "parse_query"]

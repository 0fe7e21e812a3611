"""Rulebooks: findings become axes, and axes a recommendation. The machine may grant or refer; it never refuses.

A rulebook is a dated YAML file: weights, caps and bands, and rules with conditions in CEL that can see nothing which
may not be judged. ``load`` reads one for use, ``check`` says what is wrong with one, ``recommend`` applies one.
"""

from preclear.rulebook.book import Refusal, Rule, Rulebook
from preclear.rulebook.reading import base, check, in_force, load
from preclear.rulebook.recommending import recommend

__all__ = ["Refusal", "Rule", "Rulebook", "base", "check", "in_force", "load", "recommend"]

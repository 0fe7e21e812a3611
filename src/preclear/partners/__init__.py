"""Agreements between States as signed configuration: a new partner is a file, not a release."""

from preclear.partners.agreement import parse

__all__ = ["parse"]

"""Checks of the journey: days, legs and rights of transit."""

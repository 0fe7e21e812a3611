"""The vocabulary: frozen, keyword-only dataclasses and enums, without input or output.

Import from the modules: ``from preclear.model.application import Application``.
"""

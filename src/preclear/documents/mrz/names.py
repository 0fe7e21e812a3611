"""Names in a machine readable zone: primary ``<<`` secondary identifier (Doc 9303-3, 4.6; truncation 9303-4, 4.2.3)."""

from __future__ import annotations


def split(field: str) -> tuple[str, str]:
    """Surname and given names of a name field, with spaces for single fillers.

    >>> split("SMITH<JONES<<SUSIE<MARGARET<<<<"), split("ARKFREITH<<<<")
    (('SMITH JONES', 'SUSIE MARGARET'), ('ARKFREITH', ''))
    """
    primary, _, secondary = field.partition("<<")
    return _words(primary), _words(secondary)


def may_be_cut(field: str) -> bool:
    """Whether the field is full to its last position, so that the name may go on outside it."""
    return not field.endswith("<")


def join(surname: str, given_names: str, width: int) -> str:
    """The name field for a surname and given names, cut where it is too long.

    A long surname leaves room for one letter of the given names. Both hold ``A`` to ``Z`` and spaces only.
    """
    primary, secondary = surname.replace(" ", "<"), given_names.replace(" ", "<")
    if not secondary:
        return primary[:width].ljust(width, "<")
    if len(primary) + 3 > width:
        primary = primary[: width - 3].rstrip("<")
    return f"{primary}<<{secondary}"[:width].ljust(width, "<")


def _words(text: str) -> str:
    return " ".join(text.replace("<", " ").split()) if "<" in text else text

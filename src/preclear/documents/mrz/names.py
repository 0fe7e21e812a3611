"""Names in a machine readable zone: primary ``<<`` secondary identifier (Doc 9303-3, 4.6; truncation 9303-4, 4.2.3)."""

from __future__ import annotations

from collections.abc import Sequence

SECONDARY_NEEDS = 3
"""Places that a cut primary identifier frees: two fillers and the first letter of the secondary identifier."""


def split(field: str) -> tuple[str, str]:
    """Surname and given names of a name field, with spaces for single fillers.

    >>> split("SMITH<JONES<<SUSIE<MARGARET<<<<"), split("ARKFREITH<<<<")
    (('SMITH JONES', 'SUSIE MARGARET'), ('ARKFREITH', ''))
    """
    primary, _, secondary = field.rstrip("<").partition("<<")
    if "<" in primary:
        primary = primary.strip("<").replace("<", " ")
    if "<" in secondary:
        odd = "<<" in secondary or secondary[0] == "<"
        secondary = words(secondary) if odd else secondary.replace("<", " ")
    return primary, secondary


def words(text: str) -> str:
    """The words between fillers."""
    return " ".join(text.replace("<", " ").split())


def may_be_cut(field: str) -> bool:
    """Whether the field is full to its last position, so that the name must be taken for a cut one.

    >>> may_be_cut("PAPANDROPOULOUS<<JONATHON<ALEC"), may_be_cut("ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
    (True, False)
    """
    return not field.endswith("<")


def join(surname: str, given_names: str, width: int) -> str:
    """The name field for a surname and given names, cut component by component where it is too long.

    Of the ways that Doc 9303-4, 4.2.3 leaves to the issuer this one is taken: components become shorter from the last
    one on and keep at least their initial; a surname that is too long loses whole components to initials, until at
    least one letter of the given names has room. A cut field ends in a letter. Both arguments hold ``A`` to ``Z`` and
    single spaces only.

    >>> join("NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG KRASUANG", 30)
    'NILAVADHANANANDA<<CHAYAPA<DE<K'
    >>> join("BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL", "DINGO POTOROO", 39)
    'BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI'
    """
    primary, secondary = surname.split(" "), given_names.split(" ")
    whole = "<".join(primary) + ("<<" + "<".join(secondary) if given_names else "")
    if len(whole) <= width:
        return whole.ljust(width, "<")
    if not given_names:
        return _fit(primary, width).ljust(width, "<")
    head = "<".join(_initials(primary, width - SECONDARY_NEEDS))
    room = width - len(head) - 2
    tail = _fit(secondary, room)
    if len(tail) < room:
        head = _fit(primary, width - 2 - len(tail))
    return f"{head}<<{tail}".ljust(width, "<")


def _initials(components: Sequence[str], room: int) -> list[str]:
    """Components with as many of the last ones cut to initials as it takes; a name of too many of them is cut."""
    kept = list(components)
    for at in reversed(range(len(kept))):
        if _length(kept) <= room:
            return kept
        kept[at] = kept[at][:1]
    return kept if _length(kept) <= room else _fit(components, room).split("<")


def _fit(components: Sequence[str], room: int) -> str:
    """Components that take up at most ``room`` characters, the last ones shortened first, down to their initials."""
    kept = list(components[: (room + 1) // 2])
    for at in reversed(range(len(kept))):
        excess = _length(kept) - room
        if excess <= 0:
            break
        kept[at] = kept[at][: max(1, len(kept[at]) - excess)]
    return "<".join(kept)


def _length(components: Sequence[str]) -> int:
    return sum(map(len, components)) + len(components) - 1

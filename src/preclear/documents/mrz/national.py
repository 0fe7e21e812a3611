"""National exceptions as data: what is against Doc 9303 and yet no sign of a forgery (Doc 9303-3, section 7).

Only what has a source is here. An exception turns a verdict into ``undetermined``, never into ``passed``: a person
sees what is unusual, and why it need not be wrong. The layout of the French card stands with the other layouts.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FORMER_CODES: Mapping[str, str] = MappingProxyType(
    {
        "BUR": "Burma (until 1989)",
        "CSK": "Czechoslovakia (until 1993)",
        "DDR": "German Democratic Republic (until 1990)",
        "ROM": "Romania (until 2002)",
        "SCG": "Serbia and Montenegro (until 2006)",
        "SUN": "Soviet Union (until 1992)",
        "TMP": "East Timor (until 2002)",
        "YUG": "Yugoslavia (until 2003)",
        "ZAR": "Zaire (until 1997)",
    }
)
"""Codes of former States: ISO 3166-3. A nationality written with one may stand in a document that is still in use."""

OTHER_CODES: Mapping[str, str] = MappingProxyType(
    {
        "XKX": "Kosovo, in the code that the institutions of the European Union use",
        "ZIM": "Zimbabwe, as its passports write it instead of ZWE",
    }
)
"""Codes in documents that no list of Doc 9303-3, section 5 has (general knowledge)."""

FIGURES_IN_NAMES: Mapping[tuple[str, str], str] = MappingProxyType(
    {("RUS", "PN"): "the internal passport of the Russian Federation writes some Cyrillic letters as figures"}
)
"""Documents, by issuing State and document code, whose names hold figures (general knowledge)."""

NATIONALITY_ONLY = frozenset({"XXA", "XXB", "XXC", "XXX"})
"""Codes of persons without a defined nationality: no State or organisation issues under them (Doc 9303-3, 5 E)."""

SIGNS_LISTS_ONLY = frozenset({"IAO"})
"""Codes used only to sign master lists, never in a document (Doc 9303-3, 5 H)."""


def exception_for(code: str) -> str:
    """Why a code outside section 5 need not be wrong; empty where nothing is known.

    >>> exception_for("ZAR"), exception_for("QQQ")
    ('Zaire (until 1997)', '')
    """
    return FORMER_CODES.get(code) or OTHER_CODES.get(code, "")

"""The transliteration tables of ICAO Doc 9303-3 (8th edition), section 6 A to C, and appendix B, as data.

Each national character has its legal forms, the recommended one first. Combining marks of the Arabic script that are
not written in the zone have an empty form. Language-dependent forms of the Cyrillic script stand after the general
one; which language a name is in the zone does not say, so every one of them is legal here.
"""

# ruff: noqa: RUF001 -- letters of other scripts are the matter at hand

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Forms = tuple[str, ...]


def _table(rows: str) -> Mapping[str, Forms]:
    """Rows of a character and its forms; a hyphen is the empty form."""
    cells = (row.split() for row in rows.strip().splitlines())
    return MappingProxyType({letter: tuple(form.strip("-") for form in forms) for letter, *forms in cells})


LATIN = _table(
    """
À A
Á A
Â A
Ã A
Ä AE A
Å AA A
Æ AE
Ç C
È E
É E
Ê E
Ë E
Ì I
Í I
Î I
Ï I
Ð D
Ñ N NXX
Ò O
Ó O
Ô O
Õ O
Ö OE O
Ø OE
Ù U
Ú U
Û U
Ü UE UXX U
Ý Y
Þ TH
Ā A
Ă A
Ą A
Ć C
Ĉ C
Ċ C
Č C
Ď D
Đ D
Ē E
Ĕ E
Ė E
Ę E
Ě E
Ĝ G
Ğ G
Ġ G
Ģ G
Ĥ H
Ħ H
Ĩ I
Ī I
Ĭ I
Į I
İ I
Ĳ IJ
Ĵ J
Ķ K
Ĺ L
Ļ L
Ľ L
Ŀ L
Ł L
Ń N
Ņ N
Ň N
Ŋ N
Ō O
Ŏ O
Ő O
Œ OE
Ŕ R
Ŗ R
Ř R
Ś S
Ŝ S
Ş S
Š S
Ţ T
Ť T
Ŧ T
Ũ U
Ū U
Ŭ U
Ů U
Ű U
Ų U
Ŵ W
Ŷ Y
Ÿ Y
Ź Z
Ż Z
Ž Z
ẞ SS
"""
)
"""Section 6 A. The dotless i of Turkish is a capital ``I`` without a mark."""

CYRILLIC = _table(
    """
Ё E IO
Ђ D
Ћ D
Є IE YE
Ѕ DZ
І I
Ї I YI
Ј J
Љ LJ
Њ NJ
Ќ K KJ
Ў U
Џ DZ DJ
А A
Б B
В V
Г G H
Д D
Е E
Ж ZH Z
З Z
И I Y
Й I Y
К K
Л L
М M
Н N
О O
П P
Р R
С S
Т T
У U
Ф F
Х KH H
Ц TS C
Ч CH C
Ш SH S
Щ SHCH SHT
Ъ IE
Ы Y
Ь -
Э E
Ю IU YU
Я IA YA
Ѫ U
Ѵ Y
Ґ G
Ғ G GJ
Һ C
"""
)
"""Section 6 B. Its row 0402 shows the letter of 040B: both stand here. The soft sign has no row: it is not written."""

ARABIC = _table(
    """
ء XE
آ XAA
أ XAE
ؤ U
إ I
ئ XI
ا A
ب B
ة XTA XAH
ت T
ث XTH
ج J
ح XH
خ XKH
د D
ذ XDH
ر R
ز Z
س S
ش XSH
ص XSS
ض XDZ
ط XTT
ظ XZZ
ع E
غ G
ـ -
ف F
ق Q
ك K
ل L
م M
ن N
ه H
و W
ى XAY
ي Y
ً -
ٌ -
ٍ -
َ -
ُ -
ِ -
ْ -
ٰ -
ٱ XXA
ٹ XXT
ټ XRT
پ P
ځ XKE
څ XXH
چ XC
ڈ XXD
ډ XDR
ڑ XXR
ړ XRR
ږ XRX
ژ XJ
ښ XXS
ڜ -
ڢ -
ڤ V XV
ڥ XF
ڧ -
ڨ -
ک XKK
ګ XXK
ڭ XNG
گ XGG
ں XNN
ڼ XXN
ھ XDO
ۀ XYH
ہ XXG
ۂ XGE
ۃ XTG
ی XYA Y XAY
ۍ XXY
ې Y
ے XYB
ۓ XBE
"""
)
"""Section 6 C and appendix B.5: also the Persian, Urdu and Pashto letters, and two for foreign names (B.5.4)."""

SHADDA = "\u0651"
"""The Arabic sign of a doubled letter: the form before it stands twice. It is optional (appendix B.5.5.11)."""

TEH_MARBUTA = "ة"
"""Written ``XTA``, at the end of a component of a name ``XAH`` (section 6 C, note 2)."""

ARABIC_BACK: Mapping[str, str] = MappingProxyType(
    {forms[0]: letter for letter, forms in ARABIC.items() if forms[0] and letter != "ې"} | {"XAH": TEH_MARBUTA}
)
"""Appendix B.6: the letter of each sequence. ``Y`` is taken for yeh, not for the Pashto yeh of the same form."""

LATIN_BACK: Mapping[str, str] = MappingProxyType({"NXX": "Ñ", "UXX": "Ü"})
"""The sequences of section 6 A that stand for one letter only (appendix B.4.1)."""

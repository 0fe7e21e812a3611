"""Names of organisations and vessels: legal forms say nothing, and frequent words little."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from math import log

from preclear.screening.parameters import PARAMETERS
from preclear.writing.names import NameForm, analyse
from preclear.writing.sounds import sound

_LEGAL = """
    ltd limited llc inc incorporated corp corporation co company plc gmbh ag sa sarl srl spa bv nv oy ab as aps kg
    ohg kgaa jsc ojsc cjsc pjsc pao zao oao ooo aktiengesellschaft pvt private pte pty sdn bhd fze fzco fzc llp lp
    establishment est sal wll bsc kft zrt doo dd ad eood ltda cv sab sas snc sl slu the and und et
    y mv mt ms my fv ss rv
    """
_LEGAL_FORMS = frozenset(_LEGAL.split())
_SHIP = re.compile(r"\b([MFSR])/([VTSY])\b\.?", re.IGNORECASE)
"""The prefix of a ship's name (motor vessel, motor tanker, fishing vessel), as it is mostly written."""
_FREQUENT = {
    2.5: "international trading group general services national global holding holdings industries company",
    3.5: """
        bank shipping oil petroleum investment development construction engineering foundation association university
        institute ministry center centre exchange transport logistics import export
        """,
    4.5: """
        energy gas steel chemical medical aviation airlines air marine maritime trade money east west middle gulf
        commerce commercial finance financial insurance trust capital industrial agricultural
        islamic arab asia world star gold real estate travel consulting technology
        """,
}
"""Rarity in nats of words that organisations everywhere have in their names; a judgement, not a count."""
_RAREST = 9.0


def analyse_organisation(name: str) -> NameForm:
    """Take the name of an organisation or vessel apart; its legal form is a weak part.

    >>> analyse_organisation("Specimen Trading Co., Ltd.").tokens, analyse_organisation("M/V Specimen").tokens
    (('specimen', 'trading'), ('specimen',))
    """
    form = replace(analyse(_SHIP.sub(r"\1\2 ", name)), original=name)
    kept = [at for at, token in enumerate(form.tokens) if token not in _LEGAL_FORMS]
    if not kept:
        return form
    dropped = tuple(token for token in form.tokens if token in _LEGAL_FORMS)
    return replace(
        form,
        tokens=tuple(form.tokens[at] for at in kept),
        skeletons=tuple(form.skeletons[at] for at in kept),
        places=tuple(form.places[at] for at in kept),
        weak=(*form.weak, *dropped),
        patronymic=None,
    )


@cache
def frequent_words() -> dict[str, float]:
    """Rarity in nats, by sound, of words that organisations everywhere have in their names."""
    return {sound(part): nats for nats, parts in _FREQUENT.items() for part in parts.split()}


def word_rarities(names: Iterable[Iterable[str]], total: int) -> dict[str, float]:
    """Rarity by sound of the words of the listed organisations, counted over the lists."""
    counts = Counter(key for parts in names for key in {sound(part) for part in parts})
    known = frequent_words()
    rarest = min(_RAREST, PARAMETERS.rarest)
    return {key: min(-log(count / max(total, 5000)), rarest, known.get(key, rarest)) for key, count in counts.items()}

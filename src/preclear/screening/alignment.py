"""Which part of one name stands for which part of the other, one to one, and what the whole is worth as evidence.

The evidence is the logarithm of how much likelier the query's name is if its bearer is the listed person than if they
are any traveller: what agrees adds its rarity, what is missing, added, exchanged or differently spelt costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, product

from rapidfuzz.distance import OSA

from preclear.screening.likeness import CUT, INITIAL, JOINED, MOVED, cost
from preclear.screening.parameters import Parameters
from preclear.screening.rarity import travellers
from preclear.screening.vocabulary import Near, Vocabulary
from preclear.writing.names import WEAK, NameForm
from preclear.writing.sounds import consonants_across, sound, vowels_amiss

LIGHT = frozenset(
    ("abdul", "abd", "abdu", "abdo", "abu", "abou", "abo", "bu", "bou", "umm", "om", "oum", "عبد", "ابو", "ام")
)
"""Parts of compound names (servant of, father of, mother of) that say little alone and are often left out."""

_SHORTEST_CUT_NAME = 28
"""A name this long may have been cut to fit its zone: 30 characters in TD1, 31 in TD2, 39 in TD3 (Doc 9303-4 to 6)."""
_SHORTEST_JOINED = 5
_SURE_ACROSS = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """Parts that stand for each other: places in the query and in the listed name, what that is worth, and how."""

    asked: tuple[int, ...]
    listed: tuple[int, ...]
    worth: float
    how: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A name of the query with what each of its parts may stand for, and the same of the father's name."""

    form: NameForm
    nears: tuple[Near, ...]
    father: tuple[Near, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A listed name: the places of its parts in the vocabulary, and how many of them stand before a "son of"."""

    parts: Sequence[int]
    sons: int | None


@dataclass(kw_only=True, slots=True)
class Alignment:
    """Two names, part by part. ``evidence`` and ``agreed`` are in nats; the latter is what agrees alone.

    ``added`` are places in the query, ``left_out`` places in the listed name for which nothing stands.
    ``from_father`` are listed parts that agree with the father's name of the query. ``asked`` is the form that was
    aligned.
    """

    pairs: list[Pair] = field(default_factory=list)
    added: list[int] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    from_father: list[int] = field(default_factory=list)
    son_is_father: bool = False
    agreed: float = 0.0
    asked: NameForm | None = None
    evidence: float = 0.0


def align(asked: Asked, listed: Listed, vocabulary: Vocabulary, known: Parameters) -> Alignment:
    """Align two names, the best agreements first; every part is used once."""
    found = Alignment(asked=asked.form)
    _pair_up(found, asked, listed, known)
    if found.added and found.left_out:
        _initials(found, asked, listed, vocabulary, known)
    if found.added or found.left_out:
        _gaps(found, asked, listed, vocabulary, known)
    if found.added and found.left_out:
        _cut(found, asked, listed, vocabulary, known)
    if found.left_out and asked.father:
        _father(found, asked, listed)
    found.pairs.sort(key=lambda pair: pair.asked)
    found.agreed = sum(pair.worth for pair in found.pairs)
    found.evidence = found.agreed - _order(found, asked, listed, known) - _lack(found, asked, listed, vocabulary, known)
    found.evidence += known.father_agrees * bool(found.from_father)
    return found


def _pair_up(found: Alignment, asked: Asked, listed: Listed, known: Parameters) -> None:
    possible = sorted(
        (
            (-near.worth[part][0], at, place)
            for at, near in enumerate(asked.nears)
            for place, part in enumerate(listed.parts)
            if part in near.worth
        ),
    )
    used_asked: set[int] = set()
    used_listed: set[int] = set()
    for _, at, place in possible:
        if at not in used_asked and place not in used_listed:
            used_asked.add(at)
            used_listed.add(place)
            worth, how = asked.nears[at].worth[listed.parts[place]]
            if asked.form.tokens[at] in LIGHT:
                worth = min(worth, known.light_agreeing)
            found.pairs.append(Pair((at,), (place,), worth, how))
    found.added = [at for at in range(len(asked.nears)) if at not in used_asked]
    found.left_out = [place for place in range(len(listed.parts)) if place not in used_listed]


def _initials(found: Alignment, asked: Asked, listed: Listed, vocabulary: Vocabulary, known: Parameters) -> None:
    for at in tuple(found.added):
        mine = asked.form.tokens[at]
        for place in found.left_out:
            theirs = vocabulary.part(listed.parts[place])
            if (len(mine) == 1) != (len(theirs) == 1) and mine[0] == theirs[0]:
                _take(found, Pair((at,), (place,), known.agreeing, INITIAL))
                break


def _gaps(found: Alignment, asked: Asked, listed: Listed, vocabulary: Vocabulary, known: Parameters) -> None:
    """Two parts on one side that are one on the other, or a gap that stands elsewhere; at most one such place."""
    tokens = asked.form.tokens
    theirs = [vocabulary.part(part) for part in listed.parts]
    for mine, others in _neighbours(found, tokens, theirs):
        one = "".join(tokens[at] for at in mine)
        other = "".join(theirs[place] for place in others)
        if one.isascii() != other.isascii() and (len(mine) == len(others) or not _sure_across(one, other)):
            continue
        nats, _ = cost(one, other, known)
        if nats <= (known.variant if len(one) <= _SHORTEST_JOINED else known.one_letter):
            rarity = min(
                sum(vocabulary.rarity(listed.parts[place]) for place in others),
                sum(asked.nears[at].rarity for at in mine),
            )
            moved = len(mine) == len(others)
            worth = rarity - nats - (known.moved_space if moved else known.written_apart)
            replaced = [pair for pair in found.pairs if set(pair.asked) & set(mine) or set(pair.listed) & set(others)]
            if worth > sum(pair.worth for pair in replaced):
                found.pairs = [pair for pair in found.pairs if pair not in replaced]
                _take(found, Pair(mine, others, worth, MOVED if moved else JOINED))
                return


def _sure_across(one: str, other: str) -> bool:
    """Whether two scripts agree in at least four consonants and every vowel: fewer fit too many parts."""
    same = set(consonants_across(one)) & set(consonants_across(other))
    latin, script = (one, other) if one.isascii() else (other, one)
    return any(len(letters) >= _SURE_ACROSS for letters in same) and not vowels_amiss(latin, script)


Places = tuple[int, ...]


def _couples(parts: int, loose: Sequence[int]) -> list[Places]:
    """Neighbouring places of which at least one is loose."""
    return [(at, at + 1) for at in range(parts - 1) if at in loose or at + 1 in loose]


def _neighbours(found: Alignment, tokens: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[Places, Places]]:
    """Places that may be written together: of about one length, unmatched in part, and matched nowhere else."""
    to = {pair.asked[0]: pair.listed[0] for pair in found.pairs}
    back = {place: at for at, place in to.items()}
    # whoever is matched twice over is matched elsewhere: each couple must have a part that nothing stands for
    one, two = [(at,) for at in range(len(tokens))], _couples(len(tokens), found.added)
    other, others = [(at,) for at in range(len(theirs))], _couples(len(theirs), found.left_out)
    choices: tuple[tuple[Sequence[Places], Sequence[Places]], ...] = ((two, other), (one, others), (two, others))
    for left, right in choices:
        for mine, place in product(left, right):
            ours, its = tokens[mine[0]], theirs[place[0]]
            alike = ours.isascii() == its.isascii()
            if alike and ours[0] != its[0]:
                continue
            length = sum(len(tokens[at]) for at in mine) - sum(len(theirs[at]) for at in place)
            if alike and abs(length) > 1:
                continue
            if all(to.get(at, place[0]) in place for at in mine) and all(back.get(at, mine[0]) in mine for at in place):
                yield mine, place


def _cut(found: Alignment, asked: Asked, listed: Listed, vocabulary: Vocabulary, known: Parameters) -> None:
    """A part of a long name may have been cut by its zone: the last of a name, or of the given names."""
    if not _may_be_cut(asked.form):
        return
    for at in tuple(found.added):
        mine = asked.form.tokens[at]
        for place in found.left_out:
            if vocabulary.part(listed.parts[place]).startswith(mine):
                _take(found, Pair((at,), (place,), known.cut_letter * len(mine), CUT))
                return


def _may_be_cut(form: NameForm) -> bool:
    return len(form.original.rstrip("<")) >= _SHORTEST_CUT_NAME


def _father(found: Alignment, asked: Asked, listed: Listed) -> None:
    fathers = max(listed.sons or 1, 1)  # what stands before "son of", or first of all, is the person's own name
    for place in [place for place in found.left_out if place >= fathers]:
        if any(listed.parts[place] in near.worth for near in asked.father):
            found.left_out.remove(place)
            found.from_father.append(place)


def _take(found: Alignment, pair: Pair) -> None:
    found.pairs.append(pair)
    found.added = [at for at in found.added if at not in pair.asked]
    found.left_out = [place for place in found.left_out if place not in pair.listed]


def _order(found: Alignment, asked: Asked, listed: Listed, known: Parameters) -> float:
    """What another order costs; most where a son stands where the father stands."""
    if all(one.listed[0] < other.listed[0] for one, other in pairwise(found.pairs)):
        return 0.0
    before = asked.form.patronymic
    if before is not None and listed.sons is not None:
        sons = [pair.listed[0] for pair in found.pairs if pair.asked[0] < before]
        fathers = [pair.listed[0] for pair in found.pairs if pair.asked[0] >= before]
        if any(at >= listed.sons for at in sons) and any(at < listed.sons for at in fathers):
            found.son_is_father = True
            return known.son_is_father
    return known.other_order


def _at_ends(places: Sequence[int], parts: int) -> int:
    """How many of them begin or end the name: a first given name and a family name are seldom left out."""
    return sum(place in {0, parts - 1} for place in places)


def _is_light(asked: Asked, at: int) -> bool:
    """Whether a part of the query says little: servant-of and the like, also a title that nobody bears as misspelt."""
    part = asked.form.tokens[at]
    return part in LIGHT or (sound(part) not in travellers() and _may_be_weak(part))


@lru_cache(maxsize=1 << 14)
def _may_be_weak(part: str) -> bool:
    return any(OSA.distance(part, weak, score_cutoff=1) <= 1 for weak in (*WEAK, *LIGHT) if len(weak) > 1)


def _lack(found: Alignment, asked: Asked, listed: Listed, vocabulary: Vocabulary, known: Parameters) -> float:
    """What the parts cost for which nothing stands."""
    missing = [at for at in found.left_out if vocabulary.part(listed.parts[at]) not in LIGHT]
    added = [at for at in found.added if not _is_light(asked, at)]
    heavy_added, heavy_left = len(added), len(missing)
    light = len(found.added) + len(found.left_out) - heavy_added - heavy_left
    zone = "<" in asked.form.original and _may_be_cut(asked.form)
    left = known.light if zone else known.left_out
    ends = 0 if zone else _at_ends(missing, len(listed.parts))
    ends += _at_ends(added, len(asked.nears))
    against = min(heavy_added, heavy_left)
    return (
        known.added * heavy_added
        + left * heavy_left
        + known.at_an_end * ends
        + known.light * light
        + known.contradicted * against
    )

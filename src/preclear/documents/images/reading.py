"""Reading a page: find the zone, let independent readers read it, and say where they agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from preclear.documents.decoding import Page, Pixels
from preclear.documents.images import agreeing, detecting, locating
from preclear.documents.images.agreeing import Combined, Seen
from preclear.documents.images.aligning import align, lengthening
from preclear.documents.images.geometry import Zone, strips
from preclear.documents.images.lines import Line, Reader
from preclear.documents.images.models import DETECTOR, is_there
from preclear.model.codes import CheckStatus

_PROMISING, _HOPELESS = 0.6, 0.25
_MOST_SECOND_LOOKS = 2
_OTHER_CUTS = (0.85, 1.2)
"""Where readers differ they look again, at strips cut a little closer and a little wider."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """What the readers saw in one zone; ``views`` has at least one, all of one format."""

    views: tuple[Seen, ...]
    combined: Combined
    zone: Zone

    @property
    def agreed(self) -> bool:
        """Whether nothing is left for a person to compare."""
        return self.combined.steps[0].status is CheckStatus.PASSED

    @property
    def accepted(self) -> bool:
        """Whether the readers agree and every check digit passes."""
        return self.agreed and self.combined.zone.valid

    @property
    def rank(self) -> tuple[bool, bool, float]:
        """Order of looks: agreed, then check digits, then how sure the readers are."""
        return self.agreed, self.combined.zone.valid, max(map(promise, self.views))


def look_for_zone(page: Page, readers: Sequence[Reader], today: date) -> Look | None:
    """The best look at a zone on the page; None where nothing on it looks like one.

    The quick way to find zones goes first, the detector second. The search ends with the first zone on which two
    readers agree, or of which all check digits hold, and tries at most twelve zones.
    """
    search = _Search(grey=page.grey, readers=readers, today=today)
    found = search.first_good(locating.find(page.grey))
    if not found and is_there(DETECTOR):
        found = search.first_good(detecting.find(page.colour))
    if not found:
        search.look_at_unlikely()
    best = max(search.looks, key=lambda look: look.rank, default=None)
    return search.closer(best) if best and not best.accepted else best


def promise(view: Seen) -> float:
    """How much a view looks like a zone, 0 to 1: sure characters, fillers, a document code at the start."""
    fillers = sum(cell.character == "<" for cell in view.flat)
    like_a_zone = fillers >= 3 and view.text[0] in view.layout.first_letters
    return view.confidence * (1.0 if like_a_zone else 0.4)


@dataclass(kw_only=True)
class _Search:
    """The looks at one page so far, and zones that are only looked at when nothing better comes."""

    grey: Pixels
    readers: Sequence[Reader]
    today: date
    looks: list[Look] = field(default_factory=list)
    unlikely: list[tuple[float, Zone]] = field(default_factory=list)

    def first_good(self, zones: Iterable[Zone]) -> bool:
        """Look at each zone both ways up, until one is surely the one."""
        for zone in zones:
            for way in (zone, zone.turned()):
                whole, worth = self._glance(way)
                if worth >= _PROMISING:
                    look = self.look(whole)
                    if look and (look.agreed or look.combined.zone.valid):
                        return True
                elif worth >= _HOPELESS:
                    self.unlikely.append((worth, whole))
        return False

    def _glance(self, zone: Zone) -> tuple[Zone, float]:
        """What the first reader makes of the zone; one that ends too early is taken further."""
        reader = self.readers[0]
        lines = reader.read(strips(self.grey, zone))
        factor = lengthening(lines)
        if factor:
            zone = zone.longer(factor)
            lines = reader.read(strips(self.grey, zone))
        view = self._understood(reader, lines)
        return zone, promise(view) if view else 0.0

    def look_at_unlikely(self) -> None:
        """Look at the best of the zones that promised little to the first reader."""
        self.unlikely.sort(key=lambda pair: -pair[0])
        for _, zone in self.unlikely[:_MOST_SECOND_LOOKS]:
            self.look(zone)

    def look(self, zone: Zone) -> Look | None:
        """Let the readers look at the zone, one after the other, until two agree."""
        return self._look(zone, strips(self.grey, zone), [])

    def closer(self, look: Look) -> Look:
        """The same zone, cut a little differently, together with what was seen before."""
        best = look
        for factor in _OTHER_CUTS:
            again = self._look(look.zone, strips(self.grey, look.zone.higher(factor)), list(best.views))
            best = again or best
            if best.accepted:
                break
        return best

    def _look(self, zone: Zone, cut: Sequence[Pixels], views: list[Seen]) -> Look | None:
        for reader in self.readers:
            view = self._view(reader, cut)
            if view and (not views or view.layout is views[0].layout):
                views.append(view)
            if agreeing.agree(views):
                break
        if not views:
            return None
        look = Look(views=tuple(views), combined=agreeing.combine(views, self.today), zone=zone)
        self.looks.append(look)
        return look

    def _view(self, reader: Reader, cut: Sequence[Pixels]) -> Seen | None:
        return self._understood(reader, reader.read(cut))

    def _understood(self, reader: Reader, lines: Sequence[Line]) -> Seen | None:
        cells = align(lines)
        return agreeing.understand(reader.name, reader.version, cells, self.today) if cells else None

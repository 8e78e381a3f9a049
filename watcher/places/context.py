"""What a text says of its places as a whole: which of its names are certain, where they stand, whose they are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from watcher.places.divisions import Place, area, within
from watcher.places.gazetteer import Name, Trust, gazetteer
from watcher.places.lists import Kinds, lists_by_start
from watcher.places.sightings import Sighting

_NEARBY = 8  # certain names that are looked at on each side, so that the whole stays linear


class Context:
    """The certain names in a text; in most texts all are certain, and little of this is asked for."""

    def __init__(self, folded: str, hits: Sequence[Sighting]) -> None:
        self._folded = folded
        self._hits = hits

    @property
    def elsewhere(self) -> Collection[str]:
        """Words that mean something else in this text: 德州 in one about 美国."""
        rivals = gazetteer().rivals
        return {
            word
            for word in {hit.name.word for hit in self._hits} & rivals.keys()
            if any(rival in self._folded for rival in rivals[word]) and not _speaks_of_province(word, self._hits)
        }

    @cached_property
    def starts(self) -> list[int]:
        """Where they stand, ascending."""
        return [hit.start for hit in self._hits if hit.name.certain]

    @cached_property
    def areas(self) -> list[str]:
        """Which city's or province's they are."""
        return [area(hit.name.certain.code) for hit in self._hits if hit.name.certain]

    @cached_property
    def provinces(self) -> set[str]:
        """Their first two digits, and those of provinces that are spoken of by another word."""
        hinted = {code for word, code in gazetteer().hints.items() if word in self._folded}
        return hinted | {one[:2] for one in self.areas}

    @cached_property
    def cities(self) -> set[str]:
        """The areas, each once."""
        return set(self.areas)

    @cached_property
    def introduced(self) -> set[str]:
        """Codes of what stands right after what it lies in: 义乌 of 浙江|义乌."""
        return {
            one.code
            for before, hit in pairwise(self._hits)
            if hit.name.trust is Trust.GUARDED and before.end == hit.start and (around := before.name.certain)
            for one in hit.name.places
            if within(one.code, around.code)
        }

    @cached_property
    def lists(self) -> Mapping[int, Kinds]:
        """By where a name in a list stands, what the list's certain names are."""
        return lists_by_start(self._folded, self._hits, self.provinces)

    def supported(self, name: Name) -> Place | None:
        """What a doubtful name means where its province is spoken of."""
        if name.trust is not Trust.DOUBTFUL:
            return None
        return next((one for one in name.places if one.code[:2] in self.provinces), None)

    def of_its_city(self, name: Name) -> Place | None:
        """What a name means whose city is named somewhere."""
        return next((one for one in name.places if area(one.code) in self.cities), None)

    def nearest(self, hit: Sighting) -> Place | None:
        """Of places that share a name the one whose city or province is named nearest, else the best known."""
        name, starts, areas = hit.name, self.starts, self.areas
        after = bisect_left(starts, hit.start)
        before = after - 1
        for _ in range(2 * _NEARBY):
            is_after = before < 0 or (after < len(starts) and starts[after] - hit.start < hit.start - starts[before])
            near = after if is_after else before
            if near == len(starts):
                break
            if found := name.areas.get(areas[near]):
                return found
            before, after = (before, after + 1) if is_after else (before - 1, after)
        return name.places[0] if name.is_settled else None


def _speaks_of_province(word: str, hits: Sequence[Sighting]) -> bool:
    """Whether another name in the text is of the province of what this one means."""
    provinces = {place.code[:2] for place in gazetteer().names[word].places}
    return any(hit.name.certain and hit.name.word != word and hit.name.certain.code[:2] in provinces for hit in hits)

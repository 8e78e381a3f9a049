"""Finds the places that a text mentions, and which of those that share a name is meant."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice, pairwise
from typing import NamedTuple

from watcher.articles.folding import fold
from watcher.places.divisions import WITHOUT_PREFECTURES, Place, area, within
from watcher.places.gazetteer import Name, Trust, gazetteer
from watcher.places.sightings import Sighting, hidden_in, sightings

_MOST_NAMES = 200_000  # that are looked at in a text: what bounds the time and the memory for one made of nothing else
_NEARBY = 8  # certain mentions that are looked at on each side, so that the whole stays linear
_LIST_MARKS = frozenset("、和与及")
_NATURE = frozenset("河湖江山峡寺")  # that a district shares its name with: 南京|秦淮河
_LIKE_PROVINCES = {
    "河北区",
    "海南区",
}  # districts of 天津 and 乌海, which are more often meant than the province's area
_WATERS = frozenset("江河")  # that two doubtful names end in: 红河、怒江
_ROUTE_MARKS = frozenset("、至到经—－-")
_RAILWAY_MARKS = frozenset("至经")  # that lead to places only
_AFTER_ALONE = frozenset("和及与等人")
_COUNT = re.compile("等?[二两三四五六七八九十0-9]{1,3}个?(?:市|县|区|州|盟|旗|地市)|等(?:地|市|县|区县|州)")
# What only a city or prefecture has, right after a name that is an ordinary word too: 怒江|全州.
_OF_CITIES = re.compile("全[市州盟境域]|[市城]区|州[府委]|[东南西北]站|(?:国际)?机场|赛区|演唱会")


class PlaceMention(NamedTuple):
    """One place where a text names a place."""

    place: Place
    text: str  # as written: 合肥
    start: int  # offsets in characters into the text that was given
    end: int


def find_places(text: str) -> tuple[PlaceMention, ...]:
    """The mentions of provinces, cities and counties in order, not overlapping; groups (京津冀) are none.

    1. One pass of a matcher finds names and longer words; of those that overlap the leftmost, then the longest.
    2. Names that are part of a road's, an organisation's or a person's name are dropped.
    3. What is certain is the context in which the rest is accepted and shared names are told apart.
    """
    folded = fold(text)
    hits = list(islice(sightings(folded), _MOST_NAMES))
    context = _Context(folded, hits)
    elsewhere = context.elsewhere
    mentions: list[PlaceMention] = []
    behind = 0
    for at, hit in enumerate(hits):
        name, start, end = hit
        if start < behind or name.word in elsewhere:
            continue
        meant = name.certain
        if not meant or name.areas:
            previous, following = mentions[-1] if mentions else None, hits[at + 1] if at + 1 < len(hits) else None
            meant = _meant(folded, hit, previous, following, context)
            if meant is None and (other := hidden_in(folded, hit)):
                name, start, end = other
                meant = name.certain
        if meant is not None:
            # as PlaceMention makes itself, in half of the time
            mentions.append(tuple.__new__(PlaceMention, (meant, text[start:end], start, end)))
            behind = end
    return tuple(mentions)


_Kinds = frozenset[tuple[str, str]]  # levels, each with the first digits of what is of that level in a list


_COUNTED: _Kinds = frozenset([("counted", "")])  # a list that is said to be one of places: 民和、互助、化隆|三县


class _Context:
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
        """Their first two digits."""
        return {one[:2] for one in self.areas}

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
    def lists(self) -> Mapping[int, _Kinds]:
        """By where a name in a list stands, what the list's certain names are."""
        return _lists(self._folded, self._hits, self.provinces)


def _lists(folded: str, hits: Sequence[Sighting], provinces: Collection[str]) -> Mapping[int, _Kinds]:
    """By where a name in a list stands, what the names are that are certain: 长兴、德清、安吉 are counties of 湖州."""
    lists: dict[int, _Kinds] = {}
    end = 0
    for at, hit in enumerate(hits):
        if at < end or (hit.name.certain and not hit.name.areas):
            continue
        start, end = at, at + 1
        while start > 0 and _between(folded, hits[start - 1].end, hits[start].start) in _LIST_MARKS:
            start -= 1
        while end < len(hits) and _between(folded, hits[end - 1].end, hits[end].start) in _LIST_MARKS:
            end += 1
        if end - start > 1:
            kinds = _kinds([hit.name for hit in hits[start:end]], provinces)
            kinds |= _COUNTED if _COUNT.match(folded, hits[end - 1].end) else frozenset()
            lists.update((hit.start, kinds) for hit in hits[start:end])
    return lists


def _kinds(names: Sequence[Name], provinces: Collection[str]) -> _Kinds:
    """What a list's names are; two doubtful ones of one province are enough (海西、海北), but not two rivers."""
    certain = [name.certain for name in names if name.certain and not name.areas]
    if any(one.level == "province" and one.code[:2] not in WITHOUT_PREFECTURES for one in certain):
        return frozenset()
    doubtful = {name.word: name.places[0] for name in names if name.trust is Trust.DOUBTFUL}
    spoken = Counter(one.code[:2] for word, one in doubtful.items() if word[-1] not in _WATERS)
    supported = [one for one in doubtful.values() if one.code[:2] in provinces or spoken[one.code[:2]] > 1]
    return frozenset(chain.from_iterable(map(_kind, certain + supported)))


def _kind(place: Place) -> list[tuple[str, str]]:
    """A prefecture is of its province; a county of its prefecture, and of its province for those written in full."""
    province = (place.level, place.code[:2])
    return {"prefecture": [province], "county": [province, (place.level, area(place.code))]}.get(place.level, [])


def _between(folded: str, start: int, end: int) -> str:
    """The one character between two names; empty where more stands there, or nothing."""
    return folded[start] if end - start == 1 else ""


def _speaks_of_province(word: str, hits: Sequence[Sighting]) -> bool:
    """Whether another name in the text is of the province of what this one means."""
    provinces = {place.code[:2] for place in gazetteer().names[word].places}
    return any(hit.name.certain and hit.name.word != word and hit.name.certain.code[:2] in provinces for hit in hits)


def _meant(
    folded: str, hit: Sighting, previous: PlaceMention | None, following: Sighting | None, context: _Context
) -> Place | None:
    """The place that a name means here; None where it means none, or where nothing says which."""
    name = hit.name
    if found := _by_neighbours(folded, hit, previous, following, context):
        return found
    match name.trust:
        case Trust.SURE:
            return _by_context(hit, context)
        case Trust.DOUBTFUL:
            return _supported(name, context)
        case Trust.GUARDED | Trust.ADJOINED if name.word[1:] == "县" and _stands_alone(folded, hit.start, hit.end):
            return name.places[0]
        case Trust.GUARDED if len(name.word) > 2 or name.is_short or _begins_word(folded, hit.start):
            known = (one for one in name.places if area(one.code) in context.cities or one.code in context.introduced)
            return next(known, None)
        case Trust.ADJOINED if name.word in _LIKE_PROVINCES:
            return next((one for one in name.places if area(one.code) in context.cities), None)
        case _:
            return None


def _by_neighbours(
    folded: str, hit: Sighting, previous: PlaceMention | None, following: Sighting | None, context: _Context
) -> Place | None:
    """北京|朝阳区 lies in what stands before it; 长春、吉林、四平 is a list of cities, so 吉林 is a city."""
    name = hit.name
    if previous and previous.end == hit.start:
        around = previous.place
        if name.trust is Trust.ADJOINED and name.is_short and folded[hit.end : hit.end + 1] in _NATURE:
            return None
        return next((one for one in name.places if one != around and within(one.code, around.code)), None)
    beside = _marks_beside(folded, hit, previous, following, context)
    if name.trust is Trust.DOUBTFUL and (beside & _ROUTE_MARKS or _OF_CITIES.match(folded, hit.end)):
        return name.places[0]
    if name.is_short and len(name.places) == 1 and name.trust < Trust.DOUBTFUL and beside & _RAILWAY_MARKS:
        return name.places[0]
    kinds = context.lists.get(hit.start, frozenset())
    if previous and _between(folded, previous.end, hit.start) in _LIST_MARKS:
        kinds |= frozenset(_kind(previous.place))
    if kinds >= _COUNTED and len(name.places) == 1:
        return name.places[0]
    return next((one for one in name.places if (one.level, _digits(one, name)) in kinds), None)


def _marks_beside(
    folded: str, hit: Sighting, previous: PlaceMention | None, following: Sighting | None, context: _Context
) -> set[str]:
    """The single characters that part a name from the places before and after."""
    marks = {_between(folded, previous.end, hit.start)} if previous else set()
    if following and (following.name.certain or _supported(following.name, context)):
        marks.add(_between(folded, hit.end, following.start))
    return marks


def _digits(place: Place, name: Name) -> str:
    return area(place.code) if place.level == "county" and name.is_short else place.code[:2]


def _supported(name: Name, context: _Context) -> Place | None:
    """What a doubtful name means where its province is spoken of."""
    if name.trust is not Trust.DOUBTFUL:
        return None
    return next((one for one in name.places if one.code[:2] in context.provinces), None)


def _by_context(hit: Sighting, context: _Context) -> Place | None:
    """Of places that share a name the one whose city or province is named nearest, else the best known."""
    name = hit.name
    if name.certain:
        return name.certain
    starts, areas = context.starts, context.areas
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


def _begins_word(folded: str, start: int) -> bool:
    """Before the full name of two characters (单县) no other word may run on into it (名单县)."""
    before = folded[start - 1 : start]
    return not before or before in "在到从赴去往由及对、" or not "\u4e00" <= before <= "\u9fff"


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether a county's name of two characters is no part of longer words: 文县、成县 in a list, alone in a cell."""
    before, after = folded[start - 1 : start], folded[end : end + 1]
    return not "\u4e00" <= before <= "\u9fff" and (after in _AFTER_ALONE or not "\u4e00" <= after <= "\u9fff")

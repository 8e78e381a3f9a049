"""Finds the places that a text mentions, and which of those that share a name is meant."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from watcher.articles.folding import fold
from watcher.places.context import Context
from watcher.places.divisions import Place, area, within
from watcher.places.gazetteer import Trust
from watcher.places.lists import LIST_MARKS, NUMBERED, between, kinds_of, meant_in_list
from watcher.places.sightings import Sighting, hidden_in, sightings

_MOST_NAMES = 100_000  # that are looked at in a text: what bounds the time and the memory for one made of nothing else
_NATURE = frozenset("河湖江山峡寺")  # that a district shares its name with: 南京|秦淮河
# Districts of 天津 and 乌海 that are more often meant than the province's area.
_LIKE_PROVINCES = frozenset(["河北区", "海南区"])
_ROUTE_MARKS = frozenset("、至到经—－-")
_RAILWAY_MARKS = frozenset("至经")  # that lead to places only
# What is counted in a city, and then in its districts: 厦门市|3例(|海沧区|2例、|湖里区|1例.
_COUNTED = re.compile(f"(?:{NUMBERED})?[、,;:(]")
_LONGEST_COUNT = 8
_BEFORE_HOMES = ("居住于", "居住在", "家住", "住在", "现住", "位于", "住址为")
_AFTER_ALONE = frozenset("和及与等人")
# What only a city or prefecture has, right after a name that is an ordinary word too: 怒江|全州.
_OF_CITIES = re.compile(
    "全[市州盟境域]|[市城]区|州[府委]|[东南西北]站|(?:国际)?机场|赛区|演唱会|地震(?!带)|境内|水库|革命老区"
)
# Between these stands a place: 在|吴忠|，; but 在|来宾|的掌声中.
_BEFORE_PLACES = ("在", "位于", "抵达", "前往", "来到", "走进")
_AFTER_PLACES = re.compile("[,、]|召开|举行|举办|开幕|调研|考察")

# One of a county's towns: 如皋|长江镇, but not 如皋|古镇; after a name that is part of many words 六合|马鞍街道.
_TOWN = re.compile("[^的是在和与、,。]{1,2}[^的是在和与、,。小古名城村乡重集市建特强]镇(?!长)")
_STREETS = re.compile("[^的是在和与、,。路]{2,3}街道")


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
    3. What is certain is the context in which the rest is accepted and shared names are told apart: first by what
       stands beside a name, then by the whole text.
    """
    folded = fold(text)
    hits = list(islice(sightings(folded), _MOST_NAMES))
    context = Context(folded, hits)
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
            asked = _Asked(folded, hit, previous, following, context)
            meant = _by_neighbours(asked) or _by_context(asked)
            if meant is None and (other := hidden_in(folded, hit)):
                name, start, end = other
                meant = name.certain
        if meant is not None:
            # as PlaceMention makes itself, in half of the time
            mentions.append(tuple.__new__(PlaceMention, (meant, text[start:end], start, end)))
            behind = end
    return tuple(mentions)


class _Asked(NamedTuple):
    """A name that does not say by itself what it means, and what is asked about it."""

    folded: str
    hit: Sighting
    previous: PlaceMention | None
    following: Sighting | None
    context: Context


def _by_neighbours(asked: _Asked) -> Place | None:
    """北京|朝阳区 lies in what stands before it; 长春、吉林、四平 is a list of cities, so 吉林 is a city."""
    if asked.previous and asked.previous.end == asked.hit.start:
        return _inside(asked, asked.previous.place)
    return _on_route(asked) or _in_list(asked) or _in_count(asked)


def _inside(asked: _Asked, around: Place) -> Place | None:
    """What lies in the place right before it; but 南京|秦淮河 is a river."""
    name = asked.hit.name
    if name.trust is Trust.ADJOINED and name.is_short and asked.folded[asked.hit.end : asked.hit.end + 1] in _NATURE:
        return None
    return next((one for one in name.places if one != around and within(one.code, around.code)), None)


def _on_route(asked: _Asked) -> Place | None:
    """A doubtful name beside a place, or with what only cities have: 怒江|全州; a county at the end of a railway."""
    name = asked.hit.name
    beside = _marks_beside(asked)
    if name.trust is Trust.DOUBTFUL:
        is_city = beside & _ROUTE_MARKS or _OF_CITIES.match(asked.folded, asked.hit.end)
        return name.places[0] if is_city or _is_where(asked) else None
    is_stop = name.is_short and len(name.places) == 1 and name.trust < Trust.DOUBTFUL and beside & _RAILWAY_MARKS
    return name.places[0] if is_stop else None


def _is_where(asked: _Asked) -> bool:
    """Whether words stand on both sides that leave room for nothing but a place, if it is called by no other."""
    hit, folded = asked.hit, asked.folded
    is_between = folded.endswith(_BEFORE_PLACES, 0, hit.start) and _AFTER_PLACES.match(folded, hit.end)
    return len(hit.name.places) == 1 and bool(is_between)


def _marks_beside(asked: _Asked) -> set[str]:
    """The single characters that part a name from the places before and after."""
    folded, hit, previous, following, context = asked
    marks = {between(folded, previous.end, hit.start)} if previous else set()
    if following and (following.name.certain or context.supported(following.name)):
        marks.add(between(folded, hit.end, following.start))
    return marks


def _in_list(asked: _Asked) -> Place | None:
    """What is of the kind that the other names in its list are, the one before it too."""
    hit, previous = asked.hit, asked.previous
    kinds = asked.context.lists.get(hit.start, frozenset())
    if previous and between(asked.folded, previous.end, hit.start) in LIST_MARKS:
        kinds |= kinds_of(previous.place)
    return meant_in_list(hit.name, kinds)


def _in_count(asked: _Asked) -> Place | None:
    """What lies in the same city as the place before it, where nothing but a number stands between."""
    name, previous = asked.hit.name, asked.previous
    if previous is None or name.is_short or asked.hit.start - previous.end > _LONGEST_COUNT:
        return None
    if not _COUNTED.fullmatch(asked.folded, previous.end, asked.hit.start):
        return None
    city = area(previous.place.code)
    return next((one for one in name.places if area(one.code) == city), None)


def _by_context(asked: _Asked) -> Place | None:
    """What a name needs in the text, by its trust; None where it means no place, or where nothing says which."""
    folded, hit, _, _, context = asked
    name = hit.name
    match name.trust:
        case Trust.SURE:
            return name.certain or context.nearest(hit)
        case Trust.DOUBTFUL:
            return context.supported(name)
        case Trust.GUARDED | Trust.ADJOINED if _is_before_town(asked):
            return name.places[0]
        case Trust.GUARDED | Trust.ADJOINED if name.word[1:] == "县" and _is_county(asked):
            return name.places[0]
        case Trust.GUARDED if len(name.word) > 2 or name.is_short or _begins_word(folded, hit.start):
            cities, introduced = context.cities, context.introduced
            return next((one for one in name.places if area(one.code) in cities or one.code in introduced), None)
        case Trust.ADJOINED if name.word in _LIKE_PROVINCES:
            return context.of_its_city(name)
        case Trust.ADJOINED if not name.is_short and folded.endswith(_BEFORE_HOMES, 0, hit.start):
            return context.of_its_city(name)
        case _:
            return None


def _is_before_town(asked: _Asked) -> bool:
    """Whether one of the towns that only a county has stands right after its short name."""
    name, folded, end = asked.hit.name, asked.folded, asked.hit.end
    if not name.is_short or len(name.places) > 1:
        return False
    return bool(_STREETS.match(folded, end) or (name.trust is Trust.GUARDED and _TOWN.match(folded, end)))


def _begins_word(folded: str, start: int) -> bool:
    """Before the full name of two characters (单县) no other word may run on into it (名单县)."""
    before = folded[start - 1 : start]
    return not before or before in "在到从赴去往由及对过回至经向与、" or not "\u4e00" <= before <= "\u9fff"


def _is_county(asked: _Asked) -> bool:
    """Whether what reads as a county's name of two characters is one: alone, or listed with another's full name."""
    folded, hit, previous, following, _ = asked
    if _stands_alone(folded, hit.start, hit.end):
        return True
    if previous and previous.text[-1] in "市县" and between(folded, previous.end, hit.start) in LIST_MARKS:
        return True
    is_county = following and following.name.certain and following.name.word[-1] == "县"
    return bool(following and is_county and between(folded, hit.end, following.start) in LIST_MARKS)


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether a county's name of two characters is no part of longer words: 文县、成县 in a list, alone in a cell."""
    before, after = folded[start - 1 : start], folded[end : end + 1]
    return not "\u4e00" <= before <= "\u9fff" and (after in _AFTER_ALONE or not "\u4e00" <= after <= "\u9fff")

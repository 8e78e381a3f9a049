"""Finds the places that a text mentions, and which of those that share a name is meant."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from watcher.articles.folding import fold
from watcher.notices.compounds import is_part_of_longer_name
from watcher.notices.divisions import Place, city_of, place, same_city, significant, within
from watcher.notices.gazetteer import Name, Trust, gazetteer, resolve

__all__ = ["Place", "PlaceMention", "find_places", "place", "resolve", "within"]

_LONGEST_NAME = 16
_NEARBY = 8  # certain mentions that are looked at on each side, so that the whole stays linear
_LIST_MARKS = frozenset("、和与及")

# The last character of a full name that belongs to the next word: 上海市|民 but 合肥市|民政局.
_SHARED_ENDINGS = re.compile(
    r"市(?:[场区值面价]|长(?![沙乐江春宁安兴治寿丰清泰汀岭海葛垣武子阳岛白顺途期假效远])|容(?![县城])|郊(?!区)"
    r"|民(?![政族营间主革航办爱兵权勤和乐丰]))"
    r"|省(?:[级际份]|长(?![沙治春江途期])|城(?![固步口])|道(?!县)|会(?![议展计同昌宁理东泽]))"
    r"|区[域间块别划]"
)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """One place where a text names a place."""

    place: Place
    text: str  # as written: 合肥
    start: int  # offsets in characters into the text that was given
    end: int


class _Hit(NamedTuple):
    """A name that stands in the text, and may or may not be a mention."""

    name: Name
    start: int
    end: int


def find_places(text: str) -> tuple[PlaceMention, ...]:
    """The mentions of provinces, cities and counties in order, not overlapping; groups (京津冀) are none.

    1. One pass of a matcher finds names and longer words; of those that overlap the leftmost, then the longest.
    2. Names that are part of a road's, an organisation's or a person's name are dropped.
    3. What is certain is the context in which the rest is accepted and shared names are told apart.
    """
    folded = fold(text)
    hits = list(_hits(folded))
    context = _context(hits)
    mentions: list[PlaceMention] = []
    for hit, following in zip_longest(hits, hits[1:]):
        previous = mentions[-1] if mentions else None
        if previous and hit.start < previous.end:
            continue
        meant = _meant(folded, hit, previous, following, context)
        if meant is None and (other := _instead(folded, hit)):
            hit, meant = other, other.name.certain
        if meant is not None:
            mentions.append(PlaceMention(meant, text[hit.start : hit.end], hit.start, hit.end))
    return tuple(mentions)


# --- what stands there


@cache
def _matcher() -> tuple[AhoCorasick, list[Name | int]]:
    """The matcher, and for each of its patterns the name, or of a longer word where in it a name may begin."""
    known = gazetteer()
    patterns: dict[str, Name | int] = {word: n for word, n in known.names.items() if n.trust is not Trust.ASKED}
    patterns |= known.refusals
    matcher = AhoCorasick(
        patterns,
        matchkind=MatchKind.LeftmostLongest,
        store_patterns=False,
        implementation=Implementation.ContiguousNFA,
    )
    return matcher, list(patterns.values())


def _hits(folded: str) -> Iterator[_Hit]:
    matcher, patterns = _matcher()
    for index, start, end in matcher.find_matches_as_indexes(folded):
        pattern = patterns[index]
        if isinstance(pattern, int):
            hit = _begun_within(folded, start + pattern, end)
        elif pattern.is_short:
            hit = None if is_part_of_longer_name(folded, start, end) else _Hit(pattern, start, end)
        else:
            hit = _without_shared_ending(folded, _Hit(pattern, start, end))
        if hit:
            yield hit


def _begun_within(folded: str, start: int, end: int) -> _Hit | None:
    """The certain name that begins in this stretch, whatever stood there before: 西藏 in 固定|西藏."""
    matcher, patterns = _matcher()
    for index, first, last in matcher.find_matches_as_indexes(folded[start : end + _LONGEST_NAME])[:1]:
        name = patterns[index]
        if start + first < end and isinstance(name, Name) and name.certain:
            if not (name.is_short and is_part_of_longer_name(folded, start + first, start + last)):
                return _Hit(name, start + first, start + last)
    return None


def _without_shared_ending(folded: str, hit: _Hit) -> _Hit | None:
    """上海市场 is 上海 and 市场, 湖北省会 is 湖北 and 省会; nothing is left of 东方市场 and 中原区域."""
    if not _SHARED_ENDINGS.match(folded, hit.end - 1):
        return hit
    shorter = gazetteer().names.get(hit.name.word[:-1])
    if shorter and shorter.certain:
        return _Hit(shorter, hit.start, hit.end - 1)
    return hit if folded[hit.end] in "民长" else None


def _instead(folded: str, hit: _Hit) -> _Hit | None:
    """What a name hides that turned out to be none: 河北 in 河北区, 江苏 in 从江|苏."""
    shorter = gazetteer().names.get(hit.name.word[:-1])
    if shorter and shorter.certain:
        return _Hit(shorter, hit.start, hit.end - 1)
    return _begun_within(folded, hit.start + 1, hit.end)


# --- what is meant


class _Context(NamedTuple):
    """The certain mentions of a text."""

    starts: list[int]  # where they stand, ascending
    places: list[Place]  # what they are
    provinces: set[str]  # the first two digits of their codes
    cities: set[str]  # the significant digits of each


def _context(hits: Iterable[_Hit]) -> _Context:
    certain = [(hit.start, hit.name.certain) for hit in hits if hit.name.certain]
    places = [place for _, place in certain]
    codes = {place.code for place in places}
    cities = {significant(city_of(code)) for code in codes if not code.endswith("0000") or city_of(code) == code}
    return _Context([start for start, _ in certain], places, {code[:2] for code in codes}, cities)


def _meant(
    folded: str, hit: _Hit, previous: PlaceMention | None, following: _Hit | None, context: _Context
) -> Place | None:
    """The place that a name means here; None where it means none, or where nothing says which."""
    places = hit.name.places
    if hit.name.certain and len(places) == 1:
        return hit.name.certain
    if found := _by_neighbours(folded, hit, previous, following):
        return found
    match hit.name.trust:
        case Trust.SURE:
            return _by_context(hit, context)
        case Trust.DOUBTFUL:
            return next((place for place in places if place.code[:2] in context.provinces), None)
        case Trust.GUARDED if len(hit.name.word) > 2 or hit.name.is_short or _begins_word(folded, hit.start):
            return next((place for place in places if significant(city_of(place.code)) in context.cities), None)
        case _:
            return None


def _by_neighbours(folded: str, hit: _Hit, previous: PlaceMention | None, following: _Hit | None) -> Place | None:
    """北京|朝阳区 lies in what stands before it; 长春、吉林、四平 is a list of cities, so 吉林 is a city."""
    if previous and previous.end == hit.start:
        return next((p for p in hit.name.places if p != previous.place and within(p.code, previous.place.code)), None)
    if previous and folded[previous.end : hit.start] in _LIST_MARKS:
        if found := _sibling(hit.name, previous.place):
            return found
    if following and folded[hit.end : following.start] in _LIST_MARKS and following.name.certain:
        return _sibling(hit.name, following.name.certain)
    return None


def _sibling(name: Name, listed: Place) -> Place | None:
    """The place of this name that lies in the same province, as counties do in the same city, as one listed beside it."""
    if listed.level == "province":
        return None
    for place in name.places:
        near = same_city(place.code, listed.code) if listed.level == "county" else place.code[:2] == listed.code[:2]
        if place.level == listed.level and near:
            return place
    return None


def _by_context(hit: _Hit, context: _Context) -> Place | None:
    """Of places that share a name the one whose city or province is named nearest, else the best known."""
    places = hit.name.places
    if hit.name.is_short and (hit.name.is_settled or places[-1].level != "county"):
        return places[0]
    index = bisect_left(context.starts, hit.start)
    nearby = range(max(0, index - _NEARBY), min(len(context.starts), index + _NEARBY))
    for near in sorted(nearby, key=lambda near: abs(context.starts[near] - hit.start)):
        named = context.places[near]
        for place in places:
            if named not in places and (within(place.code, named.code) or same_city(place.code, named.code)):
                return place
    return places[0] if hit.name.is_settled or hit.name.certain else None


def _begins_word(folded: str, start: int) -> bool:
    """Before the full name of two characters (单县) no other word may run on into it (名单县)."""
    before = folded[start - 1 : start]
    return not before or before in "在到从赴去往由及对、" or not "\u4e00" <= before <= "\u9fff"

"""Finds the places that a text mentions, and which of those that share a name is meant."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import islice, pairwise, zip_longest
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from watcher.articles.folding import fold
from watcher.notices.compounds import is_company, is_part_of_longer_name, is_seam
from watcher.notices.divisions import Place, area, place, within
from watcher.notices.gazetteer import Name, Trust, gazetteer, group_words, resolve

__all__ = ["Place", "PlaceMention", "find_places", "group_words", "place", "resolve", "within"]

_MOST_NAMES = 200_000  # that are looked at in a text: what bounds the time and the memory for one made of nothing else
_LONGEST_NAME = 16
_NEARBY = 8  # certain mentions that are looked at on each side, so that the whole stays linear
_LIST_MARKS = frozenset("、和与及")
_NATURE = frozenset("河湖江山峡寺")  # that a district shares its name with: 南京|秦淮河
_ROUTE_MARKS = frozenset("、至到—－-")

# The last character of a full name that belongs to the next word: 上海市|民 but 合肥市|民政局.
_SHARED_ENDINGS = re.compile(
    r"市(?:[场区值面价]|属(?=[企国单高学院医媒公各])|长(?![沙乐江春宁安兴治寿丰清泰汀岭海葛垣武子阳岛白顺途期假效远])|容(?![县城])|郊(?!区)"
    r"|民(?![政族营间主革航办爱兵权勤和乐丰]))"
    r"|省(?:[级际份]|属(?=[企国单高学院医媒公各])|长(?![沙治春江途期])|城(?![固步口])|道(?!县)|会(?![议展计同昌宁理东泽]))"
    r"|区[域间块别划]"
)
_AFTER_SHARED = frozenset("场区值面价属长容郊民级际份城道会域间块别划")


class PlaceMention(NamedTuple):
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
    hits = list(islice(_hits(folded), _MOST_NAMES))
    context = _context(folded, hits)
    mentions: list[PlaceMention] = []
    for hit, following in zip_longest(hits, hits[1:]):
        previous = mentions[-1] if mentions else None
        if previous and hit.start < previous.end:
            continue
        certain, areas = hit.name.certain, hit.name.areas
        if hit.name.word in context.elsewhere:
            continue
        meant = certain if certain and not areas else _meant(folded, hit, previous, following, context)
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
    behind = -1  # where the name before ends: 北流 is whole in 广西|北流年年
    for index, start, end in matcher.find_matches_as_indexes(folded):
        pattern = patterns[index]
        if isinstance(pattern, int):
            hit = _full_at_end(folded, start, end) or _begun_within(folded, start + pattern, end)
        elif start != behind and is_seam(folded, start, end):
            hit = _begun_within(folded, start + 1, end)
        elif pattern.is_short:
            hit = None if is_part_of_longer_name(folded, start, end) else _Hit(pattern, start, end)
        elif is_company(folded, end):
            hit = None
        else:
            hit = _without_shared_ending(folded, _Hit(pattern, start, end))
        if hit is not None:
            behind = hit.end
            yield hit


def _full_at_end(folded: str, start: int, end: int) -> _Hit | None:
    """The city's full name that a longer word runs into: 安康市 in 人民的安康|市."""
    if folded[end : end + 1] != "市" or folded[end - 1] == "城" or _SHARED_ENDINGS.match(folded, end):
        return None
    names = gazetteer().names
    for begin in range(start + 1, end - 1):
        name = names.get(folded[begin : end + 1])
        if name and name.certain and name.certain.level != "county":
            return _Hit(name, begin, end + 1)
    return None


def _begun_within(folded: str, start: int, end: int) -> _Hit | None:
    """The certain name that begins in this stretch, whatever stood there before: 西藏 in 固定|西藏."""
    matcher, patterns = _matcher()
    openings = _openings()
    begin = next((at for at in range(start, end) if folded[at : at + 2] in openings), None)
    if begin is None:
        return None
    found = matcher.find_matches_as_indexes(folded[begin : begin + _LONGEST_NAME])
    index, offset, length = found[0] if found else (0, 1, 0)
    name = patterns[index]
    if offset > 0 or isinstance(name, int) or not name.certain:
        return None
    is_part = name.is_short and is_part_of_longer_name(folded, begin, begin + length)
    return None if is_part or is_seam(folded, begin, begin + length) else _Hit(name, begin, begin + length)


@cache
def _openings() -> frozenset[str]:
    return frozenset(name.word[:2] for name in gazetteer().names.values() if name.certain)


def _without_shared_ending(folded: str, hit: _Hit) -> _Hit | None:
    """上海市场 is 上海 and 市场, 湖北省会 is 湖北 and 省会; nothing is left of 东方市场 and 中原区域."""
    if folded[hit.end : hit.end + 1] not in _AFTER_SHARED or not _SHARED_ENDINGS.match(folded, hit.end - 1):
        return hit
    shorter = gazetteer().names.get(hit.name.word[:-1])
    if shorter and shorter.certain:
        return _Hit(shorter, hit.start, hit.end - 1)
    return _Hit(hit.name, hit.start, hit.end - 1) if folded[hit.end] in "民长区郊容" else None


def _instead(folded: str, hit: _Hit) -> _Hit | None:
    """What a name hides that turned out to be none: 河北 in 河北区, 江苏 in 从江|苏."""
    shorter = gazetteer().names.get(hit.name.word[:-1])
    if shorter and shorter.certain:
        return _Hit(shorter, hit.start, hit.end - 1)
    return _begun_within(folded, hit.start + 1, hit.end)


# --- what is meant


class _Context(NamedTuple):
    """The certain names in a text."""

    starts: list[int]  # where they stand, ascending
    areas: list[str]  # which city's or province's they are
    provinces: set[str]
    cities: set[str]
    introduced: set[str]  # codes of what stands right after what it lies in: 义乌 of 浙江|义乌
    elsewhere: set[str]  # words that mean something else in this text: 德州 in one about 美国


def _context(folded: str, hits: Sequence[_Hit]) -> _Context:
    starts = [hit.start for hit in hits if hit.name.certain]
    areas = [area(hit.name.certain.code) for hit in hits if hit.name.certain]
    every = set(areas)
    introduced = {
        one.code
        for before, hit in pairwise(hits)
        if hit.name.trust is Trust.GUARDED and before.end == hit.start and (around := before.name.certain)
        for one in hit.name.places
        if within(one.code, around.code)
    }
    rivals = gazetteer().rivals
    elsewhere = {
        word
        for word in {hit.name.word for hit in hits} & rivals.keys()
        if any(rival in folded for rival in rivals[word]) and not _speaks_of_province(word, hits)
    }
    return _Context(starts, areas, {one[:2] for one in every}, every, introduced, elsewhere)


def _speaks_of_province(word: str, hits: Sequence[_Hit]) -> bool:
    """Whether another name in the text is of the province of what this one means."""
    provinces = {place.code[:2] for place in gazetteer().names[word].places}
    return any(hit.name.certain and hit.name.word != word and hit.name.certain.code[:2] in provinces for hit in hits)


def _meant(
    folded: str, hit: _Hit, previous: PlaceMention | None, following: _Hit | None, context: _Context
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
        case Trust.GUARDED if len(name.word) > 2 or name.is_short or _begins_word(folded, hit.start):
            known = (one for one in name.places if area(one.code) in context.cities or one.code in context.introduced)
            return next(known, None)
        case _:
            return None


def _by_neighbours(
    folded: str, hit: _Hit, previous: PlaceMention | None, following: _Hit | None, context: _Context
) -> Place | None:
    """北京|朝阳区 lies in what stands before it; 长春、吉林、四平 is a list of cities, so 吉林 is a city."""
    name = hit.name
    if previous and previous.end == hit.start:
        around = previous.place
        if name.trust is Trust.ADJOINED and name.is_short and folded[hit.end : hit.end + 1] in _NATURE:
            return None
        return next((one for one in name.places if one != around and within(one.code, around.code)), None)
    if name.trust is Trust.DOUBTFUL and _joined(folded, hit, previous, following, context, _ROUTE_MARKS):
        return name.places[0]
    listed = _joined(folded, hit, previous, following, context, _LIST_MARKS)
    return next((found for other in listed if (found := _sibling(name, other))), None)


def _joined(
    folded: str,
    hit: _Hit,
    previous: PlaceMention | None,
    following: _Hit | None,
    context: _Context,
    marks: Collection[str],
) -> list[Place]:
    """The places before and after from which only one of these marks parts a name."""
    joined = []
    if previous and folded[previous.end : hit.start] in marks:
        joined.append(previous.place)
    after = following and folded[hit.end : following.start] in marks and following.name
    if after and (found := after.certain or _supported(after, context)):
        joined.append(found)
    return joined


def _supported(name: Name, context: _Context) -> Place | None:
    """What a doubtful name means where its province is spoken of."""
    if name.trust is not Trust.DOUBTFUL:
        return None
    return next((one for one in name.places if one.code[:2] in context.provinces), None)


def _sibling(name: Name, listed: Place) -> Place | None:
    """The place of this name that is in one list with another: a city of its province, a county of its city.

    A county that is written in full may be of another city of the province: 歙县、寿县.
    """
    county = area(listed.code) if name.is_short else listed.code[:2]
    digits = {"prefecture": listed.code[:2], "county": county}.get(listed.level)
    if digits is None:
        return None
    return next((one for one in name.places if one.level == listed.level and one.code.startswith(digits)), None)


def _by_context(hit: _Hit, context: _Context) -> Place | None:
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

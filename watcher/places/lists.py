"""What the names in a list are, told from those that are certain: 长春、吉林、四平 are cities, so 吉林 is one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import chain

from watcher.places.divisions import WITHOUT_PREFECTURES, Place, area
from watcher.places.gazetteer import Name, Trust
from watcher.places.sightings import Sighting

Kinds = frozenset[tuple[str, str]]  # levels, each with the first digits of what is of that level in a list

COUNTED: Kinds = frozenset([("counted", "")])  # a list that is said to be one of places: 民和、互助、化隆|三县
_CITIES: Kinds = frozenset([("prefecture", "")])  # one of cities, without a province: 承德、吉林、海东|3个城市
LIST_MARKS = frozenset("、和与及-—–+/")
# What is said of each place in a list: 河东区|1例、红桥区|1例, 滕州市|委、薛城区|委.
NUMBERED = "[0-9]{1,6}[例人名个家起处]"
_OF_EACH = re.compile(f"{NUMBERED}|[区县市]?委|(?:人民)?政府")
_LONGEST_PART = 8
_WATERS = frozenset("江河")  # that two doubtful names end in: 红河、怒江
_MANY = "等?[二两三四五六七八九十0-9]{1,3}个?"
_CITY_COUNT = re.compile(f"{_MANY}(?:城市|地级市|市|自治州|州)")
_COUNT = re.compile(f"{_MANY}(?:市|县|区|州|盟|旗|地市)|等(?:地|市|县|区县|州)|联合体")


def lists_by_start(folded: str, hits: Sequence[Sighting], provinces: Collection[str]) -> Mapping[int, Kinds]:
    """By where a name in a list stands, what the names are that are certain: 长兴、德清、安吉 are counties of 湖州."""
    lists: dict[int, Kinds] = {}
    end = 0
    for at, hit in enumerate(hits):
        if at < end or (hit.name.certain and not hit.name.areas):
            continue
        start, end = at, at + 1
        while start > 0 and between(folded, hits[start - 1].end, hits[start].start) in LIST_MARKS:
            start -= 1
        while end < len(hits) and between(folded, hits[end - 1].end, hits[end].start) in LIST_MARKS:
            end += 1
        if end - start > 1:
            kinds = _kinds([hit.name for hit in hits[start:end]], provinces)
            kinds |= COUNTED if _COUNT.match(folded, hits[end - 1].end) else frozenset()
            kinds |= _CITIES if kinds and _CITY_COUNT.match(folded, hits[end - 1].end) else frozenset()
            lists.update((hit.start, kinds) for hit in hits[start:end])
    return lists


def _kinds(names: Sequence[Name], provinces: Collection[str]) -> Kinds:
    """What a list's names are; two doubtful ones of one province are enough (海西、海北), but not two rivers."""
    certain = [name.certain for name in names if name.certain and not name.areas]
    if any(one.level == "province" and one.code[:2] not in WITHOUT_PREFECTURES for one in certain):
        return frozenset()
    doubtful = {name.word: name.places[0] for name in names if name.trust is Trust.DOUBTFUL}
    spoken = Counter(one.code[:2] for word, one in doubtful.items() if word[-1] not in _WATERS)
    supported = [one for one in doubtful.values() if one.code[:2] in provinces or spoken[one.code[:2]] > 1]
    return frozenset(chain.from_iterable(map(kinds_of, certain + supported)))


def kinds_of(place: Place) -> Kinds:
    """A prefecture is of its province; a county of its prefecture, and of its province for those written in full."""
    province = (place.level, place.code[:2])
    match place.level:
        case "prefecture":
            return frozenset([province])
        case "county":
            return frozenset([province, (place.level, area(place.code))])
        case _:
            return frozenset()


def between(folded: str, start: int, end: int) -> str:
    """The one character between two names, but for what is said of each; empty where more stands there, or nothing."""
    if 1 < end - start <= _LONGEST_PART and (part := _OF_EACH.match(folded, start, end)):
        start = part.end()
    return folded[start] if end - start == 1 else ""


def meant_in_list(name: Name, kinds: Kinds) -> Place | None:
    """Which of the places of a name is of what its list has."""
    if kinds >= COUNTED and len(name.places) == 1:
        return name.places[0]
    found = next((one for one in name.places if (one.level, area(one.code)) in kinds), None)
    found = found or next((one for one in name.places if (one.level, _digits(one, name)) in kinds), None)
    return found or next((one for one in name.places if kinds >= _CITIES and one.level == "prefecture"), None)


def _digits(place: Place, name: Name) -> str:
    """The first digits that a place has in common with the list: a county's short name needs its city there."""
    return area(place.code) if place.level == "county" and name.is_short else place.code[:2]

"""The names of places as they are written, what each may mean, and what it needs around it to mean it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from watcher.articles.folding import fold
from watcher.places.divisions import Place, area, divisions, table_rows, within

_PLACE_NAMES = Path(__file__).with_name("place_names.tsv")
_LEVELS = ("province", "prefecture", "county")
_NO_AREAS: Mapping[str, Place] = {}


class Trust(IntEnum):
    """What a written name needs around it before it counts as a mention."""

    ASKED = 0  # only a person who asks for it means it, no text does: 西湖 for 西湖区
    ADJOINED = 1  # counts right after what it lies in: 晋城市城区
    GUARDED = 2  # a county's: counts there, and where its full name or its city stands in the text
    DOUBTFUL = 3  # a city's that is an ordinary word too: counts where its province is spoken of
    SURE = 4  # counts by itself


class Name(NamedTuple):
    """One written form and what it means."""

    word: str  # as written, folded
    places: tuple[Place, ...]  # the preferred, then higher levels first
    trust: Trust  # what it needs around it
    is_short: bool  # without 省, 市, 县 …, so that it joins with other words into longer ones
    is_settled: bool  # the first of the places is meant where the text does not say which
    certain: Place | None  # what it gives away about its surroundings wherever it stands: 合肥, 吉林 but not 鼓楼区
    areas: Mapping[str, Place]  # by `area` of what is named nearby, which of several places is meant


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Everything that `place_names.tsv` and `divisions.tsv` say."""

    names: Mapping[str, Name]  # by word
    groups: Mapping[str, tuple[Place, ...]]  # by word: 京津冀
    spoken: Sequence[str]  # the words of groups that texts use for nothing else: not 东北
    rivals: Mapping[str, tuple[str, ...]]  # by word, what stands in a text that means something else by it: 德州, 美国
    given_names: frozenset[str]  # cities that people are called by too: 李|长春
    hints: Mapping[str, str]  # words that speak of a province, by its first two digits: 援藏
    countries: tuple[str, ...]  # right before a name: it is a place there, 越南|太原
    refusals: Mapping[str, int]  # longer words, and how many characters on a name may begin: 2 in 固定|西


def resolve(word: str) -> tuple[Place, ...]:
    """What a person who writes 合肥, 合肥市, 北京朝阳区 or 京津冀 may mean; empty where the word is no place's.

    A group (京津冀, 长三角) gives its members. A name that places share gives all of them, the better known first, then
    provinces before cities before counties (吉林 is a province and a city, 鼓楼区 four districts): the caller takes all
    or asks which. A place named first narrows it: 北京朝阳区.
    """
    known, wanted = gazetteer(), "".join(fold(word).split())
    if wanted in known.groups:
        return known.groups[wanted]
    return _called(known, wanted) or _narrowed(known, wanted)


def group_words(word: str) -> tuple[str, ...]:
    """What the group of this name is called in texts: 长三角, 长江三角洲; empty where it is none, or an ordinary word.

    A text that names a group does not name its members, so only a rule that asks for the group looks for these.
    """
    known = gazetteer()
    members = known.groups.get("".join(fold(word).split()))
    return tuple(name for name in known.spoken if members and known.groups[name] == members)


def _called(known: Gazetteer, word: str) -> tuple[Place, ...]:
    name = known.names.get(word)
    return name.places if name else ()


def _narrowed(known: Gazetteer, word: str) -> tuple[Place, ...]:
    """浙江省杭州市西湖区: what the end of the word means within what its beginning means."""
    for cut in range(2, min(len(word) - 1, 16)):
        around = _called(known, word[:cut])
        inner = (_called(known, word[cut:]) or _narrowed(known, word[cut:])) if around else ()
        if found := tuple(p for p in inner if any(p != a and within(p.code, a.code) for a in around)):
            return found
    return ()


@cache
def gazetteer() -> Gazetteer:
    """Both tables, read when first needed."""
    usage = _usage()
    places = divisions().places
    names = {
        word: _name(word, [places[code] for code in codes], usage) for word, codes in _codes_by_word(usage).items()
    }
    groups = {word: tuple(places[code] for code in codes) for word, codes in usage["group"].items()}
    rivals = {word: tuple(others) for word, others in usage["rival"].items()}
    given_names, countries = frozenset(usage["person"]), tuple(usage["country"])
    hints = {word: code[:2] for word, (code,) in usage["hint"].items()}
    refusals = {word: len(word) - _shares_its_end(word) for word in usage["refuse"]}
    refusals |= {word.replace("|", ""): word.index("|") for word in usage["across"]}
    return Gazetteer(names, groups, tuple(usage["spoken"]), rivals, given_names, hints, countries, refusals)


def _shares_its_end(word: str) -> bool:
    """Whether a name may begin at the end of a longer word: 投资|阳江 in 投资阳, but not 大凉山|西麓."""
    return len(word) > 2 and word[-1] not in "山河江湖海云"


_Usage = Mapping[str, Mapping[str, list[str]]]


def _usage() -> _Usage:
    """`place_names.tsv`: for each use its words, each with the codes beside it."""
    usage: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for use, words, *codes in table_rows(fold(_PLACE_NAMES.read_text(encoding="utf-8"))):
        means = codes[0].split() if codes else []
        for word in words.split():
            usage[use].update(dict.fromkeys(_spelt_out(word) if "[" in word else (word,), means))
    return usage


def _spelt_out(word: str) -> Iterable[str]:
    """Every word that a pattern with alternatives in square brackets stands for: 长河 and 黄河 for [长黄]河."""
    parts = re.split(r"\[([^\]]*)\]", word)
    return map("".join, product(*(part if index % 2 else [part] for index, part in enumerate(parts))))


def _codes_by_word(usage: _Usage) -> Mapping[str, Sequence[str]]:
    """All written forms: full and short names, 延边州 for 延边朝鲜族自治州, 萧山市 from before its reform, aliases."""
    table = divisions()
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code, (name, _) in table.folded.items():
        found[name].append(code)
    full = frozenset(found)
    of_cities = {short for code, (_, short) in table.folded.items() if code.endswith("00")}
    for code, (name, short) in table.folded.items():
        is_word = short in usage["never"] or short in usage["adjoined"]
        is_county = len(code.rstrip("0")) > 4
        if is_word and is_county and name[-1] in "区市" and (former := short + "县") not in full and len(former) == 3:
            found[former].append(code)  # 平安县, though 平安 is a word
        for form in _other_forms(name, short, is_county=is_county and not is_word):
            crowded_out = form in of_cities and form in usage["never"] and not code.endswith("00")
            if form not in full and not crowded_out:
                found[form].append(code)
    for word, codes in usage["alias"].items():
        found[word].extend(code for code in codes if code not in found[word])
    return found


def _other_forms(name: str, short: str, is_county: bool) -> Iterable[str]:
    if "自治" in name and name[-1] != "区":
        return (short, short + name[-1])
    if name[-1] == "区" and is_county:
        return (short, short + "县") if short[-1] == "城" else (short, short + "县", short + "市")  # 资|源城市
    return (short, short + "县") if name[-1] == "市" and is_county else (short,)


def _name(word: str, places: list[Place], usage: _Usage) -> Name:
    if len(places) > 1:
        preferred = usage["prefer"].get(word, [])
        places.sort(key=lambda place: (place.code not in preferred, _LEVELS.index(place.level), place.code))
    is_short = word[-1] not in "省市县区州旗盟" or (len(word) == 2 and word[-1] == "州")
    trust = _trust(word, places, is_short, usage)
    is_certain = trust is Trust.SURE and (len(places) == 1 or places[0].level != "county")
    certain = places[0] if is_certain else None
    return Name(word, tuple(places), trust, is_short, word in usage["prefer"], certain, _areas(places))


def _areas(places: Sequence[Place]) -> Mapping[str, Place]:
    if len(places) == 1:
        return _NO_AREAS
    found: dict[str, Place] = {}
    for place in places:
        for around in (area(place.code), place.code[:2]):
            found.setdefault(around, place)
    return found


def _trust(word: str, places: list[Place], is_short: bool, usage: _Usage) -> Trust:
    for use, trust in (("adjoined", Trust.ADJOINED), ("guarded", Trust.GUARDED), ("doubtful", Trust.DOUBTFUL)):
        if word in usage[use]:
            return trust
    if word in usage["never"] and is_short and places[0].level == "county":
        return Trust.ASKED
    distinctive = len(word) > 2 or places[0].level != "county" or word in usage["alone"] or word in usage["alias"]
    return Trust.SURE if distinctive else Trust.GUARDED

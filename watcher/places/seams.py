"""Whether a place's name only seems to stand where two other words meet: 商厦|门廊."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from watcher.places.divisions import divisions, table_rows

_SEAMS = Path(__file__).with_name("seams.tsv")

# Words of two characters that a full name may end in, where more of theirs follows: 构成|都市圈, 货运|城市群.
_CITY_WORDS = re.compile("[都城]市(?:[圈群报化型更志竞丽白森]|生活|形象)")

# What follows the place at the head of a report and one on a river, though 华北, 京报, 河山 and 东段 are words:
# 记者吴丽华|北京|报道, 黄河|山东|段.
_NO_SEAM = re.compile("报道|讯|[专来日]电(?![影视脑])|消息|段(?![落位子])|地区|电脑")


def is_seam(text: str, start: int, end: int) -> bool:
    """Whether two words meet inside the name at these offsets: 商厦|门廊, 部长|沙龙, 人工湖|北岸, 构成|都市圈.

    It takes both: 长沙龙舟赛 and 在市长春节讲话后 hold one such word each, and are left to other reasons.
    """
    if start == 0 or text[start - 1] not in _seams().before.get(text[start], ""):  # nearly all names
        return False
    if end == len(text) or end - start > 3 or not _ends_word(text, start):
        return False
    if end - start == 3:
        return _CITY_WORDS.match(text, start + 1) is not None
    if text[start:end] in _provinces() and _is_rarely_parted(text[start - 1 : start + 1], text[end - 1 : end + 1]):
        return False
    return _begins_word(text, end - 1) and not _NO_SEAM.match(text, end)


def _is_rarely_parted(ending: str, beginning: str) -> bool:
    """Whether one of the words that meet in the name of a province is rarer than it: 楼上|海地 in 楼上上海地铁."""
    return beginning not in _provinces() and not _seams().rare.isdisjoint((ending, beginning))


def _ends_word(text: str, at: int) -> bool:
    """Whether a word that began before the character at this offset ends with it."""
    seams, before = _seams(), text[at - 1]
    if before not in seams.before.get(text[at], ""):
        return False
    return before in seams.ends[text[at]] or not seams.long.isdisjoint((text[at - 2 : at + 1], text[at - 3 : at + 1]))


def _begins_word(text: str, at: int) -> bool:
    """Whether a word that goes on after the character at this offset begins with it."""
    seams = _seams()
    if text[at + 1] in seams.begins.get(text[at], ""):
        return True
    return not seams.long.isdisjoint((text[at : at + 3], text[at : at + 4]))


class _Seams(NamedTuple):
    """Words that may meet inside a name."""

    ends: Mapping[str, str]  # the first character of a name, or a surname, to those that make a word before it
    begins: Mapping[str, str]  # the last character of a name to those that make a word after it
    long: frozenset[str]  # words of three and four characters that end or begin with one of these
    rare: frozenset[str]  # words of two characters that do not part the name of a province
    before: Mapping[str, str]  # like `ends`, with the last character but one of long words too


@cache
def _seams() -> _Seams:
    sides: defaultdict[str, defaultdict[str, str]] = defaultdict(lambda: defaultdict(str))
    for side, character, others in table_rows(_SEAMS.read_text(encoding="utf-8")):
        sides[side][character] = others
    before = sides["ends"].copy()
    long = frozenset(chain.from_iterable(map(str.split, sides["long"].values())))
    for word in long:
        before[word[-1]] += word[-2]
    return _Seams(sides["ends"], sides["begins"], long, frozenset(sides["rare"]["-"].split()), before)


@cache
def _provinces() -> frozenset[str]:
    return frozenset(short for code, (_, short) in divisions().folded.items() if code.endswith("0000"))


def is_end_of_word(text: str, at: int) -> bool:
    """Whether the character at this offset ends a word of two: 程 of 工程, 方 of 双方."""
    return at > 0 and text[at - 1] in _seams().ends.get(text[at], "")

"""Finds where names of places stand in a text, whatever is meant by them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from watcher.places.compounds import is_abroad, is_part_of_longer_name, is_road
from watcher.places.divisions import within
from watcher.places.firms import is_company, short_names
from watcher.places.gazetteer import Name, Trust, gazetteer
from watcher.places.namesakes import is_before_own_name, may_be_before_organisation
from watcher.places.seams import is_seam

_LONGEST_NAME = 16

# The last character of a full name that belongs to the next word: 上海市|民 but 合肥市|民政局.
_SHARED_ENDINGS = re.compile(
    r"市(?:[场区值面价]|属(?=[企国单高学院医媒公各])|长(?![沙乐江春宁安兴治寿丰清泰汀岭海葛垣武子阳岛白顺途期假效远])|容(?![县城])|郊(?!区)"
    r"|民(?![政族营间主革航办爱兵权勤和乐丰]))"
    r"|省(?:[级际份]|考(?![察古核评])|属(?=[企国单高学院医媒公各])|长(?![沙治春江途期]|[兴丰乐汀岭葛垣武子阳宁岛顺海白泰清]县)|城(?![固步口])|道(?!县)|会(?![议展计同昌宁理东泽]))"
    r"|区[域间块别划县]"
)
_CITY_DISTRICTS = ("中区", "南区", "北区")  # 市中区, 市南区, 市北区
_AFTER_SHARED = frozenset("场区值面价属长容郊民级际份考城道会域间块别划县")


# What foreign names are written with, of which two before 德州 or 兰州 make it one of theirs.
_SYLLABLES = frozenset(
    "阿埃艾爱安奥巴贝比波伯布查达丹德迪蒂杜厄尔法菲费弗佛福戈哥格哈赫胡华基吉加杰卡凯科克库夸昆拉莱兰勒雷里利莉琳卢鲁伦罗洛"
    "马玛麦曼梅蒙米密摩莫穆纳娜奈内尼纽努诺帕潘佩皮珀普奇乔切丘瑞若撒萨塞桑沙圣施史士斯苏索塔泰坦特滕提图托瓦威韦维沃乌西锡希"
    "谢辛休逊雅亚耶伊因英尤约泽扎詹兹佐"
)


# After these the places are those of a branch: 某某银行|广东珠海分行.
_FIRMS = ("银行", "证券", "保险", "财险", "人寿", "电信", "移动", "联通", "石油", "石化", "邮政", "集团")


class Sighting(NamedTuple):
    """A name that stands in the text, and may or may not be a mention."""

    name: Name
    start: int  # offsets in characters
    end: int


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


def sightings(folded: str) -> Iterator[Sighting]:
    """The names that stand in a folded text, in order and not overlapping, without those that only seem to."""
    matcher, patterns = _matcher()
    firms = short_names(folded)
    behind = -1  # where the name before ends: 北流 is whole in 广西|北流年年
    for index, start, end in matcher.find_matches_as_indexes(folded):
        pattern = patterns[index]
        if isinstance(pattern, int):
            hit = _full_at_end(folded, start, end) or _begun_within(folded, start + pattern, end)
        elif start != behind and is_seam(folded, start, end) and not _is_after_name(folded, start):
            hit = _begun_within(folded, start + 1, end)
        elif pattern.is_short and (_is_part(folded, start, end, firms) or _is_county_hospital(folded, end, pattern)):
            hit = None
        elif _is_before_organisation(folded, end, pattern.is_short):
            # of 江苏省|苏州某某有限公司 the company's name has only the city
            is_apart = not folded.endswith(_FIRMS, 0, start) and _is_followed_by_name(folded, end, pattern)
            hit = Sighting(pattern, start, end) if is_apart else None
        elif pattern.is_short:
            hit = Sighting(pattern, start, end)
        else:
            hit = None if is_abroad(folded, start) else _without_shared_ending(folded, Sighting(pattern, start, end))
        if hit is None:
            continue
        if folded.startswith(_CITY_DISTRICTS, hit.end) and (district := _district_at_end(folded, hit)):
            yield Sighting(gazetteer().names[hit.name.word[:-1]], hit.start, hit.end - 1)
            hit = district
        behind = hit.end
        yield hit


def _district_at_end(folded: str, hit: Sighting) -> Sighting | None:
    """The district that shares the last character of its city: 市中区 in 济南|市中区, none in 合肥市|北区."""
    start, end = hit.end - 1, hit.end + 2
    name, city = gazetteer().names.get(folded[start:end]), hit.name.certain
    is_of_city = city and name and any(within(one.code, city.code) for one in name.places)
    return Sighting(name, start, end) if name and is_of_city else None


def _is_after_name(folded: str, start: int) -> bool:
    """Whether a place's name ends here, though another was seen there: 江苏 in 从江苏|南通海安."""
    before = gazetteer().names.get(folded[max(0, start - 2) : start])
    return before is not None and before.certain is not None


def _is_part(folded: str, start: int, end: int, firms: tuple[str, ...]) -> bool:
    """Whether a short name is part of a longer one, of which the text tells some as firms'."""
    if is_part_of_longer_name(folded, start, end) or _is_state(folded, start, end):
        return True
    return bool(firms) and folded.startswith(firms, start)


def _is_county_hospital(folded: str, end: int, name: Name) -> bool:
    """Whether a hospital or a school goes by the county alone, which has one: 汾阳|医院; 武汉|医院 are any of its."""
    return name.places[0].level == "county" and folded.startswith(("医院", "中学"), end)


def _is_state(folded: str, start: int, end: int) -> bool:
    """Whether this is the end of a foreign state's name: 萨尔|兰州, 下诺夫哥罗|德州, but not 西安|兰州."""
    if folded[end - 1] != "州" or folded[start] not in "兰德达梅巴克博" or start < 2:
        return False
    before = folded[start - 2 : start]
    return _SYLLABLES.issuperset(before) and before not in gazetteer().names


def _is_before_organisation(folded: str, end: int, is_short: bool) -> bool:
    """Whether an organisation's own name goes on after the place's: a firm's, after a short one any."""
    if not may_be_before_organisation(folded, end):
        return False
    return is_company(folded, end, is_short) or (is_short and is_before_own_name(folded, end))


def _is_followed_by_name(folded: str, at: int, around: Name) -> bool:
    """Whether another place's name begins here, with which an organisation's may begin, and not that of a road."""
    names = gazetteer().names
    others = ((end, names.get(folded[at:end])) for end in range(at + 2, at + 6))
    return any(other and _begins_anew(other, around) and not is_road(folded, end) for end, other in others)


def _begins_anew(name: Name, around: Name) -> bool:
    """Whether a name that follows another is none of its parts: 四川|彭山, 长治|山西某某公司, but 北京|金华某某公司."""
    if not around.is_short and name.certain:
        return True
    pairs = product(name.places, around.places)
    return name.trust is not Trust.ASKED and any(
        one is not other and (within(one.code, other.code) or within(other.code, one.code)) for one, other in pairs
    )


def _full_at_end(folded: str, start: int, end: int) -> Sighting | None:
    """The city's full name that a longer word runs into: 安康市 in 人民的安康|市."""
    if folded[end : end + 1] != "市" or folded[end - 1] == "城" or _SHARED_ENDINGS.match(folded, end):
        return None
    names = gazetteer().names
    for begin in range(start + 1, end - 1):
        name = names.get(folded[begin : end + 1])
        if name and name.certain and name.certain.level != "county":
            return Sighting(name, begin, end + 1)
    return None


def _begun_within(folded: str, start: int, end: int) -> Sighting | None:
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
    end = begin + length
    is_part = name.is_short and is_part_of_longer_name(folded, begin, end)
    is_part = is_part or _is_before_organisation(folded, end, name.is_short)
    return None if is_part or is_seam(folded, begin, end) else Sighting(name, begin, end)


@cache
def _openings() -> frozenset[str]:
    return frozenset(name.word[:2] for name in gazetteer().names.values() if name.certain)


def _without_shared_ending(folded: str, hit: Sighting) -> Sighting | None:
    """上海市场 is 上海 and 市场, 湖北省会 is 湖北 and 省会; nothing is left of 东方市场 and 中原区域."""
    if folded[hit.end : hit.end + 1] not in _AFTER_SHARED or not _SHARED_ENDINGS.match(folded, hit.end - 1):
        return hit
    shorter = gazetteer().names.get(hit.name.word[:-1])
    if shorter and shorter.certain:
        return Sighting(shorter, hit.start, hit.end - 1)
    return Sighting(hit.name, hit.start, hit.end - 1) if folded[hit.end] in "民长区郊容" else None


def hidden_in(folded: str, hit: Sighting) -> Sighting | None:
    """What a name hides that turned out to be none: 河北 in 河北区, 江苏 in 从江|苏."""
    shorter = gazetteer().names.get(hit.name.word[:-1])
    if shorter and shorter.certain:
        return Sighting(shorter, hit.start, hit.end - 1)
    return _begun_within(folded, hit.start + 1, hit.end)

"""Whether what looks like a place's name is only part of a longer name: a road's, a person's, an organisation's."""

from __future__ import annotations

import re
from functools import cache

from watcher.places.firms import ENDS_BEFORE_SEAT, is_branch, is_seat
from watcher.places.gazetteer import gazetteer
from watcher.places.namesakes import is_namesake
from watcher.places.persons import ALL_SURNAMES, ENDS_OF_NAMES, is_given_name, is_whole_name

# 南京东路, 中山一路, 唐山道, 北京大街; not 北京街头, 北京四环路, 江苏路桥, 上海一路向北, 唐山|路北区.
_ROAD = (
    r"(?![二三四五六七]环路)[东西南北中外内环二三四五六七八九十]{1,3}(?:路|大街)|"
    r"[西南北]道|东道(?!主)|[中]?道(?=[上与和之的、,。)0-9两号街]|[小中]学|$)|[东西南北中]?一路(?![走北南东西向高领奔追飞狂坐驾颠])|"
    r"(?<!唐山)路(?![面过段况途网线桥程边局由经径透遇费虎演])|大道|大街(?!小巷|上)|街(?![头上道边区景坊巷拍舞口])|胡同|高架(?!桥)|里弄|弄堂"
)
_ROAD_AFTER = re.compile(_ROAD)
_ROAD_HEADS = frozenset("东西南北中内外环二三四五六七八九十一道路大街胡高里弄")  # what it begins with


def is_part_of_longer_name(text: str, start: int, end: int) -> bool:
    """Whether the short name at these offsets of a folded text belongs to a road, an organisation or a person."""
    after = text[end : end + 1]
    if is_namesake(text, end) or (after in _ROAD_HEADS and is_road(text, end)):
        return True
    if after in ENDS_OF_NAMES and is_whole_name(text, start, end):
        return True
    if after == "公" and is_branch(text, start, end) and text[start - 2 : start] not in gazetteer().names:
        return True
    if after == "、" and text.startswith("铁路局", end + 3):  # 太原、西安铁路局 are two
        return True
    if start == 0 or text[start - 1] not in _telling():
        return False
    return is_abroad(text, start) or is_seat(text, start, end) or is_given_name(text, start, end)


def is_road(text: str, end: int) -> bool:
    """Whether the place that ends here gives its name to a road."""
    return _ROAD_AFTER.match(text, end) is not None


def is_abroad(text: str, start: int) -> bool:
    """Whether a country stands right before the name that begins here."""
    return text[start - 1 : start] in _ends_of_countries() and text.endswith(gazetteer().countries, 0, start)


@cache
def _telling() -> frozenset[str]:
    """What stands right before a name that is a seat, abroad or a person's: before most names nothing of it does."""
    return _ends_of_countries() | ALL_SURNAMES | ENDS_BEFORE_SEAT


@cache
def _ends_of_countries() -> frozenset[str]:
    return frozenset(country[-1] for country in gazetteer().countries)

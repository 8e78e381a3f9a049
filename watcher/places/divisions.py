"""The administrative divisions of China: their codes, names and what lies in what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from watcher.articles.folding import fold

_DIVISIONS = Path(__file__).with_name("divisions.tsv")
_LEVELS = {2: "province", 4: "prefecture", 6: "county"}

# Beijing, Tianjin, Shanghai, Chongqing, Hong Kong and Macao have counties and no prefectures between.
WITHOUT_PREFECTURES = {"11", "12", "31", "50", "81", "82"}


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative division; those of Hong Kong, Macao and Taiwan have the codes that maps use for them."""

    code: str  # six-digit adcode, GB/T 2260: 340100
    name: str  # full official name: 合肥市
    level: str  # "province" (municipalities too), "prefecture" or "county"
    slug: str  # pinyin, ASCII, unique among all places: hefei, chaoyangqu-beijing


@dataclass(frozen=True, slots=True)
class Divisions:
    """All divisions, in order of their codes."""

    places: Mapping[str, Place]  # by code
    folded: Mapping[
        str, tuple[str, str]
    ]  # code to the folded name, and without 省, 市 or 彝族自治州: 合肥; 单县 stays whole


def place(code: str) -> Place:
    """The division that has this six-digit code. Raises KeyError where it is unknown."""
    return divisions().places[code]


def within(code: str, ancestor: str) -> bool:
    """Whether one division is the other or lies in it: 340104 within 340100 within 340000."""
    return code.startswith(significant(ancestor))


@lru_cache(maxsize=8192)
def significant(code: str) -> str:
    """The digits that everything within begins with: 34 for a province, 3401 for a prefecture."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


@lru_cache(maxsize=8192)
def area(code: str) -> str:
    """The first digits of all that lies in the same prefecture or municipality; of a province its own two.

    Those of the province too where it administers a county itself (仙桃, 万宁): its 90 stands for no prefecture.
    """
    whole = code[:2] in WITHOUT_PREFECTURES or code.endswith("0000") or code[2:4] == "90"
    return code[:2] if whole else code[:4]


@cache
def divisions() -> Divisions:
    """The table, read when first needed."""
    table = _DIVISIONS.read_text(encoding="utf-8")
    places = {
        code: Place(code, name, _LEVELS[len(significant(code))], slug) for code, name, _, slug in table_rows(table)
    }
    return Divisions(places, {code: (name, short) for code, name, short, _ in table_rows(fold(table))})


def table_rows(table: str) -> Iterator[list[str]]:
    """The tab-separated rows of one of our tables, without comments and empty lines."""
    return (line.split("\t") for line in table.splitlines() if line and line[0] != "#")

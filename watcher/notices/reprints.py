"""Whether two articles are the same document: printed again by another site, with another headline or source line.

Never another edition of it: where the numbers, dates or places of two documents are not the same ones in the same
order, or one corrects, amends or explains the other, they are two. What is left may differ in a few characters, as
copies do.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from watcher.articles.changes import similarity
from watcher.articles.folding import fold

ALIKE = 0.9  # share of the text that copies of one document have in common, at least
_HASHES = 8  # of a text: the smallest of its clauses' hashes, which nearly all copies share
_CLAUSE = 6  # characters of a clause that tells something
_SHORT = 150  # characters of a text that proves little by itself: the title must be the same too
_AROUND = 80  # characters that a line has at most which a site puts around a document
_SITE = re.compile(
    r"\W*(?:(?:信息|文章|稿件|本文|图片)?来源|稿源|作者|记者|通讯员|责任?编辑?|审核|校对|监制|发布(?:时间|日期|机构|单位)|浏览|阅读|点击|访问)"
    r"(?:次数|量|数)?\s*[::|]|\W*(?:字体|字号|打印本页|关闭窗口|扫一扫|分享到|原标题|原文链接|上一篇|下一篇|当前位置|您的位置)"
    r"|[((][^()]{0,20}(?:来源|记者|责编|编辑|转载自)[^()]{0,40}[))]\s*$"
)
_DATELINE = re.compile(r"^[^,。]{0,30}\d{1,2}月\d{1,2}日(?:电|讯|消息)\s*(?:[((][^))]{0,40}[))])?")
_NUMERAL = re.compile(r"\d+(?:\.\d+)?|[〇零一二三四五六七八九十百千万亿]+")
_EDITION = re.compile(
    "更正|勘误|修订|修改|修正|补充|废止|撤销|延期|延长|终止|解读|解释|答记者问|征求意见|草案|公示"
    "|第[\\d〇零一二三四五六七八九十百]+[批期号次届轮季]"
)
_BREAK = re.compile(r"[。;!?,:\n]")
_NO_WORD = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Comparable:
    """What an article says, without what a site puts around it."""

    title: str  # letters and digits alone, as all texts here
    clauses: tuple[str, ...]
    number: str  # its own; "" where it has none
    act: tuple[str, ...]  # its kind and issuers
    marks: tuple[str, ...]  # the numerals of its text and then the codes of its places, each in order
    headed: frozenset[str]  # those of its title
    edition: frozenset[str]  # words of its title that set it apart from others of its name

    @property
    def body(self) -> str:
        """The whole text."""
        return "".join(self.clauses)


def comparable(
    title: str, text: str, notice: Mapping[str, Any] | None, places: Sequence[Mapping[str, Any]]
) -> Comparable:
    """Of an article; `notice` and `places` as the store has them."""
    head, folded = fold(title), fold(text)
    lines = _lines(folded, notice)
    said = "\n".join(folded[start:end] for start, end in lines)
    return Comparable(
        title=_bare(head),
        clauses=tuple(clause for part in _BREAK.split(said) if (clause := _bare(part))),
        number=str((notice or {}).get("number") or ""),
        act=(str(notice.get("kind")), *sorted(notice.get("issuers") or ())) if notice else (),
        marks=(*_NUMERAL.findall(said), *_codes(places, "text", lines)),
        headed=frozenset((*_NUMERAL.findall(head), *_codes(places, "title", [(0, len(head))]))),
        edition=frozenset(_EDITION.findall(head)),
    )


def sketch(one: Comparable) -> tuple[int, ...]:
    """A few numbers of which copies of the document share most, and other documents none.

    The smallest hashes of its clauses, keyed by its marks: other editions have other numbers through and through.
    """
    clauses = {clause for clause in one.clauses if len(clause) >= _CLAUSE}
    key = hashlib.blake2b("\n".join(one.marks).encode(), digest_size=16).digest()
    named = [_hash(one.number, key)] if one.number else []
    return (*named, *sorted(_hash(clause, key) for clause in clauses)[:_HASHES])


def same(one: Comparable, other: Comparable) -> bool:
    """Whether they are copies of one document."""
    if one.marks != other.marks or one.edition != other.edition:
        return False
    if (one.headed ^ other.headed).difference(one.marks):  # a headline may leave out what the text has
        return False
    if one.number and other.number:
        return one.number == other.number and (one.act == other.act or _alike(one, other))
    return _alike(one, other)


def _alike(one: Comparable, other: Comparable) -> bool:
    mine, theirs = one.body, other.body
    longer = max(len(mine), len(theirs))
    if longer < _SHORT and one.title != other.title:
        return False
    return min(len(mine), len(theirs)) >= ALIKE * longer > 0 and similarity(mine, theirs) >= ALIKE


def _lines(text: str, notice: Mapping[str, Any] | None) -> list[tuple[int, int]]:
    """Where the lines of the document stand: for a notice from its addressees on, without lines of the site."""
    place, spans = 0, []
    for line in text.split("\n"):
        start, end = place, place + len(line)
        place = end + 1
        dateline = _DATELINE.match(line)
        stripped = line.lstrip()
        if len(stripped) <= _AROUND and _SITE.match(stripped):
            continue
        spans.append((start + (dateline.end() if dateline else 0), end))
    addressees = (notice or {}).get("addressees")
    if not addressees:
        return spans
    first = fold(addressees[0])
    begin = next((number for number, (at, end) in enumerate(spans) if text[at:end].lstrip().startswith(first)), 0)
    return spans[begin:]


def _codes(places: Sequence[Mapping[str, Any]], field: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """Of the places that a field names within these spans."""
    starts = [start for start, _ in spans]
    codes = []
    for place in places:
        line = bisect_right(starts, place["start"]) - 1
        if place["field"] == field and line >= 0 and place["end"] <= spans[line][1]:
            codes.append(place["code"])
    return codes


def _bare(text: str) -> str:
    return _NO_WORD.sub("", text)


def _hash(text: str, key: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8, key=key).digest(), "big", signed=True)

"""The places that a notice selects, approves or lists as its subject, told from those that it names or copies.

确定重庆、深圳等10个城市为…试点城市; 同意在石家庄市、太原市设立…; a table 试点城市名单.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..articles.paragraphs import Paragraph
from .choosing import (
    ALSO,
    IN_SUPPORT,
    OF_A_VILLAGE,
    OF_HOW_MANY,
    OVER_PLACES,
    ZONE,
    chooses,
    goes_on_with_a_word,
    names_otherwise,
)
from .layout import Outline
from .listed import contains, in_lists, without_containers

if TYPE_CHECKING:
    from watcher.places.mentions import PlaceMention

_JOINS = re.compile(  # the first: names in the list that are no known places; the second: a list after its count
    r"(?:\s?[、—－\-]\s?[\u3400-\u9fff]{2,6}){0,2}\s?(?:[\u3400-\u9fff]{1,6}(?:镇|乡|街道|开发区|高新区|园区)|联合体)?(?:[—－\-、，,；;]|和|及|与|以及|暨)?\s?|的|[（(][^（）()]{0,24}[）)]\s?[、，,和及]?|[：:]"
    r"|全[域境][、，,和]?|等?\s?(?:\d{1,4}|[一二三四五六七八九十]{1,3})\s?个?(?:[省市县区州]|直辖市|自治区|城市|地区)(?:[（(][^（）()]{0,12}[）)])?(?:[、和及与]|以及)"
)
_COUNT = re.compile(r"等\s?(\d{1,4})\s?个")
_QUOTED = re.compile("《[^《》]{1,300}》")
_SENTENCE_END = re.compile("[。；]")
_VARIANTS = re.compile("(?<=[省县市])（[市区县旗州、]{1,9}）")  # 5个县（市、区）
_LEAD_LENGTH = 40
_MOST_TEXT = 500_000  # characters in which places are looked for: no document is longer


def find_designated(
    lines: Sequence[Paragraph], outline: Outline, title: str, mentions: Sequence[PlaceMention]
) -> tuple[PlaceMention, ...]:
    """Mentions of the designated places in order; empty where the notice designates none.

    `lines` have their text in simplified characters, offsets of `mentions` are into the article's text.
    """
    mentions = mentions[: bisect_left(mentions, _MOST_TEXT, key=lambda mention: mention.start)]
    if not mentions:
        return ()
    found: list[PlaceMention] = []
    starts = [mention.start for mention in mentions]

    def within(start: int, end: int) -> Sequence[PlaceMention]:
        return mentions[bisect_left(starts, start) : bisect_left(starts, end)]

    for position in (*outline.title, *outline.body):
        line = lines[position]
        inside = within(line.start, line.end)
        if "《" in line.text and position not in outline.title:
            inside = _not_quoted(line, inside)
        if inside and not line.text.startswith(("抄送", "抄报")):
            found += _in_sentences(line, inside)
    found += in_lists(lines, outline, title, within, {mention.start for mention in found})
    return tuple(sorted({mention.place.code: mention for mention in reversed(found)}.values(), key=lambda m: m.start))


def _not_quoted(line: Paragraph, mentions: Sequence[PlaceMention]) -> Sequence[PlaceMention]:
    """The mentions outside the titles of other documents: what those choose is not chosen here."""
    titles = [match.span() for match in _QUOTED.finditer(line.text)]
    kept, ahead = [], iter([*titles, (len(line.text), len(line.text))])
    start, end = next(ahead)
    for mention in mentions:
        while end <= mention.start - line.start and end < len(line.text):
            start, end = next(ahead)
        if mention.start - line.start < start:
            kept.append(mention)
    return kept


def _in_sentences(line: Paragraph, mentions: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    chosen_until = -1
    for run in _runs(line, mentions):
        begin, end = run[0].start - line.start, run[-1].end - line.start
        lead = _SENTENCE_END.split(line.text[max(0, begin - _LEAD_LENGTH) : begin])[-1]
        tail = line.text[end : end + 60]
        tail = _VARIANTS.sub("", tail) if "（" in tail else tail
        if len(run) > 1 and OF_HOW_MANY.match(tail):
            run.pop()
        is_short = run[-1].text[-1:] not in "省市县区州盟旗" and goes_on_with_a_word(tail)
        if (is_short and not IN_SUPPORT.search(lead)) or names_otherwise(lead, tail, run[-1].place.level != "province"):
            continue
        headed = begin < _LEAD_LENGTH and OVER_PLACES.fullmatch(line.text[:begin])
        between = line.text[chosen_until:begin]  # and what a sentence chose before, where it did
        goes_on = 0 <= chosen_until > begin - _LEAD_LENGTH and "。" not in between and _also(between, tail)
        if headed or goes_on or chooses(lead, tail, len(without_containers(line, run))):
            chosen_until = end
            count = _COUNT.match(tail)
            # A list that states its count is taken as it stands when it agrees.
            places = run if count and int(count[1]) == len(run) else without_containers(line, run)
            yield from (each for each in places if not OF_A_VILLAGE.match(line.text, each.end - line.start))


def _also(between: str, tail: str) -> bool:
    """Whether a sentence that chose places goes on to others: …为试点，乙市为试点; 甲综合保税区和乙综合保税区."""
    is_zone = between[-1:] in {"、", "和", "及"} and ZONE.fullmatch(between[:-1]) is not None
    return ALSO.match(tail) is not None or (is_zone and ZONE.match(tail) is not None)


def _runs(line: Paragraph, mentions: Sequence[PlaceMention]) -> Iterator[list[PlaceMention]]:
    """Mentions that follow one another as a list does: 江苏省常熟市、浙江省（宁波）…"""
    run: list[PlaceMention] = []
    for mention in mentions:
        if run and contains(mention, run[-1]) and line.text[run[-1].end - line.start] in "（(":
            continue  # 景德镇（江西）
        if run:
            between = line.text[run[-1].end - line.start : mention.start - line.start]
            if len(between) > 30 or not _JOINS.fullmatch(between):
                yield run
                run = []
        run.append(mention)
    if run:
        yield run

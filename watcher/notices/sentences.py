"""The places that the sentences of a notice choose: lists of them, each read with what stands around it.

确定重庆、深圳等10个城市为…试点城市; 同意在石家庄市、太原市设立…; 同意你市开展试点.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from watcher.articles.paragraphs import Paragraph
from watcher.notices.choosing import (
    OF_A_TOWN,
    OF_HOW_MANY,
    Around,
    chooses,
    goes_on,
    heads_places,
    is_of_organ,
    is_part,
    is_planned,
    stated_count,
)
from watcher.notices.listed import is_aside, without_containers
from watcher.notices.roles import COUNT, words_of

if TYPE_CHECKING:
    from watcher.places.divisions import Place
    from watcher.places.mentions import PlaceMention

Rule = Callable[[Around], bool]

_JOINS = re.compile(
    # names in the list that are no known places, or longer than the places in them: 歙县徽城镇、, 海口—三亚联合体、
    rf"(?:\s?[、—－\-]\s?[\u3400-\u9fff]{{2,6}}){{0,2}}\s?(?:(?:[\u3400-\u9fff]{{1,12}}(?:镇|乡|街道)|[\u3400-\u9fff]{{0,8}}{words_of('zone')}|[\u3400-\u9fff]{{1,6}}高新区|主?城区|联合体)[、，]?){{0,2}}"
    r"(?:[—－\-+＋/、，,；;]|和|及|与|以及|暨)?\s?"
    r"|的|所辖|下辖|[：:]|[（(][^（）()]{0,24}[）)]\s?[、，,和及]?|全[域境][、，,和]?"
    rf"|(?:{COUNT})(?:[、和及与]|以及)"  # a list that goes on after its count
)
_QUOTED = re.compile("《[^《》]{1,300}》")
_BARE_TITLE = re.compile("关于[^，。；\t]{4,80}的(?:通知|意见|决定|批复|复函|函|公告|通告|通报)(?=[\t（(]|$)")
_BETWEEN_TITLES = {"", "、", "和", "及", "以及"}
_YOU = re.compile(f"(?<={words_of('approves')})(?:将|把|对)?你(省|自治区|市|县|区|州|盟|旗)")
_SENTENCE_END = re.compile("[。；]")
_VARIANTS = re.compile("(?<=[省县市])（[市区县旗州、]{1,9}）")  # 5个县（市、区）
_LISTED = 8  # titles in one line
_AROUND = 60  # characters that are read before and after a list of places


def in_line(line: Paragraph, mentions: Sequence[PlaceMention], in_plan: bool, rule: Rule) -> Iterator[PlaceMention]:
    if "《" in line.text:
        mentions, planned = _quoted(line, mentions)
        yield from planned
    elif mentions and "关于" in line.text and (line.kind == "row" or "号" in line.text):
        mentions = _outside_bare_titles(line, mentions)
    yield from in_sentences(line, mentions, in_plan, rule)


def _outside_bare_titles(line: Paragraph, mentions: Sequence[PlaceMention]) -> Sequence[PlaceMention]:
    """Without those in the title of a document that a table or an item lists with its number."""
    titles = [title.span() for title in _BARE_TITLE.finditer(line.text)]
    return [
        each for each in mentions if not any(start <= each.start - line.start < end for start, end in titles[:_LISTED])
    ]


def _quoted(line: Paragraph, mentions: Sequence[PlaceMention]) -> tuple[Sequence[PlaceMention], Sequence[PlaceMention]]:
    """The mentions outside the titles of other documents, and the places whose plans are approved by their titles.

    What other documents choose is not chosen here; but 原则同意《合肥市国土空间总体规划》.
    """
    outside: list[PlaceMention] = []
    planned: list[PlaceMention] = []
    ahead, approved_until = 0, -1
    for title in _QUOTED.finditer(line.text):
        begin, end = title.span()
        first = bisect_left(mentions, line.start + begin, lo=ahead, key=lambda mention: mention.start)
        outside += mentions[ahead:first]
        ahead = bisect_left(mentions, line.start + end, lo=first, key=lambda mention: mention.start)
        is_next = approved_until >= 0 and line.text[approved_until:begin] in _BETWEEN_TITLES
        is_approved = is_next or line.text.endswith(("同意", "批准"), 0, begin)
        approved_until = end if is_approved else -1
        if is_approved:
            named = _named_first(line, begin + 1, mentions[first:ahead])
            planned += [each for each in named if is_planned(line.text[each.end - line.start : end], _is_short(each))]
    return [*outside, *mentions[ahead:]], planned


def _named_first(line: Paragraph, begin: int, mentions: Sequence[PlaceMention]) -> Sequence[PlaceMention]:
    """The place that a title begins with, without the one in which it lies: 南京市 of 江苏省|南京市|总体规划."""
    names: list[PlaceMention] = []
    for mention in mentions:
        if mention.start == (names[-1].end if names else line.start + begin):
            names.append(mention)
    return names[-1:]


def in_sentences(
    line: Paragraph, mentions: Sequence[PlaceMention], in_plan: bool, rule: Rule = chooses
) -> Iterator[PlaceMention]:
    chosen_until = -1
    for run in _runs(line, mentions):
        while run and is_of_organ(line.text[(last := run[-1].end - line.start) : last + _AROUND]):
            run.pop()
        if not run:
            continue
        begin, end = run[0].start - line.start, run[-1].end - line.start
        head, tail = line.text[max(0, begin - _AROUND) : begin], line.text[end : end + _AROUND]
        head, tail = (_VARIANTS.sub("", text) if "（" in text else text for text in (head, tail))
        if len(run) > 1 and OF_HOW_MANY.match(tail):
            run.pop()
        places = without_containers(line, run)
        around = Around(
            before=_SENTENCE_END.split(head)[-1],
            after=tail,
            places=len(places),
            is_province=run[-1].place.level == "province",
            is_short=_is_short(run[-1]),
            in_plan=in_plan,
        )
        is_near = 0 <= chosen_until > begin - _AROUND
        is_headed = begin < _AROUND and heads_places(line.text[:begin])
        if is_headed or rule(around) or (is_near and goes_on(line.text[chosen_until:begin], around)):
            chosen_until = end
            # A list that states its count is taken as it stands when it agrees.
            places = run if stated_count(tail) == len(run) else places
            yield from (each for each in places if not _is_part(line, each, len(places)))


def _is_part(line: Paragraph, place: PlaceMention, of: int) -> bool:
    """Whether what is chosen is only a part of the place: a town, a village, or in a list one of its zones."""
    after = line.text[(end := place.end - line.start) : end + _AROUND]
    return OF_A_TOWN.match(after) is not None or (of > 1 and place.place.level == "province" and is_part(after))


def _runs(line: Paragraph, mentions: Sequence[PlaceMention]) -> Iterator[list[PlaceMention]]:
    """Mentions that follow one another as a list does: 江苏省常熟市、浙江省（宁波）…"""
    run: list[PlaceMention] = []
    for mention in mentions:
        if run and is_aside(line, run[-1], mention):
            continue
        if run:
            between = line.text[run[-1].end - line.start : mention.start - line.start]
            if len(between) > 30 or not _JOINS.fullmatch(between):
                yield run
                run = []
        run.append(mention)
    if run:
        yield run


def chooses_addressed(place: Place, texts: Iterable[str]) -> bool:
    """Whether the place that a notice goes to is chosen in its text: 合肥市人民政府：…同意你市开展试点."""
    for text in texts:
        for you in _YOU.finditer(text) if "你" in text else ():
            around = Around(
                before=_SENTENCE_END.split(text[max(0, you.start() - _AROUND) : you.start(1) - 1])[-1],
                after=text[you.end() : you.end() + _AROUND],
                places=1,
                is_province=place.level == "province",
                is_short=False,
                in_plan=False,
            )
            if place.name.endswith(you[1]) and chooses(around):
                return True
    return False


def _is_short(mention: PlaceMention) -> bool:
    return mention.text[-1:] not in "省市县区州盟旗"

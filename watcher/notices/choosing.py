"""Whether a sentence chooses the places in it: by the roles around them, unless it refuses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from watcher.notices.roles import (
    ANY_PLAN,
    CHOICES,
    CLAUSE,
    COUNT,
    IN_BRACKETS,
    IN_SUPPORT,
    LOOSE_CHOICES,
    NUMERAL,
    PLAN_OF,
    THING,
    Choice,
    words_of,
)
from watcher.numerals import number

_STATED = re.compile(rf"(?:等|共)?\s?({NUMERAL})\s?个?")
_COUNTS_OTHERS = re.compile(
    rf"(?!{COUNT}{words_of('does')})等?\s?{NUMERAL}\s?[个家项名所处件][^，。；、为和及与的]{{0,10}}?{words_of('others')}"
)
_AFTER_PLACES = re.compile(  # what may stand between a list of places and what closes the sentence
    rf"(?:联合体|[\u3400-\u9fff]{{1,8}}?(?:[镇乡]|街道)(?=[\d等列认为]))?(?:{IN_BRACKETS})?[）)]?(?:[、和][\u3400-\u9fff]{{2,6}}(?={words_of('does')}))?(?:[\u3400-\u9fff]{{0,4}}(?:园区|新区|开发区|高新区)(?={words_of('does')}))?(?:全[域境])?(?P<count>{COUNT})?(?:{IN_BRACKETS})?”?"
)

_HEADING_IN_LINE = re.compile(
    r"\s{0,4}(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]{1,2})?\s?.{0,6}(?:试点|示范|先行|对接|入选|创建|支持|培育|激励)(?:范围|地区|区域|城市|省份|[省市县区])[。：:]\s?"
)
_PLANS = re.compile("(?:规划|纲要|意见|要点|计划|方案|办法|条例|规定|细则)》?(?:的通知)?$")
_MAY_CHOOSE = re.compile(rf"{words_of('status')}|试验|支持|{words_of('chooses')}")
_ANNOUNCES = re.compile(rf"{words_of('chooses', 'approves', 'status')}|试验|支持|纳入|列为|列入|赋予")
_TELLS = re.compile(r"^\d{4}年(?!度)[^起]{0,30}$|近年来|近期|近日|日前|目前|截至|其中|例如|如|学习|借鉴|参照|比照")
_DECIDES = re.compile("(?:决定|同意|批准|确定|拟支持)(?!对)[^。；]{0,30}$")
_PART = re.compile(f"[\u3400-\u9fff]{{0,8}}{words_of('zone')}|主?城区")
_ZONE_NAME = re.compile(f"[^，。；、]{{0,12}}{words_of('zone')}")
_ALSO = re.compile(rf"[特一二三四]等奖|为{CLAUSE}{{0,30}}(?:{words_of('status')}|城市|县城|地区|单位)")

# What refuses a choice, whatever stands around it.
_IN_ORGAN = re.compile(
    rf"(?!{words_of('does')})(?:[\u3400-\u9fff](?<![等和及与、为的在以个])){{1,10}}?(?:(?<!布)局(?![部面势限])|厅|委员会|管委会|公司|大学|学院|学校|医院|[博图档]?[物书案]馆|纪念馆|美术馆|集团|银行|电视台|电台|研究[所院]|协会|商会)"
)
_LEAVES = re.compile(
    rf"{CLAUSE}{{0,6}}(?:退出(?!贫困|条件)|撤销|取消|不再|终止|暂停)|[^。；]{{0,30}}(?:暂不|不予|未予|暂缓|不再)"
)
_FORMERLY = re.compile(rf"{words_of('formerly', 'asks')}|已经?{words_of('chooses')}")
_REFUSED = re.compile(
    rf"(?:同意|批准)(?:[你该](?:公司|行|院|校|中心|集团|单位){CLAUSE}{{0,30}}|{CLAUSE}{{0,20}}(?:公司|集团|银行|大学|学院|医院)在)$|[不未](?:予|宜|再|被)?(?:同意|批准|认定|确定|列入|入选|命名|纳入){CLAUSE}{{0,12}}$"
)
_REARRANGES = re.compile("撤销|调整|将|设立|建立|增设|成立|组建")  # 同意山东省撤销…: the province is not chosen
_FOUNDS = re.compile("设立|建立|增设|成立|组建")  # 同意云和县设立…保护区 chooses the county
# After a short name another word may only begin with these: 怀柔板栗栽培系统 does not choose 怀柔.
_NEXT_WORD = re.compile(
    rf"\W|\d|[等共为作的市县区州]|联合体|高新|经济|国家|国际|综合|自由|自贸|保税|出口|航空|口岸|跨境|{COUNT}|{words_of('zone')}|{words_of('does')}|{words_of('becomes')}|{words_of('passes')}|{words_of('status')}|$"
)
OF_A_TOWN = re.compile(  # 剑川县沙溪镇寺登村: the village is chosen; 大冶市陈贵镇、: the town
    r"(?![为等列的作成开承建设入获推])[\u3400-\u9fff]{1,12}?(?:[镇乡]|街道)(?:[\u3400-\u9fff]{1,6}?(?:村|社区)|(?=[、，和及（(\d等列认为]|$))"
)
OF_HOW_MANY = re.compile(r"\s?\d{1,3}\s?个，(?:分别)?[为是]")  # 芜湖市1个，为南陵县


class Around(NamedTuple):
    """What stands around a list of places in its sentence."""

    before: str  # the sentence up to them, or the last of it
    after: str  # what follows them, beyond the sentence too
    places: int  # how many there are, those that only say where the next lies left out
    is_province: bool  # whether the last is one
    is_short: bool  # whether its name is
    in_plan: bool  # whether the document only sets aims and tasks


def chooses(around: Around) -> bool:
    """Whether the sentence chooses the places."""
    return (_by_roles(around, CHOICES) or _by_count(around)) and not _is_refused(around)


def may_choose(around: Around) -> bool:
    """Whether it may, in a notice that says by its title that it does."""
    return _by_roles(around, LOOSE_CHOICES) and not _TELLS.search(around.before) and not _is_refused(around)


def announces(title: str) -> bool:
    """Whether a title says that the notice chooses places."""
    return bool(_ANNOUNCES.search(title)) and not only_plans(title) and "经验" not in title


def only_plans(title: str) -> bool:
    """Whether a document of such a title only sets aims and tasks: what it supports somewhere is one of them."""
    return bool(_PLANS.search(title)) and not _MAY_CHOOSE.search(title)


def heads_places(text: str) -> bool:
    """Whether what stands before a list of places in its line is their heading: （一）试点地区。合肥市…"""
    return _HEADING_IN_LINE.fullmatch(text) is not None


def is_planned(title: str, is_short: bool) -> bool:
    """Whether the title of a document, from behind a place's name, is that of the place's plan: 国土空间总体规划."""
    return (PLAN_OF if is_short else ANY_PLAN).match(title) is not None


def is_of_organ(after: str) -> bool:
    """Whether a place is the first word of an organ's name."""
    return _IN_ORGAN.match(after) is not None


def goes_on(between: str, around: Around) -> bool:
    """Whether a sentence that chose places goes on to others: …为试点，乙市为试点; 甲综合保税区和乙综合保税区.

    `between` is what stands between the places that it chose and these.
    """
    if "。" in between or _is_refused(around):
        return False
    is_zone = between[-1:] in {"、", "和", "及"} and _ZONE_NAME.fullmatch(between[:-1]) is not None
    is_in_name = is_zone and _ZONE_NAME.match(around.after) is not None
    return is_in_name or _ALSO.match(_closing(around.after)[0]) is not None


def is_part(after: str) -> bool:
    """Whether only a part of a place is named: 天津市|主城区, 北京|经济技术开发区."""
    return _PART.match(after) is not None


def stated_count(after: str) -> int | None:
    """How many places a sentence says that there are in the list before: 等10个城市."""
    match = _STATED.match(after)
    return number(match[1]) if match else None


def _by_roles(around: Around, choices: Sequence[Choice]) -> bool:
    closing, is_counted = _closing(around.after)
    return any(  # openings last, which may begin anywhere before: they take longer
        ((is_counted and choice.by_count) or any(each.match(closing) for each in choice.closings))
        and choice.opening.search(around.before)
        for choice in choices
        if (choice.of_province or not around.is_province) and (choice.in_plan or not around.in_plan)
    )


def _by_count(around: Around) -> bool:
    """Whether it decides of as many places as it says: 决定开放黑河市、绥芬河市和珲春市三个边境城市."""
    closing, is_counted = _closing(around.after)
    is_whole = is_counted and closing.startswith(("。", "，", "；")) and stated_count(around.after) == around.places
    return is_whole and _DECIDES.search(around.before) is not None


def _closing(after: str) -> tuple[str, bool]:
    """What closes the sentence behind the places and their count, and whether there is a count."""
    match = _AFTER_PLACES.match(after)
    return (after[match.end() :], match["count"] is not None) if match else (after, False)


def _is_refused(around: Around) -> bool:
    """Whether it tells of an earlier choice, of a refusal, of things in the places, or of what the places do."""
    before, after, _, is_province, is_short, _ = around
    if is_short and not (IN_SUPPORT.search(before) or _NEXT_WORD.match(after) or THING.match(after)):
        return True
    return bool(
        _IN_ORGAN.match(after)
        or _LEAVES.match(after)
        or _COUNTS_OTHERS.match(after)
        or _FORMERLY.search(before)
        or _REFUSED.search(before)
        or (before.endswith("同意") and _REARRANGES.match(after) and not (not is_province and _FOUNDS.match(after)))
    )

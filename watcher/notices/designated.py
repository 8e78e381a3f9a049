"""The places that a notice selects, approves or lists as its subject, told from those that it names or copies.

确定重庆、深圳等10个城市为…试点城市; 同意在石家庄市、太原市设立…; a table 试点城市名单.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..articles.paragraphs import Paragraph
from .layout import Outline
from .listed import contains, in_lists, without_containers

if TYPE_CHECKING:
    from .places import PlaceMention

_CHOOSES = "确定|同意|公布|批准|认定|命名|选定|选取|选择|遴选|授予|增补|新增|增列|增设|评选|评定|设立|列"
_LEADS = re.compile(
    rf"(?:{_CHOOSES})(?:了|出|由|设立|建立|增补|新增|以下|下列)?(?:县级|地级)?(?:[^，。；]{{0,8}}?(?:在|将|以|把|对|授予|命名|你(?:省|市|县|区|自治区|厅|委|局)))?[：:“]?$"
    r"|(?:名单|如下|城市|地区|试点|示范[区县市]|名城)(?:名单)?(?:如下|为|是|包括|分别为|有)?(?:[（(][^（）()]{0,12}[）)])?[：:]$"
    r"|试点(?:范围|地区|区域|城市)(?:包括|为|是|确定为|覆盖)$"
)
_LEAVES = re.compile(r"[^，。；]{0,6}(?:退出|撤销|取消|不再|终止|暂停)")
_LEADS_TO_BECOME = re.compile(r"(?:将|把|对|由|以|，|。|；|^|经.{0,20})$")
_BECOMES = re.compile(
    r"(?:[（(][^（）()]{0,40}[）)])?[”]?(?:共|等地?)?(?:\s?(?:\d{1,4}|[一二两三四五六七八九十百]{1,4})\s?个?[^，。；、]{0,16}?)?"
    r"(?:被|正式|增补|新增|补充|一并|同时|分别|均){0,2}(?:列为|列入|确定为|作为|认定为|命名为|纳入|增补为|设为|增列为|入选|获批|评为|选为|成为|承担[^，。；]{0,8}(?:试点|示范))"
)
_FOLLOWS = re.compile(
    r"(?:联合体)?(?:[（(][^（）()]{0,40}[）)])?(?:[一二三四五六七八九十\d]{1,3}\s?个?(?:[省市县区州]|城市|地区)|的(?:批复|复函|函|通知|决定|意见|公告)|[”。；，：]|\s*$|等|共|为|作|列|开展|设立|建设|建立|承担|先行|成为|名义|申办|举办|承办|创建|"
    r"[^，。；]{0,20}(?:称号|试点|示范|综合|国家|省级|一批|\d+个|自由贸易|新区|县级|市辖区|保税|跨境|园区|高新|开发区|试验区|名城))"
)
# After a short name another word may only begin with these: 怀柔板栗栽培系统 does not choose 怀柔.
_NEXT_WORD = re.compile(
    r"\W|\d|[等共为作列开设建承先成名申举创市县区州三两二四五六七八九十的]|联合体|新区|高新|经济|国家|综合|自由|自贸|试点|示范|保税|跨境|$"
)
_IN_ORGAN = re.compile(
    r"(?:[\u3400-\u9fff](?<![等和及与、为的在以个])){1,10}?(?:[局厅]|委员会|管委会|公司|大学|学院|学校|医院|集团|银行)"
)
_ACTS = re.compile("撤销|调整|将|设立|建立")  # 同意山东省撤销…: the province acts and is not chosen
_FOUNDS = re.compile("设立|建立")  # 同意云和县设立…保护区 chooses the county
_PRAISED_IN = re.compile(r"对[^，。；]{0,40}(?:的|突出|明显|显著)(?:地方)?[：:]?$")
_PRAISED = re.compile(
    r"(?:等)?\s?(?:(?:\d{1,4}|[一二三四五六七八九十]{1,3})\s?个)?[^，。；、]{0,8}(?:予以|给予|进行)[^，。；]{0,8}(?:表扬|激励|奖励|通报|表彰|支持)"
)
_SUPPORTS = re.compile(r"支持(?:在|以)?$|(?:决定|同意|选择|批准|确定|拟)(?:率先|首先|先)?在$")
_IN = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]?)?在$")  # what stands there is done there
_ON_TRIAL = re.compile(
    r"(?:等)?\s?(?:(?:\d{1,4}|[一二三四五六七八九十]{1,3})\s?个?[^，。；、]{0,8})?(?:开展|建设|实施|创建|先行)[^，。；]{0,30}(?:试点|示范|试验|先行)"
)
_TRIED = re.compile(
    r"(?:等)?\s?(?:(?:\d{1,4}|[一二三四五六七八九十]{1,3})\s?个?[^，。；、]{0,8})?(?:开展|实施|先行)[^，。；]{0,30}(?:试点|试验|先行)"
)
_CHOOSING = (  # before and after the places
    (_LEADS, _FOLLOWS),
    (_LEADS_TO_BECOME, _BECOMES),
    (_PRAISED_IN, _PRAISED),
    (_SUPPORTS, _ON_TRIAL),
    (_IN, _TRIED),
)
_OF_A_VILLAGE = re.compile(
    "[\u3400-\u9fff]{1,6}?(?:[镇乡]|街道)[\u3400-\u9fff]{1,6}?(?:村|社区)"
)  # 剑川县沙溪镇寺登村: the village is chosen
_ALSO = re.compile(  # 确定甲市为…试点，乙市为…试点
    r"(?:等)?\s?(?:(?:\d{1,4}|[一二三四五六七八九十]{1,3})\s?个?[^，。；、为]{0,8})?为[^，。；]{0,30}(?:试点|示范|城市|地区|单位)"
)
_EARLIER = re.compile(r"此前|曾经?|已于|已将|已在|去年|上一?批|前[一二三四五]批")
_REFUSES = re.compile("[不未](?:予|宜|再)?(?:同意|批准|认定|确定|列入|入选|命名)[^，。；]{0,12}$")
_JOINS = re.compile(  # the first: names in the list that are no known places; the second: a list after its count
    r"(?:\s?[、—－\-]\s?[\u3400-\u9fff]{2,6}){0,2}\s?(?:[\u3400-\u9fff]{1,6}(?:镇|乡|街道|开发区|高新区|园区)|联合体)?(?:[—－\-、，,；;]|和|及|与|以及|暨)?\s?|的|[（(][^（）()]{0,24}[）)]\s?[、，,和及]?|[：:]"
    r"|等?\s?\d{1,4}\s?个(?:[省市县区州]|城市|地区)(?:[（(][^（）()]{0,12}[）)])?(?:[、和及与]|以及)"
)
_COUNT = re.compile(r"等\s?(\d{1,4})\s?个")
_QUOTED = re.compile("《[^《》]{1,300}》")
_SENTENCE_END = re.compile("[。；]")
_LEAD_LENGTH = 40


def find_designated(
    lines: Sequence[Paragraph], outline: Outline, title: str, mentions: Sequence[PlaceMention]
) -> tuple[PlaceMention, ...]:
    """Mentions of the designated places in order; empty where the notice designates none.

    `lines` have their text in simplified characters, offsets of `mentions` are into the article's text.
    """
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
        founds = run[-1].place.level != "province" and _FOUNDS.match(tail)
        is_short = run[-1].text[-1:] not in "省市县区州盟旗" and not _NEXT_WORD.match(tail)
        if (
            is_short
            or _IN_ORGAN.match(tail)
            or _LEAVES.match(tail)
            or _EARLIER.search(lead)
            or _REFUSES.search(lead)
            or (lead.endswith("同意") and _ACTS.match(tail) and not founds)
        ):
            continue
        goes_on = (
            chosen_until >= 0 and "。" not in line.text[chosen_until:begin] and begin - chosen_until < _LEAD_LENGTH
        )
        if (goes_on and _ALSO.match(tail)) or any(
            before.search(lead) and after.match(tail) for before, after in _CHOOSING
        ):
            chosen_until = end
            count = _COUNT.match(tail)
            # A list that states its count is taken as it stands when it agrees.
            places = run if count and int(count[1]) == len(run) else without_containers(line, run)
            yield from (each for each in places if not _OF_A_VILLAGE.match(line.text, each.end - line.start))


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

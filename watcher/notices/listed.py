"""The places that a notice lists: alone in rows, items and short lines under a heading that lists them.

示范区（6个）：合肥市、芜湖市…; a table 试点城市名单.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from watcher.articles.paragraphs import Paragraph
from watcher.notices.choosing import announces
from watcher.notices.layout import Outline
from watcher.notices.lines import is_marked
from watcher.notices.roles import words_of

if TYPE_CHECKING:
    from watcher.places.mentions import PlaceMention

    Within = Callable[[int, int], Sequence[PlaceMention]]

_LIST_TITLE = re.compile(
    r"名单|名录|确定|公布|命名|认定|批准|入选|同意|增补|公示|优秀|先进|表扬|表彰|激励"
    r"|(?:考核|考评|评价|评估|评比|复核|复查|验收|评审)[^，。；]{0,6}结果"
)
_NO_LIST = re.compile(
    r"撤销|取消|退出|移出|除名|摘牌|名额|数量|分配|分工|联系|电话|咨询|热线|邮箱|申报表|推荐表|汇总表|申请表|任务|要求|标准|指标|流程|成员|领导小组|专家"
)
_OF_OTHERS = re.compile(  # a list of these names places to say where they are
    rf"{words_of('others')}(?:建设点)?(?:[（(].{{0,8}}[）)])?(?:名单|名录|目录|清单|结果)(?:[（(].{{0,8}}[）)])?"
    r"(?:的?(?:通知|公告|公示|通报|通告|决定|函))?$"
)
_NO_ITEM = re.compile(r"抄送|抄报|联系|电话|地址|来源|主送|邮")
_FILLING = re.compile(
    r"[\d\s.．、，。,；;：:（）()第批个共等号—\-–·+＋/和及与一二三四五六七八九十“”*]+|[省市县区州盟旗]$|[\u3400-\u9fff]{1,3}[市县区旗](?=[、；，。）)\s]|$)|人民政府|名单|序号|排名不分先后|联合体"
    r"|(?:新疆)?(?:生产建设)?兵团|第[一二三四五六七八九十]{1,2}师"
)
_HEADER = re.compile(
    r"(?:.{0,12}(?:城市|地区|县|区|市|旗|州|市、区|名称|名单)(?:[（(].{0,12}[）)])?|名称|.{0,6}试点|.{0,6}示范)(?:名称|名单)?"
)
_NAMES_PLACES = re.compile(  # and nothing in them, as 示范街区 does
    r"(?:.{0,8}?(?:试点|示范|创建|培育|入选|建设|命名|保护|先行|候选|推荐|获评|达标))?(?:城市|地区|[县区市旗州盟]|市县|县区|市区|县域|市、县|县、区)(?:[（(].{0,12}[）)])?(?:名称|名单)?"
)
_PILOTS = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)、].{0,6}(?:试点|示范)(?:范围|地区|区域|城市|省份|[省市县区])"
)
_PILOT_COLUMN = re.compile(
    "(?:试点|示范|先行|入选|创建)(?:城市|地区|[省市县区旗州]|市县|县区)(?:[（(].{0,12}[）)])?(?:名称|名单)?"
)
_NO_HEADER = re.compile(r"省|所在|所属|隶属|上级|项目|企业|单位|机构|序号|申报|责任|联系")
_CLAUSE_MARK = re.compile("[，。；]")
_HEADING = re.compile(r"[^：:。]{2,40}[：:]")  # in the line of its list: 示范区（6个）：…
_MOST_UNKNOWN = 8  # one character in so many of a list, for the names that it has and we do not know
_BRACKET = 30  # characters in one
_CLOSED = re.compile("[）)]")
_LIST_MARK = re.compile("[、，,；;和及]")
_ITEM = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]")
_IN_NAME = re.compile("[中小大]学|学[校院]|医院|公司|[局厅]$|景区|旅游区|度假区")  # of what lies there: 歙县第一中学
_GOES_ON = re.compile(r"[、，,]?\s*$")


class _State(NamedTuple):  # one a line: a fifth of a dataclass's time
    """What the lines above say of the next one."""

    is_list: bool  # it stands under a heading that lists places
    goes_on: bool = False  # the line before lists places, and may be a part of its list
    columns: tuple[int, ...] = ()  # of the table that it stands in, those that have the places, counted from the right
    alone: int = 0  # how many lines before have one place of a level each, which may be where the next ones lie


def in_lists(
    lines: Sequence[Paragraph], outline: Outline, title: str, within: Within, chosen: Collection[int]
) -> list[PlaceMention]:
    """Places that stand alone in table rows, list items and short lines under a title that lists them.

    `chosen` has where the mentions start that a sentence designates: its list may go on in the next lines.
    """
    titled, may_list = _lists(title, False), announces(title)
    state = _State(titled)
    found: list[PlaceMention] = []
    for position in outline.body:
        line = lines[position]
        inside = within(line.start, line.end) if position not in outline.signature else ()
        state = _headed(state, line, inside, titled, may_list)
        places = _places(state, line, inside, titled)
        if state.alone and _lie_in(found[-1], state.alone, line, places):
            found.pop()
            state = state._replace(alone=0)
        is_alone = len(places) == 1 and _may_head(line, places[0])
        is_next = state.alone > 0 and is_alone and found[-1].place.level == places[0].place.level
        found += places
        is_list = bool(places) or (bool(inside) and inside[-1].start in chosen)
        goes_on = is_list and _GOES_ON.match(line.text, inside[-1].end - line.start) is not None
        state = state._replace(goes_on=goes_on, alone=is_alone + (state.alone if is_next else 0))
    return found


def _headed(state: _State, line: Paragraph, mentions: Sequence[PlaceMention], titled: bool, may_list: bool) -> _State:
    """The state at a line, which may itself be a heading, or the header of a table."""
    if line.kind != "row":
        state = state._replace(columns=()) if state.columns else state
    elif not mentions and (columns := _place_columns(line.text)):
        return state._replace(columns=columns, is_list=state.is_list or (may_list and _names_pilots(line.text)))
    if not mentions:
        is_list = _lists(line.text, titled) if _is_heading(line) else state.is_list
        return state._replace(is_list=is_list or _PILOTS.fullmatch(line.text) is not None)
    leads = line.text.endswith(("：", ":")) and _is_heading(line)
    return state._replace(is_list=state.is_list or (leads and _lists(_CLAUSE_MARK.split(line.text)[-1], False)))


def _places(state: _State, line: Paragraph, mentions: Sequence[PlaceMention], titled: bool) -> Sequence[PlaceMention]:
    """The places that a line lists."""
    if not mentions or _NO_ITEM.match(line.text):
        return ()
    if (over := _HEADING.match(line.text)) and _NO_LIST.search(over[0]):
        return ()
    heading = _heading_of_list(line, mentions, titled)
    return _alone(line, mentions, state.columns, heading) if state.is_list or state.goes_on or heading else ()


def _may_head(line: Paragraph, place: PlaceMention) -> bool:
    """Whether a place that is alone in its line may only say where those below lie; a province, where things do."""
    return place.place.level == "province" or (line.kind != "row" and not line.text[:1].isdecimal())


def _lie_in(above: PlaceMention, alone: int, line: Paragraph, places: Sequence[PlaceMention]) -> bool:
    """Whether what a line lists lies in the place over it, which follows others that were alone too, or does not."""
    if places:
        return contains(above, places[0])
    return above.place.level == "province" and alone == 1 and not line.text.endswith("。")


def _heading_of_list(line: Paragraph, mentions: Sequence[PlaceMention], in_list: bool) -> int:
    """The length of the heading that stands in the line of its list; 0 where none does."""
    heading = _HEADING.match(line.text)
    if not heading or not _lists(heading[0][:-1], in_list):
        return 0
    named = [mention for mention in mentions if mention.start < line.start + heading.end()]
    is_over_places = all(mention.place.level == "province" for mention in named) and len(named) < len(mentions)
    return heading.end() if is_over_places else 0


def _is_heading(line: Paragraph) -> bool:
    leads = line.text.endswith(("：", ":")) and len(line.text) < 300
    return leads or (len(line.text) < 80 and (is_marked(line) or line.text.endswith("名单")))


def _lists(heading: str, in_list: bool) -> bool:
    """Whether what stands under a heading is designated; a short heading inside a list does not end it."""
    clause = _CLAUSE_MARK.split(heading)[-1]  # 经专家评审，决定命名下列城市： does not list experts
    heading = clause if _LIST_TITLE.search(clause) else heading
    says_so = bool(_LIST_TITLE.search(heading)) or (in_list and len(heading) < 30)
    return says_so and not _NO_LIST.search(heading) and not _OF_OTHERS.search(heading)


def _place_columns(text: str) -> tuple[int, ...]:
    """In a table's header, which columns have the places, counted from the right; () where it is no header.

    From the right, since cells that span rows are missing on the left of the rows below. Several where a long table
    stands in two halves side by side.
    """
    cells = [cell.strip() for cell in text.split("\t")]
    if len(cells) > 20 or not all(len(cell) <= 20 for cell in cells):
        return ()
    named = [i for i, cell in enumerate(cells) if _HEADER.fullmatch(cell) and not _NO_HEADER.search(cell)]
    named = [i for i in named if _NAMES_PLACES.fullmatch(cells[i])] or named  # 试点县 beside 步道名称
    is_header = any(_NAMES_PLACES.fullmatch(cells[i]) for i in named) or any(
        cell in {"序号", "省份", "省（区、市）", "地区", "备注", "所属省份", "省", "所在省份"} for cell in cells
    )
    if not named or not (is_header or len(named) == len(cells)):
        return ()
    names = {cells[named[-1]], *({"城市", "农村"} if "农村" in cells else ())}
    return tuple(len(cells) - i for i, cell in enumerate(cells) if cell in names)


def _names_pilots(header: str) -> bool:
    """Whether the header of a table says by itself that the places in it are chosen: 省份, 试点城市, 峰值年份."""
    return any(_PILOT_COLUMN.fullmatch(cell.strip()) for cell in header.split("\t"))


def _alone(
    line: Paragraph, mentions: Sequence[PlaceMention], columns: tuple[int, ...], heading: int = 0
) -> Sequence[PlaceMention]:
    """The mentions of a line that consists of places after its heading; of a row with columns, those in these cells."""
    if not columns or line.kind != "row":
        # sentences may follow the list
        stop = line.text.find("。", heading) if heading or _ITEM.match(line.text) else -1
        alone = _alone_in(line, mentions, line.start + heading, line.end)
        return alone if alone or stop < 0 else _alone_in(line, mentions, line.start + heading, line.start + stop)
    cells = line.text.split("\t")
    found: list[PlaceMention] = []
    for column in columns:
        if column <= len(cells):
            start = line.start + sum(len(cell) + 1 for cell in cells[: len(cells) - column])
            found += _alone_in(line, mentions, start, start + len(cells[len(cells) - column]))
    return found


def _alone_in(line: Paragraph, mentions: Sequence[PlaceMention], start: int, end: int) -> Sequence[PlaceMention]:
    inside = [mention for mention in mentions if start <= mention.start and mention.end <= end]
    rest, position = [], start
    for mention in inside:
        rest.append(line.text[position - line.start : mention.start - line.start])
        position = mention.end
    rest.append(line.text[position - line.start : end - line.start])
    left = "".join(_FILLING.sub("", part) for part in rest)
    known = sum(mention.end - mention.start for mention in inside)
    is_whole = start == line.start and end == line.end
    if len(left) > max(2, known // _MOST_UNKNOWN if is_whole else 0) or "为" in left or any(map(_IN_NAME.search, rest)):
        return ()  # a sentence, or names of organisations
    return without_containers(line, _without_brackets(line, inside))


def _without_brackets(line: Paragraph, mentions: Sequence[PlaceMention]) -> Sequence[PlaceMention]:
    kept: list[PlaceMention] = []
    for mention in mentions:
        if not (kept and is_aside(line, kept[-1], mention)):
            kept.append(mention)
    return kept


def is_aside(line: Paragraph, before: PlaceMention, mention: PlaceMention) -> bool:
    """Whether a place stands in the brackets after another and only says where that lies, or what lies in it.

    歙县（安徽省黄山市）, 南平市（含武夷山市）.
    """
    between = line.text[before.end - line.start : mention.start - line.start][:_BRACKET]
    if between[:1] not in {"（", "("} or _CLOSED.search(between):
        return False
    return contains(mention, before) or between[1:2] in {"含", "不", "包"}


def without_containers(line: Paragraph, mentions: Sequence[PlaceMention]) -> Sequence[PlaceMention]:
    """The places but for those that only say where the next one lies: 江苏省 of 江苏省常熟市, not of 江苏省、常熟市."""
    return [
        mention
        for mention, following in zip_longest(mentions, mentions[1:])
        if following is None
        or not contains(mention, following)
        or _LIST_MARK.search(line.text, mention.end - line.start, following.start - line.start)
    ]


def contains(outer: PlaceMention, inner: PlaceMention) -> bool:
    code, other = outer.place.code, inner.place.code
    return code != other and other.startswith(code[:2] if code.endswith("0000") else code[:4]) and code.endswith("00")

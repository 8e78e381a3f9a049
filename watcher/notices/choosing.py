"""How a sentence chooses places, read by roles: what opens it before a list of places, and what closes it after.

    经评审，决定将 | 合肥市、芜湖市 | 等2个城市 | 列为第二批试点城市。
       opening         places        count           closing

choosing.tsv has the words of each role; `_CHOICES` says which opening makes a choice with which closing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_TABLE = Path(__file__).with_name("choosing.tsv")
_ROLES = {
    role: sorted(words.split(), key=len, reverse=True)
    for line in _TABLE.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for role, words, _ in [line.split("\t")]
}


def words_of(*roles: str) -> str:
    """The words of roles in the table, as one pattern."""
    return f"(?:{'|'.join(word for role in roles for word in _ROLES[role])})"


_CHOOSES, _APPROVES, _BECOMES, _STATUS = map(words_of, ("chooses", "approves", "becomes", "status"))
_DOES, _ZONE, _PASSES, _OTHERS = map(words_of, ("does", "zone", "passes", "others"))
_CLAUSE = "[^，。；]"  # characters of one clause

_NUMERAL = r"(?:\d{1,4}|[一二两三四五六七八九十百]{1,4})"
_COUNTABLE = "(?:县级市|地级市|直辖市|自治区|单列市|城市|地区|地方|单位|[省市县区州盟旗地](?![级域区]))"
_IN_BRACKETS = "[（(][^（）()]{0,40}[）)]"
COUNT = (  # after a list of places: 等10个城市, 3个县（市）, 两省, 等; but 等地 is no list that chooses
    rf"(?:等|共)?\s?{_NUMERAL}\s?(?:[个处][^，。；、为和及与]{{0,8}}?{_COUNTABLE}|{_COUNTABLE}|[个处])(?:[（(][^（）()]{{0,12}}[）)])?|等(?!地)"
)
_STATED = re.compile(rf"(?:等|共)?\s?({_NUMERAL})\s?个?")
_COUNTS_OTHERS = re.compile(rf"等?\s?{_NUMERAL}\s?[个家项名所处件][^，。；、为和及与]{{0,10}}?{_OTHERS}")
_AFTER_PLACES = re.compile(  # what may stand between a list of places and what closes the sentence
    rf"(?:联合体)?(?:{_IN_BRACKETS})?[）)]?(?:[、和][\u3400-\u9fff]{{2,6}}(?={_DOES}))?(?:全[域境])?(?P<count>{COUNT})?(?:{_IN_BRACKETS})?”?"
)
_ADVERBS = (
    rf"(?:\s?(?:经{_CLAUSE}{{0,16}}，?|，?(?:决定|现|拟)|已?被|均|已|全部|共|正式|增补|新增|补充|一并|同时|分别))*"
)
_YOURS = "你(?:省|市|县|区|州|自治区|厅|委|局)"
_ITEM = r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]{0,2}"


def _before(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?:{pattern})$")


# Openings, which end where the list of places begins.
_CHOSEN = _before(
    rf"{_CHOOSES}(?:了|出|由|设立|建立|建设|增补|新增|以下|下列)?(?:县级|地级|新的)?(?:{_CLAUSE}{{0,8}}?(?:在|将|以|把|对|授予|命名|{_YOURS}))?[：:“]?"
    r"|(?:同意|批准|决定)在(?:[\u3400-\u9fff]{2,8}[、和]){1,4}"  # after names that are no known places
    r"|(?:同意|批准|决定)(?:设立|建设|建立)中国[（(]|(?:同意|批准)(?:对外开放|扩大开放)"
)
_APPROVED = _before(
    rf"(?:同意|批准)(?:{_CLAUSE}{{0,8}}(?:在|{_YOURS}))?|(?:同意|批准)在[\u3400-\u9fff]{{2,8}}(?:流域|地区|沿线|区域)"
)
_GRANTED = _before(
    rf"(?:{words_of('grants')}|对外开放)(?:设立|建立|建设|增设)?(?:中国[（(]|(?:以下|下列)[^，。；：]{{0,16}}[：:]|{_CLAUSE}{{0,8}}(?:在|将|把|{_YOURS}))?"
)
_HEADED = _before(  # 试点城市：, 试点范围包括, 入选的城市为
    r"(?:名单|如下|城市|地区|试点|示范[区县市]|名城)(?:名单)?(?:如下|为|是|包括|分别为|有)?(?:[（(][^（）()]{0,12}[）)])?[：:]"
    r"|试点(?:范围|地区|区域|城市|省份|省市|[省市县区])(?:包括|为|是|有|确定为|覆盖)"
    rf"|(?:试点|示范)(?:范围|地区|区域|城市){_CLAUSE}{{0,6}}(?:扩大|拓展|扩展|调整|增加)(?:到|至|为)"
    r"|(?:规划|实施|》|保护区|示范区|试验区|，)范围(?:包括|涵盖|为)|灾区(?:分别)?[为是][：:]?"
    rf"|以下[^，。；：]{{0,16}}(?:纳入|列入|入选|获得|通过)[^，。；：]{{0,12}}[：:]"
    rf"|(?:排名|得分|入选|重点){_CLAUSE}{{0,8}}(?:城市|地区|[市县区])(?:分别)?[为是有][：:]?"
    r"|[市省州区]\s?\d{1,3}\s?个，(?:分别)?[为是]"
    r"|(?:入选|入围|获评|获批)的?(?:城市|地区|[市县区])?(?:有|为|是|包括)[：:]?"
)
_TAKEN = _before(rf"将|把|对|由|以|{_YOURS}")
_SUBJECT = _before(rf"，|。|；|^|^{_ITEM}|经{_CLAUSE}{{0,20}}")
_TO = _before("(?:^|，|决定|现|拟)对|责令")
_TO_THE_GOOD = _before(rf"对{_CLAUSE}{{0,40}}(?:的|突出|明显|显著)(?:地方)?[：:]?")
_AT = _before(
    rf"支持(?:在|以)?|(?:{_APPROVES}|拟|选择)(?:率先|首先|先)?在|经{_CLAUSE}{{1,20}}，在|(?:首批|先期|率先)(?:选择)?在|日起，?在"
)
_AT_FIRST = _before(rf"(?:^(?:{_ITEM}|为{_CLAUSE}{{2,36}}，)?|试点(?:工作)?(?:首先|率先|先)?)在")
_RECOMMENDS = _before("推荐")
_ABOUT = _before("关于(?:同意|印发)?《?")
IN_SUPPORT = _before("关于(?:进一步|大力|全力|金融)?支持")


def _after(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


# Closings, which begin behind the list of places and its count.
_ENDS = _after(r"[”；。，：]|\s*$|的(?:批复|复函|函|通知|决定|意见|公告)")
_AS = _after("[为作列]|名义|退出贫困")
_ACTS = _after(rf"{_DOES}|对{_CLAUSE}{{1,10}}开放")
_PLAN = (  # of a place, from behind its name
    rf"[\u3400-\u9fff]{{0,16}}(?:(?<!区)总体规划|{_ZONE}(?:建设)?(?:总体|实施|建设)?方案|(?:试点|试验|创建)(?:工作|实施|总体)*方案)"
)
_PLAN_OF = _after(_PLAN)
_ANY_PLAN = _after("[^《》]{0,20}(?:规划|方案)(?:[（(][^（）()]{1,20}[）)]){0,2}》")
_THING = _after(rf"[^，。；、]{{0,20}}(?:{_ZONE}|称号|权限|市辖区|保税|口岸)|{_PLAN}(?=[，。；（《》]|的|$)")
_ANYTHING = _after(  # but not a work in the place, and nothing that is the place's
    rf"(?![的与至到段、]|境内|辖区)(?!{_CLAUSE}{{0,20}}(?:工程|项目|线路|车站|电站|机场|大桥|铁路|公路|立交|矿|站))"
)
_BECOME = _after(
    rf"(?:等地?)?{_ADVERBS}(?:{_BECOMES}|为[^，。；、]{{0,20}}{_STATUS}{_CLAUSE}{{0,10}}(?=[，。；]|$)|承担{_CLAUSE}{{0,8}}{_STATUS})"
    rf"(?!{_CLAUSE}{{0,20}}(?:的(?!称号|通知|决定)|名单(?:公布|通报|印发|予以|如下)))"
    rf"|(?:和|及|以及|、){_CLAUSE}{{0,60}}?(?:分别|一并|同时)(?:{_BECOMES})"
)
_SERVE = _after(rf"{_ADVERBS}{words_of('serves')}")  # of a subject it tells what it is: 合肥市作为试点，要…
_PASS = _after(
    rf"{_ADVERBS}(?:通过{_CLAUSE}{{0,8}}{_PASSES}|(?:达到|符合){_CLAUSE}{{0,16}}(?:标准|要求|条件)，"
    r"|(?:考核|考评|评价|评估|复核)(?:结果|等次|等级)?为?(?:优秀|良好|合格|达标)(?!的)"
    rf"|(?:经?{_PASSES})?(?:合格|达标|通过)?，?(?:继续)?保留)"
)
_HONOURED = _after(rf"[^，。；、]{{0,8}}(?:予以|给予|进行){_CLAUSE}{{0,8}}{words_of('honours')}")
_ACTED_ON = _after(
    rf"(?:(?:启动|发布|予以|给予|进行|实施|实行)(?!了))?{_CLAUSE}{{0,16}}{words_of('acts on')}(?!{_CLAUSE}{{0,8}}的)"
)
_ON_TRIAL = _after(rf"{_DOES}{_CLAUSE}{{0,30}}(?:试点|示范|试验|先行)")
_FIRST = _after(
    rf"(?:开展|实施|先行|启动){_CLAUSE}{{0,30}}(?:试点|试验|先行)|(?:开展|实施)(?:首批|第一批)|(?:进行|开展|实施|展开|启动)(?=[，。；]|$)"
)
_STANDS = _after(rf"参评|参选|申报|申办|参加{_CLAUSE}{{0,10}}(?:评选|评审|遴选)")
_PLANNED = _after(rf"{_PLAN}|[\u3400-\u9fff]{{0,8}}(?:建设|发展)(?:方案|规划)的批复")
_SUPPORTED = _after(rf"{_CLAUSE}{{1,40}}的?(?:意见|通知|函|决定|批复|方案|措施)")

_CHOICES: Sequence[tuple[re.Pattern[str], Sequence[re.Pattern[str]]]] = (
    (_CHOSEN, (_ENDS, _AS, _ACTS, _BECOME, _SERVE, _PASS, _STANDS)),
    (_GRANTED, (_THING,)),
    (_APPROVED, (_ANYTHING,)),
    (_HEADED, (_ENDS, _AS, _ACTS)),
    (_TAKEN, (_BECOME, _SERVE, _PASS)),
    (_SUBJECT, (_BECOME, _PASS)),
    (_TO, (_HONOURED, _ACTED_ON)),
    (_TO_THE_GOOD, (_HONOURED,)),
    (_AT, (_ON_TRIAL,)),
    (_AT_FIRST, (_FIRST,)),
    (_RECOMMENDS, (_STANDS,)),
    (_ABOUT, (_PLANNED,)),
    (IN_SUPPORT, (_SUPPORTED,)),
)
_WITH_COUNT = (_CHOSEN, _HEADED)  # a count after the places is enough

_HEADING_IN_LINE = re.compile(
    r"\s{0,4}(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]{1,2})?\s?.{0,6}(?:试点|示范|先行|对接|入选|创建|支持|培育|激励)(?:范围|地区|区域|城市|省份|[省市县区])[。：:]\s?"
)
_DECIDES = re.compile("(?:决定|同意|批准|确定|拟支持)(?!对)[^。；]{0,30}$")
_ZONE_NAME = re.compile(f"[^，。；、]{{0,12}}{_ZONE}")
_ALSO = re.compile(rf"为{_CLAUSE}{{0,30}}(?:{_STATUS}|城市|地区|单位)")

# What refuses a choice, whatever stands around it.
_IN_ORGAN = re.compile(
    rf"(?!{_DOES})(?:[\u3400-\u9fff](?<![等和及与、为的在以个])){{1,10}}?(?:(?<!布)局(?![部面势限])|厅|委员会|管委会|公司|大学|学院|学校|医院|集团|银行)"
)
_LEAVES = re.compile(
    rf"{_CLAUSE}{{0,6}}(?:退出(?!贫困|条件)|撤销|取消|不再|终止|暂停)|[^。；]{{0,30}}(?:暂不|不予|未予|暂缓)"
)
_FORMERLY = re.compile(words_of("formerly", "asks"))
_REFUSED = re.compile(
    rf"(?:同意|批准)[你该](?:公司|行|院|校|中心|集团|单位){_CLAUSE}{{0,30}}$|[不未](?:予|宜|再|被)?(?:同意|批准|认定|确定|列入|入选|命名|纳入){_CLAUSE}{{0,12}}$"
)
_REARRANGES = re.compile("撤销|调整|将|设立|建立|增设|成立|组建")  # 同意山东省撤销…: the province is not chosen
_FOUNDS = re.compile("设立|建立|增设|成立|组建")  # 同意云和县设立…保护区 chooses the county
# After a short name another word may only begin with these: 怀柔板栗栽培系统 does not choose 怀柔.
_NEXT_WORD = re.compile(
    rf"\W|\d|[等共为作的市县区州]|联合体|高新|经济|国家|国际|综合|自由|自贸|保税|出口|航空|口岸|跨境|{COUNT}|{_ZONE}|{_DOES}|{_BECOMES}|{_PASSES}|{_STATUS}|$"
)
OF_A_VILLAGE = re.compile(
    "[\u3400-\u9fff]{1,6}?(?:[镇乡]|街道)[\u3400-\u9fff]{1,6}?(?:村|社区)"
)  # 剑川县沙溪镇寺登村: the village is chosen
OF_HOW_MANY = re.compile(r"\s?\d{1,3}\s?个，(?:分别)?[为是]")  # 芜湖市1个，为南陵县

_NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九", 1)} | {"两": 2}


class Around(NamedTuple):
    """What stands around a list of places in its sentence."""

    before: str  # the sentence up to them, or the last of it
    after: str  # what follows them, beyond the sentence too
    places: int  # how many there are, those that only say where the next lies left out
    is_province: bool  # whether the last is one
    is_short: bool  # whether its name is


def chooses(around: Around) -> bool:
    """Whether the sentence chooses the places."""
    return not _is_refused(around) and (_by_roles(around) or _by_count(around))


def heads_places(text: str) -> bool:
    """Whether what stands before a list of places in its line is their heading: （一）试点地区。合肥市…"""
    return _HEADING_IN_LINE.fullmatch(text) is not None


def is_planned(title: str, is_short: bool) -> bool:
    """Whether the title of a document, from behind a place's name, is that of the place's plan: 国土空间总体规划."""
    return (_PLAN_OF if is_short else _ANY_PLAN).match(title) is not None


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


def stated_count(after: str) -> int | None:
    """How many places a sentence says that there are in the list before: 等10个城市."""
    match = _STATED.match(after)
    return count_of(match[1]) if match else None


def _by_roles(around: Around) -> bool:
    closing, is_counted = _closing(around.after)
    for opening, closings in _CHOICES:
        if opening is _APPROVED and around.is_province:
            continue  # it acts itself: 同意山东省调整…
        if opening.search(around.before) and (
            (is_counted and opening in _WITH_COUNT) or any(each.match(closing) for each in closings)
        ):
            return True
    return False


def _by_count(around: Around) -> bool:
    """Whether it decides of as many places as it says: 决定开放黑河市、绥芬河市和珲春市三个边境城市."""
    if not _DECIDES.search(around.before):
        return False
    closing, is_counted = _closing(around.after)
    return is_counted and closing[:1] in set("。，；") and stated_count(around.after) == around.places


def _closing(after: str) -> tuple[str, bool]:
    """What closes the sentence behind the places and their count, and whether there is a count."""
    match = _AFTER_PLACES.match(after)
    return (after[match.end() :], match["count"] is not None) if match else (after, False)


def _is_refused(around: Around) -> bool:
    """Whether it tells of an earlier choice, of a refusal, of things in the places, or of what the places do."""
    before, after, _, is_province, is_short = around
    if is_short and not (IN_SUPPORT.search(before) or _NEXT_WORD.match(after) or _THING.match(after)):
        return True
    return bool(
        _IN_ORGAN.match(after)
        or _LEAVES.match(after)
        or _COUNTS_OTHERS.match(after)
        or _FORMERLY.search(before)
        or _REFUSED.search(before)
        or (before.endswith("同意") and _REARRANGES.match(after) and not (not is_province and _FOUNDS.match(after)))
    )


def count_of(numeral: str) -> int:
    """A number of up to 99 in either numerals."""
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    return (_NUMERALS.get(tens, 1) * 10 if ten else 0) + _NUMERALS.get(ones, 0)

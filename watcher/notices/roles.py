"""The roles in a sentence that chooses places: what opens it before a list of them, and what closes it after.

    经评审，决定将 | 合肥市、芜湖市 | 等2个城市 | 列为第二批试点城市。
       opening         places        count           closing

choosing.tsv has the words; `CHOICES` says which opening makes a choice with which closing.
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
CLAUSE = "[^，。；]"  # characters of one clause

NUMERAL = r"(?:\d{1,4}|[一二两三四五六七八九十百]{1,4})"
_COUNTABLE = "(?:省份|县级市|地级市|直辖市|自治区|单列市|县城|城市|地区|地方|单位|[省市县区州盟旗地](?![级域区]))"
IN_BRACKETS = "[（(][^（）()]{0,40}[）)]"
COUNT = (  # after a list of places: 等10个城市, 3个县（市）, 两省, 等; but 等地 is no list that chooses
    rf"(?:等|共)?\s?{NUMERAL}\s?(?:[个处家][^，。；、为和及与]{{0,8}}?{_COUNTABLE}|{_COUNTABLE}|[个处])(?:[（(][^（）()]{{0,12}}[）)])?|等(?!地)"
)
_ADVERBS = (
    rf"(?:\s?(?:经{CLAUSE}{{0,16}}，?|，?(?:决定|现|拟)|已?被|均|已|全部|共|正式|增补|新增|补充|一并|整体|同时|分别))*"
)
_YOURS = "你(?:省|市|县|区|州|自治区|厅|委|局)"
_ITEM = r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]{0,2}"


def _before(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?:{pattern})$")


# Openings, which end where the list of places begins.
_CHOSEN = _before(
    rf"{_CHOOSES}(?:了|出|由|设立|建立|建设|增补|新增|以下|下列)?(?:县级|地级|新的)?(?:{CLAUSE}{{0,8}}?(?:在|将|以|把|对|授予|命名|{_YOURS}))?[：:“]?"
    r"|(?:同意|批准|决定)在(?:[\u3400-\u9fff]{2,8}[、和]){1,4}"  # after names that are no known places
    r"|(?:同意|批准|决定)(?:设立|建设|建立)中国[（(]|(?:同意|批准)(?:对外开放|扩大开放)"
)
_APPROVED = _before(rf"(?:同意|批准)(?:{CLAUSE}{{0,8}}{_YOURS})?")
_APPROVED_IN = _before(
    rf"(?:同意|批准)(?:{CLAUSE}{{0,8}}在|在[\u3400-\u9fff]{{2,8}}(?:流域|地区|沿线|区域)|自{CLAUSE}{{2,24}}，在)"
)
_GRANTED = _before(
    rf"(?:{words_of('grants')}|对外开放)(?:设立|建立|建设|增设)?(?:中国[（(]|(?:以下|下列)[^，。；：]{{0,16}}[：:]|{CLAUSE}{{0,8}}(?:在|将|把|{_YOURS}))?"
)
_HEADED = _before(  # 试点城市：, 试点范围包括, 入选的城市为
    r"(?:名单|如下|城市|地区|试点|示范[区县市]|名城)(?:名单)?(?:如下|为|是|包括|分别为|有)?(?:[（(][^（）()]{0,12}[）)])?[：:]"
    r"|试点(?:范围|地区|区域|城市|省份|省市|[省市县区])(?:包括|为|是|有|确定为|覆盖)"
    rf"|(?:试点|示范)(?:范围|地区|区域|城市){CLAUSE}{{0,6}}(?:扩大|拓展|扩展|调整|增加)(?:到|至|为)"
    r"|(?:规划|实施|支持|补助|奖补|扶持|建设|创建|开放|》|保护区|示范区|试验区|，)范围(?:包括|涵盖|为)|灾区(?:分别)?[为是][：:]?"
    rf"|以下[^，。；：]{{0,16}}(?:纳入|列入|入选|获得|通过)[^，。；：]{{0,12}}[：:]"
    rf"|(?:排名|得分|入选|重点){CLAUSE}{{0,8}}(?:城市|地区|[市县区])(?:分别)?[为是有][：:]?"
    r"|(?:公布|通报)(?:如下)?[：:]"
    r"|[市省州区]\s?\d{1,3}\s?个，(?:分别)?[为是]"
    r"|(?:首批|第[一二三四五六七八九十]{1,2}批)(?![^，。；：]{0,20}(?:抽查|检查|督查|巡查|组))[^，。；：]{0,30}(?:分别)?[为是][：:]?"
    r"|(?:入选|入围|获评|获批)的?(?:城市|地区|[市县区])?(?:有|为|是|包括)[：:]?"
)
_TAKEN = _before(rf"将|把|对|由|以|{_YOURS}|(?:将|把)(?:达到|符合|通过){CLAUSE}{{2,40}}的")
_SUBJECT = _before(rf"，|。|；|^|^{_ITEM}|经{CLAUSE}{{0,20}}|[我该本全][省市县区州]")
_BY = _before(rf"(?:{_STATUS}|任务){CLAUSE}{{0,16}}由")
_TO = _before("(?:^|，|决定|现|拟)对|责令")
_TO_THE_GOOD = _before(rf"对{CLAUSE}{{0,40}}(?:的|突出|明显|显著)(?:地方)?[：:]?")
_AT = _before(rf"(?:{_APPROVES}|拟|选择)(?:率先|首先|先)?在|经{CLAUSE}{{1,20}}，在|(?:首批|先期|率先)(?:选择)?在")
_FROM_A_DAY = _before("日起，?在")
_FROM_THEN = _before("[日时]起，(?:对|在)?")
_SUPPORTS = _before("支持(?:在|以)?")
_AT_FIRST = _before(rf"(?:^(?:{_ITEM}|为{CLAUSE}{{2,36}}，)?|试点(?:工作)?(?:首先|率先|先)?)在")
_RECOMMENDS = _before("推荐")
_ABOUT = _before("关于(?:同意|印发)?《?")
_ABOUT_WHOM = _before("关于对")
_ABOUT_CHOOSING = _before(
    rf"关于(?:{_CHOOSES}|{_APPROVES}|{words_of('grants')}|推荐|安排|给予|表扬|对|在|将|把|支持|推动|促进){CLAUSE}{{0,4}}"
)
IN_SUPPORT = _before("关于(?:进一步|大力|全力|金融)?支持")


def _after(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


# Closings, which begin behind the list of places and its count.
_ENDS = _after(r"[”；。，：]|\s*$|的(?:批复|复函|函|通知|决定|意见|公告)")
_AS = _after("[为作列]|名义|退出贫困")
_ACTS = _after(rf"(?:联合|共同|率先)?{_DOES}|对{CLAUSE}{{1,10}}开放")
_PLAN = (  # of a place, from behind its name
    rf"[\u3400-\u9fff]{{0,16}}(?:(?<![区园])总体规划|{_ZONE}(?:建设)?(?:总体|实施|建设)?方案|(?:试点|试验|创建)(?:工作|实施|总体)*方案)"
)
PLAN_OF = _after(_PLAN)
ANY_PLAN = _after("[^《》]{0,20}(?:规划|方案)(?:[（(][^（）()]{1,20}[）)]){0,2}》")
THING = _after(rf"[^，。；、]{{0,20}}(?:{_ZONE}|称号|权限|市辖区|保税|口岸)|{_PLAN}(?=[，。；（《》]|的|$)")
_ANYTHING = _after(  # but not a work in the place, and nothing that is the place's
    rf"(?![的与至到段、]|境内|辖区)(?!{CLAUSE}{{0,20}}(?:工程|项目|线路|车站|电站|机场|大桥|铁路|公路|立交|矿|站))"
)
_BECOME = _after(
    rf"(?:等地?)?{_ADVERBS}(?:{_BECOMES}|为[^，。；、]{{0,20}}{_STATUS}{CLAUSE}{{0,10}}(?=[，。；]|$)|承担{CLAUSE}{{0,8}}{_STATUS})"
    rf"(?!{CLAUSE}{{0,20}}(?:的(?!称号|通知|决定)|名单(?:公布|通报|印发|予以|如下)))"
    rf"|(?:和|及|以及|、){CLAUSE}{{0,60}}?(?:分别|一并|同时)(?:{_BECOMES})"
)
_SERVE = _after(rf"{_ADVERBS}{words_of('serves')}")  # of a subject it tells what it is: 合肥市作为试点，要…
_PASS = _after(
    rf"{_ADVERBS}(?:通过{CLAUSE}{{0,8}}{_PASSES}|(?:达到|符合){CLAUSE}{{0,16}}(?:标准|要求|条件)，"
    r"|(?:考核|考评|评价|评估|复核)(?:结果|等次|等级)?为?(?:优秀|良好|合格|达标)(?!的)"
    rf"|(?:经?{_PASSES})?(?:合格|达标|通过)?，?(?:继续)?保留)"
)
_PRIZE = _after("[特一二三四]等奖|“[^”]{2,40}”(?:荣誉)?称号")
_SHOULDERED = _after("承担|承接|先行|实施")
_HONOURED = _after(rf"[^，。；、]{{0,8}}(?:予以|给予|进行|各){CLAUSE}{{0,8}}{words_of('honours')}")
_ACTED_ON = _after(
    rf"(?:(?:启动|发布|予以|给予|进行|实施|实行)(?!了))?{CLAUSE}{{0,16}}{words_of('acts on')}(?!{CLAUSE}{{0,8}}的)"
)
_RESPONDS = _after(rf"(?:启动|发布|执行|实施)(?!了){CLAUSE}{{0,16}}(?:应急响应|预警|应急措施)")
_ACTED_ON_FOR = _after(rf"(?!{CLAUSE}*(?:事故|案)){CLAUSE}{{0,30}}{words_of('acts on')}")
_ON_TRIAL = _after(rf"{_DOES}{CLAUSE}{{0,30}}(?:试点|示范|试验|先行|{_ZONE})|试行|先行")
_FOR_SOME = _after(rf"的{CLAUSE}{{1,12}}{_DOES}")  # 在天津等11个地区的纳税人中实行
_FIRST = _after(
    rf"(?:开展|实施|先行|启动){CLAUSE}{{0,30}}(?:试点|试验|先行|示范(?:工作)?(?=[，。；]|$))|(?:开展|实施)(?:首批|第一批)|(?:进行|开展|实施|展开|启动)(?=[，。；]|$)"
)
_HONOURED_LATE = _after(
    rf"(?![^。；]{{0,30}}{_OTHERS}|[某的]){CLAUSE}{{1,24}}，(?:现|特|决定)?(?:予以|给予){CLAUSE}{{0,4}}(?:{words_of('honours')}|通报批评)"
)
_TITLE_END = rf"(?!{CLAUSE}*{words_of('matters')}){CLAUSE}*的?(?:批复|复函|函|通知|决定|意见|通报|公告)$"
_SUBJECT_OF_TITLE = _after(_TITLE_END)
_WORK_OF_TITLE = _after(rf"(?={CLAUSE}*(?:{words_of('works')}|{_STATUS}|{_ZONE}|试验)){_TITLE_END}")
_STANDS = _after(rf"参评|参选|申报|申办|参加{CLAUSE}{{0,10}}(?:评选|评审|遴选)")
_PLANNED = _after(rf"{_PLAN}|[\u3400-\u9fff]{{0,8}}(?:建设|发展)(?:方案|规划)的批复")
_SUPPORTED = _after(rf"{CLAUSE}{{1,40}}的?(?:意见|通知|函|决定|批复|方案|措施)")


class Choice(NamedTuple):
    """An opening, and what chooses the places between."""

    opening: re.Pattern[str]
    closings: Sequence[re.Pattern[str]]
    by_count: bool = False  # a count after the places is enough
    of_province: bool = True  # or a province acts itself: 同意山东省调整…
    in_plan: bool = True  # or a plan only speaks of its tasks: 支持深圳建设先行示范区


CHOICES = (
    Choice(_CHOSEN, (_ENDS, _AS, _ACTS, _BECOME, _SERVE, _PASS, _STANDS, _PRIZE), by_count=True),
    Choice(_GRANTED, (THING,)),
    Choice(_APPROVED, (_ANYTHING,), of_province=False),
    Choice(_APPROVED_IN, (_ANYTHING,)),
    Choice(_HEADED, (_ENDS, _AS, _ACTS), by_count=True),
    Choice(_TAKEN, (_BECOME, _SERVE, _PASS)),
    Choice(_SUBJECT, (_BECOME, _PASS, _HONOURED_LATE)),
    Choice(_BY, (_SHOULDERED,)),
    Choice(_TO, (_HONOURED, _ACTED_ON)),
    Choice(_TO_THE_GOOD, (_HONOURED,)),
    Choice(_AT, (_ON_TRIAL,)),
    Choice(_FROM_THEN, (_RESPONDS,)),
    Choice(_FROM_A_DAY, (_ON_TRIAL, _FOR_SOME)),
    Choice(_AT_FIRST, (_FIRST,)),
    Choice(_SUPPORTS, (_ON_TRIAL,), in_plan=False),
    Choice(_RECOMMENDS, (_STANDS, _AS)),
    Choice(_ABOUT, (_PLANNED,)),
    Choice(_ABOUT, (_WORK_OF_TITLE,), of_province=False),
    Choice(_ABOUT_WHOM, (_ACTED_ON_FOR,)),
    Choice(_ABOUT_CHOOSING, (_SUBJECT_OF_TITLE,), of_province=False),
    Choice(IN_SUPPORT, (_SUPPORTED,)),
)

# Where a title says that the notice chooses places, and no sentence was read as doing so in one of these ways.
LOOSE_CHOICES = (
    Choice(
        _before(rf"{_CHOOSES}|[将把在对由向使]|给予|支持|赋予|安排|选取|，|：|^|^{_ITEM}"),
        (
            _after(
                rf"{_ADVERBS}(?![要应须可的已曾某]|等地|负责|牵头|会同)(?!{CLAUSE}{{0,30}}(?:了|申报|推荐|的[经做]|{_OTHERS}))"
                rf"{CLAUSE}{{0,30}}(?:{_STATUS}|{_ZONE}|试验|称号|资格)"
            ),
        ),
        of_province=False,
    ),
)

"""What there are several of, so that the 各 or 有关 of one in a list holds for the next: 各民营医院、个体诊所."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from watcher.places.divisions import divisions

OF_EACH_PLACE = re.compile(
    r"(?:街道|开发区|园区).{0,6}(?:办事处|街道办|管委会|管理委员会)"
)  # 各乡镇人民政府、街道办事处
OF_ALL = re.compile(  # 各大企业、事业单位
    r"(?:有关)?(?:(?:大)?企业|企?事业单位|单位|部门|机构|高等院校|高等学校|高校|院校|科研院所|(?:政策性|国有商业|股份制商业|城市商业|农村商业|外资)银行|社会团体|行业协会|开发区|园区)"
)
_CLASS = re.compile(  # what there are several of: 各民营医院、个体诊所; none that has a head of its own
    r"(?![省州]|市(?!场)|县|[区镇乡校厅局部委](?=[直属级机内政委])|驻|中央|全国|国家|中国|国务院)(?!.*(?:各|有关|等$))[\u3400-\u9fff]{0,8}"
    r"(?:学校|中小学|[中小]学|幼儿园|高校|党校|社科院|院校|学院|院系|医院|卫生[院室]|门诊部|诊所|医疗机构|服务中心|站|所|机构|公司|企业|银行|协会|学会|研究会|商会|联合会|"
    r"合作社|[农林牧渔]场|[支大]队|科室|处室|部门|单位|[党团]委|[党团]支部|党总支|分会|学生会|社团|分[局院行]|支行|营业管理部|管委会|办事处|景区|园区|开发区|基地|平台|"
    r"(?:中级|基层)人民(?:法院|检察院)|俱乐部|代表队|事务所|会员|部处|机关|[博图档]?[物书案]?馆|中心|(?:[村居]民?|业主)委员?会|社区|村)(?:[（(][^（）()]{1,20}[）)])?"
)

_OWN_COMMITTEE = re.compile(
    r"[\u3400-\u9fff]{2,}(?<![区园城地])(?:管委会|管理委员会)"
)  # of a place, no zone: 五大连池管委会
_OF_TOWNS = {f"{town}{government}" for town in ("镇", "乡", "乡镇", "镇乡") for government in ("人民政府", "政府")}
_LEVEL = (
    r"(?:计划单列市|副省级城市|设区的?市|地级(?:以上)?市|省辖市|省直管县|直管市|县级市|自治[州县]|市(?![场政属直级])|县(?![级直属])|区(?![域直属级])|[州盟旗]|地(?![震质方税])"
    r"|乡镇|乡(?![村])|镇(?:街(?:道)?)?|街道(?!办))"
    r"(?:[（(][^（）()]{1,20}[）)])?"
)
_EACH_LEVEL = re.compile(
    rf"(?:各(?:有关)?|有关)(?:{_LEVEL}[、和及]?)+"
)  # 各市、县（市、区）: no provinces, whose organs stay whole
_DEPARTMENT = re.compile(
    r"(?!各|有关)(?:[\u3400-\u9fff]{2,18}(?:[（(]分[）)])?(?:局|委|委员会|办|主管部门|机构|管委会|支队|大队|总?工会|指挥部)|党委|党（?工）?委|办事处|管委会|委|(?:人民)?政府|人大常委会|政协|纪委监?委?|(?:[高中]级|基层)?(?:人民)?法院|(?:人民)?检察院|团委|妇联|科协|残联|文联|社科联|工商联|党委.{2,3}部)(?:[（(][^（）()]{1,80}[）)])?"
)


_OWN_NAME = (  # of a place that stands beside levels: 平潭综合实验区, 韩城市, but not 县（市、区）
    r"(?![省市县区州盟旗]|各|有关|自治|地级|设区|计划单列|副省级|直管|乡镇|街道|(?:经济|技术|高新|产业|功能|工业|示范|旅游|开发|度假|园)+区)[\u3400-\u9fff]{2,12}?"
    r"(?:(?:示范|实验|试验|开发|高新|经开|产业园|管理|度假|合作|保税|生态|新|矿|林)区|[市县区旗](?!直))"
)
_NAMED = re.compile(_OWN_NAME)
_LAST_NAMED = re.compile(rf"({_OWN_NAME})({_DEPARTMENT.pattern})")
_LEVELS = re.compile(rf"(.{{0,10}})各(?:{_LEVEL}[、和及]?)+")


def of_levels_and_places(pieces: Sequence[str]) -> list[str]:
    """各设区市、平潭综合实验区教育局 -> 各设区市教育局, 平潭综合实验区教育局; [] where levels stand alone."""
    first = next((i for i in range(1, len(pieces)) if _NAMED.match(pieces[i])), 0)
    last = next((i for i in range(first, len(pieces)) if not _NAMED.fullmatch(pieces[i])), 0)
    levels = _LEVELS.fullmatch("、".join(pieces[:first])) if last else None
    found = _LAST_NAMED.fullmatch(pieces[last]) if levels else None
    if not levels or not found or not all(map(_DEPARTMENT.fullmatch, pieces[last + 1 :])):
        return []
    places = [levels[0], *(levels[1] + place for place in (*pieces[first:last], found[1]))]
    organs = [place + found[2] for place in places]
    for other in pieces[last + 1 :]:  # a department of each, or an organ of a place of its own
        organs += [other] if _LAST_NAMED.fullmatch(other) else [place + other for place in places]
    return organs


def departments_of_each(organs: str) -> list[str]:
    """各市农业农村局、乡村振兴局 -> 各市农业农村局, 各市乡村振兴局; as it is where it names none or one."""
    head = _EACH_LEVEL.match(organs)
    if not head:
        return [organs]
    level = head[0].removeprefix("各").removeprefix("有关")
    names = [name.removeprefix(level) for name in re.split("、(?![^（(]{0,80}[）)])", organs[head.end() :])]
    if not all(map(_DEPARTMENT.fullmatch, names)):
        return [organs]
    return [name if _OWN_COMMITTEE.fullmatch(name) else head[0] + name for name in names]


def shares_each(before: str, piece: str, names_place: bool) -> bool:
    """Whether the 各 of the organs before holds for a piece too: 各乡镇人民政府、街道办事处.

    It does for none that is named after a place: 合肥师范学院, or 高新区管委会, of which `names_place` tells.
    """
    beside_streets = before.startswith("各街道办") and piece in _OF_TOWNS
    after_prefectures = before.endswith(("公署", "行署")) and piece == "市人民政府"
    is_of_all = OF_EACH_PLACE.fullmatch(piece) or OF_ALL.fullmatch(piece)
    is_named = names_place or _OWN_COMMITTEE.fullmatch(piece) or piece[:2] in _places() or piece[:3] in _places()
    return beside_streets or after_prefectures or bool(is_of_all or (_CLASS.fullmatch(piece) and not is_named))


def called(short: str, levels: str) -> str:
    """The full name of the city, county or district of this short name that has one of the levels; "" for several."""
    names = [name for name in _full_names().get(short, ()) if name[-1] in levels]
    return names[0] if len(names) == 1 else ""


@cache
def _full_names() -> Mapping[str, Sequence[str]]:
    names: defaultdict[str, list[str]] = defaultdict(list)
    for name, short in dict.fromkeys(divisions().folded.values()):
        names[short].append(name)
    return names


@cache
def _places() -> frozenset[str]:
    """Short names of provinces and prefectures, of which none is a word of organs."""
    return frozenset(short for code, (_, short) in divisions().folded.items() if code.endswith("00"))

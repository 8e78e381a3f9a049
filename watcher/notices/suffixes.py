"""What the places in a list of organs share from the end of one: 人民政府 of 重庆市、深圳、山西省人民政府."""

from __future__ import annotations

import re

from watcher.notices.bodies import share_office
from watcher.notices.each import called
from watcher.notices.organs import is_organ, known_at_start

_AUTONOMOUS = {name: f"{name}自治区" for name in ("内蒙古", "西藏")}
_AUTONOMOUS |= {"广西": "广西壮族自治区", "宁夏": "宁夏回族自治区", "新疆": "新疆维吾尔自治区"}
_PROVINCES = {**_AUTONOMOUS, **{name: f"{name}市" for name in ("北京", "天津", "上海", "重庆")}}
_OTHERS = (
    *("河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南"),
    *("湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海"),
)
_PROVINCES |= {name: f"{name}省" for name in _OTHERS}
LEVEL = "特别行政区|自治区|自治州|自治县|地区|新区|林区|生产建设兵团|[省市县区州盟旗]"
_ENDS_IN_LEVEL = re.compile(rf"(?:{LEVEL})(?:[（(][^（）()]*[）)])?$")
_NO_PLACE = "城市|都市|社区|校区|园区|景区|灌区"  # that end as places do, and are none: 城市管理局
PLACE_AND_REST = re.compile(
    rf"((?!{_NO_PLACE}).{{1,14}}?(?:{LEVEL}))([（(](?:自治区|直辖市|[省市县区州盟旗、])+[）)])?((?![省县区州盟旗]|市(?!容|场|政(?!府|协))).{{1,40}})"
)
_NAMED_BY_PLACE = re.compile(
    r"([\u3400-\u9fff]{2,3})(军区|海关|警备区|铁路局|分行|监管局|专员办|能源监管办|监管办|证监局|银保监局|通信管理局|海事局|特派办|证券交易所)"
)  # 济南军区: no level between
_BRANCH = re.compile(  # of an organ, in one place
    rf"([\u3400-\u9fff]{{2,3}}?(?:{LEVEL})?|.{{2,8}}(?:{LEVEL}))"
    r"((?:监管|监察|督察|管理|税务|证监|银保监|金融监管|稽查|统计|调查|矿山安全监察)?(?:总队|分局|局)|[\u3400-\u9fff]{0,6}(?:办事处|专员办|特派办|监管办|监管办公室)|"
    r"分行|分署|分公司|海关|水利委员会|营业管理部)"
)
_SENT_OUT = re.compile("分署|特派员?办(?:事处)?|专员办(?:事处)?")  # which no place has of its own
_ORGAN_REST = re.compile(
    r"(?:各|人民|政府|[^省市县区州盟旗].*(?:[厅局委办院会署行处所队联站社]|指挥部|中心)$|.*(?:部门|单位|[厅局委办院会署部站]（.*）)$)"
)


def share_organ(pieces: list[str]) -> list[str]:
    """财政部江苏、浙江监管局 -> 财政部江苏监管局, 财政部浙江监管局: an organ's offices in several places.

    So do those that are named after the first one: 海关总署广东分署、天津特派办.
    """
    shared = pieces[:]
    organ, first = "", 0
    while first < len(pieces):
        own = known_at_start(pieces[first])
        own += "驻" if own and pieces[first][len(own) :].startswith("驻") else ""
        organ = own or organ
        last = first
        begins = pieces[first].removeprefix(own)
        if organ and begins and is_place(begins):
            last = next((i for i in range(first + 1, len(pieces)) if not is_place(pieces[i])), first)
        match = _BRANCH.fullmatch(pieces[last] if last > first else begins) if organ else None
        if match and (own or _SENT_OUT.fullmatch(match[2])):
            places = [begins, *pieces[first + 1 : last], match[1]] if last > first else [match[1]]
            level = _level(match[1])
            shared[first : last + 1] = [
                organ + (_with_level(each, level) if level else each) + match[2] for each in places
            ]
        else:
            organ, last = "", first
        first = last + 1
    return shared


def share_suffixes(pieces: list[str]) -> list[list[str]]:
    """重庆市、深圳、山西省人民政府 -> each with the organ, and the level, of the last; those that share it together."""
    shared: list[list[str]] = []
    level = rest = levels = ""
    if len(pieces) > 1 and pieces[-2] in _PROVINCES:
        pieces = [*pieces[:-1], _with_province(pieces[-1])]
    for piece in reversed(share_office(pieces)):
        match = PLACE_AND_REST.fullmatch(piece)
        if match and _ORGAN_REST.match(match[3]):
            level, rest = _level(match[1]), _below_its_place(match[3])
            levels = level + (match[2] or "") if match[2] else ""
        elif named := _NAMED_BY_PLACE.fullmatch(piece):
            level, rest = "", named[2]
        elif rest and is_place(piece):
            is_named = _NAMED_BY_PLACE.fullmatch(piece + rest)
            named_so = called(piece, levels) if levels else ""  # 凯里 of 凯里、黄平县（市）教育局 is a city
            shared[-1].append((piece if is_named else named_so or _with_level(piece, level)) + rest)
            level = _level(piece) or level
            continue
        else:
            level = rest = ""
        shared.append([_with_level_alone(match, piece)])
    return [group[::-1] for group in reversed(shared)]


def _with_province(piece: str) -> str:
    """新疆维吾尔自治区发展改革委 for 新疆发展改革委, where another province stands before it."""
    name = next((name for name in _PROVINCES if piece.startswith(name)), "")
    rest = piece.removeprefix(name)
    is_whole = PLACE_AND_REST.fullmatch(piece) or _NAMED_BY_PLACE.fullmatch(piece)
    return _PROVINCES[name] + rest if name and _ORGAN_REST.match(rest) and not is_whole else piece


def _below_its_place(rest: str) -> str:
    """教育局 of 叶集区教育局, which stands after 六安市."""
    match = _place_and_organ(rest)
    return match[3] if match and len(match[1]) >= 3 else rest


def _with_level_alone(match: re.Match[str] | None, piece: str) -> str:
    """Drop the bracket of a level that a list shares: 辽宁省（区、市）人民政府 -> 辽宁省人民政府."""
    if not match or not match[2] or match[1].startswith(("各", "有关")):
        return piece
    return _PROVINCES.get(match[1].removesuffix("省"), match[1]) + match[3]


def is_place(piece: str) -> bool:
    """Whether it is a place's name, full or short, and no organ's: 重庆市, 深圳."""
    if piece in _PROVINCES or ends_in_level(piece):
        return not piece.endswith(("军区", "警备区"))
    return 2 <= len(piece) <= 4 and piece[0] != "各" and not is_organ(piece)


def is_place_with_organ(piece: str) -> bool:
    """Whether an organ follows the place that it begins with, full: 辛集市人民政府."""
    return _place_and_organ(piece) is not None


def _place_and_organ(piece: str) -> re.Match[str] | None:
    match = PLACE_AND_REST.fullmatch(piece)
    return match if match and _ORGAN_REST.match(match[3]) else None


def ends_in_level(name: str) -> bool:
    """Whether it ends as full names of places do: 省, 市, 自治州."""
    return _ENDS_IN_LEVEL.search(name) is not None


def _level(place: str) -> str:
    match = _ENDS_IN_LEVEL.search(place)
    # 广州 and 宿州 are short names of cities; a prefecture that is a 州 has a longer one.
    return match[0] if match and not (len(place) == 2 and place[1] == "州") else ""


def _with_level(place: str, level: str) -> str:
    if place in _PROVINCES and level not in {"县", "区"}:
        return _PROVINCES[place]
    return place if _level(place) else place + level

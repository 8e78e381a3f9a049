"""主送机关 and 抄送机关: a list of organs as documents write it, to one organ an item.

Lists share heads and suffixes: 北京、天津市人民政府 are 北京市人民政府 and 天津市人民政府, and 国务院各部委、各直属机构
are 国务院各部委 and 国务院各直属机构. What begins with 各省、自治区、直辖市 stays whole; 各市教育局、财政局
are 各市教育局 and 各市财政局.
"""

from __future__ import annotations

import re
from functools import lru_cache

from watcher.notices.bodies import of_each_body, share_office
from watcher.notices.each import OF_ALL, OF_EACH_PLACE, called, departments_of_each, of_levels_and_places, shares_each
from watcher.notices.organs import is_organ, known_at_start

_AUTONOMOUS = {name: f"{name}自治区" for name in ("内蒙古", "西藏")}
_AUTONOMOUS |= {"广西": "广西壮族自治区", "宁夏": "宁夏回族自治区", "新疆": "新疆维吾尔自治区"}
_PROVINCES = {**_AUTONOMOUS, **{name: f"{name}市" for name in ("北京", "天津", "上海", "重庆")}}
_OTHERS = (
    *("河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南"),
    *("湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海"),
)
_PROVINCES |= {name: f"{name}省" for name in _OTHERS}
_LEVEL = "特别行政区|自治区|自治州|自治县|地区|新区|林区|生产建设兵团|[省市县区州盟旗]"
_ENDS_IN_LEVEL = re.compile(rf"(?:{_LEVEL})(?:[（(][^（）()]*[）)])?$")
_NO_PLACE = "城市|都市|社区|校区|园区|景区|灌区"  # that end as places do, and are none: 城市管理局
_PLACE_AND_REST = re.compile(
    rf"((?!{_NO_PLACE}).{{1,14}}?(?:{_LEVEL}))([（(](?:自治区|直辖市|[省市县区州盟旗、])+[）)])?((?![省县区州盟旗]|市(?!容|场|政(?!府|协))).{{1,40}})"
)
_JOINED_BY_WORD = re.compile(rf"(.{{2,8}}(?:{_LEVEL}))[及和与](.{{2,8}}(?:{_LEVEL}).+)")
_NAMED_BY_PLACE = re.compile(
    r"([\u3400-\u9fff]{2,3})(军区|海关|警备区|铁路局|分行|监管局|专员办|能源监管办|监管办|证监局|银保监局|通信管理局|海事局|特派办|证券交易所)"
)  # 济南军区: no level between
_BRANCH = re.compile(  # of an organ, in one place
    rf"([\u3400-\u9fff]{{2,3}}?(?:{_LEVEL})?|.{{2,8}}(?:{_LEVEL}))"
    r"((?:监管|监察|督察|管理|税务|证监|银保监|金融监管|稽查|统计|调查|矿山安全监察)?(?:总队|分局|局)|[\u3400-\u9fff]{0,6}(?:办事处|专员办|特派办|监管办|监管办公室)|"
    r"分行|分署|分公司|海关|水利委员会|营业管理部)"
)
_SENT_OUT = re.compile("分署|特派员?办(?:事处)?|专员办(?:事处)?")  # which no place has of its own
_ORGAN_REST = re.compile(
    r"(?:各|人民|政府|[^省市县区州盟旗].*(?:[厅局委办院会署行处所队联站社]|指挥部|中心)$|.*(?:部门|单位|[厅局委办院会署部站]（.*）)$)"
)
_LEVELS_TOGETHER = re.compile(
    r"(?:.{0,16})(?:各(?:有关)?|有关)(?:省|自治区|直辖市|计划单列市|副省级|设区|市|县|区|州|盟|旗|地|乡|镇|街道(?!办)|师|团)(?!场|级(?!市|以上市))"
)
_BARE_LEVEL = re.compile(
    r"(?:.{0,16}各)?(?:有关)?(?:省|自治区|直辖市|计划单列市|副省级城市|省会城市|省辖市|省直管(?:试点)?县|设区的?市|(?:省)?直管市|地级?市|自治州|地区|[市县区州盟旗地乡镇]{1,3}|街道)"
    r"(?:[（(][^（）()]*[）)])?[市县区]?(?:[及和与](?:各)?(?:计划单列市|副省级城市|省会城市|自治州|新疆生产建设兵团|[市县区州]))?"
)
_OWN_HEAD = re.compile(
    r"各|国务院|党中央|中央|中共|全国|国家(?!税务局)|中国|最高|有关|新疆生产建设兵团|军队|人民银行|驻|[省市县区州](?:政|委|级|直|人|属|各|中级|高级|法院|检察|监委|纪委)"
)
_UNNAMED = re.compile(  # 各邮政、快递企业: the first says of what kind only
    "各?[\u3400-\u9fff]{1,5}[^部委局署厅办院会行处室科站所司校队馆社团场企厂店家系级组班学园省市县区州盟旗镇乡村道地师位构门业司关心府人员库港矿台网体支]"
)
_PARTY = re.compile("各(.{1,8}?)党?委")  # 各市委、市政府
_OF_ITS_OWN = re.compile(r"[省市县区州镇乡](?:[（(][^（）()]{1,3}[）)])?直(?![管辖属])|社区|村")  # 各乡镇、县直各单位
_SHARED_HEAD = re.compile(
    r"((?:国务院|.{0,12}(?:人民政府|政府|机关)|[省市县区](?:直|级)?|[省市县区][局厅委]|[部厅局委院]内))(?:各|有关)[^省市县区州盟旗]"
)
_OF_ITS_HEAD = re.compile(
    r"(?:有关)?直属(?:各单位|机构|单位|事业单位)|办事机构|派出机构|特设机构|部委|部门"
)  # 国务院有关部委、直属机构
_UNIT_HEAD = re.compile(r"([\u3400-\u9fff]{0,7}?[^属直])各(?:部门|单位|[处科部]室|司局|内设机构)")  # 全总各部门
_ITS_UNITS = re.compile(r"各(?:直属|下属|所属|派出|内设|驻外|部门|单位|司局|[处科部]室)[\u3400-\u9fff]{0,6}")
# 青海、宁夏等省（区）人民政府
_AND_SO_ON = re.compile(r"等(?:[\d一二三四五六七八九十]{1,3}个?)?(?=[省市县区州][（(人])")
_AND_OTHERS = re.compile(r"(各.+?[^、])[及和与暨]((?:各)?(?:其他|相关|有关)[^、]{0,4}(?:单位|部门|企业|机构|人员))")
_OF_TWO_HEADS = re.compile(  # 各镇人民政府及县直各单位: of one sort and of another; not what goes to all provinces
    rf"(?!(?:各|有关|各有关)省)(.+(?:政府|单位|部门|机构|企业|院校|学校|中心|[厅局委办院会]))[及和与暨]((?:{_OWN_HEAD.pattern}).{{2,}})"
)
_EACH = re.compile("[^各]{0,8}各")
_LETTERS_OF_A_LIST = re.compile(r"[委办局厅司处室院]|有关部门")
_LOCAL_ORGAN = re.compile(
    r"(?!国(?!家?税务?局)|中|全|最高|各|海关|省|市(?!场|容|政(?!府|协))|县|区)(?:.{1,20}(?:厅|局|委|办|办公室|委员会|指挥部|[支总]队|主管部门)|"
    r"(?:高级)?人民法院|(?:人民)?检察院|党委.{2,3}部|管委会|科协|妇联|残联|总?工会|工商联|文联)(?:[（(][^（）()]{0,80}[）)])?"
)
_OF_ITS_LEVEL = re.compile(r"([省市县区州])(?!场|域)(.+)")
_SUCH = re.compile("[\u3400-\u9fff]{2,14}的(?=[^的]{2,12}公司$)")  # 银监会监管的信托公司、财务公司
_COMPANY = re.compile("(?!各|有关)[^的]{2,12}公司")
_COURT = re.compile("((?!各|最高).{1,12}?)(?:高级|中级|基层)?(?:人民|军事)?法院")  # 省法院、检察院
_PROCURATORATE = re.compile("(?:人民|军事)?检察院")
_PEOPLE = re.compile(r"[\u3400-\u9fff·]{2,12}?(委员|代表|副?主席)")
_MOST = 2_000  # organs that one rank is written out to: places times departments
_PERSON = re.compile(r"[\u3400-\u9fff·]{2,6}")


@lru_cache(maxsize=256)  # many documents of a directory go to the same organs
def split_recipients(text: str) -> tuple[str, ...]:
    """The organs of a list, one an item, shared heads and suffixes written out, in the order they stand."""
    items: list[str] = []
    for rank in _ranks(re.sub(r"\s+", "", text).strip("：:。；;，,、")):
        items += _rank(rank)
    return tuple(dict.fromkeys(item for item in items if item not in {"", "存档", "存"}))  # the copy that stays


def _ranks(text: str) -> list[str]:
    """The ranks that commas separate; 石家庄、保定市，定州、辛集市人民政府 share their organ and are one."""
    ranks: list[str] = []
    for rank in _split_outside_brackets(text, "，,；;。"):
        last = _PLACE_AND_REST.fullmatch(_split_outside_brackets(rank, "、")[-1])
        if ranks and last and _ORGAN_REST.match(last[3]) and _has_only_places(ranks[-1]):
            rank = f"{ranks.pop()}、{rank}"
        ranks.append(rank)
    return ranks


def _has_only_places(rank: str) -> bool:
    pieces = rank.split("、")
    return bool(_ENDS_IN_LEVEL.search(pieces[-1])) and "各" not in rank and all(map(_is_place, pieces))


def _rank(rank: str) -> list[str]:
    """The organs of one rank, which 、 separates."""
    rank = _AND_SO_ON.sub("", rank)
    if others := _AND_OTHERS.fullmatch(rank):  # 各院、处及有关单位
        return [*_rank(others[1]), others[2]]
    if two := _OF_TWO_HEADS.fullmatch(rank):
        return [*_rank(two[1]), *_rank(two[2])]
    pieces = [piece for piece in _split_outside_brackets(rank, "、") if piece]
    if organs := of_levels_and_places(pieces) or of_each_body(pieces):
        return organs
    whole = _join_what_stays_whole(_split_joined(pieces))
    pieces = [department for piece in whole for department in departments_of_each(piece)]
    if people := _people(pieces):
        return people
    return _share_heads(_share_suffixes(_share_organ(pieces)))


def _share_organ(pieces: list[str]) -> list[str]:
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
        if organ and begins and _is_place(begins):
            last = next((i for i in range(first + 1, len(pieces)) if not _is_place(pieces[i])), first)
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


def _split_joined(pieces: list[str]) -> list[str]:
    """宁波市和舟山市人民政府 -> 宁波市, 舟山市人民政府; what goes to all provinces is left as it is."""
    if not pieces or "各" in pieces[0] or pieces[0].startswith("有关"):
        return pieces
    match = _JOINED_BY_WORD.fullmatch(pieces[-1])
    return [*pieces[:-1], match[1], match[2]] if match else pieces


def _join_what_stays_whole(pieces: list[str]) -> list[str]:
    """Join 各省、自治区、直辖市人民政府 and 市政府各委、办、局 again."""
    joined: list[list[str]] = []
    levels_open = whole = False
    for piece in pieces:
        unnamed = bool(joined) and joined[-1][0][0] == "各" and _UNNAMED.fullmatch(joined[-1][-1]) is not None
        own = (_OWN_HEAD.match(piece), _PLACE_AND_REST.fullmatch(piece), OF_EACH_PLACE.fullmatch(piece))
        continues = whole and not any(own) and not _OF_ITS_OWN.match(piece)
        is_other = piece.startswith("各") and not _LEVELS_TOGETHER.match(piece)
        levels_open = levels_open and not is_other and not _OF_ITS_OWN.match(piece)
        if joined and (levels_open or unnamed or continues or _LETTERS_OF_A_LIST.fullmatch(piece)):
            joined[-1].append(piece)
        else:
            joined.append([piece])
            whole = bool(_LEVELS_TOGETHER.match(piece))
        levels_open = whole and bool(_BARE_LEVEL.fullmatch(piece))
    return ["、".join(piece) for piece in joined]


def _people(pieces: list[str]) -> list[str]:
    """邓某、韩某委员 -> 邓某委员, 韩某委员: those whom a reply to a proposal answers."""
    match = _PEOPLE.fullmatch(pieces[-1]) if pieces else None
    if not match or not all(_PERSON.fullmatch(piece) for piece in pieces[:-1]):
        return []
    return [piece if piece.endswith(match[1]) else piece + match[1] for piece in pieces]


def _share_suffixes(pieces: list[str]) -> list[list[str]]:
    """重庆市、深圳、山西省人民政府 -> each with the organ, and the level, of the last; those that share it together."""
    shared: list[list[str]] = []
    level = rest = levels = ""
    for piece in reversed(share_office(pieces)):
        match = _PLACE_AND_REST.fullmatch(piece)
        if match and _ORGAN_REST.match(match[3]):
            level, rest = _level(match[1]), _below_its_place(match[3])
            levels = level + (match[2] or "") if match[2] else ""
        elif named := _NAMED_BY_PLACE.fullmatch(piece):
            level, rest = "", named[2]
        elif rest and _is_place(piece):
            is_named = _NAMED_BY_PLACE.fullmatch(piece + rest)
            named_so = called(piece, levels) if levels else ""  # 凯里 of 凯里、黄平县（市）教育局 is a city
            shared[-1].append((piece if is_named else named_so or _with_level(piece, level)) + rest)
            level = _level(piece) or level
            continue
        else:
            level = rest = ""
        shared.append([_with_level_alone(match, piece)])
    return [group[::-1] for group in reversed(shared)]


def _below_its_place(rest: str) -> str:
    """教育局 of 叶集区教育局, which stands after 六安市."""
    match = _PLACE_AND_REST.fullmatch(rest)
    return match[3] if match and len(match[1]) >= 3 and _ORGAN_REST.match(match[3]) else rest


def _with_level_alone(match: re.Match[str] | None, piece: str) -> str:
    """Drop the bracket of a level that a list shares: 辽宁省（区、市）人民政府 -> 辽宁省人民政府."""
    if not match or not match[2] or match[1].startswith(("各", "有关")):
        return piece
    return _PROVINCES.get(match[1].removesuffix("省"), match[1]) + match[3]


def _is_place(piece: str) -> bool:
    if piece in _PROVINCES or _ENDS_IN_LEVEL.search(piece):
        return True
    return 2 <= len(piece) <= 4 and piece[0] != "各" and not is_organ(piece)


def _level(place: str) -> str:
    match = _ENDS_IN_LEVEL.search(place)
    # 广州 and 宿州 are short names of cities; a prefecture that is a 州 has a longer one.
    return match[0] if match and not (len(place) == 2 and place[1] == "州") else ""


def _with_level(place: str, level: str) -> str:
    if place in _PROVINCES and level not in {"县", "区"}:
        return _PROVINCES[place]
    return place if _level(place) else place + level


def _share_heads(groups: list[list[str]]) -> list[str]:
    """国务院各部委、各直属机构 -> each of 国务院; 江苏、浙江省教育厅、财政厅 -> each of 江苏省 and of 浙江省."""
    shared: list[str] = []
    head = ""
    places: list[str] = []
    for group in groups:
        piece = group[0]
        if head and (_OF_ITS_HEAD.fullmatch(piece) or _is_of_each(piece)):
            group = [head + piece]
        elif shared and (begins := _begins_of(shared[-1], piece)):
            group = [begins + piece]
        elif places and _LOCAL_ORGAN.fullmatch(piece) and not _PLACE_AND_REST.fullmatch(piece):
            group = [place + piece for place in places[: _MOST // len(groups)]]
        else:
            found = _SHARED_HEAD.match(piece)
            head = found[1] if found else ""
            places = [place for each in group if (place := _place_of(each))]
        shared += group
    return shared


def _begins_of(before: str, piece: str) -> str:
    """What a piece shares with the beginning of the organ before it: 全总 of 全总各部门、各直属单位; else nothing."""
    if (unit := _UNIT_HEAD.fullmatch(before)) and _ITS_UNITS.fullmatch(piece):
        return unit[1]
    if (each := _EACH.match(before)) and shares_each(before, piece, _PLACE_AND_REST.fullmatch(piece) is not None):
        return each[0]
    if (party := _PARTY.fullmatch(before)) and piece.startswith((f"{party[1]}政", f"{party[1]}人民政")):
        return "各"
    if before.startswith("有关") and OF_ALL.fullmatch(piece) and not piece.startswith("有关"):
        return "有关"
    if (such := _SUCH.match(before)) and _COMPANY.fullmatch(piece):
        return such[0]
    if (court := _COURT.fullmatch(before)) and _PROCURATORATE.fullmatch(piece):
        return court[1]
    return ""


def _is_of_each(piece: str) -> bool:
    """Whether a piece shares the head before it: 各直属机构 does, 各市、县人民政府 has its own."""
    has_own = _LEVELS_TOGETHER.match(piece) or OF_EACH_PLACE.fullmatch(piece[1:])
    return piece.startswith("各") and not has_own


def _place_of(piece: str) -> str:
    """What a local organ's name begins with, which those after it may share: 江苏省, or 市 of 市教育局."""
    if local := _PLACE_AND_REST.fullmatch(piece):
        return local[1] if _LOCAL_ORGAN.fullmatch(local[3]) and "各" not in piece else ""
    own = _OF_ITS_LEVEL.fullmatch(piece)
    return own[1] if own and _LOCAL_ORGAN.fullmatch(own[2]) else ""


def _split_outside_brackets(text: str, marks: str) -> list[str]:
    pieces, depth, begin = [], 0, 0
    for position, character in enumerate(text):
        if character in "（(":
            depth += 1
        elif character in "）)":
            depth = max(0, depth - 1)
        elif depth == 0 and character in marks:
            pieces.append(text[begin:position])
            begin = position + 1
    return [*pieces, text[begin:]]

"""What the organs in a list share from the beginning of one: 国务院 of 国务院各部委、各直属机构."""

from __future__ import annotations

import re

from watcher.notices.each import OF_ALL, OF_EACH_PLACE, shares_each
from watcher.notices.suffixes import PLACE_AND_REST

LEVELS_TOGETHER = re.compile(
    r"(?:.{0,16})(?:各(?:有关)?|有关)(?:省|自治区|直辖市|计划单列市|副省级|设区|市|县|区|州|盟|旗|地|乡|镇|街道(?!办)|师|团)(?!场|级(?!市|以上市))"
)
_PARTY = re.compile("各(.{1,8}?)党?委")  # 各市委、市政府
_SHARED_HEAD = re.compile(
    r"((?:国务院|.{0,12}(?:人民政府|政府|机关)|[省市县区](?:直|级)?|[省市县区][局厅委]|[部厅局委院]内))(?:各|有关)[^省市县区州盟旗]"
)
_OF_ITS_HEAD = re.compile(
    r"(?:有关)?直属(?:各单位|机构|单位|事业单位)|办事机构|派出机构|特设机构|部委|部门"
)  # 国务院有关部委、直属机构
_UNIT_HEAD = re.compile(r"([\u3400-\u9fff]{0,7}?[^属直])各(?:部门|单位|[处科部]室|司局|内设机构)")  # 全总各部门
_ITS_UNITS = re.compile(r"各(?:直属|下属|所属|派出|内设|驻外|部门|单位|司局|[处科部]室)[\u3400-\u9fff]{0,6}")
_EACH = re.compile("[^各]{0,8}各")
_LOCAL_ORGAN = re.compile(
    r"(?!国(?!家?税务?局)|中|全|最高|各|海关|省|市(?!场|容|政(?!府|协))|县|区)(?:.{1,20}(?:厅|局|委|办|办公室|委员会|指挥部|[支总]队|主管部门)|"
    r"(?:高级)?人民法院|(?:人民)?检察院|党委.{2,3}部|管委会|科协|妇联|残联|总?工会|工商联|文联)(?:[（(][^（）()]{0,80}[）)])?"
)
_OF_ITS_LEVEL = re.compile(r"([省市县区州])(?!场|域)(.+)")
_SUCH = re.compile("[\u3400-\u9fff]{2,14}的(?=[^的]{2,12}公司$)")  # 银监会监管的信托公司、财务公司
_COMPANY = re.compile("(?!各|有关)[^的]{2,12}公司")
_COURT = re.compile("((?!各|最高).{1,12}?)(?:高级|中级|基层)?(?:人民|军事)?法院")  # 省法院、检察院
_PROCURATORATE = re.compile("(?:人民|军事)?检察院")
_MOST = 2_000  # organs that one rank is written out to: places times departments


def share_heads(groups: list[list[str]]) -> list[str]:
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
        elif places and _LOCAL_ORGAN.fullmatch(piece) and not PLACE_AND_REST.fullmatch(piece):
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
    if (each := _EACH.match(before)) and shares_each(before, piece, PLACE_AND_REST.fullmatch(piece) is not None):
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
    has_own = LEVELS_TOGETHER.match(piece) or OF_EACH_PLACE.fullmatch(piece[1:])
    return piece.startswith("各") and not has_own


def _place_of(piece: str) -> str:
    """What a local organ's name begins with, which those after it may share: 江苏省, or 市 of 市教育局."""
    if local := PLACE_AND_REST.fullmatch(piece):
        return local[1] if _LOCAL_ORGAN.fullmatch(local[3]) and "各" not in piece else ""
    own = _OF_ITS_LEVEL.fullmatch(piece)
    return own[1] if own and _LOCAL_ORGAN.fullmatch(own[2]) else ""

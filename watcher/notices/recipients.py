"""主送机关 and 抄送机关: a list of organs as documents write it, to one organ an item.

Lists share heads and suffixes: 北京、天津市人民政府 are 北京市人民政府 and 天津市人民政府, and 国务院各部委、各直属机构
are 国务院各部委 and 国务院各直属机构. What begins with 各省、自治区、直辖市 stays whole; 各市教育局、财政局
are 各市教育局 and 各市财政局.
"""

from __future__ import annotations

import re
from functools import lru_cache

from watcher.notices.bodies import of_each_body
from watcher.notices.each import OF_EACH_PLACE, departments_of_each, of_levels_and_places
from watcher.notices.heads import LEVELS_TOGETHER, share_heads
from watcher.notices.suffixes import (
    LEVEL,
    PLACE_AND_REST,
    ends_in_level,
    is_place,
    is_place_with_organ,
    share_organ,
    share_suffixes,
)

_JOINED_BY_WORD = re.compile(rf"(.{{2,8}}(?:{LEVEL}))[及和与](.{{2,8}}(?:{LEVEL}).+)")
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
_OF_ITS_OWN = re.compile(r"[省市县区州镇乡](?:[（(][^（）()]{1,3}[）)])?直(?![管辖属])|社区|村")  # 各乡镇、县直各单位
# 青海、宁夏等省（区）人民政府
_AND_SO_ON = re.compile(r"等(?:[\d一二三四五六七八九十]{1,3}个?)?(?=[省市县区州][（(人])")
_AND_OTHERS = re.compile(r"(各.+?[^、])[及和与暨]((?:各)?(?:其他|相关|有关)[^、]{0,4}(?:单位|部门|企业|机构|人员))")
_OF_TWO_HEADS = re.compile(  # 各镇人民政府及县直各单位: of one sort and of another; not what goes to all provinces
    rf"(?!(?:各|有关|各有关)省)(.+(?:政府|单位|部门|机构|企业|院校|学校|中心|[厅局委办院会]))[及和与暨]((?:{_OWN_HEAD.pattern}).{{2,}})"
)
_LETTERS_OF_A_LIST = re.compile(r"[委办局厅司处室院]|有关部门")
_PEOPLE = re.compile(r"[\u3400-\u9fff·]{2,12}?(委员|代表|副?主席)")
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
        if ranks and is_place_with_organ(_split_outside_brackets(rank, "、")[-1]) and _has_only_places(ranks[-1]):
            rank = f"{ranks.pop()}、{rank}"
        ranks.append(rank)
    return ranks


def _has_only_places(rank: str) -> bool:
    pieces = rank.split("、")
    return ends_in_level(pieces[-1]) and "各" not in rank and all(map(is_place, pieces))


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
    return share_heads(share_suffixes(share_organ(pieces)))


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
        own = (_OWN_HEAD.match(piece), PLACE_AND_REST.fullmatch(piece), OF_EACH_PLACE.fullmatch(piece))
        continues = whole and not any(own) and not _OF_ITS_OWN.match(piece)
        is_other = piece.startswith("各") and not LEVELS_TOGETHER.match(piece)
        levels_open = levels_open and not is_other and not _OF_ITS_OWN.match(piece)
        if joined and (levels_open or unnamed or continues or _LETTERS_OF_A_LIST.fullmatch(piece)):
            joined[-1].append(piece)
        else:
            joined.append([piece])
            whole = bool(LEVELS_TOGETHER.match(piece))
        levels_open = whole and bool(_BARE_LEVEL.fullmatch(piece))
    return ["、".join(piece) for piece in joined]


def _people(pieces: list[str]) -> list[str]:
    """邓某、韩某委员 -> 邓某委员, 韩某委员: those whom a reply to a proposal answers."""
    match = _PEOPLE.fullmatch(pieces[-1]) if pieces else None
    if not match or not all(_PERSON.fullmatch(piece) for piece in pieces[:-1]):
        return []
    return [piece if piece.endswith(match[1]) else piece + match[1] for piece in pieces]


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

"""What the bodies of a place share in a list: 九江、赣州市委、市政府; 市人大常委会、市政协办公室."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BODIES = "人大常委会|人大|人民政府|政府|政协|纪委监委|纪委"
_BODY = re.compile(rf".{{0,8}}[省市县区州盟旗](?:委|{_BODIES})")
_STATIONED = re.compile(r"[省市](驻.{1,3}?(?:各|有关|各有关)?(?:单位|企业))")  # 中央、省驻宜各单位
_OF_LEVEL = re.compile(
    r"[中省市县区州]([直属])((?:驻.{1,3}?)?(?:各|有关|各有关)?(?:单位|部门|企业|高校|学校))"
)  # 中、省、市直有关单位
_LEVELS = {"中央", "中", "省", "部", "市", "县", "区", "州"}
_BEFORE_UNITS = {level + how for level in _LEVELS for how in "直属"}  # 中直 of 中直、省属各单位
_OFFICE = re.compile(rf"{_BODY.pattern}(办公厅|办公室|各部门|有关部门|各有关部门)")
_COMMITTEE = re.compile(r"(中共)?((?!各|有关)[\u3400-\u9fff]{1,8}?)([市县区州盟旗])委")
_PLACE = re.compile(r"[\u3400-\u9fff]{2,9}")


def of_each_body(pieces: Sequence[str]) -> list[str]:
    """九江、赣州市委、市政府 -> the committee, then the government, of each; [] where a list is no such one."""
    at = next((i for i, piece in enumerate(pieces) if _COMMITTEE.fullmatch(piece)), 0)
    committee = _COMMITTEE.fullmatch(pieces[at]) if pieces else None
    if not committee or not all(map(_PLACE.fullmatch, pieces[:at])):
        return []
    party, last, level = committee[1] or "", committee[2], committee[3]
    others = [re.fullmatch(f"{level}({_BODIES})", piece) for piece in pieces[at + 1 :]]
    places = [place.removesuffix(level) + level for place in (*pieces[:at], last)]
    found = [other[1] for other in others if other]
    if not found or len(found) < len(others) or len(last) < 2:
        return []
    return [party + place + "委" for place in places] + [place + body for body in found for place in places]


def share_office(pieces: Sequence[str]) -> list[str]:
    """市人大常委会、市政协办公室 -> 市人大常委会办公室, 市政协办公室; 中直、省属各单位 and 中、省直各单位 likewise."""
    shared: list[str] = []
    office = units = ""
    for piece in reversed(pieces):
        found = _OFFICE.fullmatch(piece) or _STATIONED.fullmatch(piece)
        of_level = _OF_LEVEL.fullmatch(piece)
        shares = _BODY.fullmatch(piece) or piece in _LEVELS
        if of_level:
            office, units = of_level[1] + of_level[2], of_level[2]
        elif units and (piece in _BEFORE_UNITS or (piece == "中央" and units.startswith("驻"))):
            shared.append(piece + units)
            continue
        else:
            office, units = found[1] if found else office if shares else "", units if shares else ""
        shared.append(piece if found or of_level else piece + office)
    return shared[::-1]

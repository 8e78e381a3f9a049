"""Organs (机关): telling their names from other words, and full names for the short ones that headlines use."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("organs.tsv")

_ENDINGS = (
    "部|委|局|署|厅|办|院|会|行|室|处|司|科|站|所|社|党组|团|政府|办公厅|办公室|委员会|法院|检察院|总局|分局|支队|总队|大队|调查队|中心|指挥部|"
    "综合组|工作专班|[渔港]港监督|兵团|总公司|公司|集团|大学|学院|学校|中学|小学|幼儿园|研究所|联合会|协会|学会|总工会|纪委监委|监委|管委会|省委|市委|县委|区委|州委|小组|基金会|"
    "交易所|银行|总社|总行|分行|中央|医院|博物馆|图书馆|档案馆|文化馆|纪念馆|美术馆|科技馆|出版社|联社|公积金中心|组委会|部队|司令部|领导小组|海关"
)
_ORGAN = re.compile(rf"[\u3400-\u9fffA-Za-z·（）()“”]{{1,36}}(?:{_ENDINGS})(?:[（(][^（）()]{{1,16}}[）)])?")
_ALONE = {"图书馆", "档案馆", "博物馆", "团委", "工会", "校办", "院办", "党办"}  # of a school or a firm
_NO_ORGAN = re.compile(  # 新型冠状病毒感染的肺炎疫情防控指挥部 is one
    r"(?:请|由|向|经|报|送|抄|根据|按照|关于|同意|附|联系|来源|责任|编辑|记者|主送|本|该|对|为|将|现|与|以|在|从|凡|如|转发|批转|印发|"
    r"第?[一二三四五六七八九十]+[、章条节]|（[一二三四五六七八九十]+）|责编|作者|各)|.*(?:(?<!感染)的|[了是：；])"
)
# How the short name of a local organ's kind is written in full; they stand after the name of its place.
_LOCAL = (
    (re.compile(r"(?<=[省市县区州盟旗])政府"), "人民政府"),
    (re.compile(r"(?:发展改革|发改)委(?!员)"), "发展和改革委员会"),
    (re.compile(r"(?:卫生健康|卫健)委(?!员)"), "卫生健康委员会"),
    (re.compile(r"(?<!监督管理)(?<=[省市县区州盟旗])国资委$"), "国有资产监督管理委员会"),
    (re.compile(r"(?:住房城乡建设|住建)(?=[厅局委])"), "住房和城乡建设"),
    (re.compile(r"(?:人力资源社会保障|人社)(?=[厅局])"), "人力资源和社会保障"),
    (re.compile(r"(?:市场监管|市监)局"), "市场监督管理局"),
    (re.compile(r"(?:药监)局"), "药品监督管理局"),
    (re.compile(r"(?:医保)局"), "医疗保障局"),
    (re.compile(r"(?<=[省市县区州盟旗])文旅(?=[厅局])"), "文化和旅游"),
    (re.compile(r"(?<=[省市县区州盟旗])工信(?=[厅局])"), "工业和信息化"),
    (re.compile(r"(?<=[省市县区州盟旗])经信(?=[厅局委])"), "经济和信息化"),
    (re.compile(r"(?<=[省市县区州盟旗])(?:经信|经济和信息化)委$"), "经济和信息化委员会"),
    (re.compile(r"(?<=[省市县区州盟旗])科技(?=[厅局])"), "科学技术"),
    (re.compile(r"城管局"), "城市管理局"),
    (re.compile(r"应急(?=[厅局]$)"), "应急管理"),
    (re.compile(r"退役军人(?=[厅局]$)"), "退役军人事务"),
    (re.compile(r"林草局"), "林业和草原局"),
    (re.compile(r"(?<=[省市县区州盟旗])教委"), "教育委员会"),
    (re.compile(r"(?<=[省市县区州盟旗])科委"), "科学技术委员会"),
    (re.compile(r"(?<=[省市县区州盟旗])民委"), "民族事务委员会"),
    (re.compile(r"(?<=[省市县区州盟旗])(教育|交通|科学技术|民族事务|城市管理|住房和城乡建设)委$"), r"\1委员会"),
)
_PEOPLE_OFFICES = re.compile(
    r"(?:.{0,30}(?:主席|总理|部长|主任|署长|省长|市长|县长|区长|州长|局长|行长|审计长|院长|检察长|会长|关长))[\s：:]{0,4}"
    r"[\u3400-\u9fff·]{1,8}(?:\s?[\u3400-\u9fff])?"
)
_PLACE = re.compile("[\u3400-\u9fff]{2,7}?[省市县区州盟旗]")
_SPACED = re.compile(r"(?<![^\s])([\u3400-\u9fff])\s+(?=[\u3400-\u9fff](?:\s|$))")


@cache
def _full_names() -> dict[str, str]:
    """Each known name, full or short, to the full one."""
    names: dict[str, str] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            full, _, others = line.partition("\t")
            names |= dict.fromkeys([full, *others.split()], full)
    return names


@cache
def _last_letters() -> frozenset[str]:
    """The letters that a line of organs may end in: tells most other lines at once."""
    return frozenset([*(name[-1] for name in (*_ENDINGS.split("|"), *_full_names())), *"）) \u3000"])


@cache
def _known() -> re.Pattern[str]:
    names = sorted(_full_names(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


def organ_at_end(text: str) -> str:
    """The longest known name of an organ, full or short, that a text ends in; "" where there is none."""
    names = _full_names()
    return next((text[-length:] for length in range(min(len(text), 24), 2, -1) if text[-length:] in names), "")


def organ_at_start(text: str) -> str:
    """The longest full name of a known organ that a text begins with; "" where there is none."""
    names = _full_names()
    starts = (text[:length] for length in range(min(len(text), 24), 2, -1))
    return next((start for start in starts if names.get(start) == start), "")


def known_at_start(text: str) -> str:
    """The name of a known organ, full or short, that a text begins with; "" where there is none."""
    match = _known().match(text)
    return match[0] if match else ""


def full_name(name: str) -> str:
    """The official full name of an organ: 住建部办公厅 -> 住房和城乡建设部办公厅; an unknown one as it is."""
    names = _full_names()
    if name in names:
        return names[name]
    if (match := _known().match(name)) and match.end() < len(name) and not name.startswith("中华人民共和国"):
        return names[match[0]] + name[match.end() :]
    for short, full in _LOCAL:
        name = short.sub(full, name)
    return name


def is_organ(name: str) -> bool:
    """Whether a short text without white space is the name of an organ and nothing else."""
    if name in _full_names() or name in _ALONE:
        return True
    return 3 <= len(name) <= 40 and bool(_ORGAN.fullmatch(name)) and not _NO_ORGAN.match(name)


def organs_of_line(line: str) -> tuple[str, ...]:
    """The organs that a signature line consists of, by full name; () where it has any other word.

    Several stand on one line apart by spaces or 、; the letters of one may be spaced out (国 务 院).
    """
    if len(line) > 200 or line[-1:] not in _last_letters():
        return ()
    joined = _SPACED.sub(r"\1", line.strip())
    for text in (joined, re.sub(r"\s+", "", line)):
        names = [each for name in re.split(r"[\s、，,]+", text) if name for each in _run(name)]
        if names and all(map(is_organ, names)):
            return tuple(map(full_name, names))
    return ()


def is_signed_by_person(line: str) -> bool:
    """Whether a line is the signature of an office holder, as under an order: 总理　李克强, 部长：…"""
    return len(line) <= 40 and bool(_PEOPLE_OFFICES.fullmatch(line.strip()))


def split_joint(names: str) -> tuple[str, ...]:
    """Issuers that a title names one after the other, with or without spaces between, by full name.

    住房和城乡建设部 工业和信息化部 -> both; 财政部税务总局 -> both, since each is known.
    """
    found: list[str] = []
    for name in re.split(r"[\s、，,]+", _SPACED.sub(r"\1", names.strip())):
        found += _run(name) if name else []
    return tuple(full_name(name) for name in found)


def _run(name: str) -> list[str]:
    """Organs that stand one after the other with nothing between: known ones, or those of one place."""
    if run := _known_run(name):
        return run
    place = _PLACE.match(name)
    if not place or name.find(place[0], place.end()) < 0:
        return [name]
    return [place[0] + rest for rest in name.split(place[0])[1:]]


def _known_run(name: str) -> list[str]:
    """`name` as a run of known organs; [] where it is anything else."""
    run: list[str] = []
    position = 0
    while position < len(name):
        match = _known().match(name, position)
        if match is None:
            if run and (office := re.match("办公厅|办公室|综合司", name[position:])):
                run[-1] += office[0]
                position += office.end()
                continue
            return []
        run.append(match[0])
        position = match.end()
    return run

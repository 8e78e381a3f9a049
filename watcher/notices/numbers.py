"""发文字号: the numbers of official documents in a text, written one way.

GB/T 9704-2012 7.2.5 asks for 机关代字〔year〕serial号; pages have every sort of bracket, spaces inside, and for
announcements and orders 公告2020年第16号 and 令第706号.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from watcher.notices.organs import known_at_start, organ_at_end, organ_at_start

_HAN = r"\u3400-\u9fff〇"
_OPEN, _CLOSE = r"〔\[［【（(﹝｛{〈<＜「„〖", r"〕\]］】）)﹞｝}〉>＞」‟〗"
_YEAR = r"[1１][9９]\d\d|[2２][0０]\d\d"
_SERIAL = r"[\d一二三四五六七八九十百〇○零]{1,8}"
_S = r"\s{0,3}"

_YEAR_IN_BRACKETS = rf"[{_OPEN}]{_S}(?:{_YEAR}){_S}年?{_S}[{_CLOSE}]"
_USUAL = rf"{_YEAR_IN_BRACKETS}{_S}(?:第{_S})?[\d]{{1,5}}{_S}号"
_NUMBERED = rf"(?:{_YEAR_IN_BRACKETS}|[（(]?{_S}(?:{_YEAR}){_S}年)?{_S}[（(]?第{_S}{_SERIAL}{_S}号[）)]?"
_NUMERAL = "一二三四五六七八九〇○零"
_IN_NUMERALS = rf"[{_OPEN}]{_S}[一二][{_NUMERAL}]{{3}}{_S}[{_CLOSE}]{_S}(?:第{_S})?[{_NUMERAL}十百]{{1,6}}{_S}号"
_NAMED_AFTER = rf"(?:(?:{_YEAR}){_S}年{_S})?第{_S}{_SERIAL}{_S}号{_S}(?:令|公告|通告)"  # 省政府第100号令
_CORE = re.compile(rf"{_USUAL}|{_IN_NUMERALS}|(?<=[令告]){_S}{_NUMBERED}|(?<=[院部委会局署府行办厅]){_S}{_NAMED_AFTER}")
_OLD = re.compile(
    rf"[{_OPEN}](?:{_YEAR}|\d\d)[{_CLOSE}]{_S}[{_HAN}]{{1,6}}字{_S}第?{_S}\d{{1,4}}{_S}号"
    rf"|[{_OPEN}](?:{_YEAR})[{_CLOSE}][{_HAN}]\d{{0,4}}[{_HAN}]{{1,4}}\d{{1,6}}号"  # of a court: （2021）粤51破3号
)
_OF_ANNOUNCEMENT = re.compile(rf"(?<=[告令]》)[（(]{_S}((?:{_YEAR}){_S}年{_S}第{_S}\d{{1,5}}{_S}号){_S}[）)]")
_SERIAL_ALONE = re.compile(
    rf"[（(]?(?:{_YEAR_IN_BRACKETS}|(?:{_YEAR}){_S}年)?{_S}第{_S}{_SERIAL}{_S}号[）)]?"
    rf"|{_YEAR_IN_BRACKETS}{_S}\d{{1,5}}{_S}号"
    rf"|[{_OPEN}]第?[一二三四五六七八九十]{{1,3}}届[{_CLOSE}]{_S}第{_S}{_SERIAL}{_S}号"  # of a people's congress
)
_OF_NO_ORGAN = re.compile(rf"^(?:公告|通告){_S}(?=[12１２])")

_ORGANS_RUN = rf"[{_HAN}]{{1,16}}[部委局会署行院办府]"
_RUNS_BEFORE_MARK = re.compile(
    rf"(?:^|(?<=[（(《\n\s，；：。]))(?:[一二三四五六七八九十]{{1,3}}、)?(?P<organs>(?:{_ORGANS_RUN}(?:、|\s))*{_ORGANS_RUN}、)$"
)
_RUN_BEFORE_SPACE = re.compile(rf"(?<![{_HAN}])[{_HAN}]{{1,12}}[部局委会署行院办府]\s$")
_ANNOUNCED = re.compile(
    rf"[{_HAN}]{{2,12}}(?:公告|通告){_YEAR_IN_BRACKETS}{_S}第?{_S}\d{{1,5}}{_S}号"
)  # 庐城管罚公告〔2023〕第8号
_SERIAL_IN_ROUND_BRACKETS = re.compile(r"[（(](\d{4}年第[^）)]{1,8}号|第[^）)]{1,8}号)[）)]")
_BRACKETED_SERIAL = re.compile(r"[（(]第|[（(]\s?\d")
_JOINT = 120  # characters of the names of issuers that share a number
_OPENING = frozenset("〔［[【（(﹝")
_ORGAN_AND_FORM = re.compile(r"(?:^国|[院部委会局署府行席办军厅])(?:令|公告|通告)$")
_FORM_AT_END = re.compile("(?:令|公告|通告)$")
_QUOTING_WORDS = re.compile(
    r".*(?:根据|按照|依据|依照|参照|遵照|参见|详见|现将|执行|贯彻|落实|关于|更正|印发|转发|批转|下发|废止|修改|替代|文号|字号|如下|通过|公布|经过|发布的|标题|的函)"
)
# What may be a title before the letters (……的通知皖政办), and may be a department in them (发改规划, 交规划发).
_OF_PLACE = re.compile(rf"[{_HAN}]{{1,6}}[省市县区州盟旗]$")
_QUOTED_NAMES = re.compile(r".*(?:通知|通报|批复|意见|决定|方案|规划|请示|议案|报告)(?=..)")
_QUOTING_LETTERS = re.compile(r".*[的以见和及与同对由在是按即依将把该本年月日为]")
_SPACES = re.compile(r"\s+")
_JOINING = ("和", "与", "及")
_BRACKETS = str.maketrans(
    dict.fromkeys("[［【（(﹝｛{〈<＜「„〖", "〔") | dict.fromkeys("]］】）)﹞｝}〉>＞」‟〗", "〕")
)
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_IN_BRACKETS = re.compile(r"^[〔\[【（(]([^〔〕\[\]【】（）()]+)[〕\]】）)]$")
_NUMBER_LINE_REST = re.compile(
    r"[\s（(【\[]*(?:[\d〇○零一二三四五六七八九]{4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日[\s，,]*)?(?:(?:发文字号|文件编号|发布文号|编号|文号|字号)\s*[：:\t]?)?[\s）)】\]]*(?:签发人\s*[：:].*|(?:19|20)\d\d年\d{1,2}月\d{1,2}日)?"
)


@dataclass(frozen=True, slots=True)
class Number:
    """One document number in a text."""

    value: str  # brackets 〔〕, no spaces: 建办城函〔2020〕594号
    start: int  # offsets in characters into the text that was given
    end: int


def find_numbers(text: str) -> tuple[Number, ...]:
    """All document numbers in order, those of orders and announcements too (国务院令第76号).

    What stands in brackets after the title of an announcement is its number, though it names no organ (2023年第11号).
    """
    if "号" not in text:
        return ()
    found = [number for match in _CORE.finditer(text) if (number := _with_letters(text, match))]
    old = [Number(_written(match[0]), *match.span()) for match in _OLD.finditer(text)]
    bare = [Number(_written(match[1]), *match.span(1)) for match in _OF_ANNOUNCEMENT.finditer(text)]
    return tuple(sorted(found + old + bare, key=lambda number: number.start)) if old or bare else tuple(found)


@lru_cache(maxsize=64)  # each line of a document's head is looked at several times
def number_of_line(line: str) -> Number | None:
    """The number that a line consists of, as under a title: 国发〔2019〕3号, （国发〔2019〕3号）, 文号：…"""
    if len(line) > 120:
        return None
    numbers = find_numbers(line)
    if not numbers:
        own = _ANNOUNCED.fullmatch(line.strip())
        return Number(_written(own[0]), line.index(own[0]), line.index(own[0]) + len(own[0])) if own else None
    rest = line[: numbers[0].start] + line[numbers[0].end :]
    return numbers[0] if _NUMBER_LINE_REST.fullmatch(rest) else None


def serial_of_line(line: str) -> str | None:
    """第706号 or 2020年第16号 standing alone, as under the name of an order; of 公告2020年第16号 no more than that."""
    if len(line) >= 40:
        return None
    line = _IN_BRACKETS.sub(r"\1", line.strip())  # 〔2023年第22号〕
    line = _OF_NO_ORGAN.sub("", line)
    return _written(line) if _SERIAL_ALONE.fullmatch(line) else None


def _with_letters(text: str, core: re.Match[str]) -> Number | None:
    """The number with the letters of its organ (机关代字), which stand before the core that was matched."""
    begin, end = _letters_before(text, core.start())
    if begin == end:
        return None
    letters = text[begin:end]
    touches_text = begin > 0 and text[begin - 1] not in "（(《【[〔：:，,、；;。 \u3000\t\n"
    named_after = core[0].endswith(("令", "公告", "通告"))
    trimmed = _trimmed(letters, touches_text or len(letters) > 8)
    if begin >= 1 and trimmed[:1] in _JOINING and "号" in text[max(0, begin - 3) : begin]:
        trimmed = trimmed[1:]  # 国发〔2015〕40号 和财建〔2016〕51号
    begin = end - len(trimmed)
    is_announcement = named_after or trimmed.endswith(("令", "公告", "通告"))
    if is_announcement and not named_after and not _ORGAN_AND_FORM.search(trimmed):
        organ = known_at_start(trimmed)  # 财政部国债业务公告
        is_form = organ and len(trimmed) - len(organ) <= 8 and "的" not in trimmed
        if not is_form and (touches_text or len(trimmed) > 10 or core[0][0] not in _OPENING):  # 方征启公告〔2022〕4号
            return None
    if not trimmed or (len(trimmed) > 14 and not is_announcement):
        return None
    if is_announcement and trimmed == letters:
        begin = _before_joint_issuers(text, begin)
    # The closing bracket belongs to the sentence when the opening one stands before the letters.
    stop = core.end() - (core[0][-1] in "）)" and not _BRACKETED_SERIAL.search(core[0]))
    return Number(_written(text[begin:stop]), begin, stop)


def _letters_before(text: str, position: int) -> tuple[int, int]:
    """The run of at most 30 Chinese characters before a position, white space between not counted."""
    end = position
    while end > 0 and position - end < 3 and text[end - 1].isspace():
        end -= 1
    begin = end
    while begin > 0 and end - begin < 30 and ("\u3400" <= text[begin - 1] <= "\u9fff" or text[begin - 1] == "〇"):
        begin -= 1
    return begin, end


def _before_joint_issuers(text: str, begin: int) -> int:
    """Where the first of the issuers stands that share an announcement: 财政部 税务总局公告2020年第8号.

    Issuers that 、 separates are those of a number where it begins a clause or a bracket: （公安部、司法部令第9号）.
    """
    from_mark = max(0, begin - _JOINT)
    if match := _RUNS_BEFORE_MARK.search(text[from_mark:begin]):
        quoting = _QUOTING_WORDS.match(match["organs"])
        return from_mark + match.start("organs") + (quoting.end() if quoting else 0)
    while match := _RUN_BEFORE_SPACE.search(text, max(0, begin - 16), begin):
        begin = match.start()
    return begin


def _trimmed(letters: str, in_running_text: bool) -> str:
    """Letters without the words of the sentence that quotes them: 根据国发 -> 国发."""
    if (republic := letters.rfind("中华人民共和国")) >= 0:
        return letters[republic:]
    if organ := organ_at_end(_FORM_AT_END.sub("", letters)):
        begin = letters.rindex(organ)
        local = _OF_PLACE.search(_QUOTING_LETTERS.sub("", _QUOTING_WORDS.sub("", letters[:begin])))
        return letters[begin - (len(local[0]) if local else 0) :]  # 贵州省国家税务局公告
    letters = _QUOTED_NAMES.sub("", _QUOTING_WORDS.sub("", letters))
    is_announcement = letters.endswith(("令", "公告", "通告"))
    if not is_announcement and (issuer := organ_at_start(letters)) and len(letters) - len(issuer) >= 2:
        letters = letters.removeprefix(issuer)  # 国务院国发〔1984〕96号
    if in_running_text and not letters.endswith(("公告", "通告")):
        letters = _QUOTING_LETTERS.sub("", letters)
    return letters.lstrip("日原见按据依")


def _written(number: str) -> str:
    number = _SPACES.sub("", number).translate(_DIGITS)
    if "第" in number:
        number = _SERIAL_IN_ROUND_BRACKETS.sub(r"\1", number)
    number = number.translate(_BRACKETS)
    return number.replace("年〕", "〕").removesuffix("〕")

"""Dates as official documents write them, in Arabic or Chinese numerals, and the deadlines that they set."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from watcher.numerals import ZEROS, number

_DIGIT = rf"[\d{ZEROS}一二三四五六七八九]"
_N = r"[\d〇○零一二三四五六七八九十廿]"
_S = r"\s{0,2}"

_DATE = re.compile(
    rf"({_DIGIT}{_S}{_DIGIT}{_S}{_DIGIT}{_S}{_DIGIT}){_S}年{_S}({_N}(?:\s?{_N}){{0,2}}|元){_S}月{_S}({_N}(?:\s?{_N}){{0,2}}){_S}[日号]"
    r"|(\d{4})\s?[-./]\s?(\d{1,2})\s?[-./]\s?(\d{1,2})(?!\d)"
)

_TO = r"(?:至|到|[-—－–~～]{1,2})"

# A point in time, then what makes it a deadline. All repetitions are bounded, so a search is linear.
_POINT = re.compile(
    rf"(?=[\d{ZEROS}一二三四五六七八九十廿第元今本当明下年底末])"  # fails at once where no date can begin
    rf"(?:(?P<year>{_DIGIT}{{4}}|今|本|当|明){_S}年{_S})?"
    rf"(?:(?P<month>{_N}{{1,3}}|元|本|下){_S}月{_S}(?:(?P<day>{_N}{{1,3}}){_S}(?:[日号]|(?={_TO}\s?\d{{1,2}}[日号]|[之以]?前))|(?P<last>份?[底末]))?"
    rf"(?:(?<=[日号\d])(?:[（(][^（）()]{{1,8}}[）)])?{_S}{_TO}{_S}(?P<to>{_N}{{1,3}}){_S}[日号])?"
    r"|(?P<quarter>第?[一二三四1-4]季度)末?底?"
    r"|(?P<yearend>年?[底末]))"
    r"|(?P<iso>20\d{2}[-./]\d{1,2}[-./]\d{1,2})(?!\d)"
)
_TIME = (
    r"(?:\s{0,2}[（(][^（）()]{1,12}[）)])?\s{0,2}(?:(?:上午|下午|中午|晚上?|早上?)?\s?\d{0,2}\s?(?:[:：]\d{2}|[时点](?:整|\d{1,2}分)?)?"
    r"|下班|放学|工作时间结束)"
)
_LONGER = (
    "[后期往款述身置景沿夕]|三(?![县市区州])|提(?![交供出请报起])|列(?![入出支])|一(?![次并律式])"  # words with 前
)
_BEFORE = re.compile(rf"{_TIME}[）)]?(?:[之以]?前(?!{_LONGER})|截止|止(?!于))")
_ENDS_ON = re.compile(
    r"(?:截止(?:时间|日期|日|期限|期)?|(?:时间|日期|报名|申报|申请|反馈|提交|报送|受理|征集|征求|缴费|意见)截至|"
    r"最迟|最晚|不得?迟于|不得?晚于|不超过)(?:为|是|至|到|于|延长至|顺延至|延至|延期至|调整为)?[：:（(]?\s?$"
    r"|(?:完成|报送|上报|提交|办结|整改|反馈)(?:时限|时间|期限|日期)(?:为|是)?[：:]\s?$"
    r"|(?:截止|报名|申报|申请|反馈|提交|报送|受理|征集)[^，。；]{0,30}(?:，现[^，。；]{0,4}?)?(?:延长|顺延|延期|推迟|延后|延|调整|更正|变更|修改|改)(?:至|到|为)\s?“?$"
)
_TO_FOLLOWS = re.compile(rf"{_TIME}\s?{_TO}")  # 提交时间：4月1日—6月30日
_TO_DATE = re.compile(rf"{_TIME}\s?{_TO}\s?\d{{1,4}}\s?[年月日]")  # 请于3月20日至3月24日提交
_RANGE = re.compile(
    rf"(?:征求意见|意见征集|反馈|报名|申报|申请|受理|报送|提交|整改|推荐|公示|征集|缴费|缴纳|征文|投稿|征稿|参评|投票|登记|填报|应聘)"
    rf"[^。；，,;]{{0,40}}?[日号时分]?[）)]?\s?{_TO}\s?$"
    rf"|(?:(?:申报|报名|受理|征集|报送|投稿)(?:时间|期限|日期|起止时间)。|公示|(?:征求意见|征集意见|报名|受理)，(?:时间|期限|日期))[^。；]{{0,50}}{_TO}\s?$"
)
_FROM = re.compile(rf"(?:日起?|即日起)[）)]?\s?{_TO}\s?$")  # and what is done until then follows
_FOR = re.compile(
    r"止?，?[^，。；]{0,16}(?:征求|征集|报名|申报|申请|受理|反馈|提交|报送|提出|填报|投稿|缴费|办理)(?!意见情况|后|的)"
)
_IN_PERIOD = re.compile(rf"[于在][^，。；]{{4,24}}{_TO}\s?$")  # 各企业于3月15日至4月15日登录系统自评
_DONE_IN_PERIOD = re.compile(r"[^，。；的]{0,10}(?:登录|提交|报送|填报|申报|报名|上传|缴纳|缴费|完成)(?!的|情况)")
_DONE_BY = re.compile(r"(?:全部|全面|要|须|应|必须)?(?:完成|报送|上报|提交)(?!了|的)")  # 6月底完成
_LASTS = re.compile(  # 有效期自…至…止, 自…起施行，至…止
    r"(?:自|从|期限?|\d[日号时])[^。；，,;]{0,40}(?:至|到)\s?$|(?:施行|实施|执行|生效|有效|试点|试行)[^。；]{0,24}(?:至|到)\s?$"
)  # 有效期自…至…止
_WEEKLY = re.compile("每[周日天]")
_RECURS = re.compile(r"每[年月季半个逢]|逐年|各年|次年|下年|翌年|年度终了|次月")
_MUST_AT = re.compile("(?:请|应|须|要|务必|必须|需)[在于]$")
_HANDED_IN = re.compile(  # 请于5月25日9:00（…），将申请书…交到…
    rf"(?:{_TIME})?(?:\s?[-—－–~～至]\s?\d{{1,2}}[:：时点]\d{{0,2}})?(?:[（(][^（）()]{{1,20}}[）)])?，?(?![起后])"
    r"(?:(?!参加|召开|到会|出席|举行|前往|来我|开会|报到|集合)[^。；]){0,80}?(?:报送|报至|报到我|上报|送交|送至|报名|提交|递交|交至|交到|交由|发至|发送|寄至|寄送|反馈|报我)"
)
_MUST_ON = re.compile(r"(?:(?<!申)请|应|须|务必|务)[^，。；：]{0,14}[于在]\s?$")
_MUST_DO = re.compile("务必|必须|[应须][在于]")
_COUNTED_TO = re.compile(r"(?:数据|统计|资料|信息|情况|年龄|工龄|业绩|成果|数字)[^，。；]{0,6}截[止至][于在至到]?\s?$")
_AIMS = re.compile(r"(?:力争|争取|有望|预计|截至|截止|(?<!应)自|从|到)[在于至到]?\s?$")
_HAPPENED = re.compile(
    r"的|[^，。；]{0,8}每[日天周月](?!均)|，?(?:已经?|未|尚未|曾|仍|均已|不得早于|户籍|学籍|落户|具有|持有)|，在[^，。；]{2,40}的[^，。；]{2,12}[；。（]"
    r"|[^，。；]{0,14}可(?![能行研靠持再操视追量燃降回信见])"
    r"|(?:依法|经批准|正式)?(?:注册|设立|成立|取得|登记|出生|毕业|建成|开工|批准|签订|发生|投产|生产|购买|印发|发布|出台|制定|公布|"
    r"入库|缴纳|参保|退休|备案|入职|参加工作|投入使用|投用|投运|竣工|完工|上市|获得|认定|施行|实施|颁布)[^，。；]{0,14}的"
)
_WHICH = re.compile("[^，。；]{1,14}的[，,]")  # 2023年1月1日前设置的，应于…
_PUT_OFF = "(?:更正|修改|调整|变更|延期|延长|推迟|顺延|延后|改)(?:为|至|到)"
_REPLACED = re.compile(rf"[^。；“”]{{0,14}}”[^。；]{{0,14}}(?:{_PUT_OFF}|应[为是])")  # quoted by a correction
_MOVED_FROM = re.compile(r"(?:由|从|原定?于?)(?:原来?的?|此前的?)?$")
_MOVED = re.compile(rf"[^。；]{{0,8}}{_PUT_OFF}")
_MOVED_TO_DATE = re.compile(rf"(?:，现[^，。；]{{0,4}}?|[^，。；]{{0,8}}){_PUT_OFF}\s?“?\d{{1,4}}\s?[年月]")
_FORMER = re.compile(r"(?<!按)(?<!按照)原(?:定|来)?的?[^，。；]{0,6}(?:时间|日期|期限)(?:为|是)?[：:]?$")
_HINT = re.compile(
    "[前止至到迟晚过底末为—–－~～-]|请|务必|[应须][于在]|(?:完成|报送|上报|提交|办结|整改|反馈)[时期日]"
)  # without any of these there is no deadline
_LONG_AGO = 5  # months
_MOST = 12  # dates in one list
_LIST_MARKS = {"、", "和", "及", "与", "以及"}
_SENTENCE = re.compile(r"[。；;\n！？]")
_CLAUSE = re.compile(r"[。；;，,：:\n！？]")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date by which somebody must do something."""

    date: date
    start: int  # offsets in characters into the text that was given
    end: int


def read_date(text: str) -> date | None:
    """The date that a short line consists of (2021年12月1日, 二〇二一年十二月一日, 2021-12-01), or None."""
    match = _DATE.fullmatch(text.strip(" \u3000。")) if len(text) < 60 else None
    return _date_of(match) if match else None


def find_date(text: str) -> tuple[date, int, int] | None:
    """The first full date in a text, with its offsets."""
    for match in _DATE.finditer(text):
        if found := _date_of(match):
            return found, *match.span()
    return None


def find_deadlines(text: str, signed: date | None) -> tuple[Deadline, ...]:
    """Deadlines in a paragraph; `signed` is the document's date, for those that name no year.

    Recurring dates, targets (到2025年), dates of effect and conditions (2018年底前已成立的) are none.
    """
    return tuple(_deadlines(text, signed)) if _HINT.search(text) else ()


def due_in_cell(text: str, signed: date | None) -> Deadline | None:
    """The date in a table's cell whose column is of deadlines: 6月底, 2023年6月30日; of a period the last one."""
    if _RECURS.search(text) or _WEEKLY.search(text):
        return None
    points = list(_POINT.finditer(text))
    named = next((point for point in reversed(points) if point["year"]), None)
    return next(_dated(text, points[-1:], named, signed), None) if points else None


def _deadlines(text: str, signed: date | None) -> Iterator[Deadline]:
    named_year: re.Match[str] | None = None  # the last date of the sentence that has its year
    waiting: list[re.Match[str]] = []  # of a list that a later date may make deadlines: 2月10日、3月10日前
    for match in _POINT.finditer(text):
        if len(waiting) == _MOST or (waiting and _between(text, waiting[-1], match) not in _LIST_MARKS):
            waiting.clear()
        if match["year"]:
            named_year = match
        waiting.append(match)
        if not _HINT.search(text, max(0, waiting[0].start() - 12), match.end() + 24):
            continue
        if _is_deadline(text, match, waiting[0].start()):
            yield from _dated(text, waiting, named_year, signed)
            waiting.clear()


def _between(text: str, point: re.Match[str], following: re.Match[str]) -> str:
    """The first characters between two dates, without white space: enough to tell a list's mark."""
    return text[point.end() : min(following.start(), point.end() + 8)].strip()


def _dated(
    text: str, points: Sequence[re.Match[str]], named: re.Match[str] | None, signed: date | None
) -> Iterator[Deadline]:
    """The dates of a list, those without a year in the year that the sentence names, else by the document's date."""
    first = points[0].start()
    in_sentence = named and (named.end() > first or "。" not in text[max(named.end(), first - 300) : first])
    year = _year(named, signed) if named and in_sentence else None
    for point in points:
        found = _point_in_time(point, _year(point, signed) or year, signed)
        if found and (signed is None or found >= signed):  # what had to be done before is a condition
            yield Deadline(found, *point.span())


def _is_deadline(text: str, match: re.Match[str], start: int) -> bool:
    """Whether the date at `match` is one to act by; `start` is where the list of dates begins that it ends."""
    lead = text[max(0, start - 60) : match.start("to") if match["to"] else start]
    follows = _BEFORE.match(text, match.end()) or (_DONE_BY.match(text, match.end()) if match["last"] else None)
    after = text[(end := follows.end() if follows else match.end()) : end + 30]
    # 每年 holds for its clause; where the date itself has no year, for the sentence.
    said = _CLAUSE.split(lead)[-1] if match["year"] or match["iso"] else _SENTENCE.split(lead)[-1]
    if _WHICH.match(after) and not lead.endswith(("于", "在")):
        return False
    recurs = _RECURS.search(said) or _WEEKLY.search(_CLAUSE.split(lead)[-1])
    if _HAPPENED.match(after) or recurs or _is_replaced(lead, after):
        return False
    if _COUNTED_TO.search(lead):
        return False
    starts = _TO_DATE.match(text, match.end())
    if match["day"] and not starts and _MUST_ON.search(lead) and _HANDED_IN.match(text, match.end()):
        return True
    if _FROM.search(lead) and _FOR.match(text, match.end()):
        return True
    if follows and follows[0].endswith("止") and _LASTS.search(lead) and not _RANGE.search(lead):
        return False
    if _IN_PERIOD.search(lead) and _DONE_IN_PERIOD.match(text, match.end()):
        return True
    if _TO_FOLLOWS.match(text, match.end()) and _ENDS_ON.search(lead):
        return False
    if match["last"] and _MUST_AT.search(lead):  # 应于7月底补齐
        return True
    if match["day"] and _MUST_DO.search(said) and _DONE_BY.match(text, match.end()):  # 务必于5日前报送，8日完成
        return True
    if match["day"] or match["last"] or match["iso"]:
        return bool(_ENDS_ON.search(lead) or _RANGE.search(lead)) or (bool(follows) and not _AIMS.search(lead))
    return bool(follows) and not _AIMS.search(lead)


def _is_replaced(lead: str, after: str) -> bool:
    """Whether another date is put in this one's place: “5月8日前报名”应为…, 由5月8日前延长至…, 原截止时间5月8日."""
    is_moved = _MOVED_TO_DATE.match(after) or (_MOVED_FROM.search(lead) and _MOVED.match(after))
    return bool(is_moved or _REPLACED.match(after) or _FORMER.search(lead))


def _year(match: re.Match[str], signed: date | None) -> int | None:
    if iso := match["iso"]:
        return int(iso[:4])
    word = match["year"]
    if not word:
        return None
    if word in {"今", "本", "当", "明"}:
        return signed.year + (word == "明") if signed else None
    return number(word)


def _point_in_time(match: re.Match[str], year: int | None, signed: date | None) -> date | None:
    if iso := match["iso"]:
        return _date(*(int(part) for part in re.split(r"[-./]", iso)))
    if match["month"] in {"本", "下"}:
        return _of_this_month(match, signed) if signed else None
    month = 3 * number(match["quarter"][-3]) if match["quarter"] else 12 if match["yearend"] else number(match["month"])
    if not 1 <= month <= 12:
        return None
    if year is None:
        if signed is None:
            return None
        day = number(match["to"] or match["day"]) if match["day"] else 31
        # A notice of December that says "1月15日前" means the January to come; one of April with "3月底前" is late.
        year = signed.year + ((month, day) < (signed.month, signed.day) and signed.month - month >= _LONG_AGO)
    if match["day"]:
        return _date(year, month, number(match["to"] or match["day"]))
    if not 1 <= year <= 9999:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def _of_this_month(match: re.Match[str], signed: date) -> date | None:
    """本月20日, 下月底: in the month of the document's date, or the one after it."""
    year, month = divmod(signed.year * 12 + signed.month - 1 + (match["month"] == "下"), 12)
    day = number(match["day"]) if match["day"] else calendar.monthrange(year, month + 1)[1]
    return _date(year, month + 1, day)


def _date_of(match: re.Match[str]) -> date | None:
    if match[4]:
        return _date(int(match[4]), int(match[5]), int(match[6]))
    return _date(number(match[1]), number(match[2]), number(match[3]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

"""Dates as articles write them -> aware datetimes."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from datetime import timezone as fixed_zone

from watcher.numerals import number

_YEARS = range(1900, 2201)
_LONGEST = 100  # characters; also what keeps every pattern below cheap
_QUOTES = "‘’“”'\"「」『』"

_TIME = (
    r"(?:[T,]? ?(?P<before>上午|下午|凌晨|晚上)? ?"
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,]\d{1,9})?)?"
    r"|[时点](?:(?P<minutes>\d{1,2})分?)?(?:(?P<seconds>\d{1,2})秒)?)"
    r" ?(?P<after>[AaPp]\.?[Mm]\.?)?)?"
)
_ZONE = r"(?: ?(?P<zone>(?:UTC|GMT)? ?[+-]\d{1,2}(?::?\d{2})?|[A-Z]{1,5}|北京时间))?(?: ?\([^()]*\))?"
_WEEKDAY = r"(?: ?\(?(?:星期|周|礼拜)[\d日天]\)?)?"
_MONTH = r"(?P<name>[A-Za-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DAY_NAME = r"(?:[A-Za-z]{3,9}\.?,? )?"

_NUMERIC = tuple(
    re.compile(form + _WEEKDAY + _TIME + _ZONE)
    for form in (
        r"(?P<year>\d{4})(?:[-/.]| ?年 ?)(?P<month>\d{1,2})(?:[-/.]| ?月 ?)(?P<day>\d{1,2})(?: ?[日号])?",
        r"(?P<one>\d{1,2})(?P<mark>[-/.])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4}),?",
    )
)
_NAMED = tuple(
    re.compile(form)
    for form in (
        _DAY_NAME + _DAY + "[ -]" + _MONTH + r",?[ -](?P<year>\d{4})" + _TIME + _ZONE,  # RFC 1123, RFC 850
        _DAY_NAME + _MONTH + " " + _DAY + r",? (?P<year>\d{4})" + _TIME + _ZONE,  # Dec 3, 2021; JavaScript
        _DAY_NAME + _MONTH + " " + _DAY + _TIME + _ZONE + r" (?P<year>\d{4})",  # ctime, date(1), Java
    )
)
# RFC 1123 as programs write it: most dates of most directories, read in a quarter of the time.
_RFC_1123 = re.compile(
    r"[A-Z][a-z]{2}, ([0-9]{2}) ([A-Z][a-z]{2}) ([0-9]{4}) ([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]) GMT"
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
# RFC 822 names CST as Chicago's; in these articles it is China's, so it falls to the zone that is asked for.
_ZONE_HOURS = {"Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_OFFSET = re.compile(r"(?:UTC|GMT)? ?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?")
_CHINESE_NUMBER = re.compile("[〇○零一二三四五六七八九十]+")


def parse_date(value: object, timezone: tzinfo) -> datetime | None:
    """The date that a front matter value names, in `timezone` where it names no zone; None where it is no date.

    Reads ISO 8601, RFC 1123 and its relatives, 2021年12月1日 in either kind of numeral, month/day/year (day
    first only where the month would be impossible), 20211201, and Unix time of 10 digits (seconds) or 13
    (milliseconds). Years outside 1900 to 2200 are no dates. Never raises.
    """
    try:
        found = _read(value, timezone)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found is not None and found.year in _YEARS else None


def _read(value: object, timezone: tzinfo) -> datetime | None:
    if isinstance(value, datetime):
        return _aware(value, timezone)
    if isinstance(value, date):
        return datetime.combine(value, time(), timezone)
    if isinstance(value, int) and not isinstance(value, bool):
        return _digits(str(value), timezone)
    if isinstance(value, str) and len(value) <= _LONGEST:
        return _text(value, timezone)
    return None


def _text(value: str, timezone: tzinfo) -> datetime | None:
    usual = _RFC_1123.fullmatch(value)
    if usual and (month := _MONTHS.find(usual[2].lower())) % 4 == 0:
        day, _, year, hour, minute, second = usual.groups()
        return datetime(int(year), month // 4 + 1, int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    text = " ".join(value.strip().strip(_QUOTES).split())
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if text.isdecimal():
        return _digits(text, timezone)
    if text[:1].isalpha() and text.isascii():
        return _match(_NAMED, text, timezone)
    try:
        return _aware(datetime.fromisoformat(text), timezone)
    except ValueError:
        text = _CHINESE_NUMBER.sub(lambda found: str(number(found[0])), text)
        return _match(_NUMERIC, text, timezone) or _match(_NAMED, text, timezone)


def _digits(text: str, timezone: tzinfo) -> datetime | None:
    """20211201, 202112010830, 20211201083000, or Unix time."""
    if len(text) in (10, 13):
        return datetime.fromtimestamp(int(text[:10]), timezone)
    if len(text) in (8, 12, 14):
        return datetime.strptime(text.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=timezone)
    return None


def _match(forms: tuple[re.Pattern[str], ...], text: str, timezone: tzinfo) -> datetime | None:
    for form in forms:
        match = form.fullmatch(text)
        if match:
            return _build({name: part for name, part in match.groupdict().items() if part}, timezone)
    return None


def _build(parts: dict[str, str], timezone: tzinfo) -> datetime | None:
    if "name" in parts:
        month, day = _MONTHS.find(parts["name"][:3].lower()) // 4 + 1, int(parts["day"])
    elif "one" in parts:
        month, day = _month_and_day(int(parts["one"]), int(parts["two"]), parts["mark"])
    else:
        month, day = int(parts["month"]), int(parts["day"])
    hour = _hour(int(parts.get("hour", "0")), parts.get("before") or parts.get("after", ""))
    minute = int(parts.get("minute") or parts.get("minutes", "0"))
    second = int(parts.get("second") or parts.get("seconds", "0"))
    midnight = datetime(int(parts["year"]), month, day, tzinfo=_zone(parts.get("zone", ""), timezone))
    if (hour, minute) == (24, 0):  # the end of that day, as deadlines are written
        return midnight + timedelta(days=1)
    return midnight.replace(hour=hour, minute=minute, second=min(second, 59))  # 60 is a leap second


def _month_and_day(one: int, two: int, mark: str) -> tuple[int, int]:
    """11/19/2022 is the American order, 19.11.2022 the European one; what is impossible is the other."""
    month, day = (two, one) if mark == "." else (one, two)
    return (month, day) if month <= 12 else (day, month)


def _hour(hour: int, half: str) -> int:
    if half[:1] in ("下", "晚", "P", "p") and hour < 12:
        return hour + 12
    if half[:1] in ("A", "a", "上", "凌") and hour == 12:
        return 12 if half == "上午" else 0
    return hour


def _zone(name: str, otherwise: tzinfo) -> tzinfo:
    offset = _OFFSET.fullmatch(name)
    if offset:
        distance = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
        return fixed_zone(distance if offset["sign"] == "+" else -distance)
    hours = _ZONE_HOURS.get(name)
    return otherwise if hours is None else fixed_zone(timedelta(hours=hours))


def _aware(value: datetime, timezone: tzinfo) -> datetime:
    return value if value.tzinfo is not None else value.replace(tzinfo=timezone)

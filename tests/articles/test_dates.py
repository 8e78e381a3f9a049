"""Dates as articles write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.articles.dates import parse_date

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
DAY = "2021-12-01T00:00:00+08:00"
MORNING = "2021-12-01T08:30:00+08:00"


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("", id="nothing"),
        pytest.param("明天", id="a word"),
        pytest.param("3小时前", id="a relative time"),
        pytest.param("2021-13-01", id="a thirteenth month"),
        pytest.param("2021-02-29", id="a day that the year does not have"),
        pytest.param("13/13/2021", id="neither number can be a month"),
        pytest.param("31 Foo 2021", id="a month that there is not"),
        pytest.param("2021年12月", id="no day"),
        pytest.param("0020-01-01", id="a year before 1900"),
        pytest.param("1899-12-31", id="the last day before 1900"),
        pytest.param("2201-01-01", id="the first day after 2200"),
        pytest.param("9999-12-31 24:00", id="the end of time"),
        pytest.param("2021-12-01 25:00", id="an hour that there is not"),
        pytest.param("2021-12-01 08:30 +9999", id="a zone that there is not"),
        pytest.param("12345", id="five digits"),
        pytest.param("20211301", id="eight digits that are no day"),
        pytest.param(12345, id="a small number"),
        pytest.param(-1638518400, id="a negative number"),
        pytest.param(True, id="a bool, though it is an int"),
        pytest.param(1638518400.5, id="a fraction"),
        pytest.param(time(8, 30), id="a time of day"),
        pytest.param(["2021-12-01"], id="a list"),
        pytest.param("2021-12-01" + " " * 10_000 + "x", id="ten thousand spaces"),
        pytest.param("1" * 10_000, id="ten thousand digits"),
    ],
)
def test_what_is_no_date_is_none(value: object) -> None:
    assert parse_date(value, SHANGHAI) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("Wed, 01 Dec 2021 00:30:00 GMT", "2021-12-01T00:30:00+00:00", id="RFC 1123"),
        pytest.param("Wed, 1 Dec 2021 08:30:00 +0800", MORNING, id="RFC 822 with an offset"),
        pytest.param("1 Dec 2021 08:30:00", MORNING, id="no name of the day, no zone"),
        pytest.param("Wednesday, 01-Dec-2021 00:30:00 GMT", "2021-12-01T00:30:00+00:00", id="RFC 850"),
        pytest.param("Wed, 01 Dec 2021 00:30:00 EST", "2021-12-01T00:30:00-05:00", id="a zone by name"),
        pytest.param("Wed Dec  1 08:30:00 2021", MORNING, id="ctime"),
        pytest.param("Wed Dec 01 08:30:00 CST 2021", MORNING, id="Java, where CST is China's"),
        pytest.param("Wed Dec 01 2021 08:30:00 GMT+0800 (中国标准时间)", MORNING, id="JavaScript"),
        pytest.param("December 1, 2021", DAY, id="American, in words"),
        pytest.param("Dec 1st, 2021 8:30 AM", MORNING, id="an ordinal, and a half of the day"),
        pytest.param("2021-12-01", DAY, id="ISO 8601, a day"),
        pytest.param("2021-12-01T08:30", MORNING, id="ISO 8601, to the minute"),
        pytest.param("2021-12-01T08:30:00+08:00", MORNING, id="ISO 8601 with an offset"),
        pytest.param("2021-12-01T00:30:00Z", "2021-12-01T00:30:00+00:00", id="ISO 8601, UTC"),
        pytest.param("2021-12-01T08:30:00.250+08:00", "2021-12-01T08:30:00.250000+08:00", id="milliseconds"),
        pytest.param("20211201T083000", MORNING, id="ISO 8601, the basic form"),
        pytest.param("2021-12-01 8:30:00 +0800", MORNING, id="Hexo and Jekyll: an hour of one digit"),
        pytest.param("2021-12-1", DAY, id="a day of one digit"),
        pytest.param("2021/12/1 8:30", MORNING, id="slashes"),
        pytest.param("2021.12.1", DAY, id="full stops"),
        pytest.param("12/01/2021", DAY, id="month first"),
        pytest.param("19/11/2021", "2021-11-19T00:00:00+08:00", id="day first, as there is no 19th month"),
        pytest.param("11/19/2021", "2021-11-19T00:00:00+08:00", id="month first, as there is no 19th month"),
        pytest.param("01.12.2021", DAY, id="full stops: the European order"),
        pytest.param("12/1/2021 8:30:00 AM", MORNING, id="American with a half of the day"),
        pytest.param("12/1/2021 12:30:00 AM", "2021-12-01T00:30:00+08:00", id="half past midnight"),
        pytest.param("12/1/2021 12:30:00 pm", "2021-12-01T12:30:00+08:00", id="half past noon"),
        pytest.param("2021年12月1日", DAY, id="Chinese"),
        pytest.param("2021年12月1日 08:30", MORNING, id="Chinese with a time"),
        pytest.param("2021年12月1日8时30分", MORNING, id="Chinese with a Chinese time"),
        pytest.param("2021年12月1日 星期三 上午8:30", MORNING, id="Chinese with the day of the week"),
        pytest.param("2021-12-01（周三）08：30", MORNING, id="full-width brackets and colon"),
        pytest.param("2021年12月1日下午3点", "2021-12-01T15:00:00+08:00", id="three in the afternoon"),
        pytest.param("２０２１年１２月１日", DAY, id="full-width digits"),
        pytest.param("2021 年 12 月 1 日", DAY, id="spaces between digits and units"),
        pytest.param("二〇二一年十二月一日", DAY, id="Chinese numerals (GB/T 9704-2012 before 2012)"),
        pytest.param("二○二一年十月二十日", "2021-10-20T00:00:00+08:00", id="a circle for the zero; bare tens"),
        pytest.param("二零二一年三月三十一日", "2021-03-31T00:00:00+08:00", id="the other zero; thirty-one"),
        pytest.param("2021-12-01 24:00", "2021-12-02T00:00:00+08:00", id="the end of a day"),
        pytest.param("2016-12-31 23:59:60 +0000", "2016-12-31T23:59:59+00:00", id="a leap second"),
        pytest.param("2021-12-01 08:30:00 北京时间", MORNING, id="Beijing time"),
        pytest.param("20211201", DAY, id="eight digits"),
        pytest.param("20211201083000", MORNING, id="fourteen digits"),
        pytest.param("1638318600", MORNING, id="Unix time as text"),
        pytest.param(1638318600, MORNING, id="Unix time"),
        pytest.param(1638318600000, MORNING, id="Unix time in milliseconds"),
        pytest.param("‘2021-12-01’", DAY, id="typographic quotes"),
        pytest.param("'2021-12-01'", DAY, id="quotes"),
        pytest.param("  2021-12-01\n", DAY, id="white space"),
        pytest.param(date(2021, 12, 1), DAY, id="a date"),
        pytest.param(datetime(2021, 12, 1, 8, 30), MORNING, id="a time without a zone"),
        pytest.param(datetime(2021, 12, 1, 8, 30, tzinfo=UTC), "2021-12-01T08:30:00+00:00", id="a time with one"),
    ],
)
def test_the_forms_that_dates_come_in(value: object, expected: str) -> None:
    found = parse_date(value, SHANGHAI)

    assert found is not None
    assert found.isoformat() == expected


def test_a_date_without_a_zone_is_in_the_zone_asked_for() -> None:
    assert parse_date("2021-12-01", NEW_YORK) == datetime(2021, 12, 1, 5, tzinfo=UTC)


def test_a_date_with_a_zone_keeps_it_whatever_zone_is_asked_for() -> None:
    text = "2021-12-01 08:30:00 +0800"

    assert parse_date(text, NEW_YORK) == parse_date(text, SHANGHAI)


@settings(deadline=None)
@given(st.one_of(st.text(), st.integers(), st.floats(), st.dates(), st.datetimes(), st.booleans(), st.binary()))
def test_no_value_raises_and_each_date_is_aware_and_of_our_time(value: object) -> None:
    found = parse_date(value, SHANGHAI)

    assert found is None or (found.tzinfo is not None and 1900 <= found.year <= 2200)


@settings(deadline=None)
@given(st.text(alphabet="0123456789年月日:：-/. T+Z上下午AMPGTCS()（）一二十〇", max_size=40))
def test_no_text_that_looks_like_a_date_raises(text: str) -> None:
    found = parse_date(text, SHANGHAI)

    assert found is None or found.tzinfo is not None


WRITTEN = {
    "ISO 8601": lambda at: at.isoformat(),
    "RFC 1123": lambda at: at.strftime("%a, %d %b %Y %H:%M:%S %z"),
    "with an offset": lambda at: at.strftime("%Y-%m-%d %H:%M:%S %z"),
    "Chinese": lambda at: f"{at.year}年{at.month}月{at.day}日 {at:%H:%M:%S%z}",
    "slashes": lambda at: f"{at.year}/{at.month}/{at.day} {at:%H:%M:%S %z}",
    "month first": lambda at: at.strftime("%m/%d/%Y %H:%M:%S %z"),
}


@pytest.mark.parametrize("form", WRITTEN)
@settings(deadline=None)
@given(
    at=st.datetimes(
        min_value=datetime(1900, 1, 2),
        max_value=datetime(2200, 12, 30),
        timezones=st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours))),
    ).map(lambda at: at.replace(microsecond=0))
)
def test_what_is_written_is_read_back(form: str, at: datetime) -> None:
    assert parse_date(WRITTEN[form](at), SHANGHAI) == at


@given(
    st.sampled_from(["Fri", "Xyz", "fri"]),
    st.sampled_from(["Dec", "dec", "DEC", "Mai", "Feb", "eb "]),
    st.tuples(st.integers(0, 33), st.integers(1890, 2210), st.integers(0, 25), st.integers(0, 61), st.integers(0, 61)),
    st.sampled_from(["GMT", "UTC", "CST", "+0800"]),
)
def test_the_usual_form_of_rfc_1123_is_read_as_any_other(
    weekday: str, month: str, numbers: tuple[int, int, int, int, int], zone: str
) -> None:
    day, year, hour, minute, second = numbers
    date = f"{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} {zone}"

    usual = parse_date(date, SHANGHAI)
    assert usual == parse_date(f" {date}", SHANGHAI)  # not the usual form
    assert usual is None or usual.utcoffset() == parse_date(f" {date}", SHANGHAI).utcoffset()  # type: ignore[union-attr]

"""Text, addresses and dates that no feed format can trip over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from watcher.feeds.text import EPOCH, absolute, one_line, plain, rfc822, rfc3339, uri, utc

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # surrogates and control characters too


@given(ANY_TEXT)
def test_plain_text_fits_into_any_xml_document(text: str) -> None:
    """lxml refuses what XML 1.0 forbids; nothing that `plain` lets through is refused."""
    element = etree.Element("t")
    element.text = plain(text)
    assert etree.fromstring(etree.tostring(element)).text in (plain(text), None)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param("通知\x00\x0b\x1f", "通知", id="control characters"),
        pytest.param("甲\ud800乙\udfff", "甲乙", id="lone surrogates"),
        pytest.param("甲\ufffe\uffff", "甲", id="noncharacters"),
        pytest.param("甲\r\n乙\r丙\t丁\n", "甲\n乙\n丙\t丁\n", id="line ends become one kind, tabs stay"),
        pytest.param("好😀\u3000\u00a0字\ufffd", "好😀\u3000\u00a0字\ufffd", id="emoji, wide spaces and U+FFFD stay"),
    ],
)
def test_plain_deletes_what_xml_forbids_and_nothing_else(given: str, kept: str) -> None:
    assert plain(given) == kept


@given(ANY_TEXT)
def test_a_title_is_one_line_without_direction_overrides(text: str) -> None:
    assert not set(one_line(text)) & set("\n\r\t\u2028\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069")
    assert one_line(one_line(text)) == one_line(text)


def test_a_reversed_title_is_shown_in_its_natural_direction() -> None:
    assert one_line(" 附件\u202efdp.exe\u202c \n 下载 ") == "附件fdp.exe 下载"


@given(ANY_TEXT)
def test_addresses_are_ascii_and_stay_as_they_are_when_encoded_again(address: str) -> None:
    assert uri(address).isascii()
    assert uri(uri(address)) == uri(address)


@pytest.mark.parametrize(
    ("address", "base", "result"),
    [
        pytest.param("javascript:alert(1)", "https://a.example/", "", id="script"),
        pytest.param("java\nscript:alert(1)", "https://a.example/", "", id="script with a line end inside"),
        pytest.param("\x01javascript:alert(1)", "https://a.example/", "", id="script after a control character"),
        pytest.param("data:text/html,x", "https://a.example/", "", id="embedded data"),
        pytest.param("file:///etc/passwd", "https://a.example/", "", id="a file"),
        pytest.param("http://[broken", "https://a.example/", "", id="not an address"),
        pytest.param("https://", "", "", id="no host"),
        pytest.param("#note", "https://a.example/p", "", id="a place within the page"),
        pytest.param("b.html", "", "", id="relative, and no base is known"),
        pytest.param("x" * 9000, "https://a.example/", "", id="longer than browsers take"),
        pytest.param("b.html", "https://a.example/c/d.html", "https://a.example/c/b.html", id="relative"),
        pytest.param("//b.example/x", "", "https://b.example/x", id="without a scheme"),
        pytest.param(" http://b.example/甲 乙 ", "", "http://b.example/甲%20乙", id="spaces round and inside"),
    ],
)
def test_addresses_are_resolved_or_refused(address: str, base: str, result: str) -> None:
    assert absolute(address, base) == result


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=8))), id="before the first year in UTC"),
        pytest.param(datetime(9999, 12, 31, 23, tzinfo=timezone(-timedelta(hours=8))), id="after the last in UTC"),
        pytest.param(datetime(21, 12, 3, tzinfo=UTC), id="a year of two digits"),
    ],
)
def test_a_date_that_no_format_can_write_becomes_the_epoch(damaged: datetime) -> None:
    assert utc(damaged) == EPOCH


@given(st.datetimes(timezones=st.timezones()))
def test_both_date_forms_name_the_same_second(moment: datetime) -> None:
    assert datetime.fromisoformat(rfc3339(moment)) == utc(moment)
    assert parsedate_to_datetime(rfc822(moment)) == utc(moment)


def test_dates_are_written_in_gmt_with_the_right_weekday() -> None:
    moment = datetime(2021, 12, 3, 16, 10, 7, 999, tzinfo=timezone(timedelta(hours=8)))
    assert rfc822(moment) == "Fri, 03 Dec 2021 08:10:07 GMT"
    assert rfc3339(moment) == "2021-12-03T08:10:07Z"

"""Deadlines as a calendar, read back by the library that others read calendars with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from watcher.feeds.calendar import Deadline, calendar, sentence_of
from watcher.feeds.selection import Entry

MakeEntry = Callable[..., Entry]
ADDRESS = "https://notices.example/feeds/deadlines.ics"


def made(*deadlines: Deadline) -> bytes:
    return calendar("示例通知 · 截止日期", ADDRESS, deadlines)


def test_a_deadline_is_an_event_of_a_whole_day(make_entry: MakeEntry) -> None:
    """With what it is about, the sentence that it stands in, and where the notice is read."""
    entry = make_entry(3, revision=2, updated=datetime(2024, 5, 7, tzinfo=UTC), categories=("通知", "住建, 交通"))
    content = made(Deadline(entry=entry, number=1, day=date(2024, 6, 30), sentence="请于6月30日前报送；逾期不再受理。"))
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event.decoded("dtstart") == date(2024, 6, 30)
    assert event["summary"] == entry.title
    assert event["description"] == f"请于6月30日前报送；逾期不再受理。\n{entry.link}"
    assert event["url"] == entry.link
    assert list(event.categories) == ["通知", "住建, 交通"]
    assert (event["uid"], event["sequence"]) == (f"{entry.guid}/deadline/1", 1)
    assert event.decoded("dtstamp") == entry.updated
    assert event["transp"] == "TRANSPARENT"


def test_a_calendar_program_learns_its_name_and_how_often_to_ask(make_entry: MakeEntry) -> None:
    content = made(Deadline(entry=make_entry(), number=1, day=date(2024, 6, 30), sentence=""))
    read = Calendar.from_ical(content)
    assert (read["x-wr-calname"], read["version"]) == ("示例通知 · 截止日期", "2.0")
    assert read.decoded("refresh-interval") == timedelta(hours=1)
    assert b"SOURCE;VALUE=URI:https://notices.example/feeds/deadlines.ics\r\n" in content


def test_a_calendar_without_deadlines_is_one_all_the_same() -> None:
    """RFC 5545 3.6 wants a component; RFC 5546 3.2.1 wants an event where a method publishes: there is neither lack."""
    read = Calendar.from_ical(made())
    (component,) = read.subcomponents
    assert (component.name, component["tzid"]) == ("VTIMEZONE", "Etc/UTC")
    assert [part.name for part in component.subcomponents] == ["STANDARD"]
    assert component.subcomponents[0].keys() >= {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"}
    assert "method" not in read
    assert read["x-wr-calname"] == "示例通知 · 截止日期"
    assert not read.errors


def test_lines_are_as_long_as_they_may_be_and_end_as_they_must(make_entry: MakeEntry) -> None:
    """RFC 5545 3.1: 75 bytes, CRLF; no character is cut in two."""
    entry = make_entry(title="关于开展智能网联汽车准入和上路通行试点工作的通知" * 5)
    content = made(Deadline(entry=entry, number=1, day=date(2024, 6, 30), sentence="长句" * 100))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"".join(content.split(b"\r\n ")).decode().count("准入") == 5


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_no_text_breaks_out_of_its_line(make_entry: MakeEntry, text: str) -> None:
    """Line ends, commas, control characters, lone surrogates: all of it is told, or left out."""
    hostile = make_entry(title=f"x{text}", categories=(text,))
    events = Calendar.from_ical(made(Deadline(entry=hostile, number=1, day=date(2024, 6, 30), sentence=text))).walk(
        "VEVENT"
    )
    assert len(events) == 1
    assert set(events[0]) <= {
        *(
            "UID",
            "DTSTAMP",
            "LAST-MODIFIED",
            "SEQUENCE",
            "DTSTART",
            "SUMMARY",
            "DESCRIPTION",
            "URL",
            "CATEGORIES",
            "TRANSP",
        ),
    }


def test_a_deadline_is_told_in_its_sentence() -> None:
    text = "各有关单位：\n请于5月20日前报名。名单于6月30日前报送我部，逾期不再受理。\n联系电话另附。"
    assert sentence_of(text, date(2024, 6, 30), date(2024, 5, 6)) == "名单于6月30日前报送我部，逾期不再受理。"
    assert sentence_of(text, date(2024, 5, 20), date(2024, 5, 6)) == "请于5月20日前报名。"


def test_where_its_sentence_is_not_found_the_beginning_stands_in() -> None:
    assert sentence_of("第一句。第二句。", date(2024, 6, 30), None) == "第一句。第二句。"


def test_the_same_deadlines_give_the_same_bytes(make_entry: MakeEntry) -> None:
    deadline = Deadline(entry=make_entry(), number=1, day=date(2024, 6, 30), sentence="某句")
    assert made(deadline) == made(deadline)

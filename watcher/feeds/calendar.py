"""Deadlines of notices -> an iCalendar (RFC 5545) to subscribe to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from watcher.articles.excerpt import opening, sentence
from watcher.feeds.entries import labels, shown_link, shown_title
from watcher.feeds.selection import Entry
from watcher.feeds.text import one_line, plain, utc
from watcher.notices.dates import find_deadlines

if TYPE_CHECKING:
    from icalendar import Event, Timezone

FRESH = timedelta(hours=1)  # how often a calendar is asked to look again
_WORDS = {"zh-CN": "截止日期", "en": "Deadlines"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day by which a notice wants something done."""

    entry: Entry  # of the notice
    number: int  # which of its deadlines it is, from 1: an edit that moves it keeps the number
    day: date
    sentence: str  # plain text that it stands in


def calendar_title(title: str, language: str) -> str:
    """What a calendar program calls it."""
    return f"{one_line(title)} · {_WORDS[language]}"


def calendar(title: str, address: str, deadlines: Iterable[Deadline]) -> bytes:
    """One event of a whole day for each deadline; the same deadlines give the same bytes."""
    from icalendar import Calendar, vDuration, vText, vUri  # costs 70 ms

    made = Calendar()
    made.add("prodid", "-//watcher//deadlines//EN")
    made.add("version", "2.0")
    made.add("name", vText(title))  # RFC 7986; programs that do not know it take the next
    made.add("x-wr-calname", vText(title))
    made.add("source", vUri(address), parameters={"VALUE": "URI"})
    made.add("refresh-interval", vDuration(FRESH), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(FRESH))
    for deadline in deadlines:
        made.add_component(_event(deadline))
    if made.subcomponents:
        made.add("method", "PUBLISH")
    else:
        made.add_component(_utc())
    return bytes(made.to_ical())


def _utc() -> Timezone:
    """What an empty calendar holds: a time zone that nothing uses.

    RFC 5545 3.6 wants a component, and RFC 5546 3.2.1 an event where there is a method.
    """
    from icalendar import Timezone, TimezoneStandard

    zone, offset = Timezone(), TimezoneStandard()
    zone.add("tzid", "Etc/UTC")
    offset.add("dtstart", datetime(1970, 1, 1))
    offset.add("tzoffsetfrom", timedelta())
    offset.add("tzoffsetto", timedelta())
    zone.add_component(offset)
    return zone


def _event(deadline: Deadline) -> Event:
    from icalendar import Event, vText, vUri

    entry = deadline.entry
    link = shown_link(entry)
    event = Event()
    event.add("uid", vText(f"{plain(entry.guid)}/deadline/{deadline.number}"))
    event.add("dtstamp", utc(entry.updated))  # RFC 5545 3.8.7.2: when it was last revised, so it comes from the data
    event.add("last-modified", utc(entry.updated))
    event.add("sequence", entry.revision - 1)
    event.add("dtstart", deadline.day)
    event.add("summary", vText(shown_title(entry)))
    event.add("description", vText(f"{one_line(deadline.sentence)}\n{link}"))
    event.add("url", vUri(link))
    if named := labels(entry):
        event.add("categories", [*named])
    event.add("transp", "TRANSPARENT")  # it takes nobody's time on that day
    return event


def sentence_of(text: str, day: date, signed: date | None) -> str:
    """The sentence in which an article names a deadline; its beginning where that is not found."""
    for line in text.split("\n"):
        for found in find_deadlines(line, signed):
            if found.date == day:
                return sentence(line, found.start, found.end)
    return opening(text)

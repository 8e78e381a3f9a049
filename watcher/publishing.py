"""Which feeds there are, and writing those again whose entries changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

from watcher import __version__
from watcher.config.settings import Settings
from watcher.edits import lines_of
from watcher.feeds import selection
from watcher.feeds.notes import note, withdrawn_title
from watcher.feeds.selection import Entry, Feed, Shown
from watcher.store.sql import dumps
from watcher.store.store import Store
from watcher.store.stored import Stored
from watcher.times import moment, stamp
from watcher.watched import ALL, DEADLINES, GONE_SHOWN_FOR, feed_of, named_feeds

if TYPE_CHECKING:
    from watcher.feeds.rendering import Rendered

_SUFFIXES = ("rss", "atom", "json")
_MOST_EDITS = 1000  # whose notes are kept, a thousand characters each
CALENDAR = "deadlines.ics"
_PAST = timedelta(days=30)  # how long the calendar shows deadlines that are over
_MOST_DEADLINES = 500  # in the calendar; the soonest
_TODAY = "calendar of"  # a fact: the day for which the calendar was written
_OVERVIEW = (CALENDAR, "feeds.opml", "index.html")
_LEFT = "withdrawn until"  # a fact: what went no later than this is in no feed any more


class _Written(NamedTuple):
    """What is remembered of a feed that was written."""

    entries: int
    updated: str | None  # the newest change in it
    layout: str  # JSON


class Publisher:
    """The feeds of one configuration, written from one store."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self.store = store
        self.shown = shown(settings)
        self._edits: dict[tuple[int, int], str] = {}  # the notes of revisions that were shown

    @cached_property
    def feeds(self) -> dict[str, Feed]:
        """Every feed without its entries, by the name that the store knows it by."""
        return named_feeds(self.settings)

    def publish(self, now: datetime) -> tuple[str, ...]:
        """Write the feeds whose entries changed since they were written; the names of the files that are new.

        1. due are the feeds that a pass marked, and those from which something leaves that was withdrawn a week ago;
           all of them where the config shows them another way or a file is missing;
        2. these are rendered and swapped in, and the page beside them with what it says of each feed;
        3. the list for readers to import is written, and feeds that are no more are taken away, only where all are due
           or one of them ended: neither depends on what an article says;
        4. the calendar is written where a notice with a deadline was touched, and once a day.

        A crash or a full disk in between leaves them marked, and the next pass writes them. Raises PublishError.
        """
        directory = self.settings.feeds.directory
        ended = self._ended()
        feeds = self.feeds | ended
        today = now.astimezone(self.shown.timezone).date()
        anew = self.store.journal.fact("published as") != self._look()
        whole = anew or not self._all_there(feeds) or not self.feeds.keys() <= self.store.entries.held().keys()
        due = self._due(now, today) | ({DEADLINES, *feeds} if whole else set())
        if not due:
            return ()
        from watcher.feeds.publish import publish, withdraw

        files: list[str] = []
        written: dict[str, _Written] = {}
        newest: tuple[Entry, ...] = ()
        for name in sorted((due & feeds.keys()) | ({ALL} if due - {DEADLINES} else set())):
            rendered = self._render(name, ended.get(name) or self.feed(name, now), anew=anew)
            key, feed = feeds[name].key, rendered.feed
            files += publish(directory, {f"{key}.{suffix}": content for suffix, content in rendered.files.items()})
            written[name] = _Written(
                len(feed.entries), stamp(feed.updated) if feed.updated else None, dumps(rendered.layout)
            )
            newest = feed.entries if name == ALL else newest
        if written:
            files += publish(directory, self._overview(written, newest, whole))
        if DEADLINES in due:
            files += publish(directory, {CALENDAR: self._calendar(today)})
        if whole or due - self.feeds.keys() - {DEADLINES}:
            withdraw(directory, {f"{feed.key}.{suffix}" for feed in feeds.values() for suffix in _SUFFIXES})
        with self.store.transaction(lazy=True):  # what a power cut undoes is written once more
            self.store.journal.set_fact(_TODAY, today.isoformat())
            self._remember(written, due, now)
        return tuple(files)

    def _due(self, now: datetime, today: date) -> set[str]:
        """What must be written since something was touched, or since time went by."""
        journal = self.store.journal
        left = self.store.entries.left(journal.fact(_LEFT) or "", now - GONE_SHOWN_FOR)
        new_day = {DEADLINES} if journal.fact(_TODAY) != today.isoformat() else set()
        return journal.unpublished() | left | new_day

    def feed(self, name: str, now: datetime) -> Feed:
        """One feed with the entries that it may hold, by the name that the store knows it by."""
        rows = self.store.entries.recent(None if name == ALL else name, self.settings.feeds.limit, now - GONE_SHOWN_FOR)
        feed = self.feeds[name]
        return replace(feed, entries=tuple(self.entry(article, mentions, feed.key) for article, mentions in rows))

    def entry(self, article: Stored, mentions: selection.Mentions, key: str) -> Entry:
        """An article as the feed with this key shows it, with what happened to it at its head."""
        shown = selection.entry(article, mentions, self.shown)
        if self.settings.feeds.entry_ids == "per-feed" and key != ALL:
            shown = replace(shown, guid=f"{shown.guid}/{key}")
        if article.removed:
            return self._withdrawn(article, shown)
        return replace(shown, note=self._edit(article)) if article.revision > 1 else shown

    def _edit(self, article: Stored) -> str:
        """What the last edit changed."""
        key = article.id, article.revision
        if key not in self._edits:
            if len(self._edits) >= _MOST_EDITS:
                self._edits.clear()
            lines = lines_of(self.store.library, *key)
            self._edits[key] = self._note(article, ("updated",), lines)
        return self._edits[key]

    def _withdrawn(self, article: Stored, shown: Entry) -> Entry:
        change = self.store.library.last_change(article.id, ("removed", "replaced"))
        assert change is not None  # or it would stand
        title = withdrawn_title(change[0], shown.title, self.shown.language)
        return replace(shown, title=title, note=self._note(article, (change[0],)))

    def _note(self, article: Stored, kinds: Collection[str], lines: Collection[str] = ()) -> str:
        change = self.store.library.last_change(article.id, kinds)
        if change is None:
            return ""
        kind, because, at = change
        return note(kind, at.astimezone(self.shown.timezone), because, [*lines], self.shown.language)

    def _render(self, name: str, feed: Feed, *, anew: bool) -> Rendered:
        """The feed's files; entries that are in them already are taken over unless all are rendered anew."""
        from watcher.feeds.rendering import render, taken_over

        part = self.settings.feeds
        layout = None if anew else self.store.entries.layout(name)
        files = {suffix: _content(part.directory / f"{feed.key}.{suffix}") for suffix in _SUFFIXES} if layout else {}
        return render(feed, part.limit, part.max_bytes, taken_over(layout, files) if layout else {})

    def _calendar(self, today: date) -> bytes:
        """The deadlines ahead and those of the last weeks."""
        from watcher.feeds.calendar import Deadline, calendar, calendar_title, sentence_of

        deadlines = [
            Deadline(
                entry=self.entry(article, (), ALL),
                number=article.notice["deadlines"].index(day.isoformat()) + 1,
                day=day,
                sentence=sentence_of(article.text, day, _signed(article.notice)),
            )
            for article, day in self.store.entries.deadlines(today - _PAST, _MOST_DEADLINES)
            if article.notice
        ]
        title = calendar_title(self.shown.title, self.shown.language)
        return calendar(title, f"{self.shown.base_url}{CALENDAR}", deadlines)

    def _overview(self, written: Mapping[str, _Written], newest: Sequence[Entry], whole: bool) -> dict[str, bytes]:
        """The page beside the feeds, and where all are due the OPML of all."""
        from watcher.feeds.opml import opml
        from watcher.feeds.page import Listed, index_page

        held = self.store.entries.held() | {name: each[:2] for name, each in written.items()}
        listed = [Listed(feed, held[name][0], self._local(held[name][1])) for name, feed in self.feeds.items()]
        overview = {"feeds.opml": opml(self.shown.title, [*self.feeds.values()])} if whole else {}
        return overview | {"index.html": index_page(self.shown.title, listed, newest, self.shown.language)}

    def _remember(self, written: Mapping[str, _Written], due: Collection[str], now: datetime) -> None:
        journal, entries = self.store.journal, self.store.entries
        journal.set_fact("published as", self._look())
        journal.set_fact(_LEFT, stamp(now - GONE_SHOWN_FOR))
        for name, each in written.items():
            entries.put_written(name, *each)
        entries.forget_written(self.feeds.keys())
        journal.mark_published(due)

    def _local(self, at: str | None) -> datetime | None:
        return moment(at).astimezone(self.shown.timezone) if at else None

    def _ended(self) -> dict[str, Feed]:
        """The feeds of rules and places that went from the config lately: each says so and nothing else."""
        gone = {slug: row for slug, row in self.store.matches.rules().items() if row.ended and slug not in self.feeds}
        if not gone:
            return {}
        from watcher.feeds.ended import ended_feed

        zone = self.shown.timezone
        return {
            slug: ended_feed(feed_of(self.settings, slug, row.name), row.name, row.ended.astimezone(zone))
            for slug, row in gone.items()
            if row.ended
        }

    def _all_there(self, feeds: Mapping[str, Feed]) -> bool:
        directory = self.settings.feeds.directory
        wanted = {f"{feed.key}.{suffix}" for feed in feeds.values() for suffix in _SUFFIXES} | {*_OVERVIEW}
        return all(
            {name.rpartition("/")[2] for name in names} <= _names(directory / folder)
            for folder, names in groupby(sorted(wanted, key=_folder), _folder)
        )

    def _look(self) -> str:
        """Equal as long as the same articles give the same feeds."""
        part = self.settings.feeds
        titles = [(feed.key, feed.title) for feed in self.feeds.values()]
        seed = repr((_made_by(), self.shown, part.limit, part.max_bytes, part.entry_ids, part.hub, titles))
        return hashlib.sha256(seed.encode()).hexdigest()[:16]


@cache
def _made_by() -> str:
    """What entries are rendered with: a mended sanitiser must reach those too that are in a file already."""
    import nh3

    code = hashlib.sha256()
    for path in sorted(Path(selection.__file__).parent.rglob("*.*")):
        if path.suffix in {".py", ".html", ".css"}:
            code.update(path.read_bytes())
    return f"{__version__} nh3 {getattr(nh3, '__version__', '')} {code.hexdigest()}"


def _signed(notice: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(notice["date"]) if notice["date"] else None


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _names(folder: Path) -> set[str]:
    """What stands in a folder; nothing where there is none."""
    try:
        return set(os.listdir(folder))
    except OSError:
        return set()


def _content(path: Path) -> bytes:
    """What a file holds; nothing where there is none."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def shown(settings: Settings) -> Shown:
    """How articles are shown under this config."""
    return Shown(
        home=urljoin(settings.feeds.base_url, ".."),
        articles=settings.articles.base_url or "",
        base_url=settings.feeds.base_url,
        title=settings.feeds.title,
        language=settings.alerts.language,
        timezone=settings.timezone,
    )

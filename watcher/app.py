"""Builds the parts once, and leads one pass through them: scan, store, publish; what is due is then sent."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from watcher import __version__
from watcher.alerts.message import Card, Item, Mentioned, Message
from watcher.alerts.policy import Queued
from watcher.articles import diff
from watcher.articles.excerpt import opening, sentence
from watcher.feeds import selection
from watcher.feeds.selection import Feed, Shown
from watcher.history import city_feed, feed_key, match_history, watched
from watcher.onepass import Pass, Progress
from watcher.recording import Report, difference
from watcher.settings import Settings
from watcher.store.library import Stored
from watcher.store.store import Store
from watcher.times import moment

if TYPE_CHECKING:
    from watcher.rules.matching import Matcher

_DIGEST_ITEMS = 100  # that are looked up for a digest; what a platform has no room for is counted


class App:
    """The parts of one configuration over one open store. Used by one thread at a time."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self.store = store
        self.shown = shown(settings)
        self._feeds: dict[str, Feed] = {}

    @cached_property
    def matcher(self) -> Matcher:
        """Of all rules; made when something must be matched."""
        from watcher.rules.matching import Matcher

        return Matcher(watched(self.settings))

    def scan(self, now: datetime, only: Collection[str] | None = None, progress: Progress | None = None) -> Report:
        """Look at the directory, or at some names in it, and remember what changed with the alerts it causes.

        Raises DirectoryError with nothing changed, and StoreError.
        """
        backfilled = match_history(self.settings, self.store, now)
        report = Pass(self.settings, self.store, lambda: self.matcher, now, progress).run(only)
        report.alerts += backfilled
        return report

    def publish(self) -> tuple[str, ...]:
        """Write the feeds whose entries changed since they were written; the names of the files that are new.

        A crash or a full disk in between leaves them marked, and the next pass writes them. Raises PublishError.
        """
        from watcher.feeds.publish import publish, withdraw

        journal, directory = self.store.journal, self.settings.feeds.directory
        due = journal.unpublished()
        ended = self._ended()
        names = {name: feed.key for name, feed in (named_feeds(self.settings) | ended).items()}
        if journal.fact("published as") != self._look() or not _all_there(directory, names):
            due = set(names)
        if not due:
            return ()
        due.add("all")
        written = publish(directory, self._files(due & names.keys(), ended))
        withdraw(directory, {f"{key}.{suffix}" for key in names.values() for suffix in _RENDERERS})
        with self.store.transaction():
            journal.set_fact("published as", self._look())
            journal.mark_published(due)
        return written

    def feed(self, name: str) -> Feed:
        """One feed with its entries, by the name that the store knows it by."""
        from watcher.feeds.entries import fit

        part = self.settings.feeds
        rows = self.store.library.recent(None if name == "all" else name, part.limit)
        entries = [selection.entry(article, mentions, self.shown) for article, mentions in rows]
        return replace(named_feeds(self.settings)[name], entries=fit(entries, part.limit, part.max_bytes))

    def queue(self) -> OutboxQueue:
        """The outbox as delivery needs it."""
        return OutboxQueue(self)

    def message(self, ids: Sequence[str], digest: str | None) -> Message:
        """What these alerts say, as one message under the alert's id or the digest's."""
        rows = self.store.outbox.content(ids[:_DIGEST_ITEMS])
        return Message(
            id=digest or ids[0],
            kind="digest" if digest else "matched",
            at=max(moment(row["at"]) for row in rows),
            language=self.settings.alerts.language,
            items=tuple(self._item(row) for row in rows),
            more=len(ids) - len(rows),
        )

    def _item(self, row: Mapping[str, Any]) -> Item:
        article = self.store.library.article(row["article_id"], row["revision"])
        assert article is not None  # revisions are never deleted
        return Item(
            rule=row["rule"],
            change=row["change"],
            article=self._card(article, row["at"]),
            notice=article.notice,
            mentions=tuple(_mentioned(article, mention) for mention in row["mentions"]),
            diff=self.difference(article.id, article.revision) if row["change"] == "updated" else None,
        )

    def difference(self, article_id: int, revision: int) -> str | None:
        """What a revision changed, for a person; None where it is the first or nothing can be shown."""
        before, article = (self.store.library.article(article_id, number) for number in (revision - 1, revision))
        if before is None or article is None:
            return None
        title = [f"− {before.title}", f"+ {article.title}"] if before.title != article.title else []
        from watcher.reading import places_from_json

        found = difference(before, article.text, places_from_json(article.places))
        return "\n".join([*title, *diff.lines(*found)]) or None

    def _card(self, article: Stored, at: str) -> Card:
        return Card(
            id=article.id,
            revision=article.revision,
            title=article.title,
            url=selection.link(article, self.shown),
            path=article.path,
            published=article.published.astimezone(self.shown.timezone),
            updated=moment(at).astimezone(self.shown.timezone),
            author=article.author,
            categories=article.categories,
            excerpt=opening(article.text),
        )

    def _files(self, names: Collection[str], ended: Mapping[str, Feed]) -> dict[str, bytes]:
        """The bytes of these feeds, of the OPML of all and of the page beside them."""
        from watcher.feeds.opml import opml
        from watcher.feeds.page import index_page

        files: dict[str, bytes] = {}
        for name in names:
            self._feeds[name] = feed = ended.get(name) or self.feed(name)
            files |= {f"{feed.key}.{suffix}": render(feed) for suffix, render in _renderers().items()}
        every = [self._feeds.get(name) or self.feed(name) for name in named_feeds(self.settings)]
        files["feeds.opml"] = opml(self.shown.title, every)
        files["index.html"] = index_page(self.shown.title, every, self.shown.language)
        return files

    def _ended(self) -> dict[str, Feed]:
        """The feeds of rules and places that went from the config lately: each says so and nothing else."""
        from watcher.feeds.farewell import farewell

        current = named_feeds(self.settings)
        return {
            slug: farewell(_feed(self.settings, slug, row.name), row.name, row.ended.astimezone(self.shown.timezone))
            for slug, row in self.store.matches.rules().items()
            if row.ended and slug not in current
        }

    def _look(self) -> str:
        """Equal as long as the same articles give the same feeds."""
        names = [(rule.slug, rule.name) for rule in self.settings.rules]
        seed = repr((__version__, self.shown, self.settings.feeds.limit, self.settings.feeds.max_bytes, names))
        return hashlib.sha256(seed.encode()).hexdigest()[:16]


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


def named_feeds(settings: Settings) -> dict[str, Feed]:
    """Every feed without its entries, by the name that the store knows it by."""
    rules = {rule.slug: rule.name for rule in settings.rules}
    cities = {city_feed(place.code): place.name for place in settings.cities}
    return {"all": _feed(settings, "all")} | {name: _feed(settings, name, of) for name, of in (rules | cities).items()}


def feeds_of(settings: Settings) -> list[Feed]:
    """Every feed without its entries, in order."""
    return list(named_feeds(settings).values())


class OutboxQueue:
    """The outbox as `alerts.deliver` needs it; every method is one transaction."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._store = app.store
        self._outbox = app.store.outbox

    def queue(self, channel: str) -> list[Queued]:
        """What waits for a channel, in sending order."""
        return [
            Queued(
                each.id,
                each.due,
                each.held,
                digest=None if each.digest == each.id else each.digest,
                tried=each.tried or each.digest == each.id,
            )
            for each in self._outbox.waiting(channel, 1000)
        ]

    def sent_since(self, channel: str, since: datetime) -> list[datetime]:
        """When messages went to it."""
        return self._outbox.sent_since(channel, since)

    def hold(self, ids: Sequence[str], until: datetime) -> None:
        """Keep alerts for a digest."""
        with self._store.transaction():
            self._outbox.hold(ids, until)

    def message(self, ids: Sequence[str], digest: str | None) -> Message:
        """What the alerts say."""
        return self._app.message(ids, digest)

    def begin(self, ids: Sequence[str], digest: str | None) -> None:
        """Remember under which id they go, and that they do: a crash repeats them under the same."""
        with self._store.transaction():
            self._outbox.compose(ids, digest or ids[0])

    def under_way(self, channel: str) -> list[str]:
        """The alerts that were being sent when the program ended."""
        return self._outbox.under_way(channel)

    def record(
        self, ids: Sequence[str], state: str, because: str, now: datetime, ms: int, due: datetime | None, counts: bool
    ) -> None:
        """What came of an attempt. Lazily: what a power cut undoes is repeated under the same id."""
        with self._store.transaction(lazy=True):
            self._outbox.record(ids, state, because, now, ms, due=due, counts=counts)

    def attempts(self, ids: Sequence[str]) -> int:
        """How often these alerts were tried."""
        return self._outbox.attempts(ids[0])


_RENDERERS = ("rss", "atom", "json")


def _renderers() -> Mapping[str, Any]:
    from watcher.feeds.jsonfeed import jsonfeed
    from watcher.feeds.xml import atom, rss

    return {"rss": rss, "atom": atom, "json": jsonfeed}


def _feed(settings: Settings, name: str, of: str = "") -> Feed:
    """A feed without its entries; `of` is the name of its rule or place."""
    part = settings.feeds
    title = f"{part.title} · {of}" if of else part.title
    return Feed(
        key=name if name == "all" else feed_key(name),
        title=title,
        description=title,
        home=urljoin(part.base_url, ".."),
        base_url=part.base_url,
        language=settings.alerts.language,
        entries=(),
    )


def _all_there(directory: Any, names: Mapping[str, str]) -> bool:
    paths = [*(f"{key}.{suffix}" for key in names.values() for suffix in _RENDERERS), "feeds.opml", "index.html"]
    return all((directory / path).exists() for path in paths)


def _mentioned(article: Stored, mention: Mapping[str, Any]) -> Mentioned:
    where = article.title if mention["field"] == "title" else article.text
    return Mentioned(
        kind=mention["kind"],
        text=mention["text"],
        name=mention["name"],
        code=mention["code"],
        excerpt=sentence(where, mention["start"], mention["end"]),
    )

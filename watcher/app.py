"""Builds the parts once, and leads one pass through them: scan, store, publish; what is due is then sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from watcher.alerts.message import Card, Item, Mentioned, Message
from watcher.alerts.policy import Queued
from watcher.articles.excerpt import opening, sentence
from watcher.edits import lines_of
from watcher.feeds import selection
from watcher.history import match_history, watched
from watcher.onepass import Pass, Progress
from watcher.publishing import Publisher
from watcher.recording import Report
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
        self.publisher = Publisher(settings, store)
        self.shown = self.publisher.shown

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

    def publish(self, now: datetime) -> tuple[str, ...]:
        """Write the feeds whose entries changed since they were written; the names of the files that are new.

        Raises PublishError.
        """
        return self.publisher.publish(now)

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
        return "\n".join(lines_of(self.store.library, article_id, revision)) or None

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


def _mentioned(article: Stored, mention: Mapping[str, Any]) -> Mentioned:
    where = article.title if mention["field"] == "title" else article.text
    return Mentioned(
        kind=mention["kind"],
        text=mention["text"],
        name=mention["name"],
        code=mention["code"],
        excerpt=sentence(where, mention["start"], mention["end"]),
    )

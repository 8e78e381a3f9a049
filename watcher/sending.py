"""The outbox as delivery needs it: what waits, what it says, and what came of it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from watcher.alerts.channels.keys import fingerprint
from watcher.alerts.message import DIGEST, Card, Elsewhere, Item, Mentioned, Message
from watcher.alerts.policy import Health, Outcome, Queued
from watcher.articles.excerpt import sentence
from watcher.config.settings import Settings
from watcher.edits import difference
from watcher.feeds import selection
from watcher.feeds.selection import Shown
from watcher.store.channels import ChannelRow
from watcher.store.store import Store
from watcher.store.stored import Stored
from watcher.times import moment

_DIGEST_ITEMS = 100  # that are looked up for a digest; what a platform has no room for is counted
_LOOKED_AT = 1000  # alerts of a channel that are looked at together


class OutboxQueue:
    """The outbox as `alerts.deliver` needs it; every method is one transaction."""

    def __init__(self, settings: Settings, store: Store, shown: Shown) -> None:
        self._settings = settings
        self._store = store
        self._shown = shown
        self._outbox = store.outbox

    def queue(self, channel: str) -> list[Queued]:
        """What waits for a channel, in sending order."""
        return [
            Queued(
                each.id,
                each.due,
                each.held,
                each.digest,
                tried=each.tried,
                urgent=each.urgent,
                group=each.change if each.grouped else None,
                original=each.original,
            )
            for each in self._outbox.waiting(channel, _LOOKED_AT)
        ]

    def sent_since(self, channel: str, since: datetime) -> list[datetime]:
        """When messages went to it."""
        return self._outbox.sent_since(channel, since)

    def health(self, channel: str) -> Health:
        """Its health as last recorded; healthy again where its keys or secrets have changed since."""
        row = self._store.channels.get(channel)
        if row is None or row.keys is None:
            return Health()
        if row.keys == fingerprint(self._settings.channels[channel], row.keys):
            return Health(row.failures, row.because, row.blocked_until, row.off, row.asked)
        with self._store.transaction():
            self._store.channels.mend([channel])
        return Health()

    def hold(self, ids: Sequence[str], until: datetime) -> None:
        """Keep alerts for a digest."""
        with self._store.transaction():
            self._outbox.hold(ids, until)

    def message(self, ids: Sequence[str], digest: str | None) -> Message:
        """What the alerts say, as one message under the alert's id or the digest's."""
        rows = self._outbox.content(ids[:_DIGEST_ITEMS])
        return Message(
            id=digest or ids[0],
            kind="digest" if digest and digest.startswith(DIGEST) else "matched",
            at=max(moment(row["at"]) for row in rows),
            language=self._settings.alerts.language,
            items=self._items(rows),
            more=len(ids) - len(rows),
        )

    def begin(self, ids: Sequence[str], digest: str | None) -> None:
        """Record under which id they are sent: after a crash they are sent again under the same."""
        with self._store.transaction():
            self._outbox.compose(ids, digest or ids[0])

    def under_way(self, channel: str) -> list[str]:
        """The alerts that were being sent when the program ended."""
        return self._outbox.under_way(channel)

    def record(self, channel: str, ids: Sequence[str], outcome: Outcome, now: datetime, ms: int) -> None:
        """What came of an attempt. Lazily: what a power cut undoes is repeated under the same id."""
        health, channels = outcome.health, self._store.channels
        keys = fingerprint(self._settings.channels[channel], secrets.token_hex(8)) if health != Health() else None
        with self._store.transaction(lazy=True):
            self._outbox.record(ids, outcome.state, outcome.because, now, ms, due=outcome.due, counts=outcome.counts)
            channels.count(channel, ids, taken=outcome.state in {"delivered", "unconfirmed"}, now=now)
            row = ChannelRow(keys, health.failures, health.because, health.blocked_until, health.off, health.asked)
            channels.put(channel, row, now)

    def attempts(self, ids: Sequence[str]) -> int:
        """How often these alerts were tried."""
        return self._outbox.attempts(ids[0])

    def _items(self, rows: Sequence[Mapping[str, Any]]) -> tuple[Item, ...]:
        """One for each alert; those of a group make one, and a reprint is a place of the item that it goes with."""
        items: dict[object, Item] = {}
        items_of: dict[str, object] = {}
        for row in rows:
            key = items_of.get(row["original"] or "")
            if key is not None:
                place = self._place(row["article_id"], row["revision"])
                items[key] = replace(items[key], also=tuple(dict.fromkeys((*items[key].also, place))))
                continue
            key = items_of[row["id"]] = ("change", row["change_id"]) if row["grouped"] else row["id"]
            item = self._item(row)
            items[key] = _joined(items[key], item) if key in items else item
        return tuple(items.values())

    def _place(self, article_id: int, revision: int) -> Elsewhere:
        article = self._article(article_id, revision)
        return Elsewhere(article.title, selection.link(article, self._shown), article.path)

    def _article(self, article_id: int, revision: int) -> Stored:
        article = self._store.library.article(article_id, revision)
        assert article is not None  # revisions are never deleted
        return article

    def _item(self, row: Mapping[str, Any]) -> Item:
        revision = row["article_id"], row["revision"]
        article = self._article(*revision)
        original = self._outbox.article_of(row["original"]) if row["original"] else None
        edited = row["change"] == "updated" and not row["earlier"]
        return Item(
            rule=row["rule"],
            change=row["change"],
            article=self._card(article, row["at"]),
            notice=article.notice,
            mentions=tuple(_mentioned(article, mention) for mention in row["mentions"]),
            edit=row["because"] if edited else None,
            diff=difference(self._store.library, *revision) if edited else None,
            also=(self._place(*original),) if original else (),
            reprint=original is not None,
            earlier=bool(row["earlier"]),
        )

    def _card(self, article: Stored, at: str) -> Card:
        return Card(
            id=article.id,
            revision=article.revision,
            title=article.title,
            url=selection.link(article, self._shown),
            path=article.path,
            published=article.published.astimezone(self._shown.timezone),
            updated=moment(at).astimezone(self._shown.timezone),
            author=article.author,
            categories=article.categories,
            excerpt=selection.beginning(article),
        )


def _joined(first: Item, other: Item) -> Item:
    """What two rules say of one change, as one."""
    return replace(
        first,
        rules=(*(first.rules or (first.rule,)), other.rule),
        mentions=tuple(dict.fromkeys((*first.mentions, *other.mentions))),
    )


def _mentioned(article: Stored, mention: Mapping[str, Any]) -> Mentioned:
    where = article.title if mention["field"] == "title" else article.text
    return Mentioned(
        kind=mention["kind"],
        text=mention["text"],
        name=mention["name"],
        code=mention["code"],
        excerpt=sentence(where, mention["start"], mention["end"]),
    )

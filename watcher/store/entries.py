"""What feeds show: the articles that changed last, and for a while those that were withdrawn."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from watcher.store.sql import Connection
from watcher.store.stored import Stored, stored_among
from watcher.times import stamp

Mentions = Sequence[Mapping[str, Any]]


_Key = tuple[str, str, int, str]  # updated, published, id, mentions: in which order articles changed

_GLANCE = 2000  # of the newest articles that are looked through before all that satisfy a rule are sorted
_KEY = "a.updated, a.published, a.id"
_ORDER = "ORDER BY a.updated DESC, a.published DESC, a.id DESC LIMIT ?"
_STANDS = "a.removed IS NULL"
_MATCHED = "m.rule = ? AND m.live AND m.article_id = a.id AND m.revision = a.revision"
_HELD = "SELECT feed, entries, updated FROM written"


class Entries:
    """Questions about the entries of feeds. A feed is known by its rule's slug; None is the one of all articles."""

    def __init__(self, db: Connection) -> None:
        self.db = db

    def recent(self, rule: str | None, limit: int, gone_since: datetime | None = None) -> list[tuple[Stored, Mentions]]:
        """The articles that changed last, newest first by date of publication, each with the rule's mentions.

        Chosen by when they came, were edited or, later than `gone_since`, withdrawn, so that an old notice that is
        added today is not passed over.
        """
        newest = self._standing(rule, limit)
        if gone_since:
            newest = sorted([*newest, *self._gone(rule, gone_since, limit)], reverse=True)[:limit]
        articles = stored_among(self.db, [id_ for *_, id_, _ in newest])
        found = [(articles[id_], json.loads(mentions)) for *_, id_, mentions in newest]
        return sorted(found, key=lambda pair: (pair[0].published, pair[0].guid), reverse=True)

    def left(self, since: str, until: datetime) -> set[str]:
        """The feeds of articles that were withdrawn later than `since` (a stamp) and no later than `until`."""
        sql = """
            SELECT 'all' FROM articles WHERE removed > ?1 AND removed <= ?2
            UNION SELECT m.rule FROM articles a JOIN matches m ON m.article_id = a.id AND m.revision = a.revision
            WHERE a.removed > ?1 AND a.removed <= ?2"""
        return {row[0] for row in self.db.execute(sql, (since, stamp(until)))}

    def deadlines(self, since: date, limit: int) -> list[tuple[Stored, date]]:
        """The articles that stand and have a deadline on that day or later, with each of those; the soonest first."""
        sql = """
            SELECT f.article_id, f.value FROM facets f JOIN articles a ON a.id = f.article_id AND a.removed IS NULL
            WHERE f.name = 'deadline' AND f.value >= ? ORDER BY f.value, f.article_id LIMIT ?"""
        found = self.db.execute(sql, (since.isoformat(), limit)).fetchall()
        articles = stored_among(self.db, [*{id_ for id_, _ in found}])
        return [(articles[id_], date.fromisoformat(day)) for id_, day in found]

    # feeds as they were written

    def layout(self, feed: str) -> Any:
        """Where in its files each entry of a written feed stands; None where nothing is known of it."""
        row = self.db.execute("SELECT layout FROM written WHERE feed = ?", (feed,)).fetchone()
        return row and json.loads(row[0])

    def held(self) -> dict[str, tuple[int, str | None]]:
        """Of each written feed how many entries it has, and when the newest change in it was."""
        return {feed: (entries, updated) for feed, entries, updated in self.db.execute(_HELD)}

    def put_written(self, feed: str, entries: int, updated: str | None, layout: str) -> None:
        """The feed was written; `layout` is JSON."""
        self.db.execute("INSERT OR REPLACE INTO written VALUES (?, ?, ?, ?)", (feed, entries, updated, layout))

    def forget_written(self, keep: Collection[str]) -> None:
        """Feeds that are no more."""
        gone = self.held().keys() - set(keep)
        self.db.conn.executemany("DELETE FROM written WHERE feed = ?", ((feed,) for feed in gone))

    def _standing(self, rule: str | None, limit: int) -> list[_Key]:
        """Of the articles that stand those that changed last. A rule that many satisfy is found among the newest."""
        if rule is None:
            return list(self.db.execute(f"SELECT {_KEY}, '[]' FROM articles a WHERE {_STANDS} {_ORDER}", (limit,)))
        newest = f"(SELECT {_KEY}, a.revision FROM articles a WHERE {_STANDS} {_ORDER})"
        sql = f"SELECT {_KEY}, m.mentions FROM {newest} a CROSS JOIN matches m ON {_MATCHED} {_ORDER}"
        found = list(self.db.execute(sql, (_GLANCE, rule, limit)))
        if len(found) < limit:
            sql = (
                f"SELECT {_KEY}, m.mentions FROM matches m CROSS JOIN articles a ON {_MATCHED} WHERE {_STANDS} {_ORDER}"
            )
            found = list(self.db.execute(sql, (rule, limit)))
        return found

    def _gone(self, rule: str | None, since: datetime, limit: int) -> list[_Key]:
        gone = "articles a INDEXED BY articles_removed"
        if rule is None:
            sql = f"SELECT {_KEY}, '[]' FROM {gone} WHERE a.removed > ? {_ORDER}"
            return list(self.db.execute(sql, (stamp(since), limit)))
        sql = f"SELECT {_KEY}, m.mentions FROM {gone} CROSS JOIN matches m ON {_MATCHED} WHERE a.removed > ? {_ORDER}"
        return list(self.db.execute(sql, (rule, stamp(since), limit)))

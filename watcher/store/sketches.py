"""Sketches of the documents of recent alerts, by which their reprints are found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from watcher.store.sql import Connection
from watcher.times import stamp

_SAME_HASH = 20  # of the articles that share one hash, the newest


class Sketches:
    """The table of sketches: a few numbers of each document, of which its copies share most."""

    def __init__(self, db: Connection) -> None:
        self.db = db

    def add(self, sketch: Sequence[int], article_id: int, revision: int, now: datetime) -> None:
        """Remember a revision."""
        rows = ((number, stamp(now), article_id, revision) for number in sketch)
        self.db.conn.executemany("INSERT OR REPLACE INTO sketches VALUES (?, ?, ?, ?)", rows)

    def near(self, sketch: Sequence[int], but: int, since: datetime) -> list[tuple[int, int]]:
        """Other articles that stand, by revision, whose current one shares most of a sketch: the nearest first."""
        sql = """
            SELECT s.article_id, s.revision FROM sketches s
            JOIN articles a ON a.id = s.article_id AND a.revision = s.revision AND a.removed IS NULL
            WHERE s.hash = ? AND s.seen > ? AND s.article_id <> ? ORDER BY s.seen DESC LIMIT ?"""
        found: Counter[tuple[int, int]] = Counter()
        for number in sketch:
            found.update(self.db.execute(sql, (number, stamp(since), but, _SAME_HASH)).fetchall())
        return [article for article, _ in found.most_common()]

    def forget(self, before: datetime) -> None:
        """Drop those that are older."""
        self.db.execute("DELETE FROM sketches WHERE seen < ?", (stamp(before),))

"""What feeds show: the articles that changed last, and for a while those that were withdrawn."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from watcher.store.library import STORED, Stored, stored
from watcher.store.sql import Connection, batches, marks
from watcher.times import stamp

Mentions = Sequence[Mapping[str, Any]]


class Entries:
    """Questions about the entries of feeds. A feed is known by its rule's slug; None is the one of all articles."""

    def __init__(self, db: Connection) -> None:
        self.db = db

    def recent(self, rule: str | None, limit: int, gone_since: datetime | None = None) -> list[tuple[Stored, Mentions]]:
        """The articles that changed last, newest first by date of publication, each with the rule's mentions.

        Chosen by when they came, were edited or, later than `gone_since`, withdrawn, so that an old notice that is
        added today is not passed over.
        """
        newest = self._newest(rule, "a.removed IS NULL", [], limit)
        if gone_since:
            newest += self._newest(rule, "a.removed > ?", [stamp(gone_since)], limit)
            newest = sorted(newest, reverse=True)[:limit]
        articles = self._articles([id_ for *_, id_, _ in newest])
        found = [(articles[id_], json.loads(mentions)) for *_, id_, mentions in newest]
        return sorted(found, key=lambda pair: (pair[0].published, pair[0].guid), reverse=True)

    def left(self, since: str, until: datetime) -> set[str]:
        """The feeds of articles that were withdrawn later than `since` (a stamp) and no later than `until`."""
        sql = """
            SELECT 'all' FROM articles WHERE removed > ?1 AND removed <= ?2
            UNION SELECT m.rule FROM articles a JOIN matches m ON m.article_id = a.id AND m.revision = a.revision
            WHERE a.removed > ?1 AND a.removed <= ?2"""
        return {row[0] for row in self.db.execute(sql, (since, stamp(until)))}

    def _newest(self, rule: str | None, where: str, values: list[object], limit: int) -> list[tuple[Any, ...]]:
        """Of the articles of a rule that changed last: updated, published, guid, id, mentions.

        Without their texts, which a sort would carry along.
        """
        matched = "JOIN matches m ON m.rule = ? AND m.live AND m.article_id = a.id AND m.revision = a.revision"
        sql = f"""
            SELECT a.updated, a.published, a.guid, a.id, {"m.mentions" if rule else "'[]'"}
            FROM articles a {matched if rule else ""}
            WHERE {where} ORDER BY a.updated DESC, a.published DESC, a.guid DESC LIMIT ?"""
        return list(self.db.execute(sql, [*([rule] if rule else []), *values, limit]))

    def _articles(self, ids: Sequence[int]) -> dict[int, Stored]:
        found: dict[int, Stored] = {}
        for some in batches(ids):
            sql = f"""
                SELECT {STORED} FROM articles a
                JOIN revisions r ON r.article_id = a.id AND r.number = a.revision WHERE a.id IN ({marks(some)})"""
            found |= {row[0]: stored(row) for row in self.db.execute(sql, some)}
        return found

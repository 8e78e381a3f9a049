"""The questions that pages ask of the store. Nothing is written; each is bounded, however much is stored."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from watcher.rules.evaluation import is_asked_for
from watcher.rules.tree import Attribute
from watcher.store.sql import Connection, marks
from watcher.store.stored import Stored, stored_among
from watcher.times import moment, stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which articles are asked for; what is None does not matter."""

    rule: str | None = None  # slug
    cities: tuple[str, ...] = ()  # leading digits of codes: 34 covers a province, 3401 a city; any of them
    issuer: Attribute | None = None
    kind: str | None = None
    change: str | None = None  # the kind of a change that happened to it
    since: datetime | None = None  # published then or later
    until: datetime | None = None  # published before
    before: tuple[str, int] | None = None  # only what comes after this one: its `key`


class Archive:
    """Read-only questions about articles, newest first by date of publication."""

    def __init__(self, db: Connection) -> None:
        self.db = db

    def version(self) -> str:
        """Equal as long as the same questions have the same answers."""
        sql = """
            SELECT (SELECT coalesce(max(id), 0) FROM changes), (SELECT coalesce(max(id), 0) FROM matches),
                   (SELECT coalesce(group_concat(signature), '') FROM rules)"""
        return "-".join(map(str, self.db.execute(sql).fetchone()))

    # lists

    def ids(self, wanted: Filter) -> Iterator[int]:
        """The ids of all that is asked for, newest first."""
        where, values = self._where(wanted)
        sql = f"SELECT a.id FROM articles a WHERE {where} ORDER BY a.published DESC, a.id DESC"
        return (row[0] for row in self.db.execute(sql, values))

    def count(self, wanted: Filter) -> int:
        """How many articles are asked for."""
        where, values = self._where(wanted)
        return int(self.db.execute(f"SELECT count(*) FROM articles a WHERE {where}", values).fetchone()[0])

    def _where(self, wanted: Filter) -> tuple[str, list[Any]]:
        if wanted.issuer is None:
            return _where(wanted, None)
        sql = "SELECT DISTINCT value FROM facets WHERE name = 'issuer'"
        return _where(wanted, [name for (name,) in self.db.execute(sql) if is_asked_for(wanted.issuer, name)])

    def articles(self, ids: Sequence[int]) -> list[Stored]:
        """These articles, in this order."""
        found = stored_among(self.db, ids)
        return [found[id_] for id_ in ids if id_ in found]

    def key(self, article_id: int) -> tuple[str, int]:
        """Where an article stands in the order."""
        published = self.db.execute("SELECT published FROM articles WHERE id = ?", (article_id,)).fetchone()[0]
        return published, article_id

    def mentions(self, ids: Sequence[int]) -> dict[int, dict[str, list[dict[str, Any]]]]:
        """The rules that the current revisions satisfy, with their mentions: id -> slug -> mentions."""
        sql = f"""
            SELECT m.article_id, m.rule, m.mentions FROM articles a
            JOIN matches m ON m.article_id = a.id AND m.revision = a.revision
            WHERE m.live AND instr(m.rule, ':') = 0 AND a.id IN ({marks(ids)})"""
        found: dict[int, dict[str, list[dict[str, Any]]]] = {id_: {} for id_ in ids}
        for article_id, rule, mentions in self.db.execute(sql, list(ids)):
            found[article_id][rule] = json.loads(mentions)
        return found

    # counts

    def newest(self) -> datetime | None:
        """When the newest article was published."""
        row = self.db.execute("SELECT max(published) FROM articles WHERE removed IS NULL").fetchone()
        return moment(row[0]) if row[0] else None

    def count_since(self, since: datetime) -> int:
        """How many articles were published then or later."""
        return int(self.db.execute(f"SELECT count(*) FROM ({_SINCE})", (stamp(since),)).fetchone()[0])

    def days(self, since: datetime, minutes: int) -> dict[str, tuple[int, ...]]:
        """How many articles, and notices among them, were published each day: "2021-12-03" -> both.

        `minutes` is how far the clocks of the days are ahead of UTC.
        """
        sql = """
            SELECT date(a.published, ?), count(*), count(f.value) FROM articles a
            LEFT JOIN facets f ON f.article_id = a.id AND f.name = 'kind'
            WHERE a.removed IS NULL AND a.published >= ? GROUP BY 1"""
        rows = self.db.execute(sql, (f"{minutes:+d} minutes", stamp(since)))
        return {day: (articles, notices) for day, articles, notices in rows}

    def rule_days(self, since: datetime, minutes: int) -> dict[str, dict[str, tuple[int, ...]]]:
        """How many articles of each day satisfy each rule: slug -> day -> count."""
        sql = """
            SELECT m.rule, date(a.published, ?), count(*) FROM articles a
            CROSS JOIN matches m ON m.article_id = a.id AND m.revision = a.revision
            WHERE a.removed IS NULL AND a.published >= ? AND m.live AND instr(m.rule, ':') = 0 GROUP BY 1, 2"""
        found: dict[str, dict[str, tuple[int, ...]]] = {}
        for rule, day, count in self.db.execute(sql, (f"{minutes:+d} minutes", stamp(since))):
            found.setdefault(rule, {})[day] = (count,)
        return found

    def rule_hits(self) -> dict[str, int]:
        """How many articles that stand satisfy each rule."""
        sql = """
            SELECT m.rule, count(*) FROM matches m JOIN articles a ON a.id = m.article_id AND a.revision = m.revision
            WHERE m.live AND a.removed IS NULL AND instr(m.rule, ':') = 0 GROUP BY 1"""
        return dict(self.db.execute(sql).fetchall())

    def facets(self, since: datetime) -> Iterator[tuple[int, str, str]]:
        """The kinds, issuers and places (by code) of all articles since then, article by article: id, name, value."""
        sql = f"SELECT f.article_id, f.name, f.value FROM ({_SINCE}) a CROSS JOIN facets f ON f.article_id = a.id"
        return iter(self.db.execute(sql, (stamp(since),)))

    def changes(self) -> dict[str, int]:
        """How many changes of each kind there were."""
        others = dict(
            self.db.execute("SELECT kind, count(*) FROM changes WHERE kind <> 'new' GROUP BY kind").fetchall()
        )
        every = int(self.db.execute("SELECT count(*) FROM changes").fetchone()[0])
        return {"new": every - sum(others.values()), **others}

    def deadlines(self, first: date, limit: int) -> list[tuple[date, int, str, dict[str, Any]]]:
        """The next deadlines from a day on: day, id of the article, its title and notice."""
        sql = """
            SELECT f.value, a.id, r.title, r.notice FROM facets f JOIN articles a ON a.id = f.article_id
            JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
            WHERE f.name = 'deadline' AND f.value >= ? AND a.removed IS NULL AND r.notice IS NOT NULL
            ORDER BY f.value, a.id LIMIT ?"""
        rows = self.db.execute(sql, (first.isoformat(), limit))
        return [(date.fromisoformat(day), id_, title, json.loads(notice)) for day, id_, title, notice in rows]

    # one article

    def revisions(self, article_id: int) -> list[dict[str, Any]]:
        """The revisions of an article, newest first."""
        sql = "SELECT number, seen, title FROM revisions WHERE article_id = ? ORDER BY number DESC"
        return list(self.db.query(sql, [article_id]))

    def warnings(self, article_id: int) -> list[str]:
        """What was odd about an article's file, in words for its owner."""
        sql = """
            SELECT r.warnings FROM articles a JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
            WHERE a.id = ?"""
        row = self.db.execute(sql, (article_id,)).fetchone()
        return list(json.loads(row[0])) if row else []

    # alerts and scans

    def alerts(
        self,
        *,
        article: int | None = None,
        state: str | None = None,
        channel: str | None = None,
        message: str | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> list[dict[str, Any]]:
        """Alerts, newest first, with the title of what they are about.

        `message`: that went out together under this id; `before`: the `number` of one of them. `with_id` is that of a
        message with others in it; `like` the article of which theirs is a reprint.
        """
        sql = """
            SELECT t.rowid AS number, t.id, t.rule_name AS rule, t.channel, t.state, t.attempts, t.created, t.due,
                   t.done, t.last_error, t.urgent, nullif(t.digest, t.id) AS with_id, m.article_id AS article,
                   m.revision, c.kind AS change, r.title, nullif(om.article_id, m.article_id) AS like
            FROM alerts t JOIN matches m ON m.id = t.match_id JOIN changes c ON c.id = t.change_id
            JOIN revisions r ON r.article_id = m.article_id AND r.number = m.revision
            LEFT JOIN alerts o ON o.id = t.original LEFT JOIN matches om ON om.id = o.match_id
            WHERE (:article IS NULL OR m.article_id = :article) AND (:state IS NULL OR t.state = :state)
            AND (:channel IS NULL OR t.channel = :channel) AND (:before IS NULL OR t.rowid < :before)
            AND (:message IS NULL OR coalesce(t.digest, t.id) = :message)
            ORDER BY t.rowid DESC LIMIT :limit"""
        asked = {"article": article, "state": state, "channel": channel, "message": message}
        return list(self.db.query(sql, asked | {"before": before, "limit": limit}))

    def reprints(self, article_id: int, limit: int) -> list[tuple[int, str, bool]]:
        """Articles that are the same document, as alerts found them: id, title, whether it is the earlier one."""
        sql = """
            WITH mine AS (
                SELECT t.id, t.original FROM matches m JOIN alerts t ON t.match_id = m.id WHERE m.article_id = :article
            ), others AS (
                SELECT o.match_id, 1 AS earlier FROM mine JOIN alerts o ON o.id = mine.original
                UNION SELECT c.match_id, 0 FROM mine JOIN alerts c ON c.original = mine.id
            )
            SELECT a.id, r.title, max(others.earlier) FROM others JOIN matches m ON m.id = others.match_id
            JOIN articles a ON a.id = m.article_id
            JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
            WHERE a.id <> :article GROUP BY a.id ORDER BY a.id LIMIT :limit"""
        rows = self.db.execute(sql, {"article": article_id, "limit": limit})
        return [(id_, title, bool(earlier)) for id_, title, earlier in rows]

    def attempts(self, alert_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        """Every attempt to send these alerts, oldest first."""
        sql = f"""
            SELECT alert_id, at, state, because, ms FROM attempts
            WHERE alert_id IN ({marks(alert_ids)}) ORDER BY rowid"""
        found: dict[str, list[dict[str, Any]]] = {id_: [] for id_ in alert_ids}
        for row in self.db.query(sql, list(alert_ids)):
            found[row["alert_id"]].append(row)
        return found

    def alert_counts(self) -> dict[tuple[str, str], int]:
        """How many alerts there are: (channel, state) -> count."""
        sql = "SELECT channel, state, count(*) FROM alerts GROUP BY 1, 2"
        return {(channel, state): count for channel, state, count in self.db.execute(sql)}

    def latencies(self, limit: int) -> list[float]:
        """Seconds from a change to the delivery of its alert, of the last deliveries, ascending."""
        sql = """
            SELECT (julianday(done) - julianday(created)) * 86400 FROM alerts
            WHERE state IN ('delivered', 'unconfirmed') AND done IS NOT NULL ORDER BY rowid DESC LIMIT ?"""
        return sorted(max(0.0, row[0]) for row in self.db.execute(sql, (limit,)))

    def scan_count(self) -> int:
        """How many scans there were that found something or looked at everything."""
        return int(self.db.execute("SELECT coalesce(max(id), 0) FROM scans").fetchone()[0])


_SINCE = "SELECT id FROM articles WHERE removed IS NULL AND published >= ?"


def _where(wanted: Filter, issuers: Sequence[str] | None) -> tuple[str, list[Any]]:
    """The condition for `articles a`, and the values in it. `issuers` are the names of which one is wanted."""
    gone = wanted.change in {"removed", "replaced"}
    parts: list[tuple[str, list[Any]]] = [("a.removed IS NOT NULL" if gone else "a.removed IS NULL", [])]
    for name, some in (("issuer", issuers), ("kind", None if wanted.kind is None else [wanted.kind])):
        if some is not None:
            sql = f"a.id IN (SELECT article_id FROM facets WHERE name = ? AND value IN ({marks(some)}))"
            parts.append((sql, [name, *some]))
    if wanted.cities:
        ranges = " OR ".join("value BETWEEN ? AND ?" for _ in wanted.cities)
        bounds = [bound for city in wanted.cities for bound in (city, f"{city}~")]
        parts.append((f"a.id IN (SELECT article_id FROM facets WHERE name = 'city' AND ({ranges}))", bounds))
    if wanted.rule is not None:
        live = "m.rule = ? AND m.article_id = a.id AND m.revision = a.revision AND m.live"
        parts.append((f"EXISTS (SELECT 1 FROM matches m WHERE {live})", [wanted.rule]))
    if wanted.change == "new":
        parts.append(("EXISTS (SELECT 1 FROM changes c WHERE c.article_id = a.id AND c.kind = ?)", ["new"]))
    elif wanted.change is not None:  # few beside the new ones, and in an index of their own
        sql = "SELECT article_id FROM changes WHERE kind = ? AND kind <> 'new'"
        parts.append((f"a.id IN ({sql})", [wanted.change]))
    if wanted.since:
        parts.append(("a.published >= ?", [stamp(wanted.since)]))
    if wanted.until:
        parts.append(("a.published < ?", [stamp(wanted.until)]))
    if wanted.before:
        parts.append(("(a.published, a.id) < (?, ?)", list(wanted.before)))
    return " AND ".join(part for part, _ in parts), [value for _, values in parts for value in values]

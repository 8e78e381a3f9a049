"""Channels in the store: the health of each, how much it was sent, and since when rules send to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from watcher.store.sql import Connection, batches, marks
from watcher.times import moment, stamp


class ChannelRow(NamedTuple):
    """The health of a channel."""

    keys: str | None  # a fingerprint of the keys that it had when it came into trouble; None: it is well
    failures: int
    because: str
    blocked_until: datetime | None
    off: bool
    asked: bool  # it named that time itself


class Lately(NamedTuple):
    """What a channel accepted recently, and what it did not."""

    taken: str | None = None  # when it took something last
    day: int = 0  # alerts that it took in the last 24 hours
    week: int = 0  # and in seven days
    median: float | None = None  # seconds from change to delivery of the week's
    failed: str | None = None  # when it last did not take something
    because: str = ""  # and why


class Channels:
    """The table of channels."""

    def __init__(self, db: Connection) -> None:
        self.db = db

    def get(self, name: str) -> ChannelRow | None:
        """Its health; None where nothing was sent to it yet."""
        sql = "SELECT keys, failures, because, blocked_until, off, asked FROM channels WHERE name = ?"
        row = self.db.execute(sql, (name,)).fetchone()
        return row and ChannelRow(row[0], row[1], row[2], row[3] and moment(row[3]), bool(row[4]), bool(row[5]))

    def put(self, name: str, row: ChannelRow, now: datetime) -> None:
        """Store its health where that changed; `count` must have come first."""
        until = row.blocked_until and stamp(row.blocked_until)
        self.db.execute(
            "UPDATE channels SET keys = ?2, failures = ?3, because = ?4, blocked_until = ?5, off = ?6, asked = ?7, "
            "since = ?8 WHERE name = ?1 AND (keys IS NOT NULL OR ?2 IS NOT NULL)",
            (name, row.keys, row.failures, row.because, until, row.off, row.asked, stamp(now)),
        )

    def mend(self, names: Collection[str]) -> None:
        """These are healthy again: a person has fixed them."""
        for some in batches(names):
            self.db.execute(
                "UPDATE channels SET keys = NULL, failures = 0, because = '', blocked_until = NULL, off = 0, asked = 0 "
                f"WHERE name IN ({marks(some)})",
                some,
            )

    def count(self, name: str, ids: Sequence[str], *, taken: bool, now: datetime) -> None:
        """A message with these alerts went to it, and was taken or not."""
        self.db.execute("INSERT OR IGNORE INTO channels (name) VALUES (?)", (name,))
        if not taken:
            self.db.execute("UPDATE channels SET failed = failed + 1 WHERE name = ?", (name,))
            return
        took = f"SELECT sum(julianday(?) - julianday(created)) * 86400 FROM alerts WHERE id IN ({marks(ids)})"
        self.db.execute(
            f"UPDATE channels SET sent = sent + 1, alerts = alerts + ?, seconds = seconds + ({took}) WHERE name = ?",
            (len(ids), stamp(now), *ids, name),
        )

    def hearing(self) -> dict[tuple[str, str], str]:
        """Which rule sends to which channel, and which kinds of change."""
        rows = self.db.execute("SELECT rule, channel, kinds FROM hearing")
        return {(rule, channel): kinds for rule, channel, kinds in rows}

    def set_hearing(self, hearing: Mapping[tuple[str, str], str]) -> None:
        """This holds from the next change on; pairs that stay as they were keep their beginning."""
        before = self.hearing()
        gone = [key for key, kinds in before.items() if hearing.get(key) != kinds]
        self.db.conn.executemany("DELETE FROM hearing WHERE rule = ? AND channel = ?", gone)
        new = [(*key, kinds) for key, kinds in hearing.items() if before.get(key) != kinds]
        last = "SELECT coalesce(max(id), 0) FROM changes"
        self.db.conn.executemany(f"INSERT INTO hearing VALUES (?, ?, ?, ({last}))", new)

    def troubled(self) -> dict[str, dict[str, Any]]:
        """Those that are switched off or left alone for now, with why and since when."""
        sql = """
            SELECT name, off, blocked_until, failures, because, since FROM channels
            WHERE off OR blocked_until IS NOT NULL ORDER BY name"""
        return {row.pop("name"): row | {"off": bool(row["off"])} for row in self.db.query(sql)}

    def totals(self) -> dict[str, tuple[int, int, int, float]]:
        """Of each: messages taken, attempts that failed, alerts delivered, their seconds from change to delivery."""
        rows = self.db.execute("SELECT name, sent, failed, alerts, seconds FROM channels ORDER BY name")
        return {name: (sent, failed, alerts, seconds) for name, sent, failed, alerts, seconds in rows}

    def digests(self) -> dict[str, str]:
        """When the next digest of each is due that has alerts in it."""
        sql = "SELECT channel, min(due) FROM alerts WHERE state = 'held' GROUP BY channel"
        return dict(self.db.execute(sql).fetchall())

    def lately(self, now: datetime) -> dict[str, Lately]:
        """What each accepted and refused recently."""
        day, week = stamp(now - timedelta(days=1)), stamp(now - timedelta(days=7))
        taken = "FROM alerts WHERE state IN ('delivered', 'unconfirmed')"
        counts = f"SELECT channel, max(done), sum(done > ?), sum(done > ?) {taken} GROUP BY channel"
        medians = f"""
            SELECT channel, avg(took) FROM (
                SELECT channel, took, count(*) OVER each AS number,
                       row_number() OVER (PARTITION BY channel ORDER BY took) AS place
                FROM (SELECT channel, (julianday(done) - julianday(created)) * 86400 AS took {taken} AND done > ?)
                WINDOW each AS (PARTITION BY channel))
            WHERE place IN ((number + 1) / 2, (number + 2) / 2) GROUP BY channel"""
        failures = """
            SELECT t.channel, max(p.at), p.because FROM attempts p JOIN alerts t ON t.id = p.alert_id
            WHERE p.state NOT IN ('delivered', 'unconfirmed') GROUP BY t.channel"""
        found: dict[str, Lately] = {}
        for name, *values in self.db.execute(counts, (day, week)):
            found[name] = Lately(*values)
        for name, median in self.db.execute(medians, (week,)):
            found[name] = found[name]._replace(median=max(0.0, median))
        for name, at, because in self.db.execute(failures):
            found[name] = found.get(name, Lately())._replace(failed=at, because=because)
        return found

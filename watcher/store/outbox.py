"""What the store remembers of alerts: what is owed, what waits, what was sent and what came back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from watcher.store.sql import Connection, marks
from watcher.times import moment, stamp

STATES = ("pending", "held", "delivered", "unconfirmed", "dead")
WAITING = ("pending", "held")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An alert that is not done yet."""

    id: str
    due: datetime
    held: bool  # goes out with the next digest
    digest: str | None  # the digest that it was put in, if that was tried already
    tried: bool  # a message that carried it was not taken
    urgent: bool
    change: int
    grouped: bool
    original: str | None  # the alert of which it is a reprint's


class Outbox:
    """The tables of alerts. `id` is the alert's own, and that of each message that carries it."""

    def __init__(self, db: Connection) -> None:
        self.db = db

    def add(
        self,
        id_: str,
        match_id: int,
        change_id: int,
        channel: str,
        rule: str,
        state: str,
        now: datetime,
        *,
        due: datetime | None = None,
        urgent: bool = False,
        grouped: bool = False,
        original: str | None = None,
    ) -> bool:
        """An alert that is due now or later; False where the match had it already."""
        self.db.execute(
            "INSERT OR IGNORE INTO dues (match_id, change_id, channel) VALUES (?, ?, ?)", (match_id, change_id, channel)
        )
        cursor = self.db.execute(
            "INSERT OR IGNORE INTO alerts (id, match_id, change_id, channel, rule_name, state, created, due, urgent, "
            "grouped, original) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (id_, match_id, change_id, channel, rule, state, stamp(now), stamp(due or now), urgent, grouped, original),
        )
        return cursor.rowcount > 0

    def knows(self, match_id: int, channel: str) -> bool:
        """Whether a channel was owed any alert of the match."""
        sql = "SELECT 1 FROM dues WHERE match_id = ? AND channel = ?"
        return self.db.execute(sql, (match_id, channel)).fetchone() is not None

    def waiting(self, channel: str, limit: int) -> list[Waiting]:
        """What a channel still has to send, in the order in which it must be sent.

        Past `limit` those that are due last are left out: alerts that must wait long keep nothing back. A message that
        was begun is given whole.
        """
        first = "SELECT *, rowid AS number FROM alerts WHERE channel = ? AND state IN ('pending', 'held')"
        rows = self.db.execute(
            f"SELECT {_WAITING} FROM ({first} ORDER BY due, rowid LIMIT ?) ORDER BY created, number", (channel, limit)
        ).fetchall()
        if len(rows) == limit and (begun := {row[3] for row in rows if row[3]}):
            chosen = f"digest IN ({marks(begun)}) OR id IN (SELECT id FROM ({first} ORDER BY due, rowid LIMIT ?))"
            sql = f"SELECT {_WAITING} FROM ({first}) WHERE {chosen} ORDER BY created, number"
            rows = self.db.execute(sql, (channel, *begun, channel, limit)).fetchall()
        return [_waiting(row) for row in rows]

    def hold(self, ids: Sequence[str], until: datetime) -> None:
        """Keep alerts for a digest."""
        self.db.conn.executemany(
            "UPDATE alerts SET state = 'held', due = ? WHERE id = ?", ((stamp(until), id_) for id_ in ids)
        )

    def compose(self, ids: Sequence[str], digest: str) -> None:
        """The alerts go out together under this id, now and on every attempt; until `record` they are under way."""
        self.db.conn.executemany("UPDATE alerts SET digest = ? WHERE id = ?", ((digest, id_) for id_ in ids))
        self.db.conn.executemany("INSERT OR IGNORE INTO under_way VALUES (?)", ((id_,) for id_ in ids))

    def under_way(self, channel: str) -> list[str]:
        """The alerts of a message whose sending to a channel began and has no recorded outcome."""
        sql = "SELECT id FROM alerts WHERE channel = ? AND id IN (SELECT alert_id FROM under_way) ORDER BY rowid"
        return [row[0] for row in self.db.execute(sql, (channel,))]

    def record(
        self,
        ids: Sequence[str],
        state: str,
        because: str,
        now: datetime,
        ms: int,
        *,
        due: datetime | None = None,
        counts: bool = True,
    ) -> None:
        """What came of one attempt to send these alerts (one, or all of a digest).

        `state` is pending or held when it is to be tried again at `due`; `counts` says whether it uses up an
        attempt: an outage of the channel does not.
        """
        error = None if state in {"delivered", "unconfirmed"} else because
        done = None if state in WAITING else stamp(now)
        for id_ in ids:
            self.db.execute(
                "UPDATE alerts SET state = ?, attempts = attempts + ?, due = coalesce(?, due), done = ?, "
                "last_error = ? WHERE id = ?",
                (state, int(counts), due and stamp(due), done, error, id_),
            )
            self.db.execute("INSERT INTO attempts VALUES (?, ?, ?, ?, ?)", (id_, stamp(now), state, because, ms))
            self.db.execute("DELETE FROM under_way WHERE alert_id = ?", (id_,))

    def content(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        """What alerts are about: the change, the revision of the article and the mentions, in the order of `ids`."""
        sql = """
            SELECT t.id, t.rule_name AS rule, t.channel, m.article_id, m.revision, m.mentions, c.kind AS change, c.at,
                   c.because, t.change_id, t.grouped, t.original, t.created > c.at AS earlier
            FROM alerts t JOIN matches m ON m.id = t.match_id JOIN changes c ON c.id = t.change_id WHERE t.id = ?"""
        rows = [row for id_ in ids for row in self.db.query(sql, [id_])]
        return [row | {"mentions": json.loads(row["mentions"])} for row in rows]

    def article_of(self, id_: str) -> tuple[int, int] | None:
        """Article and revision that an alert was about; None where it is forgotten."""
        sql = "SELECT m.article_id, m.revision FROM alerts t JOIN matches m ON m.id = t.match_id WHERE t.id = ?"
        row = self.db.execute(sql, (id_,)).fetchone()
        return row and (int(row[0]), int(row[1]))

    def told(self, rule: str, channel: str, article_id: int, revision: int) -> tuple[str, str] | None:
        """The alert that brings or brought a revision to a channel, and its mentions as JSON.

        The first one where there are several; of a reprint, that of its original. None where it was given up.
        """
        sql = """
            SELECT coalesce(t.original, t.id), m.mentions
            FROM alerts t JOIN matches m ON m.id = t.match_id JOIN changes c ON c.id = t.change_id
            WHERE m.rule = ? AND m.article_id = ? AND m.revision = ? AND t.channel = ? AND t.state <> 'dead'
            AND c.kind IN ('new', 'updated') ORDER BY t.rowid LIMIT 1"""
        row = self.db.execute(sql, (rule, article_id, revision, channel)).fetchone()
        return row and (str(row[0]), str(row[1]))

    def attempts(self, id_: str) -> int:
        """How often an alert was tried."""
        return int(self.db.execute("SELECT attempts FROM alerts WHERE id = ?", (id_,)).fetchone()[0])

    def sent_since(self, channel: str, since: datetime) -> list[datetime]:
        """When messages went to a channel, oldest first; a digest counts once."""
        sql = """
            SELECT DISTINCT p.at, coalesce(t.digest, t.id) FROM attempts p JOIN alerts t ON t.id = p.alert_id
            WHERE t.channel = ? AND p.at > ? ORDER BY p.at"""
        return [moment(row[0]) for row in self.db.execute(sql, (channel, stamp(since)))]

    def retry(self, ids: Sequence[str], now: datetime) -> int:
        """Make dead or waiting alerts due now; how many there were.

        Their channels are switched on and tried again at once, but for a pause that a receiver asked for.
        """
        count = 0
        for id_ in ids:
            self.db.execute(
                "UPDATE channels SET keys = NULL, failures = 0, because = '', blocked_until = NULL, off = 0 "
                "WHERE (off OR NOT asked) AND name = (SELECT channel FROM alerts WHERE id = ?)",
                (id_,),
            )
            count += self.db.execute(
                "UPDATE alerts SET state = 'pending', due = ?, done = NULL, attempts = 0, created = CASE state "
                "WHEN 'dead' THEN ? ELSE created END WHERE id = ? AND state IN ('dead', 'pending', 'held')",
                (stamp(now), stamp(now), id_),
            ).rowcount
        self._part_from_done(ids)
        return count

    def _part_from_done(self, ids: Sequence[str]) -> None:
        """Alerts that wait, without some that they went with, are another message."""
        sql = "SELECT DISTINCT digest FROM alerts WHERE digest IS NOT NULL AND state NOT IN ('pending', 'held')"
        done = {row[0] for row in self.db.execute(sql)}
        for id_ in ids:
            (digest,) = self.db.execute("SELECT digest FROM alerts WHERE id = ?", (id_,)).fetchone() or (None,)
            if digest in done:
                self.db.execute("UPDATE alerts SET digest = NULL WHERE id = ? AND state = 'pending'", (id_,))

    def forget(self, before: datetime) -> int:
        """Drop alerts that were done before then, with their attempts; how many."""
        done = "SELECT id FROM alerts WHERE done < ? AND state IN ('delivered', 'unconfirmed', 'dead')"
        self.db.execute(f"DELETE FROM attempts WHERE alert_id IN ({done})", (stamp(before),))
        self.db.execute(
            "DELETE FROM dues WHERE (match_id, change_id, channel) IN "
            f"(SELECT match_id, change_id, channel FROM alerts WHERE id IN ({done}))",
            (stamp(before),),
        )
        return self.db.execute(f"DELETE FROM alerts WHERE id IN ({done})", (stamp(before),)).rowcount


_WAITING = "id, due, state, digest, last_error, urgent, change_id, grouped, original"


def _waiting(row: Sequence[Any]) -> Waiting:
    id_, due, state, digest, error, urgent, change, grouped, original = row
    return Waiting(
        id_,
        moment(due),
        state == "held",
        digest,
        error is not None,
        bool(urgent),
        change,
        bool(grouped),
        original,
    )

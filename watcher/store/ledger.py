"""Alerts as people ask for them: which there are, what became of them, and whether any is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from watcher.articles.changes import SCOPE_CHANGED
from watcher.store.journal import BASELINE
from watcher.store.sql import Connection
from watcher.times import stamp

FIRST_SCAN, HISTORY, KIND, LATER, CONFIG = "first_scan", "history", "kind", "later", "config"
MISSING = "missing"
REASONS = {
    FIRST_SCAN: "was there at the first scan, which sends nothing",
    HISTORY: "was there before the rule asked for it",
    KIND: "is of a kind that the rule does not hear of (`on`)",
    LATER: "was there before the rule told this channel of its kind",
    CONFIG: "came, went or moved as [articles] names other files",
}


class Ledger:
    """Questions over the tables that the outbox keeps."""

    def __init__(self, db: Connection) -> None:
        self.db = db

    def listing(self, state: str | None = None, limit: int | None = None) -> Iterator[dict[str, Any]]:
        """Alerts, newest first, with the keys of `watcher alerts list --json`."""
        where = "" if state is None else "WHERE t.state = :state"
        yield from self.db.query(
            f"{_LIST} {where} ORDER BY t.created DESC, t.rowid DESC LIMIT :limit",
            {
                "state": state,
                "limit": -1 if limit is None else limit,
            },
        )

    def count(self, state: str | None = None) -> int:
        """How many alerts there are, in one state or in all."""
        where = "" if state is None else "WHERE state = ?"
        return int(self.db.execute(f"SELECT count(*) FROM alerts {where}", [state] if state else []).fetchone()[0])

    def show(self, id_: str) -> dict[str, Any] | None:
        """One alert with every attempt."""
        row = next(iter(self.db.query(f"{_LIST} WHERE t.id = ?", [id_])), None)
        if row is None:
            return None
        attempts = self.db.query("SELECT at, state, because, ms FROM attempts WHERE alert_id = ? ORDER BY rowid", [id_])
        joined = self.db.query("SELECT digest AS message, original AS reprint_of FROM alerts WHERE id = ?", [id_])
        return row | next(iter(joined)) | {"attempts_made": list(attempts)}

    def carried_by(self, message: str) -> list[str]:
        """The alerts that a message carries or carried."""
        return [row[0] for row in self.db.execute("SELECT id FROM alerts WHERE digest = ? ORDER BY rowid", (message,))]

    def dead(self) -> Sequence[str]:
        """The ids of all alerts that were given up."""
        return [row[0] for row in self.db.execute("SELECT id FROM alerts WHERE state = 'dead' ORDER BY created")]

    def reconcile(self) -> dict[str, int]:
        """Every match accounted for at every channel: what was owed, and what became of it.

        `merged` are those of the delivered and unconfirmed that went in a digest or with another alert.
        """
        counts: Mapping[str, int] = dict(
            self.db.execute("SELECT state, count(*) FROM alerts GROUP BY state").fetchall()
        )
        missing = """
            SELECT count(*) FROM dues d WHERE NOT EXISTS (SELECT 1 FROM alerts t
            WHERE t.match_id = d.match_id AND t.change_id = d.change_id AND t.channel = d.channel)"""
        merged = "SELECT count(*) FROM alerts WHERE state IN ('delivered', 'unconfirmed') AND digest <> id"
        owed = int(self.db.execute("SELECT count(*) FROM dues").fetchone()[0])
        return {
            "matches": owed,
            **{state: counts.get(state, 0) for state in ("delivered", "unconfirmed", "pending", "held", "dead")},
            "missing": int(self.db.execute(missing).fetchone()[0]),
            "merged": int(self.db.execute(merged).fetchone()[0]),
        }

    def unowed(self, since: datetime) -> dict[str, int]:
        """Why changes after that time were not owed to channels of rules that they satisfy, and how many of them.

        MISSING are those that nothing explains.
        """
        return dict.fromkeys((*REASONS, MISSING), 0) | dict(self.db.execute(_UNOWED, {"since": stamp(since)}))

    def backlog(self) -> dict[str, dict[str, Any]]:
        """For each channel where something waits: how many, since when, and the last failure."""
        sql = """
            SELECT channel, count(*) AS waiting, min(created) AS since, max(last_error) AS last_error
            FROM alerts WHERE state IN ('pending', 'held') GROUP BY channel"""
        return {row.pop("channel"): row for row in self.db.query(sql)}

    def failing(self) -> dict[str, str]:
        """The channels whose last message was not taken, and why."""
        sql = """
            SELECT t.channel, p.state, p.because, max(p.rowid) FROM attempts p JOIN alerts t ON t.id = p.alert_id
            GROUP BY t.channel ORDER BY t.channel"""
        rows = self.db.execute(sql).fetchall()
        return {channel: because for channel, state, because, _ in rows if state not in {"delivered", "unconfirmed"}}

    def delivered_since(self, channel: str, since: datetime) -> bool:
        """Whether a channel took anything after a time."""
        sql = """
            SELECT 1 FROM attempts p JOIN alerts t ON t.id = p.alert_id
            WHERE p.at > ? AND t.channel = ? AND p.state IN ('delivered', 'unconfirmed') LIMIT 1"""
        return self.db.execute(sql, (stamp(since), channel)).fetchone() is not None


_LIST = """
    SELECT t.id, t.rule_name AS rule, t.channel, m.article_id AS article, m.revision, c.kind AS "change", t.state,
           t.attempts, t.due, t.last_error
    FROM alerts t JOIN matches m ON m.id = t.match_id JOIN changes c ON c.id = t.change_id"""

_UNOWED = f"""
    WITH first(at) AS (SELECT max(value) FROM facts WHERE name = '{BASELINE}')
    SELECT CASE
        WHEN c.at <= (SELECT at FROM first) THEN '{FIRST_SCAN}'
        WHEN c.id <= m.since THEN '{HISTORY}'
        WHEN instr(' ' || h.kinds || ' ', ' ' || c.kind || ' ') = 0 THEN '{KIND}'
        WHEN c.id <= h.since THEN '{LATER}'
        WHEN c.because = '{SCOPE_CHANGED}' THEN '{CONFIG}'
        ELSE '{MISSING}' END, count(*)
    FROM hearing h JOIN matches m ON m.rule = h.rule AND m.live
    JOIN changes c ON c.article_id = m.article_id AND c.revision = m.revision
    WHERE c.at > :since AND NOT EXISTS (
        SELECT 1 FROM dues d WHERE d.match_id = m.id AND d.change_id = c.id AND d.channel = h.channel)
    GROUP BY 1"""

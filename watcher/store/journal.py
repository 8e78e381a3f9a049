"""What the store remembers of itself: facts, the last scans, and the feeds that must be written anew."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from watcher.store.sql import Connection, dumps
from watcher.times import stamp

BASELINE = "baseline"  # the fact that says when the first scan of the store was done


class Journal:
    """The tables of facts, scans and unpublished feeds."""

    def __init__(self, db: Connection) -> None:
        self.db = db

    def fact(self, name: str) -> str | None:
        """A fact about the store itself."""
        row = self.db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row and str(row[0])

    def set_fact(self, name: str, value: str) -> None:
        """Remember a fact about the store itself."""
        self.db.execute("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", (name, value))

    def add_scan(self, started: datetime, seconds: float, scope: str, counts: object) -> None:
        """Note that a scan was done, and keep the last thousand."""
        self.db.execute(
            "INSERT INTO scans (started, seconds, scope, counts) VALUES (?, ?, ?, ?)",
            (stamp(started), seconds, scope, dumps(counts)),
        )
        self.db.execute("DELETE FROM scans WHERE id <= (SELECT max(id) FROM scans) - 1000")

    def scans(self, limit: int) -> list[dict[str, Any]]:
        """The last scans, newest first."""
        rows = self.db.query(
            "SELECT started, seconds, scope, counts, error FROM scans ORDER BY id DESC LIMIT ?", [limit]
        )
        return [row | {"counts": json.loads(row["counts"])} for row in rows]

    def mark_unpublished(self, feeds: Collection[str]) -> None:
        """The entries of these feeds changed."""
        self.db.conn.executemany("INSERT OR IGNORE INTO unpublished VALUES (?)", ((feed,) for feed in feeds))

    def unpublished(self) -> set[str]:
        """The feeds that must be written anew."""
        return {row[0] for row in self.db.execute("SELECT feed FROM unpublished")}

    def mark_published(self, feeds: Collection[str]) -> None:
        """These feeds were written."""
        self.db.conn.executemany("DELETE FROM unpublished WHERE feed = ?", ((feed,) for feed in feeds))

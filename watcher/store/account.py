"""Every change that a rule matched, at every channel of the rule: why nothing was owed, where nothing was."""

from __future__ import annotations

from datetime import datetime

from watcher.articles.changes import RECAST
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


class Account:
    """What was owed to nobody."""

    def __init__(self, db: Connection) -> None:
        self.db = db

    def unowed(self, since: datetime) -> dict[str, int]:
        """Why changes after that time were not owed to channels of rules that they satisfy, and how many of them.

        MISSING are those that nothing explains.
        """
        return dict.fromkeys((*REASONS, MISSING), 0) | dict(self.db.execute(_UNOWED, {"since": stamp(since)}))


_UNOWED = f"""
    WITH first(at) AS (SELECT max(value) FROM facts WHERE name = '{BASELINE}')
    SELECT CASE
        WHEN c.at <= (SELECT at FROM first) THEN '{FIRST_SCAN}'
        WHEN c.id <= m.since THEN '{HISTORY}'
        WHEN instr(' ' || h.kinds || ' ', ' ' || c.kind || ' ') = 0 THEN '{KIND}'
        WHEN c.id <= h.since THEN '{LATER}'
        WHEN c.because = '{RECAST}' THEN '{CONFIG}'
        ELSE '{MISSING}' END, count(*)
    FROM hearing h JOIN matches m ON m.rule = h.rule AND m.live
    JOIN changes c ON c.article_id = m.article_id AND c.revision = m.revision
    WHERE c.at > :since AND NOT EXISTS (
        SELECT 1 FROM dues d WHERE d.match_id = m.id AND d.change_id = c.id AND d.channel = h.channel)
    GROUP BY 1"""

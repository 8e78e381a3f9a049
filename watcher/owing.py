"""The alerts that a match causes: one for each channel of its rule, due when rule and channel say."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from watcher.alerts.policy import entry
from watcher.rules.matching import Rule
from watcher.settings import Settings
from watcher.store.store import Store


class Owing:
    """Puts alerts into the outbox, in the caller's transaction."""

    def __init__(self, settings: Settings, store: Store, now: datetime) -> None:
        self._settings = settings
        self._store = store
        self._now = now

    def owe(self, rule: Rule, channels: Sequence[str], match_id: int, change_id: int, *, together: bool) -> int:
        """A change to those of these channels that were not owed it yet; how many alerts that made.

        `together`: one digest of it and others, such as all of the first scan.
        """
        return sum(self._owe(rule, channel, match_id, change_id, together=together) for channel in channels)

    def _owe(self, rule: Rule, channel: str, match_id: int, change_id: int, *, together: bool) -> bool:
        times = self._settings.digest_of(rule, channel)
        state, due = entry(times, self._settings.timezone, self._now, together=together)
        return self._store.outbox.add(
            f"msg_{secrets.token_hex(12)}",
            match_id,
            change_id,
            channel,
            rule.name,
            state,
            self._now,
            due=due,
            urgent=rule.urgent,
            grouped=rule.group,
        )

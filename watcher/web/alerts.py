"""The page of alerts: what waits, what was sent, what was given up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from watcher.store.outbox import STATES
from watcher.times import utc_now
from watcher.web.rendering import page

if TYPE_CHECKING:
    from watcher.app import App

_SHOWN = 100
_RETRIED = 10_000  # alerts at once


def alerts_page(app: App, query: Mapping[str, str], health: Mapping[str, object]) -> str:
    """The newest alerts, all or of one state and channel."""
    archive = app.store.archive
    counts = archive.alert_counts()
    channels = sorted({*app.settings.channels, *(channel for channel, _ in counts)})
    state = query.get("state") if query.get("state") in STATES else None
    channel = query.get("channel") if query.get("channel") in channels else None
    rows = archive.alerts(state=state, channel=channel, limit=_SHOWN)
    attempts = archive.attempts([row["id"] for row in rows])
    root = app.settings.server.root

    def link(**changes: str | None) -> str:
        asked = {"state": state, "channel": channel} | changes
        text = urlencode({name: value for name, value in asked.items() if value})
        return f"{root}/alerts?{text}" if text else f"{root}/alerts"

    return page(
        "alerts.html",
        app.settings,
        "alerts",
        alerts=[row | {"made": attempts[row["id"]]} for row in rows],
        states=[(each, sum(count for (_, found), count in counts.items() if found == each)) for each in STATES],
        table=[(name, [counts.get((name, each), 0) for each in STATES]) for name in channels],
        names=STATES,
        backlog=app.store.outbox.backlog(),
        dead=len(app.store.outbox.dead()),
        state=state,
        channel=channel,
        link=link,
        health=health,
    )


def retry(app: App, ids: Sequence[str], *, dead: bool) -> int:
    """Make these alerts, or all that were given up, due now; how many there were. Delivery looks by itself."""
    with app.store.transaction():
        chosen = app.store.outbox.dead() if dead else ids
        return app.store.outbox.retry(chosen[:_RETRIED], utc_now())

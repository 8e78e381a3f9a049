"""The page of alerts: what waits, what went out and what was given up, and the button that sends it again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from watcher.store.outbox import STATES
from watcher.times import utc_now
from watcher.web.rendering import page

if TYPE_CHECKING:
    from watcher.app import App

_SHOWN = 100
_DIGITS = 18  # of a number: more than the store's integers have room for
_MESSAGE = re.compile(r"\w{1,80}")
_RETRIED = 10_000  # alerts at once


def alerts_page(app: App, query: Mapping[str, str], health: Mapping[str, object]) -> str:
    """The newest alerts, all or of one state, channel, article or message; those of one change together."""
    archive = app.store.archive
    counts = archive.alert_counts()
    channels = sorted({*app.settings.channels, *(channel for channel, _ in counts)})
    state = query.get("state") if query.get("state") in STATES else None
    channel = query.get("channel") if query.get("channel") in channels else None
    message = query.get("message") if _MESSAGE.fullmatch(query.get("message", "")) else None
    article, before = _number(query.get("article", "")), _number(query.get("older", ""))
    rows = archive.alerts(
        article=article, state=state, channel=channel, message=message, before=before, limit=_SHOWN + 1
    )
    attempts = archive.attempts([row["id"] for row in rows[:_SHOWN]])
    root = app.settings.server.root

    def link(**changes: object) -> str:
        asked: dict[str, object] = {
            "state": state,
            "channel": channel,
            "article": article,
            "message": message,
        } | changes
        text = urlencode({name: value for name, value in asked.items() if value})
        return f"{root}/alerts?{text}" if text else f"{root}/alerts"

    return page(
        "alerts.html",
        app.settings,
        "alerts",
        groups=_by_change([row | {"made": attempts[row["id"]]} for row in rows[:_SHOWN]]),
        states=[(each, sum(count for (_, found), count in counts.items() if found == each)) for each in STATES],
        table=[(name, [counts.get((name, each), 0) for each in STATES]) for name in channels],
        names=STATES,
        backlog=app.store.ledger.backlog(),
        dead=len(app.store.ledger.dead()),
        state=state,
        channel=channel,
        article=article,
        message=message,
        troubled=app.store.channels.troubled(),
        link=link,
        later=before is not None,
        older=rows[_SHOWN - 1]["number"] if len(rows) > _SHOWN else None,
        health=health,
    )


def retry(app: App, ids: Sequence[str], *, dead: bool) -> int:
    """Make these alerts, or all that were given up, due now; how many there were. Delivery looks by itself."""
    with app.store.transaction():
        chosen = app.store.ledger.dead() if dead else ids
        return app.store.outbox.retry(chosen[:_RETRIED], utc_now())


def _by_change(rows: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """What one change of one article caused, at all channels and by all rules."""
    return [list(group) for _, group in groupby(rows, key=lambda row: (row["article"], row["revision"], row["change"]))]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None

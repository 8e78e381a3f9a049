"""What Prometheus is told of each channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from watcher.alerts.policy import Health, Outcome
from watcher.web.status import metrics

if TYPE_CHECKING:
    from conftest import Site


def told(site: Site) -> list[str]:
    return [line for line in metrics(site.app, {"ok": True}).splitlines() if 'channel="desk"' in line]


def test_a_channel_is_told_of_by_what_it_took_and_what_it_did_not(site: Site) -> None:
    """Counters that no clearing of the history sets back."""
    site.edit("road.md", "六月", "七月")
    site.scan()
    id_, queue = str(site.value("SELECT id FROM alerts")), site.app.queue()
    queue.record("desk", [id_], Outcome("pending", "HTTP 410", Health(because="HTTP 410", off=True)), site.now, 5)
    assert 'watcher_channel_off{channel="desk"} 1' in told(site)

    site.tick(60)
    queue.record("desk", [id_], Outcome("delivered", "", Health()), site.now, 5)
    site.tick(60 * 86_400 * 2)
    with site.app.store.transaction():
        site.app.forget(site.now)
    assert site.value("SELECT count(*) FROM attempts") == 0
    lines = told(site)
    assert 'watcher_messages_sent_total{channel="desk"} 1' in lines
    assert 'watcher_messages_failed_total{channel="desk"} 1' in lines
    assert 'watcher_channel_delivery_seconds_count{channel="desk"} 1' in lines
    (took,) = (line.split()[1] for line in lines if "delivery_seconds_sum" in line)
    assert float(took) == pytest.approx(60, abs=0.1)
    assert 'watcher_channel_off{channel="desk"} 0' in lines
    assert 'watcher_backlog_age_seconds{channel="desk"} 0' in lines

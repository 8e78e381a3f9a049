"""The page of how things stand, and the same for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from watcher.articles.changes import KINDS
from watcher.store.channels import Lately
from watcher.store.outbox import STATES
from watcher.times import moment, stamp, utc_now
from watcher.web.rendering import page

if TYPE_CHECKING:
    from watcher.app import App

_SCANS = 20
_UNREADABLE = 500
_DELIVERIES = 1000  # that the latency is taken from

Labels = Mapping[str, str]
Metric = tuple[str, str, str, list[tuple[Labels, float]]]  # name, type, help, samples


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """How a channel does."""

    name: str
    type: str  # "" where the config does not have it any more
    held: Sequence[tuple[str, str]]  # what alerts wait for: a word for it, and until when
    lately: Lately
    counts: Mapping[str, int]  # state -> alerts


def status_page(app: App, health: Mapping[str, object]) -> str:
    """Scans, problems, unreadable files and counts."""
    library = app.store.library
    unreadable = app.store.files.unreadable()
    return page(
        "status.html",
        app.settings,
        "status",
        counts=[
            ("count_articles", library.count("articles")),
            ("unreadable", len(unreadable)),
            ("missing", library.count("missing")),
        ],
        channels=_channels(app),
        owed=app.store.ledger.reconcile(),
        scans=app.store.journal.scans(_SCANS),
        kinds=KINDS,
        unreadable=unreadable[:_UNREADABLE],
        more=max(0, len(unreadable) - _UNREADABLE),
        health=health,
    )


def _channels(app: App) -> list[ChannelLine]:
    """Those of the config, then those that are in it no more and of which there are alerts."""
    settings, store, now = app.settings, app.store, utc_now()
    lately, counts = store.channels.lately(now), store.archive.alert_counts()
    held = _held_back(app, now)
    gone = {name for name, _ in counts} - settings.channels.keys()
    return [
        ChannelLine(
            name,
            settings.channels[name].type if name in settings.channels else "",
            held.get(name, []) if name in settings.channels else [("channel_gone", "")],
            lately.get(name, Lately()),
            {state: counts.get((name, state), 0) for state in STATES},
        )
        for name in [*settings.channels, *sorted(gone)]
    ]


def _held_back(app: App, now: datetime) -> dict[str, list[tuple[str, str]]]:
    """What alerts wait for at each channel: a word for it, and until when, "" where that is not known."""
    alerts, troubled = app.settings.alerts, app.store.channels.troubled()
    quiet = alerts.quiet_hours and alerts.quiet_hours.until(now, app.settings.timezone)
    found = {name: [("channel_quiet", stamp(quiet))] if quiet else [] for name in app.settings.channels}
    for name, due in app.store.channels.digests().items():
        found.setdefault(name, []).append(("channel_digest", due))
    for name, row in troubled.items():
        if row["off"]:
            found[name] = [("channel_off", "")]
        elif moment(row["blocked_until"]) > now:
            found[name] = [("channel_paused", row["blocked_until"]), *found.get(name, [])]
    return found


def metrics(app: App, health: Mapping[str, object]) -> str:
    """Everything worth a graph, in the text format of Prometheus 0.0.4."""
    return "".join(line for metric in _metrics(app, health) for line in _lines(metric))


def _metrics(app: App, health: Mapping[str, object]) -> Iterator[Metric]:
    library, archive = app.store.library, app.store.archive
    last = next(iter(app.store.journal.scans(1)), None)
    yield "watcher_up", "gauge", "1 when the last scan and the store are well", [({}, float(bool(health["ok"])))]
    yield "watcher_articles", "gauge", "Articles that stand", [({}, library.count("articles"))]
    yield "watcher_unreadable_files", "gauge", "Files that cannot be read", [({}, library.count("unreadable"))]
    yield "watcher_missing_files", "gauge", "Files not seen in the last look", [({}, library.count("missing"))]
    yield "watcher_scans_total", "counter", "Scans that found something or looked at all", [({}, archive.scan_count())]
    if last:
        started = moment(last["started"]).timestamp()
        yield "watcher_last_scan_timestamp_seconds", "gauge", "When the last scan began", [({}, started)]
        yield "watcher_last_scan_duration_seconds", "gauge", "How long it took", [({}, last["seconds"])]
    changes = archive.changes()
    yield (
        "watcher_changes_total",
        "counter",
        "Changes found",
        [({"kind": kind}, changes.get(kind, 0)) for kind in KINDS],
    )
    yield from _alert_metrics(app)


def _alert_metrics(app: App) -> Iterator[Metric]:
    archive = app.store.archive
    alerts = [({"channel": name, "state": state}, float(n)) for (name, state), n in archive.alert_counts().items()]
    yield "watcher_alerts", "gauge", "Alerts by channel and state", sorted(alerts, key=lambda each: str(each[0]))
    backlog, now = app.store.ledger.backlog(), utc_now()
    ages: list[tuple[Labels, float]] = [
        ({"channel": name}, (now - moment(backlog[name]["since"])).total_seconds() if name in backlog else 0.0)
        for name in sorted({*app.settings.channels, *backlog})
    ]
    yield "watcher_backlog_age_seconds", "gauge", "Age of the oldest alert that waits", ages
    totals = app.store.channels.totals()
    for name, text, column in (
        ("watcher_messages_sent_total", "Messages that a channel took", 0),
        ("watcher_messages_failed_total", "Attempts to send a message that it did not take", 1),
        ("watcher_channel_delivery_seconds_count", "Alerts that it took", 2),
        ("watcher_channel_delivery_seconds_sum", "Seconds from change to delivery, of all of them", 3),
    ):
        yield name, "counter", text, [({"channel": channel}, float(row[column])) for channel, row in totals.items()]
    is_off = {name for name, row in app.store.channels.troubled().items() if row["off"]}
    off: list[tuple[Labels, float]] = [({"channel": name}, float(name in is_off)) for name in app.settings.channels]
    yield "watcher_channel_off", "gauge", "1 when a channel was switched off", off
    if latencies := archive.latencies(_DELIVERIES):
        quantiles: list[tuple[Labels, float]] = [
            ({"quantile": str(part)}, latencies[min(len(latencies) - 1, int(part * len(latencies)))])
            for part in (0.5, 0.95, 0.99)
        ]
        yield "watcher_delivery_latency_seconds", "gauge", "From change to delivery, last 1000 deliveries", quantiles


def _lines(metric: Metric) -> Iterator[str]:
    name, kind, help_text, samples = metric
    yield f"# HELP {name} {help_text}\n# TYPE {name} {kind}\n"
    for labels, value in samples:
        listed = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        yield f"{name}{{{listed}}} {value:.10g}\n" if listed else f"{name} {value:.10g}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')

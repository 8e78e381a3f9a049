"""What the last weeks brought, counted once for each state of the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from watcher.notices.divisions import divisions
from watcher.times import utc_now
from watcher.web import charts
from watcher.web.rendering import Memory

if TYPE_CHECKING:
    from watcher.app import App

BINS = 42  # of the charts
STEPS = {1: "a_day", 7: "a_week", 30: "a_month", 91: "a_quarter"}  # days that one of them is for -> its word
RANKED = 12
_ENOUGH = 30  # articles that a chart should show: where six weeks have fewer, its bars stand for more than a day


@dataclass(frozen=True, slots=True)
class Overview:
    """What the weeks before the newest article brought."""

    articles: int
    step: int  # days of a bar
    days: tuple[date, ...]  # the first day of each bar
    counts: Mapping[str, tuple[int, ...]]  # first day -> articles, notices among them
    rules: Mapping[str, Mapping[str, int]]  # slug -> first day -> count
    hits: Mapping[str, int]  # slug -> count, of all time
    provinces: Mapping[str, int]  # the first two digits of a code -> articles that name something in it
    cities: Sequence[tuple[str, int]]  # code and count
    issuers: Sequence[tuple[str, int]]
    kinds: Sequence[tuple[str, int]]
    changes: Mapping[str, int]

    @property
    def length(self) -> int:
        """Days that the charts show."""
        return self.step * len(self.days)

    @property
    def last(self) -> date:
        """The last of these days."""
        return self.days[-1] + timedelta(days=self.step - 1)

    def recent(self, slug: str) -> int:
        """How many articles of these days satisfy a rule."""
        return sum(self.rules.get(slug, {}).values())


def overview(app: App, memory: Memory) -> Overview:
    """What the last weeks before the newest article brought."""
    archive = app.store.archive
    return memory.recall(archive.version(), "overview", lambda: _overview(app))


def _overview(app: App) -> Overview:
    archive, timezone = app.store.archive, app.settings.timezone
    last = min(archive.newest() or utc_now(), utc_now()).astimezone(timezone)
    minutes = int((last.utcoffset() or timedelta()).total_seconds() // 60)
    articles = app.store.library.count("articles")
    for step in STEPS:
        days = charts.days_up_to(last.date(), BINS, step)
        since = datetime.combine(days[0], datetime.min.time(), timezone)
        if archive.count_since(since) >= min(_ENOUGH, articles):
            break
    return Overview(
        articles=articles,
        step=step,
        days=tuple(days),
        counts=charts.binned(days, archive.days(since, minutes)),
        rules={
            rule: {day: sum(counts) for day, counts in charts.binned(days, found).items()}
            for rule, found in archive.rule_days(since, minutes).items()
        },
        hits=archive.rule_hits(),
        provinces=archive.ranked_provinces(since),
        cities=[pair for pair in archive.ranked_cities(since, RANKED) if pair[0] in divisions().places],
        issuers=archive.ranked("issuer", since, RANKED // 2),
        kinds=archive.ranked("kind", since, RANKED // 2),
        changes=archive.changes(),
    )

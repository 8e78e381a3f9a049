"""What the last weeks brought, counted once for each state of the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from watcher.places.divisions import WITHOUT_PREFECTURES, area, divisions
from watcher.times import utc_now
from watcher.web import charts
from watcher.web.rendering import Memory

if TYPE_CHECKING:
    from watcher.app import App

BINS = 42  # of the charts
STEPS = {1: "a_day", 7: "a_week", 30: "a_month", 91: "a_quarter"}  # days that one of them is for -> its word
RANKED = 12
UPCOMING = 6  # deadlines
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
    named = count_facets(archive.facets(since))
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
        provinces=named["province"],
        cities=_most(named["city"], RANKED),
        issuers=_most(named["issuer"], RANKED // 2),
        kinds=_most(named["kind"], RANKED // 2),
        changes=archive.changes(),
    )


def upcoming(app: App, today: date) -> list[tuple[date, int, str]]:
    """The next deadlines of notices: day, id and title of the article; a document and its reprints once."""
    found: dict[tuple[date, str], tuple[date, int, str]] = {}
    for day, article, title, notice in app.store.archive.deadlines(today, 5 * UPCOMING):
        found.setdefault((day, notice.get("number") or title), (day, article, title))
    return list(found.values())[:UPCOMING]


def count_facets(rows: Iterable[tuple[int, str, str]]) -> Mapping[str, Counter[str]]:
    """In how many articles each kind, issuer, province (by two digits) and city (by code) is named.

    `rows` come article by article. Counties count with their city, once an article; provinces are no cities.
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("kind", "issuer", "province", "city")}
    last: dict[str, int] = {}  # province or city -> the article that it was counted for
    cities, provinces = counts["city"], counts["province"]
    for article, name, value in rows:
        if name != "city":
            if name in counts:
                counts[name][value] += 1
            continue
        city, province = _city(value), value[:2]
        if city and last.get(city) != article:
            last[city] = article
            cities[city] += 1
        if last.get(province) != article:
            last[province] = article
            provinces[province] += 1
    return counts


@lru_cache(maxsize=8192)
def _city(code: str) -> str:
    """The city that a place lies in, as a code; "" for a province and what is not known."""
    city = code if code[2:4] == "90" else f"{area(code):0<6}"  # 90: counties directly under their province
    found = divisions().places.get(city)
    return city if found and (found.level != "province" or city[:2] in WITHOUT_PREFECTURES) else ""


def _most(counts: Counter[str], limit: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]

"""The front page: the newest articles, filters, search, and what the last weeks brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from watcher.articles.changes import KINDS
from watcher.articles.excerpt import opening, sentence
from watcher.feeds.text import one_line
from watcher.notices.divisions import area, divisions, place
from watcher.store.archive import Row
from watcher.times import utc_now
from watcher.web import charts, marks
from watcher.web.asking import FILTERS, Asked, asked, city_name
from watcher.web.rendering import Memory, feed_address, page
from watcher.web.searching import Found, Hit, find
from watcher.web.words import words

if TYPE_CHECKING:
    from watcher.app import App

PAGE = 20  # articles on a page
BINS = 42  # of the charts
STEPS = {1: "a_day", 7: "a_week", 30: "a_month", 91: "a_quarter"}  # days that one of them is for -> its word
_ENOUGH = 30  # articles that a chart should show: where six weeks have fewer, its bars stand for more than a day
_RANKED = 12
_CITIES = 6  # that an article in a list names
_ISSUERS = 3
_TRIED = 6  # mentions of which the one in the longest sentence is shown
_HEAD_LINES = 12  # among which a notice names its addressees


@dataclass(frozen=True, slots=True)
class Item:
    """An article in the list."""

    hit: Hit
    title: tuple[marks.Segment, ...]
    excerpt: tuple[marks.Segment, ...]
    issuers: str
    cities: tuple[tuple[str, str], ...]  # code and name
    more_cities: int
    rules: tuple[tuple[str, str], ...]  # slug and name


@dataclass(frozen=True, slots=True)
class Overview:
    """What the last weeks brought: counted once for each state of the store."""

    articles: int
    step: int  # days of a bar
    days: tuple[date, ...]  # the first day of each bar
    counts: Mapping[str, tuple[int, ...]]  # first day -> articles, notices among them
    rules: Mapping[str, Mapping[str, int]]  # slug -> first day -> count
    hits: Mapping[str, int]  # slug -> count, of all time
    cities: Sequence[tuple[str, int]]  # code and count
    issuers: Sequence[tuple[str, int]]
    kinds: Sequence[tuple[str, int]]
    changes: Mapping[str, int]


def front_page(app: App, memory: Memory, query: Mapping[str, str], health: Mapping[str, object]) -> str:
    """The page for a query."""
    settings = app.settings
    question = asked(query, settings.timezone)
    seen = overview(app, memory)
    found = (
        Found((), None, None) if question.problems else find(app.store.archive, question.filter, question.node, PAGE)
    )
    w = words(settings.alerts.language)
    link = question.link
    root = settings.server.root
    names = {rule.slug: rule.name for rule in settings.rules}
    return page(
        "front.html",
        settings,
        "articles",
        question=question,
        link=lambda **changes: link(root, **changes),
        chips=_chips(question, names, w),
        hidden=[(name, question.given[name]) for name in FILTERS if name in question.given],
        kinds_of_change=KINDS,
        periods=_periods(settings.timezone),
        groups=_by_day(found, names, app),
        found=found,
        older=found.older and f"{found.older[0]}~{found.older[1]}",
        later="older" in query,
        seen=seen,
        charts=charts,
        daily=daily_chart(seen, w),
        per=w[STEPS[seen.step]],
        rules=sorted(settings.rules, key=lambda rule: -sum(seen.rules.get(rule.slug, {}).values())),
        place=place,
        search_feeds=[
            (label, feed_address(settings, f"search.{suffix}", {"q": question.given["q"]}))
            for label, suffix in (("RSS", "rss"), ("Atom", "atom"), ("JSON", "json"))
            if "q" in question.given
        ],
        rule_feeds=[(rule, feed_address(settings, f"rules/{rule.slug}.atom")) for rule in settings.rules[:_RANKED]],
        all_feed=feed_address(settings, "all.atom"),
        health=health,
    )


def overview(app: App, memory: Memory) -> Overview:
    """What the last weeks before the newest article brought."""
    archive = app.store.archive
    return memory.recall(archive.version(), "overview", lambda: _overview(app))


def daily_chart(seen: Overview, w: Mapping[str, str]) -> Markup:
    """The bars of articles and notices a day, or a longer time."""
    label = w["a_day_label"].format(seen.days[0].isoformat(), seen.days[-1].isoformat())
    return charts.daily(seen.days, seen.counts, f"{w[STEPS[seen.step]]}: {label}")


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
        cities=[pair for pair in archive.ranked_cities(since, _RANKED) if pair[0] in divisions().places],
        issuers=archive.ranked("issuer", since, _RANKED // 2),
        kinds=archive.ranked("kind", since, _RANKED // 2),
        changes=archive.changes(),
    )


def _periods(timezone: Any) -> list[tuple[str, str]]:
    today = utc_now().astimezone(timezone).date()
    return [(f"days_{days}", (today - timedelta(days=days)).isoformat()) for days in (7, 30, 365)]


def _chips(question: Asked, names: Mapping[str, str], w: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The filters in force: key, label and value as a person reads them."""
    given = question.given
    shown = dict(given)
    if "rule" in given:
        shown["rule"] = names.get(given["rule"], given["rule"])
    if "city" in given:
        shown["city"] = city_name(given["city"])
    if given.get("change") in KINDS:
        shown["change"] = w[given["change"]]
    return [(name, w[name], shown[name]) for name in FILTERS if name in given]


def _by_day(found: Found, names: Mapping[str, str], app: App) -> list[tuple[date, list[Item]]]:
    timezone = app.settings.timezone
    w = words(app.settings.alerts.language)
    days = groupby(found.hits, key=lambda hit: hit.row.published.astimezone(timezone).date())
    return [(day, [_item(hit, names, w) for hit in hits]) for day, hits in days]


def _item(hit: Hit, names: Mapping[str, str], w: Mapping[str, str]) -> Item:
    row = hit.row
    mentions = [*hit.mentions, *(mention for each in hit.rules.values() for mention in each)]
    found = list(dict.fromkeys(mention["text"] for mention in mentions if mention["field"] in {"title", "text"}))
    in_text = [mention for mention in mentions if mention["field"] == "text"][:_TRIED]
    sentences = [sentence(row.text, mention["start"], mention["end"]) for mention in in_text]
    excerpt = max(sentences, key=len) if sentences else opening(_body(row), 120)
    issuers = list((row.notice or {}).get("issuers", ()))
    cities = _cities(row.places)
    return Item(
        hit=hit,
        title=marks.highlighted(one_line(row.title)[:300] or "—", found),
        excerpt=marks.highlighted(one_line(excerpt), found),
        issuers=w["comma"].join(issuers[:_ISSUERS])
        + (w["and_more"].format(len(issuers)) if len(issuers) > _ISSUERS else ""),
        cities=tuple(cities[:_CITIES]),
        more_cities=max(0, len(cities) - _CITIES),
        rules=tuple((slug, names[slug]) for slug in hit.rules if slug in names),
    )


def _cities(places: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The cities and provinces named, counties by their city, each once."""
    codes = dict.fromkeys(f"{area(mention['code']):0<6}" for mention in places)
    return [(code, divisions().places[code].name) for code in codes if code in divisions().places]


def _body(row: Row) -> str:
    """The text of a notice past its title, number and addressees, which the list shows already."""
    lines = row.text.split("\n", _HEAD_LINES)
    salutation = next((at for at, line in enumerate(lines[:_HEAD_LINES]) if line.endswith(("：", ":"))), None)
    return row.text if row.notice is None or salutation is None else "\n".join(lines[salutation + 1 :])[:1000]

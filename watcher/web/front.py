"""The front page: the newest articles, filters, search, and what the last weeks brought."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from watcher.articles.changes import KINDS
from watcher.config.lint import lint_condition
from watcher.notices.organs import full_name
from watcher.places.divisions import place
from watcher.publishing import CALENDAR
from watcher.times import utc_now
from watcher.watched import feed_key, watched
from watcher.web import charts, search
from watcher.web.items import Item, item
from watcher.web.overview import RANKED, STEPS, Overview, overview, upcoming
from watcher.web.query import FILTERS, Query, address, complaint, described, parse_query
from watcher.web.rendering import Memory, feed_address, page
from watcher.web.search import Found, find
from watcher.web.tilemap import tilemap
from watcher.web.words import words

if TYPE_CHECKING:
    from watcher.app import App
    from watcher.config.settings import Settings

PAGE = 20  # articles on a page


def front_page(app: App, memory: Memory, query: Mapping[str, str], health: Mapping[str, object]) -> str:
    """The page for a query."""
    settings = app.settings
    names = {rule.slug: rule.name for rule in settings.rules}
    question = parse_query(query, settings.timezone, names)
    seen = overview(app, memory)
    found = Found((), None, None) if question.problems else find(app.store, question.filter, question.node, PAGE)
    w = words(settings.alerts.language)
    link = question.link
    root = settings.server.root
    today = utc_now().astimezone(settings.timezone).date()
    return page(
        "front.html",
        settings,
        "articles",
        question=question,
        problems=[complaint(problem, settings.alerts.language) for problem in question.problems],
        link=lambda **changes: link(root, **changes),
        chips=described(question, names, w),
        hidden=[(name, question.given[name]) for name in FILTERS if name in question.given],
        kinds_of_change=KINDS,
        periods=[(f"days_{days}", (today - timedelta(days=days)).isoformat()) for days in (7, 30, 365)],
        groups=_by_day(found, names, today, settings.timezone),
        days_ago={today: w["today"], today - timedelta(days=1): w["yesterday"]},
        found=found,
        notes=lint_condition(question.node) if question.node and not found.hits else (),
        total=_total(app, memory, question, found, seen),
        older=found.older and f"{found.older[0]}~{found.older[1]}",
        later="older" in query,
        seen=seen,
        charts=charts,
        daily=daily_chart(seen, w, root),
        tiles=tilemap(seen.provinces, w["by_province"], lambda code: link(root, city=code), question.given.get("city")),
        per=w[STEPS[seen.step]],
        rules=sorted(settings.rules, key=lambda rule: -seen.recent(rule.slug))[:RANKED],
        every_rule=settings.rules,
        place=place,
        this_year=today.year,
        upcoming=[(day, (day - today).days, article, title) for day, article, title in upcoming(app, today)],
        follow=w["search_feed"] if question.node else w["filter_feed"],
        own_feeds=_own_feeds(question, settings),
        calendar=feed_address(settings, CALENDAR),
        rule_feeds=[(rule, feed_address(settings, f"rules/{rule.slug}.atom")) for rule in settings.rules[:RANKED]],
        all_feed=feed_address(settings, "all.atom"),
        health=health,
    )


def daily_chart(seen: Overview, w: Mapping[str, str], root: str) -> Markup:
    """The bars of articles and notices a day, or a longer time."""
    label = w["a_day_label"].format(seen.days[0].isoformat(), seen.days[-1].isoformat())

    def link(first: date, last: date) -> str:
        return address(root, {"after": first.isoformat(), "before": last.isoformat()})

    return charts.daily(seen.days, seen.counts, f"{w[STEPS[seen.step]]}: {label}", seen.step, link)


def _own_feeds(question: Query, settings: Settings) -> list[tuple[str, str]]:
    """The feed of what is asked for: label and address in each format."""
    given = question.given
    if not given or question.problems:
        return []
    of = _watched(question, settings)
    name, query = (feed_key(of), {}) if of else ("search", given)
    formats = (("RSS", "rss"), ("Atom", "atom"), ("JSON", "json"))
    return [(label, feed_address(settings, f"{name}.{suffix}", query)) for label, suffix in formats]


def _watched(question: Query, settings: Settings) -> str | None:
    """The name of the feed of a rule, place or issuer that alone is asked for, where the config names that one."""
    match list(question.given.items()):
        case [("rule", _)]:
            wanted = [question.filter.rule]
        case [("city", _)]:
            wanted = [f"city:{code:0<6}" for code in question.filter.cities]
        case [("issuer", name)]:
            wanted = [
                rule.slug for rule in watched(settings) if rule.slug[:7] == "issuer:" and rule.name == full_name(name)
            ]
        case _:
            return None
    return wanted[0] if len(wanted) == 1 and wanted[0] in {rule.slug for rule in watched(settings)} else None


def _total(app: App, memory: Memory, question: Query, found: Found, seen: Overview) -> int | None:
    """How many articles are asked for; None where that takes reading all texts."""
    if not question.given:
        return seen.articles
    if question.problems:
        return None
    archive, wanted, node = app.store.archive, question.without_place(), question.node
    if node is None:
        return memory.recall(archive.version(), f"count {wanted}", lambda: archive.count(wanted))
    if found.older is None and question.filter.before is None:
        return len(found.hits)
    return memory.recall(archive.version(), f"count {wanted} {node}", lambda: search.count(app.store, wanted, node))


def _by_day(found: Found, names: Mapping[str, str], today: date, timezone: Any) -> list[tuple[date, list[Item]]]:
    days = groupby(found.hits, key=lambda hit: hit.article.published.astimezone(timezone).date())
    return [(day, [item(hit, names, today) for hit in hits]) for day, hits in days]

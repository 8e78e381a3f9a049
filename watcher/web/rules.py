"""The page of rules: what each brought, its feeds, and trying one before it goes live."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from watcher.config.lint import lint_condition
from watcher.feeds.text import one_line
from watcher.phrases import translate
from watcher.rules.expression import ExpressionError, parse, show
from watcher.rules.matching import Rule
from watcher.trial import Example, Trial, try_rule
from watcher.web import charts, marks
from watcher.web.overview import Overview, overview
from watcher.web.rendering import Memory, feed_address, page, static_address
from watcher.web.words import words

if TYPE_CHECKING:
    from watcher.app import App
    from watcher.config.settings import Settings

SECONDS = 1.0  # that a trial reads texts for keywords, and as long for patterns
SECONDS_TYPING = 0.12  # the same while somebody types
_EXAMPLES = 8
_CHANGED = 5  # of each list where there are several
NEWEST = 100_000  # articles that are looked at
NEWEST_TYPING = 20_000
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Tried:
    """An expression over history."""

    text: str
    against: str  # slug of the rule that it is compared with, or ""
    name: str = ""  # of that rule
    problem: str = ""  # why it cannot be read
    trial: Trial | None = None
    whole: bool = True  # every article was looked at, not only the newest
    toml: str = ""
    notes: Sequence[str] = ()  # what is valid in it but probably not meant


@dataclass(frozen=True, slots=True)
class Card:
    """A rule, and what it brought."""

    rule: Rule
    expression: str
    spark: Markup
    hits: int  # of all time
    recent: int  # of the days that the charts show
    per_week: float  # of these
    feeds: tuple[tuple[str, str], ...]  # label and address


def rules_page(app: App, memory: Memory, query: Mapping[str, str], health: Mapping[str, object]) -> str:
    """Every rule, and the form to try one."""
    settings = app.settings
    seen = overview(app, memory)
    return page(
        "rules.html",
        settings,
        "rules",
        cards=[_card(rule, seen, settings) for rule in settings.rules],
        script=static_address(settings.server.root, "try.js"),
        health=health,
        **_shown(tried(app, query, SECONDS, NEWEST), seen),
    )


def trial_part(app: App, memory: Memory, query: Mapping[str, str]) -> str:
    """Only what a trial found, for the script that asks while somebody types."""
    shown = _shown(tried(app, query, SECONDS_TYPING, NEWEST_TYPING), overview(app, memory))
    return page("trial.html", app.settings, "rules", **shown)


def _card(rule: Rule, seen: Overview, settings: Settings) -> Card:
    recent = seen.recent(rule.slug)
    return Card(
        rule,
        show(rule.condition),
        charts.spark(seen.days, seen.rules.get(rule.slug, {})),
        seen.hits.get(rule.slug, 0),
        recent,
        7 * recent / seen.length,
        tuple(
            (label, feed_address(settings, f"rules/{rule.slug}.{suffix}"))
            for label, suffix in (("RSS", "rss"), ("Atom", "atom"), ("JSON", "json"))
        ),
    )


def tried(app: App, query: Mapping[str, str], seconds: float, newest: int) -> Tried:
    """Try the expression of a query on the newest articles that can be read in this time."""
    text = one_line(query.get("q", ""))[:_LONGEST]
    standing = next((rule for rule in app.settings.rules if rule.slug == query.get("against")), None)
    against, name = (standing.slug, standing.name) if standing else ("", "")
    if not text:
        return Tried(text, against, name)
    try:
        condition = parse(text, zone=app.settings.timezone)
    except ExpressionError as error:
        return Tried(text, against, name, translate(str(error), app.settings.alerts.language))
    against_what = standing.condition if standing else None
    trial = try_rule(app.store, condition, against_what, _EXAMPLES, newest=newest, seconds=seconds)
    whole = trial.articles >= app.store.library.count("articles")
    return Tried(text, against, name, "", trial, whole, _toml(text, app, standing), lint_condition(condition))


def _shown(found: Tried, seen: Overview) -> dict[str, object]:
    trial = found.trial
    days = {day: (count,) for day, count in trial.days.items()} if trial else {}
    weekly = {day: count for day, (count,) in charts.binned(seen.days, days).items()}
    return {
        "tried": found,
        "seen": seen,
        "spark": charts.spark(seen.days, weekly),
        "lists": [(name, [_listed(each) for each in listed]) for name, listed in _lists(found)],
    }


def _listed(example: Example) -> tuple[Example, tuple[marks.Segment, ...], tuple[marks.Segment, ...]]:
    """An example with its title and the sentence that something was found in, where that is not the title."""
    title, said, found = one_line(example.title), one_line(_bare(example.excerpt)), _marked(example.excerpt)
    excerpt = marks.highlighted(said, found) if said and said not in title else ()
    return example, marks.highlighted(title or "—", found), excerpt


def _lists(found: Tried) -> list[tuple[str, Sequence[Example]]]:
    """What is shown of a trial: beside a standing rule what would change, alone what it matches."""
    if found.trial is None:
        return []
    changed = [("gains", found.trial.gains), ("losses", found.trial.losses)] if found.against else []
    lists = [(name, listed) for name, listed in [*changed, ("examples", found.trial.examples)] if listed]
    return [(name, listed[:_CHANGED] if len(lists) > 1 else listed) for name, listed in lists]


def _marked(excerpt: str) -> list[str]:
    return re.findall(r"【([^【】]{1,100})】", excerpt)


def _bare(excerpt: str) -> str:
    return re.sub(r"【([^【】]{1,100})】", r"\1", excerpt)


def _toml(text: str, app: App, standing: Rule | None) -> str:
    """The lines for the config: a rule, or for one that stands there the line that takes its condition's place."""
    quoted = f"'{text}'" if "'" not in text else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if standing:
        return f"when = {quoted}\n"
    name = words(app.settings.alerts.language)["my_rule"]
    channels = ", ".join(f'"{name}"' for name in list(app.settings.channels)[:1])
    return f'[[rules]]\nname = "{name}"\nwhen = {quoted}\nchannels = [{channels}]\n'

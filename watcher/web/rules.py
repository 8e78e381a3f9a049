"""The page of rules: what each brought, its feeds, and trying one before it goes live."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watcher.feeds.text import one_line
from watcher.rules.expression import ExpressionError, parse, show
from watcher.store.archive import Filter
from watcher.trial import Trial, try_rule
from watcher.web import charts, marks
from watcher.web.front import overview
from watcher.web.rendering import Memory, feed_address, page, static_address
from watcher.web.words import words

if TYPE_CHECKING:
    from watcher.app import App

SECONDS = 1.0  # that a trial reads texts
SECONDS_TYPING = 0.4  # the same while somebody types
_EXAMPLES = 8
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Tried:
    """An expression over history."""

    text: str
    against: str  # slug of the rule that it is compared with, or ""
    problem: str = ""  # why it cannot be read
    trial: Trial | None = None
    whole: bool = True  # every article was looked at, not only the newest
    toml: str = ""


def rules_page(app: App, memory: Memory, query: Mapping[str, str], health: Mapping[str, object]) -> str:
    """Every rule, and the form to try one."""
    settings = app.settings
    seen = overview(app, memory)
    return page(
        "rules.html",
        settings,
        "rules",
        rules=[
            (
                rule,
                show(rule.condition),
                charts.spark(seen.days, seen.rules.get(rule.slug, {})),
                sum(seen.rules.get(rule.slug, {}).values()),
                seen.hits.get(rule.slug, 0),
                [
                    (label, feed_address(settings, f"rules/{rule.slug}.{suffix}"))
                    for label, suffix in (("RSS", "rss"), ("Atom", "atom"), ("JSON", "json"))
                ],
            )
            for rule in settings.rules
        ],
        script=static_address(settings.server.root, "try.js"),
        health=health,
        **_shown(tried(app, query, SECONDS)),
    )


def trial_part(app: App, query: Mapping[str, str]) -> str:
    """Only what a trial found, for the script that asks while somebody types."""
    return page("trial.html", app.settings, "rules", **_shown(tried(app, query, SECONDS_TYPING)))


def tried(app: App, query: Mapping[str, str], seconds: float) -> Tried:
    """Try the expression of a query on the newest articles that can be read in this time."""
    text = one_line(query.get("q", ""))[:_LONGEST]
    standing = next((rule for rule in app.settings.rules if rule.slug == query.get("against")), None)
    against = standing.slug if standing else ""
    if not text:
        return Tried(text, against)
    try:
        condition = parse(text)
    except ExpressionError as error:
        return Tried(text, against, str(error))
    rows = app.store.archive.texts(Filter(), seconds)
    trial = try_rule(app.store, condition, standing.condition if standing else None, _EXAMPLES, rows)
    whole = trial.articles >= app.store.library.count("articles")
    return Tried(text, against, "", trial, whole, _toml(text, words(app.settings.alerts.language)["my_rule"], app))


def _shown(found: Tried) -> dict[str, object]:
    examples = found.trial.examples if found.trial else ()
    return {
        "tried": found,
        "examples": [
            (example, marks.highlighted(one_line(_bare(example.excerpt)), _marked(example.excerpt)))
            for example in examples
        ],
    }


def _marked(excerpt: str) -> list[str]:
    return re.findall(r"【([^【】]{1,100})】", excerpt)


def _bare(excerpt: str) -> str:
    return re.sub(r"【([^【】]{1,100})】", r"\1", excerpt)


def _toml(text: str, name: str, app: App) -> str:
    """The lines of a rule for the config."""
    quoted = f"'{text}'" if "'" not in text else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    channels = ", ".join(f'"{name}"' for name in list(app.settings.channels)[:1])
    return f'[[rules]]\nname = "{name}"\nwhen = {quoted}\nchannels = [{channels}]\n'

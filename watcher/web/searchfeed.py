"""A feed of what an expression and filters find, for people who want to follow that without touching the config."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from watcher.feeds.jsonfeed import jsonfeed
from watcher.feeds.rendering import digest
from watcher.feeds.text import NOTHING_YET
from watcher.feeds.xml import atom, rss
from watcher.watched import ALL
from watcher.web.files import Held, hold
from watcher.web.query import Query, described, parse_query
from watcher.web.rendering import Memory
from watcher.web.search import find
from watcher.web.words import words

if TYPE_CHECKING:
    from watcher.app import App

FORMATS = {form.suffix: form for form in (rss, atom, jsonfeed)}
_SECONDS = 3.0  # that texts are read; what is found is kept until the store changes


def search_feed(app: App, memory: Memory, query: Mapping[str, str], suffix: str) -> Held | Query:
    """The feed of the newest articles that are asked for; what is asked where that is nothing, or cannot be read."""
    settings = app.settings
    names = {rule.slug: rule.name for rule in settings.rules}
    question = parse_query(query, settings.timezone, names)
    if question.problems or not question.given:
        return question
    told = [value for _, _, value in described(question, names, words(settings.alerts.language))]
    title = " · ".join([settings.feeds.title, *([question.given["q"]] if question.node else []), *told])
    address = urlencode(question.given)

    def make() -> Held:
        part, form = settings.feeds, FORMATS[suffix]
        found = find(app.store, question.filter, question.node, part.limit, _SECONDS)
        key = f"search/{digest(address.encode())}"
        entries = [app.publisher.entry(hit.article, hit.mentions, key) for hit in found.hits]
        forms = form.fitting(entries, part.limit, part.max_bytes)
        feed = replace(
            app.publisher.feeds[ALL],
            key="search",
            title=title,
            description=title,
            entries=tuple(forms),
            query=f"?{address}",
        )
        content, _ = form.put_together(feed, forms.values())
        return hold(content, f".{suffix}", (feed.updated or NOTHING_YET).timestamp())

    return memory.recall(app.store.archive.version(), f"feed {suffix} {address}", make)

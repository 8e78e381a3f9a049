"""A feed of what an expression finds, for people who want to follow a search without touching the config."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from watcher.feeds.entries import fit
from watcher.feeds.jsonfeed import jsonfeed
from watcher.feeds.rendering import digest
from watcher.feeds.text import NOTHING_YET, one_line
from watcher.feeds.xml import atom, rss
from watcher.publishing import ALL
from watcher.rules.expression import parse
from watcher.store.archive import Filter
from watcher.web.files import Held, hold
from watcher.web.rendering import Memory
from watcher.web.searching import find

if TYPE_CHECKING:
    from watcher.app import App

FORMATS = {form.suffix: form for form in (rss, atom, jsonfeed)}
_SECONDS = 3.0  # that texts are read; what is found is kept until the store changes
_LONGEST = 1000  # characters of an expression


def search_feed(app: App, memory: Memory, text: str, suffix: str) -> Held:
    """The feed of the newest articles that satisfy the expression. Raises ExpressionError where it cannot be read."""
    text = one_line(text)[:_LONGEST]
    node = parse(text, zone=app.settings.timezone)  # before anything is remembered
    key = f"feed {suffix} {text}"

    def make() -> Held:
        part, form = app.settings.feeds, FORMATS[suffix]
        found = find(app.store.archive, Filter(), node, part.limit, _SECONDS)
        entries = []
        for hit in found.hits:
            article = app.store.library.article(hit.row.id)
            if article:
                entries.append(app.publisher.entry(article, hit.mentions, f"search/{digest(text.encode())}"))
        feed = replace(
            app.publisher.feeds[ALL],
            key="search",
            title=f"{part.title} · {text}",
            description=text,
            entries=fit(entries, part.limit, part.max_bytes, lambda entry: len(form.entry(entry))),
            query=f"?{urlencode({'q': text})}",
        )
        return hold(form(feed), f".{suffix}", (feed.updated or NOTHING_YET).timestamp())

    return memory.recall(app.store.archive.version(), key, make)

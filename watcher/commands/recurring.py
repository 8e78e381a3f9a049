"""`watcher inspect --suggest-strip`: what recurs over many articles, as selectors for [articles] strip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from pathlib import Path

from watcher.articles.boilerplate import suggest
from watcher.articles.encoding import decode
from watcher.articles.frontmatter import read_frontmatter
from watcher.articles.markup import read_markup
from watcher.commands.output import say, say_json, table
from watcher.config.settings import Settings
from watcher.errors import ArticleError


def run(settings: Settings, paths: Iterable[Path], as_json: bool) -> int:
    """Offer selectors; those that the config strips already are left out."""
    found = [each for each in suggest(_bodies(paths)) if each.selector not in settings.articles.strip]
    if as_json:
        say_json([{"selector": each.selector, "articles": each.articles, "example": each.example} for each in found])
    elif found:
        say(
            table(
                [(each.articles, each.selector, each.example[:60]) for each in found],
                ("articles", "selector", "takes out"),
            )
        )
        say("\nput those that are no part of an article into [articles] strip")
    else:
        say("nothing recurs")
    return 0


def _bodies(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        try:
            text, _ = decode(path.read_bytes())
        except (ArticleError, OSError):
            continue
        body = read_frontmatter(text, UTC).body
        yield read_markup(body, path.suffix.lower()).fragment  # Markdown as the HTML that selectors are for

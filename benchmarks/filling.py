"""A store with very many articles: some of the corpus, stored again and again under other names and dates."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from benchmarks.corpus import articles
from watcher.articles.article import Reading, read_article
from watcher.articles.scan import Stat
from watcher.passes.reading import Understood, understand
from watcher.store.library import NewArticle
from watcher.store.store import Store
from watcher.subject import places_text

DISTINCT = 2000  # that differ in more than title and date
FIRST = datetime(2024, 5, 6, tzinfo=UTC)

Matches = tuple[tuple[str, str], ...]  # of rules: slug, and mentions as JSON


def fill(
    store: Store,
    count: int,
    reading: Reading,
    *,
    spacing: timedelta,
    matches_of: Callable[[Understood], Matches] = lambda _: (),
) -> None:
    """Store so many articles, in the caller's transaction; `spacing` lies between the dates of two."""
    understood = [
        understand(read_article(name, text.encode(), reading)) for name, text in articles(min(count, DISTINCT))
    ]
    matches = list(map(matches_of, understood))
    for start in range(0, count, DISTINCT):
        new = [
            _new(number, content, found, FIRST + spacing * number)
            for number, (content, found) in enumerate(zip(understood, matches, strict=True), start)
            if number < count
        ]
        store.library.add_articles(new, [f"tag:{each.id}" for each in new], ["first seen"] * len(new), FIRST)


def _new(number: int, content: Understood, matches: Matches, shown: datetime) -> NewArticle:
    article = content.article._replace(path=f"{number}.md")
    notice = content.subject().notice
    return NewArticle(
        id=number + 1,
        shown=shown,
        stat=Stat(0, 0, 0),
        article=article,
        notice=json.dumps(notice, ensure_ascii=False) if notice else None,
        places=places_text(content.places),
        facets=content.facets(),
        matches=matches,
    )

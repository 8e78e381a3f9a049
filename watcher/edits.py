"""What a revision of a stored article changed, in the words of alerts, feeds and pages."""

from __future__ import annotations

from watcher.articles import diff
from watcher.store.library import Library


def lines_of(library: Library, article_id: int, revision: int) -> tuple[str, ...]:
    """What a revision changed, line by line for a person: title, set of places, then `−` and `+` with the edit in 【】.

    Empty where it is the first or nothing can be shown.
    """
    before, article = (library.article(article_id, number) for number in (revision - 1, revision))
    if before is None or article is None:
        return ()
    title = [f"− {before.title}", f"+ {article.title}"] if before.title != article.title else []
    named = [place["name"] for place in before.places], [place["name"] for place in article.places]
    return (*title, *diff.lines(diff.compare(before.text, article.text), named))

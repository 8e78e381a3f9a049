"""What a revision of a stored article changed, in the words of alerts, feeds and pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from watcher.articles import diff
from watcher.store.library import Library
from watcher.store.stored import Stored

_Places = Sequence[Mapping[str, Any]]
_Notice = Mapping[str, Any] | None


def lines_of(library: Library, article_id: int, revision: int) -> tuple[str, ...]:
    """What a revision changed, line by line for a person: title, set of places, then `−` and `+` with the edit in 【】.

    Empty where it is the first or nothing can be shown.
    """
    before = library.article(article_id, revision - 1)
    article = library.article(article_id, revision) if before else None
    if before is None or article is None:
        return ()
    titles = zip("−+", diff.marked(before.title, article.title), strict=True) if before.title != article.title else ()
    title = [f"{sign} {text}" for sign, text in titles]
    old, new = _named(before.places, before.notice), _named(article.places, article.notice)
    return (*title, *diff.lines(diff.compare(before.text, article.text), _without(new, old), _without(old, new)))


def difference(library: Library, article_id: int, revision: int) -> str | None:
    """The lines as one text; None where there are none."""
    return "\n".join(lines_of(library, article_id, revision)) or None


def sorts_of(before: Stored, text: str, places: _Places, notice: _Notice) -> list[str]:
    """The sorts of edit that make the stored revision what is given: its text, its places and its notice."""
    old, new = _named(before.places, before.notice), _named(places, notice)
    moved = {*_without(new, old), *_without(old, new)}
    words = {place["text"] for place in (*before.places, *places) if place["name"] in moved}
    return diff.kinds(diff.compare(before.text, text), words)


def _named(places: _Places, notice: _Notice) -> list[tuple[str, str]]:
    """The places of a text, each with the list that it is in: what is mentioned, and what the notice selects.

    A city that is struck from the list of those selected is gone, even where a copy is still sent to it.
    """
    selected = (notice or {}).get("designated") or ()
    return [*(("mentioned", place["name"]) for place in places), *(("selected", name) for name in selected)]


def _without(these: Sequence[tuple[str, str]], those: Sequence[tuple[str, str]]) -> list[str]:
    """The names that are in a list of these and not of those."""
    known = set(those)
    return list(dict.fromkeys(name for entry in these if entry not in known for name in entry[1:]))

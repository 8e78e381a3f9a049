"""`watcher inspect --history`: every change of an article that the store remembers, with what each edit changed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import Any

from watcher.articles.naming import to_name
from watcher.commands.output import clock, say, say_json
from watcher.config.settings import Settings
from watcher.edits import difference
from watcher.errors import UsageError
from watcher.store.library import Library
from watcher.store.store import Store


def run(settings: Settings, paths: Sequence[str], as_json: bool) -> int:
    """Tell the history of the articles that stand, or stood, at these paths."""
    with Store(settings.store.path, only_read=True) as store:
        for path in paths:
            name = to_name(settings.source, os.path.abspath(path))
            article_id = None if name is None else store.library.article_at(name)
            if article_id is None:
                raise UsageError(f"the store knows no article at {path}")
            changes = list(_changes(store.library, article_id))
            if as_json:
                say_json({"path": path, "id": article_id, "changes": changes})
            else:
                say("\n".join([path, *(line for change in changes for line in _lines(change, settings.timezone))]))
    return 0


def _changes(library: Library, article_id: int) -> Iterator[dict[str, Any]]:
    for change in library.changes_of(article_id):
        edited = difference(library, article_id, change["revision"]) if change["kind"] == "updated" else None
        yield {**change, "diff": edited}


def _lines(change: dict[str, Any], zone: tzinfo) -> Iterator[str]:
    yield f"  {clock(change['at'], zone)}  revision {change['revision']}  {change['kind']:<8} {change['because']}"
    for line in (change["diff"] or "").splitlines():
        yield f"      {line}"

"""Which files [articles] names, remembered: changes that an edit of it brings about are no news of the articles."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from watcher.articles.naming import Source, include_filter, root_of, to_disk, to_name


def saved_scope(source: Source) -> str:
    """The scope of a source as the store keeps it."""
    return json.dumps([[*map(str, source.directories)], source.include, source.follow_links, source.left_out])


def was_in_scope(before: str, source: Source) -> Callable[[str], bool]:
    """A test of whether a file was in the scope that was saved.

    It takes names of `source`. A link counts as a file where the link itself is.
    """
    directories, include, follow_links, left_out = json.loads(before)
    old = Source(tuple(map(Path, directories)), tuple(include), 0, follow_links, tuple(left_out))
    wanted = include_filter(old.include)

    def was_named(name: str) -> bool:
        known = to_name(old, to_disk(source, name))
        return known is not None and not old.leaves_out(known) and wanted(known.removeprefix(root_of(old, known)[0]))

    return was_named

"""What [articles] named in the last whole pass: what an edit of it brings about is no news of the articles."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from watcher.articles.naming import Source, include_filter, root_of, to_disk, to_name


def noted(source: Source) -> str:
    """What a source names, to be remembered."""
    return json.dumps([[*map(str, source.directories)], source.include, source.follow_links, source.left_out])


def named_by(before: str, source: Source) -> Callable[[str], bool]:
    """Whether a file was named by what is remembered as well: then it is as new as it looks.

    Names are those of `source`. Links that lead elsewhere count as what their own place says.
    """
    directories, include, follow_links, left_out = json.loads(before)
    old = Source(tuple(map(Path, directories)), tuple(include), 0, follow_links, tuple(left_out))
    wanted = include_filter(old.include)

    def was_named(name: str) -> bool:
        known = to_name(old, to_disk(source, name))
        return known is not None and not old.leaves_out(known) and wanted(known.removeprefix(root_of(old, known)[0]))

    return was_named

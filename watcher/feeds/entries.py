"""The entries of a feed as every format shows them: their order, their titles, and how many of them fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from watcher.feeds.selection import Entry
from watcher.feeds.text import absolute, one_line, uri, utc

_FRAME = 4_096  # bytes that are left for a feed's own elements


def newest_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """`entries` by the time they were published, newest first, each guid once (RSS 2.0, RFC 4287 4.1.1)."""
    unique = {entry.guid: entry for entry in reversed(list(entries))}
    return tuple(sorted(unique.values(), key=lambda entry: (-utc(entry.published).timestamp(), entry.guid)))


def shown_title(entry: Entry) -> str:
    """The title of an entry on one line; never empty, because Atom and most readers want one."""
    return one_line(entry.title)[:500] or one_line(entry.summary)[:80] or shown_link(entry)


def shown_link(entry: Entry) -> str:
    """Where an entry leads: http or https, in ASCII. Articles name it, so `javascript:` and its like lead nowhere."""
    return uri(absolute(entry.link, entry.base)) or "about:invalid"


def shown_image(entry: Entry) -> str:
    """The address of an entry's picture; "" for none."""
    return uri(absolute(entry.image, entry.base))


def labels(entry: Entry) -> tuple[str, ...]:
    """The categories of an entry, each once, in their order."""
    return tuple(dict.fromkeys(label for category in entry.categories if (label := one_line(category))))


def fit(entries: Iterable[Entry], limit: int, max_bytes: int, size: Callable[[Entry], int]) -> tuple[Entry, ...]:
    """The newest of `entries`: at most `limit`, and so few that their feed does not exceed `max_bytes`.

    `size` says how many bytes an entry takes. The newest entry always stays, however large. A feed's own title and
    addresses may take 4 KB.
    """
    left = max_bytes - _FRAME
    kept: list[Entry] = []
    for entry in newest_first(entries)[:limit]:
        left -= size(entry) + 1  # what stands between two
        if left < 0 and kept:
            break
        kept.append(entry)
    return tuple(kept)

"""A feed in every format; entries that it had before are taken over from its files as they are.

Rendering an entry takes a hundred times as long as copying it, and a feed that is written anew has mostly those that
it had. So what is remembered of a written feed is where in its files each entry stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypedDict

from watcher.feeds.format import Format
from watcher.feeds.jsonfeed import jsonfeed
from watcher.feeds.selection import Entry, Feed
from watcher.feeds.xml import atom, rss

FORMATS = (rss, atom, jsonfeed)

Forms = Mapping[str, bytes]  # an entry in the formats in which it had room, by suffix


class Layout(TypedDict):
    """What is remembered of a written feed."""

    files: Mapping[str, str]  # suffix -> digest
    entries: Mapping[str, Mapping[str, Sequence[int]]]  # key of an entry -> suffix -> start and end


@dataclass(frozen=True, slots=True)
class Rendered:
    """A feed with the entries that had room, ready to be written."""

    feed: Feed  # with the entries of the format that has most of them
    files: Mapping[str, bytes]  # by suffix
    layout: Layout


def render(feed: Feed, limit: int, max_bytes: int, known: Mapping[str, Forms]) -> Rendered:
    """The feed with as many entries as fit in each format; `known` has those that need not be rendered, by `key`."""
    keys = {entry: key(entry) for entry in feed.entries}
    files: dict[str, bytes] = {}
    places: dict[str, dict[str, tuple[int, int]]] = {}
    longest: tuple[Entry, ...] = ()
    for form in FORMATS:
        forms = form.fitting(feed.entries, limit, max_bytes, partial(_known_or_made, form, known, keys))
        files[form.suffix], stand = form.put_together(replace(feed, entries=tuple(forms)), forms.values())
        for entry, place in zip(forms, stand, strict=True):
            places.setdefault(keys[entry], {})[form.suffix] = place
        longest = max(longest, tuple(forms), key=len)
    layout: Layout = {"files": {suffix: digest(file) for suffix, file in files.items()}, "entries": places}
    return Rendered(replace(feed, entries=longest), files, layout)


def _known_or_made(form: Format, known: Mapping[str, Forms], keys: Mapping[Entry, str], entry: Entry) -> bytes:
    return known.get(keys[entry], {}).get(form.suffix) or form.entry(entry)


def taken_over(layout: Layout, files: Mapping[str, bytes]) -> dict[str, Forms]:
    """The entries of a feed that was written before, by `key`; none where a file is not as it was written then."""
    if layout["files"] != {suffix: digest(file) for suffix, file in files.items()}:
        return {}
    return {
        known: {suffix: files[suffix][start:end] for suffix, (start, end) in places.items()}
        for known, places in layout["entries"].items()
    }


def key(entry: Entry) -> str:
    """Equal for entries that are rendered the same."""
    return digest(repr(entry).encode("utf-8", "surrogatepass"))


def digest(content: bytes) -> str:
    """Short, and different for different content."""
    return hashlib.blake2b(content, digest_size=12).hexdigest()

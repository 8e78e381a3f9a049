"""A feed in every format; entries that it had before are taken over from its files as they are.

Rendering an entry takes a hundred times as long as copying it, and a feed that is written anew has mostly those that
it had. So what is remembered of a written feed is where in its files each entry stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from watcher.feeds.entries import fit
from watcher.feeds.jsonfeed import jsonfeed
from watcher.feeds.selection import Entry, Feed
from watcher.feeds.xml import atom, rss

FORMATS = (rss, atom, jsonfeed)

Forms = Mapping[str, bytes]  # an entry in every format, by suffix


class Layout(TypedDict):
    """What is remembered of a written feed."""

    files: Mapping[str, str]  # suffix -> digest
    entries: Mapping[str, Mapping[str, Sequence[int]]]  # key of an entry -> suffix -> start and end


@dataclass(frozen=True, slots=True)
class Rendered:
    """A feed with the entries that had room, ready to be written."""

    feed: Feed
    files: Mapping[str, bytes]  # by suffix
    layout: Layout


def render(feed: Feed, limit: int, max_bytes: int, known: Mapping[str, Forms]) -> Rendered:
    """The feed with as many of its entries as fit; `known` has those that need not be rendered, by `key`."""
    keys = {entry: key(entry) for entry in feed.entries}
    forms: dict[Entry, Forms] = {}

    def size(entry: Entry) -> int:
        forms[entry] = known.get(keys[entry]) or forms_of(entry)
        return largest(forms[entry])

    feed = replace(feed, entries=fit(feed.entries, limit, max_bytes, size))
    files: dict[str, bytes] = {}
    places: dict[str, dict[str, tuple[int, int]]] = {keys[entry]: {} for entry in feed.entries}
    for form in FORMATS:
        files[form.suffix], stand = form.put_together(feed, [forms[entry][form.suffix] for entry in feed.entries])
        for entry, place in zip(feed.entries, stand, strict=True):
            places[keys[entry]][form.suffix] = place
    return Rendered(feed, files, {"files": {suffix: digest(file) for suffix, file in files.items()}, "entries": places})


def forms_of(entry: Entry) -> Forms:
    """The entry in every format."""
    return {form.suffix: form.entry(entry) for form in FORMATS}


def largest(forms: Forms) -> int:
    """Bytes of an entry in the format where it is largest."""
    return max(map(len, forms.values()))


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

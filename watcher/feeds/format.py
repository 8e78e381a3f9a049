"""What a format of feeds is: the bytes around the entries, and those of each entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from watcher.feeds.entries import fit, newest_first
from watcher.feeds.selection import Entry, Feed


@dataclass(frozen=True, slots=True)
class Format:
    """A format. The same feed gives the same bytes, and an entry the same ones in every feed."""

    suffix: str  # of its files, without the dot
    frame: Callable[[Feed], tuple[bytes, bytes]]  # what stands before and behind the entries of a feed
    entry: Callable[[Entry], bytes]
    between: bytes = b""  # one entry and the next
    most: int | None = None  # bytes of a feed that readers of the format are promised at most

    def fitting(
        self, entries: Iterable[Entry], limit: int, max_bytes: int, made: Callable[[Entry], bytes] | None = None
    ) -> dict[Entry, bytes]:
        """The newest entries that have room in a feed of this format, each in it; `made` may have it already."""
        forms: dict[Entry, bytes] = {}

        def size(entry: Entry) -> int:
            forms[entry] = (made or self.entry)(entry)
            return len(forms[entry])

        return {entry: forms[entry] for entry in fit(entries, limit, min(max_bytes, self.most or max_bytes), size)}

    def __call__(self, feed: Feed) -> bytes:
        """The whole feed in UTF-8."""
        whole, _ = self.put_together(feed, map(self.entry, newest_first(feed.entries)))
        return whole

    def put_together(self, feed: Feed, forms: Iterable[bytes]) -> tuple[bytes, list[tuple[int, int]]]:
        """The whole feed of entries that have this form already, in this order; and where in it each stands."""
        head, tail = self.frame(feed)
        forms = [*forms]
        places, start = [], len(head)
        for form in forms:
            places.append((start, start + len(form)))
            start += len(form) + len(self.between)
        return head + self.between.join(forms) + tail, places

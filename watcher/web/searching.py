"""What is asked for -> the articles of one page. A search reads texts from the newest on, for a limited time."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from watcher.history import StoredSubject, mention_json
from watcher.rules.matching import Matcher, Rule
from watcher.rules.tree import Node
from watcher.store.archive import Archive, Filter, Row

SECONDS = 0.2  # that a page spends on reading texts; older ones are a link away

Mentions = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was asked for."""

    row: Row
    mentions: Mentions  # of what was searched for
    rules: Mapping[str, Mentions]  # slug -> mentions


@dataclass(frozen=True, slots=True)
class Found:
    """A page of them."""

    hits: tuple[Hit, ...]
    older: tuple[str, int] | None  # the key that the next page begins after; None where there is none
    looked: int | None  # how many texts were read until the time was over; None where that did not happen


def find(archive: Archive, wanted: Filter, node: Node | None, count: int, seconds: float = SECONDS) -> Found:
    """The newest `count` articles that satisfy the filter and, where one is given, the expression."""
    if node is None:
        ids = list(islice(archive.ids(wanted), count + 1))
        more = len(ids) > count
        return Found(
            _hits(archive, dict.fromkeys(ids[:count], ())), archive.key(ids[count - 1]) if more else None, None
        )
    matcher = search_matcher(node)
    found: dict[int, Mentions] = {}
    looked = last = 0
    for row in archive.texts(wanted, seconds):
        looked, last = looked + 1, row.id
        for match in matcher.match(StoredSubject(row)):
            found[row.id] = [mention_json(mention) for mention in match.mentions]
        if len(found) == count:
            break
    older = archive.key(last) if last else None
    rest = older and next(iter(archive.ids(dataclasses.replace(wanted, before=older))), None)
    out_of_time = rest is not None and len(found) < count
    return Found(_hits(archive, found), older if rest is not None else None, looked if out_of_time else None)


@lru_cache(maxsize=64)
def search_matcher(node: Node) -> Matcher:
    """A matcher of one expression: people type, page and reload."""
    return Matcher([Rule(name="search", slug="search", condition=node)])


def _hits(archive: Archive, found: Mapping[int, Mentions]) -> tuple[Hit, ...]:
    rules = archive.mentions(list(found))
    return tuple(Hit(row, found[row.id], rules[row.id]) for row in archive.rows(list(found)))

"""What is asked for -> the articles of one page. A search looks from the newest on, for a limited time."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from watcher.rules.matching import Matcher, Rule
from watcher.rules.tree import Node, leaves
from watcher.store.archive import Archive, Filter
from watcher.store.store import Store
from watcher.store.stored import Stored
from watcher.subject import StoredSubject
from watcher.survey import Survey, is_indexed

SECONDS = 0.2  # that a page spends on reading texts; older ones are a link away

_FIRST_LOOK = 500  # articles

Mentions = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was asked for."""

    article: Stored
    mentions: Mentions  # of what was searched for
    rules: Mapping[str, Mentions]  # slug -> mentions


@dataclass(frozen=True, slots=True)
class Found:
    """A page of them."""

    hits: tuple[Hit, ...]
    older: tuple[str, int] | None  # the key that the next page begins after; None where there is none
    looked: int | None  # how many texts were read until the time was over; None where that did not happen


def find(store: Store, wanted: Filter, node: Node | None, most: int, seconds: float = SECONDS) -> Found:
    """The newest `most` articles that satisfy the filter and, where one is given, the expression."""
    archive = store.archive
    if node is None:
        listed = list(islice(archive.ids(wanted), most + 1))
        more = len(listed) > most
        hits = _hits(archive, dict.fromkeys(listed[:most], ()))
        return Found(hits, archive.key(listed[most - 1]) if more else None, None)
    looked = last = 0
    ids: list[int] = []
    for seen, met in _looks(store, wanted, node, seconds):
        ids += [id_ for id_ in seen if id_ in met][: most - len(ids)]
        looked, last = looked + len(seen), seen[-1]
        if len(ids) == most:
            last = ids[-1]
            break
    older = archive.key(last) if last else None
    rest = older and next(iter(archive.ids(dataclasses.replace(wanted, before=older))), None)
    out_of_time = rest is not None and len(ids) < most
    hits = _hits(archive, _mentions(store, node, ids))
    return Found(hits, older if rest is not None else None, looked if out_of_time else None)


def _looks(store: Store, wanted: Filter, node: Node, seconds: float) -> Iterator[tuple[Sequence[int], Collection[int]]]:
    """Articles that were looked at, newest first, and those that satisfy the node: ever more, while there is time.

    Few at first: where most of them do, a page is full at once.
    """
    deadline, number = time.monotonic() + seconds, _FIRST_LOOK
    rest = store.archive.ids(wanted)
    while (some := list(islice(rest, number))) and (left := deadline - time.monotonic()) > 0:
        survey = Survey(store.matches, [node], among=some, seconds=left)
        yield list(survey.days), survey.satisfying(node)
        if len(survey.days) < len(some):
            return
        number *= 4


def _mentions(store: Store, node: Node, ids: Sequence[int]) -> dict[int, Mentions]:
    """Where these articles mention what is asked for."""
    matcher = search_matcher(node)
    return {
        row.id: [mention._asdict() for match in matcher.match(StoredSubject(row)) for mention in match.mentions]
        for row in store.matches.texts(ids)
    }


def count(store: Store, wanted: Filter, node: Node) -> int | None:
    """How many articles are found; None where that takes reading their texts."""
    if not all(map(is_indexed, leaves(node))):
        return None
    return len(Survey(store.matches, [node], among=list(store.archive.ids(wanted))).satisfying(node))


@lru_cache(maxsize=64)
def search_matcher(node: Node) -> Matcher:
    """A matcher of one expression: people type, page and reload."""
    return Matcher([Rule(name="search", slug="search", condition=node)])


def _hits(archive: Archive, found: Mapping[int, Mentions]) -> tuple[Hit, ...]:
    rules = archive.mentions(list(found))
    return tuple(Hit(each, found[each.id], rules[each.id]) for each in archive.articles(list(found)))

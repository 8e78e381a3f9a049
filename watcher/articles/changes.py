"""Known + found -> what changed, and why. Pure: it neither reads files nor remembers anything.

A pass asks `decide` about every file that it read, then `pair` about articles that lost their last file while
others came, and `settle` about every article whose files changed. `withhold` says when so much is gone that it is
more likely a directory that was not mounted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from watcher.articles.article import Article

_Item = TypeVar("_Item")

NEW, UPDATED, MOVED, REPLACED, REMOVED, RESTORED = KINDS = (
    "new",
    "updated",
    "moved",
    "replaced",
    "removed",
    "restored",
)

# the reason of a change that is no news of the article: it came, went or moved by an edit of the config
SCOPE_CHANGED = "[articles] names other files"

# Shares of the text from which on two texts are states of one article. In the history of a news site, texts edited in
# place kept 0.55 and more, other articles at the same path 0.36 and less, but bulletins of another day 0.39 to 0.98.
ALIKE = 0.5  # at one path
_ALIKE_ELSEWHERE = 0.6
_DAY = re.compile(r"(\d{1,2}) ?月 ?(\d{1,2}) ?日")
_COMPARED = 4000  # characters of a text that are compared: enough to tell, and bounded
_PAIRS = 10_000  # comparisons in one pass, 0.2 ms each, 2 ms where texts are long; past it only what is equal pairs


class Known(NamedTuple):  # a first scan makes one an article: a third of a dataclass's time
    """What is remembered of an article."""

    id: int
    path: str  # where it stands, or stood last
    revision: int
    title: str
    published: datetime | None  # as its file gave it
    url: str
    text: str
    fingerprint: bytes
    removed: bool


@dataclass(frozen=True, slots=True)
class Same:
    """The file says what a known article says already."""

    article: Known


@dataclass(frozen=True, slots=True)
class Edited:
    """The file holds a new state of the article."""

    article: Known
    because: str  # "title", "text" or "title and text"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """No known article says this."""


Decision = Same | Edited | Newcomer


def decide(found: Article, held: Known | None, same: Known | None, *, stale_copy: bool = False) -> Decision:
    """What the content of one file means.

    `held` is the article that the path held before, `same` one that says exactly this, wherever it stands (also a
    removed one). `stale_copy`: the path is one of several that held the article, and has one of its earlier states.
    """
    if held and held.fingerprint == found.fingerprint:
        return Same(held)
    if same:
        return Same(same)
    if held and stale_copy:
        return Same(held)
    if held and is_edit(held, found):
        return Edited(held, what_differs(held, found))
    return Newcomer()


def is_edit(held: Known, found: Article) -> bool:
    """Whether a new content at a known path is that article edited, rather than another one.

    Pages whose title recurs (a daily bulletin) are overwritten by the next day's, so the same path and title prove
    nothing. The same original address or date of publication does, and else half of the text must have stayed and
    be of the same day.
    """
    if held.url and held.url == found.url:
        return True
    if held.published and held.published == found.published:
        return True
    if not held.text or not found.text:
        return held.title == found.title
    return not _is_of_another_day(held, found) and similarity(held.text, found.text) >= ALIKE


def what_differs(held: Known, found: Article) -> str:
    """Which parts of an article an edit touched, in the words that logs, pages and payloads use."""
    parts = [
        name
        for name, before, after in (("title", held.title, found.title), ("text", held.text, found.text))
        if "".join(before.split()) != "".join(after.split())
    ]
    return " and ".join(parts) or "pictures"


def similarity(one: str, other: str) -> float:
    """0 to 1: how much of two texts is the same, in order."""
    from rapidfuzz.fuzz import ratio

    return ratio(one[:_COMPARED], other[:_COMPARED], score_cutoff=1) / 100


def pair(homeless: Sequence[Known], newcomers: Sequence[Article]) -> dict[str, Known]:
    """Which newcomers are articles that were renamed and edited at once: path of the newcomer -> the article.

    By original address, then by the whole text or the title where it is the only such one on both sides, then by
    likeness of the text. Never at one path: what came there was found to be no edit of what it held.
    """
    pairs: dict[str, Known] = {}
    left = {known.id: known for known in homeless}
    for key in ("url", "text", "title"):
        mine, theirs = _unique(left.values(), key), _unique(newcomers, key)
        for value in mine.keys() & theirs.keys():
            known, article = mine[value], theirs[value]
            if article.path in pairs or known.path == article.path or (key == "title" and not is_edit(known, article)):
                continue
            pairs[article.path] = left.pop(known.id)
    rest = [article for article in newcomers if article.path not in pairs]
    if len(rest) * len(left) > _PAIRS:
        return pairs
    for article in rest:
        able = [
            known for known in left.values() if known.path != article.path and not _is_of_another_day(known, article)
        ]
        best = max(able, key=lambda known: similarity(known.text, article.text), default=None)
        if best and article.text and similarity(best.text, article.text) >= _ALIKE_ELSEWHERE:
            pairs[article.path] = left.pop(best.id)
    return pairs


def settle(
    known: Known, stands_at: Collection[str], gained: Collection[str], *, overwritten: bool
) -> tuple[str, str] | None:
    """The kind and reason of the change of an article whose files changed; None where a reader sees none.

    `overwritten` says that another article stands now where it stood.
    """
    if not stands_at:
        return (REPLACED, "another article took its place") if overwritten else (REMOVED, "its file is gone")
    if known.removed:
        return RESTORED, "its file is back"
    if known.path not in stands_at:
        return MOVED, f"from {known.path} to {min(gained or stands_at)}"
    return None


def withhold(gone: int, known: int) -> bool:
    """Whether so many articles are gone at once that a second look must confirm it."""
    return gone > max(20, known * 3 // 10)


def _is_of_another_day(held: Known, found: Article) -> bool:
    """Whether the first days that the texts name differ: bulletins of two days differ in little else."""
    if held.published and held.published == found.published:
        return False
    days = [_DAY.search(text, 0, _COMPARED) for text in (held.text, found.text)]
    named = [(int(day[1]), int(day[2])) for day in days if day]
    return len(named) == 2 and named[0] != named[1]


def _unique(items: Iterable[_Item], key: str) -> dict[str, _Item]:
    """The items by an attribute that is given, and that no two of them share."""
    found: dict[str, list[_Item]] = {}
    for item in items:
        found.setdefault(getattr(item, key), []).append(item)
    return {value: same[0] for value, same in found.items() if value and len(same) == 1}

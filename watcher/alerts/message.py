"""A match -> a message that no platform owns yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

DIGEST = "dig_"  # begins the ids of digests; any other id of a message is an alert's


@dataclass(frozen=True, slots=True)
class Mentioned:
    """One mention as a person reads it: the words, and the sentence that they stand in."""

    kind: str  # keyword, city, issuer, ...: what was watched
    text: str  # as written in the article
    name: str  # what was watched: the keyword of the rule, or the full name of the place
    code: str | None  # six-digit adcode of a place
    excerpt: str  # the sentence around it, cut at sentence edges


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The article that a message is about."""

    id: int
    revision: int
    title: str
    url: str  # absolute address for a person
    path: str  # below the article directory
    published: datetime
    updated: datetime
    author: str
    categories: tuple[str, ...]
    excerpt: str  # plain text, a few sentences at most


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another article that is the same document: a reprint, a copy at another site."""

    title: str
    url: str  # absolute address for a person
    path: str  # below the article directory


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One match: which rule, what happened to which article, and why it matched."""

    rule: str  # name of the rule, or of the first of several
    rules: tuple[str, ...] = ()  # of all rules, where several are told of together
    change: str  # new, updated, moved, replaced, removed, restored
    article: Card
    notice: (
        Mapping[str, object] | None
    )  # as in `watcher inspect --json`; None where the article is no official document
    mentions: tuple[Mentioned, ...]
    edit: str | None = None  # what sort of edit it is, as the store has it: "text: place list, date"
    diff: str | None = None  # what an edit changed, plain text: lines of "+…" and "−…"
    also: tuple[Elsewhere, ...] = ()  # where the same document stands besides
    reprint: bool = False  # the document was told of before, as it stands elsewhere
    earlier: bool = False  # it happened before the rule asked for it (`backfill`)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one alert says. Digests have several items, a test and a problem have none."""

    id: str  # the alert's id, the same on every attempt
    kind: str  # "matched", "digest", "test" or "problem"
    at: datetime  # aware: when the change was seen
    language: str  # "zh-CN" or "en"
    items: tuple[Item, ...]
    more: int = 0  # a digest's further items that it does not list
    text: str = ""  # what is wrong, where it is a problem: lines of plain text

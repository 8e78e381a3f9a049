"""Stored articles -> the entries of each feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from urllib.parse import quote, urljoin

from watcher.articles.excerpt import opening, repeats, sentence
from watcher.phrases.labels import FACTS

Mentions = Sequence[Mapping[str, Any]]

_SENTENCES = 3  # in a summary
_HEAD = 12  # lines, among which a notice names its addressees
_LISTED = 30  # places or organs in a fact
_SHOWN = ("kind", "number", "issuers", "addressees", "date", "designated", "cited", "deadlines")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article as a feed shows it."""

    guid: str  # tag: URI, minted once per article
    title: str  # plain text
    link: str  # absolute address of the article for a person
    published: datetime  # aware; never changes once it was shown
    updated: datetime  # aware; moves only with a change that a reader would see
    author: str = ""
    categories: tuple[str, ...] = ()
    summary: str = ""  # plain text: the matched words in their sentence, or the first sentences
    fragment: str = ""  # cleaned HTML of the article, not yet safe to show
    base: str = ""  # absolute address that relative links in the fragment resolve against; "" where none is known
    image: str = ""  # absolute address of a picture
    revision: int = 1  # past 1 the article was edited
    note: str = ""  # plain text shown at the head: what an edit changed, line by line, or that it was withdrawn
    facts: tuple[tuple[str, str], ...] = ()  # label and value of the fact box at the head, plain text
    marks: tuple[str, ...] = ()  # words to highlight in the content: not the kind or issuer that a rule asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A list of entries that a reader subscribes to, newest first."""

    key: str  # "all" or such as "rules/<slug>": the path below the feed directory, without an ending
    title: str
    description: str
    home: str  # absolute address of the page that people see
    base_url: str  # absolute address of the feed directory, ends in "/"
    language: str  # BCP 47: zh-CN, en
    entries: tuple[Entry, ...]
    hub: str = ""  # absolute address of the WebSub hub that tells subscribers at once; "" where there is none
    query: str = ""  # of its address, with the "?" and percent-encoded: what a search feed looks for

    @property
    def updated(self) -> datetime | None:
        """When the newest change in it happened; None for an empty feed."""
        return max((entry.updated for entry in self.entries), default=None)

    def address(self, suffix: str) -> str:
        """Where this feed is read: `suffix` is "rss", "atom" or "json"."""
        return f"{self.base_url}{self.key}.{suffix}{self.query}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How articles are shown: the part of the config that concerns it."""

    home: str  # absolute address of the pages, ends in "/"
    articles: str  # absolute address under which the article directory is published, ends in "/"; "" where it is not
    base_url: str  # absolute address of the feeds, ends in "/"
    title: str
    language: str
    timezone: tzinfo


def entry(article: Any, mentions: Mentions, shown: Shown) -> Entry:
    """A stored article (`store.library.Stored`) as an entry; `mentions` are those of the feed's rule."""
    notice = article.notice or {}
    places = dict.fromkeys(place["name"] for place in article.places)
    labels = (*article.categories, notice.get("kind"), *notice.get("issuers", ()), *places)
    return Entry(
        guid=article.guid,
        title=article.title,
        link=link(article, shown),
        published=article.published.astimezone(shown.timezone),
        updated=max(article.updated, article.published).astimezone(shown.timezone),
        author=article.author,
        categories=tuple(dict.fromkeys(filter(None, labels))),
        summary=summary(article, mentions),
        fragment=article.fragment,
        base=origin(article, shown),
        image=article.image,
        revision=article.revision,
        facts=facts(notice, shown.language),
        marks=tuple(dict.fromkeys(each["text"] for each in mentions if each["field"] in {"title", "text"})),
    )


def link(article: Any, shown: Shown) -> str:
    """Where a person reads a stored article: where it comes from, or else our own page of it."""
    return origin(article, shown) or f"{shown.home}articles/{article.id}"


def origin(article: Any, shown: Shown) -> str:
    """The address of the original, or of its file where the directory is published; "" where neither is known."""
    return str(article.url) or (shown.articles and urljoin(shown.articles, quote(article.path)))


def summary(article: Any, mentions: Mentions) -> str:
    """The sentences that hold the mentions, or the first ones of the text; what only repeats the title says nothing."""
    titles = article.title, str((article.notice or {}).get("title") or "")
    found: dict[str, None] = {}
    for mention in mentions:  # of which a long article has thousands
        if mention["field"] == "text" and len(found) < _SENTENCES:
            said = sentence(article.text, mention["start"], mention["end"])
            if not repeats(said, *titles):
                found[said] = None
    return "\n".join(found) or beginning(article)


def beginning(article: Any, most: int = 200) -> str:
    """The first sentences of a text, without what stands beside it anyway.

    That is its title, and of a notice all that comes before the addressees are named, and its signature.
    """
    notice = article.notice or {}
    lines = article.text.split("\n", _HEAD)
    salutation = next((at for at, line in enumerate(lines[:_HEAD]) if line.endswith(("：", ":"))), None)
    first = _behind_title(article.title, lines) if not notice or salutation is None else salutation + 1
    signed = next((at for at in range(first + 1, len(lines)) if lines[at] in notice.get("issuers", ())), None)
    return opening("\n".join(lines[first:signed]).strip() or article.text, most)


def _behind_title(title: str, lines: Sequence[str]) -> int:
    """The first line that does not only repeat the title, which may stand in several."""
    wanted, said = "".join(title.split()), ""
    for at, line in enumerate(lines):
        said += "".join(line.split())
        if said == wanted:
            return at + 1
        if not wanted.startswith(said):
            break
    return 0


def facts(notice: Mapping[str, Any], language: str) -> tuple[tuple[str, str], ...]:
    """What an official document says of itself, as label and value."""
    rows = ((FACTS[language][element], _value(notice.get(element))) for element in _SHOWN)
    return tuple((label, value) for label, value in rows if value)


def _value(value: object) -> str:
    if isinstance(value, (list, tuple)):
        more = f" …（{len(value)}）" if len(value) > _LISTED else ""
        return "、".join(map(str, value[:_LISTED])) + more
    return str(value) if value else ""

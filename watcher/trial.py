"""A rule tried on all that is stored, before it goes live. Nothing is sent or written."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from watcher.articles.excerpt import sentence
from watcher.history import StoredSubject
from watcher.rules.evaluation import explain
from watcher.rules.matching import Matcher, Rule
from watcher.rules.sieve import Sieve
from watcher.rules.tree import Mention, Node
from watcher.store.matches import Matches, TextRow
from watcher.store.store import Store
from watcher.times import moment

_RECENT = datetime.timedelta(days=90)  # what the expected number of alerts is taken from, where there is so much
_WEEK = datetime.timedelta(weeks=1)
_WORDS = 8  # that are named as causes


@dataclass(frozen=True, slots=True)
class Example:
    """An article that the tried rule matches."""

    id: int
    title: str
    published: str | None
    because: tuple[str, ...]
    excerpt: str  # the first mention in its sentence, in 【】


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would bring."""

    articles: int  # that were looked at
    hits: int
    per_week: float  # alerts to expect
    gained: int  # hits that the rule as it stands does not have
    lost: int  # hits of the rule as it stands that this one does not have
    words: tuple[tuple[str, int], ...]  # what caused most of the hits: name and number of articles
    examples: tuple[Example, ...]  # newest first
    gains: tuple[Example, ...] = ()  # of what is gained, newest first
    losses: tuple[Example, ...] = ()  # of what is lost, in the words of the rule as it stands
    days: Mapping[str, int] = field(default_factory=dict)  # day in UTC -> hits

    def as_json(self) -> dict[str, Any]:
        """The object that `try --json` prints."""
        return {
            "articles": self.articles,
            "hits": self.hits,
            "per_week": self.per_week,
            "gained": self.gained,
            "lost": self.lost,
            "words": [{"name": name, "hits": count} for name, count in self.words],
            "examples": [
                {"id": each.id, "title": each.title, "published": each.published, "because": list(each.because)}
                for each in self.examples
            ],
        }


class Glanced:
    """A stored article of which title and text are at hand; the rest is read when a rule asks for it."""

    def __init__(self, stored: Matches, id_: int, title: str, text: str, published: str | None) -> None:
        self._stored = stored
        self.id, self.title, self.text = id_, title, text
        self.day = published  # as it is stored

    @property
    def published(self) -> datetime.datetime | None:
        """As the file gave it."""
        return moment(self.day) if self.day else None

    @cached_property
    def _rest(self) -> StoredSubject:
        return StoredSubject(self._stored.text(self.id))

    @property
    def places(self) -> Sequence[Mention]:
        """Every recognised place."""
        return self._rest.places

    @property
    def notice(self) -> Mapping[str, Any] | None:
        """The structure of the official document."""
        return self._rest.notice

    @property
    def categories(self) -> Sequence[str]:
        """As the file has them."""
        return self._rest.categories

    @property
    def author(self) -> str:
        """As the file has it."""
        return self._rest.author

    @property
    def path(self) -> str:
        """Below the article directory."""
        return self._rest.path


_Hit = tuple[Glanced, tuple[Mention, ...]]


def try_rule(
    store: Store, condition: Node, standing: Node | None, examples: int = 5, rows: Iterable[TextRow] | None = None
) -> Trial:
    """Match a condition, and the one that stands, against every stored article, or against `rows` of them."""
    tried, other = (Rule(name="tried", slug="tried", condition=each) for each in (condition, standing or condition))
    rules = [tried] if standing is None else [tried, other]
    matcher = Matcher(rules)
    hits: list[_Hit] = []
    gained: list[_Hit] = []
    lost: list[_Hit] = []
    days: list[str | None] = []
    for subject, may_match in _looked_at(store.matches, Sieve([rule.condition for rule in rules]), rows):
        days.append(subject.day)
        if not may_match:
            continue
        found = {id(match.rule): match.mentions for match in matcher.match(subject)}
        match, stands = found.get(id(tried)), found.get(id(other))
        if match is not None:
            hits.append((subject, match))
            if stands is None:
                gained.append((subject, match))
        elif stands is not None:
            lost.append((subject, stands))
    return Trial(
        articles=len(days),
        hits=len(hits),
        per_week=_per_week(list(filter(None, days)), [subject.day for subject, _ in hits if subject.day]),
        gained=len(gained),
        lost=len(lost),
        words=_causes(hits),
        examples=_examples(hits, condition, examples),
        gains=_examples(gained, condition, examples) if standing else (),
        losses=_examples(lost, standing, examples) if standing else (),
        days=Counter(subject.day[:10] for subject, _ in hits if subject.day),
    )


def _looked_at(stored: Matches, sieve: Sieve, rows: Iterable[TextRow] | None) -> Iterator[tuple[Glanced, bool]]:
    """Each article, and whether the sieve lets it through."""
    named = stored.naming(sieve.areas)
    glances = stored.glances() if rows is None else ((row.id, row.title, row.text, row.published) for row in rows)
    for id_, title, text, published in glances:
        yield Glanced(stored, id_, title, text, published), id_ in named or sieve.passes(title, text)


def _per_week(days: Sequence[str], hits: Sequence[str]) -> float:
    """Hits a week over the last 90 days before the newest article, or over all there is."""
    if not hits:
        return 0.0
    newest, oldest = moment(max(days)), moment(min(days))
    since = max(oldest, newest - _RECENT)
    recent = sum(moment(day) >= since for day in hits)
    return round(recent / max(1.0, (newest - since) / _WEEK), 2)


def _causes(hits: Sequence[_Hit]) -> tuple[tuple[str, int], ...]:
    counts = Counter(name for _, mentions in hits for name in {mention.name for mention in mentions})
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_WORDS])


def _examples(hits: Sequence[_Hit], condition: Node, count: int) -> tuple[Example, ...]:
    """Of the newest hits."""
    newest = sorted(hits, key=lambda hit: hit[0].day or "", reverse=True)[:count]
    return tuple(_example(subject, mentions, condition) for subject, mentions in newest)


def _example(subject: Glanced, mentions: Sequence[Mention], condition: Node) -> Example:
    facts = Matcher([Rule(name="", slug="", condition=condition)]).facts(subject)
    because = tuple(explain(condition, facts))
    return Example(subject.id, subject.title, subject.day, because, _shown(subject, mentions))


def _shown(subject: Glanced, mentions: Sequence[Mention]) -> str:
    first = next((mention for mention in mentions if mention.field in {"title", "text"}), None)
    if first is None:
        return ""
    text = sentence(subject.title if first.field == "title" else subject.text, first.start, first.end)
    return text.replace(first.text, f"【{first.text}】", 1)

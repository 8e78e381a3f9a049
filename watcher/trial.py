"""A rule tried on all that is stored, before it goes live. Nothing is sent or written."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Any

from watcher.articles.excerpt import sentence
from watcher.rules.evaluation import Facts, evaluate, explain
from watcher.rules.matching import Matcher, Rule
from watcher.rules.tree import Mention, Node
from watcher.store.store import Store
from watcher.subject import StoredSubject
from watcher.survey import Causes, Ids, Survey
from watcher.times import moment, stamp

RECENT = datetime.timedelta(days=90)  # what the expected number of alerts is taken from, where there is so much
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
            "examples": _as_json(self.examples),
            "gains": _as_json(self.gains),
            "losses": _as_json(self.losses),
        }


def _as_json(examples: Sequence[Example]) -> list[dict[str, Any]]:
    return [
        {"id": each.id, "title": each.title, "published": each.published, "because": list(each.because)}
        for each in examples
    ]


def try_rule(
    store: Store,
    condition: Node,
    standing: Node | None,
    examples: int = 5,
    *,
    newest: int | None = None,
    seconds: float | None = None,
) -> Trial:
    """What a condition brings, and what it gains and loses against the one that stands.

    All articles that stand are looked at; or, for somebody who waits, so many of the newest, as long as there is time.
    """
    conditions = [condition] if standing is None else [condition, standing]
    survey = Survey(store.matches, conditions, newest=newest, seconds=seconds)
    hits = survey.satisfying(condition)
    stands = set() if standing is None else survey.satisfying(standing)
    gained, lost = hits - stands, stands - hits

    def newest_of(ids: Ids, asked: Node) -> tuple[Example, ...]:
        shown = nlargest(examples, ids, key=lambda id_: (survey.days[id_] or "", id_))
        return tuple(_example(id_, survey.days[id_], StoredSubject(store.matches.text(id_)), asked) for id_ in shown)

    days = [day for id_ in hits if (day := survey.days[id_])]
    return Trial(
        articles=len(survey.days),
        hits=len(hits),
        per_week=_per_week([day for day in survey.days.values() if day], days),
        gained=len(gained),
        lost=len(lost),
        words=_most(survey.causes(condition)),
        examples=newest_of(hits, condition),
        gains=newest_of(gained, condition) if standing else (),
        losses=newest_of(lost, standing) if standing else (),
        days=Counter(day[:10] for day in days),
    )


def _per_week(days: Collection[str], hits: Collection[str]) -> float:
    """Hits a week over the last 90 days before the newest article, or over all there is; days as they are stored."""
    if not days or not hits:
        return 0.0
    newest, oldest = moment(max(days)), moment(min(days))
    since = max(oldest, newest - RECENT)
    first = stamp(since)
    return round(sum(day >= first for day in hits) / max(1.0, (newest - since) / _WEEK), 2)


def _most(causes: Causes) -> tuple[tuple[str, int], ...]:
    counts = [(name, len(ids)) for name, ids in causes.items()]
    return tuple(sorted(counts, key=lambda count: (-count[1], count[0]))[:_WORDS])


def _example(id_: int, day: str | None, subject: StoredSubject, condition: Node) -> Example:
    facts = Matcher([Rule(name="", slug="", condition=condition)]).facts(subject)
    return Example(
        id_,
        subject.title,
        day,
        tuple(explain(condition, facts)),
        _shown(facts, evaluate(condition, facts) or ()),
    )


def _shown(facts: Facts, mentions: Sequence[Mention]) -> str:
    first = next((mention for mention in mentions if mention.field in {"title", "text"}), None)
    if first is None:
        return ""
    subject = facts.subject
    text = sentence(subject.title if first.field == "title" else subject.text, first.start, first.end)
    return text.replace(first.text, f"【{first.text}】", 1)

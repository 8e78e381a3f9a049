"""All rules -> one matcher; an article -> the rules that it satisfies, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watcher.articles.folding import fold
from watcher.hours import Times
from watcher.rules.evaluation import Facts, Subject, evaluate, explain
from watcher.rules.keywords import Keywords
from watcher.rules.tree import City, Leaf, Mention, Node, Word, leaves, triggers

if TYPE_CHECKING:
    from watcher.places.mentions import PlaceMention


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a person watches, and where its alerts go."""

    name: str
    slug: str  # its feed's file name and its name in the store: a rule that is renamed keeps both
    condition: Node
    channels: tuple[str, ...] = ()
    on: tuple[str, ...] = ("new", "updated")  # the kinds of change that it hears of
    backfill: str = "feed"  # what becomes of hits in history when it is new or edited: feed, digest or alert
    digest: Times | None = None  # when its alerts go together; what each channel says where left out
    urgent: bool = False  # its alerts go at once, also in quiet hours
    group: bool = False  # its alert of a change goes together with those of other such rules


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that an article satisfies, with the mentions that made it so."""

    rule: Rule
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Whether a rule matches an article, and why: for people who ask."""

    rule: Rule
    matched: bool
    because: tuple[str, ...]


class Matcher:
    """Finds what all rules watch in one pass over an article's folded title and text."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        every_leaf = (leaf for rule in rules for leaf in leaves(rule.condition))
        words = {leaf.folded for leaf in every_leaf if isinstance(leaf, Word)}
        self._keywords = Keywords(words) if words else None
        self._always: list[int] = []  # rules that an article may satisfy without a word or place that was looked up
        self._by_word: dict[str, list[int]] = {}
        self._by_code: dict[str, list[int]] = {}
        for number, rule in enumerate(rules):
            self._index(number, triggers(rule.condition))

    def match(self, subject: Subject) -> list[Match]:
        """The rules that the article satisfies, in the order of the config."""
        facts = self.facts(subject)
        return [
            Match(self.rules[number], mentions)
            for number in sorted(self._candidates(facts))
            if (mentions := evaluate(self.rules[number].condition, facts)) is not None
        ]

    def explain(self, subject: Subject) -> list[Reason]:
        """For every rule whether it matches, and why or why not."""
        facts = self.facts(subject)
        return [
            Reason(rule, evaluate(rule.condition, facts) is not None, tuple(explain(rule.condition, facts)))
            for rule in self.rules
        ]

    def facts(self, subject: Subject) -> Facts:
        """Where every watched keyword stands in the article."""
        words: dict[str, list[Mention]] = {}
        if self._keywords:
            title = len(subject.title)
            whole = f"{subject.title}\n{subject.text}"
            for word, start, end in self._keywords.find(f"{fold(subject.title)}\n{fold(subject.text)}"):
                words.setdefault(word, []).append(_placed(word, whole, start, end, title))
        return Facts(subject, words)

    def _index(self, number: int, needed: frozenset[Leaf] | None) -> None:
        for leaf in needed or ():
            if isinstance(leaf, Word):
                self._by_word.setdefault(leaf.folded, []).append(number)
            elif isinstance(leaf, City):
                for code in leaf.codes:
                    self._by_code.setdefault(code, []).append(number)
        if needed is None or not all(isinstance(leaf, (Word, City)) for leaf in needed):
            self._always.append(number)

    def _candidates(self, facts: Facts) -> set[int]:
        found = set(self._always)
        for word in facts.words:
            found.update(self._by_word.get(word, ()))
        if self._by_code:
            named = {mention.code for mention in facts.subject.places if mention.code}
            around = {wider for code in named for wider in (code, f"{code[:4]}00", f"{code[:2]}0000")}
            for code in around & self._by_code.keys():
                found.update(self._by_code[code])
        return found


def place_mentions(title: Iterable[PlaceMention], text: Iterable[PlaceMention]) -> tuple[Mention, ...]:
    """Recognised places as mentions that rules understand."""
    make = tuple.__new__  # as Mention makes itself, in half of the time
    return tuple(
        [
            make(Mention, ("city", place.name, word, field, start, end, place.code))
            for field, mentions in (("title", title), ("text", text))
            for place, word, start, end in mentions
        ]
    )


def _placed(word: str, whole: str, start: int, end: int, title: int) -> Mention:
    """A mention at offsets into title + line break + text, with offsets into its own field."""
    if start <= title:
        return Mention("keyword", word, whole[start:end], "title", start, end)
    return Mention("keyword", word, whole[start:end], "text", start - title - 1, end - title - 1)

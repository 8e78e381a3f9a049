"""All rules -> one matcher; an article -> the rules that it satisfies, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from watcher.articles.folding import fold
from watcher.notices.places import PlaceMention, within

from .expression import City, Facts, Mention, Node, Word, evaluate, explain, leaves, triggers


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a person watches, and who hears of it."""

    name: str
    slug: str  # its feed's file name and its name in the store: a rule that is renamed keeps both
    condition: Node
    channels: tuple[str, ...] = ()
    on: tuple[str, ...] = ("new", "updated")  # the kinds of change that it hears of


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
        self._words = sorted(
            {leaf.folded for rule in rules for leaf in leaves(rule.condition) if isinstance(leaf, Word)}
        )
        self._automaton = AhoCorasick(self._words, matchkind=MatchKind.Standard) if self._words else None
        self._always: list[int] = []  # rules that an article may satisfy without any hit
        self._by_word: dict[str, list[int]] = {}
        self._by_city: dict[City, list[int]] = {}
        for number, rule in enumerate(rules):
            self._index(number, triggers(rule.condition))

    def match(self, title: str, text: str, places: Iterable[Mention]) -> list[Match]:
        """The rules that the article satisfies, in the order of the config."""
        facts = self.facts(title, text, places)
        return [
            Match(self.rules[number], mentions)
            for number in sorted(self._candidates(facts))
            if (mentions := evaluate(self.rules[number].condition, facts)) is not None
        ]

    def explain(self, title: str, text: str, places: Iterable[Mention]) -> list[Reason]:
        """For every rule whether it matches, and why or why not."""
        facts = self.facts(title, text, places)
        return [
            Reason(rule, evaluate(rule.condition, facts) is not None, tuple(explain(rule.condition, facts)))
            for rule in self.rules
        ]

    def facts(self, title: str, text: str, places: Iterable[Mention]) -> Facts:
        """Everything that any rule watches, where it stands in the article."""
        words: dict[str, list[Mention]] = {}
        if self._automaton:
            whole = f"{title}\n{text}"
            folded = fold(whole)
            for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
                if _stands_alone(folded, start, end):
                    word = self._words[index]
                    words.setdefault(word, []).append(_placed("keyword", word, whole, start, end, len(title)))
        return Facts(words, tuple(places))

    def _index(self, number: int, needed: frozenset[Word | City] | None) -> None:
        if needed is None:
            self._always.append(number)
            return
        for leaf in needed:
            if isinstance(leaf, Word):
                self._by_word.setdefault(leaf.folded, []).append(number)
            else:
                self._by_city.setdefault(leaf, []).append(number)

    def _candidates(self, facts: Facts) -> set[int]:
        found = set(self._always)
        for word in facts.words:
            found.update(self._by_word.get(word, ()))
        codes = {mention.code for mention in facts.places if mention.code}
        for city, numbers in self._by_city.items():
            if codes and any(within(code, wanted) for code in codes for wanted in city.codes):
                found.update(numbers)
        return found


def keyword(text: str) -> Word:
    """The leaf for a keyword as a person wrote it."""
    return Word(text, fold(" ".join(text.split())))


def place_mentions(title: Iterable[PlaceMention], text: Iterable[PlaceMention]) -> tuple[Mention, ...]:
    """Recognised places as mentions that rules understand."""
    return tuple(
        Mention("city", found.place.name, found.text, field, found.start, found.end, found.place.code)
        for field, mentions in (("title", title), ("text", text))
        for found in mentions
    )


def _placed(kind: str, name: str, whole: str, start: int, end: int, title: int) -> Mention:
    """A mention at offsets into title + line break + text, told in offsets into its own field."""
    if start <= title:
        return Mention(kind, name, whole[start:end], "title", start, end)
    return Mention(kind, name, whole[start:end], "text", start - title - 1, end - title - 1)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Latin words match whole words only: `mac` is not in `machine`, `AI` not in `MAIN`."""
    return not (
        (start > 0 and _is_latin(text[start]) and _is_latin(text[start - 1]))
        or (end < len(text) and _is_latin(text[end - 1]) and _is_latin(text[end]))
    )


def _is_latin(character: str) -> bool:
    return character.isalnum() and (character < "\u0250" or "\u0370" <= character < "\u0600")

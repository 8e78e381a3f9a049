"""What a rule asks for, as a tree, and whether an article satisfies it.

The lists of a rule (`keywords`, `cities` ...) and its `when` expression become the same tree. Evaluating a node
gives the mentions that met it, or None where it is not met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from watcher.notices.places import within


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of a watched thing in an article."""

    kind: str  # keyword or city
    name: str  # what is watched: the keyword as the rule has it, or the full official name of the place
    text: str  # as written in the article
    field: str  # title or text: where it stands
    start: int  # offsets in characters into that field
    end: int
    code: str | None = None  # six-digit adcode of a place


@dataclass(frozen=True, slots=True)
class Facts:
    """What one pass over an article found, for all rules at once."""

    words: Mapping[str, Sequence[Mention]]  # folded keyword -> where it stands
    places: Sequence[Mention]  # every recognised place, by its own code


@dataclass(frozen=True, slots=True)
class Word:
    """A keyword is mentioned."""

    text: str  # as the rule has it
    folded: str


@dataclass(frozen=True, slots=True)
class City:
    """A place is mentioned, or one that lies within it."""

    text: str  # as the rule has it
    codes: tuple[str, ...]  # the place, or all that the word may mean
    within: bool = True  # a mention of 合肥 is one of 安徽 too


@dataclass(frozen=True, slots=True)
class All:
    """Every part is satisfied."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part is satisfied."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part is not satisfied."""

    part: Node


Node = Word | City | All | Some | Not


def evaluate(node: Node, facts: Facts) -> tuple[Mention, ...] | None:
    """The mentions that satisfy the node, or None where it is not satisfied."""
    match node:
        case Word(text, folded):
            found = facts.words.get(folded, ())
            return tuple(_named(mention, text) for mention in found) or None
        case City():
            return tuple(mention for mention in facts.places if _covers(node, mention)) or None
        case All(parts):
            results = [evaluate(part, facts) for part in parts]
            return None if None in results else _joined(results)
        case Some(parts):
            results = [evaluate(part, facts) for part in parts]
            return None if all(result is None for result in results) else _joined(results)
        case Not(part):
            return () if evaluate(part, facts) is None else None


def leaves(node: Node) -> Iterator[Word | City]:
    """Every word and city in the tree, also those under NOT."""
    match node:
        case All(parts) | Some(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield node


def triggers(node: Node) -> frozenset[Word | City] | None:
    """Leaves of which one must be met for the node to be satisfied; None where it can be satisfied without any.

    They let thousands of rules pass an article by: only a rule whose trigger was hit is evaluated.
    """
    match node:
        case All(parts):
            known = [found for part in parts if (found := triggers(part)) is not None]
            return min(known, key=len, default=None)
        case Some(parts):
            every = [triggers(part) for part in parts]
            return None if None in every else frozenset().union(*(found for found in every if found))
        case Not():
            return None
        case _:
            return frozenset((node,))


def explain(node: Node, facts: Facts) -> list[str]:
    """Why the node is or is not satisfied: a line for each leaf, in plain words."""
    match node:
        case All(parts) | Some(parts):
            return [line for part in parts for line in explain(part, facts)]
        case Not(part):
            found = evaluate(part, facts)
            return [f"excluded by {_words(found)}"] if found else []
        case Word(text):
            found = evaluate(node, facts)
            return [f"keyword {text}: {_words(found)}" if found else f"keyword {text}: not mentioned"]
        case City(text):
            found = evaluate(node, facts)
            return [f"city {text}: {_words(found)}" if found else f"city {text}: not mentioned"]


def _named(mention: Mention, name: str) -> Mention:
    return Mention(mention.kind, name, mention.text, mention.field, mention.start, mention.end, mention.code)


def _covers(city: City, mention: Mention) -> bool:
    code = mention.code or ""
    return code in city.codes or (city.within and any(within(code, wanted) for wanted in city.codes))


def _joined(results: Sequence[tuple[Mention, ...] | None]) -> tuple[Mention, ...]:
    return tuple(dict.fromkeys(mention for result in results if result for mention in result))


def _words(mentions: Sequence[Mention]) -> str:
    first = mentions[0]
    count = f", {len(mentions)} times" if len(mentions) > 1 else ""
    return f"“{first.text}” in the {first.field}{count}"

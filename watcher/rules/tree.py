"""What a rule asks for, as a tree of small values; what can be said of it without any article."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from watcher.places.divisions import within

TITLE, TEXT = "title", "text"
MOST_MENTIONS = 1_000  # of one word in an article that are noted: a text of nothing else would have a million
FIELDS = ("issuer", "kind", "number", "category", "author", "path")  # what an `Attribute` may be of


class Mention(NamedTuple):  # a scan makes a dozen an article: a third of a dataclass's time
    """One occurrence of a watched thing in an article."""

    kind: str  # keyword, city, or the field that it is of: issuer, kind, number, category, author, path
    name: str  # what is watched: the keyword as the rule has it, or the full official name of the place
    text: str  # as written in the article
    field: str  # where it stands: title, text, or the field that it is
    start: int  # offsets in characters into that field
    end: int
    code: str | None = None  # six-digit adcode of a place


class Word(NamedTuple):  # a config may have thousands, and every command makes them all
    """A keyword is mentioned."""

    text: str  # as the rule has it
    folded: str
    field: str | None = None  # title or text; None for either


@dataclass(frozen=True, slots=True)
class Regex:
    """An RE2 pattern is found."""

    pattern: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class City:
    """A place is mentioned, or one that lies within it."""

    text: str  # as the rule has it
    codes: tuple[str, ...]  # the place, or all that the word may mean
    within: bool = True  # a mention of 合肥 is one of 安徽 too
    designated: bool = False  # only where the notice selects it, not where it is merely named


@dataclass(frozen=True, slots=True)
class Attribute:
    """An issuer, kind, number, category, author or path is the one that is asked for."""

    field: str
    text: str  # as the rule has it
    folded: str


@dataclass(frozen=True, slots=True)
class Published:
    """Published at or after, and before, the midnight that a day begins with."""

    after: datetime.datetime | None = None  # aware, in the time zone of the config
    before: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class All:
    """Every part is satisfied."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part is satisfied."""

    parts: tuple[Node, ...]
    # So that a list of thousands of keywords costs no more than those that are mentioned:
    words: Mapping[str, tuple[int, ...]] = field(init=False, repr=False, compare=False)  # folded -> numbers of parts
    others: tuple[int, ...] = field(init=False, repr=False, compare=False)  # numbers of the other parts

    def __post_init__(self) -> None:
        """Index the parts."""
        words: dict[str, tuple[int, ...]] = {}
        for number, part in enumerate(self.parts):
            if isinstance(part, Word):
                words[part.folded] = (*words.get(part.folded, ()), number)
        object.__setattr__(self, "words", words)
        others = tuple(number for number, part in enumerate(self.parts) if not isinstance(part, Word))
        object.__setattr__(self, "others", others)


@dataclass(frozen=True, slots=True)
class Not:
    """The part is not satisfied."""

    part: Node


Leaf = Word | Regex | City | Attribute | Published
Node = Leaf | All | Some | Not


def every(parts: Sequence[Node]) -> Node:
    """All of the parts; the part itself where there is one."""
    return parts[0] if len(parts) == 1 else All(tuple(_flat(parts, All)))


def some(parts: Sequence[Node]) -> Node:
    """Any of the parts; the part itself where there is one."""
    return parts[0] if len(parts) == 1 else Some(tuple(_flat(parts, Some)))


def leaves(node: Node) -> Iterator[Leaf]:
    """Every leaf of the tree, also those under NOT."""
    match node:
        case All(parts) | Some(parts):
            for part in parts:
                if isinstance(part, Word):
                    yield part
                else:
                    yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield node


def triggers(node: Node) -> frozenset[Leaf] | None:
    """Leaves of which one must be met for the node to be satisfied; None where it can be satisfied without any.

    They let thousands of rules pass an article by: only a rule whose trigger was hit is evaluated.
    """
    match node:
        case All(parts):
            known = [found for part in parts if (found := triggers(part)) is not None]
            return min(known, key=_cost, default=None)
        case Some(parts):
            each = [triggers(part) for part in parts if not isinstance(part, Word)]
            words = (part for part in parts if isinstance(part, Word))
            return None if None in each else frozenset(words).union(*(found for found in each if found))
        case Not() | Published():
            return None
        case _:
            return frozenset((node,))


def contradiction(node: Node) -> str | None:
    """Why no article can satisfy the node, where that is plain to see; None otherwise."""
    match node:
        case All(parts):
            forbidden = [each for part in parts if isinstance(part, Not) for each in _either(part.part)]
            reasons = (contradiction(part) or _forbidden_by(part, forbidden) for part in parts)
            return next((reason for reason in reasons if reason), None) or _at_odds(parts)
        case Some(parts):
            return contradiction(parts[0]) if all(map(contradiction, parts)) else None
        case _:
            return None


def _at_odds(parts: Sequence[Node]) -> str | None:
    """Why two things that are asked for never hold of one article: it has one kind and one date."""
    kinds = [part for part in parts if isinstance(part, Attribute) and part.field == "kind"]
    if other := next((kind for kind in kinds if kind.folded != kinds[0].folded), None):
        return f"no document is both {kinds[0].text} and {other.text}"
    dates = [part for part in parts if isinstance(part, Published)]
    after = max((date.after for date in dates if date.after), default=None)
    before = min((date.before for date in dates if date.before), default=None)
    if after and before and before <= after:
        return f"nothing is published after:{after.date()} and before:{before.date()}"
    return None


def _either(node: Node) -> Sequence[Node]:
    return node.parts if isinstance(node, Some) else (node,)


def _forbidden_by(node: Node, forbidden: Sequence[Node]) -> str | None:
    """Why a node cannot hold beside what must not: 智能网联 is never mentioned without 智能."""
    match node:
        case Word(text, folded, field):
            for other in forbidden:
                if isinstance(other, Word) and _holds(folded, other.folded) and other.field in {None, field}:
                    return f"{text} cannot be mentioned where {other.text} is excluded"
        case Some(parts):
            reasons = [_forbidden_by(part, forbidden) for part in parts]
            return reasons[0] if all(reasons) else None
        case City(text):
            for other in forbidden:
                if isinstance(other, City) and _covered(node, other):
                    return f"{text} cannot be mentioned where {other.text} is excluded"
        case Attribute() | Regex() if node in forbidden:
            return "the same is asked for and excluded"
    return None


def _covered(city: City, other: City) -> bool:
    """Whether every mention that one asks for is one that the other asks for: 合肥 lies in 安徽."""
    if (city.within and not other.within) or (other.designated and not city.designated):
        return False
    reaches = within if other.within else str.__eq__
    return all(any(reaches(code, wider) for wider in other.codes) for code in city.codes)


def _holds(word: str, part: str) -> bool:
    """Whether who mentions the word mentions the part too: OpenAI is no mention of AI, Latin words count whole."""
    return part == word or (part in word and not part[0].isascii() and not part[-1].isascii())


def _cost(found: frozenset[Leaf]) -> tuple[int, int]:
    """Words and places are looked up in an index; other leaves make a rule be evaluated for every article."""
    return sum(not isinstance(leaf, (Word, City)) for leaf in found), len(found)


def _flat(parts: Sequence[Node], kind: type[All] | type[Some]) -> Iterator[Node]:
    for part in parts:
        if isinstance(part, kind):
            yield from part.parts
        else:
            yield part

"""Which stored articles satisfy a condition: a set of them for each leaf of its tree, and AND, OR, NOT on the sets.

What the store keeps beside the texts is asked first (places, issuers, kinds, dates …), then the keywords, last the
patterns: a text is read only where that may still matter, and never more than once for each. The result is that of
the matcher, without the offsets of the mentions.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

from watcher.places.divisions import place
from watcher.rules.evaluation import covers, in_time, is_asked_for
from watcher.rules.spotting import Spotter
from watcher.rules.tree import TEXT, TITLE, All, Attribute, City, Leaf, Node, Not, Published, Regex, Some, Word, leaves
from watcher.rules.unfolding import stored_search
from watcher.store.matches import Matches
from watcher.times import moment

_CHECKED = 256  # articles between two looks at the clock

Ids = set[int]
Causes = dict[str, Ids]  # what is mentioned, as `Mention.name` has it -> the articles that mention it


class Survey:
    """Some conditions, and which articles satisfy them."""

    def __init__(
        self,
        stored: Matches,
        conditions: Sequence[Node],
        *,
        removed: bool = False,
        newest: int | None = None,
        among: Collection[int] | None = None,
        seconds: float | None = None,
    ) -> None:
        """Look at all articles that stand; also at those `removed`; or only at so many of the `newest`, or at some.

        Where texts cannot be read in so many `seconds`, those that are looked at end with the last one that was read.
        """
        # the date of each article that is looked at, newest first; of `among`, in their order, it is not asked for
        self.days = stored.days(newest, removed=removed) if among is None else dict[int, str | None].fromkeys(among)
        self._stored = stored
        self._conditions = conditions
        self._seconds = seconds
        self._found: dict[Leaf, Causes] = {}
        wanted = {leaf for condition in conditions for leaf in leaves(condition)}
        if not self.days:  # such as before the first scan
            self._found = {leaf: {} for leaf in wanted}
            return
        for number, look in enumerate((self._facets, self._fields, self._words, self._patterns)):
            if some := [leaf for leaf in wanted if _stage(leaf) == number]:
                self._found |= look(some, self._open())

    def satisfying(self, condition: Node) -> Ids:
        """The articles that satisfy one of the conditions."""
        return self._of(condition) & self.days.keys()

    def causes(self, condition: Node) -> Causes:
        """What they mention that makes them so."""
        met = self.satisfying(condition)
        return {name: ids & met for name, ids in self._causes(condition).items() if ids & met}

    # trees

    def _of(self, node: Node) -> Ids:
        match node:
            case All(parts):
                asked = [self._of(part) for part in parts if not isinstance(part, Not)]
                rest = set.intersection(*asked) if asked else set(self.days)
                return rest.difference(*(self._of(part.part) for part in parts if isinstance(part, Not)))
            case Some(parts):
                return set().union(*map(self._of, parts))
            case Not(part):
                return self.days.keys() - self._of(part)
            case leaf:
                return set().union(*self._found[leaf].values())

    def _causes(self, node: Node) -> Causes:
        match node:
            case All(parts) | Some(parts):
                met = self._of(node)
                return _united((name, ids & met) for part in parts for name, ids in self._causes(part).items())
            case Not() | Published():
                return {}
            case leaf:
                return self._found[leaf]

    def _open(self) -> list[int]:
        """The articles that may still satisfy a condition, in the order in which their texts are read."""
        bounds = [self._bound(condition) for condition in self._conditions]
        ids = list(self.days)
        if None not in bounds:
            some = set().union(*(bound for bound in bounds if bound))
            ids = [id_ for id_ in ids if id_ in some]
        return sorted(ids) if self._seconds is None else ids  # as they lie on disk, or the newest first

    def _bound(self, node: Node) -> Ids | None:
        """All that may satisfy the node, as far as its leaves are known by now; None where that is no bound."""
        match node:
            case All(parts):
                bounds = [bound for part in parts if (bound := self._bound(part)) is not None]
                return set.intersection(*bounds) if bounds else None
            case Some(parts):
                each = [self._bound(part) for part in parts]
                return None if None in each else set().union(*(bound for bound in each if bound))
            case Not():
                return None
            case leaf:
                return self._of(leaf) if leaf in self._found else None

    # leaves, the cheapest first: each stage is asked only of the articles that those before it left open

    def _facets(self, wanted: Sequence[Leaf], _ids: Sequence[int]) -> dict[Leaf, Causes]:
        """Places, issuers and kinds."""
        return {leaf: self._facet(leaf) for leaf in wanted}

    def _facet(self, leaf: Leaf) -> Causes:
        match leaf:
            case City():
                codes = [code for code in self._stored.facet_values("city") if covers(leaf, code)]
                return _united((place(code).name, self._stored.having("city", code)) for code in codes)
            case Attribute(field, text):
                values = [value for value in self._stored.facet_values(field) if is_asked_for(leaf, value)]
                return _united((text, self._stored.having(field, value)) for value in values)
        raise TypeError(leaf)

    def _fields(self, wanted: Sequence[Leaf], ids: Sequence[int]) -> dict[Leaf, Causes]:
        """Numbers, categories, authors, paths, dates, and which places a document selects."""
        return {leaf: self._field(leaf, ids) for leaf in wanted}

    def _field(self, leaf: Leaf, ids: Sequence[int]) -> Causes:
        match leaf:
            case Attribute(field, text):
                asked_for = cache(lambda written: any(is_asked_for(leaf, value) for value in _values(field, written)))
                return {text: {id_ for id_, written in self._stored.values(field, ids) if asked_for(written)}}
            case Published(after, before):
                days = self._stored.values("published", ids)
                return {"": {id_ for id_, day in days if day and in_time(moment(day), after, before)}}
            case City():
                named = self._facet(leaf)
                some = set().union(*named.values())
                written = self._stored.values("designated", [id_ for id_ in ids if id_ in some])
                pairs = ((name, id_) for id_, names in written for name in _values("designated", names))
                return _united((name, {id_}) for name, id_ in pairs if id_ in named.get(name, ()))
        raise TypeError(leaf)

    def _words(self, wanted: Sequence[Leaf], ids: Sequence[int]) -> dict[Leaf, Causes]:
        """Keywords."""
        words = [leaf for leaf in wanted if isinstance(leaf, Word)]
        spotter = Spotter(word.folded for word in words)
        found: dict[tuple[str, str], Ids] = {(word.folded, field): set() for word in words for field in (TITLE, TEXT)}
        for id_, title, text in self._texts(ids):
            for spotted in spotter.spot(title, text):
                found[spotted].add(id_)
        return {
            word: _united((word.text, found[word.folded, field]) for field in _either(word.field)) for word in words
        }

    def _patterns(self, wanted: Sequence[Leaf], ids: Sequence[int]) -> dict[Leaf, Causes]:
        """Patterns."""
        patterns = [leaf for leaf in wanted if isinstance(leaf, Regex)]
        found: dict[Leaf, Ids] = {leaf: set() for leaf in patterns}
        searches = [(found[leaf], stored_search(leaf.pattern), _either(leaf.field)) for leaf in patterns]
        for id_, title, text in self._texts(ids):
            for hits, search, fields in searches:
                if (TITLE in fields and search(title)) or (TEXT in fields and search(text)):
                    hits.add(id_)
        return {leaf: {f"/{leaf.pattern}/": found[leaf]} for leaf in patterns}

    def _texts(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes, bytes]]:
        """Title and text of these articles, as long as there is time; then older ones are looked at no more."""
        deadline = None if self._seconds is None else time.monotonic() + self._seconds
        for number, row in enumerate(self._stored.stored_texts(ids), start=1):
            yield row
            if deadline and number % _CHECKED == 0 and time.monotonic() > deadline:
                self._end_with(row[0])
                return

    def _end_with(self, last: int) -> None:
        older = list(self.days).index(last) + 1
        self.days = dict(islice(self.days.items(), older))


def is_indexed(leaf: Leaf) -> bool:
    """Whether an index has it, so that no text and no row is read for it."""
    match leaf:
        case City(designated=False) | Attribute("issuer" | "kind"):
            return True
        case _:
            return False


def _stage(leaf: Leaf) -> int:
    match leaf:
        case City() | Attribute() | Published():
            return 0 if is_indexed(leaf) else 1
        case Word():
            return 2
        case Regex():
            return 3


def _united(causes: Iterable[tuple[str, Ids]]) -> Causes:
    """Causes of which some may have the same name."""
    found: Causes = {}
    for name, ids in causes:
        found[name] = found[name] | ids if name in found else ids
    return found


def _either(field: str | None) -> tuple[str, ...]:
    return (field,) if field else (TITLE, TEXT)


def _values(field: str, written: str | None) -> Sequence[str]:
    """What a field of the store holds: one value, or a list of them."""
    if not written:
        return ()
    return tuple(json.loads(written)) if field in {"category", "designated"} else (written,)

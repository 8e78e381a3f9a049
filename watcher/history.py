"""Rules over what is stored: fills a rule's feed from history when the rule is new or asks for something else."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from watcher.config import Settings
from watcher.reading import places_from_json
from watcher.rules.matching import Match, Matcher, Rule
from watcher.rules.tree import City, Mention
from watcher.store.library import TextRow
from watcher.store.store import Store
from watcher.times import moment


def city_feed(code: str) -> str:
    """The name under which a place's feed stands among the rules."""
    return f"city:{code}"


def watched(settings: Settings) -> list[Rule]:
    """The rules of the config, and for each place that they name one that only fills its feed."""
    return [
        *settings.rules,
        *(
            Rule(name=place.name, slug=city_feed(place.code), condition=City(place.name, (place.code,)))
            for place in settings.cities
        ),
    ]


class StoredSubject:
    """A stored article as rules see it; what few rules ask for is read only when one asks."""

    def __init__(self, row: TextRow) -> None:
        self.row = row
        self.title, self.text = row.title, row.text
        self.author, self.path = row.author, row.path

    @cached_property
    def places(self) -> Sequence[Mention]:
        """Every recognised place."""
        return places_from_json(json.loads(self.row.places))

    @cached_property
    def notice(self) -> Mapping[str, Any] | None:
        """The structure of the official document."""
        return json.loads(self.row.notice) if self.row.notice else None

    @cached_property
    def categories(self) -> Sequence[str]:
        """As the file has them."""
        return tuple(json.loads(self.row.categories))

    @property
    def published(self) -> datetime.datetime | None:
        """As the file gave it."""
        return moment(self.row.published) if self.row.published else None


def match_history(settings: Settings, store: Store) -> None:
    """Match what is stored against rules that are new or ask for something else now.

    Fills their feeds; sends nothing.
    """
    library = store.library
    rules = watched(settings)
    now = {rule.slug: signature(rule) for rule in rules}
    before = library.signatures()
    changed = {slug for slug in now if now[slug] != before.get(slug)}
    gone = before.keys() - now.keys()
    if not changed and not gone:
        return
    fresh = Matcher([rule for rule in rules if rule.slug in changed])
    with store.transaction():
        for slug in gone:
            library.drop_rule(slug)
        for rule in fresh.rules:
            library.unmatch(rule.slug)
            library.sign_rule(rule.slug, rule.name, now[rule.slug])
        for row, match in hits(store, fresh, removed=True):  # also those: they may come back
            library.add_match(match.rule.slug, row.id, row.revision, [mention_json(each) for each in match.mentions])
        library.mark_unpublished(changed)


def signature(rule: Rule) -> str:
    """Equal for rules that ask for the same."""
    return hashlib.sha256(repr(rule.condition).encode()).hexdigest()[:16]


def mention_json(mention: Mention) -> dict[str, Any]:
    """A mention as the store keeps it."""
    return dataclasses.asdict(mention)


def hits(store: Store, matcher: Matcher, *, removed: bool = False) -> Iterator[tuple[TextRow, Match]]:
    """Every match of these rules among the articles that stand, or also among those that are removed."""
    for row in store.library.texts(removed=removed):
        for match in matcher.match(StoredSubject(row)):
            yield row, match

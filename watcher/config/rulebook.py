"""[[rules]] of a config -> the rules: their lists and expressions as one condition each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import tzinfo
from functools import partial

from watcher.config.settings import RuleOptions
from watcher.config.tables import Tables, unknown_channel
from watcher.config.tomllines import Key
from watcher.places.divisions import Place, place
from watcher.rules.expression import ExpressionError, attribute, city, keywords
from watcher.rules.expression import parse as parse_expression
from watcher.rules.matching import Rule
from watcher.rules.tree import Attribute, City, Leaf, Node, Not, contradiction, every, leaves, some, triggers
from watcher.slugs import slug


def read_rules(tables: object, config: Tables, channels: AbstractSet[str], zone: tzinfo) -> tuple[Rule, ...]:
    """The rules that are right; what is wrong with the others is noted in `config`.

    `channels` are the names that rules may give, `zone` is where the days of their expressions begin.
    """
    if not isinstance(tables, list):
        config.wrong(("rules",), "rules are written as [[rules]], each with its name")
        return ()
    rules: list[Rule] = []
    for number, table in enumerate(tables):
        at = ("rules", number)
        before = len(config.problems)
        if options := config.options(RuleOptions, table, at):
            is_whole = len(config.problems) == before  # else an unknown key may be what it watches, misspelt
            _check(options, config, at, channels, rules)
            if condition := _Condition(options, config, at, zone).read(is_whole=is_whole):
                rules.append(_rule(options, condition))
    return tuple(rules)


def named_places(rules: Sequence[Rule]) -> Iterator[Place]:
    """The places that rules watch."""
    for leaf in _leaves(rules):
        if isinstance(leaf, City):
            yield from map(place, leaf.codes)


def named_issuers(rules: Sequence[Rule]) -> Iterator[str]:
    """The issuers that rules watch, by their full names."""
    from watcher.notices.organs import full_name

    return (full_name(leaf.text) for leaf in _leaves(rules) if isinstance(leaf, Attribute) and leaf.field == "issuer")


def _check(options: RuleOptions, config: Tables, at: Key, channels: AbstractSet[str], rules: Sequence[Rule]) -> None:
    """What one key alone cannot tell: the rule beside the channels and the rules before it."""
    for channel in options.channels:
        if channel not in channels:
            config.wrong((*at, "channels"), f'rule "{options.name}": {unknown_channel(channel, channels)}')
    if options.urgent and options.digest:
        config.wrong((*at, "digest"), f'rule "{options.name}" digest: it is `urgent`, and goes at once')
    name = options.slug or slug(options.name)
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", name):
        config.wrong((*at, "slug"), f'rule "{options.name}" slug: expected small letters, digits and hyphens')
    if name == "all":
        config.wrong((*at, "name"), f'rule "{options.name}" needs another slug: "all" is the feed of all articles')
    if any(other.name == options.name for other in rules):
        config.wrong((*at, "name"), f'rule "{options.name}": another rule before it has the same name')
    elif other := next((other for other in rules if other.slug == name), None):
        feed = f'its feed "{name}" is that of rule "{other.name}": give one of them a slug of its own'
        config.wrong((*at, "name"), f'rule "{options.name}": {feed}')


class _Condition:
    """The tree that a rule's lists and expression stand for."""

    def __init__(self, options: RuleOptions, config: Tables, at: Key, zone: tzinfo) -> None:
        self.options = options
        self.config = config
        self.at = at
        self.zone = zone

    def read(self, *, is_whole: bool) -> Node | None:
        """None where something in it is wrong; that it says too little is wrong where the rule was read whole."""
        options = self.options
        problems = len(self.config.problems)
        wanted = self._wanted()
        if len(self.config.problems) > problems:
            return None
        excluded = [Not(word) for word in keywords(options.exclude)]
        condition = every([*wanted, *excluded]) if wanted or excluded else None
        if not is_whole and (not condition or triggers(condition) is None):
            return None
        if not condition or triggers(condition) is None:
            only = "only excludes" if condition else "watches nothing"
            missing = "it needs keywords, cities or another thing to look for"
            self.config.wrong(self.at, f'rule "{options.name}" {only}: {missing}')
        elif reason := contradiction(condition):
            self.config.wrong(self.at, f'rule "{options.name}" can never match: {reason}')
        return condition

    def _wanted(self) -> list[Node]:
        """What must be there: the lists, as `require` joins them, and the expression."""
        options = self.options
        field = options.fields[0] if len(options.fields) == 1 else None
        lists: dict[str, Callable[[str], Node]] = {
            "cities": partial(city, within=options.within),
            "designated": partial(city, within=options.within, designated=True),
            "issuers": partial(attribute, "issuer"),
            "kinds": partial(attribute, "kind"),
            "categories": partial(attribute, "category"),
        }
        hits = [some(keywords(options.keywords, field))] if options.keywords else []
        for key, make in lists.items():
            if words := getattr(options, key):
                hits.append(some([node for word in words if (node := self._leaf(make, word, key))]))
        wanted = [every(hits) if options.require == "all" else some(hits)] if hits else []
        when = partial(parse_expression, within=options.within, zone=self.zone)
        if options.when and (node := self._leaf(when, options.when, "when")):
            wanted.append(node)
        return wanted

    def _leaf(self, make: Callable[[str], Node], word: str, key: str) -> Node | None:
        try:
            return make(word)
        except ExpressionError as error:
            self.config.wrong((*self.at, key), f'rule "{self.options.name}" {key}: {error}')
            return None


def _rule(options: RuleOptions, condition: Node) -> Rule:
    return Rule(
        name=options.name,
        slug=options.slug or slug(options.name),
        condition=condition,
        channels=options.channels,
        on=options.on,
        backfill=options.backfill,
        digest=options.digest,
        urgent=options.urgent,
        group=options.group,
    )


def _leaves(rules: Sequence[Rule]) -> Iterator[Leaf]:
    return (leaf for rule in rules for leaf in leaves(rule.condition))

"""config.toml -> frozen Settings; every problem at once, each with its line."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta, tzinfo
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from watcher.alerts.channels import CHANNELS
from watcher.alerts.channels.base import Channel, Common
from watcher.articles.scan import include_filter
from watcher.articles.selectors import compile_selectors
from watcher.errors import ConfigError, Problem
from watcher.notices.divisions import Place, place
from watcher.options import REQUIRED, Option, Secret
from watcher.rules.expression import CHINA, ExpressionError, attribute, city, keywords
from watcher.rules.expression import parse as parse_expression
from watcher.rules.matching import Rule
from watcher.rules.tree import Attribute, City, Leaf, Node, Not, contradiction, every, leaves, some, triggers
from watcher.settings import SECTIONS, AlertOptions, ArticleOptions, RuleOptions, Settings, StoreOptions
from watcher.slugs import slug
from watcher.toml import NotToml, decoded, table_of
from watcher.tomllines import Key, key_lines


def load(path: Path) -> Settings:
    """Read and check a config file. Raises ConfigError with all that is wrong."""
    return parse(read(path), path)


def read(path: Path) -> str:
    """The text of a config file, its line ends as they are. Raises ConfigError."""
    try:
        return decoded(path.read_bytes())
    except FileNotFoundError:
        raise ConfigError(str(path), [Problem(None, "there is no such file; `watcher init` writes one")]) from None
    except OSError as error:
        raise ConfigError(str(path), [Problem(None, f"cannot be read: {error.strerror}")]) from None
    except NotToml as error:
        raise ConfigError(str(path), [error.problem]) from None


def parse(text: str, path: Path) -> Settings:
    """Check a config's text; paths in it are relative to `path`'s folder. Raises ConfigError."""
    try:
        table = table_of(text)
    except NotToml as error:
        raise ConfigError(str(path), [error.problem]) from None
    reader = _Reader(path.absolute().parent, text)
    settings = reader.settings(table, path)
    if settings is None or reader.problems:
        raise ConfigError(str(path), reader.problems)
    return settings


def store_of(path: Path) -> Path:
    """Where the store of a config is, also of one with mistakes; where it is by default if even that cannot be read."""
    try:
        written = table_of(decoded(path.read_bytes()))["store"]["path"]
    except (OSError, NotToml, LookupError, TypeError):
        written = None
    folder = path.absolute().parent
    return folder / (written if isinstance(written, str) and "\0" not in written else StoreOptions().path)


def missing_secrets(settings: Settings) -> list[str]:
    """What must be set or installed before all that the config names can work: a line each; empty when all is there."""
    uninstalled = ((name, each.uninstalled()) for name, each in settings.channels.items() if isinstance(each, Common))
    missing = [f"[channels.{name}] {what}" for name, what in uninstalled if what]
    parts: dict[str, Any] = {f"channels.{name}": channel for name, channel in settings.channels.items()}
    for name, part in (parts | {"server": settings.server, "feeds": settings.feeds}).items():
        for field in dataclasses.fields(part):
            value = getattr(part, field.name)
            if isinstance(value, Secret):
                try:
                    value.reveal()
                except LookupError as error:
                    missing.append(f"[{name}] {field.name}: {error}")
    return missing


_Options = TypeVar("_Options")


class _Reader:
    """Reads the tables of one config and gathers what is wrong with them."""

    def __init__(self, folder: Path, text: str) -> None:
        self.folder = folder
        self.text = text
        self.problems: list[Problem] = []
        self.zone: tzinfo = CHINA

    @cached_property
    def lines(self) -> Mapping[Key, int]:
        """Where each key stands; asked for only where something is wrong."""
        return key_lines(self.text)

    def settings(self, table: Mapping[str, Any], path: Path) -> Settings | None:
        for key in table.keys() - SECTIONS.keys() - {"channels", "rules", "$schema"}:
            self.wrong((key,), f"unknown section [{key}]{_did_you_mean(key, [*SECTIONS, 'channels', 'rules'])}")
        sections: dict[str, Any] = {
            name: self.options(kind, table.get(name, {}), (name,)) for name, kind in SECTIONS.items()
        }
        self.zone = _zone(sections["articles"])
        channels = self.channels(table.get("channels", {}))
        rules = self.rules(table.get("rules", []), channels.keys() | self.broken_channels)
        self.check(sections)
        self.check_operator(sections["alerts"], channels.keys() | self.broken_channels)
        if self.problems:
            return None
        return Settings(
            path=path,
            channels=channels,
            rules=rules,
            cities=tuple(dict.fromkeys(_named_places(rules))),
            issuers=tuple(dict.fromkeys(_named_issuers(rules))),
            **sections,
        )

    def wrong(self, key: Key, message: str) -> None:
        line = next((self.lines[key[:end]] for end in range(len(key), 0, -1) if key[:end] in self.lines), None)
        self.problems.append(Problem(line, message))

    def options(self, kind: type[_Options], table: object, at: Key, ignored: tuple[str, ...] = ()) -> _Options | None:
        """One table as its dataclass; None where something in it is wrong."""
        where = _where(at, table)
        if not isinstance(table, dict):
            self.wrong(at, f"{where} must be a table")
            return None
        fields = {field.name: field for field in dataclasses.fields(kind) if "option" in field.metadata}  # type: ignore[arg-type]
        before = len(self.problems)
        for key in table.keys() - fields.keys() - set(ignored):
            self.wrong((*at, key), f"{where}: unknown key {key}{_did_you_mean(key, fields)}")
        values = {}
        for name, field in fields.items():
            described: Option = field.metadata["option"]
            if name in table:
                try:
                    values[name] = described.read(table[name], self.folder)
                except ValueError as error:
                    self.wrong((*at, name), f"{where} {name}: {error}")
            elif described.written is REQUIRED:
                self.wrong(at, f"{where}: {name} is missing ({described.doc})")
            elif described.written is not None:
                values[name] = described.read(described.written, self.folder)
        return kind(**values) if len(self.problems) == before else None

    broken_channels: frozenset[str] = frozenset()

    def channels(self, table: object) -> dict[str, Channel]:
        if not isinstance(table, dict):
            self.wrong(("channels",), "channels are written as tables: [channels.NAME]")
            return {}
        channels = {}
        for name, options in table.items():
            at = ("channels", name)
            kind = options.get("type") if isinstance(options, dict) else None
            if not isinstance(kind, str) or kind not in CHANNELS:
                self.wrong((*at, "type"), f"{_where(at)} {_type_problem(kind)}")
            elif channel := self.options(CHANNELS[str(kind)], options, at, ("type",)):
                channels[name] = channel
        self.broken_channels = frozenset(table.keys() - channels.keys())
        return channels

    def rules(self, tables: object, channels: set[str]) -> tuple[Rule, ...]:
        if not isinstance(tables, list):
            self.wrong(("rules",), "rules are written as [[rules]], each with its name")
            return ()
        rules: list[Rule] = []
        for number, table in enumerate(tables):
            at = ("rules", number)
            if options := self.options(RuleOptions, table, at):
                self.check_rule(options, at, channels, rules)
                condition = self.condition(options, at)
                if condition:
                    rules.append(_rule(options, condition))
        return tuple(rules)

    def check_rule(self, options: RuleOptions, at: Key, channels: set[str], rules: list[Rule]) -> None:
        for channel in options.channels:
            if channel not in channels:
                hint = _did_you_mean(channel, channels) or f"; there is {_listing(channels)}"
                self.wrong((*at, "channels"), f'rule "{options.name}": there is no [channels.{channel}]{hint}')
        if options.urgent and options.digest:
            self.wrong((*at, "digest"), f'rule "{options.name}" digest: it is `urgent`, and goes at once')
        name = options.slug or slug(options.name)
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", name):
            self.wrong((*at, "slug"), f'rule "{options.name}" slug: expected small letters, digits and hyphens')
        if name == "all":
            self.wrong((*at, "name"), f'rule "{options.name}" needs another slug: "all" is the feed of all articles')
        if any(other.name == options.name for other in rules):
            self.wrong((*at, "name"), f'rule "{options.name}": another rule before it has the same name')
        elif other := next((other for other in rules if other.slug == name), None):
            feed = f'its feed "{name}" is that of rule "{other.name}": give one of them a slug of its own'
            self.wrong((*at, "name"), f'rule "{options.name}": {feed}')

    def condition(self, options: RuleOptions, at: Key) -> Node | None:
        """The tree that a rule's lists and expression stand for."""
        field = options.fields[0] if len(options.fields) == 1 else None
        lists: dict[str, Callable[[str], Node]] = {
            "cities": lambda word: city(word, within=options.within),
            "designated": lambda word: city(word, within=options.within, designated=True),
            "issuers": lambda word: attribute("issuer", word),
            "kinds": lambda word: attribute("kind", word),
            "categories": lambda word: attribute("category", word),
        }
        when = partial(parse_expression, within=options.within, zone=self.zone)
        problems = len(self.problems)
        hits = [some(keywords(options.keywords, field))] if options.keywords else []
        hits += [
            self.any_of(make, words, options, (*at, key))
            for key, make in lists.items()
            if (words := getattr(options, key))
        ]
        wanted = [every(hits) if options.require == "all" else some(hits)] if hits else []
        if options.when:
            wanted += [node] if (node := self.leaf(when, options.when, options, (*at, "when"))) else []
        if len(self.problems) > problems:
            return None
        excluded = [Not(word) for word in keywords(options.exclude)]
        condition = every([*wanted, *excluded]) if wanted or excluded else None
        if not condition or triggers(condition) is None:
            only = "only excludes" if condition else "watches nothing"
            self.wrong(at, f'rule "{options.name}" {only}: it needs keywords, cities or another thing to look for')
        elif reason := contradiction(condition):
            self.wrong(at, f'rule "{options.name}" can never match: {reason}')
        return condition

    def any_of(self, make: Callable[[str], Node], words: Sequence[str], options: RuleOptions, at: Key) -> Node:
        return some([node for word in words if (node := self.leaf(make, word, options, at))])

    def leaf(self, make: Callable[[str], Node], word: str, options: RuleOptions, at: Key) -> Node | None:
        try:
            return make(word)
        except ExpressionError as error:
            self.wrong(at, f'rule "{options.name}" {at[-1]}: {error}')
            return None

    def check(self, sections: Mapping[str, Any]) -> None:
        """What one value alone cannot tell."""
        articles, schedule, server = sections["articles"], sections["schedule"], sections["server"]
        if articles:
            self.attempt(("articles", "timezone"), lambda: ZoneInfo(articles.timezone), "no time zone is called so")
            self.attempt(("articles", "strip"), lambda: compile_selectors(articles.strip))
            self.attempt(("articles", "include"), lambda: include_filter(articles.include))
            names = [directory.name for directory in articles.directory]
            if len(set(names)) < len(names):
                self.wrong(("articles", "directory"), "[articles] directory: two directories have the same last name")
        if schedule and schedule.every < timedelta(seconds=1):
            self.wrong(("schedule", "every"), '[schedule] every: expected "1s" or more')
        if schedule and schedule.cron:
            self.attempt(("schedule", "cron"), lambda: _cron(schedule.cron))
        if server and (server.username is None) != (server.password is None):
            self.wrong(("server", "username"), "[server] username and password: one is of no use without the other")
        if server and not re.fullmatch(r"[\w.~/-]*", server.path_prefix or "", re.ASCII):
            self.wrong(("server", "path_prefix"), '[server] path_prefix: expected a path such as "/watcher"')
        if server and not (re.fullmatch(r".+:\d{1,5}", server.listen) and server.port < 65_536):
            self.wrong(("server", "listen"), '[server] listen: expected ADDRESS:PORT, such as "127.0.0.1:8410"')

    def check_operator(self, alerts: AlertOptions | None, channels: set[str]) -> None:
        if alerts and alerts.operator is not None and alerts.operator not in channels:
            hint = _did_you_mean(alerts.operator, channels) or f"; there is {_listing(channels)}"
            self.wrong(("alerts", "operator"), f"[alerts] operator: there is no [channels.{alerts.operator}]{hint}")

    def attempt(self, key: Key, action: Callable[[], object], message: str = "") -> None:
        try:
            action()
        except (ValueError, LookupError, OSError) as error:
            self.wrong(key, f"{_where(key[:-1])} {key[-1]}: {message or error}")


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


def _zone(articles: ArticleOptions | None) -> tzinfo:
    """Where the days of rules begin; a wrong name is reported with its line elsewhere."""
    with suppress(ValueError, LookupError, OSError):
        return ZoneInfo(articles.timezone if articles else "")
    return CHINA


def _named_places(rules: Sequence[Rule]) -> Iterator[Place]:
    for leaf in _leaves(rules):
        if isinstance(leaf, City):
            yield from map(place, leaf.codes)


def _named_issuers(rules: Sequence[Rule]) -> Iterator[str]:
    from watcher.notices.organs import full_name

    return (full_name(leaf.text) for leaf in _leaves(rules) if isinstance(leaf, Attribute) and leaf.field == "issuer")


def _leaves(rules: Sequence[Rule]) -> Iterator[Leaf]:
    return (leaf for rule in rules for leaf in leaves(rule.condition))


def _cron(expression: str) -> None:
    from apscheduler.triggers.cron import CronTrigger

    CronTrigger.from_crontab(expression)


def _where(at: Key, table: object = None) -> str:
    if at[0] == "rules" and len(at) > 1:
        name = table.get("name") if isinstance(table, dict) else None
        return f'rule "{name}"' if isinstance(name, str) and name.strip() else f"rule {int(at[1]) + 1}"
    return f"[{'.'.join(map(str, at))}]"


def _type_problem(kind: object) -> str:
    if isinstance(kind, str) and (hint := _did_you_mean(kind.lower(), CHANNELS)):
        return f'type: there is no "{kind}"{hint}'
    return f"type: expected one of {', '.join(CHANNELS)}" + ("; it is missing" if kind is None else f", got {kind!r}")


def _did_you_mean(word: str, known: Any) -> str:
    import difflib

    close = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _listing(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "none"

"""config.toml -> frozen Settings; every problem at once, each with its line."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import timedelta, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from watcher.alerts.channels import CHANNELS
from watcher.alerts.channels.base import Channel, Common
from watcher.articles.naming import include_filter
from watcher.articles.selectors import compile_selectors
from watcher.config.rulebook import named_issuers, named_places, read_rules
from watcher.config.settings import SECTIONS, AlertOptions, ArticleOptions, Settings, StoreOptions
from watcher.config.tables import Tables, did_you_mean, unknown_channel, where
from watcher.config.toml import NotToml, decoded, salvaged, table_of
from watcher.errors import ConfigError, Problem
from watcher.options import Secret
from watcher.rules.expression import CHINA


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
        raise ConfigError(str(path), error.problems) from None


def parse(text: str, path: Path) -> Settings:
    """Check a config's text; paths in it are relative to `path`'s folder. Raises ConfigError."""
    try:
        table = table_of(text)
    except NotToml as error:
        raise ConfigError(str(path), error.problems) from None
    reader = _Reader(path.absolute().parent, text)
    settings = reader.settings(table, path)
    if settings is None or reader.problems:
        raise ConfigError(str(path), reader.problems)
    return settings


def store_of(path: Path) -> Path:
    """Where the store of a config is, also of one with mistakes; where it is by default if even that cannot be read."""
    written = _written(path, "store", "path")
    return path.absolute().parent / (written if written and "\0" not in written else StoreOptions().path)


def zone_of(path: Path) -> tzinfo:
    """The time zone of a config, also of one with mistakes; that by default if even that cannot be read."""
    try:
        return ZoneInfo(_written(path, "articles", "timezone"))
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return ZoneInfo(ArticleOptions().timezone)


def _written(path: Path, section: str, key: str) -> str:
    """A text that a config gives, also one with mistakes in other lines; "" where it gives none."""
    try:
        written = salvaged(decoded(path.read_bytes()))[0][section][key]
    except (OSError, NotToml, LookupError, TypeError):
        return ""
    return written if isinstance(written, str) else ""


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


class _Reader(Tables):
    """Reads the tables of one config."""

    def settings(self, table: Mapping[str, Any], path: Path) -> Settings | None:
        for key in table.keys() - SECTIONS.keys() - {"channels", "rules", "$schema"}:
            self.wrong((key,), f"unknown section [{key}]{did_you_mean(key, [*SECTIONS, 'channels', 'rules'])}")
        sections: dict[str, Any] = {
            name: self.options(kind, table.get(name, {}), (name,)) for name, kind in SECTIONS.items()
        }
        written = table.get("channels", {})
        channels = self.channels(written)
        names = written.keys() if isinstance(written, dict) else set[str]()  # also of those that have mistakes
        rules = read_rules(table.get("rules", []), self, names, _zone(sections["articles"]))
        self.check(sections)
        self.check_operator(sections["alerts"], names)
        if self.problems:
            return None
        return Settings(
            path=path,
            channels=channels,
            rules=rules,
            cities=tuple(dict.fromkeys(named_places(rules))),
            issuers=tuple(dict.fromkeys(named_issuers(rules))),
            **sections,
        )

    def channels(self, table: object) -> dict[str, Channel]:
        if not isinstance(table, dict):
            self.wrong(("channels",), "channels are written as tables: [channels.NAME]")
            return {}
        channels = {}
        for name, options in table.items():
            at = ("channels", name)
            kind = options.get("type") if isinstance(options, dict) else None
            if not isinstance(kind, str) or kind not in CHANNELS:
                self.wrong((*at, "type"), f"{where(at)} {_type_problem(kind)}")
            elif channel := self.options(CHANNELS[str(kind)], options, at, ("type",)):
                channels[name] = channel
        return channels

    def check(self, sections: Mapping[str, Any]) -> None:
        """What one value alone cannot tell."""
        articles, schedule, server = sections["articles"], sections["schedule"], sections["server"]
        if articles:
            unknown = f'no time zone is called {articles.timezone}: expected a name such as "Asia/Shanghai"'
            self.attempt(("articles", "timezone"), lambda: ZoneInfo(articles.timezone), unknown)
            self.attempt(("articles", "strip"), lambda: compile_selectors(articles.strip))
            self.attempt(("articles", "include"), lambda: include_filter(articles.include))
            names = [directory.name for directory in articles.directory]
            if len(set(names)) < len(names):
                self.wrong(("articles", "directory"), "[articles] directory: two directories have the same last name")
        feeds = sections["feeds"]
        if articles and feeds and feeds.directory in articles.directory:
            self.wrong(
                ("feeds", "directory"), "[feeds] directory: it is that of the articles; feeds need one of their own"
            )
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

    def check_operator(self, alerts: AlertOptions | None, channels: AbstractSet[str]) -> None:
        if alerts and alerts.operator is not None and alerts.operator not in channels:
            self.wrong(("alerts", "operator"), f"[alerts] operator: {unknown_channel(alerts.operator, channels)}")


def _zone(articles: ArticleOptions | None) -> tzinfo:
    """Where the days of rules begin; a wrong name is reported with its line elsewhere."""
    with suppress(ValueError, LookupError, OSError):
        return ZoneInfo(articles.timezone if articles else "")
    return CHINA


def _cron(expression: str) -> None:
    from apscheduler.triggers.cron import CronTrigger

    CronTrigger.from_crontab(expression)


def _type_problem(kind: object) -> str:
    if isinstance(kind, str) and (hint := did_you_mean(kind.lower(), CHANNELS)):
        return f'type: there is no "{kind}"{hint}'
    return f"type: expected one of {', '.join(CHANNELS)}" + ("; it is missing" if kind is None else f", got {kind!r}")

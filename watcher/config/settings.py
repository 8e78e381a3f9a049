"""What a config may say: every key with its check, default and words; and the Settings that come of it, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from watcher.alerts.channels.base import Channel
from watcher.alerts.policy import Budget
from watcher.articles.changes import KINDS
from watcher.articles.naming import Source, to_name
from watcher.articles.selectors import compile_selectors
from watcher.hours import QUIET, TIMES, Quiet, Times
from watcher.options import (
    ADDRESS,
    DURATION,
    FLAG,
    NUMBER,
    PATH,
    PATHS,
    SECRET,
    SIZE,
    TEXT,
    TEXTS,
    WEB_ADDRESS,
    Secret,
    choice,
    choices,
    option,
)
from watcher.places.divisions import Place
from watcher.rules.matching import Rule

if TYPE_CHECKING:
    from watcher.articles.article import Reading


@dataclass(frozen=True, kw_only=True)
class ArticleOptions:
    """Where the articles are and how they are read."""

    directory: tuple[Path, ...] = option(PATHS, "the directory of articles, or a list of them", "articles")
    include: tuple[str, ...] = option(TEXTS, "which files are articles", ["**/*.md", "**/*.html", "**/*.txt"])
    strip: tuple[str, ...] = option(TEXTS, "CSS selectors of what is left out of text and feeds", [])
    timezone: str = option(TEXT, "of dates without one", "Asia/Shanghai")
    max_size: int = option(SIZE, "a larger file is reported, not read", "10 MB")
    follow_links: bool = option(FLAG, "also read links that lead out of the directory", False)
    guard: bool = option(FLAG, "a second look before very many articles count as removed", True)
    base_url: str | None = option(ADDRESS, "where the directory itself is published, for links to articles", None)


@dataclass(frozen=True, kw_only=True)
class ScheduleOptions:
    """When to look."""

    every: timedelta = option(DURATION, "time between two looks", "10m")
    cron: str | None = option(TEXT, "five fields, instead of `every`", None)
    watch: bool = option(FLAG, "also look the moment a file changes", True)


@dataclass(frozen=True, kw_only=True)
class StoreOptions:
    """Where state is kept."""

    path: Path = option(PATH, "the SQLite file", "state/watcher.db")


@dataclass(frozen=True, kw_only=True)
class FeedOptions:
    """The feeds that are written."""

    directory: Path = option(PATH, "where the feed files are written", "feeds")
    title: str = option(TEXT, "title of the feed of all articles", "Notices")
    base_url: str = option(ADDRESS, "address under which readers find the feeds", "http://127.0.0.1:8410/feeds/")
    limit: int = option(NUMBER, "entries in a feed", 50)
    max_bytes: int = option(SIZE, "a feed's content at most; older entries are left out", "2 MB")
    entry_ids: str = option(
        choice("shared", "per-feed"),
        "whether an article has one id in all feeds, or one of its own in each, for readers that know ids from all "
        "feeds together (newsboat)",
        "shared",
    )
    hub: str | None = option(WEB_ADDRESS, "the WebSub hub that is told of new entries, and that feeds name", None)
    token: Secret | None = option(SECRET, "that feeds ask for over HTTP, as in `all.atom?token=…`", None)


@dataclass(frozen=True, kw_only=True)
class ServerOptions:
    """The pages and feeds over HTTP."""

    listen: str = option(TEXT, "address and port", "127.0.0.1:8410")
    path_prefix: str | None = option(TEXT, "the path under which a proxy shows the pages, such as `/watcher`", None)
    username: str | None = option(TEXT, "that pages and feeds ask for, with `password`", None)
    password: Secret | None = option(SECRET, "of `username`", None)

    @property
    def root(self) -> str:
        """`path_prefix` as the addresses of pages begin with it: "" or "/watcher"."""
        return f"/{self.path_prefix.strip('/')}".rstrip("/") if self.path_prefix else ""

    @property
    def host(self) -> str:
        """The address part of `listen`."""
        return self.listen.rpartition(":")[0].strip("[]") or "127.0.0.1"

    @property
    def port(self) -> int:
        """The port part of `listen`."""
        return int(self.listen.rpartition(":")[2])


@dataclass(frozen=True, kw_only=True)
class AlertOptions:
    """What all alerts have in common."""

    first_scan: str = option(
        choice("none", "digest", "all"),
        "what the first scan may send, and a later one of what an edit of `[articles]` adds to it",
        "none",
    )
    language: str = option(choice("zh-CN", "en"), "of messages, feeds and pages", "zh-CN")
    flood: int = option(NUMBER, "messages a minute and channel, past it a digest; 0 for no limit", 10)
    quiet_hours: Quiet | None = option(
        QUIET,
        'when only rules that are `urgent` send, such as "22:00-07:00", in `[articles] timezone`; what waits goes when '
        "they end",
        None,
    )
    operator: str | None = option(
        TEXT, "the channel that hears of a config edit that was refused and of a channel that was switched off", None
    )
    keep: timedelta = option(DURATION, "how long the history of sent alerts is kept", "90d")


@dataclass(frozen=True, kw_only=True)
class RuleOptions:
    """One thing that is watched."""

    name: str = option(TEXT, "as people know it")
    slug: str | None = option(TEXT, "feed file name; the name's pinyin where left out", None)
    keywords: tuple[str, ...] = option(TEXTS, "words, of which one must be mentioned", [])
    cities: tuple[str, ...] = option(TEXTS, "places, of which one (or one within it) must be mentioned", [])
    issuers: tuple[str, ...] = option(TEXTS, "organs, of which one must have issued it; short names will do", [])
    kinds: tuple[str, ...] = option(TEXTS, "kinds of document (文种), of which it must be one", [])
    categories: tuple[str, ...] = option(TEXTS, "categories, of which it must have one", [])
    designated: tuple[str, ...] = option(TEXTS, "places, of which the notice must select one, not merely name it", [])
    when: str | None = option(TEXT, "an expression, instead of lists or beside them", None)
    exclude: tuple[str, ...] = option(TEXTS, "words that must not be mentioned", [])
    fields: tuple[str, ...] = option(choices("title", "text"), "where keywords count", ["title", "text"])
    require: str = option(choice("any", "all"), "whether one of the lists must be hit, or each that is given", "any")
    within: bool = option(FLAG, "a place covers what lies within it", True)
    on: tuple[str, ...] = option(choices(*KINDS), "the changes that it hears of", ["new", "updated"])
    channels: tuple[str, ...] = option(TEXTS, "where alerts go", [])
    backfill: str = option(
        choice("feed", "digest", "alert"),
        "when the rule is new or asks for something else: whether older articles that it matches from now on "
        "only fill its feed, are also sent as one digest, or each as an alert",
        "feed",
    )
    digest: Times | None = option(
        TIMES, "when its alerts go together as one digest; what each channel's `digest` says where left out", None
    )
    urgent: bool = option(FLAG, "its alerts go at once: also in quiet hours, and past a channel's `digest`", False)
    group: bool = option(
        FLAG, "its alert of a change and those of other rules with `group` go to a channel as one message", False
    )


SECTIONS: Mapping[str, type] = {
    "articles": ArticleOptions,
    "schedule": ScheduleOptions,
    "store": StoreOptions,
    "feeds": FeedOptions,
    "server": ServerOptions,
    "alerts": AlertOptions,
}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that the config says, checked."""

    path: Path  # of the config file
    articles: ArticleOptions
    schedule: ScheduleOptions
    store: StoreOptions
    feeds: FeedOptions
    server: ServerOptions
    alerts: AlertOptions
    channels: Mapping[str, Channel]
    rules: tuple[Rule, ...]
    cities: tuple[Place, ...]  # every place that a rule names, each with a feed of its own
    issuers: tuple[str, ...]  # every organ that a rule asks for as issuer, by full name, each with a feed too

    @property
    def source(self) -> Source:
        """What `articles.scan` needs."""
        part = self.articles
        source = Source(part.directory, part.include, part.max_size, part.follow_links)
        feeds = to_name(source, str(self.feeds.directory))  # their page is no article, nor news at each pass
        return replace(source, left_out=(f"{feeds}/",)) if feeds else source

    @property
    def reading(self) -> Reading:
        """What `articles.article` needs."""
        from watcher.articles.article import Reading  # 50 ms that a look that finds nothing to read can do without

        part = self.articles
        return Reading(timezone=self.timezone, strip=compile_selectors(part.strip))

    @property
    def budget(self) -> Budget:
        """How much any channel may be sent, and when."""
        return Budget(flood=self.alerts.flood, quiet=self.alerts.quiet_hours, zone=self.timezone)

    def digest_of(self, rule: Rule, channel: str) -> Times | None:
        """When a rule's alerts go to a channel as a digest; None: each at once."""
        if rule.urgent:
            return None
        times: Times | None = getattr(self.channels[channel], "digest", None)
        return rule.digest or times

    @property
    def timezone(self) -> tzinfo:
        """Of dates without one."""
        return ZoneInfo(self.articles.timezone)

"""The last entry of a feed whose rule was removed from the config: it tells readers why nothing more comes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from watcher.feeds.selection import Entry, Feed

_WORDS = {  # title; what happened to a rule, and to a place or issuer that no rule names any more
    "zh-CN": (
        "订阅已结束：{name}",
        "规则“{name}”已于{day}从配置中移除。此订阅不再更新，一周后撤下。",
        "自{day}起已没有规则关注“{name}”。此订阅不再更新，一周后撤下。",
    ),
    "en": (
        "This subscription has ended: {name}",
        "The rule “{name}” was removed from the config on {day}. This feed brings nothing more and goes after a week.",
        "No rule has named “{name}” since {day}. This feed brings nothing more and goes after a week.",
    ),
}


def ended_feed(feed: Feed, name: str, ended: datetime) -> Feed:
    """The feed with one entry: that it has ended, and why. The same each time for the same (aware) `ended`.

    `name` is that of the rule, or of the place or issuer whose feed it is.
    """
    title, of_rule, of_place = _WORDS[feed.language]
    told = of_rule if feed.key.startswith("rules/") else of_place
    seed = hashlib.sha256(f"{feed.key}\n{ended.isoformat()}".encode()).hexdigest()[:20]
    entry = Entry(
        guid=f"tag:{urlsplit(feed.base_url).hostname or 'localhost'},2026:ended/{seed}",
        title=title.format(name=name),
        link=feed.home,
        published=ended,
        updated=ended,
        summary=told.format(name=name, day=f"{ended:%Y-%m-%d}"),
    )
    return replace(feed, entries=(entry,))

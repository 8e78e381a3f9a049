"""Entries and feeds of our own to render."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from watcher.feeds.selection import Entry, Feed

FIRST = datetime(2024, 5, 6, 1, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def make_entry() -> Callable[..., Entry]:
    """`make_entry(3)` is the fourth of a series, an hour after the third; keywords replace its attributes."""

    def make(number: int = 0, **changes: object) -> Entry:
        moment = FIRST + timedelta(hours=number)
        given = {
            "guid": f"tag:notices.example,2024:{number}",
            "title": f"关于开展车路协同试点的通知（{number}）",
            "link": f"https://notices.example/articles/{number}",
            "published": moment,
            "updated": moment,
            "fragment": f"<p>请各试点城市于六月底前报送方案，第 {number} 号。</p>",
        }
        return Entry(**(given | changes))

    return make


@pytest.fixture(scope="session")
def make_feed() -> Callable[..., Feed]:
    """`make_feed(entry, entry)`; keywords replace its attributes."""

    def make(*entries: Entry, **changes: object) -> Feed:
        given = {
            "key": "rules/pilots",
            "title": "试点通知",
            "description": "提到车路协同的通知",
            "home": "https://notices.example/",
            "base_url": "https://notices.example/feeds/",
            "language": "zh-CN",
            "entries": entries,
        }
        return Feed(**(given | changes))

    return make

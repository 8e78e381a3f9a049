"""Feeds of our own, hostile entries among them, and a server for the readers that want one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

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


@pytest.fixture(scope="session")
def feed(make_entry: Callable[..., Entry], make_feed: Callable[..., Feed]) -> Feed:
    """Five entries of which the newest is hostile, one was edited and one has everything."""
    hostile = make_entry(
        4,
        title="]]> <b>粗</b> &amp; \u202e反\x00\ud800",
        fragment='<p>]]>&#8;<script>x()</script><a href="javascript:x()">链接</a></p>' + "<p>很长的正文。</p>" * 50_000,
    )
    edited = make_entry(3, updated=FIRST + timedelta(days=3), note="改动：丙市 → 丁市")
    complete = make_entry(
        2,
        author="某部办公厅",
        categories=("通知", "试点"),
        summary="名单中 <丙市> 应为丁市。",
        image="https://notices.example/a.png",
        facts=(("文号", "试发〔2024〕3号"),),
        marks=("方案",),
    )
    return make_feed(make_entry(0), complete, make_entry(1), hostile, edited)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A directory and the address under which a server on this machine shows it."""
    directory = tmp_path / "served"
    directory.mkdir()

    class Handler(SimpleHTTPRequestHandler):
        extensions_map: ClassVar[dict[str, str]] = {
            ".rss": "application/rss+xml",
            ".atom": "application/atom+xml",
            ".json": "application/feed+json",
            ".opml": "text/x-opml",
        }

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(directory))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield directory, f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()

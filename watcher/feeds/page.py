"""The feeds -> index.html, the page that a person sees who opens the feed directory in a browser."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from watcher.feeds.entries import newest_first, shown_link, shown_title
from watcher.feeds.opml import by_folder, folder_name
from watcher.feeds.selection import Entry, Feed
from watcher.feeds.templating import environment
from watcher.feeds.text import one_line, rfc3339, uri

_NEWEST = 20
_TEMPLATES = Path(__file__).parent / "templates"
_FORMATS = (
    ("RSS", "rss", "application/rss+xml"),
    ("Atom", "atom", "application/atom+xml"),
    ("JSON", "json", "application/feed+json"),
)
_WORDS = {
    "zh": {
        "subscribe": "把任意一个地址添加到阅读器即可订阅，或导入",
        "opml": "全部订阅（OPML）",
        "feeds": "订阅",
        "newest": "最新",
        "empty": "暂无内容",
        "entries": "条",
        "edited": "已更新",
    },
    "en": {
        "subscribe": "Add any of these addresses to your reader, or import",
        "opml": "all of them (OPML)",
        "feeds": "Feeds",
        "newest": "Newest",
        "empty": "Nothing here yet",
        "entries": "entries",
        "edited": "updated",
    },
}


def index_page(title: str, feeds: Sequence[Feed], language: str) -> bytes:
    """`feeds` with their three addresses and the newest entries as a page in UTF-8; `language` is zh-CN or en.

    It has no script and loads nothing; dates are in the time zone that the entries carry.
    """
    entries = newest_first(entry for feed in feeds for entry in feed.entries)[:_NEWEST]
    page = (
        environment(_TEMPLATES)
        .get_template("index.html")
        .render(
            title=one_line(title),
            language=language,
            words=_WORDS["zh" if language.lower().startswith("zh") else "en"],
            groups=[(folder_name(key, language), [*map(_feed, members)]) for key, members in by_folder(feeds).items()],
            entries=[_entry(entry) for entry in entries],
            opml=uri(f"{feeds[0].base_url}feeds.opml") if feeds else "feeds.opml",
            style=_style(),
            policy=content_policy(),
        )
    )
    return page.encode("utf-8", "replace")


@lru_cache(maxsize=1)
def content_policy() -> str:
    """The Content-Security-Policy of the page, which a server should send with it too."""
    digest = b64encode(sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@lru_cache(maxsize=1)
def _style() -> str:
    return (_TEMPLATES / "index.css").read_text(encoding="utf-8")


def _feed(feed: Feed) -> dict[str, Any]:
    return {
        "title": one_line(feed.title) or feed.key,
        "description": one_line(feed.description),
        "count": len(feed.entries),
        "date": _day(feed.updated) if feed.updated else None,
        "addresses": [(name, uri(feed.address(suffix)), kind) for name, suffix, kind in _FORMATS],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "title": shown_title(entry),
        "link": shown_link(entry),
        "author": one_line(entry.author),
        "summary": one_line(entry.summary),
        "note": one_line(entry.note),
        "date": _day(entry.published),
        "edited": _day(entry.updated) if entry.revision > 1 else None,
    }


def _day(moment: datetime) -> tuple[str, str]:
    """A date for machines and for people."""
    return rfc3339(moment), moment.strftime("%Y-%m-%d")

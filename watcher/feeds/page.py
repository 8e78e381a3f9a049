"""The feeds -> index.html, the page that a person sees who opens the feed directory in a browser."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watcher.feeds.entries import newest_first, shown_link, shown_title
from watcher.feeds.opml import by_folder, folder_name
from watcher.feeds.selection import Entry, Feed
from watcher.feeds.templating import environment
from watcher.feeds.text import one_line, rfc3339, uri

if TYPE_CHECKING:
    from markupsafe import Markup

_NEWEST = 20
_TEMPLATES = Path(__file__).parent / "templates"
_FORMATS = (
    ("RSS", "rss", "application/rss+xml"),
    ("Atom", "atom", "application/atom+xml"),
    ("JSON", "json", "application/feed+json"),
)
_WORDS = {
    "zh": {
        "home": "文章",
        "subscribe": "把任意一个地址添加到阅读器即可订阅，或导入",
        "opml": "全部订阅（OPML）",
        "calendar": "通知的截止日期可以在日历里订阅：",
        "deadlines": "截止日期（iCalendar）",
        "feeds": "订阅",
        "newest": "最新",
        "empty": "暂无内容",
        "entries": "条",
        "edited": "已更新",
    },
    "en": {
        "home": "Articles",
        "subscribe": "Add any of these addresses to your reader, or import",
        "opml": "all of them (OPML)",
        "calendar": "Deadlines of notices can be subscribed to in a calendar:",
        "deadlines": "deadlines (iCalendar)",
        "feeds": "Feeds",
        "newest": "Newest",
        "empty": "Nothing here yet",
        "entries": "entries",
        "edited": "updated",
    },
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed as the page lists it: its entries need not be known."""

    feed: Feed
    count: int  # of its entries
    updated: datetime | None  # the newest change in it, in the time zone in which it is shown


def index_page(title: str, listed: Sequence[Listed], entries: Iterable[Entry], language: str) -> bytes:
    """Feeds with their three addresses and the newest of `entries` as a page in UTF-8; `language` is zh-CN or en.

    It has no script and loads nothing; dates are in the time zone that the entries carry.
    """
    shown = {each.feed.key: _feed(each, f"{title} · ", language) for each in listed}
    base = listed[0].feed.base_url if listed else ""
    folders = by_folder([each.feed for each in listed]).items()
    page = (
        environment(_TEMPLATES)
        .get_template("index.html")
        .render(
            title=one_line(title),
            language=language,
            words=_words(language),
            groups=[(folder_name(folder, language), [shown[feed.key] for feed in feeds]) for folder, feeds in folders],
            entries=[_entry(entry) for entry in newest_first(entries)[:_NEWEST]],
            home=uri(listed[0].feed.home) if listed else "",
            opml=uri(f"{base}feeds.opml"),
            calendar=uri(f"{base}deadlines.ics"),
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


@lru_cache(maxsize=1024)
def _feed(listed: Listed, prefix: str, language: str) -> dict[str, Markup]:
    """A feed's place in the list and its links for browsers: kept, since most are as they were.

    `prefix` is what the titles of all feeds but the first begin with.
    """
    feed = listed.feed
    values = {
        "name": one_line(feed.title.removeprefix(prefix)) or feed.key,
        "title": one_line(feed.title) or feed.key,
        "description": one_line(feed.description),
        "count": listed.count,
        "date": _day(listed.updated) if listed.updated else None,
        "addresses": [(name, uri(feed.address(suffix)), kind) for name, suffix, kind in _FORMATS],
    }
    macros = environment(_TEMPLATES).get_template("feed.html").module
    return {"links": macros.links(values), "item": macros.item(values, _words(language))}  # type: ignore[attr-defined]


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "title": shown_title(entry),
        "link": shown_link(entry),
        "author": one_line(entry.author),
        "summary": one_line(entry.summary),
        "note": one_line(entry.note.partition("\n")[0]),
        "date": _day(entry.published),
        "edited": _day(entry.updated) if entry.revision > 1 else None,
    }


def _words(language: str) -> Mapping[str, str]:
    return _WORDS["zh" if language.lower().startswith("zh") else "en"]


def _day(moment: datetime) -> tuple[str, str]:
    """A date for machines and for people."""
    return rfc3339(moment), moment.strftime("%Y-%m-%d")

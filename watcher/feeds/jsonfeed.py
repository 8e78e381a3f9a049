"""A feed -> JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json

from watcher.feeds.content import safe_html
from watcher.feeds.entries import labels, shown_image, shown_link, shown_title
from watcher.feeds.format import Format
from watcher.feeds.selection import Entry, Feed
from watcher.feeds.text import one_line, plain, rfc3339, uri


def _frame(feed: Feed) -> tuple[bytes, bytes]:
    title = one_line(feed.title) or feed.key
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": uri(feed.home),
        "feed_url": uri(feed.address("json")),
        "description": one_line(feed.description) or title,
        "language": feed.language,
        "authors": [{"name": title}],
        **({"hubs": [{"type": "WebSub", "url": uri(feed.hub)}]} if feed.hub else {}),
    }
    return f'{_json(document)[:-1]},"items":['.encode(), b"]}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _item(entry: Entry) -> bytes:
    optional = {
        "summary": one_line(entry.summary),
        "image": shown_image(entry),
        "authors": [{"name": author}] if (author := one_line(entry.author)) else [],
        "tags": list(labels(entry)),
    }
    item = {
        "id": plain(entry.guid),
        "url": shown_link(entry),
        "title": shown_title(entry),
        "content_html": safe_html(entry),
        "date_published": rfc3339(entry.published),
        "date_modified": rfc3339(entry.updated),
        **{name: value for name, value in optional.items() if value},
    }
    return _json(item).encode()


_MOST = 250_000  # bytes: what the specification asks of publishers
jsonfeed = Format("json", _frame, _item, between=b",", most=_MOST)  # media type `application/feed+json`

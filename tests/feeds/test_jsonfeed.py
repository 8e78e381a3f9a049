"""JSON Feed 1.1 as its specification wants it."""

from __future__ import annotations

import json
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.feeds.content import safe_html
from watcher.feeds.jsonfeed import jsonfeed
from watcher.feeds.selection import Entry, Feed

MakeEntry = Callable[..., Entry]
MakeFeed = Callable[..., Feed]


def test_a_feed_names_itself_its_page_and_its_language(make_feed: MakeFeed) -> None:
    assert json.loads(jsonfeed(make_feed())) == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "试点通知",
        "home_page_url": "https://notices.example/",
        "feed_url": "https://notices.example/feeds/rules/pilots.json",
        "description": "提到车路协同的通知",
        "language": "zh-CN",
        "authors": [{"name": "试点通知"}],
        "items": [],
    }


def test_an_item_says_all_that_is_known(make_entry: MakeEntry, make_feed: MakeFeed) -> None:
    entry = make_entry(author="某部", categories=("通知",), summary="要点", image="https://notices.example/a.png")
    assert json.loads(jsonfeed(make_feed(entry)))["items"] == [
        {
            "id": "tag:notices.example,2024:0",
            "url": "https://notices.example/articles/0",
            "title": entry.title,
            "content_html": safe_html(entry),
            "date_published": "2024-05-06T01:30:00Z",
            "date_modified": "2024-05-06T01:30:00Z",
            "summary": "要点",
            "image": "https://notices.example/a.png",
            "authors": [{"name": "某部"}],
            "tags": ["通知"],
        }
    ]


def test_what_is_not_known_is_left_out(make_entry: MakeEntry, make_feed: MakeFeed) -> None:
    item = json.loads(jsonfeed(make_feed(make_entry())))["items"][0]
    assert not {"summary", "image", "authors", "tags"} & set(item)


def test_newest_comes_first(make_entry: MakeEntry, make_feed: MakeFeed) -> None:
    items = json.loads(jsonfeed(make_feed(make_entry(0), make_entry(2), make_entry(1))))["items"]
    assert [item["id"][-1] for item in items] == ["2", "1", "0"]


@given(st.text(st.characters(exclude_categories=()), max_size=60))
@settings(max_examples=100, deadline=None)
def test_no_text_breaks_a_feed(make_entry: MakeEntry, make_feed: MakeFeed, text: str) -> None:
    entry = make_entry(title=text, link=text, author=text, categories=(text,), summary=text, fragment=text, image=text)
    item = json.loads(jsonfeed(make_feed(entry, title=text, description=text)))["items"][0]
    assert all(item[name] for name in ("id", "url", "title", "content_html"))

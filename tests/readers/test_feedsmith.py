"""Feeds in feedsmith, the parser that readers in JavaScript are built on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from programs import feedsmith, has_feedsmith

from watcher.feeds.content import safe_html
from watcher.feeds.jsonfeed import jsonfeed
from watcher.feeds.opml import opml
from watcher.feeds.selection import Feed
from watcher.feeds.xml import atom, rss

NEWEST_FIRST = [f"tag:notices.example,2024:{number}" for number in (4, 3, 2, 1, 0)]


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    """Beside the others from npm."""
    if not has_feedsmith():
        pytest.skip("what tests/validators/package.json names is not installed")


def test_each_format_is_known_and_has_every_entry_in_order(feed: Feed) -> None:
    """With ids, titles, dates and the whole content, the same in all three."""
    from_rss, from_atom, from_json = feedsmith(rss(feed), atom(feed), jsonfeed(feed))
    assert [each["format"] for each in (from_rss, from_atom, from_json)] == ["rss", "atom", "json"]
    assert {each["title"] for each in (from_rss, from_atom, from_json)} == {"试点通知"}
    assert [item["guid"]["value"] for item in from_rss["entries"]] == NEWEST_FIRST
    assert [entry["id"] for entry in from_atom["entries"]] == NEWEST_FIRST
    assert [item["id"] for item in from_json["entries"]] == NEWEST_FIRST
    assert not any(item["guid"]["isPermaLink"] for item in from_rss["entries"])
    shown = [safe_html(entry) for entry in sorted(feed.entries, key=lambda entry: entry.published, reverse=True)]
    assert [entry["content"]["value"] for entry in from_atom["entries"]] == shown
    assert [item["content"]["encoded"] for item in from_rss["entries"]] == shown
    assert [item["content_html"] for item in from_json["entries"]] == shown


def test_an_edit_is_told_by_its_date(feed: Feed) -> None:
    (read_atom, read_json) = feedsmith(atom(feed), jsonfeed(feed))
    edited = read_atom["entries"][1]
    assert (edited["published"][:10], edited["updated"][:10]) == ("2024-05-06", "2024-05-09")
    assert read_json["entries"][1]["date_modified"][:10] == "2024-05-09"


def test_a_hub_is_found_in_every_format(make_feed: Callable[..., Feed]) -> None:
    feed = make_feed(hub="https://hub.example/")
    from_rss, from_atom, from_json = (each["feed"] for each in feedsmith(rss(feed), atom(feed), jsonfeed(feed)))
    for links in (from_rss["atom"]["links"], from_atom["links"]):
        assert {link["rel"]: link["href"] for link in links}["hub"] == "https://hub.example/"
    assert from_json["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]


def test_the_list_of_feeds_has_its_folders(make_feed: Callable[..., Feed]) -> None:
    keys = ("all", "rules/pilots", "cities/hefei", "issuers/zhu-jian-bu")
    (listed,) = feedsmith(opml("政策通知", [make_feed(key=key, title=key) for key in keys]))
    first, *folders = listed["body"]["outlines"]
    assert first["xmlUrl"] == "https://notices.example/feeds/all.atom"
    assert [folder["text"] for folder in folders] == ["规则", "城市", "发文机关"]
    assert [each["xmlUrl"] for folder in folders for each in folder["outlines"]] == [
        f"https://notices.example/feeds/{key}.atom" for key in keys[1:]
    ]

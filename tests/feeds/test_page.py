"""The page that a person sees who opens the feed directory in a browser."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from lxml import html

from watcher.feeds.page import Listed, content_policy, index_page
from watcher.feeds.selection import Entry, Feed

MakeEntry = Callable[..., Entry]
MakeFeed = Callable[..., Feed]


def page_of(title: str, feeds: list[Feed], language: str) -> bytes:
    """The page of these feeds and of all their entries."""
    listed = [Listed(feed, len(feed.entries), feed.updated) for feed in feeds]
    return index_page(title, listed, [entry for feed in feeds for entry in feed.entries], language)


def shown(page: bytes) -> html.HtmlElement:
    return html.document_fromstring(page.decode())


def test_every_feed_has_its_three_addresses_for_people_and_for_readers(make_feed: MakeFeed) -> None:
    page = shown(page_of("政策通知", [make_feed(key="all"), make_feed()], "zh-CN"))
    expected = [
        f"https://notices.example/feeds/{key}.{end}"
        for key in ("all", "rules/pilots")
        for end in ("rss", "atom", "json")
    ]
    assert page.xpath("//*[@class='addresses']/a/@href") == expected
    assert page.xpath("//link[@rel='alternate']/@href") == expected
    assert page.xpath("//header//a/@href") == [
        "https://notices.example/",
        "https://notices.example/feeds/feeds.opml",
        "https://notices.example/feeds/deadlines.ics",
    ]


def test_an_entry_in_two_feeds_is_listed_once_newest_first(make_entry: MakeEntry, make_feed: MakeFeed) -> None:
    feeds = [make_feed(make_entry(0), make_entry(1), key="all"), make_feed(make_entry(1))]
    assert shown(page_of("t", feeds, "en")).xpath("//article//a/text()") == [
        make_entry(1).title,
        make_entry(0).title,
    ]


def test_an_edit_and_its_note_are_shown(make_entry: MakeEntry, make_feed: MakeFeed) -> None:
    entry = make_entry(revision=2, note="改动：丙市 → 丁市", updated=datetime(2024, 5, 9, tzinfo=UTC))
    text = shown(page_of("t", [make_feed(entry)], "zh-CN")).find(".//article").text_content()
    assert "改动：丙市 → 丁市" in text
    assert re.search(r"2024-05-06 · 已更新 2024-05-09", text)


def test_an_article_that_is_seen_late_is_not_called_edited(make_entry: MakeEntry, make_feed: MakeFeed) -> None:
    late = make_entry(updated=datetime(2024, 5, 9, tzinfo=UTC))
    assert "已更新" not in page_of("t", [make_feed(late)], "zh-CN").decode()


@pytest.mark.parametrize(
    ("language", "word"), [("zh-CN", "最新"), ("en", "Newest"), ("EN-gb", "Newest"), ("ZH", "最新")]
)
def test_the_page_speaks_the_language_of_the_config(make_feed: MakeFeed, language: str, word: str) -> None:
    page = shown(page_of("t", [make_feed()], language))
    assert page.get("lang") == language
    assert word in page.xpath("//h2/text()")


def test_a_hostile_article_stays_text(make_entry: MakeEntry, make_feed: MakeFeed) -> None:
    hostile = '"><script>alert(1)</script>{{ 7 * 7 }}\u202e\x00\ud800'
    entry = make_entry(title=hostile, summary=hostile, author=hostile, note=hostile, link="javascript:alert(1)")
    page = page_of(hostile, [make_feed(entry, title=hostile, description=hostile)], "zh-CN")
    assert b"<script" not in page
    assert b"javascript:" not in page
    assert "{{ 7 * 7 }}" in page.decode()


def test_the_policy_allows_the_pages_own_style_and_nothing_else(make_feed: MakeFeed) -> None:
    page = page_of("t", [make_feed()], "en").decode()
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    assert f"style-src 'sha256-{b64encode(sha256(style[1].encode()).digest()).decode()}';" in content_policy()
    assert "default-src 'none'" in content_policy()
    assert shown(page.encode()).xpath("//meta[@http-equiv]/@content") == [content_policy()]


def test_without_feeds_or_entries_it_says_so(make_feed: MakeFeed) -> None:
    assert "暂无内容" in page_of("t", [], "zh-CN").decode()
    assert "Nothing here yet" in page_of("t", [make_feed()], "en").decode()

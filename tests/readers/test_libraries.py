"""Feeds in the libraries that readers are built on."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import atoma
import feedparser
import listparser
import pytest
from reader import make_reader

from watcher.feeds.content import safe_html
from watcher.feeds.format import Format
from watcher.feeds.jsonfeed import jsonfeed
from watcher.feeds.opml import opml
from watcher.feeds.selection import Entry, Feed
from watcher.feeds.xml import atom, rss

if TYPE_CHECKING:
    from conftest import Served

MakeFeed = Callable[..., Feed]

BOTH = pytest.mark.parametrize("form", [pytest.param(rss, id="rss"), pytest.param(atom, id="atom")])
NEWEST_FIRST = [f"tag:notices.example,2024:{number}" for number in (4, 3, 2, 1, 0)]


@BOTH
def test_feedparser_finds_no_fault_and_every_entry_in_order(feed: Feed, form: Format) -> None:
    parsed = feedparser.parse(form(feed))
    assert not parsed.bozo
    assert [entry.id for entry in parsed.entries] == NEWEST_FIRST
    assert (parsed.feed.title, parsed.feed.language) == ("试点通知", "zh-CN")
    assert "粗" in parsed.entries[0].title


@BOTH
def test_feedparser_reads_all_that_an_entry_says(feed: Feed, form: Format) -> None:
    entry = feedparser.parse(form(feed)).entries[2]
    assert entry.author == "某部办公厅"
    assert [tag.term for tag in entry.tags] == ["通知", "试点"]
    assert tuple(entry.published_parsed[:6]) == (2024, 5, 6, 3, 30, 0)
    assert entry.media_thumbnail[0]["url"] == "https://notices.example/a.png"
    assert "报送方案" in entry.content[0].value  # feedparser's own sanitiser, older than <mark>, takes the mark away
    assert "<td>试发〔2024〕3号</td>" in entry.content[0].value


@BOTH
def test_an_empty_feed_is_no_fault(make_feed: MakeFeed, form: Format) -> None:
    parsed = feedparser.parse(form(make_feed()))
    assert not parsed.bozo
    assert parsed.entries == []


def test_atoma_reads_all_three(feed: Feed) -> None:
    from_atom = atoma.parse_atom_bytes(atom(feed))
    from_rss = atoma.parse_rss_bytes(rss(feed))
    from_json = atoma.parse_json_feed_bytes(jsonfeed(feed))
    assert [entry.id_ for entry in from_atom.entries] == NEWEST_FIRST
    assert [item.guid for item in from_rss.items] == NEWEST_FIRST
    assert [item.id_ for item in from_json.items] == NEWEST_FIRST
    dates = [entry.published for entry in from_atom.entries]
    assert dates == [item.pub_date for item in from_rss.items] == [item.date_published for item in from_json.items]
    assert from_atom.entries[1].updated - dates[1] == timedelta(days=3) - timedelta(hours=3)


def test_all_formats_carry_the_same_content(feed: Feed) -> None:
    newest_first = sorted(feed.entries, key=lambda entry: entry.published, reverse=True)
    shown = [safe_html(entry) for entry in newest_first]
    assert [entry.content.value for entry in atoma.parse_atom_bytes(atom(feed)).entries] == shown
    assert [item.content_encoded for item in atoma.parse_rss_bytes(rss(feed)).items] == shown
    assert [item["content_html"] for item in json.loads(jsonfeed(feed))["items"]] == shown


@BOTH
def test_an_edit_is_an_edit_and_no_new_entry(feed: Feed, tmp_path: Path, form: Format) -> None:
    """In RSS, which has no date of change, `reader` goes by the entry's hash."""
    pytest.importorskip("sgmllib", reason="sgmllib3k, which reader's parser needs, is not installed")
    path = tmp_path / f"pilots.{form.suffix}"
    path.write_bytes(form(feed))
    with make_reader(":memory:", feed_root=str(tmp_path)) as library:
        library.add_feed(path.name)
        library.update_feed(path.name)
        before = {entry.id: (entry.title, entry.published) for entry in library.get_entries()}
        path.write_bytes(form(_with_edited_first(feed)))
        change = library.update_feed(path.name)
        after = {entry.id: (entry.title, entry.published) for entry in library.get_entries()}
    edited = feed.entries[0].guid
    assert sorted(before) == sorted(NEWEST_FIRST)
    assert change is not None
    assert (change.new, change.modified) == (0, 1)
    assert after == before | {edited: ("更正后的标题", before[edited][1])}


@BOTH
def test_feedparser_is_told_the_second_time_that_nothing_is_new(feed: Feed, served: Served, form: Format) -> None:
    """By tag, by date, and by both."""
    address = served.put(f"pilots.{form.suffix}", form(feed))
    first = feedparser.parse(address)
    assert (first.status, len(first.entries)) == (200, 5)
    assert feedparser.parse(address, etag=first.etag).status == 304
    assert feedparser.parse(address, modified=first.modified).status == 304
    assert feedparser.parse(address, etag=first.etag, modified=first.modified).status == 304


@BOTH
def test_reader_asks_the_second_time_whether_something_is_new(feed: Feed, served: Served, form: Format) -> None:
    pytest.importorskip("sgmllib", reason="sgmllib3k, which reader's parser needs, is not installed")
    address = served.put(f"pilots.{form.suffix}", form(feed))
    with make_reader(":memory:") as library:
        library.add_feed(address)
        library.update_feed(address)
        library.update_feed(address)
        newest_first = sorted(library.get_entries(), key=lambda entry: entry.published, reverse=True)
    assert [entry.id for entry in newest_first] == NEWEST_FIRST
    assert [status for _, status in served.answers] == [200, 304]


def _with_edited_first(feed: Feed) -> Feed:
    first: Entry = feed.entries[0]
    edited = dataclasses.replace(first, title="更正后的标题", updated=first.updated + timedelta(days=9))
    return dataclasses.replace(feed, entries=(edited, *feed.entries[1:]))


def test_listparser_subscribes_to_every_feed_of_the_opml(make_feed: MakeFeed) -> None:
    feeds = [make_feed(key="all", title="全部"), make_feed(), make_feed(key="cities/hefei", title="合肥市")]
    parsed = listparser.parse(opml("政策通知", feeds))
    assert not parsed.bozo
    assert parsed.meta.title == "政策通知"
    assert [(each.title, each.url) for each in parsed.feeds] == [
        ("全部", "https://notices.example/feeds/all.atom"),
        ("试点通知", "https://notices.example/feeds/rules/pilots.atom"),
        ("合肥市", "https://notices.example/feeds/cities/hefei.atom"),
    ]
    assert [each.categories for each in parsed.feeds] == [[], [["规则"]], [["城市"]]]

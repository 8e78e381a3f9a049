"""Feeds in readers that people run: newsboat and sfeed, as their packages install them."""

from __future__ import annotations

import dataclasses
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from watcher.feeds.opml import opml
from watcher.feeds.publish import publish
from watcher.feeds.selection import Feed
from watcher.feeds.xml import atom, rss

Render = Callable[[Feed], bytes]

NEWEST_FIRST = [f"tag:notices.example,2024:{number}" for number in (4, 3, 2, 1, 0)]
BOTH = pytest.mark.parametrize("render", [pytest.param(rss, id="rss"), pytest.param(atom, id="atom")])
newsboat_wanted = pytest.mark.skipif(not shutil.which("newsboat"), reason="newsboat is not installed")
sfeed_wanted = pytest.mark.skipif(not shutil.which("sfeed"), reason="sfeed is not installed")


def newsboat(home: Path, *arguments: str) -> str:
    """Runs newsboat with its files in `home`."""
    files = ("-u", str(home / "urls"), "-c", str(home / "cache.db"), "-C", str(home / "config"))
    run = subprocess.run(["newsboat", *files, *arguments], capture_output=True, text=True, timeout=60, check=True)
    return run.stdout + run.stderr


def rows(home: Path, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(home / "cache.db")) as cache:
        return cache.execute(query).fetchall()


@newsboat_wanted
@BOTH
def test_newsboat_reads_every_entry_in_order(
    feed: Feed, served: tuple[Path, str], tmp_path: Path, render: Render
) -> None:
    directory, address = served
    publish(directory, {"pilots.xml": render(feed)})
    (tmp_path / "urls").write_text(f"{address}/pilots.xml\n")
    (tmp_path / "config").touch()
    newsboat(tmp_path, "-x", "reload")
    assert newsboat(tmp_path, "-x", "print-unread").startswith("5 ")
    found = rows(tmp_path, "SELECT guid, content FROM rss_item ORDER BY pubDate DESC, id")
    assert [guid for guid, _ in found] == NEWEST_FIRST
    assert "<mark>方案</mark>" in found[2][1]
    assert rows(tmp_path, "SELECT title FROM rss_feed") == [("试点通知",)]


@newsboat_wanted
def test_newsboat_keeps_one_entry_through_an_edit(feed: Feed, served: tuple[Path, str], tmp_path: Path) -> None:
    directory, address = served
    first = feed.entries[0]
    edited = dataclasses.replace(first, title="更正后的标题", updated=first.updated + timedelta(days=9))
    (tmp_path / "urls").write_text(f"{address}/pilots.atom\n")
    (tmp_path / "config").touch()
    for entries in (feed.entries, (edited, *feed.entries[1:])):
        publish(directory, {"pilots.atom": atom(dataclasses.replace(feed, entries=entries))})
        newsboat(tmp_path, "-x", "reload")
    assert len(rows(tmp_path, "SELECT id FROM rss_item")) == 5
    assert rows(tmp_path, f"SELECT title FROM rss_item WHERE guid = '{first.guid}'") == [("更正后的标题",)]


@newsboat_wanted
def test_newsboat_imports_the_list_of_feeds(feed: Feed, tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_bytes(opml("政策通知", [dataclasses.replace(feed, key="all"), feed]))
    (tmp_path / "urls").touch()
    (tmp_path / "config").touch()
    newsboat(tmp_path, "-i", str(tmp_path / "feeds.opml"))
    lines = (tmp_path / "urls").read_text().splitlines()
    assert [line.split()[0] for line in lines] == [
        "https://notices.example/feeds/all.atom",
        "https://notices.example/feeds/rules/pilots.atom",
    ]


@sfeed_wanted
@BOTH
def test_sfeed_reads_every_entry_in_order(feed: Feed, render: Render) -> None:
    run = subprocess.run(["sfeed", feed.home], input=render(feed), capture_output=True, timeout=60, check=True)
    entries = [line.split("\t") for line in run.stdout.decode().splitlines()]
    assert [fields[5] for fields in entries] == NEWEST_FIRST
    moment, _, link, content, kind, _, author, _, categories = entries[2][:9]
    assert (int(moment), link) == (1714966200, "https://notices.example/articles/2")
    assert (kind, author, categories) == ("html", "某部办公厅", "通知|试点")
    assert "<mark>方案</mark>" in content

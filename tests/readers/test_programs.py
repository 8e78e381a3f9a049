"""Feeds in readers that people run: newsboat, sfeed and rsstail, as their packages install them."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from programs import newsboat, rows

from watcher.feeds.format import Format
from watcher.feeds.opml import opml
from watcher.feeds.selection import Feed
from watcher.feeds.xml import atom, rss

if TYPE_CHECKING:
    from conftest import Served

NEWEST_FIRST = [f"tag:notices.example,2024:{number}" for number in (4, 3, 2, 1, 0)]
BOTH = pytest.mark.parametrize("form", [pytest.param(rss, id="rss"), pytest.param(atom, id="atom")])
newsboat_wanted = pytest.mark.skipif(not shutil.which("newsboat"), reason="newsboat is not installed")
rsstail_wanted = pytest.mark.skipif(not shutil.which("rsstail"), reason="rsstail is not installed")
sfeed_wanted = pytest.mark.skipif(not shutil.which("sfeed"), reason="sfeed is not installed")


@newsboat_wanted
@BOTH
def test_newsboat_reads_every_entry_in_order(feed: Feed, served: Served, tmp_path: Path, form: Format) -> None:
    """And later asks only whether something is new."""
    address = served.put(f"pilots.{form.suffix}", form(feed))
    (tmp_path / "urls").write_text(f"{address}\n")
    (tmp_path / "config").touch()
    newsboat(tmp_path, "-x", "reload")
    assert newsboat(tmp_path, "-x", "print-unread").startswith("5 ")
    found = rows(tmp_path, "SELECT guid, content FROM rss_item ORDER BY pubDate DESC, id")
    assert [guid for guid, _ in found] == NEWEST_FIRST
    assert "<mark>方案</mark>" in found[2][1]
    assert rows(tmp_path, "SELECT title FROM rss_feed") == [("试点通知",)]
    for _ in range(2):  # newsboat 2.21 remembers the tag of a feed that it knows already, so from the second time on
        newsboat(tmp_path, "-x", "reload")
    assert served.answers[-1] == (f"pilots.{form.suffix}", 304)
    assert len(rows(tmp_path, "SELECT id FROM rss_item")) == 5


@newsboat_wanted
def test_newsboat_keeps_one_entry_through_an_edit(feed: Feed, served: Served, tmp_path: Path) -> None:
    first = feed.entries[0]
    edited = dataclasses.replace(first, title="更正后的标题", updated=first.updated + timedelta(days=9))
    (tmp_path / "urls").write_text(f"{served.address}/pilots.atom\n")
    (tmp_path / "config").touch()
    for entries in (feed.entries, (edited, *feed.entries[1:])):
        served.put("pilots.atom", atom(dataclasses.replace(feed, entries=entries)))
        newsboat(tmp_path, "-x", "reload")
    assert len(rows(tmp_path, "SELECT id FROM rss_item")) == 5
    assert rows(tmp_path, f"SELECT title FROM rss_item WHERE guid = '{first.guid}'") == [("更正后的标题",)]


@newsboat_wanted
def test_newsboat_shows_an_article_in_each_feed_that_has_ids_of_its_own(
    feed: Feed, make_feed: Callable[..., Feed], served: Served, tmp_path: Path
) -> None:
    """It knows ids from all feeds together: with shared ones an article stays in the feed that was read last."""
    first = feed.entries[0]
    own = dataclasses.replace(first, guid=f"{first.guid}/rules/other")
    for name, entry in (("all.atom", first), ("other.atom", own)):
        served.put(name, atom(make_feed(entry)))
    (tmp_path / "urls").write_text(f"{served.address}/all.atom\n{served.address}/other.atom\n")
    (tmp_path / "config").touch()
    newsboat(tmp_path, "-x", "reload")
    assert len({address for (address,) in rows(tmp_path, "SELECT feedurl FROM rss_item")}) == 2


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
def test_sfeed_reads_every_entry_in_order(feed: Feed, form: Format) -> None:
    run = subprocess.run(["sfeed", feed.home], input=form(feed), capture_output=True, timeout=60, check=True)
    entries = [line.split("\t") for line in run.stdout.decode().splitlines()]
    assert [fields[5] for fields in entries] == NEWEST_FIRST
    moment, _, link, content, kind, _, author, _, categories = entries[2][:9]
    assert (int(moment), link) == (1714966200, "https://notices.example/articles/2")
    assert (kind, author, categories) == ("html", "某部办公厅", "通知|试点")
    assert "<mark>方案</mark>" in content


@rsstail_wanted
@BOTH
def test_rsstail_tells_every_entry_in_order(feed: Feed, served: Served, form: Format) -> None:
    """With its link, the time when it was published, and its summary, or in Atom its content."""
    address = served.put(f"pilots.{form.suffix}", form(feed))
    command = ["rsstail", "-1", "-l", "-d", "-p", "-u", address]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    told = dict(line.split(": ", 1) for line in run.stdout.split("\n\n")[2].strip().splitlines())
    links = [line.removeprefix("Link: ") for line in run.stdout.splitlines() if line.startswith("Link: ")]
    assert links == [f"https://notices.example/articles/{number}" for number in (4, 3, 2, 1, 0)]
    assert told["Title"] == "关于开展车路协同试点的通知（2）"
    assert ("名单中" if form.suffix == "rss" else "<mark>方案</mark>") in told["Description"]
    assert "06 May 2024 03:30:00" in told["Pub.date"]

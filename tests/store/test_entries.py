"""What the store says that feeds show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Site

    from watcher.store.entries import Entries


@pytest.fixture
def entries(site: Site) -> Entries:
    """Of a site with four articles, that has been scanned once."""
    return site.app.store.entries


def test_recent_articles_stand_newest_first_and_removed_ones_do_not(site: Site, entries: Entries) -> None:
    assert [article.path for article, _ in entries.recent(None, 9)][-2:] == ["museum.md", "road.md"]
    site.delete("museum.md")
    site.scan()

    assert "museum.md" not in [article.path for article, _ in entries.recent(None, 9)]
    assert [(article.path, mentions[0]["text"]) for article, mentions in entries.recent("roads", 9)] == [
        ("road.md", "车路协同")
    ]
    assert entries.recent("nobody", 9) == []


def test_what_is_recent_is_what_came_or_changed_last(site: Site, entries: Entries) -> None:
    """An old notice that is added today is not passed over."""
    site.tick()
    site.write("old.md", "---\ndate: 2001-01-01\n---\n十几年前的旧文今天才补录进来。")
    site.scan()

    assert "old.md" in [article.path for article, _ in entries.recent(None, 2)]


def test_what_was_withdrawn_lately_is_recent_where_it_is_asked_for(site: Site, entries: Entries) -> None:
    """In the feed of all and in that of its rule, and it counts as changed when it went."""
    site.delete("road.md")
    site.scan()
    before = site.now - timedelta(seconds=1)

    assert [article.path for article, _ in entries.recent(None, 1, before)] == ["road.md"]
    assert [article.path for article, _ in entries.recent("roads", 9, before)] == ["road.md"]
    assert [article.path for article, _ in entries.recent("roads", 9, site.now)] == []


def test_the_feeds_of_what_was_withdrawn_are_known_when_its_time_is_over(site: Site, entries: Entries) -> None:
    site.delete("road.md")
    site.scan()
    gone = site.now

    assert entries.left("", gone - timedelta(seconds=1)) == set()
    assert entries.left("", gone) == {"all", "roads"}

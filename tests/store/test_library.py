"""What the store remembers of articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from watcher.articles.scan import Stat
from watcher.store.store import Store

if TYPE_CHECKING:
    from conftest import Site

    from watcher.store.files import Files
    from watcher.store.library import Library

STAT = Stat(10, 20, 30)


@pytest.fixture
def library(site: Site) -> Library:
    """The library of a site with four articles, that has been scanned once."""
    return site.app.store.library


@pytest.fixture
def files(site: Site) -> Files:
    """What is remembered of its files."""
    return site.app.store.files


def test_nothing_is_known_of_what_was_never_seen(site: Site, library: Library, files: Files) -> None:
    assert library.known([99], [b"x"]) == []
    assert library.article(99) is None
    assert library.article(1, revision=9) is None
    assert files.at(["nowhere.md"]) == {}
    assert not library.has_guid("tag:nobody")
    assert not library.had_state(1, b"x")
    assert site.app.store.journal.fact("colour") is None


def test_an_article_is_known_by_id_and_by_what_it_says(site: Site, library: Library) -> None:
    says = site.says("road.md")
    by_content = library.known(fingerprints=[says])
    known = library.known([by_content[0].id], [says])

    assert known == by_content
    assert (known[0].path, known[0].title, known[0].revision) == ("road.md", "关于加装路口设备的通知", 1)
    assert known[0].published is not None
    assert not known[0].removed


def test_thousands_are_looked_up_at_once(library: Library, files: Files) -> None:
    """SQLite takes only so many values in one statement."""
    assert len(library.known(range(1, 40_000))) == 4
    assert len(files.at([f"{number}.md" for number in range(40_000)] + ["road.md"])) == 1
    assert len(files.paths_of(range(40_000))) == 40_000


def test_a_file_that_cannot_be_read_any_more_keeps_its_article(library: Library, files: Files) -> None:
    article = files.all()["road.md"].article_id
    files.put("road.md", STAT, None, "is empty")

    row = files.all()["road.md"]
    assert (row.stat, row.article_id, row.problem) == (STAT, article, "is empty")
    assert files.unreadable() == [("road.md", "is empty")]
    assert library.count("unreadable") == 1
    files.put("road.md", STAT, article)
    assert files.unreadable() == []


def test_a_missing_file_is_no_place_where_an_article_stands(site: Site, library: Library, files: Files) -> None:
    article = files.all()["road.md"].article_id
    assert article is not None
    files.miss(["road.md"], site.now)

    assert files.paths_of([article]) == {article: []}
    assert library.count("missing") == 1
    assert files.all()["road.md"].missing_since == site.now
    files.put("road.md", files.all()["road.md"].stat, article)  # it is there after all
    assert files.paths_of([article]) == {article: ["road.md"]}


def test_an_article_without_a_file_is_homeless_until_it_is_removed(site: Site, library: Library, files: Files) -> None:
    article = files.all()["road.md"].article_id
    assert article is not None
    files.forget(["road.md"])

    assert library.homeless() == [article]
    library.remove(article, site.now)
    assert library.homeless() == []
    assert library.count("articles") == 3
    library.restore(article, site.now)
    assert library.count("articles") == 4


def test_every_state_of_an_article_is_kept(site: Site, library: Library, files: Files) -> None:
    before = site.says("road.md")
    site.tick()
    site.edit("road.md", "六月", "七月")
    site.scan()
    article = files.all()["road.md"].article_id
    assert article is not None

    first, second = library.article(article, 1), library.article(article)
    assert first is not None
    assert second is not None
    assert (first.revision, second.revision) == (1, 2)
    assert "六月" in first.text
    assert "七月" in second.text
    assert first.guid == second.guid
    assert library.had_state(article, before)
    assert library.had_state(article, site.says("road.md"))


def test_a_rule_that_is_dropped_forgets_its_matches_but_not_what_alerts_refer_to(site: Site) -> None:
    site.tick()
    site.edit("road.md", "六月", "七月")
    site.scan()
    assert len(site.alerts()) == 1
    site.app.store.matches.drop_rule("roads")

    assert site.app.store.entries.recent("roads", 9) == []
    assert "roads" not in site.app.store.matches.rules()
    assert len(site.alerts()) == 1
    assert site.value("SELECT count(*) FROM matches WHERE rule = 'roads'") == 1


def test_matching_again_does_not_double_a_match(site: Site, library: Library) -> None:
    first = site.app.store.matches.add_match("x", 1, 1, [{"text": "a"}])
    site.app.store.matches.unmatch("x")
    second = site.app.store.matches.add_match("x", 1, 1, [{"text": "b"}])
    third = site.app.store.matches.add_match("x", 1, 1, [{"text": "c"}])

    assert second == third
    assert site.app.store.matches.of(1, 1)["x"] == third
    assert first >= 1


def test_feeds_wait_until_they_are_published(site: Site, library: Library) -> None:
    assert site.app.store.journal.unpublished() >= {"all", "roads"}
    site.app.store.journal.mark_published(["all", "roads"])
    assert site.app.store.journal.unpublished().isdisjoint({"all", "roads"})
    site.app.store.journal.mark_unpublished(["all", "all"])
    assert "all" in site.app.store.journal.unpublished()


def test_removed_articles_are_matched_only_where_that_is_asked_for(site: Site, library: Library) -> None:
    site.delete("road.md")
    site.scan()

    assert len(site.app.store.matches.days()) == 3
    assert len(site.app.store.matches.days(removed=True)) == 4


def test_articles_are_listed_from_the_newest_on_with_the_dates_that_they_bear(site: Site) -> None:
    """One without a date is shown as of when it was first seen, which says nothing about it."""
    days = site.app.store.matches.days()

    assert list(days.values()) == [None, None, "2024-03-02T02:00:00.000Z", "2024-03-01T01:00:00.000Z"]
    assert site.app.store.matches.days(newest=3) == dict(list(days.items())[:3])


def test_the_last_scans_are_kept_newest_first(site: Site, library: Library) -> None:
    site.scan()
    scans = site.app.store.journal.scans(5)

    assert [scan["counts"]["new"] for scan in scans] == [0, 4]
    assert scans[0]["started"] > scans[1]["started"]
    with site.app.store.transaction():
        for _ in range(1010):
            site.app.store.journal.add_scan(site.now, 0.1, "all", {})
    assert site.value("SELECT count(*) FROM scans") == 1000


def test_what_a_new_connection_sees_is_what_was_committed(site: Site) -> None:
    with Store(site.settings.store.path) as other:
        assert other.library.count("articles") == 4
        assert other.files.all() == site.app.store.files.all()

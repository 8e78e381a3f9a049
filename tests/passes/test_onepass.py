"""One pass over a directory that people and programs change: what a person would say happened."""

from __future__ import annotations

import os
import re
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from watcher.app import App
from watcher.articles.naming import Source
from watcher.articles.scan import Stat
from watcher.config.reader import parse
from watcher.errors import ArticleError, DirectoryError, StoreError
from watcher.passes import reading

if TYPE_CHECKING:
    from conftest import Site

    Change = Callable[[Site], object]

ANOTHER = """剧团下月起到各镇巡演，头一站在码头广场，票价十元，老人和学生免票。
导演介绍，新戏讲的是一家三代修船的故事，道具都是从旧船厂借来的真家伙。"""


def together(*steps: Change) -> Change:
    """Several steps one after the other, with no look in between."""

    def change(site: Site) -> None:
        for step in steps:
            step(site)

    return change


def swap(one: str, other: str) -> Change:
    return together(
        lambda site: site.rename(one, "hand"),
        lambda site: site.rename(other, one),
        lambda site: site.rename("hand", other),
    )


CHANGES = [
    pytest.param(lambda site: None, [], id="nothing"),
    pytest.param(lambda site: site.touch("road.md"), [], id="a touch"),
    pytest.param(lambda site: site.edit("road.md", "2024-03-01", "2024-03-09"), [], id="another time of the crawl"),
    pytest.param(lambda site: site.edit("road.md", "为改善", "\n\n为 改善 "), [], id="white space"),
    pytest.param(lambda site: site.edit("road.md", "\n", "\r\n"), [], id="other line ends"),
    pytest.param(
        lambda site: site.edit("news/rain.html", "<p>", '<div class="new"><p style="margin:0">'),
        [],
        id="a new template",
    ),
    pytest.param(lambda site: site.write("road.md.swp", "x"), [], id="a file of another kind"),
    pytest.param(lambda site: site.write(".git/road.md", "x"), [], id="a file in a hidden folder"),
    pytest.param(lambda site: site.write("play.md", ANOTHER), ["new play.md"], id="a new file"),
    pytest.param(lambda site: site.edit("road.md", "六月底", "七月底"), ["updated road.md"], id="one word edited"),
    pytest.param(
        lambda site: site.edit("road.md", "加装路口设备", "加装路口设备补充事项"),
        ["updated road.md"],
        id="the title edited",
    ),
    pytest.param(lambda site: site.rename("road.md", "2024/road.md"), ["moved 2024/road.md"], id="a rename"),
    pytest.param(lambda site: site.rename("road.md", "ROAD.md"), ["moved ROAD.md"], id="a rename in case only"),
    pytest.param(lambda site: site.rename("news", "2024/news"), ["moved 2024/news/rain.html"], id="a folder moved"),
    pytest.param(
        together(lambda site: site.rename("road.md", "a.md"), lambda site: site.edit("a.md", "六月底", "七月底")),
        ["moved a.md", "updated a.md"],
        id="a rename with an edit",
    ),
    pytest.param(
        together(
            lambda site: site.rename("museum.md", "a.md"),
            lambda site: site.edit("a.md", "老火车站变身", "山谷里的"),
            lambda site: site.edit("a.md", "本周六", "本周日"),
        ),
        ["moved a.md", "updated a.md"],
        id="a rename with an edit of title and text",
    ),
    pytest.param(swap("road.md", "museum.md"), ["moved museum.md", "moved road.md"], id="two files swapped"),
    pytest.param(lambda site: site.copy("road.md", "b/road.md"), [], id="a copy"),
    pytest.param(
        together(lambda site: site.copy("road.md", "b.md"), lambda site: site.delete("road.md")),
        ["moved b.md"],
        id="a copy of which the first is deleted",
    ),
    pytest.param(
        together(lambda site: site.copy("road.md", "b.md"), lambda site: site.edit("road.md", "六月", "七月")),
        ["new b.md", "updated road.md"],
        id="an edit that leaves the former state in another file",
    ),
    pytest.param(
        lambda site: site.write("museum.md", ANOTHER),
        ["new museum.md", "replaced museum.md"],
        id="overwritten by another article",
    ),
    pytest.param(
        together(lambda site: site.rename("museum.md", "old.md"), lambda site: site.write("museum.md", ANOTHER)),
        ["moved old.md", "new museum.md"],
        id="moved away, and another article in its place",
    ),
    pytest.param(
        lambda site: site.copy("road.md", "museum.md"),
        ["replaced museum.md"],
        id="overwritten by a copy of a known article",
    ),
    pytest.param(
        together(lambda site: site.edit("road.md", "六月", "七月"), lambda site: site.edit("road.md", "七月", "六月")),
        [],
        id="edited and back",
    ),
    pytest.param(lambda site: site.delete("road.md"), ["removed road.md"], id="a deletion"),
    pytest.param(lambda site: site.delete("news"), ["removed news/rain.html"], id="a folder deleted"),
    pytest.param(
        together(lambda site: site.delete("road.md"), lambda site: site.write("play.md", ANOTHER)),
        ["new play.md", "removed road.md"],
        id="one deleted, and another article elsewhere",
    ),
    pytest.param(lambda site: site.write("road.md", b""), [], id="emptied: unreadable, not removed"),
    pytest.param(lambda site: site.write("road.md", b"\x00\x01\x02" * 99), [], id="made binary: not removed"),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_a_change_is_named_as_a_person_would_and_told_once(site: Site, change: Change, expected: list[str]) -> None:
    site.tick()
    change(site)

    assert site.scan() == expected
    assert site.scan() == []


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_a_pass_that_is_cut_short_is_made_good_by_the_next(
    site: Site, change: Change, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process may end when files are stored, but not yet what came and went."""

    def end(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    site.tick()
    change(site)
    with monkeypatch.context() as patched:
        patched.setattr("watcher.passes.settling.Settlement.settle", end)
        with pytest.raises(KeyboardInterrupt):
            site.scan()
    told = [f"{kind} {path}" for kind, path in site.app.store.db.execute("SELECT kind, path FROM changes WHERE id > 4")]

    assert sorted(told + site.scan()) == expected
    assert site.scan() == []


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        pytest.param(
            [lambda site: site.copy("road.md", "b.md"), lambda site: site.delete("road.md")],
            [[], ["moved b.md"]],
            id="a copy, later the first deleted",
        ),
        pytest.param(
            [lambda site: site.copy("road.md", "b.md"), lambda site: site.delete("b.md")],
            [[], []],
            id="a copy, later deleted again",
        ),
        pytest.param(
            [lambda site: site.edit("road.md", "六月", "七月"), lambda site: site.edit("road.md", "七月", "六月")],
            [["updated road.md"], ["updated road.md"]],
            id="an edit, later taken back",
        ),
        pytest.param(
            [lambda site: site.rename("road.md", "trash"), lambda site: site.rename("trash", "road.md")],
            [["removed road.md"], ["restored road.md"]],
            id="deleted and come back",
        ),
        pytest.param(
            [lambda site: site.rename("road.md", "trash"), lambda site: site.rename("trash", "b.md")],
            [["removed road.md"], ["restored b.md"]],
            id="deleted and come back elsewhere",
        ),
        pytest.param(
            [lambda site: site.rename("road.md", "b.md"), lambda site: site.rename("b.md", "road.md")],
            [["moved b.md"], ["moved road.md"]],
            id="renamed and back",
        ),
        pytest.param(
            [lambda site: site.write("e.md", b""), lambda site: site.write("e.md", ANOTHER)],
            [[], ["new e.md"]],
            id="an empty file that is filled later",
        ),
        pytest.param(
            [lambda site: site.write("road.md", b""), lambda site: site.delete("road.md")],
            [[], ["removed road.md"]],
            id="emptied, then deleted",
        ),
        pytest.param(
            [
                lambda site: site.copy("road.md", "b.md"),
                lambda site: site.edit("b.md", "六月", "七月"),
                lambda site: site.copy("b.md", "road.md"),
            ],
            [[], ["updated b.md"], []],
            id="one of two copies edited, then the other likewise",
        ),
        pytest.param(
            [
                lambda site: site.copy("road.md", "b.md"),
                lambda site: site.edit("b.md", "六月", "七月"),
                lambda site: site.delete("b.md"),
            ],
            [[], ["updated b.md"], ["updated road.md"]],
            id="one of two copies edited, then deleted: the other says what stands",
        ),
        pytest.param(
            [
                lambda site: site.copy("road.md", "b.md"),
                together(
                    lambda site: site.edit("b.md", "六月", "七月"), lambda site: site.edit("road.md", "六月", "七月")
                ),
                together(
                    lambda site: site.edit("b.md", "七月", "六月"), lambda site: site.edit("road.md", "七月", "六月")
                ),
            ],
            [[], ["updated b.md"], ["updated b.md"]],
            id="two copies edited alike, and both back",
        ),
    ],
)
def test_changes_over_several_passes(site: Site, steps: list[Change], expected: list[list[str]]) -> None:
    told = []
    for step in steps:
        site.tick()
        step(site)
        told.append(site.scan())

    assert told == expected
    assert site.scan() == []


@pytest.mark.parametrize("name", ["road.md", "play.md"], ids=["a known one", "a new one"])
def test_a_file_that_is_being_written_is_told_when_it_is_finished(site: Site, name: str) -> None:
    """Once, and of the whole text; a look at its name and a look at everything wait alike."""
    before = site.path(name).read_bytes() if site.path(name).exists() else b""
    with site.path(name).open("wb") as writer:
        writer.write(ANOTHER.encode()[:90])
        writer.flush()
        for only in (None, {name}, None):
            assert site.scan(only) == []
            assert name in site.report.unfinished
            assert site.report.unreadable == 0
        writer.write(ANOTHER.encode()[90:] + before)
    told = site.scan()

    assert len(told) == 1
    assert told[0].endswith(name)
    assert site.scan() == []


# many at once


def fill(site: Site, count: int, folder: str = "many") -> None:
    for number in range(count):
        body = f"编号{number * 7919 % 100003}，请各村核对后于月底前报来。"
        site.write(f"{folder}/{number}.md", f"# 第{number}号公示\n\n{body}\n")


def test_a_folder_of_hundreds_is_moved(empty_site: Site) -> None:
    fill(empty_site, 300)
    empty_site.scan()
    empty_site.rename("many", "archive/2024")
    changes = empty_site.scan()

    assert len(changes) == 300
    assert {change.split("/")[0] for change in changes} == {"moved archive"}
    assert empty_site.scan() == []


def test_reading_with_all_cores_finds_the_same(empty_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(empty_site, 30)
    monkeypatch.setattr("watcher.passes.parallel._WORTH_IT", 10)
    monkeypatch.setattr("os.cpu_count", lambda: 2)

    assert len(empty_site.scan()) == 30
    assert empty_site.standing().keys() == {empty_site.says(f"many/{number}.md") for number in range(30)}


def test_more_files_than_one_transaction_has_are_renamed_in_one_go(empty_site: Site) -> None:
    """The guard does not take them for a loss, and nobody is told of new articles."""
    fill(empty_site, 1_200)
    empty_site.scan()
    for number in range(1_200):
        empty_site.rename(f"many/{number}.md", f"many/公示 {number}.md")
    empty_site.scan()

    assert empty_site.report.changes == "1200 moved"
    assert empty_site.app.store.library.count("missing") == 0


def test_files_whose_names_are_their_titles_are_renamed_by_the_hundred(empty_site: Site) -> None:
    """To a reader their titles change, but no article is lost for it and none is new."""
    for number in range(600):
        empty_site.write(f"{number}.txt", f"编号{number * 7919 % 100003}，请各村核对后于月底前报来。")
    empty_site.scan()
    for number in range(600):
        empty_site.rename(f"{number}.txt", f"公示{number}.txt")
    empty_site.scan()

    assert empty_site.report.changes == "600 updated, 600 moved"


# what is gone, and what only seems so


def test_a_directory_that_is_not_there_is_an_error_and_nothing_is_removed(site: Site) -> None:
    site.articles.rename(site.folder / "unmounted")

    with pytest.raises(DirectoryError, match="cannot be read"):
        site.scan()
    (site.folder / "unmounted").rename(site.articles)
    assert site.scan() == []


def test_a_directory_that_is_empty_for_a_moment_loses_nothing(empty_site: Site) -> None:
    fill(empty_site, 30)
    empty_site.scan()
    empty_site.articles.rename(empty_site.folder / "unmounted")
    empty_site.articles.mkdir()

    assert empty_site.scan() == []
    assert empty_site.app.store.library.count("missing") == 30
    empty_site.articles.rmdir()
    (empty_site.folder / "unmounted").rename(empty_site.articles)
    assert empty_site.scan() == []
    assert empty_site.app.store.library.count("missing") == 0


def test_very_many_count_as_removed_when_a_second_look_confirms_it(empty_site: Site) -> None:
    fill(empty_site, 30)
    empty_site.scan()
    empty_site.delete("many")

    assert empty_site.scan() == []
    assert len(empty_site.scan()) == 30
    assert empty_site.standing() == {}


def test_without_the_guard_they_are_removed_at_once(empty_site: Site) -> None:
    empty_site.configure(articles="guard = false")
    fill(empty_site, 30)
    empty_site.scan()
    empty_site.delete("many")

    assert len(empty_site.scan()) == 30


def test_a_file_that_an_event_calls_gone_must_stay_gone_for_a_while(site: Site) -> None:
    """Editors and mirrors take a file away for a moment to put another in its place."""
    site.delete("road.md")

    assert site.scan(["road.md"]) == []
    assert site.report.look_again == ("road.md",)
    assert site.scan(["road.md"]) == ["removed road.md"]


@pytest.mark.parametrize(
    "order",
    [
        pytest.param(["road.md", "b.md"], id="the old name first"),
        pytest.param(["b.md", "road.md"], id="the new name first"),
    ],
)
def test_a_rename_whose_events_come_one_by_one_is_one_move(site: Site, order: list[str]) -> None:
    site.rename("road.md", "b.md")
    told = [change for name in order for change in site.scan([name])]
    told += site.scan(["road.md"])

    assert told == ["moved b.md"]


# files that cannot be read


@pytest.mark.parametrize(
    ("change", "name", "problem"),
    [
        pytest.param(lambda site: site.write("x.md", b""), "x.md", "is empty", id="an empty file"),
        pytest.param(lambda site: site.write("x.md", b" \n\t\n"), "x.md", "is empty", id="white space only"),
        pytest.param(lambda site: site.write("x.md", bytes(range(256)) * 20), "x.md", "binary", id="a binary file"),
        pytest.param(lambda site: sparse(site.path("x.md"), 50_000_000), "x.md", "50.0 MB", id="50 MB, mostly a hole"),
        pytest.param(
            lambda site: site.path("x.md").symlink_to("nowhere"), "x.md", "leads out|nowhere", id="a broken link"
        ),
        pytest.param(
            lambda site: site.path("x.md").symlink_to("/etc/passwd"), "x.md", "out of the directory", id="a link out"
        ),
        pytest.param(lambda site: site.path("x").symlink_to("/etc"), "x", "link to a folder", id="a link to a folder"),
        pytest.param(lambda site: site.path("x.md").symlink_to("x.md"), "x.md", "link", id="a link to itself"),
    ],
)
def test_what_cannot_be_read_is_listed_and_costs_nothing_else(
    site: Site, change: Change, name: str, problem: str
) -> None:
    change(site)

    assert site.scan() == []
    assert list(site.unreadable()) == [name]
    assert re.search(problem, site.unreadable()[name])
    assert site.report.unreadable == 1
    assert len(site.standing()) == 4


def sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_listed_and_not_removed(site: Site) -> None:
    site.edit("road.md", "六月", "七月")
    site.path("road.md").chmod(0)

    assert site.scan() == []
    assert "permission denied" in site.unreadable()["road.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list everything")
def test_a_folder_without_permission_hides_its_articles_but_removes_none(site: Site) -> None:
    site.path("news").chmod(0)
    try:
        assert site.scan() == []
        assert "permission denied" in site.unreadable()["news/"]
    finally:
        site.path("news").chmod(0o755)
    assert site.scan() == []
    assert site.unreadable() == {}


def test_a_named_pipe_is_passed_over(site: Site) -> None:
    os.mkfifo(site.path("x.md"))

    assert site.scan() == []


def test_a_file_that_can_be_read_again_is_no_change(site: Site) -> None:
    before = site.path("road.md").read_bytes()
    site.write("road.md", b"")
    site.scan()
    site.tick()
    site.write("road.md", before)

    assert site.scan() == []
    assert site.unreadable() == {}


# looking closely enough


def test_an_edit_that_leaves_size_and_time_is_seen_when_the_file_had_just_been_written(site: Site) -> None:
    site.write("play.md", ANOTHER)
    just_now = site.now.timestamp() + 60
    os.utime(site.path("play.md"), (just_now, just_now))
    site.scan()
    inode = site.path("play.md").stat().st_ino
    site.path("play.md").write_bytes(ANOTHER.replace("十元", "八元").encode())
    os.utime(site.path("play.md"), (just_now, just_now))

    assert site.path("play.md").stat().st_ino == inode
    assert site.scan() == ["updated play.md"]


def test_a_file_that_did_not_move_is_not_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("read")

    monkeypatch.setattr("watcher.passes.reading.read_file", refuse)

    assert site.scan() == []
    assert site.report.unreadable == 0
    assert site.report.unchanged == 4


def test_a_look_that_finds_what_the_last_one_did_compares_no_file(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("compared")

    with monkeypatch.context() as patch:
        patch.setattr("watcher.store.files.Files.all", refuse)
        assert site.scan() == []
        assert site.report.unchanged == 4
        site.edit("road.md", "为改善", "为改进")
        with pytest.raises(AssertionError, match="compared"):
            site.scan()

    assert site.scan() == ["updated road.md"]


def test_what_could_not_be_read_is_tried_again_though_nothing_moved(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_source: object, _name: str) -> None:
        raise ArticleError("cannot be read: input/output error")

    site.write("play.md", ANOTHER)
    with monkeypatch.context() as patch:
        patch.setattr("watcher.passes.reading.read_file", refuse)
        assert site.scan() == []
        assert site.scan() == []
        assert list(site.unreadable()) == ["play.md"]
        assert (site.report.unchanged, site.report.unreadable) == (4, 1)

    assert site.scan() == ["new play.md"]


def test_a_listing_as_it_was_before_an_event_proves_nothing(site: Site) -> None:
    """An event told of an edit; then the old state came back with its size, time and inode."""
    path = site.path("road.md")
    before, status = path.read_bytes(), path.stat()
    path.write_bytes(before.replace("为改善".encode(), "为改进".encode()))
    assert site.scan(["road.md"]) == ["updated road.md"]
    path.write_bytes(before)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert path.stat().st_ino == status.st_ino
    assert site.scan() == ["updated road.md"]


def test_a_file_that_is_away_while_the_others_are_read_is_found_when_it_is_back(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write("play.md", ANOTHER)
    read_file = reading.read_file

    def moved_meanwhile(source: Source, name: str, *, finished: bool) -> tuple[bytes, Stat]:
        site.rename(name, "away")
        return read_file(source, name, finished=finished)

    with monkeypatch.context() as patch:
        patch.setattr("watcher.passes.reading.read_file", moved_meanwhile)
        assert site.scan() == []
    site.rename("away", "play.md")

    assert site.scan() == ["new play.md"]


# identity


def test_two_equal_files_at_the_first_scan_are_one_article(empty_site: Site, make_page: Callable[..., str]) -> None:
    empty_site.write("a.md", make_page("巡演", ANOTHER))
    empty_site.write("b/a.md", make_page("巡演", ANOTHER))

    assert empty_site.scan() == ["new a.md"]
    assert empty_site.report.duplicates == 1
    assert list(empty_site.standing().values()) == ["a.md"]


def test_a_copy_does_not_take_the_place_of_the_first(site: Site) -> None:
    site.copy("road.md", "a/copy.md")
    site.scan()

    assert "road.md" in site.standing().values()


def test_ids_stay_through_edits_and_moves_and_are_the_same_in_a_new_store(
    site: Site, make_site: Callable[[Path], Site], tmp_path: Path
) -> None:
    def ids(some: Site) -> list[object]:
        return [row[0] for row in some.app.store.db.execute("SELECT guid FROM articles ORDER BY guid")]

    before = ids(site)
    (tmp_path / "other").mkdir()
    fresh = make_site(tmp_path / "other")
    for path in site.articles.rglob("*.*"):
        fresh.write(str(path.relative_to(site.articles)), path.read_bytes())
    fresh.scan()

    assert ids(fresh) == before
    fresh.close()
    site.edit("road.md", "六月", "七月")
    site.scan()
    site.rename("road.md", "b.md")
    site.scan()
    assert ids(site) == before


def test_an_article_at_a_path_that_another_one_had_gets_an_id_of_its_own(site: Site) -> None:
    site.tick()
    site.write("museum.md", ANOTHER)
    site.scan()

    assert site.value("SELECT count(DISTINCT guid) FROM articles") == 5


def test_three_files_trade_contents_while_one_is_edited(site: Site) -> None:
    """Copies, an edit of each and the former state at a third path, in one look."""
    site.copy("road.md", "z.md")
    site.scan()
    original = site.path("road.md").read_bytes()
    site.tick()
    site.edit("road.md", "六月", "七月")
    site.edit("z.md", "六月", "八月")
    site.write("trees.txt", original)
    site.write("trees.md", original)
    site.scan()

    assert site.scan() == []
    assert {site.says("road.md"), site.says("z.md")} & site.standing().keys()


def test_metadata_that_no_reader_takes_for_a_change_is_taken_over(site: Site) -> None:
    site.tick()
    site.edit("road.md", "url: https://site.example/1", "url: https://site.example/2\nauthor: 市交通局")
    site.scan()

    assert site.value("SELECT author || url FROM revisions WHERE text LIKE '%车路协同%'") == (
        "市交通局https://site.example/2"
    )


def test_a_date_far_ahead_is_shown_as_the_time_when_it_was_seen(site: Site, make_page: Callable[..., str]) -> None:
    site.write("play.md", make_page("巡演", ANOTHER, date="2031-01-01"))
    site.scan()

    assert site.value("SELECT published = first_seen FROM articles WHERE path = 'play.md'") == 1
    warnings = site.value("SELECT warnings FROM revisions WHERE title = '巡演'")
    assert "the date 2031-01-01 lies ahead" in str(warnings)


# several directories


def test_articles_of_several_directories_bear_the_name_of_theirs(empty_site: Site) -> None:
    site, folder = empty_site, empty_site.folder
    (folder / "second").mkdir()
    text = (folder / "config.toml").read_text(encoding="utf-8")
    both = text.replace('directory = "articles"', 'directory = ["articles", "second"]')
    site.app = App(parse(both, folder / "config.toml"), site.app.store)
    site.write("a.md", ANOTHER)
    (folder / "second/a.md").write_text("# 通告\n\n另一处的文章。", encoding="utf-8")

    assert site.scan() == ["new articles/a.md", "new second/a.md"]
    (folder / "second/a.md").rename(site.path("b.md"))
    assert site.scan() == ["moved articles/b.md"]


# nothing is lost


def test_a_store_that_cannot_be_written_is_a_clear_error_and_nothing_is_lost(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    site.write("more.md", "又一处路口装了车路协同设备。")
    with monkeypatch.context() as patched:
        patched.setattr(site.app.store.outbox, "add", fail)
        with pytest.raises(StoreError, match="disk is full"):
            site.scan()

    assert site.value("SELECT count(*) FROM articles") == 4
    assert site.scan() == ["new more.md"]
    assert site.alerts() == ["new more.md desk pending"]


def test_a_full_disk_is_a_clear_line_and_the_next_scan_goes_on(empty_site: Site) -> None:
    """A limit on the size of files stands in for the disk."""
    fill(empty_site, 600)
    command = [sys.executable, "-m", "watcher", "scan", "--config", str(empty_site.folder / "config.toml")]

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    failed = subprocess.run(command, capture_output=True, text=True, preexec_fn=limit, check=False)
    assert failed.returncode == 1
    assert failed.stderr.startswith("watcher: the store")
    assert "Traceback" not in failed.stderr
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert empty_site.value("SELECT count(*) FROM articles") == 600
    assert empty_site.value("SELECT count(*) FROM (SELECT 1 FROM articles GROUP BY fingerprint)") == 600


def test_a_first_scan_that_is_cut_short_goes_on_as_the_first_scan(
    empty_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the next one finds is still what was there already, of which nobody is told."""
    for number in range(6):
        empty_site.write(f"{number}.md", f"# 第{number}处\n\n这里的路口也装了车路协同设备。")
    monkeypatch.setattr("watcher.passes.onepass.BATCH", 2)

    def stop(done: int, _of: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        empty_site.app.scan(empty_site.now, progress=stop)
    assert empty_site.app.store.library.count("articles") == 4

    assert empty_site.scan() == ["new 4.md", "new 5.md"]
    assert empty_site.report.baseline
    assert empty_site.alerts() == []
    assert empty_site.scan() == []
    assert not empty_site.report.baseline

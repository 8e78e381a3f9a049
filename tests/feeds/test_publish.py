"""Feed files: whole or not there, new only when they differ, and nobody else's files touched."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from watcher.errors import PublishError, WatcherError
from watcher.feeds.jsonfeed import jsonfeed
from watcher.feeds.publish import publish, withdraw
from watcher.feeds.selection import Entry, Feed
from watcher.feeds.xml import atom, rss

MakeEntry = Callable[..., Entry]
MakeFeed = Callable[..., Feed]

ENDLESS = """
import sys
from pathlib import Path
from watcher.feeds.publish import publish
number = 0
while True:
    number += 1
    publish(Path(sys.argv[1]), {"rules/a.rss": b"%d" % (number % 10) * 3_000_000})
    print(flush=True)
"""


@pytest.fixture
def written(tmp_path: Path, make_feed: MakeFeed) -> Path:
    """A feed directory with two rules and a city, each in three formats."""
    feeds = [make_feed(key=key) for key in ("all", "rules/a", "rules/b", "cities/hefei")]
    for feed in feeds:
        publish(
            tmp_path, {f"{feed.key}.rss": rss(feed), f"{feed.key}.atom": atom(feed), f"{feed.key}.json": jsonfeed(feed)}
        )
    return tmp_path


@pytest.mark.parametrize(
    "name",
    ["../out.rss", "rules/../../out.rss", "/tmp/out.rss", "", "a\0.rss"],
    ids=["above", "above, on a way round", "absolute", "no name", "a NUL in the name"],
)
def test_nothing_is_written_outside_the_directory(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "feeds"
    with pytest.raises(PublishError, match="not a path below"):
        publish(inside, {"all.rss": b"x", name: b"x"})
    assert not inside.exists()


def test_a_directory_that_is_a_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "feeds").write_text("mine")
    with pytest.raises(WatcherError, match=r"cannot write .*feeds"):
        publish(tmp_path / "feeds", {"all.rss": b"x"})
    assert (tmp_path / "feeds").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_that_one_may_not_write_to_is_a_clear_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(PublishError, match="Permission denied"):
        publish(tmp_path, {"all.rss": b"x"})


def test_when_the_disk_is_full_the_old_feed_stays_whole(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the full disk: the write fails half-way all the same."""
    publish(tmp_path, {"all.rss": b"old"})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        with pytest.raises(PublishError, match="cannot write"):
            publish(tmp_path, {"all.rss": b"new" * 100_000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path.name for path in tmp_path.iterdir()] == ["all.rss"]
    assert (tmp_path / "all.rss").read_bytes() == b"old"


def test_a_folder_in_the_place_of_a_feed_is_a_clear_error_and_leaves_no_rest(tmp_path: Path) -> None:
    (tmp_path / "all.rss").mkdir()
    with pytest.raises(PublishError, match=r"all\.rss"):
        publish(tmp_path, {"all.rss": b"x"})
    assert [path.name for path in tmp_path.iterdir()] == ["all.rss"]


def test_a_killed_writer_leaves_old_or_new_and_its_rest_is_cleared(tmp_path: Path) -> None:
    for _ in range(5):
        with subprocess.Popen([sys.executable, "-c", ENDLESS, str(tmp_path)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            writer.kill()
        content = (tmp_path / "rules/a.rss").read_bytes()
        assert content == content[:1] * 3_000_000
    publish(tmp_path, {"all.rss": b"x"})
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.rss", "all.rss", "rules"]


def test_leftovers_go_and_files_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/.a.rss.watcher-part").write_bytes(b"half")
    (tmp_path / ".htaccess").write_bytes(b"theirs")
    publish(tmp_path, {"all.rss": b"x"})
    assert sorted(path.name for path in tmp_path.rglob("*")) == [".htaccess", "all.rss", "rules"]


def test_only_files_that_differ_are_written(tmp_path: Path) -> None:
    files = {"all.rss": b"1", "rules/a.atom": b"2", "feeds.opml": b"3"}
    assert publish(tmp_path, files) == ("all.rss", "rules/a.atom", "feeds.opml")
    before = {path: path.stat() for path in tmp_path.rglob("*.*")}
    assert publish(tmp_path, files) == ()
    assert {path: path.stat() for path in tmp_path.rglob("*.*")} == before
    assert publish(tmp_path, files | {"rules/a.atom": b"4"}) == ("rules/a.atom",)
    assert (tmp_path / "rules/a.atom").read_bytes() == b"4"


def test_a_web_server_may_read_what_was_written(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        publish(tmp_path, {"all.rss": b"x"})
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "all.rss").stat().st_mode) == 0o644


def test_feeds_of_a_rule_that_is_gone_are_removed(written: Path) -> None:
    keep = {f"{key}.{end}" for key in ("all", "rules/a", "cities/hefei") for end in ("rss", "atom", "json")}
    assert withdraw(written, keep) == ("rules/b.atom", "rules/b.json", "rules/b.rss")
    assert withdraw(written, keep) == ()
    assert {path.relative_to(written).as_posix() for path in written.rglob("*.*")} == keep


def test_what_we_did_not_write_is_never_removed(written: Path, make_feed: MakeFeed) -> None:
    theirs = {
        "rules/notes.json": b'{"mine": true}',
        "rules/copy.rss": rss(make_feed(key="rules/a")),  # a feed of ours that somebody copied under another name
        "rules/readme.txt": b"x",
        "cities/deeper/x.rss": b"x",
    }
    for name, content in theirs.items():
        (written / name).parent.mkdir(exist_ok=True)
        (written / name).write_bytes(content)
    (written / "rules/link.rss").symlink_to(written / "all.rss")
    withdraw(written, ())
    left = {path.relative_to(written).as_posix() for path in written.rglob("*") if not path.is_dir()}
    assert left == {*theirs, "rules/link.rss", "all.rss", "all.atom", "all.json"}


def test_nothing_to_withdraw_from_is_no_error(tmp_path: Path) -> None:
    assert withdraw(tmp_path / "missing", ()) == ()

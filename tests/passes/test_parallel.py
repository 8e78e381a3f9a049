"""Many files are read by several processes, and come as one would read them."""

from __future__ import annotations

import multiprocessing
from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from watcher.articles.article import Reading
from watcher.articles.naming import Source
from watcher.articles.scan import Stat, list_files
from watcher.errors import WatcherError
from watcher.passes.parallel import read_all
from watcher.passes.reading import read
from watcher.rules.expression import parse
from watcher.rules.matching import Matcher, Rule

if TYPE_CHECKING:
    from pathlib import Path

READING = Reading(timezone=UTC)
MATCHER = Matcher([Rule(name="路口", slug="road", condition=parse("路口"))])

Files = list[tuple[str, Stat]]


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    """Files of which some cannot be read, and two processes that read ten of them at a time."""
    for number in range(95):
        head = f"---\ntitle: 第{number}处路口\ndate: 2021-12-{number % 28 + 1:02} 08:00\n---\n"
        (tmp_path / f"{number:02}.md").write_text(f"{head}合肥的{number}处路口装了灯。", encoding="utf-8")
    (tmp_path / "42.md").write_bytes(b"\0\1\2\3" * 50)
    monkeypatch.setattr("watcher.passes.parallel._WORTH_IT", 10)
    monkeypatch.setattr("watcher.passes.parallel._CHUNK", 10)
    monkeypatch.setattr("watcher.passes.parallel._AHEAD", 2)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    return Source((tmp_path,), ("**/*.md",), 1000)


def listed(source: Source) -> Files:
    return sorted(list_files(source).files.items())


def test_what_several_processes_find_is_what_one_finds_in_the_same_order(source: Source) -> None:
    files = listed(source)
    (source.directories[0] / "17.md").unlink()

    found = list(read_all(source, READING, MATCHER, files))

    assert found == read(source, READING, MATCHER, files)
    assert [each.name for each in found if each.problem] == ["42.md"]
    assert [each.name for each in found if each.gone] == ["17.md"]
    assert multiprocessing.active_children() == []


def test_the_processes_end_where_what_they_find_is_not_wanted_any_more(source: Source) -> None:
    found = read_all(source, READING, MATCHER, listed(source))
    next(found)
    found.close()  # type: ignore[attr-defined]

    assert multiprocessing.active_children() == []


def test_a_process_that_is_killed_ends_the_reading_with_words(source: Source) -> None:
    """The kernel kills where memory runs out; nobody must wait for what such a process will never say."""
    found = read_all(source, READING, MATCHER, listed(source))
    next(found)
    for process in multiprocessing.active_children():
        process.kill()

    with pytest.raises(WatcherError, match="ended from outside"):
        list(found)
    assert multiprocessing.active_children() == []

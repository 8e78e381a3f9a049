"""The parts of the service that need no process: what the next pass looks at, and where it listens."""

from __future__ import annotations

import asyncio
import os
import socket
import sqlite3
import threading
from pathlib import Path

import pytest

from watcher import workers
from watcher.config.reader import parse
from watcher.config.settings import Settings
from watcher.errors import StoreError, UsageError
from watcher.events import names_of
from watcher.service import Service
from watcher.web.serving import listen
from watcher.workers import Requests, Worker


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of an empty directory."""
    (tmp_path / "articles").mkdir()
    return parse("", tmp_path / "config.toml")


async def soon(requests: Requests) -> set[str] | None:
    """The next request; fails where there is none."""
    async with asyncio.timeout(5):
        return await requests.next()


def test_requests_that_come_together_become_one_pass() -> None:
    """Over all names that were asked for."""

    async def ask() -> None:
        requests = Requests()
        requests.names({"a.md"})
        requests.names({"b.md", "a.md"})
        assert await soon(requests) == {"a.md", "b.md"}
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(requests.next(), 0.01)

    asyncio.run(ask())


def test_a_look_at_everything_covers_single_names() -> None:
    """Whichever was asked for first."""

    async def ask() -> None:
        requests = Requests()
        requests.names({"a.md"})
        requests.everything()
        requests.names({"b.md"})
        assert await soon(requests) is None
        requests.names({"c.md"})
        assert await soon(requests) == {"c.md"}

    asyncio.run(ask())


def test_a_request_without_names_is_none() -> None:
    """File events about what is no article start no pass."""

    async def ask() -> None:
        requests = Requests()
        requests.names(set())
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(requests.next(), 0.01)

    asyncio.run(ask())


def test_a_file_that_is_written_in_steps_is_looked_at_when_it_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first event at once, as most files are written in one go; and other files do not wait for it."""
    monkeypatch.setattr(workers, "LEFT_ALONE", 0.5)

    async def ask() -> None:
        requests = Requests()
        requests.written({"a.md"})
        assert await soon(requests) == {"a.md"}
        for _ in range(4):
            requests.written({"a.md"})
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(requests.next(), 0.05)
        requests.written({"b.md"})
        assert await soon(requests) == {"b.md"}
        assert await soon(requests) == {"a.md"}
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(requests.next(), 0.1)

    asyncio.run(ask())


def test_a_file_that_is_written_anew_later_is_looked_at_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "STEPS", 0.01)

    async def ask() -> None:
        requests = Requests()
        for _ in range(2):
            requests.written({"a.md"})
            assert await asyncio.wait_for(requests.next(), 5) == {"a.md"}
            await asyncio.sleep(0.06)

    asyncio.run(ask())


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        pytest.param(["a.md", "sub/b.md"], {"a.md", "sub/b.md"}, id="articles"),
        pytest.param([".a.md", ".git/b.md", "sub/.c.md"], set(), id="hidden files and folders"),
        pytest.param(["a.md~", "a.swp", "picture.png"], set(), id="files that are no articles"),
        pytest.param(["../elsewhere.md"], set(), id="outside the directory"),
        pytest.param(["folder"], None, id="a folder: events within it may have been missed"),
        pytest.param(["gone"], None, id="a folder that is gone"),
        pytest.param(["folder.md"], None, id="a folder that is called like an article"),
    ],
)
def test_file_events_become_names(settings: Settings, events: list[str], expected: set[str] | None) -> None:
    """None is a look at everything."""
    directory = settings.articles.directory[0]
    for folder in ("folder", "folder.md"):
        (directory / folder).mkdir()

    assert names_of(settings.source, [os.path.normpath(directory / event) for event in events]) == expected


def test_a_fault_of_the_database_is_a_fault_of_the_store(settings: Settings) -> None:
    """So that whoever asks need know one error only."""

    def fail(_app: object) -> None:
        raise sqlite3.DatabaseError("database disk image is malformed")

    async def ask() -> None:
        worker = Worker("test", settings)
        try:
            await worker.do(fail)
        finally:
            worker.close()

    with pytest.raises(StoreError, match="malformed"):
        asyncio.run(ask())


def test_health_of_a_new_service_is_well(settings: Settings) -> None:
    """And not any more when the last pass failed."""

    async def ask() -> None:
        service = Service(settings)
        assert (await service.health())["ok"] is True
        service.last_error = "the article directory is gone"
        ill = await service.health()
        assert (ill["ok"], ill["scan"]) == (False, "the article directory is gone")
        for worker in service._workers:
            worker.close()

    asyncio.run(ask())


def test_the_page_of_an_article_holds_up_no_other_page(settings: Settings) -> None:
    """One of megabytes takes a second, and nothing bounds how many are asked for."""
    ended = threading.Event()

    async def ask() -> None:
        service = Service(settings)
        endless = asyncio.ensure_future(service.read(lambda app: ended.wait(20), long=True))
        assert (await asyncio.wait_for(service.health(), 10))["ok"] is True
        assert not endless.done()
        ended.set()
        await endless
        for worker in service._workers:
            worker.close()

    asyncio.run(ask())


def test_a_pass_that_does_not_end_is_not_well(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a network mount that does not answer: nothing is watched any more, and no error comes."""
    ended = threading.Event()

    async def ask() -> None:
        service = Service(settings)
        endless = asyncio.ensure_future(service._passes.do(lambda app: ended.wait(20)))
        await asyncio.sleep(0.5)
        assert (await service.health())["ok"] is True
        monkeypatch.setattr(workers, "STUCK", 0.1)
        ill = await service.health()
        assert (ill["ok"], ill["scan"]) == (False, "what is under way has taken more than an hour")
        ended.set()
        await endless
        assert (await service.health())["ok"] is True
        for worker in service._workers:
            worker.close()

    asyncio.run(ask())


def test_an_address_that_cannot_be_had_is_one_clear_line() -> None:
    """A port that is in use, or an address of another machine."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=rf"\[server\] listen: 127.0.0.1:{port} cannot be had: .*in use"):
            listen("127.0.0.1", port)
    with pytest.raises(UsageError, match="cannot be had"):
        listen("192.0.2.1", 0)

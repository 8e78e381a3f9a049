"""Feeds of our own, hostile entries among them, and a server for the readers that want one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from watcher.config.settings import FeedOptions
from watcher.feeds.publish import publish
from watcher.feeds.selection import Entry, Feed
from watcher.web.files import FeedFiles


@pytest.fixture(scope="session")
def feed(make_entry: Callable[..., Entry], make_feed: Callable[..., Feed]) -> Feed:
    """Five entries of which the newest is hostile, one was edited and one has everything."""
    hostile = make_entry(
        4,
        title="]]> <b>粗</b> &amp; \u202e反\x00\ud800",
        fragment='<p>]]>&#8;<script>x()</script><a href="javascript:x()">链接</a></p>' + "<p>很长的正文。</p>" * 50_000,
    )
    edited = make_entry(3, updated=make_entry(0).published + timedelta(days=3), note="改动：丙市 → 丁市")
    complete = make_entry(
        2,
        author="某部办公厅",
        categories=("通知", "试点"),
        summary="名单中 <丙市> 应为丁市。",
        image="https://notices.example/a.png",
        facts=(("文号", "试发〔2024〕3号"),),
        marks=("方案",),
    )
    return make_feed(make_entry(0), complete, make_entry(1), hostile, edited)


@dataclass(frozen=True)
class Served:
    """A feed directory on this machine, answered for as `watcher run` does it."""

    directory: Path
    address: str  # of the directory, without a slash behind it
    answers: list[tuple[str, int]]  # name and status of each request so far

    def put(self, name: str, content: bytes) -> str:
        """A file, and the address under which readers find it."""
        publish(self.directory, {name: content})
        return f"{self.address}/{name}"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """An empty one."""
    options = FeedOptions(directory=tmp_path / "served")
    files = FeedFiles(lambda: options)
    answers: list[tuple[str, int]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = {name.lower(): value for name, value in self.headers.items()}
            answer = files.answer(self.path.lstrip("/"), asked)
            answers.append((self.path.lstrip("/"), answer.status))
            self.send_response_only(answer.status)
            for name, value in answer.headers:
                self.send_header(name.decode(), value.decode())
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield Served(options.directory, f"http://127.0.0.1:{server.server_address[1]}", answers)
        server.shutdown()
        thread.join()

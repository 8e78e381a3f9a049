"""The pages as a browser gets them: feeds, one article, and whether all is well."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from benchmarks.still import Still
from watcher.app import App
from watcher.config.reader import parse
from watcher.store.store import Store
from watcher.web.app import build

NOW = datetime(2024, 5, 6, 9, 30, tzinfo=UTC)
HOSTILE = """---
title: '关于<script>alert(1)</script>的通知'
author: '<b onmouseover=alert(2)>某办</b>'
date: 2024-03-18 10:30:00
---
<p onclick="alert(3)">各试点城市：请合肥市报送车路协同方案。<script>alert(4)</script>
<a href="javascript:alert(5)">附件</a><iframe src="https://example.com"></iframe><img src=x onerror=alert(6)></p>
"""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Still]:
    """One hostile article, scanned and published."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "notice.md").write_text(HOSTILE, encoding="utf-8")
    rule = '[[rules]]\nname = "试点"\nslug = "pilots"\nkeywords = ["车路协同"]\ncities = ["合肥"]\n'
    settings = parse(rule, tmp_path / "config.toml")
    with Store(tmp_path / "state.db") as store:
        app = App(settings, store)
        app.scan(NOW)
        app.publish(NOW)
        yield Still(app)


@dataclass(frozen=True)
class Answer:
    """What a browser gets."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode()

    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.content)


class Browser:
    """Asks the application for exactly this path, which libraries would tidy first; errors of the server are raised."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def request(self, method: str, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """One request over ASGI, as uvicorn makes it of what comes in."""
        scope = {
            "type": "http",
            "method": method,
            "path": unquote(path),
            "raw_path": path.encode(),
            "root_path": "",
            "scheme": "http",
            "query_string": b"",
            "server": ("127.0.0.1", 8410),
            "headers": [
                (name.encode(), value.encode()) for name, value in ({"host": "x"} | dict(headers or {})).items()
            ],
        }
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(event: dict[str, Any]) -> None:
            sent.append(event)

        asyncio.run(self.app(scope, receive, send))
        head = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], head, b"".join(event.get("body", b"") for event in sent[1:]))

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """A GET."""
        return self.request("GET", path, headers)


@pytest.fixture
def client(running: Still) -> Browser:
    """A browser at that service."""
    return Browser(build(running))


def test_health_is_200_while_all_is_well_and_503_else(client: Browser, running: Still) -> None:
    """With the same facts in both, and never from a cache."""
    well = client.get("/healthz")
    running.found = {"ok": False, "scan": "the article directory is gone"}
    ill = client.get("/healthz")
    assert (well.status_code, ill.status_code) == (200, 503)
    assert ill.json()["scan"] == "the article directory is gone"
    assert well.headers["cache-control"] == ill.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["all", "rules/pilots", "cities/hefei"])
@pytest.mark.parametrize("suffix", [".rss", ".atom", ".json"])
def test_every_feed_is_there(client: Browser, name: str, suffix: str) -> None:
    """In every format, by GET and by HEAD."""
    answer = client.get(f"/feeds/{name}{suffix}")
    assert answer.status_code == 200
    assert "合肥市" in answer.text
    head = client.request("HEAD", f"/feeds/{name}{suffix}")
    assert (head.status_code, head.headers["etag"]) == (200, answer.headers["etag"])


def test_a_reader_that_has_a_feed_gets_304(client: Browser) -> None:
    """As it asked for it: packed, by tag."""
    tag = client.get("/feeds/all.atom", headers={"accept-encoding": "gzip"}).headers["etag"]
    again = client.get("/feeds/all.atom", headers={"accept-encoding": "gzip", "if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/feeds/../config.toml", id="a folder up"),
        pytest.param("/feeds/%2e%2e/config.toml", id="a folder up, escaped"),
        pytest.param("/feeds/..%2fconfig.toml", id="with an escaped slash"),
        pytest.param("/feeds/%2e%2e%2f%2e%2e%2fetc%2fpasswd", id="all of it escaped"),
        pytest.param("/feeds/%252e%252e/config.toml", id="escaped twice"),
        pytest.param("/feeds//etc/passwd", id="an absolute path"),
        pytest.param("/feeds/all.atom%00.html", id="a NUL"),
        pytest.param("/feeds/.hidden.atom", id="a hidden file"),
        pytest.param("/feeds/%ff.atom", id="no UTF-8"),
        pytest.param("/articles/../config.toml", id="up from the articles"),
        pytest.param("/articles/0", id="no article"),
        pytest.param("/articles/-1", id="a negative number"),
        pytest.param("/articles/99999999999999999999999999", id="a number larger than the store can hold"),
        pytest.param("/articles/" + "9" * 5000, id="a number with more digits than Python reads"),
        pytest.param("/articles/1.5", id="no whole number"),
        pytest.param("/articles/%EF%BC%91", id="a full-width digit"),
        pytest.param("/nothing", id="another address"),
    ],
)
def test_nothing_else_can_be_had(client: Browser, path: str) -> None:
    """404 whatever is tried."""
    answer = client.get(path)
    assert answer.status_code == 404, answer.text


@pytest.mark.parametrize("path", ["/", "/feeds/", "/feeds/all.atom", "/articles/1", "/healthz"])
def test_nothing_can_be_changed(client: Browser, path: str) -> None:
    """Addresses are there to be read."""
    assert client.request("POST", path).status_code == 405


def test_the_front_page_leads_to_the_feeds(client: Browser) -> None:
    """By links that can be followed."""
    front = client.get("/")
    assert front.status_code == 200
    assert "/feeds/" in front.text
    assert "rules/pilots" in client.get("/feeds/").text


def test_an_article_page_runs_nothing_of_the_article(client: Browser) -> None:
    """No script in it, and a policy under which none would run."""
    answer = client.get("/articles/1")
    assert answer.status_code == 200
    for danger in ("<script", "<iframe", "javascript:", "<b onmouse", 'onclick="', "onerror="):
        assert danger not in answer.text, danger
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_article_page_says_what_is_known(client: Browser) -> None:
    """Its text, its date where it was published, and the places in it by full name."""
    text = re.sub(r"<[^>]+>", "", client.get("/articles/1").text)
    assert "请合肥市报送车路协同方案" in text
    assert text.count("合肥市") > 1
    assert "2024-03-18 10:30" in text

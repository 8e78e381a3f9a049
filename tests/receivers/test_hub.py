"""The WebSub hub, played by a receiver on this machine: what it is told, and what comes of its answers."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from desk import Desk, article, eventually
from receiver import Receiver, Reply

from watcher.config.settings import FeedOptions
from watcher.hub import announce, topics_of

AT_ONCE = (0.0, 0.0, 0.0)
FILES = ["all.rss", "all.atom", "all.json", "rules/pilots.atom", "feeds.opml", "index.html", "deadlines.ics"]


def options(hub: str | None) -> FeedOptions:
    return replace(FeedOptions(), base_url="https://site.example/feeds/", hub=hub)


def told(receiver: Receiver) -> list[str]:
    """The feeds that the hub heard of, each in a well-formed ping."""
    pings = [parse_qs(request.body.decode()) for request in receiver.requests]
    assert all(ping.keys() == {"hub.mode", "hub.url"} and ping["hub.mode"] == ["publish"] for ping in pings)
    return [ping["hub.url"][0] for ping in pings]


def test_the_hub_is_told_of_feeds_and_of_nothing_else(receiver: Receiver) -> None:
    """By the address under which each is read."""
    feeds = options(receiver.url)
    asyncio.run(announce(feeds, topics_of(feeds, FILES)))
    assert told(receiver) == [
        f"https://site.example/feeds/{name}" for name in ("all.rss", "all.atom", "all.json", "rules/pilots.atom")
    ]
    assert {request.headers["content-type"] for request in receiver.requests} == {"application/x-www-form-urlencoded"}


def test_without_a_hub_nobody_is_told() -> None:
    assert topics_of(options(None), FILES) == []


def test_a_hub_that_is_busy_is_told_again(receiver: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    receiver.script = [Reply(503), Reply(429)]
    asyncio.run(announce(options(receiver.url), ["https://site.example/feeds/all.atom"], AT_ONCE))
    assert told(receiver) == ["https://site.example/feeds/all.atom"] * 3
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("reply", "requests", "because"),
    [
        pytest.param(Reply(500), 3, "it answered 500", id="broken: a few tries"),
        pytest.param(Reply(404), 1, "it answered 404", id="refuses: one"),
        pytest.param(Reply(302, {"Location": "http://127.0.0.1:9/"}), 1, "it answered 302", id="sends elsewhere: one"),
    ],
)
def test_a_hub_that_does_not_take_it_is_given_up(
    receiver: Receiver, caplog: pytest.LogCaptureFixture, reply: Reply, requests: int, because: str
) -> None:
    """With all that it would have been told, in one line of the log that does not hold its address."""
    receiver.usual = reply
    with caplog.at_level(logging.INFO):
        asyncio.run(announce(options(receiver.url), ["https://a.example/1", "https://a.example/2"], AT_ONCE))
    assert len(receiver.requests) == requests
    assert f"the hub 127.0.0.1 was not told of 2 feeds: {because}" in caplog.text
    assert "token-that-nobody-may-see" not in caplog.text


def test_a_hub_that_is_not_there_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        hub = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        asyncio.run(announce(options(hub), ["https://a.example/1"], AT_ONCE))
    assert "cannot be reached (ConnectError)" in caplog.text


@pytest.fixture
def with_hub(desk: Desk, new_receiver: Callable[..., Receiver]) -> tuple[Desk, Receiver]:
    """A desk whose feeds have a hub of their own."""
    hub = new_receiver()
    desk.configure({})
    text = desk.config.read_text(encoding="utf-8").replace("[feeds]\n", f'[feeds]\nhub = "{hub.url}"\n')
    desk.config.write_text(text.replace("channels = []\n", ""), encoding="utf-8")
    return desk, hub


def test_once_tells_the_hub_of_what_it_wrote_and_scan_tells_nobody(with_hub: tuple[Desk, Receiver]) -> None:
    desk, hub = with_hub
    desk.write("a.md", article("甲", "车路协同试点第一批，请各地报名。"))
    desk.watcher("scan")
    assert hub.requests == []
    desk.write("b.md", article("乙", "车路协同试点第二批，请各地再报名。"))
    desk.once()
    own = f"http://127.0.0.1:{desk.port}/feeds/"
    assert {f"{own}all.atom", f"{own}rules/pilots.rss"} <= {*told(hub)}
    assert f"{own}cities/hefei.atom" not in told(hub)
    heard = len(hub.requests)
    desk.once()
    assert len(hub.requests) == heard


def test_a_hub_that_hangs_holds_nothing_up(with_hub: tuple[Desk, Receiver]) -> None:
    """The service goes on to read and to publish, and tells the hub together what came meanwhile."""
    desk, hub = with_hub
    desk.write("a.md", article("甲", "车路协同试点第一批，请各地报名。"))
    desk.once()
    hub.requests.clear()
    answered = threading.Event()
    hub.usual = Reply(after=answered)
    feed = desk.folder / "feeds" / "all.json"
    with desk.running():
        for name in ("b", "c", "d"):
            desk.write(f"{name}.md", article(f"第{name}号", f"车路协同试点第{name}批，请各地再报名。"))
            started = time.monotonic()
            eventually(lambda name=name: f"第{name}号" in feed.read_text(encoding="utf-8"))
            assert time.monotonic() - started < 8
        assert len(hub.requests) == 1
        answered.set()
        own = f"http://127.0.0.1:{desk.port}/feeds/all.atom"
        eventually(lambda: told(hub).count(own) == 2)

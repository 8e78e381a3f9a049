"""Receivers that are away, clocks that jump, stores that are damaged: a clear line, and nothing lost."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from desk import Desk, article, eventually, free_port
from receiver import Receiver

from watcher.alerts.deliver import Deliverer
from watcher.app import App
from watcher.config.reader import parse
from watcher.store.store import Store

NOW = datetime(2024, 5, 6, 9, 30, tzinfo=UTC)


def notices(desk: Desk, count: int) -> None:
    """So many that match."""
    for number in range(count):
        desk.write(f"{number}.md", article(f"车路协同第{number}批", f"第{number}批车路协同设备清单"))


def test_a_receiver_that_was_down_for_the_whole_first_run_hears_everything_later(
    desk: Desk, new_receiver: Callable[..., Receiver]
) -> None:
    """`once` says so with exit 1 and sends the rest when it is called again, without a person."""
    port = free_port()
    desk.configure({"team": f"http://127.0.0.1:{port}/"})
    notices(desk, 5)
    failed = desk.watcher("once")
    assert failed.returncode == 1
    assert "cannot be reached" in failed.stdout
    assert "Traceback" not in failed.stderr
    assert desk.reconcile()["pending"] == 5
    back = new_receiver(port)
    eventually(lambda: desk.watcher("once").returncode == 0 and len(back.requests) == 5, 40)
    assert len(set(back.ids)) == 5
    counts = desk.reconcile()
    assert (counts["delivered"], counts["missing"]) == (5, 0)


def test_a_running_service_sends_when_the_receiver_is_back(desk: Desk, new_receiver: Callable[..., Receiver]) -> None:
    """Health stays well meanwhile, and names the channel."""
    import urllib.request

    port = free_port()
    desk.configure({"team": f"http://127.0.0.1:{port}/"})
    notices(desk, 3)
    with desk.running() as service:
        service.says("cannot be reached")
        health = urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
            f"http://127.0.0.1:{desk.port}/healthz", timeout=10
        )
        assert "team" in json.loads(health.read())["channels"]
        back = new_receiver(port)
        back.wait_for(3)
        assert service.end()[0] == 0
    assert len(set(back.ids)) == 3


def smash_header(store: Path) -> None:
    """Not SQLite's any more."""
    store.write_bytes(b"this was a store" * 500)


def smash_pages(store: Path) -> None:
    """All but the first page is noise."""
    content = store.read_bytes()
    store.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))


def smash_the_rest(store: Path) -> None:
    """The second half is noise, so that it opens well."""
    content = store.read_bytes()
    kept = len(content) // 2 // 4096 * 4096
    store.write_bytes(content[:kept] + b"\xa5" * (len(content) - kept))


def cut_off(store: Path) -> None:
    """Half of it is gone."""
    content = store.read_bytes()
    store.write_bytes(content[: len(content) // 2 // 4096 * 4096])


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(smash_header, id="its header is overwritten"),
        pytest.param(smash_pages, id="its pages are overwritten"),
        pytest.param(smash_the_rest, id="its second half is overwritten"),
        pytest.param(cut_off, id="half of it is gone"),
    ],
)
@pytest.mark.parametrize("command", ["scan", "once", "run", "status"])
def test_a_damaged_store_is_one_clear_line(
    desk: Desk, receiver: Receiver, damage: Callable[[Path], None], command: str
) -> None:
    """Exit 1 or, for what reads little of it, an answer; no traceback, and the file is left for a person to rescue."""
    notices(desk, 60)
    desk.configure({"team": receiver.url}, alerts='first_scan = "none"')
    desk.watcher("scan")
    store = desk.folder / "state" / "watcher.db"
    damage(store)
    before = store.read_bytes()
    notices(desk, 61)
    if command == "run":
        with desk.running() as service:
            output = eventually(lambda: "the store" in service.output and service.output)
            assert "Traceback" not in output
        return
    failed = desk.watcher(command)
    assert failed.returncode == 1, failed.stdout
    (line,) = failed.stderr.strip().splitlines()
    assert line.startswith(f"watcher: the store {store} ")
    assert store.read_bytes()[:4096] == before[:4096]


@pytest.fixture
def app(tmp_path: Path, receiver: Receiver) -> Iterator[App]:
    """On an empty store, after the first scan."""
    (tmp_path / "articles").mkdir()
    settings = parse(
        f'[alerts]\nfirst_scan = "all"\nflood = 2\n[channels.team]\ntype = "webhook"\nurl = "{receiver.url}"\n'
        '[[rules]]\nname = "试点"\nslug = "pilots"\nkeywords = ["车路协同"]\nchannels = ["team"]\n',
        tmp_path / "config.toml",
    )
    with Store(tmp_path / "state.db") as store:
        yield App(settings, store)


def deliver(app: App, now: datetime) -> None:
    """Send what is due at that time."""

    async def in_queue(work: Callable[[Any], Any]) -> Any:
        return work(app.queue())

    asyncio.run(Deliverer(app.settings.channels, in_queue, lambda: now, app.settings.budget).drain())


def test_a_clock_that_is_set_back_delays_nothing_new(app: App, receiver: Receiver) -> None:
    """Not even a channel that had its share in the minute that is now in the future."""
    folder = app.settings.articles.directory[0]
    for number in range(2):
        (folder / f"{number}.md").write_text(article(f"车路协同第{number}批", f"第{number}批清单"), encoding="utf-8")
    app.scan(NOW)
    deliver(app, NOW)
    assert len(receiver.requests) == 2
    earlier = NOW - timedelta(days=1)
    (folder / "2.md").write_text(article("车路协同第三批", "第三批清单"), encoding="utf-8")
    report = app.scan(earlier)
    deliver(app, earlier)
    assert report.new == 1
    assert [request.json["data"]["article"]["path"] for request in receiver.requests][2:] == ["2.md"]


def test_what_waits_when_the_clock_is_set_back_is_not_lost(app: App, receiver: Receiver) -> None:
    """It goes at the latest when the clock is again where it was."""
    folder = app.settings.articles.directory[0]
    (folder / "a.md").write_text(article("车路协同首批", "首批清单"), encoding="utf-8")
    app.scan(NOW)
    deliver(app, NOW - timedelta(hours=1))
    assert app.store.ledger.reconcile()["pending"] + app.store.ledger.reconcile()["delivered"] == 1
    deliver(app, NOW)
    assert len(receiver.requests) == 1
    assert app.store.ledger.reconcile()["delivered"] == 1

"""A storm: thousands of alerts to five channels, of which one is well, under kill -9 every second."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import count

import pytest
from desk import Desk, article, eventually, free_port
from receiver import OK, Received, Receiver, Reply
from runs import Launcher

from watcher.alerts.channels.feishu import Feishu
from watcher.alerts.channels.slack import Slack

SECONDS = int(os.environ.get("WATCHER_STORM", "10"))  # 60: the whole storm, of 10,000 alerts
ARTICLES = 200 if SECONDS < 60 else 2000
LATE = 0.05  # seconds that a loaded receiver may see a request later than it was sent
CHANNELS = ("well", "down", "silent", "busy", "faulty")
CONFIG = """
[articles]
directory = "articles"
[server]
listen = "127.0.0.1:{port}"
[alerts]
first_scan = "all"
flood = 0
{channels}
[[rules]]
name = "试点"
slug = "pilots"
keywords = ["车路协同"]
channels = {names}
"""


class Moody:
    """Refuses the first of so many requests, and remembers those that it took."""

    def __init__(self, number: int, refusal: Reply, otherwise: Reply) -> None:
        self._number, self._refusal, self._otherwise = number, refusal, otherwise
        self._counter = count()
        self.taken: list[Received] = []

    def __call__(self, request: Received) -> Reply:
        if next(self._counter) % self._number == 0:
            return self._refusal
        self.taken.append(request)
        return self._otherwise


class Storm:
    """Five channels and what their receivers were sent."""

    def __init__(self, desk: Desk, new_receiver: Callable[..., Receiver]) -> None:
        self.desk = desk
        self.well, self.silent, self.busy, self.faulty = (new_receiver() for _ in range(4))
        self.receivers = {"well": self.well, "silent": self.silent, "busy": self.busy, "faulty": self.faulty}
        self.gate = threading.Event()
        self.silent.usual = Reply(after=self.gate)
        self.at_busy = Moody(3, Reply(429, {"Retry-After": "1"}, b"rate_limited"), Reply(body=b"ok"))
        error = Reply(body=b'{"code":11232,"msg":"frequency limited"}')
        self.at_faulty = Moody(4, error, Reply(body=b'{"code":0,"msg":"success"}'))
        self.busy.usual, self.faulty.usual = self.at_busy, self.at_faulty
        self.port_down = free_port()
        addresses = {
            "well": ("webhook", self.well.url),
            "down": ("webhook", f"http://127.0.0.1:{self.port_down}/"),
            "silent": ("webhook", self.silent.url),
            "busy": ("slack", self.busy.url),
            "faulty": ("feishu", self.faulty.url),
        }
        channels = "".join(
            f'[channels.{name}]\ntype = "{type_}"\nurl = "{url}"\n' for name, (type_, url) in addresses.items()
        )
        text = CONFIG.format(port=desk.port, channels=channels, names=json.dumps(CHANNELS))
        desk.config.write_text(text, encoding="utf-8")

    def notices(self, numbers: range) -> None:
        """New articles that match."""
        for number in numbers:
            self.desk.write(f"{number}.md", article(f"第{number}号通知", f"第{number}号：报送车路协同设备清单。"))

    def column(self, sql: str) -> list[object]:
        """What the store says."""
        with sqlite3.connect(self.desk.folder / "state" / "watcher.db") as db:
            return [value for (value,) in db.execute(sql)]

    def delivered(self, channel: str) -> set[object]:
        """The numbers of the articles whose alerts are recorded as delivered."""
        return set(
            self.column(
                "SELECT replace(c.path, '.md', '') FROM alerts t JOIN changes c ON c.id = t.change_id "
                f"WHERE t.channel = '{channel}' AND t.state = 'delivered'"
            )
        )


@pytest.fixture
def storm(desk: Desk, new_receiver: Callable[..., Receiver]) -> Iterator[Storm]:
    """Before it breaks."""
    made = Storm(desk, new_receiver)
    yield made
    made.gate.set()


@pytest.fixture
def hasty(desk: Desk) -> Iterator[Launcher]:
    """Runs that wait a moment for an answer."""
    started = Launcher(desk, patience=0.3)
    yield started
    started.close()


def assert_repeats_keep_their_id(receiver: Receiver) -> None:
    """An id is of one article, and an article has one id."""
    told = {(request.id, request.json["data"]["article"]["path"]) for request in receiver.requests}
    assert len(told) == len({id_ for id_, _ in told}) == len({path for _, path in told})


def assert_rate_is_kept(receiver: Receiver, rates: Sequence[tuple[int, float]]) -> None:
    """In no window that slides over the arrivals there were more than the platform bears."""
    at = [request.at for request in receiver.requests]
    for number, seconds in rates:
        gaps = [later - earlier for earlier, later in zip(at, at[number:], strict=False)]
        assert min(gaps, default=seconds) >= seconds - LATE, f"{number + 1} in {min(gaps)} s, {number} in {seconds} s"


def article_of(request: Received) -> str:
    """Which article a chat was told of: the number in its title."""
    return str(re.findall(r"第(\d+)号通知", request.body.decode())[0])


def assert_told_what_is_delivered(moody: Moody, delivered: set[object], kills: int) -> None:
    """A chat was told all that is recorded, and was told twice only what a kill cut off."""
    told = Counter(map(article_of, moody.taken))
    assert delivered
    assert delivered <= told.keys()
    assert told.total() - len(told) <= kills


def test_a_storm(storm: Storm, hasty: Launcher, new_receiver: Callable[..., Receiver]) -> None:
    """All is accounted for, nothing goes too fast or under a second id, and one channel's trouble is not another's."""
    kills, share = 0, -(-ARTICLES // SECONDS)
    while kills < SECONDS or len(set(storm.well.ids)) < ARTICLES:
        storm.notices(range(kills * share, min((kills + 1) * share, ARTICLES)))
        assert hasty.run("run", 1) == -signal.SIGKILL, hasty.errors
        kills += 1
        assert kills <= 3 * SECONDS, "the channel that is well has to wait for the others"
    assert "Traceback" not in hasty.errors
    counts = storm.desk.reconcile()
    assert (counts["matches"], counts["missing"], counts["dead"]) == (ARTICLES * len(CHANNELS), 0, 0)
    assert counts["delivered"] + counts["pending"] == counts["matches"]

    in_order = storm.column("SELECT id FROM alerts WHERE channel = 'well' ORDER BY created, rowid")
    assert list(dict.fromkeys(storm.well.ids)) == in_order
    assert len(storm.well.ids) - len(in_order) <= kills
    assert_repeats_keep_their_id(storm.well)
    assert storm.delivered("down") == storm.delivered("silent") == set()
    assert storm.column("SELECT max(attempts) FROM alerts WHERE channel IN ('down', 'silent')") == [0]
    assert_told_what_is_delivered(storm.at_busy, storm.delivered("busy"), kills)
    assert_told_what_is_delivered(storm.at_faulty, storm.delivered("faulty"), kills)
    assert_rate_is_kept(storm.busy, Slack.RATE)
    assert_rate_is_kept(storm.faulty, Feishu.RATE)

    sent = {name: len(each.requests) for name, each in storm.receivers.items()}
    print(f"{kills} kills; requests {sent}; {counts}")
    storm.silent.usual = OK
    back = new_receiver(storm.port_down)
    eventually(
        lambda: storm.desk.watcher("once") and len(storm.delivered("down") & storm.delivered("silent")) == ARTICLES, 90
    )
    assert len(set(back.ids)) == ARTICLES
    assert_repeats_keep_their_id(storm.silent)
    assert storm.desk.reconcile()["missing"] == 0


def test_what_a_kill_cut_off_counts_against_the_rate(storm: Storm, launcher: Launcher) -> None:
    """The chat may have it although nobody knows: the repeat keeps the distance too, and the attempt can be seen."""
    ((_, seconds),) = Slack.RATE
    storm.notices(range(1))
    storm.busy.script = [Reply(after=storm.gate)]
    waiting = threading.Thread(target=launcher.run, args=("run", 60))
    waiting.start()
    storm.busy.wait_for(1)
    os.kill(launcher.child, signal.SIGKILL)
    waiting.join(20)
    launcher.run("run", 4)
    first, repeat = storm.busy.wait_for(2)[:2]
    assert article_of(first) == article_of(repeat)
    assert repeat.at - first.at >= seconds - LATE
    because = "SELECT because FROM attempts p JOIN alerts t ON t.id = p.alert_id WHERE t.channel = 'busy'"
    assert storm.column(because)[0] == "watcher ended before an answer came"

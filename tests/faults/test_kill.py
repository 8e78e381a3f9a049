"""kill -9 at any moment of scan and delivery: nothing is lost, torn, or repeated under another id."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import feedparser
import pytest
from desk import Desk, article
from lxml import etree
from receiver import Received, Receiver, Reply
from runs import Launcher

KILLS = int(os.environ.get("WATCHER_KILLS", "100"))
RULE = 'keywords = ["车路协同"]\non = ["new", "updated", "removed"]'
SEED = random.randrange(10**6)


class Editor:
    """Writes, edits and deletes articles, and knows what a rule's channel must hear at least."""

    def __init__(self, desk: Desk, dice: random.Random) -> None:
        self._desk = desk
        self._dice = dice
        self._number = 0
        self.standing: dict[str, int] = {}  # name -> how often it was edited

    def work(self) -> None:
        """A few new articles, an edit, now and then a deletion."""
        for _ in range(self._dice.randint(1, 4)):
            self._number += 1
            self._write(f"{self._number:04}.md", 0)
        if self._dice.random() < 0.7:
            name = self._dice.choice(sorted(self.standing))
            self._write(name, self.standing[name] + 1)
        if self._dice.random() < 0.2:
            name = self._dice.choice(sorted(self.standing))
            del self.standing[name]
            (self._desk.articles / name).unlink()

    def _write(self, name: str, edits: int) -> None:
        self.standing[name] = edits
        text = f"第{name}号：请各市报送车路协同设备清单，" + "并附说明。" * 20 + f"报送期限为{edits + 1}个月。"
        self._desk.write(name, article(f"关于车路协同的第{name}号通知", text))


def assert_feeds_are_whole(feeds: Path) -> None:
    """Whatever stands there can be read to its end."""
    for path in feeds.rglob("[!.]*.*") if feeds.exists() else ():
        if path.suffix == ".json":
            json.loads(path.read_text(encoding="utf-8"))
        elif path.suffix in {".rss", ".atom", ".opml"}:
            etree.parse(path)


def what(request: Received) -> list[tuple[Any, ...]]:
    """The changes that a request tells of."""
    data = request.json["data"]
    return [
        (item["rule"], item["article"]["id"], item["article"]["revision"], item["change"])
        for item in data.get("items", [data])
    ]


def owed(store: Path) -> set[tuple[Any, ...]]:
    """Every change that a channel must have heard of, as the store has it."""
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = db.execute(
            "SELECT '试点', article_id, revision, kind FROM changes WHERE kind IN ('new', 'updated', 'removed')"
        )
        return set(rows.fetchall())


def assert_nothing_is_missing(desk: Desk, receiver: Receiver, editor: Editor) -> None:
    """After all has settled: store, receiver and feeds agree with the directory."""
    changes = owed(desk.folder / "state" / "watcher.db")
    heard = defaultdict(set)
    for request in receiver.requests:
        for change in what(request):
            heard[change].add(request.id)
    assert changes - heard.keys() == set(), "a change was not told"
    assert heard.keys() - changes == set(), "a change was told that the store knows nothing of"
    assert {change: ids for change, ids in heard.items() if len(ids) > 1} == {}, "a repeat had another id"
    counts = desk.reconcile()
    assert (counts["missing"], counts["pending"], counts["held"], counts["dead"]) == (0, 0, 0, 0)
    assert counts["delivered"] == len(changes)
    with sqlite3.connect(desk.folder / "state" / "watcher.db") as db:
        standing = Counter(path for (path,) in db.execute("SELECT path FROM articles WHERE removed IS NULL"))
    assert standing == Counter(editor.standing.keys())
    for path in (desk.folder / "feeds").rglob("*.atom"):
        parsed = feedparser.parse(path.read_text(encoding="utf-8"))
        assert parsed.bozo == 0
        assert len(parsed.entries) == min(50, len(editor.standing)), path


@pytest.mark.parametrize("command", ["once", "run"])
def test_killed_at_random_moments(desk: Desk, receiver: Receiver, launcher: Launcher, command: str) -> None:
    """Again and again on one store, while articles come, change and go."""
    dice = random.Random(SEED)
    editor = Editor(desk, dice)
    desk.configure({"team": receiver.url}, rule=RULE)
    killed = 0
    while killed < KILLS // 2:
        editor.work()
        code = launcher.run(command, dice.uniform(0, 0.4 if command == "run" else 0.2) * dice.random())
        assert code in {0, -signal.SIGKILL}, f"seed {SEED}: {launcher.errors}"
        killed += code == -signal.SIGKILL
        assert_feeds_are_whole(desk.folder / "feeds")
    desk.once()
    desk.once()
    assert_nothing_is_missing(desk, receiver, editor)
    assert "Traceback" not in launcher.errors, f"seed {SEED}"


@pytest.mark.parametrize("first_scan", ["all", "digest"])
def test_killed_between_sending_and_recording(
    desk: Desk, receiver: Receiver, launcher: Launcher, first_scan: str
) -> None:
    """The receiver has it, the store does not know: it comes again under the same id, with the same items."""
    import threading

    gate = threading.Event()
    for number in range(3):
        desk.write(f"{number}.md", article(f"车路协同第{number}批", f"第{number}批车路协同设备清单"))
    desk.configure({"team": receiver.url}, alerts=f'first_scan = "{first_scan}"\nflood = 0')
    receiver.script = [Reply(after=gate)]
    waiting = threading.Thread(target=launcher.run, args=("once", 60))
    waiting.start()
    receiver.wait_for(1)
    with sqlite3.connect(desk.folder / "state" / "watcher.db") as db:
        assert db.execute("SELECT count(*) FROM alerts WHERE state = 'delivered'").fetchone() == (0,)
    os.kill(launcher.child, signal.SIGKILL)
    waiting.join(20)
    gate.set()
    desk.once()
    assert receiver.ids[0] == receiver.ids[1]
    assert what(receiver.requests[0]) == what(receiver.requests[1])
    assert len({change for request in receiver.requests for change in what(request)}) == 3
    assert desk.reconcile()["delivered"] == 3

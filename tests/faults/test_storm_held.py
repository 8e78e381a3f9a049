"""The same storm in quiet hours, with groups, digests and reprints: what must wait does, and then all of it arrives."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from desk import Desk, article
from receiver import Receiver
from runs import Launcher

from watcher.alerts.deliver import Deliverer
from watcher.app import App
from watcher.config.reader import load
from watcher.store.store import Store

SECONDS = int(os.environ.get("WATCHER_STORM", "5"))  # 60: the whole storm
ARTICLES = 50 if SECONDS < 60 else 1000
CONFIG = """
[articles]
directory = "articles"
timezone = "UTC"
[server]
listen = "127.0.0.1:{port}"
[alerts]
flood = 0
quiet_hours = "{quiet}"
[channels.night]
type = "webhook"
url = "{night}"
[channels.daily]
type = "webhook"
url = "{daily}"
digest = "daily {digest}"
[[rules]]
name = "急"
slug = "urgent"
keywords = ["车路协同"]
urgent = true
group = true
channels = ["night"]
[[rules]]
name = "急件"
slug = "urgent-too"
keywords = ["清单"]
urgent = true
group = true
channels = ["night"]
[[rules]]
name = "常"
slug = "usual"
keywords = ["设备"]
channels = ["night", "daily"]
"""
TEXT = """第{number}号：报送车路协同设备清单，请各单位按照要求认真填写并加盖公章，通过内网统一报送。
涉及多个路口的，应当逐一列明设备的名称、型号和安装位置，并说明维护单位和联系方式。
各单位要指定专人负责，确保数据真实准确，避免重复报送，报送后由信息中心统一汇总并开展抽查。
对弄虚作假、拖延不报的单位，将在全市范围内予以通报，并相应核减其下一年度的建设资金安排。"""


def configure(desk: Desk, night: str, daily: str) -> None:
    """It is quiet from an hour ago to three hours from now, and the digest goes in an hour."""
    now = datetime.now(UTC)
    clock = {hours: f"{now + timedelta(hours=hours):%H:%M}" for hours in (-1, 1, 3)}
    text = CONFIG.format(port=desk.port, night=night, daily=daily, quiet=f"{clock[-1]}-{clock[3]}", digest=clock[1])
    desk.config.write_text(text, encoding="utf-8")


def deliver(desk: Desk, now: datetime) -> None:
    """Send what is due at that time."""
    settings = load(desk.config)
    with Store(settings.store.path) as store:
        app = App(settings, store)

        async def in_queue(work: Callable[[Any], Any]) -> Any:
            return work(app.queue())

        asyncio.run(Deliverer(settings.channels, in_queue, lambda: now, settings.budget).drain())


def items(receiver: Receiver) -> list[dict[str, Any]]:
    """All that a receiver was told of, each message once."""
    messages = {request.id: request.json for request in receiver.requests}
    return [item for each in messages.values() for item in each["data"].get("items", [each["data"]])]


def test_a_storm_of_what_must_wait(
    desk: Desk, receiver: Receiver, new_receiver: Callable[..., Receiver], launcher: Launcher
) -> None:
    """What is urgent comes grouped and at once; the rest when the hours end and the digest goes. Nothing is missing."""
    daily = new_receiver()
    configure(desk, receiver.url, daily.url)
    assert desk.watcher("scan").returncode == 0
    share, kills = -(-ARTICLES // SECONDS), 0
    told = set(range(ARTICLES))
    while kills < SECONDS or {item["article"]["title"] for item in items(receiver)} < {f"第{n}号通知" for n in told}:
        for number in range(kills * share, min((kills + 1) * share, ARTICLES)):
            desk.write(f"{number}.md", article(f"第{number}号通知", TEXT.format(number=number)))
            again = "来源：海岳日报</p><p>" + TEXT.format(number=number)
            desk.write(f"{number}-again.md", article(f"第{number}号通知", again))
        assert launcher.run("run", 1.5) == -signal.SIGKILL, launcher.errors
        kills += 1
        assert kills <= 6 * SECONDS, "what is urgent has to wait"
    assert "Traceback" not in launcher.errors
    assert daily.requests == []
    assert {request.json["type"] for request in receiver.requests} == {"notice.matched"}
    assert {tuple(item["rules"]) for item in items(receiver)} == {("急", "急件")}
    assert len({request.id for request in receiver.requests}) == ARTICLES
    assert len(receiver.requests) - ARTICLES <= kills
    counts = desk.reconcile()
    assert (counts["missing"], counts["dead"]) == (0, 0)
    assert counts["matches"] == ARTICLES * 2 * 4
    assert counts["held"] + counts["delivered"] + counts["pending"] == counts["matches"]

    for hours in (4, 28, 52):  # when the quiet hours have ended, when reprints go with the next digest
        deliver(desk, datetime.now(UTC) + timedelta(hours=hours))
    after = desk.reconcile()
    assert (after["delivered"], after["missing"]) == (counts["matches"], 0)
    assert after["merged"] > 0
    print(f"{kills} kills; {len(receiver.requests)} + {len(daily.requests)} messages; {after}")
    assert {request.json["type"] for request in daily.requests} == {"notice.digest"}
    assert all(len(request.json["data"]["items"]) <= 20 for request in daily.requests)
    named = {item["article"]["path"] for item in items(daily)} | {
        place["path"] for item in items(daily) for place in item["also"]
    }
    assert named == {f"{number}{again}.md" for number in range(ARTICLES) for again in ("", "-again")}

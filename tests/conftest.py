"""A small site that every test may change: articles of our own, a config, a store, and a clock that only we move."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from watcher.app import App
from watcher.articles.article import read_article
from watcher.config.reader import load
from watcher.config.settings import Settings
from watcher.feeds.selection import Entry, Feed
from watcher.passes.recording import Report
from watcher.store.store import Store

hypothesis.settings.register_profile("watcher", deadline=None)  # a slow machine is no failure
hypothesis.settings.load_profile("watcher")

FIRST_ENTRY = datetime(2024, 5, 6, 1, 30, tzinfo=UTC)
NOON = datetime(2024, 5, 6, 4, tzinfo=UTC)

CONFIG = """
[articles]
directory = "articles"
{articles}
[store]
path = "state/watcher.db"
[feeds]
directory = "feeds"
title = "示例通知"
base_url = "http://127.0.0.1:8410/feeds/"
{feeds}
[alerts]
{alerts}
[channels.desk]
type = "console"
{channel}
[[rules]]
name = "车路协同"
slug = "roads"
{rule}
channels = {channels}
"""
RULE = 'keywords = ["车路协同"]'

ROAD = """各区县交通主管部门：
为改善公交车准点率，市里决定在城东二十个路口加装车路协同设备，由公交集团负责日常维护。
各单位须于六月底前报送施工方案，逾期不再受理。安装期间夜间封闭一条车道，白天恢复通行。"""
MUSEUM = """山谷里的老火车站改成了纪念馆，本周六起免费开放，首批展出一百二十件旧物。
馆长说，最受孩子喜欢的是那台还能鸣笛的蒸汽机车，每天上午十点和下午三点各鸣一次。"""
TREES = """春季造林今年改用本地树种，苗木由县苗圃统一供应，栽种后三年内由村集体管护。
坡度大于二十五度的地块不得开垦，确需修路的要先报林业站核准。"""
RAIN = """气象台预计周四夜间有雷阵雨，山区局部雨量较大，渔船应当提前回港避风。
市民出门记得带伞，低洼地段的车主请把车移到高处，紧急情况可拨打值班电话。"""


def page(title: str, body: str, date: str = "2024-03-01 09:00:00 +0800", **fields: str) -> str:
    """A file as a site generator writes it."""
    head = "".join(f"{name}: {value}\n" for name, value in {"title": title, "date": date, **fields}.items() if value)
    return f"---\n{head}---\n\n{body}\n"


class Site:
    """A directory of articles and what watches it. `scan` moves the clock on by a minute and does one pass."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.articles = folder / "articles"
        self.articles.mkdir()
        self.now = NOON
        self.settings: Settings
        self.app: App
        self.report: Report
        self.configure()

    def configure(
        self,
        *,
        articles: str = "",
        feeds: str = "",
        alerts: str = "",
        channel: str = "",
        rule: str = RULE,
        channels: str = '["desk"]',
        more: str = "",
    ) -> None:
        """Work under this config from now on; the store stays."""
        parts = {"articles": articles, "feeds": feeds, "alerts": alerts, "channel": channel, "rule": rule}
        parts["channels"] = channels
        text = CONFIG.format_map(parts) + more
        (self.folder / "config.toml").write_text(text, encoding="utf-8")
        self.load()

    def load(self) -> None:
        """Work under the config as it stands in its file."""
        self.close()
        self.settings = load(self.folder / "config.toml")
        self.app = App(self.settings, Store(self.settings.store.path))

    def close(self) -> None:
        if hasattr(self, "app"):
            self.app.store.close()

    def tick(self, seconds: float = 60) -> None:
        self.now += timedelta(seconds=seconds)

    # what happens in the directory; a file's time is the clock's, so that nothing depends on how fast a test runs

    def path(self, name: str) -> Path:
        return self.articles / name

    def write(self, name: str, content: str | bytes) -> None:
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        self.touch(name)

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.path(name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def touch(self, name: str) -> None:
        os.utime(self.path(name), (self.now.timestamp() - 30,) * 2)

    def rename(self, name: str, other: str) -> None:
        self.path(other).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).rename(self.path(other))

    def copy(self, name: str, other: str) -> None:
        self.write(other, self.path(name).read_bytes())

    def delete(self, name: str) -> None:
        path = self.path(name)
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    # what the program makes of it

    def scan(self, only: Collection[str] | None = None) -> list[str]:
        """The changes that a pass reports, such as "moved new/road.md", in order of the alphabet."""
        self.tick()
        before = self.value("SELECT coalesce(max(id), 0) FROM changes")
        self.report = self.app.scan(self.now, only)
        rows = self.app.store.db.execute("SELECT kind, path FROM changes WHERE id > ?", (before,))
        return sorted(f"{kind} {path}" for kind, path in rows)

    def because(self) -> str:
        """The reason of the last change."""
        return str(self.value("SELECT because FROM changes ORDER BY id DESC"))

    def value(self, sql: str, *values: object) -> object:
        row = self.app.store.db.execute(sql, values).fetchone()
        return row and row[0]

    def alerts(self) -> list[str]:
        """Every alert so far, such as "updated road.md desk pending"."""
        sql = """
            SELECT c.kind || ' ' || c.path || ' ' || t.channel || ' ' || t.state
            FROM alerts t JOIN changes c ON c.id = t.change_id ORDER BY t.rowid"""
        return [row[0] for row in self.app.store.db.execute(sql)]

    def standing(self) -> dict[bytes, str]:
        """The articles that the store says are there: what each says -> its path."""
        rows = self.app.store.db.execute("SELECT fingerprint, path FROM articles WHERE removed IS NULL")
        return dict(rows.fetchall())

    def unreadable(self) -> dict[str, str]:
        return dict(self.app.store.files.unreadable())

    def says(self, name: str) -> bytes:
        """The fingerprint of what a file says, read by itself."""
        return read_article(name, self.path(name).read_bytes(), self.settings.reading).fingerprint


@pytest.fixture
def empty_site(tmp_path: Path) -> Site:
    """A site without articles."""
    site = Site(tmp_path)
    yield site
    site.close()


@pytest.fixture
def site(empty_site: Site) -> Site:
    """A site with four articles, scanned once. Only road.md has the word that the rule watches."""
    empty_site.write("road.md", page("关于加装路口设备的通知", ROAD, url="https://site.example/1"))
    empty_site.write("museum.md", page("老火车站变身纪念馆", MUSEUM, date="2024-03-02 10:00:00 +0800"))
    empty_site.write("trees.txt", TREES)
    empty_site.write("news/rain.html", f"<html><title>周四有雨</title><body><p>{RAIN}</p></body></html>")
    empty_site.scan()
    return empty_site


@pytest.fixture(scope="session")
def make_site() -> Callable[[Path], Site]:
    """For tests that need several sites."""
    return Site


@pytest.fixture(scope="session")
def make_page() -> Callable[..., str]:
    """`make_page(title, body, date=…, url=…)`: the text of a file."""
    return page


@pytest.fixture(scope="session")
def make_entry() -> Callable[..., Entry]:
    """`make_entry(3)` is the fourth of a series, an hour after the third; keywords replace its attributes."""

    def make(number: int = 0, **changes: object) -> Entry:
        moment = FIRST_ENTRY + timedelta(hours=number)
        given = {
            "guid": f"tag:notices.example,2024:{number}",
            "title": f"关于开展车路协同试点的通知（{number}）",
            "link": f"https://notices.example/articles/{number}",
            "published": moment,
            "updated": moment,
            "fragment": f"<p>请各试点城市于六月底前报送方案，第 {number} 号。</p>",
        }
        return Entry(**(given | changes))

    return make


@pytest.fixture(scope="session")
def make_feed() -> Callable[..., Feed]:
    """`make_feed(entry, entry)`; keywords replace its attributes."""

    def make(*entries: Entry, **changes: object) -> Feed:
        given = {
            "key": "rules/pilots",
            "title": "试点通知",
            "description": "提到车路协同的通知",
            "home": "https://notices.example/",
            "base_url": "https://notices.example/feeds/",
            "language": "zh-CN",
            "entries": entries,
        }
        return Feed(**(given | changes))

    return make


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Where every program is said to be there (in CI), a test that is skipped for want of one has failed."""
    report = yield
    if report.skipped and os.environ.get("WATCHER_ALL_PROGRAMS") and "is not installed" in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and here nothing may be: {report.longrepr}"
    return report

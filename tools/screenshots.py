"""Make the pictures of docs/pictures that show pages: the example articles, and some weeks of made-up news before them.

python tools/screenshots.py

Needs chromium, fonts with Chinese characters, and pngquant, which makes the pictures a third as large.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from playwright.sync_api import Browser, sync_playwright

from benchmarks.corpus import articles
from benchmarks.still import served
from tools.examples import PICTURES, SEED, copied, edited, shrunk
from watcher.app import App
from watcher.config.reader import parse
from watcher.store.outbox import Waiting
from watcher.store.store import Store
from watcher.web import front, overview, status

NOW = datetime(2024, 3, 26, 1, 30, tzinfo=UTC)  # a day after the newest example
NEWS = 340
EDITS = {"烟台等10个城市": "烟台、黄山等11个城市", "确定十个城市": "确定十一个城市", "4月30日前": "5月15日前"}
CONFIG = """
[articles]
directory = "articles"
strip = [".share-qr", ".editor-line", ".app-download"]
[feeds]
title = "{title}"
base_url = "http://127.0.0.1:8410/feeds/"
[alerts]
language = "{language}"
first_scan = "all"
[channels.team]
type = "console"
[channels.leader]
type = "console"
[[rules]]
name = "车城融合试点"
slug = "pilot-cities"
keywords = ["车路协同", "智能网联", "车城融合"]
cities = ["合肥", "芜湖市"]
exclude = ["招聘"]
channels = ["team", "leader"]
on = ["new", "updated", "removed"]
[[rules]]
name = "住建部试点通知"
slug = "housing-pilots"
when = "issuer:住房和城乡建设部 AND kind:通知 AND (试点 OR 示范)"
channels = ["team"]
[[rules]]
name = "长三角"
slug = "yangtze-delta"
cities = ["江苏", "浙江", "安徽", "上海"]
[[rules]]
name = "河湖治理"
slug = "rivers"
keywords = ["河湖治理", "海绵城市"]
channels = ["leader"]
[[rules]]
name = "充电设施"
slug = "charging"
keywords = ["充电设施"]
"""
SHOTS = {  # name -> path, width and height, colours, languages
    "pages": ("/", (1280, 1080), "light", ("zh-CN", "en")),
    "pages-article": ("/articles/{seed}", (1280, 1000), "light", ("zh-CN", "en")),
    "pages-edit": ("/articles/{seed}#history", (1280, 560), "light", ("zh-CN",)),
    "pages-rules": ("/rules?q=充电设施 OR 绿色建筑&against=charging", (1280, 1000), "light", ("zh-CN", "en")),
    "pages-alerts": ("/alerts", (1280, 760), "dark", ("zh-CN",)),
    "pages-status": ("/status", (1280, 640), "light", ("zh-CN",)),
    "pages-phone": ("/articles/{seed}", (390, 844), "dark", ("zh-CN",)),
}


def main() -> None:
    """Every picture, in each of its languages."""
    front.utc_now = overview.utc_now = status.utc_now = lambda: NOW  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for language, title in (("zh-CN", "政策通知"), ("en", "Policy notices")):
            folder = Path(name) / language
            app = filled(folder, language, title)
            with served(app) as address:
                take(browser, address, language, app)
            app.store.close()
        browser.close()


def take(browser: Browser, address: str, language: str, app: App) -> None:
    """The pictures in one language."""
    seed = app.store.db.execute("SELECT id FROM articles WHERE path = ?", (SEED,)).fetchone()[0]
    for name, (path, (width, height), scheme, languages) in SHOTS.items():
        if language not in languages:
            continue
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        page = context.new_page()
        page.goto(address + path.format(seed=seed))
        picture = PICTURES / (f"{name}.png" if len(languages) == 1 or language == "en" else f"{name}.{language}.png")
        page.screenshot(path=picture)
        context.close()
        shrunk(picture, 128)


def filled(folder: Path, language: str, title: str) -> App:
    """The examples after some weeks of news; then the first of them is edited, and all alerts arrive."""
    seed = copied(folder / "articles")
    news(folder / "articles" / "news")
    app = App(parse(CONFIG.format(language=language, title=title), folder / "config.toml"), Store(folder / "state.db"))
    app.scan(NOW - timedelta(days=1))
    for channel in app.settings.channels:
        _delivered(app, app.store.outbox.waiting(channel, 10_000), NOW - timedelta(days=1))
    edited(seed, EDITS, NOW)
    app.scan(NOW - timedelta(hours=2))
    for channel in app.settings.channels:
        waiting = app.store.outbox.waiting(channel, 10_000)
        left = waiting[-1:] if channel == "leader" else []
        _delivered(app, waiting[: len(waiting) - len(left)], NOW - timedelta(hours=2))
        with app.store.transaction():
            for alert in left:
                at, due = NOW - timedelta(minutes=90), NOW + timedelta(minutes=4)
                app.store.outbox.record([alert.id], "pending", "HTTP 503", at, 212, due=due)
                app.store.outbox.record([alert.id], "pending", "HTTP 503", at + timedelta(minutes=45), 198, due=due)
    return app


def _delivered(app: App, alerts: Sequence[Waiting], since: datetime) -> None:
    with app.store.transaction():
        for number, alert in enumerate(alerts):
            at = since + timedelta(milliseconds=300 + 40 * number)
            app.store.outbox.record([alert.id], "delivered", "HTTP 204", at, 41)


def news(folder: Path) -> None:
    """Articles of the made-up corpus, more on working days, in the six weeks before the examples."""
    folder.mkdir()
    random = Random(1)
    days = [NOW - timedelta(days=back) for back in range(1, 43)]
    weights = [random.uniform(3, 12) if day.weekday() < 5 else random.uniform(0, 3) for day in days]
    weights[:9] = [0] * 6 + [weight / 6 for weight in weights[6:9]]  # so that the examples come first
    for name, text in articles(NEWS):
        day = random.choices(days, weights)[0].replace(hour=random.randrange(24))
        dated = re.sub(r"(?m)^date: .*$", f"date: {day.isoformat()}", text, count=1)
        (folder / Path(name).name).write_text(dated, encoding="utf-8")


if __name__ == "__main__":
    main()

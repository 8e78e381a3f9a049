"""How long the server takes for each page with many articles stored, as a share of 300 ms.

    python -m benchmarks pages [--articles 100000] [--rounds 15]

The store is filled with 2,000 articles of the corpus that are stored again and again under other names, with the
matches of six rules, an edit, and the alerts of the newest 5,000 matches, of which some failed. Pages are asked of the
application itself, without a network; each first once right after a change of the store ("cold"), then again and again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import httpx

from benchmarks import filling
from benchmarks.corpus import PLANTED
from benchmarks.still import Still
from watcher.app import App
from watcher.config.reader import parse
from watcher.passes.reading import Understood
from watcher.store.store import Store
from watcher.web.app import build

WANTED = 0.300  # seconds
ALERTS = 5000
SPACING = 10  # minutes between two articles: 144 a day, and 100,000 in two years
CONFIG = f"""
[articles]
directory = "."
[feeds]
base_url = "http://127.0.0.1:8410/feeds/"
[channels.desk]
type = "console"
[[rules]]
name = "充电设施"
slug = "charging"
keywords = ["充电设施"]
channels = ["desk"]
[[rules]]
name = "陕西"
slug = "shaanxi"
cities = ["陕西"]
[[rules]]
name = "水利部试点"
slug = "pilots"
when = "issuer:水利部 AND 试点"
channels = ["desk"]
[[rules]]
name = "观测"
slug = "planted"
keywords = ["{PLANTED[0]}", "{PLANTED[7]}"]
[[rules]]
name = "造价"
slug = "cost"
when = "平均造价 AND 维护费用 NOT 摊位"
[[rules]]
name = "从未"
slug = "never"
keywords = ["绝无此词"]
"""
PAGES = {
    "/": "/",
    "/ the next page": "/?older=2024-07-01T00:00:00.000Z~8000",
    "/ a rule with many hits": "/?rule=charging",
    "/ a rule with few": "/?rule=planted",
    "/ a rule with none": "/?rule=never",
    "/ a city": "/?city=宝鸡",
    "/ a province": "/?city=安徽",
    "/ an issuer": "/?issuer=水利部",
    "/ a kind": "/?kind=通知",
    "/ edited": "/?change=updated",
    "/ some days": "/?after=2024-06-01&before=2024-06-07",
    "/ rule, city, kind and days": "/?rule=charging&city=宝鸡&kind=通知&after=2024-05-10",
    "search: two characters, common": "/?q=充电",
    "search: two characters, rare": f"/?q={PLANTED[3][-2:]}",
    "search: no hit": "/?q=绝无",
    "search: an expression": "/?q=issuer:水利部 AND 试点 NOT 宝鸡",
    "search: within a filter": "/?q=充电&city=宝鸡",
    "/rules": "/rules",
    "/rules while somebody types": "/rules/try?q=充电 AND 宝鸡&against=charging",
    "/articles/<id>": "/articles/{last}",
    "/articles/<id> of a notice": "/articles/{notice}",
    "/alerts": "/alerts",
    "/alerts of a state": "/alerts?state=dead",
    "/status": "/status",
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks pages")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        settings = parse(CONFIG, Path(folder) / "config.toml")
        with Store(settings.store.path) as store:
            app = App(settings, store)
            fill(app, options.articles)
            print(f"{options.articles:,} articles stored; share of {WANTED * 1000:.0f} ms: median, and cold")
            slowest = asyncio.run(measure(app, options.articles, options.rounds))
    print(f"  {slowest:.2f}  the slowest median")
    return 0


async def measure(app: App, count: int, rounds: int) -> float:
    """Print each page's figures; the greatest share."""
    transport = httpx.ASGITransport(build(Still(app)))
    shares = []
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8410", timeout=60) as client:
        for name, path in PAGES.items():
            address = quote(path.format(last=count, notice=count - count % 10 - 9), safe="/?&=:~")
            seconds = []
            for number in range(rounds + 1):
                if number == 0:
                    touch(app)
                started = time.perf_counter()
                answer = await client.get(address)
                seconds.append(time.perf_counter() - started)
                assert answer.status_code == 200, (address, answer.status_code)
            median = statistics.median(seconds[1:]) / WANTED
            shares.append(median)
            print(f"  {median:.2f}  {seconds[0] / WANTED:.2f}  {name}")
    return max(shares)


def touch(app: App) -> None:
    """A change of the store: what was counted must be counted again."""
    with app.store.transaction():
        app.store.db.execute(
            "INSERT INTO changes (article_id, revision, kind, because, path, at) "
            "SELECT id, revision, 'moved', '', path, updated FROM articles ORDER BY id LIMIT 1"
        )


def fill(app: App, count: int) -> None:
    """Store so many articles with what the rules find in them, an edit in every thousandth, and alerts."""
    with app.store.transaction():
        filling.fill(
            app.store,
            count,
            app.settings.reading,
            spacing=timedelta(minutes=SPACING),
            matches_of=lambda content: _matches(app, content),
        )
        db = app.store.db
        db.execute(
            "INSERT INTO changes (article_id, revision, kind, because, path, at) "
            "SELECT id, revision, 'updated', 'text: wording', path, updated FROM articles WHERE id % 1000 = 0"
        )
        db.execute(
            "INSERT INTO alerts (id, match_id, change_id, channel, rule_name, state, attempts, created, due, done) "
            "SELECT 'msg_' || m.id, m.id, c.id, 'desk', m.rule, "
            "iif(m.id % 1000 = 0, 'dead', iif(m.id % 50 = 0, 'pending', 'delivered')), 2, c.at, c.at, c.at "
            "FROM matches m JOIN changes c ON c.article_id = m.article_id AND c.kind = 'new' "
            "WHERE m.rule IN ('charging', 'pilots') ORDER BY m.id DESC LIMIT ?",
            (ALERTS,),
        )
        db.execute("INSERT INTO attempts SELECT id, created, 'pending', 'HTTP 503', 12 FROM alerts")
        db.execute("INSERT INTO attempts SELECT id, created, state, 'HTTP 204', 9 FROM alerts")


def _matches(app: App, content: Understood) -> tuple[tuple[str, str], ...]:

    return tuple(
        (match.rule.slug, json.dumps([mention._asdict() for mention in match.mentions], ensure_ascii=False))
        for match in app.matcher.match(content.subject())
    )

"""The same feeds give the same bytes, whatever process renders them."""

from __future__ import annotations

import os
import subprocess
import sys

RENDER = """
import hashlib
from datetime import UTC, datetime
from watcher.feeds import jsonfeed, opml, page, xml
from watcher.feeds.selection import Entry, Feed

entries = tuple(
    Entry(guid=f"tag:notices.example,2024:{n}", title=f"第{n}号", link=f"https://notices.example/{n}", author="某部",
          published=datetime(2024, 5, 1, tzinfo=UTC), updated=datetime(2024, 5, 2, tzinfo=UTC), categories=("乙", "甲"),
          fragment='<p class="b a" style="text-align:center">通知<img src="/a" width="3" alt="b" height="4"></p>',
          base="https://notices.example/", facts=(("文号", "一"),), marks=("通知", "号"))
    for n in range(3))
feed = Feed(key="all", title="t", description="d", home="https://notices.example/", language="zh-CN",
            base_url="https://notices.example/feeds/", entries=entries)
files = (xml.rss(feed), xml.atom(feed), jsonfeed.jsonfeed(feed), opml.opml("t", [feed]),
         page.index_page("t", [page.Listed(feed, 3, feed.updated)], entries, "en"))
print([hashlib.sha256(file).hexdigest() for file in files])
"""


def rendered(**environment: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", RENDER], env=os.environ | environment, capture_output=True, text=True, check=True
    )
    return run.stdout


def test_bytes_do_not_depend_on_the_process_the_time_zone_or_the_hash_seed() -> None:
    first = rendered(PYTHONHASHSEED="1", TZ="Asia/Shanghai", LC_ALL="C")
    assert first == rendered(PYTHONHASHSEED="2", TZ="America/New_York", LC_ALL="C.UTF-8")
    assert len(set(first.split(","))) == 5

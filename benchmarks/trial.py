"""A rule tried on all that is stored, beside a bare loop of Aho-Corasick over the same texts.

    python -m benchmarks try [--articles 100000]

The store is filled with 2,000 articles of the corpus that are stored again and again under other names. Each figure
is processor time, the best of three in one process; both sides read titles and texts from the same SQLite file.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, timedelta
from pathlib import Path
from typing import TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from benchmarks.corpus import PLANTED
from benchmarks.filling import fill
from watcher.articles.article import Reading
from watcher.articles.selectors import compile_selectors
from watcher.rules.expression import parse
from watcher.store.store import Store
from watcher.trial import try_rule

_Result = TypeVar("_Result")

RULES = {  # what is tried -> the words that the bare loop looks for
    f"{PLANTED[0]} OR {PLANTED[7]}": (PLANTED[0], PLANTED[7]),
    "充电设施 NOT 摊位": ("充电设施", "摊位"),
    "项目": ("项目",),
    "的": ("的",),
    "OpenAI OR GDP": ("OpenAI", "GDP"),
    "title:进展": ("进展",),
    "城市更新|智能网联汽车|充电设施|老旧小区改造": ("城市更新", "智能网联汽车", "充电设施", "老旧小区改造"),
    "/第[一二三]批/": ("第一批", "第二批", "第三批"),
    "/\\d+家单位/": ("家单位",),
    f"{PLANTED[3]} OR city:宝鸡": (PLANTED[3], "宝鸡"),
    "city:安徽 OR city:浙江": ("合肥", "芜湖", "宁波", "温州"),
    "issuer:水利部 AND 试点": ("水利部", "试点"),
    "kind:通知 NOT 试点": ("通知", "试点"),
    "category:财经 AND 项目": ("项目",),
    "author:样本 OR path:77 OR number:建": ("项目",),
    "after:2024-06-01 OR 试点": ("试点",),
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks try")
    parser.add_argument("--articles", type=int, default=100_000)
    options = parser.parse_args(arguments)
    reading = Reading(timezone=UTC, strip=compile_selectors([".appendQr_wrap", ".article-editor"]))
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "watcher.db") as store:
        with store.transaction():
            fill(store, options.articles, reading, spacing=timedelta(minutes=1))
        ratios = []
        print(f"{options.articles:,} articles stored; ratio, seconds of `try`, seconds of the bare loop")
        for when, words in RULES.items():
            seconds, trial = best(lambda: try_rule(store, parse(when), None))  # noqa: B023 - called at once
            bare_seconds, found = best(lambda: bare(store, words))  # noqa: B023
            ratio = seconds / bare_seconds
            ratios.append(ratio)
            print(f"  {ratio:.2f}  {seconds:.2f} {bare_seconds:.2f}  {when}: {trial.hits} hits, {found} have a word")
    print(f"at most {max(ratios):.2f} times the bare loop (wanted: 1.5)")
    return 0


def bare(store: Store, words: tuple[str, ...]) -> int:
    """How many stored articles have one of the words, with nothing done that this does not need."""
    automaton = AhoCorasick(list(words), matchkind=MatchKind.Standard)
    sql = "SELECT r.title, r.text FROM articles a JOIN revisions r ON r.article_id = a.id AND r.number = a.revision"
    find = automaton.find_matches_as_indexes
    return sum(1 for title, text in store.db.execute(sql) if find(f"{title}\n{text}", overlapping=True))


def best(work: Callable[[], _Result], times: int = 3) -> tuple[float, _Result]:
    """The least seconds of some runs, and what the last one gave."""
    least = float("inf")
    for _ in range(times):
        started = time.process_time()
        result = work()
        least = min(least, time.process_time() - started)
    return least, result

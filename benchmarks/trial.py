"""A rule tried on all that is stored, beside a bare loop of Aho-Corasick over the same texts.

    python -m benchmarks try [--articles 100000]

The store is filled with 2,000 articles of the corpus that are stored again and again under other names. Each figure
is processor time, the best of three in one process; both sides read titles and texts from the same SQLite file.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from benchmarks.corpus import PLANTED, articles
from watcher.articles.article import Reading, read_article
from watcher.articles.scan import Stat
from watcher.articles.selectors import compile_selectors
from watcher.reading import Understood, places_text, understand
from watcher.rules.expression import parse
from watcher.store.library import NewArticle
from watcher.store.store import Store
from watcher.trial import try_rule

_Result = TypeVar("_Result")

DISTINCT = 2000
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
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "watcher.db") as store:
        fill(store, options.articles)
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


def fill(store: Store, count: int) -> None:
    """Store so many articles, of which DISTINCT differ in more than title and date."""
    reading = Reading(timezone=UTC, strip=compile_selectors([".appendQr_wrap", ".article-editor"]))
    understood = [
        understand(read_article(name, text.encode(), reading)) for name, text in articles(min(count, DISTINCT))
    ]
    now = datetime(2024, 5, 6, tzinfo=UTC)
    with store.transaction():
        for start in range(0, count, DISTINCT):
            new = [
                _new(number, content, now + timedelta(minutes=number))
                for number, content in enumerate(understood, start)
                if number < count
            ]
            store.library.add_articles(new, [f"tag:{each.id}" for each in new], "first seen", now)


def _new(number: int, content: Understood, shown: datetime) -> NewArticle:
    article = content.article._replace(path=f"{number}.md")
    notice = content.subject().notice
    return NewArticle(
        id=number + 1,
        shown=shown,
        stat=Stat(0, 0, 0),
        article=article,
        notice=json.dumps(notice, ensure_ascii=False) if notice else None,
        places=places_text(content.places),
        facets=content.facets(),
        matches=(),
    )


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

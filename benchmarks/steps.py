"""What each step of reading an article costs: microseconds of processor time, and its share.

    python -m benchmarks steps [--articles 2000]

The steps are those of a first scan in the process that reads, over a hundred articles at a time as there, with 10,000
keywords in ten rules; the cheapest of seven rounds counts. What the process that stores does is not among them.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC
from pathlib import Path
from typing import Any

from benchmarks.corpus import keywords, make
from watcher.articles.article import Reading, read_body, read_head
from watcher.articles.folding import fold
from watcher.articles.naming import Source
from watcher.articles.scan import list_files, read_file
from watcher.articles.selectors import compile_selectors
from watcher.notices.structure import read_notice
from watcher.passes.reading import Understood
from watcher.places.mentions import find_places
from watcher.rules.expression import keyword
from watcher.rules.matching import Matcher, Rule, place_mentions
from watcher.rules.tree import some
from watcher.subject import places_text

_CHUNK = 100
_ROUNDS = 7
_READING = Reading(timezone=UTC, strip=compile_selectors([".appendQr_wrap", ".article-editor"]))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks steps")
    parser.add_argument("--articles", type=int, default=2000)
    count = parser.parse_args(arguments).articles
    words = keywords(10_000)
    matcher = Matcher(
        [Rule(name=str(n), slug=str(n), condition=some([keyword(word) for word in words[n::10]])) for n in range(10)]
    )
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), count)
        source = Source((Path(folder),), ("**/*.md",), 1_000_000)
        names = sorted(list_files(source).files)
        costs = measure(source, names, matcher)
    whole = sum(costs.values())
    for step, seconds in costs.items():
        print(f"  {step:<16} {seconds / count * 1e6:6.1f} us {seconds / whole:6.2f}")
    print(f"  {'together':<16} {whole / count * 1e6:6.1f} us")
    return 0


def measure(source: Source, names: Sequence[str], matcher: Matcher) -> dict[str, float]:
    """Seconds of processor time for each step over all files."""
    whole: dict[str, float] = {}
    gc.disable()
    for start in range(0, len(names), _CHUNK):
        rounds = [one_round(source, names[start : start + _CHUNK], matcher) for _ in range(_ROUNDS)]
        for step in rounds[0]:
            whole[step] = whole.get(step, 0.0) + min(costs[step] for costs in rounds)
    gc.enable()
    return whole


def one_round(source: Source, names: Sequence[str], matcher: Matcher) -> dict[str, float]:
    """Every step once over these files."""
    fold.cache_clear()
    costs: dict[str, float] = {}

    def step(name: str, work: Callable[..., Any], *values: Sequence[Any]) -> list[Any]:
        started = time.process_time()
        made = [work(*each) for each in zip(*values, strict=True)]
        costs[name] = time.process_time() - started
        return made

    data = step("file", lambda name: read_file(source, name)[0], names)
    heads = step("metadata", lambda each: read_head(each, _READING), data)
    articles = step("text", lambda name, head: read_body(name, head, _READING), names, heads)
    places = step("places", lambda each: (find_places(each.title), find_places(each.text)), articles)
    notices = step("notice", lambda each, at: read_notice(each.title, each.paragraphs, at[1]), articles, places)
    found = step(
        "mentions", lambda *parts: Understood(parts[0], place_mentions(*parts[1]), parts[2]), articles, places, notices
    )
    step("rules", lambda each: matcher.match(each.subject()), found)
    step("as it is stored", lambda each: (places_text(each.places), each.facets()), found)
    return costs

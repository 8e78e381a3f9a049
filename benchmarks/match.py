"""What matching costs as keywords and rules grow, beside `rg -F -f` on the same files.

    python -m benchmarks match [--articles 2000]

Reading is not counted on our side: articles are read and their places recognised before. ripgrep is given the same
keywords as a file and searches the files of the articles, which are twice as long as their texts.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from benchmarks.corpus import articles, keywords, make
from watcher.articles.article import Reading, read_article
from watcher.articles.selectors import compile_selectors
from watcher.passes.reading import understand
from watcher.rules.evaluation import Given
from watcher.rules.expression import keyword
from watcher.rules.matching import Matcher, Rule
from watcher.rules.tree import some

KEYWORDS = (10, 100, 1_000, 10_000, 100_000)
RULES = (1, 10, 100, 1_000, 10_000)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks match")
    parser.add_argument("--articles", type=int, default=2000)
    count = parser.parse_args(arguments).articles
    reading = Reading(timezone=UTC, strip=compile_selectors([".appendQr_wrap", ".article-editor"]))
    subjects = [understand(read_article(name, text.encode(), reading)).subject() for name, text in articles(count)]
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder) / "articles", count)
        by_keywords(subjects, Path(folder))
    by_rules(subjects)
    return 0


def by_keywords(subjects: Sequence[Given], folder: Path) -> None:
    """Ten rules that share more and more keywords."""
    words = keywords(KEYWORDS[-1])
    print(f"{len(subjects):,} articles, ten rules: keywords, matches, microseconds an article, times the first; rg")
    first = 0.0
    for count in KEYWORDS:
        seconds, matches = cheapest(rules(words[:count], 10), subjects)
        first = first or seconds
        found = ripgrep(words[:count], folder)
        beside = f"{found / len(subjects) * 1e6:8.1f} us" if found else "   (there is no rg)"
        each = seconds / len(subjects) * 1e6
        print(f"  {count:>7,} {matches:>6,} {each:8.1f} us {seconds / first:6.2f} {beside}")


def by_rules(subjects: Sequence[Given]) -> None:
    """The same 10,000 keywords in more and more rules."""
    words = keywords(10_000)
    print("10,000 keywords: rules, matches, microseconds an article, times the first")
    first = 0.0
    for count in RULES:
        seconds, matches = cheapest(rules(words, count), subjects)
        first = first or seconds
        print(f"  {count:>7,} {matches:>6,} {seconds / len(subjects) * 1e6:8.1f} us {seconds / first:6.2f}")


def rules(words: Sequence[str], count: int) -> list[Rule]:
    """The words dealt out to so many rules."""
    return [
        Rule(name=str(number), slug=str(number), condition=some([keyword(word) for word in words[number::count]]))
        for number in range(count)
    ]


def cheapest(watched: Sequence[Rule], subjects: Sequence[Given], times: int = 3) -> tuple[float, int]:
    """The least processor time of some runs over all articles, and how many matches there are."""
    matcher = Matcher(watched)
    least, matches = float("inf"), 0
    for _ in range(times):
        started = time.process_time()
        matches = sum(len(matcher.match(subject)) for subject in subjects)
        least = min(least, time.process_time() - started)
    return least, matches


def ripgrep(words: Sequence[str], folder: Path, times: int = 3) -> float:
    """The least seconds of `rg -F -f` over the files, in one thread; 0 where there is no rg."""
    if not shutil.which("rg"):
        return 0.0
    listed = folder / "words.txt"
    listed.write_text("\n".join(words) + "\n", encoding="utf-8")
    command = ["rg", "-j1", "-c", "-F", "-f", str(listed), str(folder / "articles")]
    least = float("inf")
    for _ in range(times):
        started = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        least = min(least, time.perf_counter() - started)
    return least

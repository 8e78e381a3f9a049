"""How long one new article takes to be in its feeds, and which files that writes.

    python -m benchmarks publish [--articles 100000] [--rules 200] [--new 50]

A store with so many articles, and rules of which each matches some to thousands of them; then new articles one after
another, each read and stored by a pass and its feeds published, in one process as `watcher run` does it. What is told
is the time beyond the pass. A feed that the article is not in must keep its file as it was.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from benchmarks.corpus import CITIES, PLANTED, TOPICS, article, make
from benchmarks.process import WATCHER, write_config

Stands = dict[str, tuple[int, int]]

_WANTED = 50.0  # ms
_WARM_UP = 3  # articles that are not counted: the first loads what renders, and what it renders is kept
_SUFFIXES = (".rss", ".atom", ".json")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks publish")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rules", type=int, default=200)
    parser.add_argument("--new", type=int, default=50)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder / "articles", options.articles, small=True)
        config = write_config(folder, folder / "articles", rules=_rules(options.rules))
        subprocess.run([*WATCHER, "scan"], cwd=folder, check=True, capture_output=True)
        first, published, busy = _measure(config, options.articles, options.new)
    median = statistics.median(published)
    print(f"{options.articles:,} articles, {options.rules} rules; {len(published)} new ones, each in its feeds:")
    print(
        f"  beyond the pass, median {median:.0f} ms (wanted {_WANTED:.0f}: ratio {median / _WANTED:.2f}), worst "
        f"{max(published):.0f} ms; processor time {statistics.median(busy):.0f} ms; the first of all {first:.0f} ms"
    )
    return 0


def _rules(count: int) -> str:
    """Half of them a planted word each, the others a city and a topic; two of the widest."""
    wide = [f'keywords = ["{word}"]' for word in ("试点", "项目")]
    pairs = (f'when = "{city} AND {topic}"' for city, topic in itertools.product(CITIES, TOPICS))
    words = (f'keywords = ["{word}"]' for word in PLANTED)
    mixed = itertools.chain(wide, itertools.chain.from_iterable(zip(words, pairs, strict=False)), pairs)
    return "\n".join(f'[[rules]]\nname = "rule {n}"\n{asks}' for n, asks in enumerate(itertools.islice(mixed, count)))


def _measure(config: Path, stored: int, new: int) -> tuple[float, list[float], list[float]]:
    """Milliseconds of the first publication, of the others, and of the processor for those."""
    from watcher.app import App
    from watcher.config.reader import load
    from watcher.store.store import Store
    from watcher.times import utc_now

    settings = load(config)
    feeds = config.parent / "feeds"
    published, busy = [], []
    with Store(settings.store.path) as store:
        app = App(settings, store)
        for number in range(_WARM_UP + new):
            name = f"new/{number:04d}.md"
            path = config.parent / "articles" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(article(stored + number, Random(f"new {number}")), encoding="utf-8")
            before = _stands(feeds)
            app.scan(utc_now(), [name])
            started, processor = time.perf_counter(), time.process_time()
            written = app.publish(utc_now())
            published.append((time.perf_counter() - started) * 1e3)
            busy.append((time.process_time() - processor) * 1e3)
            _check(app.store.db, before, _stands(feeds), {*written})
    return published[0], published[_WARM_UP:], busy[_WARM_UP:]


def _stands(feeds: Path) -> Stands:
    """Every file of the feeds: when it was written, and its inode."""
    found = {}
    for folder, _, names in os.walk(feeds):
        for name in names:
            status = os.stat(os.path.join(folder, name))
            found[os.path.relpath(os.path.join(folder, name), feeds)] = status.st_mtime_ns, status.st_ino
    return found


def _check(
    db: object, before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]], written: set[str]
) -> None:
    """Only the feeds of the newest article have other files than before, and the page beside them."""
    rules = db.execute("SELECT rule FROM matches WHERE article_id = (SELECT max(id) FROM articles)")
    expected = {"all", *(f"rules/{slug}" for (slug,) in rules if ":" not in slug)}
    expected |= {name.rpartition(".")[0] for name in written if name.startswith(("cities/", "issuers/"))}
    touched = {name for name, stands in after.items() if before.get(name) != stands}
    assert touched == {"index.html", *(f"{key}{suffix}" for key in expected for suffix in _SUFFIXES)}, touched


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""Whether cost grows in proportion: microseconds an article of `watcher scan` over small articles, first and again.

python -m benchmarks proportion [COUNT…]        # 10000 100000; 1000000 takes its time and 4 GB of disk
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.corpus import make
from benchmarks.process import WATCHER, Cost, cost, write_config

COUNTS = (10_000, 100_000)


def main(arguments: list[str]) -> int:
    base: list[Cost] = []
    for count in [int(word) for word in arguments] or COUNTS:
        found = measure(count)
        base = base or found
        print(f"{count:>9,} small articles: " + "; ".join(map(told, ("first", "unchanged"), found, base, [count] * 2)))
    return 0


def measure(count: int) -> list[Cost]:
    """A first scan, and one with nothing changed."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make(folder / "articles", count, small=True)
        write_config(folder, folder / "articles")
        return [cost([*WATCHER, "scan"], folder) for _ in range(2)]


def told(name: str, found: Cost, base: Cost, count: int) -> str:
    return f"{name} {found.seconds / count * 1e6:.1f} us an article, {found.peak:.0f} MB"

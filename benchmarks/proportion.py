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
    base: list[tuple[int, Cost]] = []
    for count in [int(word) for word in arguments] or COUNTS:
        found = measure(count)
        base = base or [(count, each) for each in found]
        told = (tell(*each, count) for each in zip(("first", "unchanged"), found, base, strict=True))
        print(f"{count:>9,} small articles: {'; '.join(told)}", flush=True)
    return 0


def measure(count: int) -> list[Cost]:
    """A first scan, and one with nothing changed."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make(folder / "articles", count, small=True)
        write_config(folder, folder / "articles")
        return [cost([*WATCHER, "scan"], folder) for _ in range(2)]


def tell(name: str, found: Cost, base: tuple[int, Cost], count: int) -> str:
    first, least = base
    clock, busy = (seconds / count * 1e6 for seconds in (found.seconds, found.busy))
    ratio = busy / (least.busy / first * 1e6)
    return f"{name} {clock:.1f} us an article ({busy:.1f} of processors, ratio {ratio:.2f}), {found.peak:.0f} MB"

"""How long after an edit of config.toml the webhook of an article arrives that was written right after the edit.

    python -m benchmarks edits [--edits 30]

`watcher run` is up and 3,254 generated articles are stored. Each edit adds a keyword, and the article that is written
after it has no other one: were it read under the rules before, nothing would come.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import article, make
from benchmarks.latency import STORED, wait_for
from benchmarks.process import WATCHER, running, write_config
from benchmarks.receiver import Arrivals, free_port, receiver
from benchmarks.scan import health

_TARGET = 1.5  # seconds


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks edits")
    parser.add_argument("--edits", type=int, default=30)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, receiver() as (address, arrivals):
        articles, port = Path(folder) / "articles", free_port()
        make(articles, STORED)
        write_config(Path(folder), articles, rules=rules(address, 0), port=port)
        subprocess.run([*WATCHER, "scan"], cwd=folder, check=True, capture_output=True)
        with running([*WATCHER, "run"], Path(folder)) as service:
            while not health(port).get("articles"):
                if service.poll() is not None:
                    raise RuntimeError((Path(folder) / "output.txt").read_text())
                time.sleep(0.1)
            seconds = measure(Path(folder), arrivals, address, port, options.edits)
    print(f"edit to webhook, {len(seconds)} edits, {STORED:,} articles stored:")
    median = statistics.median(seconds)
    print(
        f"  median {median * 1e3:.0f} ms (target {_TARGET * 1e3:.0f}: ratio {median / _TARGET:.2f}), "
        f"worst {max(seconds) * 1e3:.0f} ms"
    )
    return 0


def rules(address: str, edits: int) -> str:
    """One rule with a keyword more for each edit."""
    words = ", ".join(f'"{word(number)}"' for number in range(edits + 1))
    return f"""
[channels.here]
type = "webhook"
url = "{address}"
[[rules]]
name = "edits"
keywords = [{words}]
channels = ["here"]
"""


def word(number: int) -> str:
    """The keyword that an edit adds; none is part of another."""
    return f"改动观测{number:04d}"


def measure(folder: Path, arrivals: Arrivals, address: str, port: int, edits: int) -> list[float]:
    """Seconds from before each edit to the arrival of its article's alert."""
    articles = folder / "articles"
    (articles / "written").mkdir()
    pauses = random.Random(1)
    seconds = []
    for number in range(1, edits + 1):
        path = articles / "written" / f"{number:04d}.md"
        text = article(STORED + number, pauses).replace("</p>", f"{word(number)}</p>", 1)
        time.sleep(pauses.uniform(0.2, 0.6))
        started = time.perf_counter()
        write_config(folder, articles, rules=rules(address, number), port=port)
        path.write_text(text, encoding="utf-8")
        seconds.append(wait_for(path.name, arrivals) - started)
    return seconds

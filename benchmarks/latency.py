"""How long after a file is written its webhook arrives: median, 90th and 99th percentile.

    python -m benchmarks latency [--files 200] [--articles DIRECTORY]

`watcher run` is up, 3,254 generated articles (or those of a directory, copied) are stored; files are written one after
another, each when the one before has arrived.
"""

from __future__ import annotations

import argparse
import json
import queue
import random
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import article, make
from benchmarks.process import WATCHER, running, write_config
from benchmarks.receiver import Arrivals, free_port, receiver
from benchmarks.scan import health

STORED = 3254
_KEYWORD = "时延观测"
_WARM_UP = 5  # files that are not counted: the first message loads the HTTP client
_PATIENCE = 30.0  # seconds until an alert counts as lost


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks latency")
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--articles", type=Path, help="articles to have stored instead of generated ones")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, receiver() as (address, arrivals):
        articles = Path(folder) / "articles"
        if options.articles:
            shutil.copytree(options.articles, articles, ignore=shutil.ignore_patterns(".git"))
        else:
            make(articles, STORED)
        port = free_port()
        write_config(Path(folder), articles, rules=rules(address), port=port)
        scanned = subprocess.run([*WATCHER, "scan", "--json"], cwd=folder, check=True, capture_output=True).stdout
        stored = json.loads(scanned)["new"]
        with running([*WATCHER, "run"], Path(folder)):
            while not health(port).get("articles"):
                time.sleep(0.1)
            seconds = measure(articles / "written", arrivals, options.files)
    report(seconds, stored)
    return 0


def rules(address: str) -> str:
    """One channel, and one rule that every written file satisfies."""
    return f"""
[channels.here]
type = "webhook"
url = "{address}"
[[rules]]
name = "latency"
keywords = ["{_KEYWORD}"]
channels = ["here"]
"""


def measure(folder: Path, arrivals: Arrivals, files: int) -> list[float]:
    """Seconds from before each write to the arrival of its alert."""
    folder.mkdir(exist_ok=True)
    pauses = random.Random(1)
    seconds = []
    for number in range(_WARM_UP + files):
        # twenty notices with other numbers would be as good: what counts is that each is new
        text = article(STORED + number, pauses).replace("</p>", f"{_KEYWORD}{number}</p>", 1)
        path = folder / f"{number:04d}.md"
        time.sleep(pauses.uniform(0.01, 0.2))
        started = time.perf_counter()
        path.write_text(text, encoding="utf-8")
        seconds.append(wait_for(path.name, arrivals) - started)
    return seconds[_WARM_UP:]


def wait_for(name: str, arrivals: Arrivals) -> float:
    """The time at which this file was heard of. RuntimeError where it never was."""
    try:
        while True:
            path, arrived = arrivals.get(timeout=_PATIENCE)
            if path.endswith(name):
                return arrived
    except queue.Empty:
        raise RuntimeError(f"no alert for {name} within {_PATIENCE:.0f} s") from None


def report(seconds: list[float], stored: int) -> None:
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    print(f"write to webhook, {len(seconds)} files, {stored:,} articles stored:")
    print(
        f"  median {cuts[49] * 1e3:.0f} ms (target 100: ratio {cuts[49] / 0.1:.2f}), p90 {cuts[89] * 1e3:.0f} ms, "
        f"p99 {cuts[98] * 1e3:.0f} ms (target 500: ratio {cuts[98] / 0.5:.2f}), worst {max(seconds) * 1e3:.0f} ms"
    )

"""Runs a command as a whole process and says what it cost; writes the config that the benchmarks run with."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WATCHER = (sys.executable, "-m", "watcher")
# Compiled modules are kept, as they are where people install the program, also where a developer switched that off.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_SAMPLE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took."""

    seconds: float  # of the clock
    busy: float  # seconds of all processors together, which other work on the machine changes less
    peak: float  # MB: the most that the process and its children held together


def cost(command: Sequence[str | Path], cwd: Path, *, times: int = 1) -> Cost:
    """The cheapest of some runs. Raises CalledProcessError with what the command said where it fails."""
    costs = [_run(command, cwd) for _ in range(times)]
    return min(costs, key=lambda each: each.seconds)


def _run(command: Sequence[str | Path], cwd: Path) -> Cost:
    peak = [0.0]
    ended = threading.Event()
    with (cwd / "output.txt").open("w+b") as output:
        started = time.perf_counter()
        child = subprocess.Popen(command, cwd=cwd, env=ENVIRONMENT, stdout=output, stderr=subprocess.STDOUT)
        sampler = threading.Thread(target=_sample, args=(child.pid, peak, ended))
        sampler.start()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        ended.set()
        sampler.join()
        output.seek(0)
        if child.returncode:
            raise subprocess.CalledProcessError(child.returncode, list(map(str, command)), output.read()[-2000:])
    # ru_maxrss is that of the largest single process, which the samples may have missed; Linux gives it in kB. Before
    # its exec a child shares the memory of this process, which counts: keep this process small.
    return Cost(seconds, usage.ru_utime + usage.ru_stime, max(peak[0], usage.ru_maxrss / 1024))


def resident(pid: int) -> float:
    """MB that a process and its children hold now, what they share counted once; 0 where that is not known."""
    return sum(map(_held, family(pid))) / 1024


def family(pid: int) -> Iterator[int]:
    """The process and all below it."""
    yield pid
    try:
        children = [int(child) for task in _tasks(pid) for child in (task / "children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield from family(child)


def _tasks(pid: int) -> Iterable[Path]:
    return Path(f"/proc/{pid}/task").iterdir()


def _held(pid: int) -> int:
    """kB of a process, shared pages in proportion."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended, or this is no Linux
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _sample(pid: int, peak: list[float], ended: threading.Event) -> None:
    while not ended.wait(_SAMPLE_SECONDS):
        peak[0] = max(peak[0], resident(pid))


@contextmanager
def running(command: Sequence[str | Path], cwd: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is told to end when the block is left."""
    with (cwd / "output.txt").open("wb") as output:
        child = subprocess.Popen(command, cwd=cwd, env=ENVIRONMENT, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield child
        finally:
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def write_config(folder: Path, articles: Path, *, rules: str = "", port: int = 0, more: str = "") -> Path:
    """A config in `folder` that keeps its store and feeds there."""
    path = folder / "config.toml"
    path.write_text(
        f"""
[articles]
directory = "{articles}"
include   = ["**/*.md"]
strip     = [".appendQr_wrap", ".article-editor"]
[store]
path = "state/watcher.db"
[feeds]
directory = "feeds"
[server]
listen = "127.0.0.1:{port or 8410}"
[alerts]
flood = 0
{more}
{rules}
""",
        encoding="utf-8",
    )
    return path

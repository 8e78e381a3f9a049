"""How commands print: JSON for programs, aligned lines for people, progress for what takes long."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import tzinfo
from typing import TYPE_CHECKING

from watcher.times import moment

if TYPE_CHECKING:  # `status` needs no pass
    from watcher.passes.onepass import Progress

_PATIENCE = 1.0  # seconds after which a person is shown progress


def say(text: str = "") -> None:
    """A line for the person."""
    print(text)  # noqa: T201 - this is where commands print


def say_json(value: object) -> None:
    """One object on one line."""
    say(json.dumps(value, ensure_ascii=False))


def table(rows: Sequence[Sequence[object]], heads: Sequence[str]) -> str:
    """Columns as wide as their content; the last one runs free. Wide characters count two."""
    cells = [list(heads), *([_cell(value) for value in row] for row in rows)]
    widths = [max(_width(row[column]) for row in cells) for column in range(len(heads) - 1)]
    return "\n".join(
        "  ".join([*(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in cells
    )


def shorten(text: str, most: int) -> str:
    """A text in so many columns at most, of which wide characters take two; … where it was cut."""
    line = " ".join(text.split())
    if _width(line) <= most:
        return line
    while _width(line) > most - 1:
        line = line[:-1]
    return f"{line}…"


def clock(at: str, zone: tzinfo) -> str:
    """A time of the store as the clock on the wall shows it."""
    return f"{moment(at).astimezone(zone):%Y-%m-%d %H:%M:%S}"


@contextmanager
def progress(what: str) -> Iterator[Progress | None]:
    """A bar on the terminal for what takes longer than a second; nothing where there is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    started = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Bar(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(what)

    def update(done: int, of: int) -> None:
        if time.monotonic() - started > _PATIENCE and not bar.live.is_started:
            bar.start()
        bar.update(task, completed=done, total=of)

    try:
        yield update
    finally:
        bar.stop()


def _cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())


def _width(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)

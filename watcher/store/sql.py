"""Small things that statements are put together from."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

_IN = 500  # values in one IN (…), well under SQLite's limit

dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def batches(values: Collection[Any]) -> Iterator[list[Any]]:
    """Values in lists that are short enough for one statement."""
    ordered = list(values)
    for start in range(0, len(ordered), _IN):
        yield ordered[start : start + _IN]


def marks(values: Iterable[object]) -> str:
    """A placeholder for each value."""
    return ", ".join("?" for _ in values)

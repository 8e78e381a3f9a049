"""Jinja's environment over a folder of templates, set up once for all pages that there are."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from watcher.feeds.text import one_line, without_overrides

if TYPE_CHECKING:
    from jinja2 import Environment

FILTERS: dict[str, Callable[..., object]] = {"one_line": one_line, "natural": without_overrides}


@cache
def environment(folder: Path) -> Environment:
    """Everything is escaped, and a name that is not given is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # costs 60 ms, only where a page is made

    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= FILTERS
    return made

"""Documents in traditional characters, read by the same rules as those in simplified ones."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from watcher.articles import folding

# Characters of every official document that are written otherwise in traditional ones.
_MARKS = re.compile("[關於為發辦號國務會區縣單門學員廳黨現將據經項時間請]")
_LOOKED_AT = 2_000  # characters
_ENOUGH = 4  # different marks; a name or a quotation in a simplified text has fewer


def is_traditional(text: str) -> bool:
    """Whether an official document's text is in traditional characters, judged by its beginning."""
    return len(set(_MARKS.findall(text[:_LOOKED_AT]))) >= _ENOUGH


def simplified(text: str) -> str:
    """The text in simplified characters, each for one, so that offsets hold."""
    pattern, table = _table()
    return pattern.sub(lambda found: table[found[0]], text)


@cache
def _table() -> tuple[re.Pattern[str], dict[str, str]]:
    lines = Path(folding.__file__).with_name("traditional.tsv").read_text(encoding="utf-8").splitlines()
    table = dict(line.split("\t") for line in lines if not line.startswith("#"))
    return re.compile(f"[{''.join(map(re.escape, table))}]"), table

"""Which line each key of a TOML text stands on: tomllib does not say, and messages must."""

from __future__ import annotations

import re
from collections.abc import Iterator

Key = tuple[str | int, ...]  # ("rules", 1, "keywords"): tables, the place in an array of tables, the key


def key_lines(text: str) -> dict[Key, int]:
    """The line, from 1, on which each table and key of a TOML text stands."""
    lines: dict[Key, int] = {}
    counts: dict[str, int] = {}
    table: Key = ()
    for number, line in _statements(text):
        if header := re.match(r"\s*\[\[\s*(.+?)\s*\]\]", line):
            name = header[1]
            table = (name, counts.get(name, 0))
            counts[name] = counts.get(name, 0) + 1
        elif header := re.match(r"\s*\[\s*(.+?)\s*\]", line):
            table = tuple(_key_parts(header[1]))
        elif assignment := re.match(r"""\s*("[^"]*"|'[^']*'|[^=#]+?)\s*=""", line):
            lines.setdefault((*table, *_key_parts(assignment[1])), number)
            continue
        else:
            continue
        lines.setdefault(table, number)
        lines.setdefault(table[:1], number)
    return lines


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The first line of each statement, with its number: lines inside lists and long texts are passed over."""
    hidden = re.sub(
        r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*',
        lambda match: re.sub(r"[^\n]", "_", match[0]) if match[0][0] != "#" else "",
        text,
        flags=re.DOTALL,
    )
    depth = 0
    for number, (line, bare) in enumerate(zip(text.split("\n"), hidden.split("\n"), strict=True), start=1):
        value = bare
        if depth == 0 and (bare.lstrip().startswith("[") or "=" in bare):
            yield number, line
            value = "" if bare.lstrip().startswith("[") else bare.partition("=")[2]
        depth = max(0, depth + sum(value.count(c) for c in "[{") - sum(value.count(c) for c in "]}"))


def _key_parts(key: str) -> list[str]:
    return [part.strip().strip("\"'") for part in re.findall(r"""\s*(?:"[^"]*"|'[^']*'|[^.]+)""", key)]

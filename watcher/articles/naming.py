"""Names of articles: where their files are, and which files are articles at all.

A file's name inside the program is its path below the article directory, with "/". Bytes of a file name that are
no UTF-8 are shown as characters of a private area, so that every name can be stored and sent; `to_disk` turns
them back.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_SPECIAL = str.maketrans({character: f"\\{character}" for character in "\\[]^&|~"})  # inside [...] of a pattern
_TO_NAME = {0xDC00 + byte: 0xF700 + byte for byte in range(0x80, 0x100)}
_TO_DISK = {value: key for key, value in _TO_NAME.items()}


@dataclass(frozen=True, slots=True)
class Source:
    """The article directories and which of their files are articles."""

    directories: tuple[Path, ...]
    include: tuple[str, ...]  # glob patterns such as **/*.md
    max_size: int  # bytes; a larger file is reported, not read
    follow_links: bool = False  # also read links that lead out of their directory
    left_out: tuple[str, ...] = ()  # names of folders, with "/" at the end, that no article is in

    def leaves_out(self, name: str) -> bool:
        """Whether a file lies in a folder that no article is in."""
        return name.startswith(self.left_out) if self.left_out else False


def roots(source: Source) -> Iterator[tuple[str, Path]]:
    """Each directory with the prefix of its files' names: none where there is only one directory."""
    for directory in source.directories:
        yield (f"{directory.name}/" if len(source.directories) > 1 else ""), directory


def root_of(source: Source, name: str) -> tuple[str, Path]:
    """The prefix and the directory that a name belongs to. KeyError where there is none."""
    for prefix, directory in roots(source):
        if name.startswith(prefix):
            return prefix, directory
    raise KeyError(name)


def to_disk(source: Source, name: str) -> str:
    """Where a name's file is."""
    prefix, directory = root_of(source, name)
    below = name.removeprefix(prefix)
    return f"{directory}/{as_path(below)}"


def to_name(source: Source, path: str) -> str | None:
    """The name of an absolute path; None where it lies in none of the directories."""
    for prefix, directory in roots(source):
        for root in (str(directory), os.path.realpath(directory)):
            if path == root:
                return prefix
            if path.startswith(root + os.sep):
                return prefix + as_name(path[len(root) + 1 :])
    return None


def as_name(path: str) -> str:
    """A path as the operating system gives it, as a name that can be stored and printed."""
    return path if path.isascii() else path.translate(_TO_NAME)


def as_path(name: str) -> str:
    """What `as_name` was given."""
    return name if name.isascii() else name.translate(_TO_DISK)


def include_filter(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Whether a name (below its directory) matches one of the glob patterns: `*`, `?`, `[…]`, `**/`.

    Raises ValueError where one is none.
    """
    plain = [pattern for pattern in patterns if re.fullmatch(r"\*\*/\*\.\w+", pattern)]
    suffixes = tuple(pattern.removeprefix("**/*").lower() for pattern in plain)
    others = [pattern for pattern in patterns if pattern not in plain]
    if not others:
        return lambda name: name.lower().endswith(suffixes)
    try:
        match = re.compile("|".join(map(_glob, others))).fullmatch
    except re.error as error:
        raise ValueError(f"not a pattern: {error}") from None
    return lambda name: name.lower().endswith(suffixes) or match(name) is not None


def _glob(pattern: str) -> str:
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]]+\])", pattern)
    regex = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return "".join(regex.get(part) or _set(part) for part in parts)


def _set(part: str) -> str:
    """A `[…]` as a regex, anything else as it stands."""
    if not re.fullmatch(r"\[[^\]]+\]", part):
        return re.escape(part)
    negated = "^" if part[1] in "!^" and len(part) > 3 else ""
    return f"[{negated}{part[1 + len(negated) : -1].translate(_SPECIAL)}]"

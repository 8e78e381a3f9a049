"""Rendered feeds -> files, each replaced in one step and only when its bytes differ."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from watcher.errors import PublishError
from watcher.feeds.text import uri

_LEFTOVER = ".watcher-part"
_SUFFIXES = (".rss", ".atom", ".json")
_HEAD = 8_192  # bytes in which a feed names its own address


def publish(directory: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Writes `files` (path below `directory` -> content) and returns the paths whose bytes were new.

    Whoever reads a file sees the old or the new one whole, whatever happens to this process: the content goes to a
    file beside it that takes its place by one rename. It is not forced to the disk (fsync), which takes milliseconds
    a file on many of them: after a power cut the feeds can be rendered again from the store. What a crash left behind
    is removed. One process at a time.

    Raises PublishError at the first file that cannot be written; that file and all behind it stay as they were.
    """
    for name in files:
        if not _stays_inside(name):
            raise PublishError(f"{name!r} is not a path below the feed directory")
    try:
        for leftover in _leftovers(directory):
            leftover.unlink(missing_ok=True)
        return tuple(name for name, content in files.items() if _replace(directory / name, content))
    except OSError as error:
        raise PublishError(f"cannot write {error.filename or directory}: {error.strerror or error}") from error


def withdraw(directory: Path, keep: Collection[str]) -> tuple[str, ...]:
    """Removes the feeds in folders of `directory` whose path below it is not in `keep`, and returns their paths.

    Only files that we wrote go: those called like a feed that name, near their beginning, their own path as their
    address. Raises PublishError where one cannot be removed.
    """
    try:
        gone = [path for path in _feeds(directory) if _name(directory, path) not in keep and _is_ours(path)]
        for path in gone:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise PublishError(f"cannot remove {error.filename or directory}: {error.strerror or error}") from error
    return tuple(_name(directory, path) for path in gone)


def _replace(path: Path, content: bytes) -> bool:
    """Whether the file at `path` had to change to hold `content`."""
    if _holds(path, content):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}{_LEFTOVER}")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise
    return True


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except FileNotFoundError:
        return False


def _leftovers(directory: Path) -> Iterator[Path]:
    """Looked for by name alone, which is quick among hundreds of feeds."""
    folders = [directory, *(Path(each.path) for each in _entries(directory) if each.is_dir(follow_symlinks=False))]
    for folder in folders:
        yield from (Path(each.path) for each in _entries(folder) if each.name.endswith(_LEFTOVER))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        return list(os.scandir(folder))
    except FileNotFoundError:
        return []


def _feeds(directory: Path) -> list[Path]:
    found = (path for path in directory.glob("*/*") if path.suffix in _SUFFIXES)
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def _is_ours(path: Path) -> bool:
    own_address = uri(f"/{path.parent.name}/{path.name}").encode() + b'"'
    with path.open("rb") as stream:
        return own_address in stream.read(_HEAD)


def _name(directory: Path, path: Path) -> str:
    return path.relative_to(directory).as_posix()


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\0" not in name

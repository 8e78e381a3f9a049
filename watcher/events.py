"""File events: which articles to look at, and when the config was edited."""

from __future__ import annotations

import asyncio
import logging
import os
import stat
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import NamedTuple

from watcher.articles.naming import Source, include_filter, root_of, roots, to_name

log = logging.getLogger(__name__)

QUIET_MS = 20  # how long nothing must be written before a look: a file that is being written is not read half
SETTLED_MS = 1000  # after which a watch without events is looked after: what came while it was set up was not seen


async def article_events(source: Source, stop: asyncio.Event) -> AsyncIterator[set[str] | None]:
    """The names to look at, or None for everything.

    Ends at `stop`, and where a directory was replaced by another one, whose events would not be seen. The first is
    None, once the watch is set up. Raises OSError or RuntimeError where files cannot be watched.
    """
    watched = await asyncio.to_thread(_identities, source)  # a disk that does not answer must not hold up all else
    folders = [folder for folder, inode in watched.items() if inode]
    settled = False
    async for paths in _events(*folders, stop=stop):
        if paths is None or not settled:
            yield None
        settled = paths is not None
        yield names_of(source, paths or ())
        if not paths and await asyncio.to_thread(_identities, source) != watched:
            return


def _identities(source: Source) -> dict[Path, tuple[int, int] | None]:
    """The identity of the directory at each path: it may be made again, or a disk mounted over it."""
    found: dict[Path, tuple[int, int] | None] = {}
    for _, folder in roots(source):
        try:
            status = folder.stat()
        except OSError:
            found[folder] = None
        else:
            found[folder] = (status.st_dev, status.st_ino) if stat.S_ISDIR(status.st_mode) else None
    return found


def names_of(source: Source, paths: Iterable[str]) -> set[str] | None:
    """The articles that these paths are; None for all: a folder came or went, events inside it may have been missed."""
    wanted = include_filter(source.include)
    names = set()
    for path in paths:
        name = to_name(source, path)
        if name is None or source.leaves_out(f"{name}/") or any(part.startswith(".") for part in name.split("/")):
            continue
        if wanted(name.removeprefix(root_of(source, name)[0])) and not os.path.isdir(path):
            names.add(name)
        elif os.path.isdir(path) or not Path(path).suffix:
            return None
    return names


class ConfigFile:
    """The config's file, and its state when it was last read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: _State | None = _State(0, -1, 0)

    async def events(self) -> AsyncIterator[None]:
        """Whenever something may have been written in its folder, and each second."""
        async for _ in _events(self.path.absolute().parent, recursive=False):
            yield

    def changed(self) -> bool:
        """Whether it differs from what was last read."""
        return _state_of(self.path) != self._seen

    def is_empty(self) -> bool:
        """Whether it is gone or empty: some editors write a file by emptying or removing it first."""
        state = _state_of(self.path)
        return state is None or state.size == 0

    def mark_read(self) -> None:
        """What it says now is read."""
        self._seen = _state_of(self.path)


async def _events(
    *folders: Path, recursive: bool = True, stop: asyncio.Event | None = None
) -> AsyncIterator[list[str] | None]:
    """The paths that were written, and an empty list each second without any.

    None where a name is not UTF-8: `watchfiles` gives up at such a one, and is started again.
    """
    from watchfiles import awatch

    logging.getLogger("watchfiles").setLevel(logging.WARNING)
    while not (stop and stop.is_set()):
        try:
            async for events in awatch(
                *folders,
                step=QUIET_MS,
                watch_filter=None,
                debounce=400,
                recursive=recursive,
                stop_event=stop,
                rust_timeout=SETTLED_MS,
                yield_on_timeout=True,
            ):
                yield [path for _, path in events]
        except ExceptionGroup as errors:  # of the watch as it stands; that it cannot stand is raised by itself
            log.debug("file events begin anew: %s", errors.exceptions[0])
        else:
            return
        yield None
        await asyncio.sleep(SETTLED_MS / 1000)  # files with such names come by the hundred, as from an archive


class _State(NamedTuple):
    """What differs when a file was written."""

    mtime_ns: int
    size: int
    inode: int


def _state_of(path: Path) -> _State | None:
    """How a file stands; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return _State(status.st_mtime_ns, status.st_size, status.st_ino)

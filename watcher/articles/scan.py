"""Directory -> what is there. Lists and reads files; decides nothing."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import marshal
import os
import signal
import stat
import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from watcher.articles.naming import Source, as_name, as_path, include_filter, root_of, roots, to_disk
from watcher.errors import ArticleError, DirectoryError, UnfinishedError

STALLED = 30.0  # seconds without a change after which a file counts as finished, although a program has it open


class Stat(NamedTuple):  # made and compared for every file at every look: a third of a dataclass's time
    """What tells cheaply whether a file may have changed."""

    size: int  # bytes
    mtime_ns: int
    inode: int


@dataclass
class Listing:
    """What a look at the directories found.

    It is kept as the disk gave it, since most looks find what the look before did, and need no more than its digest.
    """

    folders: list[tuple[str, list[str], list[int]]] = field(default_factory=list)  # name, files, all their stats
    problems: dict[str, str] = field(default_factory=dict)  # name -> why it cannot be looked at
    blind: list[str] = field(default_factory=list)  # names of folders that could not be listed, with "/" at the end

    @cached_property
    def files(self) -> dict[str, Stat]:
        """What each file's stat is, by its name."""
        found: dict[str, Stat] = {}
        for folder, names, flat in self.folders:
            numbers = iter(flat)
            for name, three in zip(names, zip(numbers, numbers, numbers, strict=True), strict=True):
                found[folder + as_name(name)] = tuple.__new__(Stat, three)  # as Stat._make, in half of its time
        return found

    def __len__(self) -> int:
        """How many names: files, and those that cannot be looked at."""
        return sum(len(names) for _, names, _ in self.folders) + len(self.problems)

    def is_blind(self, name: str) -> bool:
        """Whether the file lies where this look saw nothing, so that its absence says nothing."""
        return name in self.problems or any(name.startswith(folder) for folder in self.blind)

    def digest(self) -> str:
        """Equal for looks that found the same: names, sizes, times and inodes, in the order of the disk."""
        found = hashlib.blake2b(digest_size=16)
        for folder in self.folders:
            found.update(marshal.dumps(folder, 2))  # 2: without references, which differ from time to time
        found.update(marshal.dumps((list(self.problems.items()), self.blind), 2))
        return found.hexdigest()

    def add(self, name: str, status: os.stat_result) -> None:
        """A file that was looked at by itself."""
        self.folders.append(("", [name], [*stat_of(status)]))


def list_files(source: Source, below: str = "") -> Listing:
    """Everything that is there now, hidden files and folders left out.

    `below` keeps the look to one folder (its name, with "/" at the end). Raises DirectoryError where an article
    directory is missing or unreadable: then nothing is known about its files, least of all that they are gone.
    """
    wanted = include_filter(source.include)
    listing = Listing()
    for prefix, directory in roots(source):
        if below and prefix and not below.startswith(prefix):
            continue
        start = below.removeprefix(prefix)
        try:
            with os.scandir(directory):
                pass
        except OSError as error:
            raise DirectoryError(f"the article directory {directory} cannot be read: {_reason(error)}") from None
        _list_folder(listing, source, os.path.realpath(directory), prefix, start, wanted)
    return listing


def look_at(source: Source, names: Collection[str]) -> Listing:
    """What stands under these names now; those that are gone, hidden or not wanted are simply not in it."""
    wanted = include_filter(source.include)
    listing = Listing()
    for name in names:
        prefix, directory = root_of(source, name)
        below = name.removeprefix(prefix)
        if not wanted(below) or source.leaves_out(name) or any(part.startswith(".") for part in below.split("/")):
            continue
        path = to_disk(source, name)
        try:
            status = os.lstat(path)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            listing.problems[name] = f"cannot be looked at: {_reason(error)}"
            continue
        _add(listing, source, os.path.realpath(directory), name, path, status)
    return listing


def read_file(source: Source, name: str, *, finished: bool = False) -> tuple[bytes, Stat]:
    """A file's bytes, and its stat as it was when they were read; `finished`: only where nobody is writing it.

    Raises FileNotFoundError where it has gone since it was listed, ArticleError where it cannot be read, is too
    large, empty or no file, UnfinishedError where it is being written.
    """
    path = to_disk(source, name)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe that took the file's place must not be waited for
        try:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise ArticleError("is no regular file")
            if finished and _is_being_written(handle, status):
                raise UnfinishedError(name)
            data = b"" if status.st_size > source.max_size else _read(handle, status.st_size, source.max_size)
        finally:
            os.close(handle)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise ArticleError(f"cannot be read: {_reason(error)}") from None
    if status.st_size > source.max_size or len(data) > source.max_size:
        raise ArticleError(
            f"is {status.st_size / 1e6:.1f} MB, more than [articles] max_size = {source.max_size / 1e6:.1f} MB allows"
        )
    if not data.strip():
        raise ArticleError("is empty")
    return data, stat_of(status)


def _is_being_written(handle: int, status: os.stat_result) -> bool:
    """Whether a program has the file open for writing, and used that lately.

    Linux lets nobody take a read lease on such a file (fcntl(2), F_SETLEASE). It asks for the owner of the file or
    CAP_LEASE; where there are no leases, nobody knows. It costs some microseconds, and a file that changed long ago
    is not asked about.
    """
    if not sys.platform.startswith("linux") or abs(time.time() - status.st_ctime) > STALLED:
        return False
    try:
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)  # to one who opens it now the lease is broken by a signal:
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)  # SIGIO would end this process, SIGURG is ignored
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    return False


def _read(handle: int, size: int, most: int) -> bytes:
    """A file's bytes, up to one more than `most`. One read gives nearly every file whole."""
    data = os.read(handle, size + 1)
    while len(data) != size and len(data) <= most and (more := os.read(handle, most + 1 - len(data))):
        data += more
    return data


def stat_of(status: os.stat_result) -> Stat:
    """The part of a stat that is remembered."""
    return Stat(status.st_size, status.st_mtime_ns, status.st_ino)


def _list_folder(
    listing: Listing, source: Source, root: str, prefix: str, start: str, wanted: Callable[[str], bool]
) -> None:
    folders = [start]
    seen = set()
    while folders:
        below = folders.pop()
        on_disk = os.path.join(root, as_path(below))
        try:
            with _entries(on_disk) as entries:
                others = _list_plain_files(listing, entries, prefix, below, wanted)
        except (FileNotFoundError, NotADirectoryError):
            continue  # it went while we looked: its files are gone
        except OSError as error:
            listing.blind.append(prefix + below)
            listing.problems[prefix + below] = f"this folder cannot be listed: {_reason(error)}"
            continue
        for entry in others:
            name, path = below + as_name(entry.name), os.path.join(on_disk, entry.name)
            if entry.is_dir(follow_symlinks=False):
                if not source.leaves_out(f"{prefix}{name}/"):
                    folders.append(name + "/")
            elif entry.is_symlink() and os.path.isdir(path):  # entry.is_dir() raises at a link to itself
                real = os.path.realpath(path)
                if not source.follow_links:
                    listing.problems[prefix + name] = "is a link to a folder; [articles] follow_links = true reads it"
                elif real not in seen and not (root + os.sep).startswith(real + os.sep):
                    seen.add(real)
                    folders.append(name + "/")
            elif wanted(name):
                try:
                    status = os.lstat(path)
                except OSError:
                    continue
                _add(listing, source, root, prefix + name, path, status)


@contextmanager
def _entries(folder: str) -> Iterator[list[os.DirEntry[str]]]:
    """What is in a folder; while it is open its files are found from there, a fifth faster than from the root."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield list(os.scandir(handle))
    finally:
        os.close(handle)


def _list_plain_files(
    listing: Listing, entries: list[os.DirEntry[str]], prefix: str, below: str, wanted: Callable[[str], bool]
) -> list[os.DirEntry[str]]:
    """List what is a file and wanted; everything else that is not hidden is left to be looked at."""
    names: list[str] = []
    stats: list[int] = []
    others = []
    for entry in entries:
        name = entry.name
        if name[0] == ".":
            continue
        if not entry.is_file(follow_symlinks=False):
            others.append(entry)
        elif wanted(below + as_name(name)):
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            names.append(name)
            stats += (status.st_size, status.st_mtime_ns, status.st_ino)
    listing.folders.append((prefix + below, names, stats))
    return others


def _add(listing: Listing, source: Source, root: str, name: str, path: str, status: os.stat_result) -> None:
    """List a file, or say why not. `root` is the real path of the directory that a link must not leave."""
    if stat.S_ISLNK(status.st_mode):
        real = os.path.realpath(path)
        if not source.follow_links and not real.startswith(root + os.sep):
            listing.problems[name] = (
                "is a link that leads out of the directory; [articles] follow_links = true reads it"
            )
            return
        try:
            status = os.stat(real)
        except OSError as error:
            listing.problems[name] = f"is a link to nowhere: {_reason(error)}"
            return
    if stat.S_ISREG(status.st_mode):
        listing.add(name, status)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()

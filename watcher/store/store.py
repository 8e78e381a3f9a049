"""The state store: one SQLite file, opened, migrated, locked; its parts are named below."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from watcher.errors import StoreError, StoreInUse
from watcher.store.archive import Archive
from watcher.store.channels import Channels
from watcher.store.entries import Entries
from watcher.store.files import Files
from watcher.store.journal import Journal
from watcher.store.ledger import Ledger
from watcher.store.library import Library
from watcher.store.matches import Matches
from watcher.store.outbox import Outbox
from watcher.store.sketches import Sketches
from watcher.store.sql import Connection

BUSY_SECONDS = 30  # how long a statement waits for another connection's transaction
LAZY_SECONDS = 1.0  # how much a power cut may undo of what is written lazily


class Store:
    """An open store. Each thread opens its own; SQLite lets one of them write at a time."""

    def __init__(self, path: Path, *, only_read: bool = False) -> None:
        """Open the file, making or migrating it as needed. Raises StoreError.

        `only_read`: one that may not be written, as a backup or another user's, is opened as it is.
        """
        self.path = path
        self._synced = 0.0  # when a transaction was last made durable: time.monotonic()
        try:
            as_it_is = only_read and path.exists() and not _may_be_written(path)
            if not as_it_is:
                path.parent.mkdir(parents=True, exist_ok=True)
            address = _address(path) if as_it_is else path.absolute().as_uri()
            connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)
            connection.isolation_level = None  # transactions begin where `transaction` begins one
            self.db = Connection(connection)
            self.db.execute("PRAGMA foreign_keys = ON")
            if as_it_is:
                self._must_be_current()
            else:
                # What is sent must be on disk before: a commit is durable when it returns.
                self.db.execute("PRAGMA synchronous = FULL")
                with _one_at_a_time(path.parent):  # of several that open a new store at once, one makes it
                    self.db.execute("PRAGMA journal_mode = WAL")
                    self._migrate()
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"the store {path} cannot be opened: {error}") from None
        self.files = Files(self.db)
        self.library = Library(self.db)
        self.matches = Matches(self.db)
        self.journal = Journal(self.db)
        self.outbox = Outbox(self.db)
        self.ledger = Ledger(self.db)
        self.entries = Entries(self.db)
        self.channels = Channels(self.db)
        self.sketches = Sketches(self.db)
        self.archive = Archive(self.db)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if isinstance(error, sqlite3.Error):  # a damaged file may open well
            raise StoreError(f"the store {self.path} cannot be read: {error}") from error

    def _migrate(self) -> None:
        """Make or migrate the tables, where the store is not marked as having those of this version."""
        wanted = _mark()
        if self._has_mark(wanted):
            return
        from watcher.store.schema import migrations

        migrations.apply(self.db.utils)
        self.db.execute(f"PRAGMA user_version = {wanted}")

    def _has_mark(self, mark: int) -> bool:
        return bool(self.db.execute("PRAGMA user_version").fetchone() == (mark,))

    def _must_be_current(self) -> None:
        if not self._has_mark(_mark()):
            raise StoreError(
                f"the store {self.path} is of another version of watcher, and may not be written: "
                "copy it to a folder of your own and name that in [store] path"
            )

    @contextmanager
    def much(self) -> Iterator[None]:
        """While very many rows are written: indexes that are written all over stay in memory, 32 MB at most, and what
        is in the write-ahead log, as much again, is copied to where it belongs less often."""
        connection = self.db.conn
        connection.execute("PRAGMA cache_size = -32768")
        connection.execute("PRAGMA wal_autocheckpoint = 8192")
        try:
            yield
        finally:
            connection.execute("PRAGMA cache_size = -2000")
            connection.execute("PRAGMA wal_autocheckpoint = 1000")
            connection.execute("PRAGMA shrink_memory")

    def close(self) -> None:
        """Close the connection."""
        self.db.conn.close()

    @contextmanager
    def transaction(self, *, lazy: bool = False) -> Iterator[None]:
        """All or nothing. Raises StoreError where it cannot be kept, such as on a full disk.

        Durable when it returns; where `lazy`, a power cut (not a crash of the program) may undo what such
        transactions did within a second.
        """
        connection = self.db.conn
        durable = not lazy or time.monotonic() - self._synced > LAZY_SECONDS
        try:
            connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            # IMMEDIATE, unlike db.atomic(): a transaction that reads first and writes later would fail at once
            # when another connection wrote in between, rather than wait its turn.
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("COMMIT")
            if durable:
                self._synced = time.monotonic()
        except BaseException as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise StoreError(f"the store {self.path} cannot be written: {error}") from error
            raise


def _mark() -> int:
    """The mark of a store that has the tables of this version."""
    return zlib.crc32(Path(__file__).with_name("schema.py").read_bytes()) & 0x7FFFFFFF


def _may_be_written(path: Path) -> bool:
    return all(os.access(each, os.W_OK) for each in (path, path.parent))


def _address(path: Path) -> str:
    """A store that is only read: what another process writes meanwhile is seen; without one it does not change."""
    log = path.with_name(f"{path.name}-wal")
    return f"{path.absolute().as_uri()}?mode=ro{'' if log.exists() else '&immutable=1'}"


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Wait for other threads and processes that do the same."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the store for one process that scans and sends; another one is refused with StoreInUse.

    The lock is the kernel's and ends with the process, however that ends.
    """
    lock_path = path.with_name(path.name + ".lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(f"the store's lock {lock_path} cannot be opened: {error.strerror}") from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 100, 0).decode(errors="replace").strip() or "another process"
            raise StoreInUse(f"the store {path} is in use by {holder}; stop it first, or name another store") from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"watcher (process {os.getpid()})\n".encode(), 0)
        yield
    finally:
        os.close(handle)

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
from watcher.store.account import Account
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

    def __init__(self, path: Path) -> None:
        """Open the file, making or migrating it as needed. Raises StoreError."""
        self.path = path
        self._synced = 0.0  # when a transaction was last made durable: time.monotonic()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False)
            connection.isolation_level = None  # transactions begin where `transaction` begins one
            self.db = Connection(connection)
            self.db.execute("PRAGMA foreign_keys = ON")
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
        self.account = Account(self.db)
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
        """Make or change the tables; a store bears the mark of those it has, so that most need not be looked at."""
        wanted = zlib.crc32(Path(__file__).with_name("schema.py").read_bytes()) & 0x7FFFFFFF
        if self.db.execute("PRAGMA user_version").fetchone() == (wanted,):
            return
        from watcher.store.schema import migrations

        migrations.apply(self.db.utils)
        self.db.execute(f"PRAGMA user_version = {wanted}")

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

"""What the store remembers of files: which stand where, what they hold, which cannot be read or seen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from watcher.articles.scan import Stat
from watcher.store.sql import Connection, batches, marks
from watcher.times import moment, stamp

PUT_FILE = """
    INSERT INTO files (path, size, mtime_ns, inode, article_id, problem) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (path) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns, inode = excluded.inode,
    article_id = coalesce(excluded.article_id, article_id), problem = excluded.problem, missing_since = NULL"""


class FileRow(NamedTuple):
    """What is remembered of one path: a row as it is read, since every look reads all of them."""

    path: str
    size: int
    mtime_ns: int
    inode: int
    article_id: int | None  # None where it never could be read
    problem: str | None
    missing: str | None  # since when, as it is stored

    @property
    def stat(self) -> Stat:
        """As it was when the file was read."""
        return Stat(self.size, self.mtime_ns, self.inode)

    @property
    def missing_since(self) -> datetime | None:
        """Since when the file is missing, which is not yet confirmed."""
        return moment(self.missing) if self.missing else None


class Files:
    """The table of files."""

    def __init__(self, db: Connection) -> None:
        self.db = db

    def all(self) -> dict[str, FileRow]:
        """Every path that is remembered."""
        return self._files("", ())

    def in_doubt(self) -> dict[str, FileRow]:
        """Those that cannot be read, which every look tries again."""
        return self._files(" WHERE problem IS NOT NULL", ())

    def at(self, paths: Collection[str]) -> dict[str, FileRow]:
        """Those of these paths that are remembered."""
        found: dict[str, FileRow] = {}
        for some in batches(paths):
            found |= self._files(f" WHERE path IN ({marks(some)})", some)
        return found

    def paths_of(self, article_ids: Collection[int]) -> dict[int, list[str]]:
        """Where articles stand now, files that are missing and not yet confirmed to be gone left out."""
        paths: dict[int, list[str]] = {article_id: [] for article_id in article_ids}
        for some in batches(article_ids):
            sql = f"SELECT article_id, path FROM files WHERE article_id IN ({marks(some)}) AND missing_since IS NULL"
            for article_id, path in self.db.execute(f"{sql} ORDER BY path", some):
                paths[article_id].append(path)
        return paths

    def put(self, path: str, stat: Stat, article_id: int | None, problem: str | None = None) -> None:
        """Remember what a path holds. An unreadable path keeps the article that it held."""
        self.db.execute(PUT_FILE, (path, *stat, article_id, problem))

    def forget(self, paths: Collection[str]) -> None:
        """The paths are gone."""
        self.db.conn.executemany("DELETE FROM files WHERE path = ?", ((path,) for path in paths))

    def miss(self, paths: Collection[str], since: datetime) -> None:
        """These paths cannot be seen; whether they are gone is not yet known."""
        rows = ((stamp(since), path) for path in paths)
        self.db.conn.executemany("UPDATE files SET missing_since = ? WHERE path = ?", rows)

    def unreadable(self) -> list[tuple[str, str]]:
        """Every path that cannot be read, and why."""
        return list(self.db.execute("SELECT path, problem FROM files WHERE problem IS NOT NULL ORDER BY path"))

    def _files(self, where: str, values: Sequence[str]) -> dict[str, FileRow]:
        sql = f"SELECT path, size, mtime_ns, inode, article_id, problem, missing_since FROM files{where}"
        # as FileRow._make does it, in half of its time
        return {row[0]: tuple.__new__(FileRow, row) for row in self.db.execute(sql, values)}

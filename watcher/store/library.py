"""What the store remembers of articles: files, revisions and changes.

Every method is one small question or one small intent; transactions are the caller's.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from watcher.articles.changes import Known
from watcher.articles.scan import Stat
from watcher.store.sql import Connection, batches, dumps, marks
from watcher.times import moment, stamp

if TYPE_CHECKING:
    from watcher.articles.article import Article


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
        """When the file could not be seen any more, which is not yet believed."""
        return moment(self.missing) if self.missing else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A revision of an article with what is known around it."""

    id: int
    guid: str
    path: str
    revision: int
    title: str
    published: datetime  # as shown
    first_seen: datetime
    updated: datetime
    removed: datetime | None
    author: str
    categories: tuple[str, ...]
    url: str
    image: str
    text: str
    fragment: str
    notice: Mapping[str, Any] | None
    places: Sequence[Mapping[str, Any]]


class NewArticle(NamedTuple):
    """An article that was never seen before, with all that is stored of it."""

    id: int
    shown: datetime  # as date of publication
    stat: Stat  # of its file
    article: Article
    notice: str | None  # JSON
    places: str  # JSON
    facets: Sequence[tuple[str, str]]
    matches: Sequence[tuple[str, str]]  # slug of a rule, mentions as JSON


class Library:
    """The tables of articles."""

    def __init__(self, db: Connection) -> None:
        self.db = db

    # files

    def files(self) -> dict[str, FileRow]:
        """Every path that is remembered."""
        return self._files("", ())

    def files_in_doubt(self) -> dict[str, FileRow]:
        """Those that cannot be read, which every look tries again."""
        return self._files(" WHERE problem IS NOT NULL", ())

    def files_at(self, paths: Collection[str]) -> dict[str, FileRow]:
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

    def put_file(self, path: str, stat: Stat, article_id: int | None, problem: str | None = None) -> None:
        """Remember what a path holds. An unreadable path keeps the article that it held."""
        self.db.execute(_PUT_FILE, (path, *stat, article_id, problem))

    def forget_files(self, paths: Collection[str]) -> None:
        """The paths are gone."""
        self.db.conn.executemany("DELETE FROM files WHERE path = ?", ((path,) for path in paths))

    def miss_files(self, paths: Collection[str], since: datetime | None) -> None:
        """The paths cannot be seen, which is not yet believed; None: they are there after all."""
        at = since and stamp(since)
        self.db.conn.executemany("UPDATE files SET missing_since = ? WHERE path = ?", ((at, path) for path in paths))

    def unreadable(self) -> list[tuple[str, str]]:
        """Every path that cannot be read, and why."""
        return list(self.db.execute("SELECT path, problem FROM files WHERE problem IS NOT NULL ORDER BY path"))

    def count(self, what: str) -> int:
        """How many articles stand, files are known, unreadable or missing: "articles", "files" and so on."""
        sql = {
            "files": "SELECT count(*) FROM files",
            "articles": "SELECT count(*) FROM articles WHERE removed IS NULL",
            "unreadable": "SELECT count(*) FROM files WHERE problem IS NOT NULL",
            "missing": "SELECT count(*) FROM files WHERE missing_since IS NOT NULL",
        }[what]
        return int(self.db.execute(sql).fetchone()[0])

    # articles

    def known(self, ids: Collection[int] = (), fingerprints: Collection[bytes] = ()) -> list[Known]:
        """What is remembered of articles, by id or by what they say."""
        found: dict[int, Known] = {}
        for column, values in (("id", ids), ("fingerprint", fingerprints)):
            for some in batches(values):
                sql = f"""
                    SELECT a.id, a.path, a.revision, r.title, r.published, r.url, r.text, a.fingerprint, a.removed
                    FROM articles a JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
                    WHERE a.{column} IN ({marks(some)}) ORDER BY a.id"""
                found |= {row[0]: _known(row) for row in self.db.execute(sql, some)}
        return list(found.values())

    def had_state(self, article_id: int, fingerprint: bytes) -> bool:
        """Whether an earlier or the current state of the article said exactly this."""
        sql = "SELECT 1 FROM revisions WHERE article_id = ? AND fingerprint = ?"
        return self.db.execute(sql, (article_id, fingerprint)).fetchone() is not None

    def has_guid(self, guid: str) -> bool:
        """Whether the id was given to an article."""
        return bool(self.guids_among([guid]))

    def guids_among(self, guids: Collection[str]) -> set[str]:
        """Those of these ids that were given to articles."""
        sql = "SELECT guid FROM articles WHERE guid IN"
        return {guid for some in batches(guids) for (guid,) in self.db.execute(f"{sql} ({marks(some)})", some)}

    def next_id(self, table: str) -> int:
        """The id that the next row of articles, changes or matches gets."""
        return int(self.db.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])

    def add_articles(
        self, new: Sequence[NewArticle], guids: Sequence[str], because: str, now: datetime
    ) -> list[tuple[int, dict[str, int]]]:
        """New articles with their first revision; for each its change's id, and its matches: slug -> id.

        Table by table: one statement for many rows takes a third of the time of one for each.
        """
        at, many = stamp(now), self.db.conn.executemany
        many(
            "INSERT INTO articles (id, guid, path, revision, fingerprint, published, first_seen, updated) "
            "VALUES (?, ?, ?, 1, ?, ?, ?, ?)",
            (
                (each.id, guid, each.article.path, each.article.fingerprint, stamp(each.shown), at, at)
                for each, guid in zip(new, guids, strict=True)
            ),
        )
        many(_ADD_REVISION, (_revision(each.id, 1, each.article, each.notice, each.places, at) for each in new))
        facets = ((each.id, *facet) for each in new for facet in each.facets)
        many("INSERT OR IGNORE INTO facets VALUES (?, ?, ?)", facets)
        many(_PUT_FILE, ((each.article.path, *each.stat, each.id, None) for each in new))
        change = self.next_id("changes")
        many(
            "INSERT INTO changes (id, article_id, revision, kind, because, path, at) VALUES (?, ?, 1, 'new', ?, ?, ?)",
            ((change + number, each.id, because, each.article.path, at) for number, each in enumerate(new)),
        )
        ids = itertools.count(self.next_id("matches"))
        matches = [(next(ids), each.id, *match) for each in new for match in each.matches]
        many("INSERT INTO matches (id, article_id, revision, rule, mentions) VALUES (?, ?, 1, ?, ?)", matches)
        by_article: dict[int, dict[str, int]] = {each.id: {} for each in new}
        for id_, article_id, slug, _ in matches:
            by_article[article_id][slug] = id_
        return list(enumerate(by_article.values(), change))

    def add_revision(
        self, article_id: int, number: int, article: Article, notice: str | None, places: str, now: datetime
    ) -> None:
        """A new state of the article, which becomes the current one."""
        self.db.execute(_ADD_REVISION, _revision(article_id, number, article, notice, places, stamp(now)))
        self.db.execute(
            "UPDATE articles SET revision = ?, fingerprint = ?, updated = ?, removed = NULL WHERE id = ?",
            (number, article.fingerprint, stamp(now), article_id),
        )

    def set_facets(self, article_id: int, facets: Iterable[tuple[str, str]]) -> None:
        """What pages filter the article by now: pairs such as ("kind", "通知") and ("city", "340100")."""
        self.db.execute("DELETE FROM facets WHERE article_id = ?", (article_id,))
        rows = ((article_id, *facet) for facet in facets)
        self.db.conn.executemany("INSERT OR IGNORE INTO facets VALUES (?, ?, ?)", rows)

    def has_facet(self, article_id: int, name: str) -> bool:
        """Whether the article has any such thing."""
        sql = "SELECT 1 FROM facets WHERE article_id = ? AND name = ?"
        return self.db.execute(sql, (article_id, name)).fetchone() is not None

    def refresh(self, known: Known, article: Article) -> None:
        """Take over what no reader takes for a change: author, categories, addresses, markup."""
        self.db.execute(
            "UPDATE revisions SET author = ?, categories = ?, url = ?, image = ?, fragment = ?, warnings = ? "
            "WHERE article_id = ? AND number = ?",
            (
                article.author,
                _listed(article.categories),
                article.url,
                article.image,
                article.fragment,
                _listed(article.warnings),
                known.id,
                known.revision,
            ),
        )

    def move(self, article_id: int, path: str) -> None:
        """The article stands there now."""
        self.db.execute("UPDATE articles SET path = ? WHERE id = ?", (path, article_id))

    def remove(self, article_id: int, now: datetime) -> None:
        """The article is gone from the directory."""
        self.db.execute(
            "UPDATE articles SET removed = ?, updated = ? WHERE id = ?", (stamp(now), stamp(now), article_id)
        )

    def restore(self, article_id: int, now: datetime) -> None:
        """The article is back as it was."""
        self.db.execute("UPDATE articles SET removed = NULL, updated = ? WHERE id = ?", (stamp(now), article_id))

    def add_change(self, article_id: int, revision: int, kind: str, because: str, path: str, now: datetime) -> int:
        """Note a change; its id."""
        cursor = self.db.execute(
            "INSERT INTO changes (article_id, revision, kind, because, path, at) VALUES (?, ?, ?, ?, ?, ?)",
            (article_id, revision, kind, because, path, stamp(now)),
        )
        return int(cursor.lastrowid or 0)

    def homeless(self) -> list[int]:
        """Articles that count as standing but have no file any more."""
        sql = """
            SELECT id FROM articles a WHERE removed IS NULL
            AND NOT EXISTS (SELECT 1 FROM files WHERE article_id = a.id)"""
        return [row[0] for row in self.db.execute(sql)]

    def unsettled(self) -> list[int]:
        """Articles that do not stand as their files say: what a pass that was cut short leaves."""
        sql = """
            SELECT id FROM articles a WHERE CASE WHEN removed IS NULL
            THEN NOT EXISTS (SELECT 1 FROM files WHERE path = a.path AND article_id = a.id)
            ELSE EXISTS (SELECT 1 FROM files WHERE article_id = a.id) END"""
        return [row[0] for row in self.db.execute(sql)]

    # what is shown

    def article(self, article_id: int, revision: int | None = None) -> Stored | None:
        """One article in its current state or an earlier one."""
        sql = f"""
            SELECT {STORED} FROM articles a
            JOIN revisions r ON r.article_id = a.id AND r.number = coalesce(?, a.revision) WHERE a.id = ?"""
        row = self.db.execute(sql, (revision, article_id)).fetchone()
        return row and stored(row)

    def article_at(self, path: str) -> int | None:
        """The id of the article that stands at a path, or stood there last."""
        sql = """
            SELECT article_id FROM files WHERE path = ?1 AND article_id IS NOT NULL
            UNION ALL SELECT id FROM articles WHERE path = ?1 ORDER BY 1 DESC LIMIT 1"""
        row = self.db.execute(sql, (path,)).fetchone()
        return row and int(row[0])

    def last_change(self, article_id: int, kinds: Collection[str]) -> tuple[str, str, datetime] | None:
        """The last change of one of these kinds: kind, reason and when it was seen."""
        sql = (
            f"SELECT kind, because, at FROM changes WHERE article_id = ? AND kind IN ({marks(kinds)}) ORDER BY id DESC"
        )
        row = self.db.execute(f"{sql} LIMIT 1", (article_id, *kinds)).fetchone()
        return row and (row[0], row[1], moment(row[2]))

    def changes_of(self, article_id: int) -> list[dict[str, Any]]:
        """Every change of an article, oldest first."""
        sql = "SELECT at, kind, because, revision, path FROM changes WHERE article_id = ? ORDER BY id"
        return list(self.db.query(sql, [article_id]))

    def _files(self, where: str, values: Sequence[str]) -> dict[str, FileRow]:
        sql = f"SELECT path, size, mtime_ns, inode, article_id, problem, missing_since FROM files{where}"
        # as FileRow._make does it, in half of its time
        return {row[0]: tuple.__new__(FileRow, row) for row in self.db.execute(sql, values)}


_PUT_FILE = """
    INSERT INTO files (path, size, mtime_ns, inode, article_id, problem) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (path) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns, inode = excluded.inode,
    article_id = coalesce(excluded.article_id, article_id), problem = excluded.problem, missing_since = NULL"""
_ADD_REVISION = """
    INSERT INTO revisions (article_id, number, seen, title, published, author, categories, url, image, text,
    notice, places, warnings, fingerprint, fragment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
STORED = """a.id, a.guid, a.path, r.number, r.title, a.published, a.first_seen, a.updated, a.removed, r.author,
    r.categories, r.url, r.image, r.text, r.fragment, r.notice, r.places"""


@lru_cache(maxsize=1024)  # articles of one directory have the same few categories, and no warnings
def _listed(texts: tuple[str, ...]) -> str:
    """Texts as JSON."""
    return dumps(texts)


def _revision(
    article_id: int, number: int, article: Article, notice: str | None, places: str, seen: str
) -> tuple[object, ...]:
    """The row that `_ADD_REVISION` adds."""
    return (
        article_id,
        number,
        seen,
        article.title,
        article.published and stamp(article.published),
        article.author,
        _listed(article.categories),
        article.url,
        article.image,
        article.text,
        notice,
        places,
        _listed(article.warnings),
        article.fingerprint,
        article.fragment,
    )


def _known(row: Sequence[Any]) -> Known:
    return Known(
        id=row[0],
        path=row[1],
        revision=row[2],
        title=row[3],
        published=row[4] and moment(row[4]),
        url=row[5],
        text=row[6],
        fingerprint=row[7],
        removed=row[8] is not None,
    )


def stored(row: Sequence[Any]) -> Stored:
    """The columns of STORED as a value."""
    return Stored(
        id=row[0],
        guid=row[1],
        path=row[2],
        revision=row[3],
        title=row[4],
        published=moment(row[5]),
        first_seen=moment(row[6]),
        updated=moment(row[7]),
        removed=row[8] and moment(row[8]),
        author=row[9],
        categories=tuple(json.loads(row[10])),
        url=row[11],
        image=row[12],
        text=row[13],
        fragment=row[14],
        notice=row[15] and json.loads(row[15]),
        places=json.loads(row[16]),
    )

"""What the store remembers of articles: their revisions and changes.

Every method is one small query or write; transactions are the caller's.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from watcher.articles.changes import Known
from watcher.articles.scan import Stat
from watcher.store.files import PUT_FILE
from watcher.store.sql import Connection, batches, dumps, marks
from watcher.store.stored import STORED, Stored, stored
from watcher.times import moment, stamp

if TYPE_CHECKING:
    from watcher.articles.article import Article


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
        self, new: Sequence[NewArticle], guids: Sequence[str], because: Sequence[str], now: datetime
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
        many(PUT_FILE, ((each.article.path, *each.stat, each.id, None) for each in new))
        change = self.next_id("changes")
        many(
            "INSERT INTO changes (id, article_id, revision, kind, because, path, at) VALUES (?, ?, 1, 'new', ?, ?, ?)",
            (
                (change + number, each.id, why, each.article.path, at)
                for number, (each, why) in enumerate(zip(new, because, strict=True))
            ),
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

    def remove(self, article_id: int, now: datetime, *, since: datetime | None = None) -> None:
        """The article is gone from the directory; since an earlier time, where no feed is to say so."""
        self.db.execute(
            "UPDATE articles SET removed = ?, updated = ? WHERE id = ?", (stamp(since or now), stamp(now), article_id)
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


_ADD_REVISION = """
    INSERT INTO revisions (article_id, number, seen, title, published, author, categories, url, image, text,
    notice, places, warnings, fingerprint, fragment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""


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

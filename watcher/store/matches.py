"""What the store remembers of rules: which there are, what satisfies them, and what a rule may ask of an article."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from watcher.store.sql import Connection, dumps, marks
from watcher.times import moment, stamp


class TextRow(NamedTuple):
    """What rules may ask of a stored article; a tuple, since there are 100,000 of them."""

    id: int
    revision: int
    title: str
    text: str
    places: str  # JSON
    notice: str | None  # JSON
    categories: str  # JSON
    author: str
    path: str
    published: str | None


class RuleRow(NamedTuple):
    """What is remembered of a rule, or of the feed of a place or issuer."""

    name: str
    signature: str
    ended: datetime | None  # when it went from the config


class Matches:
    """The tables of rules and matches."""

    def __init__(self, db: Connection) -> None:
        self.db = db

    def add_match(
        self, rule: str, article_id: int, revision: int, mentions: Sequence[Mapping[str, Any]], *, since: int = 0
    ) -> int:
        """A rule (or `city:CODE`, `issuer:SLUG`) that the revision satisfies; the match's id.

        Changes up to `since` are history to it.
        """
        cursor = self.db.execute(
            "INSERT INTO matches (rule, article_id, revision, mentions, since) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (rule, article_id, revision) DO UPDATE SET mentions = excluded.mentions, live = 1, "
            "since = max(since, excluded.since) RETURNING id",
            (rule, article_id, revision, dumps(mentions), since),
        )
        return int(cursor.fetchone()[0])

    def mentions(self, match_id: int) -> str:
        """What made a match, as JSON."""
        return str(self.db.execute("SELECT mentions FROM matches WHERE id = ?", (match_id,)).fetchone()[0])

    def of(self, article_id: int, revision: int) -> dict[str, int]:
        """The rules that a revision satisfies: slug -> id of the match."""
        sql = "SELECT rule, id FROM matches WHERE article_id = ? AND revision = ? AND live"
        return dict(self.db.execute(sql, (article_id, revision)).fetchall())

    def rules(self) -> dict[str, RuleRow]:
        """The rules that history was matched against, also those that ended, by slug."""
        rows = self.db.execute("SELECT slug, name, signature, ended FROM rules ORDER BY slug")
        return {slug: RuleRow(name, signature, ended and moment(ended)) for slug, name, signature, ended in rows}

    def sign_rule(self, slug: str, name: str, signature: str) -> None:
        """The rule is in force, and history was matched against it."""
        self.db.execute(
            "INSERT OR REPLACE INTO rules (slug, name, signature) VALUES (?, ?, ?)", (slug, name, signature)
        )

    def end_rule(self, slug: str, now: datetime) -> None:
        """The rule went from the config; what it matched is kept in case it comes back."""
        self.db.execute("UPDATE rules SET ended = ? WHERE slug = ?", (stamp(now), slug))

    def drop_rule(self, slug: str) -> None:
        """The rule is gone; what its alerts refer to stays."""
        self.db.execute("DELETE FROM rules WHERE slug = ?", (slug,))
        self.unmatch(slug)

    def matched_by(self, slug: str) -> set[tuple[int, int]]:
        """What a rule matches now: article and revision of each."""
        return set(self.db.execute("SELECT article_id, revision FROM matches WHERE rule = ? AND live", (slug,)))

    def last_change(self, article_id: int, revision: int, kinds: Collection[str]) -> int | None:
        """The last change of one of these kinds that led to an article's revision; None where it is removed."""
        sql = f"""
            SELECT max(c.id) FROM changes c JOIN articles a ON a.id = c.article_id AND a.removed IS NULL
            WHERE c.article_id = ? AND c.revision = ? AND c.kind IN ({marks(kinds)})"""
        row = self.db.execute(sql, (article_id, revision, *kinds)).fetchone()
        found: int | None = row[0]
        return found

    def unmatch(self, slug: str) -> None:
        """Forget what satisfied a rule; what its alerts refer to is kept, but counts no more."""
        self.db.execute("UPDATE matches SET live = 0 WHERE rule = ?", (slug,))
        self.db.execute("DELETE FROM matches WHERE rule = ? AND id NOT IN (SELECT match_id FROM dues)", (slug,))

    def texts(self, ids: Sequence[int]) -> Iterator[TextRow]:
        """What rules may ask of each of these articles, in their order."""
        return map(TextRow._make, self.db.execute(f"SELECT {_ASKED} {_OF_THESE}", (dumps(ids),)))

    def text(self, article_id: int) -> TextRow:
        """What rules may ask of an article."""
        return next(self.texts([article_id]))

    # one thing of very many articles

    def days(self, newest: int | None = None, *, removed: bool = False) -> dict[int, str | None]:
        """The publication date of each article that stands, None where its file gives none; the newest first."""
        sql = f"""
            SELECT id, nullif(published, first_seen) FROM articles {"" if removed else "WHERE removed IS NULL"}
            ORDER BY published DESC, id DESC LIMIT ?"""
        return dict(self.db.execute(sql, (-1 if newest is None else newest,)))

    def facet_values(self, name: str) -> list[str]:
        """The kinds, issuers or places (by code) of all articles."""
        return [row[0] for row in self.db.execute("SELECT DISTINCT value FROM facets WHERE name = ?", (name,))]

    def having(self, name: str, value: str) -> set[int]:
        """The articles of a kind, issuer or place, also those that are removed."""
        sql = "SELECT article_id FROM facets WHERE name = ? AND value = ?"
        return {row[0] for row in self.db.execute(sql, (name, value))}

    def values(self, field: str, ids: Sequence[int]) -> Iterator[tuple[int, str | None]]:
        """One field of `FIELDS` of each of these articles, in their order."""
        return iter(self.db.execute(f"SELECT a.id, {FIELDS[field]} {_OF_THESE}", (dumps(ids),)))

    def stored_texts(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes, bytes]]:
        """Title and text of each of these articles, in their order, in the UTF-8 that they are stored in."""
        sql = f"SELECT a.id, CAST(r.title AS BLOB), CAST(r.text AS BLOB) {_OF_THESE}"
        return iter(self.db.execute(sql, (dumps(ids),)))


FIELDS = {
    "number": "json_extract(r.notice, '$.number')",
    "designated": "json_extract(r.notice, '$.designated')",
    "category": "r.categories",
    "author": "r.author",
    "published": "r.published",
    "path": "a.path",
}
_ASKED = "a.id, a.revision, r.title, r.text, r.places, r.notice, r.categories, r.author, a.path, r.published"
_OF_THESE = """
    FROM json_each(?) these CROSS JOIN articles a ON a.id = these.value
    CROSS JOIN revisions r ON r.article_id = a.id AND r.number = a.revision"""

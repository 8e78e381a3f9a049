"""A stored revision of an article, as feeds, alerts and pages have it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from watcher.store.sql import Connection, batches, marks
from watcher.times import moment

# of articles `a` and revisions `r`
STORED = """a.id, a.guid, a.path, r.number, r.title, a.published, a.updated, a.removed, r.author,
    r.categories, r.url, r.image, r.text, r.fragment, r.notice, r.places"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A revision of an article with what is known around it."""

    id: int
    guid: str
    path: str
    revision: int
    title: str
    published: datetime  # as shown
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


def stored_among(db: Connection, ids: Collection[int]) -> dict[int, Stored]:
    """These articles in their current state, by id."""
    found: dict[int, Stored] = {}
    for some in batches(ids):
        sql = f"""
            SELECT {STORED} FROM articles a
            JOIN revisions r ON r.article_id = a.id AND r.number = a.revision WHERE a.id IN ({marks(some)})"""
        found |= {row[0]: stored(row) for row in db.execute(sql, some)}
    return found


def stored(row: Sequence[Any]) -> Stored:
    """The columns of STORED as a value."""
    return Stored(
        id=row[0],
        guid=row[1],
        path=row[2],
        revision=row[3],
        title=row[4],
        published=moment(row[5]),
        updated=moment(row[6]),
        removed=row[7] and moment(row[7]),
        author=row[8],
        categories=tuple(json.loads(row[9])),
        url=row[10],
        image=row[11],
        text=row[12],
        fragment=row[13],
        notice=row[14] and json.loads(row[14]),
        places=json.loads(row[15]),
    )

"""A stored revision of an article, as whoever shows it has it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from watcher.times import moment

# of articles `a` and revisions `r`
STORED = """a.id, a.guid, a.path, r.number, r.title, a.published, a.first_seen, a.updated, a.removed, r.author,
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

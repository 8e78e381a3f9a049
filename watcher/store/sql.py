"""The connection that the parts of the store share, and small things that statements are put together from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database

_IN = 500  # values in one IN (…), well under SQLite's limit

dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Connection:
    """An open SQLite connection; sqlite-utils comes to it when it is asked for.

    It takes as long to import as a tenth of a look at 100,000 files, and such a look that finds nothing new asks only
    for tuples.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.conn = connection
        self.execute = connection.execute

    @cached_property
    def utils(self) -> Database:
        """The same connection as sqlite-utils has it."""
        from sqlite_utils import Database

        return Database(self.conn, execute_plugins=False)

    def query(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Iterator[dict[str, Any]]:
        """Rows as dictionaries."""
        return self.utils.query(sql, values)


def batches(values: Collection[Any]) -> Iterator[list[Any]]:
    """Values in lists that are short enough for one statement."""
    ordered = list(values)
    for start in range(0, len(ordered), _IN):
        yield ordered[start : start + _IN]


def marks(values: Iterable[object]) -> str:
    """A placeholder for each value."""
    return ", ".join("?" for _ in values)

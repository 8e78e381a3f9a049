"""The query of the front page -> what is asked of the archive, and the links that change it."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from watcher.notices.divisions import divisions, place, significant
from watcher.notices.places import resolve
from watcher.rules.expression import ExpressionError, parse
from watcher.rules.tree import Node
from watcher.store.archive import Filter

FILTERS = ("rule", "city", "issuer", "kind", "change", "after", "before")
_LONGEST = 1000  # characters of a value

Problem = tuple[str, str | ExpressionError]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asked for."""

    given: Mapping[str, str]  # the query: q and FILTERS, without empty ones
    filter: Filter
    node: Node | None  # of `q`
    problems: tuple[Problem, ...]  # word of what is wrong, and the value or error

    def link(self, root: str, **changes: str | None) -> str:
        """The address of the same question with some values changed; None takes one away."""
        return address(root, {**self.given, **changes})

    def without_place(self) -> Filter:
        """What is asked for on all pages together."""
        return dataclasses.replace(self.filter, before=None)


def address(root: str, query: Mapping[str, str | None]) -> str:
    """The address of the front page with a query."""
    text = urlencode({name: value for name, value in query.items() if value})
    return f"{root}/?{text}" if text else f"{root}/"


def asked(query: Mapping[str, str], timezone: datetime.tzinfo) -> Asked:
    """Read a query. What cannot be read is a problem, never an error; `older` is where the page before ended."""
    given = {name: value for name in ("q", *FILTERS) if (value := _clean(query.get(name, "")))}
    problems: list[Problem] = []
    node = _node(given.get("q"), timezone, problems)
    since, until = (_day(given.get(name), timezone, problems) for name in ("after", "before"))
    wanted = Filter(
        rule=given.get("rule"),
        cities=_cities(given.get("city"), problems),
        issuer=given.get("issuer"),
        kind=given.get("kind"),
        change=given.get("change"),
        since=since,
        until=until and until + datetime.timedelta(days=1),  # the last day counts too
        before=_key(query.get("older", "")),
    )
    return Asked(given, wanted, node, tuple(problems))


def city_name(text: str) -> str:
    """What a city of a query is called: a code's name, or the words as given."""
    return place(text).name if text in divisions().places else text


def _clean(value: str) -> str:
    """Lone surrogates cannot be stored, so nothing is found by them."""
    return " ".join(value.encode("utf-8", "ignore").decode().replace("\0", "").split())[:_LONGEST]


def _node(text: str | None, zone: datetime.tzinfo, problems: list[Problem]) -> Node | None:
    if not text:
        return None
    try:
        return parse(text, zone=zone)
    except ExpressionError as error:
        problems.append(("wrong", error))
        return None


def _cities(text: str | None, problems: list[Problem]) -> tuple[str, ...]:
    if not text:
        return ()
    codes = [text] if text in divisions().places else [found.code for found in resolve(text)]
    if not codes:
        problems.append(("no_place", text))
    return tuple(significant(code) for code in codes)


def _day(text: str | None, timezone: datetime.tzinfo, problems: list[Problem]) -> datetime.datetime | None:
    if not text:
        return None
    try:
        day = datetime.date.fromisoformat(text)
        if not 1900 <= day.year <= 2200:
            raise ValueError(text)
    except ValueError:
        problems.append(("no_day", text))
        return None
    return datetime.datetime.combine(day, datetime.time(), timezone)


def _key(text: str) -> tuple[str, int] | None:
    published, _, number = text.rpartition("~")
    if not (published and len(text) < 60 and number.isascii() and number.isdigit() and len(number) <= 18):
        return None
    return published, int(number)

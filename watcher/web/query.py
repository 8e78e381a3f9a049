"""The query of the front page: parsed to a filter of the archive, described, and the links that change it."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from watcher.articles.changes import KINDS
from watcher.phrases import translate
from watcher.places.divisions import divisions, place, significant
from watcher.places.gazetteer import resolve
from watcher.rules.expression import ExpressionError, attribute, parse
from watcher.rules.tree import Node
from watcher.store.archive import Filter
from watcher.web.words import words

FILTERS = ("rule", "city", "issuer", "kind", "change", "after", "before")
_LONGEST = 1000  # characters of a value

Problem = tuple[str, str | ExpressionError]


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query."""

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


def parse_query(query: Mapping[str, str], timezone: datetime.tzinfo, rules: Mapping[str, str]) -> Query:
    """Read a query. What cannot be read is a problem, never an error; `older` is where the page before ended.

    `rules` are names by slug: a rule is asked for by either.
    """
    given = {name: value for name in ("q", *FILTERS) if (value := _clean(query.get(name, "")))}
    problems: list[Problem] = []
    node = _node(given.get("q"), timezone, problems)
    since, until = (_day(given.get(name), timezone, problems) for name in ("after", "before"))
    wanted = Filter(
        rule=_rule(given.get("rule"), rules, problems),
        cities=_cities(given.get("city"), problems),
        issuer=attribute("issuer", given["issuer"]) if "issuer" in given else None,
        kind=given.get("kind"),
        change=given.get("change"),
        since=since,
        until=until and until + datetime.timedelta(days=1),  # the last day counts too
        before=_key(query.get("older", "")),
    )
    return Query(given, wanted, node, tuple(problems))


def described(question: Query, rules: Mapping[str, str], w: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The filters in force: key, label and value as a person reads them. `rules` are names by slug."""
    given = question.given
    shown = dict(given)
    if question.filter.rule:
        shown["rule"] = rules.get(question.filter.rule, question.filter.rule)
    if given.get("city", "") in divisions().places:
        shown["city"] = place(given["city"]).name
    if given.get("change") in KINDS:
        shown["change"] = w[given["change"]]
    return [(name, w[name], shown[name]) for name in FILTERS if name in given]


def complaint(problem: Problem, language: str) -> str:
    """What is wrong with a question, in a line."""
    w, (word, value) = words(language), problem
    if isinstance(value, ExpressionError):
        return f"{w['wrong']}{w['colon']}{translate(str(value), language)}"
    return w[word].format(value)


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


def _rule(text: str | None, rules: Mapping[str, str], problems: list[Problem]) -> str | None:
    if not text or text in rules:
        return text
    slug = next((slug for slug, name in rules.items() if name == text), None)
    if slug is None:
        problems.append(("no_rule", text))
    return slug


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

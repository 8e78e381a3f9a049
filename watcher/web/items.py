"""A found article -> its lines in the list: title, facts, the sentence that something stands in, and where it leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from watcher.articles.excerpt import sentence
from watcher.feeds.selection import beginning
from watcher.feeds.text import one_line
from watcher.places.divisions import area, divisions
from watcher.places.gazetteer import resolve
from watcher.store.stored import Stored
from watcher.web import marks
from watcher.web.search import Hit

_CITIES = 6  # that an article in a list names
_DESIGNATED = 8
_ISSUERS = 3
_TRIED = 6  # mentions of which the one in the longest sentence is shown

Places = tuple[tuple[str, str], ...]  # code and name


@dataclass(frozen=True, slots=True)
class Item:
    """An article in the list."""

    hit: Hit
    title: tuple[marks.Segment, ...]
    excerpt: tuple[marks.Segment, ...]
    issuers: tuple[str, ...]
    more_issuers: int  # how many there are in all, where not all are shown
    designated: Places
    more_designated: int  # how many beside those
    deadline: str  # the next one, or the last where all are over; ISO 8601, or ""
    days_left: int  # until then; below 0 where it is over
    cities: Places
    more_cities: int
    rules: tuple[tuple[str, str], ...]  # slug and name


def item(hit: Hit, names: Mapping[str, str], today: date) -> Item:
    """`names` of rules by slug."""
    article, notice = hit.article, hit.article.notice or {}
    mentions = [*hit.mentions, *(mention for each in hit.rules.values() for mention in each)]
    found = list(dict.fromkeys(mention["text"] for mention in mentions if mention["field"] in {"title", "text"}))
    issuers = tuple(notice.get("issuers") or ())
    designated = _designated(notice.get("designated") or ())
    deadline = _deadline(notice.get("deadlines") or (), today)
    chosen = {code for code, _ in designated}
    cities = [each for each in _cities(article.places) if each[0] not in chosen]
    return Item(
        hit=hit,
        title=marks.highlighted(one_line(article.title)[:300] or "—", found),
        excerpt=marks.highlighted(one_line(_excerpt(article, mentions)), found),
        issuers=issuers[:_ISSUERS],
        more_issuers=len(issuers) if len(issuers) > _ISSUERS else 0,
        designated=tuple(designated[:_DESIGNATED]),
        more_designated=max(0, len(designated) - _DESIGNATED),
        deadline=deadline.isoformat() if deadline else "",
        days_left=(deadline - today).days if deadline else 0,
        cities=tuple(cities[:_CITIES]),
        more_cities=max(0, len(cities) - _CITIES),
        rules=tuple((slug, names[slug]) for slug in hit.rules if slug in names),
    )


def _excerpt(article: Stored, mentions: Sequence[Mapping[str, Any]]) -> str:
    """The longest of the first sentences that something was found in, or how the text begins."""
    in_text = [mention for mention in mentions if mention["field"] == "text"][:_TRIED]
    sentences = [sentence(article.text, mention["start"], mention["end"]) for mention in in_text]
    return max(sentences, key=len) if sentences else beginning(article, 120)


def _designated(names: Sequence[str]) -> list[tuple[str, str]]:
    """The places that a notice selects, by their code."""
    found = ((resolve(name), name) for name in names)
    return list(dict.fromkeys((places[0].code, name) for places, name in found if places))


def _deadline(days: Sequence[str], today: date) -> date | None:
    known = sorted(date.fromisoformat(day) for day in days)
    return next((day for day in known if day >= today), known[-1] if known else None)


def _cities(places: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The cities and provinces named, counties by their city, each once."""
    codes = dict.fromkeys(f"{area(mention['code']):0<6}" for mention in places)
    return [(code, divisions().places[code].name) for code in codes if code in divisions().places]

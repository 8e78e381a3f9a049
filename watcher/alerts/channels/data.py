"""One item of a message as plain data: what a program gets that receives it, and a template that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from watcher.alerts.channels.cutting import clean, cut
from watcher.alerts.channels.http import as_json
from watcher.alerts.message import Item


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of each thing is shown."""

    text: int  # characters of an article's excerpt
    sentence: int  # characters of a mention's excerpt
    mentions: int
    diff: int  # characters
    listed: int  # entries of a list in the notice
    line: int  # characters of anything else that is one line: a title, a name
    also: int  # other places


# text, sentence, mentions, diff, listed, line, also
AMOUNTS = (
    Amount(1000, 300, 50, 4000, 100, 500, 20),
    Amount(500, 200, 30, 2000, 50, 300, 10),
    Amount(200, 120, 15, 800, 20, 300, 5),
    Amount(80, 60, 8, 300, 10, 200, 2),
    Amount(0, 0, 5, 100, 3, 120, 1),
    Amount(0, 0, 1, 0, 1, 60, 0),  # fits whatever the article holds
)


def matched(item: Item, amount: Amount = AMOUNTS[0]) -> dict[str, object]:
    """What a match says, with the keys of `data` in the webhook's payload, no more than `amount` of it."""
    return {
        "rule": _line(item.rule, amount.line),
        "change": item.change,
        "article": _article(item, amount),
        "notice": None if item.notice is None else _shorter(item.notice, amount),
        "mentions": list(_mentions(item, amount)),
        "edit": None if item.edit is None else _line(item.edit, amount.line),
        "diff": None if item.diff is None else cut(item.diff, amount.diff),
        "also": [
            {"title": _line(other.title, amount.line // 2), "url": _address(other.url), "path": _path(other.path)}
            for other in item.also[: amount.also]
        ],
        "rules": [_line(name, amount.line) for name in (item.rules or (item.rule,))[: amount.listed]],
        "reprint": item.reprint,
    }


def written(text: str) -> int:
    """Bytes that a text takes in JSON, where a control character is six."""
    return len(as_json(text))


def _article(item: Item, amount: Amount) -> dict[str, object]:
    card = item.article
    return {
        "id": card.id,
        "revision": card.revision,
        "title": _line(card.title, amount.line),
        "url": _address(card.url),
        "path": _path(card.path),
        "published": card.published.isoformat(),
        "updated": card.updated.isoformat(),
        "author": _line(card.author, amount.line),
        "categories": [_line(name, amount.line // 2) for name in card.categories[: amount.listed]],
        "excerpt": cut(card.excerpt, amount.text),
    }


def _mentions(item: Item, amount: Amount) -> Iterator[dict[str, object]]:
    for mention in item.mentions[: amount.mentions]:
        yield {
            "kind": mention.kind,
            "text": _line(mention.text, amount.line // 2),
            "name": _line(mention.name, amount.line // 2),
            "code": mention.code,
            "excerpt": cut(mention.excerpt, amount.sentence),
        }


def _shorter(notice: Mapping[str, object], amount: Amount) -> dict[str, object]:
    """The notice with its long texts and lists cut; its keys stay."""
    return {key: _short(value, amount) for key, value in notice.items()}


def _short(value: object, amount: Amount) -> object:
    if isinstance(value, str):
        return _line(value, amount.line)
    if isinstance(value, (list, tuple)):
        return [_line(str(entry), amount.line // 2) for entry in value[: amount.listed]]
    if isinstance(value, Mapping):
        return _shorter(value, amount)
    return value if isinstance(value, (int, bool)) or value is None else _line(str(value), amount.line)


def _line(text: str, most: int) -> str:
    return cut(clean(text, 1_000), most)


def _address(url: str) -> str:
    return url if len(url) <= 4000 and written(url) <= 4000 else ""


def _path(path: str) -> str:
    return cut(path[:2001], 2000, written)

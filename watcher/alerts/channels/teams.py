"""Microsoft Teams: a Workflows webhook, sent an Adaptive Card."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import ClassVar

from watcher.alerts.channels.base import Answer, Common, Rates, Request, Verdict
from watcher.alerts.channels.compose import View, drawn, lines
from watcher.alerts.channels.http import as_json, because, by_status, post
from watcher.alerts.channels.lines import Line, Span
from watcher.alerts.message import Message
from watcher.options import SECRET_ADDRESS, Secret, option

LIMIT = 26_000  # bytes; Teams takes about 28 KB, and the flow wraps the card
_COLOURS = {"+": "Good", "−": "Attention"}  # of the lines of a diff
_GONE = "the workflow was deleted, switched off or belongs to somebody who left: make a new one and set url"


@dataclass(frozen=True, kw_only=True)
class Teams(Common):
    """An Adaptive Card in a Teams channel or chat, by a workflow ("when a webhook request is received")."""

    type: ClassVar[str] = "teams"
    RATE: ClassVar[Rates] = ((4, 1.0),)
    url: Secret = option(SECRET_ADDRESS, "the workflow's address")

    def outgoing(self, message: Message, now: datetime) -> Request:
        """One request. LookupError where the address is missing."""
        body = drawn(message, self.template, lambda view: as_json(payload(view)), lambda body: len(body) <= LIMIT)
        return post(self.url.reveal(), body)

    def verdict(self, answer: Answer) -> Verdict:
        """202 only says that the workflow began, not that it posts."""
        if answer.status == 202:
            return Verdict("unconfirmed", "HTTP 202: the workflow took it and posts it in its own time")
        if answer.status == 200 and b"error" in answer.body.lower():
            return Verdict("retry", because(answer), slow_down=True)  # a refusal by Teams, passed on inside a 200
        return by_status(answer, _GONE)


def payload(view: View) -> dict[str, object]:
    """The card. RichTextBlock and its runs know no Markdown, so an article's text is never markup."""
    body = [part for quoted, group in groupby(lines(view), _is_quoted) for part in _parts(quoted, map(_block, group))]
    actions = [
        {"type": "Action.OpenUrl", "title": view.words.read, "url": only.url}
        for only in view.entries
        if only.url and len(view.entries) == 1
    ]
    card: dict[str, object] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "fallbackText": view.heading,
        "msteams": {"width": "Full"},
        "body": body,
    }
    if actions:
        card["actions"] = actions
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "contentUrl": None, "content": card}]}


def _is_quoted(line: Line) -> bool:
    return line.role in {"reason", "changed"}


def _parts(quoted: bool, blocks: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    """What is quoted from the article stands on a ground of its own."""
    if quoted:
        return [{"type": "Container", "style": "emphasis", "spacing": "Small", "items": list(blocks)}]
    return list(blocks)


def _block(line: Line) -> dict[str, object]:
    spacing = "Medium" if line.role == "title" else "Small"
    runs = [_run(span, line.role, place) for place, span in enumerate(line.spans)]
    return {"type": "RichTextBlock", "spacing": spacing, "inlines": runs}


def _run(span: Span, role: str, place: int) -> dict[str, object]:
    run: dict[str, object] = {"type": "TextRun", "text": span.text}
    if span.bold:
        run["weight"] = "Bolder"
    if span.url:
        run |= {"color": "Accent", "selectAction": {"type": "Action.OpenUrl", "url": span.url}}
    if role == "title":
        run["size"] = "Medium"
    if role == "changed":
        run["color"] = _COLOURS.get(span.text[:1], "Default")
    if role in {"heading", "what", "ending"} or (role == "fact" and place == 0 and not span.bold):
        run["isSubtle"] = True
    return run

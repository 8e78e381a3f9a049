"""Slack: an incoming webhook, sent Block Kit rich text, in which an article's text is never markup."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import ClassVar

from watcher.alerts.channels.base import Answer, Common, Rates, Request, Verdict
from watcher.alerts.channels.compose import View, drawn, lines
from watcher.alerts.channels.cutting import unpinged
from watcher.alerts.channels.http import as_json, by_status, not_from_platform, post
from watcher.alerts.channels.lines import Line, Span
from watcher.alerts.message import Message
from watcher.options import SECRET_ADDRESS, Secret, option

# Slack refuses messages of about 13,000 characters with msg_blocks_too_long, counted in its own serialisation.
LIMIT = 10_000


@dataclass(frozen=True, kw_only=True)
class Slack(Common):
    """Rich text in a Slack channel, by an incoming webhook."""

    type: ClassVar[str] = "slack"
    RATE: ClassVar[Rates] = ((1, 1.0),)
    url: Secret = option(SECRET_ADDRESS, "the webhook's address: https://hooks.slack.com/services/…")

    def outgoing(self, message: Message, now: datetime) -> Request:
        """One request with one block. LookupError where the address is missing."""
        value = drawn(message, self.template, payload, lambda value: len(json.dumps(value)) <= LIMIT)
        return post(self.url.reveal(), as_json(value))

    def verdict(self, answer: Answer) -> Verdict:
        """Delivered is a body of `ok`; what else comes with 200 is not from Slack."""
        if answer.status == 200 and answer.body.strip() != b"ok":
            return not_from_platform(answer, "this is not Slack's answer: check the url")
        return by_status(answer, "the webhook or its channel is gone: make a new one and set url")


def payload(view: View) -> dict[str, object]:
    """`text` is for notifications and screen readers, the block for everyone else."""
    heading = view.entries[0].title if len(view.entries) == 1 else view.heading
    text = escape(unpinged(heading), quote=False)  # the three that Slack says to escape: & < >
    blocks = [{"type": "rich_text", "elements": [_element(line) for line in lines(view)]}]
    return {"text": text, "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def _element(line: Line) -> dict[str, object]:
    quoted = line.role in {"reason", "changed"}
    spans = [_span(span) for span in line.spans]
    # A section carries no line end of its own, a quote does.
    ends: list[dict[str, object]] = [] if quoted else [{"type": "text", "text": "\n"}]
    return {"type": "rich_text_quote" if quoted else "rich_text_section", "elements": spans + ends}


def _span(span: Span) -> dict[str, object]:
    style = {"style": {"bold": True}} if span.bold else {}
    if span.url:
        return {"type": "link", "url": span.url, "text": span.text, **style}
    return {"type": "text", "text": span.text, **style}

"""Apprise: what an Apprise API server reaches. Best effort: it calls a message sent that a platform has refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from ...options import SECRET_ADDRESS, TEXT, Secret, option
from ..message import Message
from .base import Answer, Common, Request, Verdict
from .compose import View, below, drawn
from .lines import plain
from .posting import as_json, because, judged, post

LIMIT = 2_000  # characters: beyond it Apprise splits or cuts for many of its services
_GONE = "check the url: http://HOST:8000/notify/KEY, and that the key's configuration exists"


@dataclass(frozen=True, kw_only=True)
class Apprise(Common):
    """Plain text to an Apprise API server, and from there to any service that Apprise knows. Best effort."""

    type: ClassVar[str] = "apprise"
    url: Secret = option(SECRET_ADDRESS, "the address that notifies, with its key: http://127.0.0.1:8000/notify/KEY")
    tag: str | None = option(TEXT, "only the services with this tag", None)

    def outgoing(self, message: Message, now: datetime) -> Request:
        """One request. LookupError where the address is missing."""
        value = drawn(message, self.template, payload, lambda value: len(value["body"]) <= LIMIT)
        return post(self.url.reveal(), as_json(value | ({"tag": self.tag} if self.tag else {})))

    def verdict(self, answer: Answer) -> Verdict:
        """Never delivered, at best unconfirmed; 204 is a key without a configuration, 424 a service that failed."""
        if answer.status == 204:
            return Verdict("refused", because(answer, _GONE), channel_off=True)
        if answer.status == 424:
            return Verdict("retry", because(answer))
        verdict = judged(answer, _GONE)
        if verdict.state == "delivered":
            return Verdict("unconfirmed", "Apprise passed it on; whether it arrived, it does not tell")
        return verdict


def payload(view: View) -> dict[str, str]:
    """Title and text, without markup: the services behind differ too much in theirs."""
    only = view.entries[0] if len(view.entries) == 1 else None
    texts = [*([only.label] if only else []), *map(plain, below(view)), *([only.url] if only else [])]
    title = only.title if only else view.heading
    return {"title": title, "body": "\n".join(filter(None, texts)), "type": "info", "format": "text"}

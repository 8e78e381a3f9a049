"""ntfy: a topic that phones subscribe to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from watcher.alerts.channels.base import Answer, Common, Rates, Request, Verdict
from watcher.alerts.channels.compose import View, below, drawn
from watcher.alerts.channels.cutting import utf8
from watcher.alerts.channels.http import as_json, because, by_status, date, json_object, not_from_platform, post
from watcher.alerts.channels.lines import plain
from watcher.alerts.message import Message
from watcher.options import SECRET, SECRET_ADDRESS, Secret, option

LIMIT = 4_000  # bytes of the message: at 4,096 it becomes an attachment
BODY = 8_192  # bytes of the JSON: the server reads twice the length of a message
_GONE = "check the token and that it may write to this topic"


@dataclass(frozen=True, kw_only=True)
class Ntfy(Common):
    """A notification on phones that subscribe to a topic of ntfy.sh or of a server of one's own."""

    type: ClassVar[str] = "ntfy"
    RATE: ClassVar[Rates] = ((60, 300.0),)
    url: Secret = option(SECRET_ADDRESS, "the topic's address: https://ntfy.sh/TOPIC; who knows it can read along")
    token: Secret | None = option(SECRET, "an access token (tk_…), where the topic asks for one", None)

    def outgoing(self, message: Message, now: datetime) -> Request:
        """One request to the server's root, as its JSON form wants. LookupError where a secret is missing."""
        server, _, topic = self.url.reveal().rstrip("/").rpartition("/")
        headers = {"authorization": f"Bearer {self.token.reveal()}"} if self.token else {}
        value = drawn(message, self.template, lambda view: {"topic": topic, **payload(view)}, fits)
        return post(server + "/", as_json(value), headers)

    def verdict(self, answer: Answer) -> Verdict:
        """By the status; a used-up quota lasts until midnight UTC."""
        if json_object(answer).get("code") == 42908:
            return Verdict("retry", because(answer), after=_until_midnight(answer), slow_down=True)
        if answer.status == 200 and "id" not in json_object(answer):
            return not_from_platform(answer, "this is not ntfy's answer: check the url")
        return by_status(answer, _GONE)


def payload(view: View) -> dict[str, object]:
    """Plain text: not every ntfy app shows Markdown."""
    only = view.entries[0] if len(view.entries) == 1 else None
    texts = [*([only.label] if only else []), *map(plain, below(view))]
    value: dict[str, object] = {"title": only.title if only else view.heading, "message": "\n".join(texts)}
    if only and only.url:
        value |= {"click": only.url, "actions": [{"action": "view", "label": view.words.read, "url": only.url}]}
    return value


def fits(value: dict[str, object]) -> bool:
    """Whether the server takes it as a message."""
    return utf8(str(value["message"])) <= LIMIT and len(as_json(value)) <= BODY


def _until_midnight(answer: Answer) -> float:
    """Seconds, by the server's clock; an hour where it gives no time."""
    today = date(answer.headers.get("date", ""))
    if today is None:
        return 3600.0
    midnight = (today + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight - today).total_seconds()

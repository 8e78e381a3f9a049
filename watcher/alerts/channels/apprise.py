"""Apprise: what a server of its API or its package reaches. Best effort: it may call sent what was refused."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from typing import ClassVar

from watcher.alerts.channels.base import Answer, Common, Notification, Request, Verdict
from watcher.alerts.channels.compose import View, below, drawn
from watcher.alerts.channels.cutting import unpinged
from watcher.alerts.channels.http import as_json, because, by_status, post
from watcher.alerts.channels.lines import plain
from watcher.alerts.message import Message
from watcher.options import SECRET_ADDRESS, TEXT, Secret, option

LIMIT = 2_000  # characters: beyond it Apprise splits or cuts for many of its services
SENT, FAILED, NO_SERVICE = 200, 1, 2  # what the package answers
_GONE = "check the url: http://HOST:8000/notify/KEY, and that the key's configuration exists"
_UNINSTALLED = "an address of Apprise's own needs its package: pip install 'notice-watcher[apprise]'"
_PING = str.maketrans("<>", "＜＞")  # `<@U123>`, `<at>`: what pings somewhere


@dataclass(frozen=True, kw_only=True)
class Apprise(Common):
    """Plain text to any service that Apprise knows, by an Apprise API server or by its package. Best effort."""

    type: ClassVar[str] = "apprise"
    url: Secret = option(
        SECRET_ADDRESS,
        "of an API server, with its key: http://127.0.0.1:8000/notify/KEY; or one of Apprise's own, in a secret",
    )
    tag: str | None = option(TEXT, "only the services with this tag, on a server", None)

    def outgoing(self, message: Message, now: datetime) -> Request | Notification:
        """One request, or one text for the package. LookupError where the address or the package is missing."""
        if missing := self.uninstalled():
            raise LookupError(missing)
        url = self.url.reveal()
        value = drawn(message, self.template, payload, lambda value: len(value["body"]) <= LIMIT)
        if not _on_server(url):
            return Notification(url, value["title"], value["body"])
        return post(url, as_json(value | ({"tag": self.tag} if self.tag else {})))

    def verdict(self, answer: Answer) -> Verdict:
        """Never delivered, at best unconfirmed; 204 is a key without a configuration, 424 a service that failed."""
        if answer.status == NO_SERVICE:
            return Verdict("refused", "Apprise knows no service of such an address (check the url)", channel_off=True)
        if answer.status == FAILED:
            return Verdict("retry", "Apprise could not pass it on, and does not tell why")
        if answer.status == 204:
            return Verdict("refused", because(answer, _GONE), channel_off=True)
        if answer.status == 424:
            return Verdict("retry", because(answer))
        verdict = by_status(answer, _GONE)
        if verdict.state == "delivered":
            return Verdict("unconfirmed", "Apprise passed it on; whether it arrived, it does not tell")
        return verdict

    def uninstalled(self) -> str:
        """The package, where the address is none of a server."""
        with suppress(LookupError):  # told by itself
            if not _on_server(self.url.reveal()) and find_spec("apprise") is None:
                return _UNINSTALLED
        return ""


def payload(view: View) -> dict[str, str]:
    """Title and text, without markup, since the services behind differ in theirs; and without what pings in one."""
    only = view.entries[0] if len(view.entries) == 1 else None
    texts = [*([only.label] if only else []), *map(plain, below(view))]
    title = only.title if only else view.heading
    body = [_harmless(text) for text in texts if text] + ([only.url] if only and only.url else [])
    return {"title": _harmless(title), "body": "\n".join(body), "type": "info", "format": "text"}


def _harmless(text: str) -> str:
    return unpinged(text).translate(_PING)


def _on_server(url: str) -> bool:
    return url.startswith(("http://", "https://"))

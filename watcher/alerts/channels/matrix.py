"""Matrix: a room, written to by a user of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import quote

from watcher.alerts.channels.base import Answer, Common, Rates, Request, Verdict
from watcher.alerts.channels.compose import View, drawn, lines
from watcher.alerts.channels.http import as_json, because, by_status, json_object, not_from_platform, post, wait_seconds
from watcher.alerts.channels.hypertext import hypertext
from watcher.alerts.channels.lines import plain
from watcher.alerts.message import Message
from watcher.options import ADDRESS, SECRET, TEXT, Secret, option

LIMIT = 60_000  # bytes; an event may have 65,536 with what the server adds
_GONE = "check the token, and that its user has joined the room"


@dataclass(frozen=True, kw_only=True)
class Matrix(Common):
    """A message in a Matrix room. The room must not be encrypted."""

    type: ClassVar[str] = "matrix"
    RATE: ClassVar[Rates] = ((10, 50.0),)
    server: str = option(ADDRESS, "the homeserver's address: https://matrix.example.org")
    room: str = option(TEXT, "the room's id: !…:example.org")
    token: Secret = option(SECRET, "an access token of the user that writes")

    def outgoing(self, message: Message, now: datetime) -> Request:
        """One request under the alert's id, so that a repeated one makes no second event."""
        body = drawn(message, self.template, lambda view: as_json(payload(view)), lambda body: len(body) <= LIMIT)
        room, transaction = quote(self.room, safe=""), quote(message.id, safe="")
        url = f"{self.server}_matrix/client/v3/rooms/{room}/send/m.room.message/{transaction}"
        request = post(url, body, {"authorization": f"Bearer {self.token.reveal()}"})
        return Request("PUT", request.url, request.headers, request.body)

    def verdict(self, answer: Answer) -> Verdict:
        """By the status; a 429 says how many milliseconds to wait."""
        body = json_object(answer)
        if answer.status == 429 and (wait := wait_seconds(body.get("retry_after_ms"))) is not None:
            return Verdict("retry", because(answer), after=wait / 1000, slow_down=True)
        if answer.status == 200 and "event_id" not in body:
            return not_from_platform(answer, "this is not a homeserver's answer: check server")
        return by_status(answer, _GONE)


def payload(view: View) -> dict[str, object]:
    """m.text, since many clients stay silent at m.notice; `m.mentions` is empty, so nobody is pinged."""
    drawing = tuple(lines(view))
    return {
        "msgtype": "m.text",
        "body": "\n".join(map(plain, drawing)),
        "format": "org.matrix.custom.html",
        "formatted_body": "<br>\n".join(map(hypertext, drawing)).replace("</blockquote><br>", "</blockquote>"),
        "m.mentions": {},
    }

"""Telegram: a bot that writes into a chat, with HTML."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from watcher.alerts.channels.base import Answer, Common, Rates, Request, Verdict
from watcher.alerts.channels.compose import drawn, lines
from watcher.alerts.channels.cutting import unpinged, utf16
from watcher.alerts.channels.http import as_json, because, by_status, json_object, not_from_platform, post, wait_seconds
from watcher.alerts.channels.hypertext import hypertext
from watcher.alerts.channels.lines import Line
from watcher.alerts.message import Message
from watcher.options import ADDRESS, NUMBER, SECRET, TEXT, Secret, option

LIMIT = 4_096  # UTF-16 code units after the entities are parsed
ENTITIES = 100  # formatted runs in a message; further ones are dropped
_GONE = "check the token, and that the bot is a member of the chat"


@dataclass(frozen=True, kw_only=True)
class Telegram(Common):
    """A message in a Telegram chat, group or channel, by a bot."""

    type: ClassVar[str] = "telegram"
    RATE: ClassVar[Rates] = ((1, 1.0), (20, 60.0))
    token: Secret = option(SECRET, "the bot's token, from @BotFather")
    chat: str = option(TEXT, 'the chat: its number ("-100…" for a group) or "@name" of a public channel')
    topic: int | None = option(NUMBER, "the topic's number, in a group that has topics", None)
    server: str = option(ADDRESS, "the Bot API's address", "https://api.telegram.org/")

    def outgoing(self, message: Message, now: datetime) -> Request:
        """One request. LookupError where the token is missing."""
        drawing = drawn(message, self.template, lambda view: tuple(lines(view)), fits)
        value: dict[str, object] = {
            "chat_id": self.chat,
            "text": "\n".join(map(hypertext, drawing)),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        if self.topic is not None:
            value["message_thread_id"] = self.topic
        return post(f"{self.server}bot{self.token.reveal()}/sendMessage", as_json(value))

    def verdict(self, answer: Answer) -> Verdict:
        """By the status; the body says how long to wait, or where a group has moved to."""
        body = json_object(answer)
        parameters = body.get("parameters")
        parameters = parameters if isinstance(parameters, dict) else {}
        if moved := parameters.get("migrate_to_chat_id"):
            advice = f'the group has a new number: set chat = "{moved}"'
            return Verdict("refused", because(answer, advice), channel_off=True)
        if answer.status == 429 and (wait := wait_seconds(parameters.get("retry_after"))) is not None:
            return Verdict("retry", because(answer), after=wait, slow_down=True)
        if answer.status == 400 and "chat not found" in str(body.get("description", "")).lower():
            return Verdict("refused", because(answer, _GONE), channel_off=True)
        if answer.status == 200 and body.get("ok") is not True:
            return not_from_platform(answer, "this is not Telegram's answer: check server")
        return by_status(answer, _GONE)


def fits(drawing: tuple[Line, ...]) -> bool:
    """Whether the message keeps Telegram's limits, which are those of its text without the tags."""
    quotes = sum(line.role in {"reason", "changed"} for line in drawing)
    formatted = quotes + sum(span.bold + bool(span.url) for line in drawing for span in line.spans)
    return formatted <= ENTITIES and utf16(unpinged("\n".join(line.text for line in drawing))) <= LIMIT

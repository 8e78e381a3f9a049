"""Feishu and Lark: a custom bot of a group, sent a card (JSON 2.0), signed where the bot asks for it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from watcher.alerts.channels.base import Answer, Common, Rates, Request, Verdict
from watcher.alerts.channels.compose import View, below, drawn
from watcher.alerts.channels.http import as_json, by_code, by_status, error_code, post
from watcher.alerts.channels.markdown import markdown
from watcher.alerts.message import Message
from watcher.options import SECRET, SECRET_ADDRESS, Secret, option

LIMIT = 20_000  # bytes of a request
_MARKUP = re.compile(r"[&<>~*#\[\]`$_\\|]|:(?=[A-Za-z])")  # the last is an emoji: `:DONE:`
_COLOURS = {"new": "blue", "updated": "orange", "removed": "grey", "replaced": "orange"}
_RETRY = {11232, 2200}
_REFUSED = {
    19001: "check the url: the bot does not exist",
    19021: "check the secret, and this machine's clock",
    19022: "add this machine's address to the bot's allowed list",
}
_KEYWORD = "the bot wants a keyword that this message lacks: let it check the signature instead"


@dataclass(frozen=True, kw_only=True)
class Feishu(Common):
    """A card in a Feishu or Lark group, by the group's custom bot."""

    type: ClassVar[str] = "feishu"
    RATE: ClassVar[Rates] = ((100, 60.0), (5, 1.0))
    url: Secret = option(SECRET_ADDRESS, "the bot's webhook address: https://open.feishu.cn/open-apis/bot/v2/hook/…")
    secret: Secret | None = option(SECRET, "the bot's key, where its signature check is on", None)

    def outgoing(self, message: Message, now: datetime) -> Request:
        """One request, at most 20,000 bytes. LookupError where a secret is missing."""
        head: dict[str, object] = {"msg_type": "interactive"}
        if self.secret:
            seconds = int(now.timestamp())
            head |= {"timestamp": str(seconds), "sign": signature(self.secret.reveal(), seconds)}

        def draw(view: View) -> bytes:
            return as_json(head | {"card": card(view, message)})

        body = drawn(message, self.template, draw, lambda body: len(body) <= LIMIT)
        return post(self.url.reveal(), body)

    def verdict(self, answer: Answer) -> Verdict:
        """By the `code` in the body: errors come inside HTTP 200."""
        code, words = error_code(answer, "code", "msg")
        if code is None:
            code, words = error_code(answer, "StatusCode", "StatusMessage")  # what older bots answer
        if code is None:
            return by_status(answer, "check the url", confirmed=False)
        if code == 0:
            return Verdict("delivered", words)
        if code in _RETRY or (code == 9499 and "too many" in words.lower()):
            return Verdict("retry", words, slow_down=True)
        if code == 19024:
            return Verdict("refused", f"{words} ({_KEYWORD})")
        return by_code(answer, words, _REFUSED.get(code))


def signature(secret: str, seconds: int) -> str:
    """Keyed with time and secret, over nothing: the other way round than DingTalk's. Good for an hour."""
    return base64.b64encode(hmac.new(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256).digest()).decode()


def card(view: View, message: Message) -> dict[str, object]:
    """The message as a card: the title stands in its head, as plain text."""
    only = view.entries[0] if len(view.entries) == 1 else None
    colour = _COLOURS.get(message.items[0].change, "blue") if only else "blue"
    title = only.title if only else view.heading
    header: dict[str, object] = {"title": _plain(title), "template": colour}
    if only:
        header["subtitle"] = _plain(only.label)
    elements: list[dict[str, object]] = [{"tag": "markdown", "content": markdown(below(view), escaped)}]
    if only and only.url:
        opens = [{"type": "open_url", "default_url": only.url}]
        elements.append({"tag": "button", "text": _plain(view.words.read), "type": "primary", "behaviors": opens})
    made: dict[str, object] = {"schema": "2.0", "config": {"summary": {"content": title}}, "header": header}
    if only and only.url:
        made["card_link"] = {"url": only.url}
    return made | {"body": {"elements": elements}}


def escaped(text: str) -> str:
    """Text that is no markup in a card, and above all no `<at>`: numbered HTML entities, as the platform says."""
    return _MARKUP.sub(lambda match: f"&#{ord(match[0])};", text)


def _plain(text: str) -> dict[str, object]:
    return {"tag": "plain_text", "content": text}

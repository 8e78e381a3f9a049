"""DingTalk: a custom robot of a group, sent Markdown, signed where the robot asks for it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

from watcher.alerts.channels.base import Answer, Common, Rates, Request, Verdict
from watcher.alerts.channels.compose import View, drawn, lines
from watcher.alerts.channels.http import as_json, by_code, by_status, error_code, json_object, post, wait_seconds
from watcher.alerts.channels.markdown import lookalike, markdown
from watcher.alerts.message import Message
from watcher.options import SECRET, SECRET_ADDRESS, Secret, option

LIMIT = 20_000  # bytes of a request, past which the answer is 460101
THROTTLED = 600.0  # seconds that a robot is silenced after too many messages
_RATE = {130101, 410100}
_REFUSED = {
    300001: "check the url: its access_token is not known",
    400101: "check the url: its access_token is not known",
    400102: "the robot is switched off: switch it on in the group",
    400013: "the group no longer exists",
}
_KEYWORD = "the robot wants a keyword that this message lacks: let it check the signature instead"
_SECURITY = "check the secret, this machine's clock and the robot's list of allowed addresses"


@dataclass(frozen=True, kw_only=True)
class DingTalk(Common):
    """Markdown in a DingTalk group, by the group's custom robot."""

    type: ClassVar[str] = "dingtalk"
    RATE: ClassVar[Rates] = ((20, 60.0),)
    url: Secret = option(SECRET_ADDRESS, "the robot's address: https://oapi.dingtalk.com/robot/send?access_token=…")
    secret: Secret | None = option(SECRET, "the robot's key (SEC…), where its signature check is on", None)

    def outgoing(self, message: Message, now: datetime) -> Request:
        """One request, at most 20,000 bytes. LookupError where a secret is missing."""
        body = drawn(message, self.template, lambda view: as_json(payload(view)), lambda body: len(body) <= LIMIT)
        url = self.url.reveal()
        if self.secret:
            url += ("&" if "?" in url else "?") + signature(self.secret.reveal(), int(now.timestamp() * 1000))
        return post(url, body)

    def verdict(self, answer: Answer) -> Verdict:
        """By the `errcode` in the body: errors come inside HTTP 200."""
        code, words = error_code(answer, "errcode", "errmsg")
        if code is None:
            return by_status(answer, "check the url", confirmed=False)
        if code == 0:
            return Verdict("delivered", words)
        if code in _RATE:
            wait = wait_seconds(json_object(answer).get("wait"))
            return Verdict("retry", words, after=THROTTLED if wait is None else wait, slow_down=True)
        if code == -1:
            return Verdict("retry", words, slow_down=True)
        if code == 310000 and "keyword" in words.lower():
            return Verdict("refused", f"{words} ({_KEYWORD})")
        return by_code(answer, words, _SECURITY if code == 310000 else _REFUSED.get(code))


def signature(secret: str, milliseconds: int) -> str:
    """`timestamp=…&sign=…` for the address, quoted once. Good for an hour."""
    digest = hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256).digest()
    return urlencode({"timestamp": milliseconds, "sign": base64.b64encode(digest).decode()})


def payload(view: View) -> dict[str, object]:
    """The message: `title` is what a phone shows before it is opened. Nobody is pinged."""
    title = view.entries[0].title if len(view.entries) == 1 else view.heading
    text = markdown(lines(view), lookalike)
    return {"msgtype": "markdown", "markdown": {"title": title, "text": text}, "at": {"isAtAll": False}}

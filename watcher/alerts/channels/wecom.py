"""WeCom: a group's message push, sent `markdown_v2`, in which nobody can be pinged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from watcher.alerts.channels.base import Answer, Common, Rates, Request, Verdict
from watcher.alerts.channels.compose import drawn, lines
from watcher.alerts.channels.cutting import utf8
from watcher.alerts.channels.http import as_json, by_code, by_status, error_code, post
from watcher.alerts.channels.markdown import lookalike, markdown
from watcher.alerts.message import Message
from watcher.options import SECRET_ADDRESS, Secret, option

LIMIT = 4_096  # bytes of the content in UTF-8
_RETRY = {-1: None, 45009: 60.0, 45033: None}  # busy, too many a minute, too many at once
_REFUSED = {
    93000: "check the url: its key is not known",
    93004: "the robot was removed from the group",
    93008: "the robot is not in the group",
}


@dataclass(frozen=True, kw_only=True)
class WeCom(Common):
    """Markdown in a WeCom group, by the group's robot (消息推送)."""

    type: ClassVar[str] = "wecom"
    RATE: ClassVar[Rates] = ((20, 60.0),)
    url: Secret = option(SECRET_ADDRESS, "the robot's address: https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…")

    def outgoing(self, message: Message, now: datetime) -> Request:
        """One request with at most 4,096 bytes of content. LookupError where the address is missing."""
        content = drawn(
            message, self.template, lambda view: markdown(lines(view), lookalike), lambda text: utf8(text) <= LIMIT
        )
        return post(self.url.reveal(), as_json({"msgtype": "markdown_v2", "markdown_v2": {"content": content}}))

    def verdict(self, answer: Answer) -> Verdict:
        """By the `errcode` in the body: errors come inside HTTP 200."""
        code, words = error_code(answer, "errcode", "errmsg")
        if code is None:
            return by_status(answer, "check the url", confirmed=False)
        if code == 0:
            return Verdict("delivered", words)
        if code in _RETRY:
            return Verdict("retry", words, after=_RETRY[code], slow_down=True)
        return by_code(answer, words, _REFUSED.get(code))

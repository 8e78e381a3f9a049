"""Discord: a channel's webhook, sent an embed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from watcher.alerts.channels.base import Answer, Common, Rates, Request, Verdict
from watcher.alerts.channels.compose import View, below, drawn
from watcher.alerts.channels.cutting import unpinged, utf16
from watcher.alerts.channels.http import as_json, because, by_status, json_object, not_from_platform, post, wait_seconds
from watcher.alerts.channels.markdown import markdown
from watcher.alerts.message import Message
from watcher.options import SECRET_ADDRESS, Secret, option

TITLE, DESCRIPTION, CONTENT, TOTAL = 256, 4_096, 2_000, 6_000  # characters; counted here as UTF-16, which is never less
_MARKUP = re.compile(r"[\\*_~`|\[\]<>#@:]")
_COLOURS = {"new": 0x2563EB, "updated": 0xD97706, "replaced": 0xD97706, "removed": 0x6B7280}
_GONE = "the webhook was deleted: make a new one and set url"


@dataclass(frozen=True, kw_only=True)
class Discord(Common):
    """An embed in a Discord channel, by the channel's webhook."""

    type: ClassVar[str] = "discord"
    RATE: ClassVar[Rates] = ((5, 2.0), (30, 60.0))
    url: Secret = option(SECRET_ADDRESS, "the webhook's address: https://discord.com/api/webhooks/…")

    def outgoing(self, message: Message, now: datetime) -> Request:
        """One request that waits until the message is stored. LookupError where the address is missing."""
        value = drawn(message, self.template, lambda view: payload(view, message), fits)
        url = self.url.reveal()
        return post(url + ("&" if "?" in url else "?") + "wait=true", as_json(value))

    def verdict(self, answer: Answer) -> Verdict:
        """By the status; a 429 says in its body how long to wait, to fractions of a second."""
        if answer.status == 429 and (wait := wait_seconds(json_object(answer).get("retry_after"))) is not None:
            return Verdict("retry", because(answer), after=wait, slow_down=True)
        if json_object(answer).get("code") in {10015, 50027}:
            return Verdict("refused", because(answer, _GONE), channel_off=True)
        if answer.status == 200 and "id" not in json_object(answer):
            return not_from_platform(answer, "this is not Discord's answer: check the url")
        return by_status(answer, _GONE)


def payload(view: View, message: Message) -> dict[str, object]:
    """One embed. Nobody is pinged, whatever the text says."""
    only = view.entries[0] if len(view.entries) == 1 else None
    embed: dict[str, object] = {
        "title": escaped(only.title if only else view.heading),
        "description": markdown(below(view), escaped, gap="\n"),
        "color": _COLOURS.get(message.items[0].change, 0x2563EB) if only else 0x2563EB,
        "timestamp": message.at.astimezone(UTC).isoformat(timespec="seconds"),
    }
    if only and only.url:
        embed["url"] = only.url
    content = escaped(only.label if only else view.heading)
    return {"content": content, "embeds": [embed], "allowed_mentions": {"parse": []}}


def fits(value: dict[str, object]) -> bool:
    """Whether a payload keeps Discord's limits of length."""
    embeds = value["embeds"]
    assert isinstance(embeds, list)
    title, description = utf16(embeds[0]["title"]), utf16(embeds[0]["description"])
    return (
        title <= TITLE
        and description <= DESCRIPTION
        and title + description <= TOTAL
        and utf16(str(value["content"])) <= CONTENT
    )


def escaped(text: str) -> str:
    """Text that is no markup, no emoji and no mention."""
    return _MARKUP.sub(r"\\\g<0>", unpinged(text))

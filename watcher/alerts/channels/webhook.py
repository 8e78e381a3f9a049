"""The generic webhook: JSON with Standard Webhooks headers, for a receiver that is a program."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate, takewhile
from typing import ClassVar

from watcher.alerts.channels.base import Answer, Common, Request, Verdict
from watcher.alerts.channels.cutting import cut
from watcher.alerts.channels.data import AMOUNTS, matched, written
from watcher.alerts.channels.http import as_json, because, post, retry_after
from watcher.alerts.channels.template import Template
from watcher.alerts.channels.templated import own_text, unmarked
from watcher.alerts.channels.wording import words
from watcher.alerts.message import Message
from watcher.options import SECRET, SECRET_ADDRESS, Secret, option

LIMIT = 20_000  # bytes: Standard Webhooks asks for payloads under 20 KB
_PROBLEM = 10_000  # bytes of a problem's text
_MOST_ITEMS = 200  # more than ever fit, so that a huge digest is not shaped for nothing
# What concerns the receiver and not this one alert: it is away, overloaded, or wrongly configured for now.
_WHOLE_CHANNEL = {401, 403, 404, 429, 502, 503, 504}


@dataclass(frozen=True, kw_only=True)
class Webhook(Common):
    """POSTs JSON with Standard Webhooks headers."""

    type: ClassVar[str] = "webhook"
    DIGEST: ClassVar[int] = 20  # a program must get every match, not only their number
    url: Secret = option(SECRET_ADDRESS, "where to POST")
    secret: Secret | None = option(
        SECRET,
        "signs each request: whsec_ and base64 of 24 to 64 bytes; during a rotation two, with a space between",
        None,
    )

    def outgoing(self, message: Message, now: datetime) -> Request:
        """One request with the payload, under 20 KB. LookupError where the secret is missing or malformed."""
        body = as_json(payload(message, self.template))
        headers = {"webhook-id": message.id, "webhook-timestamp": str(int(now.timestamp()))}
        if self.secret:
            headers["webhook-signature"] = signature(self.secret.reveal(), message.id, int(now.timestamp()), body)
        return post(self.url.reveal(), body, headers)

    def verdict(self, answer: Answer) -> Verdict:
        """Any 2xx is delivered, 410 ends the channel, all else is tried again (Standard Webhooks)."""
        if 200 <= answer.status < 300:
            return Verdict("delivered", because(answer))
        if answer.status == 410:
            return Verdict(
                "refused",
                because(answer, "the receiver wants no more: remove the channel or its url"),
                channel_off=True,
            )
        slow = answer.status in _WHOLE_CHANNEL or 300 <= answer.status < 400
        return Verdict("retry", because(answer, _advice(answer.status)), after=retry_after(answer), slow_down=slow)


def signature(secret: str, id: str, timestamp: int, body: bytes) -> str:
    """`v1,…` for each key in `secret`, over the very bytes sent. LookupError where a key is malformed."""
    signed = f"{id}.{timestamp}.".encode() + body
    digests = (hmac.new(_key(part), signed, hashlib.sha256).digest() for part in secret.split())
    return " ".join("v1," + base64.b64encode(digest).decode() for digest in digests)


def payload(message: Message, template: Template | None) -> dict[str, object]:
    """What the body says, within the limit: first texts grow shorter, then lists, and only then items are left out.

    The items left out are counted in `data.more`.
    """
    head = {"type": f"notice.{message.kind}", "timestamp": _utc(message.at)}
    if message.kind == "test":
        return head | {"data": {"text": "a test message: whoever reads this is reached"}}
    if message.kind == "problem":
        return head | {"data": {"text": cut(message.text, _PROBLEM, written)}}
    room = LIMIT - len(as_json(head)) - 100  # 100: the keys around the items
    items = message.items[:_MOST_ITEMS]
    told, digest = words(message.language), message.kind == "digest"
    texts = [own_text(template, item, told, digest) for item in items]
    data: list[dict[str, object]] = []
    for amount in AMOUNTS:
        data = [
            matched(item, amount) | ({} if text is None else {"text": cut(unmarked(text), amount.diff)})
            for item, text in zip(items, texts, strict=True)
        ]
        sizes = list(accumulate(len(as_json(match)) + 1 for match in data))
        if not sizes or sizes[-1] <= room:
            break
        data = data[: len(list(takewhile(lambda size: size <= room, sizes)))]
    if message.kind == "matched" and len(message.items) == 1:
        return head | {"data": data[0]}
    return head | {"data": {"items": data, "more": message.more + len(message.items) - len(data)}}


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (ValueError, binascii.Error):
        key = b""
    if not 24 <= len(key) <= 64:
        raise LookupError("the secret is not whsec_ and base64 of 24 to 64 bytes")
    return key


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _advice(status: int) -> str:
    if 300 <= status < 400:
        return "redirects are not followed: configure the address where it leads"
    return (
        "check the channel's url and what the receiver expects"
        if 400 <= status < 500 and status not in {408, 425, 429}
        else ""
    )

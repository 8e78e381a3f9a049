"""What every channel is made of: a request that goes out, the answer that comes back, and the verdict on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from watcher.alerts.channels.template import TEMPLATE, Template
from watcher.alerts.message import Message
from watcher.hours import TIMES, Times
from watcher.options import RATES, option


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, complete: what is sent is these very bytes."""

    method: str
    url: str  # may hold a token: never logged
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail, and the server that takes it."""

    message: bytes  # RFC 5322, complete
    sender: str
    recipients: tuple[str, ...]
    host: str
    port: int
    security: str  # "starttls", "tls" or "none"
    username: str
    password: str  # never logged


@dataclass(frozen=True, slots=True)
class Text:
    """Lines for the terminal that the program runs in."""

    text: str


@dataclass(frozen=True, slots=True)
class Notification:
    """A title and a text for the Apprise package, which knows how to reach the address."""

    url: str  # of one of Apprise's own schemes; holds a token: never logged
    title: str
    body: str


Outgoing = Request | Mail | Text | Notification


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver said. Body at most 64 KB."""

    status: int  # of HTTP or SMTP; 200 for the console; for the Apprise package one of those in `apprise`
    headers: Mapping[str, str]  # names in lower case
    body: bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer means for the alert.

    `delivered`: the receiver has it. `unconfirmed`: accepted, but not yet posted. `retry`: not now; `after` says
    when, in seconds, where the receiver said so. `refused`: never, as it stands. `because` has the receiver's
    words in short and, for a refusal, what to do.
    """

    state: str  # delivered, unconfirmed, retry, refused
    because: str
    after: float | None = None  # seconds, for retry
    channel_off: bool = False  # a refusal that holds for every alert: wrong token, channel gone
    slow_down: bool = False  # a retry that concerns the channel, not the alert: rate limit, outage


Rates = tuple[tuple[int, float], ...]  # so many messages in so many seconds, each of which holds


class Channel(Protocol):
    """A configured destination. Pure: it shapes and judges; `deliver` sends."""

    type: ClassVar[str]

    def outgoing(self, message: Message, now: datetime) -> Outgoing:
        """The message within the platform's limits, signed for `now`. LookupError where a secret is missing.

        One request, never several: of a message in parts, a retry could only repeat what has arrived already.
        """

    def verdict(self, answer: Answer) -> Verdict:
        """What the platform's answer means."""


@dataclass(frozen=True, kw_only=True)
class Common:
    """The config keys that every channel has besides its own."""

    RATE: ClassVar[Rates] = ()  # the platform's limits
    DIGEST: ClassVar[int] = 1000  # alerts that one digest carries at most; the others go with the next
    rate: Rates | None = option(
        RATES,
        'how much it is sent at most: "20/1m" or ["5/1s", "100/1m"]; the limit of the platform where left out',
        None,
    )
    template: Template | None = option(
        TEMPLATE, "what a message says of an article under its title: a Jinja2 template, or the path of one", None
    )

    digest: Times | None = option(
        TIMES,
        'when all its alerts go together as one digest: "daily 09:00", "weekly mon 09:00" or an interval such as '
        '"15m", counted from midnight; at once where left out',
        None,
    )

    @property
    def rates(self) -> Rates:
        """How much it is sent at most."""
        return self.rate or self.RATE

    def uninstalled(self) -> str:
        """What must be installed before it can send; empty where nothing must."""
        return ""

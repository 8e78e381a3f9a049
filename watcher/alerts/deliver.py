"""The one place that sends: each channel's queue by itself, each answer judged and recorded."""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import formatdate
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar
from urllib.parse import urlsplit

import httpx

from watcher.errors import WatcherError

from .channels.base import Answer, Channel, Mail, Outgoing, Request, Text, Verdict
from .channels.posting import masked
from .message import Message
from .policy import Budget, Hold, Queued, Send, Wait, next_step, outage_until, retry_at

if TYPE_CHECKING:
    import smtplib
    import ssl

log = logging.getLogger(__name__)
# httpx logs whole addresses, and those hold the tokens of chat groups.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)

TOTAL_SECONDS = 30  # for one request and its answer
BODY_BYTES = 64 * 1024  # of an answer that are read
LOOK_EVERY = 2.0  # seconds between looks for alerts that another process made due
INTERRUPTED = "watcher ended before an answer came"

_Result = TypeVar("_Result")


OnOff = Callable[[str, str], Awaitable[None]]  # what is done when a channel is switched off: its name, and why


class Queue(Protocol):
    """The outbox as this module needs it; every call is one transaction."""

    def queue(self, channel: str) -> Sequence[Queued]:
        """What waits for a channel, in sending order."""

    def sent_since(self, channel: str, since: datetime) -> Sequence[datetime]:
        """When messages went to it."""

    def hold(self, ids: Sequence[str], until: datetime) -> None:
        """Keep alerts for a digest."""

    def begin(self, ids: Sequence[str], digest: str | None) -> None:
        """Remember that these alerts go out together under this id, or one under its own."""

    def under_way(self, channel: str) -> Sequence[str]:
        """The alerts that were begun, and of which it is not recorded what came of it."""

    def message(self, ids: Sequence[str], digest: str | None) -> Message:
        """What the alerts say, as one message."""

    def record(
        self, ids: Sequence[str], state: str, because: str, now: datetime, ms: int, due: datetime | None, counts: bool
    ) -> None:
        """What came of an attempt."""

    def attempts(self, ids: Sequence[str]) -> int:
        """How often these alerts were tried."""


class InQueue(Protocol):
    """Runs a function with the outbox where its connection lives, and gives the result."""

    def __call__(self, work: Callable[[Queue], _Result], /) -> Awaitable[_Result]: ...


@dataclass(frozen=True, slots=True)
class Ready:
    """A message that goes now."""

    ids: tuple[str, ...]  # of its alerts
    message: Message


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is remembered of an attempt."""

    state: str
    due: datetime | None  # when it is made again


@dataclass(slots=True)
class Health:
    """How a channel does, for status and metrics."""

    failures: int = 0  # in a row, that concern the channel as a whole
    because: str = ""
    blocked_until: datetime | None = None
    off: bool = False  # the receiver wants no more; until the config changes


class Deliverer:
    """Sends what the outbox holds."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        in_queue: InQueue,
        clock: Callable[[], datetime],
        flood: int,
        on_off: OnOff | None = None,
    ) -> None:
        """`clock` gives aware times; `flood` is how many messages a minute a channel may get, 0 for any number.

        `on_off` is awaited with a channel's name and the reason when it is switched off.
        """
        self.channels = channels
        self.health = {name: Health() for name in channels}
        self._in_queue = in_queue
        self._clock = clock
        self._on_off = on_off
        self._budgets = {
            name: Budget(flood, getattr(channel, "rates", ()), getattr(channel, "DIGEST", 1000))
            for name, channel in channels.items()
        }
        self._news = {name: asyncio.Event() for name in channels}
        self._unrecorded: dict[str, Callable[[Queue], Recorded]] = {}  # under way, or the store was not writable
        self._waiting: dict[str, tuple[datetime, Sequence[Queued]]] = {}  # as read at that time, without what was sent
        self._started: set[str] = set()  # channels whose interrupted messages are accounted for
        self._ending = False

    def wake(self) -> None:
        """There may be new alerts."""
        for event in self._news.values():
            event.set()

    async def run(self) -> None:
        """Send until cancelled; a message that is under way when that happens is finished and recorded."""
        if not self.channels:
            await asyncio.Event().wait()  # to return at once would have the service start it again and again
        async with _client() as client:
            await asyncio.gather(*(self._keep_sending(name, client) for name in self.channels), return_exceptions=True)

    async def drain(self) -> None:
        """Send what is due now, and what becomes due at once; then return.

        Raises StoreError when all channels are done, where one could not read or record what is sent.
        """
        async with _client() as client:
            sending = (self._send_due(name, client) for name in self.channels)
            for outcome in await asyncio.gather(*sending, return_exceptions=True):
                if isinstance(outcome, BaseException):
                    raise outcome

    async def _keep_sending(self, name: str, client: httpx.AsyncClient) -> None:
        while True:
            self._news[name].clear()
            try:
                until = await self._send_due(name, client)
            except Exception as error:  # such as a full disk: the channel waits, the others go on
                log.error("channel %s: %s", name, error, exc_info=not isinstance(error, WatcherError))
                until = None
            seconds = LOOK_EVERY if until is None else (until - self._clock()).total_seconds()
            with suppress(TimeoutError):
                async with asyncio.timeout(min(max(seconds, 0.01), LOOK_EVERY)):
                    await self._news[name].wait()

    async def _send_due(self, name: str, client: httpx.AsyncClient) -> datetime | None:
        """Send until nothing is due; when something will be, None for never."""
        self._waiting.pop(name, None)
        _, step = await self._in_queue(lambda queue: self._record_and_go_on(queue, name))
        while isinstance(step, Ready):
            step = await self._to_the_end(self._send(name, step, client))
        return step.until

    def _record_and_go_on(self, queue: Queue, name: str) -> tuple[Recorded | None, Ready | Wait]:
        """Record what came of the last message, and get the next: together, since each visit to the store's thread
        costs about as much as the request itself.
        """
        recorded = None
        if judge := self._unrecorded.get(name):  # first, or it would be sent again and again
            recorded = judge(queue)
            del self._unrecorded[name]
        health = self.health[name]
        if health.off or self._ending:
            return recorded, Wait(None)
        if health.blocked_until and self._clock() < health.blocked_until:
            return recorded, Wait(health.blocked_until)
        step = self._next_step(queue, name)
        return recorded, step if isinstance(step, Wait) else self._ready(queue, name, step)

    def _next_step(self, queue: Queue, name: str) -> Send | Wait:
        """Decide, and hold what must be held."""
        budget = self._budgets[name]
        self._account_for_interrupted(queue, name)
        while True:
            now = self._clock()
            sent = queue.sent_since(name, now - budget.memory) if budget.limited else ()
            step = next_step(self._queued(queue, name, now), sent, now, budget)
            if not isinstance(step, Hold):
                return step
            queue.hold(step.ids, step.until)
            self._waiting.pop(name, None)

    def _account_for_interrupted(self, queue: Queue, name: str) -> None:
        """What was under way when the program ended may have arrived, and then counts against the channel's rate."""
        if name not in self._started:
            if ids := queue.under_way(name):
                queue.record(ids, "pending", INTERRUPTED, self._clock(), 0, None, counts=False)
            self._started.add(name)

    def _queued(self, queue: Queue, name: str, now: datetime) -> Sequence[Queued]:
        """What waits, read anew only when there is no more or some time has passed."""
        read, waiting = self._waiting.get(name, (now, ()))
        if not waiting or not read <= now < read + timedelta(seconds=LOOK_EVERY):
            read, waiting = now, queue.queue(name)
            self._waiting[name] = read, waiting
        return waiting

    def _ready(self, queue: Queue, name: str, step: Send) -> Ready:
        """The message of a step. It is begun only where that matters: a single alert repeats under its id anyway."""
        digest = step.digest or (f"dig_{secrets.token_hex(12)}" if len(step.ids) > 1 else None)
        message = queue.message(step.ids, digest)
        if digest or self._budgets[name].limited:
            queue.begin(step.ids, digest)
        read, waiting = self._waiting.pop(name)
        if step.ids == (waiting[0].id,):
            self._waiting[name] = read, waiting[1:]
        return Ready(step.ids, message)

    async def _send(self, name: str, ready: Ready, client: httpx.AsyncClient) -> Ready | Wait:
        """Send it; what comes next."""
        started = time.monotonic()
        verdict = await _post(self.channels[name], ready.message, self._clock(), client)
        ms = round((time.monotonic() - started) * 1000)
        now = self._clock()
        self._unrecorded[name] = partial(self._judge, name=name, ids=ready.ids, verdict=verdict, now=now, ms=ms)
        recorded, step = await self._in_queue(lambda queue: self._record_and_go_on(queue, name))
        assert recorded  # it was not yet
        self._say(name, ready.message.id, recorded, verdict, ms)
        if self._on_off and self.health[name].off:
            await self._on_off(name, verdict.because)
        return step

    def _say(self, name: str, id_: str, recorded: Recorded, verdict: Verdict, ms: int) -> None:
        state, due = recorded.state, recorded.due
        log.log(
            logging.INFO if state in {"delivered", "unconfirmed"} else logging.WARNING,
            "channel %s: %s %s in %d ms%s%s",
            name,
            id_,
            state,
            ms,
            f": {verdict.because}" if state not in {"delivered", "unconfirmed"} else "",
            f", again at {due:%H:%M:%S}" if due else "",
        )

    def _judge(self, queue: Queue, name: str, ids: Sequence[str], verdict: Verdict, now: datetime, ms: int) -> Recorded:
        """Record what a verdict means for the alerts and for the channel."""
        health, dice = self.health[name], random.random()  # noqa: S311 - jitter keeps no secret
        health.because = "" if verdict.state in {"delivered", "unconfirmed"} else verdict.because
        state, due, counts = verdict.state, None, True
        if verdict.state == "retry":
            self._waiting.pop(name, None)
            attempts = queue.attempts(ids) + 1
            state = "pending"
            if verdict.slow_down:
                health.failures += 1
                counts = False
                due = health.blocked_until = outage_until(health.failures, verdict, now, dice)
            else:
                due = retry_at(attempts, verdict, now, dice)
                state = "pending" if due else "dead"
        elif verdict.state == "refused":
            # A refusal of the whole channel says nothing of the alert: it waits until a person has mended the channel.
            state, health.off = ("pending", True) if verdict.channel_off else ("dead", False)
        else:
            health.failures, health.blocked_until = 0, None
        queue.record(ids, state, verdict.because, now, ms, due, counts)
        return Recorded(state, due)

    async def _to_the_end(self, work: Coroutine[object, object, _Result]) -> _Result:
        """Do it wholly, then heed a cancellation that came meanwhile; a second one breaks it off."""
        task = asyncio.create_task(work)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._ending = True
            await task
            raise


async def try_once(channel: Channel, message: Message, clock: Callable[[], datetime]) -> Verdict:
    """Send one message that is in no outbox."""
    async with _client() as client:
        return await _post(channel, message, clock(), client)


async def _post(channel: Channel, message: Message, now: datetime, client: httpx.AsyncClient) -> Verdict:
    """Send one message; what came of it, without the channel's secrets. Nothing that a receiver says raises."""
    try:
        verdict = await _attempt(channel, message, now, client)
    except Exception as error:  # a fault of ours must not cost the other alerts
        verdict = Verdict("retry", f"could not be sent, which is a fault of watcher: {type(error).__name__}")
    return replace(verdict, because=masked(verdict.because, channel))


async def _attempt(channel: Channel, message: Message, now: datetime, client: httpx.AsyncClient) -> Verdict:
    """One request and its verdict; what keeps it from being answered is an outage."""
    try:
        outgoing = channel.outgoing(message, now)
    except LookupError as error:
        return Verdict("retry", str(error), slow_down=True)
    try:
        async with asyncio.timeout(TOTAL_SECONDS):
            return channel.verdict(await _answer(outgoing, client))
    except TimeoutError:
        return Verdict("retry", f"no answer within {TOTAL_SECONDS} seconds", slow_down=True)
    except httpx.InvalidURL:
        return Verdict("retry", "the channel's address is none", slow_down=True)
    except (httpx.HTTPError, OSError) as error:
        return Verdict("retry", f"{_host(outgoing)} cannot be reached: {_short(error)}", slow_down=True)


def _client() -> httpx.AsyncClient:
    timeout = httpx.Timeout(TOTAL_SECONDS, connect=10)
    plain = {"accept-encoding": "identity"}  # what is packed could be any size unpacked
    return httpx.AsyncClient(timeout=timeout, follow_redirects=False, headers=plain)


async def _answer(outgoing: Outgoing, client: httpx.AsyncClient) -> Answer:
    match outgoing:
        case Request():
            return await _request(outgoing, client)
        case Mail():
            return await asyncio.to_thread(_mail, outgoing)
        case Text(text):
            print(text, file=sys.stdout, flush=True)  # noqa: T201 - the console channel is this
            return Answer(200, {}, b"")


async def _request(request: Request, client: httpx.AsyncClient) -> Answer:
    body = bytearray()
    async with client.stream(
        request.method, request.url, headers=dict(request.headers), content=request.body
    ) as response:
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) >= BODY_BYTES:
                break
    headers = {name.lower(): value for name, value in response.headers.items()}
    headers["date"] = headers.get("date") or formatdate(usegmt=True)  # a Retry-After may be a date
    return Answer(response.status_code, headers, bytes(body[:BODY_BYTES]))


def _mail(mail: Mail) -> Answer:
    import smtplib

    try:
        with _smtp(mail) as server:
            if mail.security == "starttls":
                server.starttls(context=_trusted())
            if mail.username:
                server.login(mail.username, mail.password)
            server.sendmail(mail.sender, mail.recipients, mail.message)
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        return Answer(code, {}, words)
    except smtplib.SMTPResponseException as error:
        said = error.smtp_error
        return Answer(error.smtp_code, {}, said if isinstance(said, bytes) else said.encode())
    return Answer(250, {}, b"")


def _smtp(mail: Mail) -> smtplib.SMTP:
    import smtplib

    seconds = TOTAL_SECONDS - 5
    if mail.security == "tls":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=seconds, context=_trusted())
    return smtplib.SMTP(mail.host, mail.port, timeout=seconds)


def _trusted() -> ssl.SSLContext:
    """Certificates are checked, which smtplib by itself does not do."""
    import ssl

    return ssl.create_default_context()


def _host(outgoing: Outgoing) -> str:
    """Where it goes, without what could be secret."""
    if isinstance(outgoing, Request):
        return urlsplit(outgoing.url).hostname or "the address"
    return outgoing.host if isinstance(outgoing, Mail) else "the terminal"


def _short(error: Exception) -> str:
    """An error's words without addresses."""
    words = str(error).split("http", 1)[0].strip(" '\"")
    return f"{type(error).__name__}{f' ({words})' if words else ''}"

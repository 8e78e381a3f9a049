"""Sends: each channel works through a queue of its own, and each answer is judged and recorded."""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol, TypeVar

import httpx

from watcher.alerts.channels.base import Channel, Verdict
from watcher.alerts.message import DIGEST, Message
from watcher.alerts.policy import Budget, Health, Hold, Outcome, Queued, Send, Wait, held_back, next_step, outcome
from watcher.alerts.transport import new_client, post
from watcher.errors import WatcherError

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0  # seconds between looks for alerts that another process made due
INTERRUPTED = "watcher ended before an answer came"
_TAKEN = {"delivered", "unconfirmed"}

_Result = TypeVar("_Result")


OnSwitchedOff = Callable[[str, str], Awaitable[None]]  # what is done when a channel is switched off: its name, and why


class Queue(Protocol):
    """The outbox as this module needs it; every call is one transaction."""

    def queue(self, channel: str) -> Sequence[Queued]:
        """What waits for a channel, in sending order."""

    def sent_since(self, channel: str, since: datetime) -> Sequence[datetime]:
        """When messages went to it."""

    def health(self, channel: str) -> Health:
        """Its health as last recorded; healthy again where a person has fixed it since."""

    def hold(self, ids: Sequence[str], until: datetime) -> None:
        """Keep alerts for a digest."""

    def begin(self, ids: Sequence[str], digest: str | None) -> None:
        """Remember that these alerts go out together under this id, or one under its own: a repeat does so too."""

    def under_way(self, channel: str) -> Sequence[str]:
        """The alerts whose sending began and has no recorded outcome."""

    def message(self, ids: Sequence[str], digest: str | None) -> Message:
        """What the alerts say, as one message."""

    def record(self, channel: str, ids: Sequence[str], outcome: Outcome, now: datetime, ms: int) -> None:
        """The outcome of an attempt, and the health of the channel after it."""

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


class Deliverer:
    """Sends what the outbox holds."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        in_queue: InQueue,
        clock: Callable[[], datetime],
        budget: Budget,
        on_switched_off: OnSwitchedOff | None = None,
    ) -> None:
        """`clock` gives aware times; `budget` is that of every channel; the limits of its platform are added to it.

        `on_switched_off` is awaited with a channel's name and the reason when it is switched off.
        """
        self.channels = channels
        self.health = {name: Health() for name in channels}
        self._in_queue = in_queue
        self._clock = clock
        self._on_switched_off = on_switched_off
        self._budgets = {
            name: replace(budget, rates=getattr(channel, "rates", ()), digest=getattr(channel, "DIGEST", 1000))
            for name, channel in channels.items()
        }
        self._news = {name: asyncio.Event() for name in channels}
        self._unrecorded: dict[str, Callable[[Queue], Outcome]] = {}  # under way, or the store was not writable
        self._waiting: dict[str, tuple[datetime, Sequence[Queued]]] = {}  # as read at that time, without what was sent
        self._started: set[str] = set()  # channels of which it is known how the program left them
        self._ending = False

    def wake(self) -> None:
        """There may be new alerts."""
        for event in self._news.values():
            event.set()

    async def run(self) -> None:
        """Send until cancelled; a message that is under way when that happens is finished and recorded."""
        if not self.channels:
            await asyncio.Event().wait()  # to return at once would have the service start it again and again
        async with new_client() as client:
            await asyncio.gather(*(self._keep_sending(name, client) for name in self.channels), return_exceptions=True)

    async def drain(self) -> None:
        """Send what is due now, and what becomes due at once; then return.

        Raises StoreError when all channels are done, where one could not read or record what is sent.
        """
        async with new_client() as client:
            sending = (self._send_due(name, client) for name in self.channels)
            for done in await asyncio.gather(*sending, return_exceptions=True):
                if isinstance(done, BaseException):
                    raise done

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
        return step.until if isinstance(step, Wait) else await self._to_the_end(self._send_all(name, step, client))

    async def _send_all(self, name: str, step: Ready | Wait, client: httpx.AsyncClient) -> datetime | None:
        """Send this and what is due after it, or until the program ends; when something will be due."""
        while isinstance(step, Ready):
            step = await self._send(name, step, client)
        return step.until

    def _record_and_go_on(self, queue: Queue, name: str) -> tuple[Outcome | None, Ready | Wait]:
        """Record what came of the last message, and get the next: together, since each visit to the store's thread
        costs about as much as the request itself.
        """
        recorded = None
        if judge := self._unrecorded.get(name):  # first, or it would be sent again and again
            recorded = judge(queue)
            del self._unrecorded[name]
        if name not in self._started:
            self._take_up(queue, name)
        health = self.health[name]
        if health.in_trouble and not recorded:  # a person may have mended it, perhaps with another process
            self.health[name] = health = queue.health(name)
        if health.off or self._ending:
            return recorded, Wait(None)
        if until := held_back(health, self._clock()):
            return recorded, Wait(until)
        step = self._next_step(queue, name)
        return recorded, step if isinstance(step, Wait) else self._ready(queue, name, step)

    def _take_up(self, queue: Queue, name: str) -> None:
        """Go on where the program ended. What was under way may have arrived, and then counts against the channel's
        rate; what the channel asked for still holds.
        """
        self.health[name] = queue.health(name)
        if ids := queue.under_way(name):
            unknown = Outcome("pending", INTERRUPTED, self.health[name], counts=False)
            queue.record(name, ids, unknown, self._clock(), 0)
        self._started.add(name)

    def _next_step(self, queue: Queue, name: str) -> Send | Wait:
        """Decide, and hold what must be held."""
        budget = self._budgets[name]
        while True:
            now = self._clock()
            sent = queue.sent_since(name, now - budget.memory) if budget.limited else ()
            step = next_step(self._queued(queue, name, now), sent, now, budget)
            if not isinstance(step, Hold):
                return step
            queue.hold(step.ids, step.until)
            self._waiting.pop(name, None)

    def _queued(self, queue: Queue, name: str, now: datetime) -> Sequence[Queued]:
        """What waits, read anew only when there is no more or some time has passed."""
        read, waiting = self._waiting.get(name, (now, ()))
        if not waiting or not read <= now < read + timedelta(seconds=LOOK_EVERY):
            read, waiting = now, queue.queue(name)
            self._waiting[name] = read, waiting
        return waiting

    def _ready(self, queue: Queue, name: str, step: Send) -> Ready:
        """The message of a step. It is begun only where that matters: a single alert repeats under its id anyway."""
        digest = step.digest or (f"{DIGEST}{secrets.token_hex(12)}" if len(step.ids) > 1 else None)
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
        verdict = await post(self.channels[name], ready.message, self._clock(), client)
        ms = round((time.monotonic() - started) * 1000)
        now = self._clock()
        self._unrecorded[name] = partial(self._judge, name=name, ids=ready.ids, verdict=verdict, now=now, ms=ms)
        recorded, step = await self._in_queue(lambda queue: self._record_and_go_on(queue, name))
        assert recorded  # it was not yet
        _say(name, ready.message.id, recorded, ms)
        if self._on_switched_off and recorded.health.off:
            await self._on_switched_off(name, verdict.because)
        return step

    def _judge(self, queue: Queue, name: str, ids: Sequence[str], verdict: Verdict, now: datetime, ms: int) -> Outcome:
        """Record what a verdict means for the alerts and for the channel."""
        dice = random.random()  # noqa: S311 - jitter keeps no secret
        attempts = queue.attempts(ids) if verdict.state == "retry" else 0
        judged = outcome(verdict, self.health[name], attempts, now, dice)
        if judged.due:
            self._waiting.pop(name, None)
        queue.record(name, ids, judged, now, ms)
        self.health[name] = judged.health
        return judged

    async def _to_the_end(self, work: Coroutine[object, object, _Result]) -> _Result:
        """Finish it, and only then honour a cancellation that came meanwhile; a second one interrupts it."""
        task = asyncio.create_task(work)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._ending = True
            await task
            raise


def _say(name: str, id_: str, recorded: Outcome, ms: int) -> None:
    log.log(
        logging.INFO if recorded.state in _TAKEN else logging.WARNING,
        "channel %s: %s %s in %d ms%s%s",
        name,
        id_,
        recorded.state,
        ms,
        f": {recorded.because}" if recorded.state not in _TAKEN else "",
        f", again at {recorded.due.astimezone():%Y-%m-%d %H:%M:%S}" if recorded.due else "",
    )

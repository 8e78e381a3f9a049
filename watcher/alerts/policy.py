"""What is due, held, retried or given up. Pure: the clock, the queue and the dice come in as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from watcher.alerts.channels.base import Verdict
from watcher.hours import Quiet, Times

WINDOW = timedelta(minutes=1)  # in which messages are counted against `flood`
ATTEMPTS = 20  # with the delays below about 75 hours, as Standard Webhooks recommends
FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=24)
LONGEST_OUTAGE_DELAY = timedelta(minutes=5)  # a channel that is down is tried again at least this often
STUBBORN = 10  # failures in a row after which another alert is tried: it may be the first that cannot be taken
LONGEST_WAIT = timedelta(days=8)  # more than anything may have to wait: past it the clock was set back


@dataclass(frozen=True, slots=True)
class Queued:
    """An alert that waits."""

    id: str
    due: datetime
    held: bool  # goes out with a digest
    digest: str | None  # id of the message that was begun with it: a repeat keeps that id and its alerts
    tried: bool = False  # went by itself and was not taken: a repeat keeps its own id
    urgent: bool = False  # sent in quiet hours too
    group: int | None = None  # goes by itself or with others of the same number
    original: str | None = None  # the alert of which it is a reprint's: goes with it where that has not gone yet

    @property
    def free(self) -> bool:
        """Whether it may still join other alerts."""
        return not self.digest and not self.tried

    def is_due(self, now: datetime) -> bool:
        """Whether it may go now: its time has come, or is one of a clock that was set back."""
        return not now < self.due <= now + LONGEST_WAIT


@dataclass(frozen=True, slots=True)
class Send:
    """Send these alerts now as one message: of that id, or else one by itself and several as a new digest."""

    ids: tuple[str, ...]
    digest: str | None


@dataclass(frozen=True, slots=True)
class Hold:
    """Too many for single messages: keep these until then, for one digest."""

    ids: tuple[str, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing is due before this time; None: nothing waits."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class Budget:
    """How much a channel may be sent."""

    flood: int = 0  # messages a minute, past which what is due becomes a digest; 0 for no limit
    rates: tuple[tuple[int, float], ...] = ()  # the platform's limits: so many messages in so many seconds
    digest: int = 1000  # alerts that one digest carries at most; the others go with the next
    quiet: Quiet | None = None  # when only what is urgent goes
    zone: tzinfo = UTC  # of those hours

    @property
    def limited(self) -> bool:
        """Whether it matters what was sent before."""
        return bool(self.flood or self.rates)

    @property
    def memory(self) -> timedelta:
        """How far back the sent messages must be known."""
        return max([WINDOW, *(timedelta(seconds=seconds) for _, seconds in self.rates)])


@dataclass(frozen=True, slots=True)
class Health:
    """The health of a channel."""

    failures: int = 0  # in a row, that concern the channel as a whole
    because: str = ""  # what its last message met, where that was not taken
    blocked_until: datetime | None = None
    off: bool = False  # the receiver wants no more, until a person has mended the channel
    asked: bool = False  # it was the receiver that named the time

    @property
    def in_trouble(self) -> bool:
        """Whether it may not simply be sent to."""
        return self.off or self.blocked_until is not None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt, for its alerts and for the channel."""

    state: str  # of the alerts from now on
    because: str
    health: Health
    due: datetime | None = None  # when they are tried again
    counts: bool = True  # it uses up an attempt of theirs


def next_step(queue: Sequence[Queued], sent: Sequence[datetime], now: datetime, budget: Budget) -> Send | Hold | Wait:
    """What a channel does next. `queue` is in sending order, `sent` the times of its messages as far as `memory`.

    The first alert that is due goes, with those of its group and its reprints; one that must wait steps aside for
    those behind it. A message that was begun goes again with the same alerts. Past `flood` messages in a window what
    is due is held for one digest. In quiet hours all that is not urgent is held until they end, and what was tried
    waits. A clock that was set back leaves messages and times of the future behind: those do not count, and alerts
    whose time is farther away than any may be are due.
    """
    if budget.quiet and (end := budget.quiet.until(now, budget.zone)):
        urgent = {alert.digest for alert in queue if alert.urgent and alert.digest}
        others = (alert for alert in queue if not alert.urgent and alert.digest not in urgent)
        quiet = {alert.id for alert in others if alert.due < end or alert.is_due(now)}
        if free := tuple(a.id for a in queue if a.id in quiet and a.is_due(now) and a.free):
            return Hold(free, end)
        queue = [replace(alert, due=end) if alert.id in quiet else alert for alert in queue]
    first = next((alert for alert in queue if alert.is_due(now)), None)
    if first is None:
        return Wait(min((alert.due for alert in queue), default=None))
    past = [at for at in sent if at <= now]
    allowed = allowed_from(past, budget.rates)
    if allowed and allowed > now:
        return Wait(allowed)
    lately = [at for at in past if at > now - WINDOW]
    if budget.flood and len(lately) >= budget.flood:
        until = lately[len(lately) - budget.flood] + WINDOW
        due = (alert for alert in queue if alert.is_due(now))
        free = tuple(alert.id for alert in due if alert.free)
        return Hold(free, until) if len(free) > 1 or (free and first.held) else Wait(until)
    if first.digest:
        return Send(tuple(alert.id for alert in queue if alert.digest == first.digest), first.digest)
    if not first.free:
        return Send((first.id,), None)
    return _together(first, queue, now, budget)


def _together(first: Queued, queue: Sequence[Queued], now: datetime, budget: Budget) -> Send:
    """The first alert with those that go with it: a digest's, a group's, and the reprints of each."""
    together = [first.id]
    if first.held:
        together = [alert.id for alert in queue if alert.is_due(now) and alert.held and alert.free][: budget.digest]
    elif first.group is not None:
        others = (a for a in queue if a.group == first.group and a.is_due(now) and a.free and a is not first)
        together += [alert.id for alert in others]
    reprints = [a.id for a in queue if a.original in together and a.free and a.id not in together]
    is_digest = first.held and len(together) > 1
    ids = (*together, *reprints)
    return Send(ids, None if is_digest or len(ids) == 1 else first.id)


def initial_state(times: Times | None, zone: tzinfo, now: datetime, *, together: bool) -> tuple[str, datetime]:
    """The state of a new alert, and when it is due: with the next digest, or now, by itself or `together`."""
    return ("held", times.after(now, zone)) if times else ("held" if together else "pending", now)


def allowed_from(sent: Sequence[datetime], rates: Sequence[tuple[int, float]]) -> datetime | None:
    """When the platform's limits allow the next message; None where they were never near.

    Counted over a sliding window: a bucket that refills would let through twice the number around its edge, and
    DingTalk answers the 21st message of a minute with ten minutes of silence.
    """
    full = (sent[len(sent) - count] + timedelta(seconds=seconds) for count, seconds in rates if len(sent) >= count)
    return max(full, default=None)


def retry_at(attempts: int, verdict: Verdict, now: datetime, dice: float) -> datetime | None:
    """When an alert that was not taken is tried again; None when it is given up.

    `attempts` counts the one just made, `dice` is a random number from 0 to 1. Full jitter: any time up to a delay
    that doubles, so that receivers which come back are not met by all senders at once. What the receiver asks for
    is kept.
    """
    if attempts >= ATTEMPTS:
        return None
    delay: timedelta = min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(attempts - 1, 30)) * dice
    return now + max(delay, timedelta(seconds=verdict.after or 0.5))


def outage_until(failures: int, verdict: Verdict, now: datetime, dice: float) -> datetime:
    """How long a channel that is down or asks to slow down is left alone, after so many failures in a row."""
    delay: timedelta = min(LONGEST_OUTAGE_DELAY, timedelta(seconds=1) * 2 ** min(failures, 30)) * (0.5 + dice / 2)
    return now + max(delay, timedelta(seconds=verdict.after or 0))


def outcome(verdict: Verdict, health: Health, attempts: int, now: datetime, dice: float) -> Outcome:
    """What a verdict means, for alerts that were tried so often before.

    An outage is the channel's: it uses up no attempt, and nothing behind it is tried meanwhile; but now and then the
    alert steps aside, so that one that the receiver cannot handle does not hold up the others for good. A refusal of
    the whole channel says nothing of the alert either: it waits until a person has mended the channel.
    """
    troubled = replace(health, because=verdict.because)
    match verdict.state:
        case "retry" if verdict.slow_down:
            failures = health.failures + 1
            until = outage_until(failures, verdict, now, dice)
            down = replace(troubled, failures=failures, blocked_until=until, asked=verdict.after is not None)
            aside = timedelta() if failures % STUBBORN else LONGEST_OUTAGE_DELAY
            return Outcome("pending", verdict.because, down, until + aside, counts=False)
        case "retry":
            due = retry_at(attempts + 1, verdict, now, dice)
            return Outcome("pending" if due else "dead", verdict.because, troubled, due)
        case "refused" if verdict.channel_off:
            return Outcome("pending", verdict.because, replace(troubled, off=True))
        case "refused":
            return Outcome("dead", verdict.because, troubled)
        case _:
            return Outcome(verdict.state, verdict.because, Health())


def held_back(health: Health, now: datetime) -> datetime | None:
    """Until when a channel that is not switched off is left alone; None where it may be sent to."""
    until = health.blocked_until
    return until if until and now < until <= now + LONGEST_WAIT else None

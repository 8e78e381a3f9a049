"""What is due, held, retried or given up: decided from values alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from watcher.alerts.channels.base import Verdict
from watcher.alerts.policy import (
    ATTEMPTS,
    LONGEST_DELAY,
    LONGEST_OUTAGE_DELAY,
    WINDOW,
    Budget,
    Health,
    Hold,
    Outcome,
    Queued,
    Send,
    Wait,
    initial_state,
    next_step,
    outage_until,
    outcome,
    retry_at,
)
from watcher.hours import Quiet, Times

NOW = datetime(2024, 5, 6, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
RETRY = Verdict("retry", "HTTP 500")


def waiting(id: str, due: float = 0, *, held: bool = False, digest: str | None = None) -> Queued:
    """An alert that is due so many seconds from NOW."""
    return Queued(id, NOW + due * SECOND, held, digest)


def sent(*ago: float) -> list[datetime]:
    """Messages that went so many seconds ago."""
    return sorted(NOW - seconds * SECOND for seconds in ago)


@pytest.mark.parametrize(
    ("queue", "before", "flood", "step"),
    [
        pytest.param([], [], 2, Wait(None), id="nothing waits"),
        pytest.param([waiting("a", 9), waiting("b", 5)], [], 2, Wait(NOW + 5 * SECOND), id="none is due yet"),
        pytest.param([waiting("a"), waiting("b")], [], 2, Send(("a",), None), id="the first that is due goes alone"),
        pytest.param([waiting("a", 9), waiting("b")], [], 2, Send(("b",), None), id="one that must wait steps aside"),
        pytest.param(
            [waiting("a"), waiting("b", 9), waiting("c")],
            sent(50, 10),
            2,
            Hold(("a", "c"), NOW + 10 * SECOND),
            id="past flood what is due is held until a message may go",
        ),
        pytest.param([waiting("a")], sent(50, 10), 2, Wait(NOW + 10 * SECOND), id="a single one past flood waits"),
        pytest.param([waiting("a")], sent(50, 10), 0, Send(("a",), None), id="flood 0 is no limit"),
        pytest.param([waiting("a")], sent(-3000, -2000), 2, Send(("a",), None), id="the clock was set back"),
        pytest.param(
            [waiting("a", 9e6), waiting("b", 6e5)],
            [],
            2,
            Send(("a",), None),
            id="the clock was set back by months, and what waits from then is due",
        ),
        pytest.param(
            [waiting("a", held=True), waiting("b", held=True), waiting("c")],
            [],
            2,
            Send(("a", "b"), None),
            id="what was held goes together",
        ),
        pytest.param(
            [waiting("a", held=True), waiting("b")],
            sent(30, 20),
            2,
            Hold(("a", "b"), NOW + 30 * SECOND),
            id="newcomers join a digest that must still wait",
        ),
        pytest.param(
            [waiting("a", digest="dig_1"), waiting("b", digest="dig_1"), waiting("c")],
            [],
            2,
            Send(("a", "b"), "dig_1"),
            id="a digest that was tried goes again with the same alerts",
        ),
        pytest.param(
            [waiting("a", digest="dig_1"), waiting("b", digest="dig_1")],
            sent(30, 20),
            2,
            Wait(NOW + 30 * SECOND),
            id="a digest that was tried is a message like others for flood",
        ),
        pytest.param(
            [waiting("a"), waiting("b", digest="dig_1"), waiting("c", digest="dig_1"), waiting("d")],
            sent(30, 20),
            2,
            Hold(("a", "d"), NOW + 30 * SECOND),
            id="alerts of a digest are not put in another",
        ),
        pytest.param(
            [waiting("a"), replace(waiting("b"), tried=True), waiting("c")],
            sent(30, 20),
            2,
            Hold(("a", "c"), NOW + 30 * SECOND),
            id="an alert that was tried by itself keeps its id",
        ),
    ],
)
def test_next_step(queue: list[Queued], before: list[datetime], flood: int, step: Send | Hold | Wait) -> None:
    """The cases one by one."""
    assert next_step(queue, before, NOW, Budget(flood)) == step


@dataclass
class Channel:
    """A channel and its outbox, in a world where time passes only between steps."""

    flood: int
    refusals: list[float]  # seconds after which a message that is not taken is tried again, in order; then all is taken
    now: datetime = NOW
    queue: list[Queued] = field(default_factory=list)
    messages: list[tuple[datetime, str, tuple[str, ...], bool]] = field(default_factory=list)  # when, id, alerts, taken

    def work(self) -> datetime | None:
        """Do all steps that can be done now; when to go on."""
        for _ in range(1000):
            recent = [at for at, *_ in self.messages if at > self.now - WINDOW]
            step = next_step(self.queue, recent, self.now, Budget(self.flood))
            if isinstance(step, Wait):
                return step.until
            if isinstance(step, Hold):
                assert step.until > self.now, "held until a time that has come would loop"
                self._change(step.ids, due=step.until, held=True)
            else:
                self._send(step)
        raise AssertionError("a channel never comes to rest")

    def _send(self, step: Send) -> None:
        id_ = step.digest or (step.ids[0] if len(step.ids) == 1 else f"dig_{len(self.messages)}")
        digest = id_ if len(step.ids) > 1 else None
        self.messages.append((self.now, id_, step.ids, not self.refusals))
        if self.refusals:
            later = self.now + self.refusals.pop(0) * SECOND
            self._change(step.ids, due=later, held=False, digest=digest, tried=True)
        else:
            self.queue = [alert for alert in self.queue if alert.id not in step.ids]

    def _change(self, ids: tuple[str, ...], **changes: object) -> None:
        self.queue = [replace(alert, **changes) if alert.id in ids else alert for alert in self.queue]


@given(
    arrivals=st.lists(st.integers(0, 150), max_size=40),
    flood=st.integers(0, 4),
    refusals=st.lists(st.floats(0.5, 100), max_size=8),
)
@example(arrivals=[0, 0, 0], flood=1, refusals=[90, 0.5, 0.5])
def test_whatever_comes_no_alert_is_lost_repeated_or_sent_too_fast(
    arrivals: list[int], flood: int, refusals: list[float]
) -> None:
    """A life of a channel: bursts of alerts, and a receiver that refuses at first."""
    channel = Channel(flood, refusals)
    todo = sorted(arrivals)
    number = 0
    for _ in range(2000):
        while todo and NOW + todo[0] * SECOND <= channel.now:
            channel.queue.append(Queued(f"a{number:02}", NOW + todo.pop(0) * SECOND, held=False, digest=None))
            number += 1
        until = channel.work()
        times = [*([until] if until else []), *(NOW + seconds * SECOND for seconds in todo[:1])]
        if not times:
            break
        channel.now = max(min(times), channel.now + timedelta(milliseconds=1))
    taken = [id_ for _, _, ids, was_taken in channel.messages if was_taken for id_ in ids]
    assert sorted(taken) == [f"a{each:02}" for each in range(number)], "each alert is taken exactly once"
    members = {alert: id_ for _, id_, ids, _ in channel.messages for alert in ids}
    assert all(members[alert] == id_ for _, id_, ids, _ in channel.messages for alert in ids), "repeats keep their id"
    at = [when for when, *_ in channel.messages]
    if flood:
        assert all(later - earlier >= WINDOW for earlier, later in zip(at, at[flood:], strict=False))


@given(st.lists(st.integers(0, 20), max_size=20), st.integers(0, 3))
def test_alerts_go_in_the_order_in_which_they_came(arrivals: list[int], flood: int) -> None:
    """As long as the receiver takes them."""
    channel = Channel(flood, [])
    for number, seconds in enumerate(sorted(arrivals)):
        channel.queue.append(waiting(f"a{number:02}", seconds))
    while until := channel.work():
        channel.now = until
    order = [id_ for _, _, ids, _ in channel.messages for id_ in ids]
    assert order == sorted(order)


@pytest.mark.parametrize("attempts", range(1, ATTEMPTS))
def test_delays_double_up_to_a_day_with_full_jitter(attempts: int) -> None:
    """The dice alone choose between at once and the longest."""
    longest = min(5 * 2 ** (attempts - 1), LONGEST_DELAY.total_seconds())
    delays = [retry_at(attempts, RETRY, NOW, dice) for dice in (0.0, 0.5, 1.0)]
    assert [(at - NOW).total_seconds() for at in delays if at] == [0.5, max(0.5, longest / 2), longest]


def test_an_alert_is_given_up_after_the_last_attempt() -> None:
    """And not before."""
    assert retry_at(ATTEMPTS - 1, RETRY, NOW, 0.5) is not None
    assert retry_at(ATTEMPTS, RETRY, NOW, 0.5) is None


@given(st.integers(1, ATTEMPTS - 1), st.floats(0, 604_800), st.floats(0, 1))
def test_what_the_receiver_asks_for_is_kept(attempts: int, after: float, dice: float) -> None:
    """No attempt comes before `Retry-After`."""
    at = retry_at(attempts, replace(RETRY, after=after), NOW, dice)
    assert at is not None
    assert at >= NOW + timedelta(seconds=after)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_a_channel_that_is_down_is_tried_at_least_every_five_minutes(failures: int, dice: float) -> None:
    """But not at once, however long it is down."""
    delay = outage_until(failures, RETRY, NOW, dice) - NOW
    assert SECOND <= delay <= LONGEST_OUTAGE_DELAY


@given(st.integers(1, 50), st.floats(0, 604_800), st.floats(0, 1))
def test_a_channel_that_asks_for_time_gets_it(failures: int, after: float, dice: float) -> None:
    """Also when that is longer than we would wait by ourselves."""
    assert outage_until(failures, replace(RETRY, after=after), NOW, dice) >= NOW + timedelta(seconds=after)


@pytest.mark.parametrize(
    ("before", "rates", "step"),
    [
        pytest.param(sent(30), ((2, 60.0),), Send(("a",), None), id="under the rate it goes"),
        pytest.param(sent(50, 30), ((2, 60.0),), Wait(NOW + 10 * SECOND), id="at the rate it waits for the oldest"),
        pytest.param(sent(50, 0.5), ((20, 60.0), (1, 1.0)), Wait(NOW + 0.5 * SECOND), id="every rate is kept"),
        pytest.param(sent(90, 80), ((2, 60.0),), Send(("a",), None), id="what went long ago does not count"),
    ],
)
def test_a_platforms_rate_is_kept_before_it_complains(
    before: list[datetime], rates: tuple[tuple[int, float], ...], step: Send | Wait
) -> None:
    """The next message waits until the platform bears it."""
    assert next_step([waiting("a")], before, NOW, Budget(rates=rates)) == step


def test_a_digest_carries_no_more_than_its_channel_can_list() -> None:
    """The rest goes with the next one."""
    held = [waiting(name, held=True) for name in "abc"]
    assert next_step(held, [], NOW, Budget(digest=2)) == Send(("a", "b"), None)


ILL = Health(2, "HTTP 503", NOW - SECOND)
LATER = NOW + 100 * SECOND


@pytest.mark.parametrize(
    ("verdict", "attempts", "expected"),
    [
        pytest.param(Verdict("delivered", "ok"), 3, Outcome("delivered", "ok", Health()), id="taken: all is well"),
        pytest.param(
            Verdict("unconfirmed", "HTTP 202"), 3, Outcome("unconfirmed", "HTTP 202", Health()), id="taken, it seems"
        ),
        pytest.param(
            Verdict("retry", "no", after=100),
            3,
            Outcome("pending", "no", replace(ILL, because="no"), LATER),
            id="an error is the alert's",
        ),
        pytest.param(
            Verdict("retry", "no"),
            ATTEMPTS - 1,
            Outcome("dead", "no", replace(ILL, because="no")),
            id="after the last attempt it is given up",
        ),
        pytest.param(
            Verdict("retry", "busy", after=100, slow_down=True),
            ATTEMPTS - 1,
            Outcome("pending", "busy", Health(3, "busy", LATER, asked=True), LATER, counts=False),
            id="an outage is the channel's, and uses up no attempt",
        ),
        pytest.param(
            Verdict("refused", "bad"),
            0,
            Outcome("dead", "bad", replace(ILL, because="bad")),
            id="a refusal of one alert is the end of it",
        ),
        pytest.param(
            Verdict("refused", "gone", channel_off=True),
            0,
            Outcome("pending", "gone", replace(ILL, because="gone", off=True)),
            id="a refusal of the channel switches it off, and the alert waits",
        ),
    ],
)
def test_what_a_verdict_means(verdict: Verdict, attempts: int, expected: Outcome) -> None:
    """For the alert, and for a channel that had been ill."""
    assert outcome(verdict, ILL, attempts, NOW, 0.0) == expected


NIGHT = Budget(quiet=Quiet(time(9), time(10)))  # NOW lies in it
MORNING = NOW + timedelta(minutes=30)
LOUD = replace(waiting("u"), urgent=True)


@pytest.mark.parametrize(
    ("queue", "step"),
    [
        pytest.param([waiting("a"), waiting("b")], Hold(("a", "b"), MORNING), id="what is due is held until they end"),
        pytest.param([waiting("a", 9)], Wait(MORNING), id="what will be due waits as long"),
        pytest.param([waiting("a", 9999)], Wait(NOW + 9999 * SECOND), id="what is due later still keeps its time"),
        pytest.param([waiting("a", held=True)], Hold(("a",), MORNING), id="a digest waits too"),
        pytest.param([LOUD], Send(("u",), None), id="what is urgent goes"),
        pytest.param([waiting("a", 1800, held=True), LOUD], Send(("u",), None), id="and takes nothing with it"),
        pytest.param([replace(waiting("a"), tried=True)], Wait(MORNING), id="a repeat waits"),
        pytest.param([replace(LOUD, tried=True)], Send(("u",), None), id="a repeat of what is urgent does not"),
        pytest.param([waiting("a", digest="dig_1")], Wait(MORNING), id="a digest that was tried waits"),
        pytest.param(
            [waiting("a", digest="dig_1"), replace(LOUD, digest="dig_1")],
            Send(("a", "u"), "dig_1"),
            id="but not where something urgent went with it",
        ),
    ],
)
def test_in_quiet_hours(queue: list[Queued], step: Send | Hold | Wait) -> None:
    """Only what is urgent goes."""
    assert next_step(queue, [], NOW, NIGHT) == step


def test_what_was_quiet_goes_when_the_hours_end() -> None:
    """A single alert by itself, several as a digest."""
    one, other = (waiting(name, 1800, held=True) for name in "ab")
    assert next_step([one], [], MORNING, NIGHT) == Send(("a",), None)
    assert next_step([one, other], [], MORNING, NIGHT) == Send(("a", "b"), None)


def test_a_new_alert_is_due_now_or_with_the_next_digest() -> None:
    hourly = Times(every=timedelta(hours=1))
    assert initial_state(None, UTC, NOW, together=False) == ("pending", NOW)
    assert initial_state(None, UTC, NOW, together=True) == ("held", NOW)
    assert initial_state(hourly, UTC, NOW, together=False) == ("held", MORNING)

"""The life of a channel: alerts of all kinds, a receiver of many moods, crashes, quiet hours; no promise is broken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from watcher.alerts.channels.base import Verdict
from watcher.alerts.policy import (
    WINDOW,
    Budget,
    Health,
    Hold,
    Queued,
    Send,
    Wait,
    held_back,
    initial_state,
    next_step,
    outcome,
)
from watcher.hours import Quiet, Times

START = datetime(2024, 10, 26, 18, 0, tzinfo=UTC)  # the evening before clocks change in Berlin
BERLIN = ZoneInfo("Europe/Berlin")
TAKEN = Verdict("delivered", "ok")
MOODS = st.sampled_from(
    [
        TAKEN,
        Verdict("retry", "HTTP 500"),
        Verdict("retry", "HTTP 500", after=400),
        Verdict("retry", "HTTP 429", after=90, slow_down=True),
        Verdict("retry", "no answer", slow_down=True),
        Verdict("refused", "HTTP 400"),
    ]
)
TIMES = st.sampled_from([None, None, Times(every=timedelta(minutes=15)), Times(time(7, 30)), Times(time(2, 30))])


@dataclass(frozen=True)
class Message:
    """What the receiver saw."""

    at: datetime
    id: str
    alerts: tuple[str, ...]


class Life(RuleBasedStateMachine):
    """A channel, its outbox and its receiver."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.queue: list[Queued] = []
        self.health = Health()
        self.attempts: dict[str, int] = {}
        self.messages: list[Message] = []
        self.done: dict[str, str] = {}  # alert -> delivered or dead
        self.moods: list[Verdict] = []
        self.made = 0
        self.crash_next = False

    @initialize(
        flood=st.integers(0, 3),
        rates=st.sampled_from([(), ((1, 1.0),), ((2, 60.0), (1, 5.0))]),
        digest=st.integers(1, 4),
        quiet=st.sampled_from([None, Quiet(time(22), time(7)), Quiet(time(2), time(2, 45))]),
    )
    def begin(self, flood: int, rates: tuple[tuple[int, float], ...], digest: int, quiet: Quiet | None) -> None:
        self.budget = Budget(flood, rates, digest, quiet, BERLIN)

    @rule(urgent=st.booleans(), group=st.sampled_from([None, 1, 2]), times=TIMES, more=st.integers(0, 3))
    def alerts_come(self, urgent: bool, group: int | None, times: Times | None, more: int) -> None:
        for _ in range(1 + more):
            self._add(None if urgent else times, urgent=urgent, group=group, original=None)

    @rule(data=st.data(), times=TIMES)
    def a_reprint_comes(self, data: st.DataObject, times: Times | None) -> None:
        if self.made:
            number = data.draw(st.integers(0, self.made - 1))
            self._add(times or Times(time(9)), urgent=False, group=None, original=f"a{number:03}")

    @rule(moods=st.lists(MOODS, max_size=4))
    def the_receiver_is_moody(self, moods: list[Verdict]) -> None:
        self.moods = moods

    @rule()
    def the_program_crashes_while_it_sends(self) -> None:
        self.crash_next = True

    @rule(seconds=st.sampled_from([1, 30, 61, 900, 3600, 9 * 3600]))
    def time_passes(self, seconds: int) -> None:
        self._live(self.now + timedelta(seconds=seconds))

    def teardown(self) -> None:
        """When the receiver is well, every alert that was not refused is delivered, once."""
        self.moods, self.crash_next = [], False
        self._live(self.now + timedelta(days=9))
        assert self.queue == []
        assert len(self.done) == self.made

    def _add(self, times: Times | None, *, urgent: bool, group: int | None, original: str | None) -> None:
        state, due = initial_state(times, BERLIN, self.now, together=False)
        id_ = f"a{self.made:03}"
        self.made += 1
        self.queue.append(Queued(id_, due, state == "held", None, urgent=urgent, group=group, original=original))

    def _live(self, until: datetime) -> None:
        """Do what is to be done at each time, as the deliverer does."""
        for _ in range(5000):
            step = self._step()
            if isinstance(step, Wait):
                if step.until is None or step.until >= until:
                    self.now = until
                    return
                assert step.until > self.now, "it would look again and again"
                self.now = step.until
            elif isinstance(step, Hold):
                assert step.until > self.now
                assert step.ids
                self._change(step.ids, due=step.until, held=True)
            else:
                self._send(step)
        raise AssertionError("a channel never comes to rest")

    def _step(self) -> Send | Hold | Wait:
        if until := held_back(self.health, self.now):
            return Wait(until)
        sent = [message.at for message in self.messages if message.at > self.now - self.budget.memory]
        return next_step(self.queue, sent, self.now, self.budget)

    def _send(self, step: Send) -> None:
        id_ = step.digest or (step.ids[0] if len(step.ids) == 1 else f"dig_{len(self.messages)}")
        if len(step.ids) > 1 or step.digest or self.budget.limited:
            self._change(step.ids, digest=id_)
        self._look_at(Message(self.now, id_, step.ids))
        self.messages.append(Message(self.now, id_, step.ids))
        if self.crash_next:
            self.crash_next = False
            if self.budget.limited or step.digest or len(step.ids) > 1:  # it was begun: that is seen at the next start
                self._change(step.ids, held=False, tried=True)
            return
        verdict = self.moods.pop(0) if self.moods else TAKEN
        judged = outcome(verdict, self.health, self.attempts.get(step.ids[0], 0), self.now, 0.5)
        self.health = judged.health
        for alert in step.ids:
            self.attempts[alert] = self.attempts.get(alert, 0) + judged.counts
        if judged.state == "pending":
            assert judged.due
            self._change(step.ids, due=judged.due, held=False, tried=True)
        else:
            self.done |= dict.fromkeys(step.ids, judged.state)
            self.queue = [alert for alert in self.queue if alert.id not in step.ids]

    def _look_at(self, message: Message) -> None:
        """Nothing that goes out breaks a promise."""
        alerts = [alert for alert in self.queue if alert.id in message.alerts]
        assert len(alerts) == len(message.alerts) == len(set(message.alerts)), "each alert once, and none that is done"
        for before in self.messages:
            together = set(before.alerts) & set(message.alerts)
            if together or before.id == message.id:
                assert before.id == message.id, "a repeat keeps its id"
                assert set(before.alerts) == set(message.alerts) or self._may_have_grown(before, alerts)
        early = [alert.id for alert in alerts if alert.due > self.now]
        assert all(alert.original in message.alerts for alert in alerts if alert.id in early), "nothing goes early"
        if self.budget.quiet and self.budget.quiet.until(self.now, BERLIN):
            assert any(alert.urgent for alert in alerts), "it is quiet"
        if message.id.startswith("dig_"):
            own = [alert for alert in alerts if alert.original not in message.alerts]
            assert len(own) <= self.budget.digest
        sent = [before.at for before in self.messages]
        rates = [*self.budget.rates, *([(self.budget.flood, WINDOW.total_seconds())] if self.budget.flood else [])]
        for number, seconds in rates:
            lately = [at for at in sent if at > self.now - timedelta(seconds=seconds)]
            assert len(lately) < number, "too many at once"

    def _may_have_grown(self, before: Message, alerts: list[Queued]) -> bool:
        """A single message that a crash cut off is not known to have gone, where nothing limits the channel."""
        more = [alert for alert in alerts if alert.id not in before.alerts]
        return not self.budget.limited and len(before.alerts) == 1 and all(a.original == before.id for a in more)

    def _change(self, ids: tuple[str, ...], **changes: object) -> None:
        self.queue = [replace(alert, **changes) if alert.id in ids else alert for alert in self.queue]  # type: ignore[arg-type]


Life.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
TestLife = Life.TestCase

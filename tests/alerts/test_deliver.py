"""Sending, with an outbox that is a list and receivers that are real: what each answer does to alerts and channels."""

from __future__ import annotations

import asyncio
import gzip
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from desk import SECRET, free_port
from receiver import Receiver, Reply

from watcher.alerts import deliver, transport
from watcher.alerts.channels.base import Answer, Channel, Request, Verdict
from watcher.alerts.channels.console import Console
from watcher.alerts.channels.email import Email
from watcher.alerts.channels.webhook import Webhook
from watcher.alerts.deliver import Deliverer
from watcher.alerts.message import Card, Item, Message
from watcher.alerts.policy import ATTEMPTS, STUBBORN, Budget, Health, Outcome, Queued
from watcher.alerts.transport import BODY_BYTES
from watcher.errors import StoreError
from watcher.options import Secret

START = datetime(2024, 5, 6, 9, 30, tzinfo=UTC)
CARD = Card(
    id=1,
    revision=1,
    title="关于车路协同试点的通知",
    url="https://notices.example/1",
    path="a.md",
    published=START,
    updated=START,
    author="某办",
    categories=(),
    excerpt="请各城市报送方案。",
)


@dataclass
class Alert:
    """A row of the outbox."""

    channel: str
    queued: Queued
    state: str = "pending"
    attempts: int = 0
    because: str = ""


@dataclass
class Outbox:
    """An outbox in memory, with a clock that stands still until it is moved."""

    now: datetime = START
    alerts: list[Alert] = field(default_factory=list)
    sent: list[tuple[str, datetime]] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    channels: dict[str, Health] = field(default_factory=dict)
    broken: bool = False  # nothing can be recorded
    looks: int = 0  # how often somebody looked what waits

    def add(self, channel: str, *ids: str) -> None:
        """New alerts, due now."""
        self.alerts += [Alert(channel, Queued(id_, self.now, held=False, digest=None)) for id_ in ids]

    def __getitem__(self, id_: str) -> Alert:
        return next(alert for alert in self.alerts if alert.queued.id == id_)

    @property
    def states(self) -> dict[str, str]:
        """What became of each alert."""
        return {alert.queued.id: alert.state for alert in self.alerts}

    def clock(self) -> datetime:
        """The time."""
        return self.now

    def later(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)

    async def in_queue(self, work: Callable[[Any], Any]) -> Any:
        """As the service does: not at once."""
        await asyncio.sleep(0)
        return work(self)

    # what `deliver` asks

    def queue(self, channel: str) -> Sequence[Queued]:
        self.looks += 1
        return [each.queued for each in self.alerts if each.channel == channel and each.state in {"pending", "held"}]

    def sent_since(self, channel: str, since: datetime) -> Sequence[datetime]:
        return [at for name, at in self.sent if name == channel and at > since]

    def hold(self, ids: Sequence[str], until: datetime) -> None:
        for id_ in ids:
            self[id_].state = "held"
            self[id_].queued = replace(self[id_].queued, held=True, due=until)

    def begin(self, ids: Sequence[str], digest: str | None) -> None:
        self.begun += ids
        for id_ in ids if digest else ():
            self[id_].queued = replace(self[id_].queued, digest=digest)

    def under_way(self, channel: str) -> Sequence[str]:
        return [id_ for id_ in self.begun if self[id_].channel == channel]

    def message(self, ids: Sequence[str], digest: str | None) -> Message:
        items = tuple(Item(rule="试点", change="new", article=CARD, notice=None, mentions=()) for _ in ids)
        kind = "digest" if digest else "matched"
        return Message(id=digest or ids[0], kind=kind, at=START, language="zh-CN", items=items)

    def health(self, channel: str) -> Health:
        return self.channels.get(channel, Health())

    def record(self, channel: str, ids: Sequence[str], outcome: Outcome, now: datetime, ms: int) -> None:
        if self.broken:
            raise StoreError("the store cannot be written: disk is full")
        self.sent.append((channel, now))
        self.begun = [id_ for id_ in self.begun if id_ not in ids]
        self.channels[channel] = outcome.health
        for id_ in ids:
            alert = self[id_]
            alert.state, alert.because, alert.attempts = outcome.state, outcome.because, alert.attempts + outcome.counts
            due = outcome.due or alert.queued.due
            alert.queued = replace(alert.queued, held=outcome.state == "held", due=due)

    def attempts(self, ids: Sequence[str]) -> int:
        return self[ids[0]].attempts


@pytest.fixture
def outbox() -> Outbox:
    """Empty."""
    return Outbox()


def hook(url: str, secret: str | None = None) -> Webhook:
    """A webhook to that address."""
    return Webhook(url=Secret(url, Path()), secret=Secret(secret, Path()) if secret else None)


def deliverer(outbox: Outbox, flood: int = 0, **channels: Channel) -> Deliverer:
    """Sends from the outbox to these channels."""
    return Deliverer(channels, outbox.in_queue, outbox.clock, Budget(flood))


def drain(sender: Deliverer) -> None:
    """Send all that is due now."""
    asyncio.run(sender.drain())


async def until(look: Callable[[], object], seconds: float = 20) -> None:
    """Go on as soon as that is true."""
    async with asyncio.timeout(seconds):
        while not look():
            await asyncio.sleep(0.01)


# one channel and another


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param("nobody listens", id="nobody listens"),
        pytest.param(Reply(500, body=b"oops"), id="it answers with errors"),
        pytest.param(Reply(429, {"Retry-After": "3600"}), id="it asks to wait an hour"),
        pytest.param(Reply(410), id="it wants no more"),
        pytest.param("no address", id="its address is none"),
        pytest.param("fault", id="its own code fails"),
        pytest.param("no secret", id="its secret is missing"),
    ],
)
def test_trouble_of_one_channel_is_not_another_ones(
    outbox: Outbox, receiver: Receiver, new_receiver: Callable[..., Receiver], trouble: Reply | str
) -> None:
    """The other has all its alerts, and nothing is lost."""
    if isinstance(trouble, Reply):
        troubled = new_receiver()
        troubled.usual = trouble
        bad: Channel = hook(troubled.url)
    else:
        bad = {
            "nobody listens": hook(f"http://127.0.0.1:{free_port()}/"),
            "no address": hook("http://[/"),
            "fault": Broken(),
            "no secret": hook("env:THERE_IS_NO_SUCH_VARIABLE"),
        }[trouble]
    outbox.add("bad", "b1", "b2")
    outbox.add("good", "g1", "g2")
    drain(deliverer(outbox, bad=bad, good=hook(receiver.url)))
    assert receiver.ids == ["g1", "g2"]
    assert {outbox.states[id_] for id_ in ("g1", "g2")} == {"delivered"}
    assert {outbox.states[id_] for id_ in ("b1", "b2")} <= {"pending", "dead"}
    assert outbox["b1"].because


class Broken:
    """A channel with a fault."""

    type = "broken"

    def outgoing(self, message: Message, now: datetime) -> Request:
        raise ZeroDivisionError("a fault of ours")

    def verdict(self, answer: Answer) -> Verdict:
        raise NotImplementedError


def test_a_slow_channel_holds_up_no_other(
    outbox: Outbox, receiver: Receiver, new_receiver: Callable[..., Receiver]
) -> None:
    """The quick one has everything before the slow one has answered once."""
    gate, slow = threading.Event(), new_receiver()
    slow.usual = Reply(after=gate)
    outbox.add("slow", "s1", "s2")
    outbox.add("quick", "q1", "q2", "q3")

    async def both() -> None:
        sending = asyncio.create_task(deliverer(outbox, slow=hook(slow.url), quick=hook(receiver.url)).drain())
        await until(lambda: [outbox.states[id_] for id_ in ("q1", "q2", "q3")] == ["delivered"] * 3)
        assert slow.ids == ["s1"]
        assert outbox.states["s1"] == "pending"
        gate.set()
        await sending

    asyncio.run(both())
    assert slow.ids == ["s1", "s2"]


# what an answer means


def test_an_error_is_tried_again_later_under_the_same_id_and_lets_others_pass(
    outbox: Outbox, receiver: Receiver
) -> None:
    """One attempt is used up; the next comes within five seconds, and not at once."""
    receiver.script = [Reply(500, body=b"oops")]
    outbox.add("team", "a", "b")
    sender = deliverer(outbox, team=hook(receiver.url))
    drain(sender)
    assert receiver.ids == ["a", "b"]
    assert (outbox["a"].state, outbox["a"].attempts) == ("pending", 1)
    assert 0.5 <= (outbox["a"].queued.due - START).total_seconds() <= 5
    outbox.later(5)
    drain(sender)
    assert receiver.ids == ["a", "b", "a"]
    assert set(outbox.states.values()) == {"delivered"}


def test_an_alert_that_is_never_taken_is_given_up_visibly(outbox: Outbox, receiver: Receiver) -> None:
    """After the last attempt it is dead, with the receiver's words."""
    receiver.usual = Reply(500, body="请稍后再试".encode())
    outbox.add("team", "a")
    sender = deliverer(outbox, team=hook(receiver.url))
    for _ in range(ATTEMPTS + 3):
        drain(sender)
        outbox.later(86_400)
    assert len(receiver.requests) == ATTEMPTS
    assert outbox["a"].state == "dead"
    assert "请稍后再试" in outbox["a"].because


def test_an_outage_uses_up_no_attempt_however_long_it_lasts(
    outbox: Outbox, new_receiver: Callable[..., Receiver]
) -> None:
    """Days of it; and when the receiver is back, all goes in order within minutes."""
    port = free_port()
    outbox.add("team", "a", "b", "c")
    sender = deliverer(outbox, team=hook(f"http://127.0.0.1:{port}/"))
    for _ in range(ATTEMPTS + 3):
        drain(sender)
        outbox.later(12 * 3600)
    assert [alert.attempts for alert in outbox.alerts] == [0, 0, 0]
    back = new_receiver(port)
    drain(sender)
    assert back.ids == ["a", "b", "c"]
    assert sender.health["team"].because == ""


def test_an_alert_that_a_receiver_cannot_bear_holds_up_the_others_only_for_a_while(
    outbox: Outbox, receiver: Receiver
) -> None:
    """It looks like an outage, but the next one is taken."""
    outbox.add("team", "a", "b", "c")
    receiver.usual = lambda request: Reply(502 if request.id == "a" else 200)
    sender = deliverer(outbox, team=hook(receiver.url))
    while outbox.states["c"] == "pending" and len(receiver.requests) < 50:
        drain(sender)
        outbox.now = outbox.channels["team"].blocked_until or outbox.now
    assert receiver.ids == ["a"] * STUBBORN + ["b", "c"]
    assert (outbox["a"].state, outbox["a"].attempts) == ("pending", 0)


@pytest.mark.parametrize("status", [429, 503])
def test_a_channel_that_asks_for_time_is_left_alone_as_long(outbox: Outbox, receiver: Receiver, status: int) -> None:
    """No alert goes before `Retry-After`, not even new ones; then all do."""
    receiver.script = [Reply(status, {"Retry-After": "120"})]
    outbox.add("team", "a", "b")
    sender = deliverer(outbox, team=hook(receiver.url))
    drain(sender)
    outbox.later(119)
    outbox.add("team", "c")
    drain(sender)
    assert receiver.ids == ["a"]
    outbox.later(2)
    drain(sender)
    assert receiver.ids == ["a", "a", "b", "c"]
    assert outbox["a"].attempts == 1


def test_the_log_says_in_local_time_when_it_is_tried_again(
    outbox: Outbox, receiver: Receiver, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the lines of the log are stamped; the outbox keeps UTC."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    receiver.script = [Reply(503, {"Retry-After": "120"})]
    outbox.add("team", "a")
    drain(deliverer(outbox, team=hook(receiver.url)))
    monkeypatch.undo()
    time.tzset()
    assert "again at 2024-05-06 17:32:0" in caplog.text


def test_a_receiver_that_is_gone_for_good_switches_its_channel_off(outbox: Outbox, receiver: Receiver) -> None:
    """410: the alerts wait for a person, and nothing more is sent."""
    receiver.usual = Reply(410)
    outbox.add("team", "a", "b")
    sender = deliverer(outbox, team=hook(receiver.url))
    drain(sender)
    outbox.later(86_400)
    drain(sender)
    assert receiver.ids == ["a"]
    assert outbox.states == {"a": "pending", "b": "pending"}
    assert sender.health["team"].off
    assert "remove the channel" in sender.health["team"].because


@pytest.mark.parametrize(
    ("reply", "seconds"),
    [
        pytest.param(Reply(429, {"Retry-After": "120"}), 119, id="it asked for time"),
        pytest.param(Reply(410), 86_400, id="it wants no more"),
    ],
)
def test_what_a_channel_asked_for_holds_over_a_restart(
    outbox: Outbox, receiver: Receiver, reply: Reply, seconds: float
) -> None:
    """Also for alerts that came meanwhile."""
    receiver.script = [reply]
    outbox.add("team", "a")
    drain(deliverer(outbox, team=hook(receiver.url)))
    outbox.later(seconds)
    outbox.add("team", "b")
    drain(deliverer(outbox, team=hook(receiver.url)))
    assert receiver.ids == ["a"]


def test_an_outage_goes_on_over_a_restart_as_it_was(outbox: Outbox) -> None:
    """The pauses do not begin anew with every run of cron."""
    outbox.add("team", "a")
    address = f"http://127.0.0.1:{free_port()}/"
    for _ in range(12):
        drain(deliverer(outbox, team=hook(address)))
        outbox.later(700)
    assert outbox.channels["team"].failures == 12


def test_a_channel_that_a_person_mended_is_sent_to_at_once(outbox: Outbox, receiver: Receiver) -> None:
    """By the very service that had switched it off."""
    receiver.script = [Reply(410)]
    outbox.add("team", "a", "b")
    sender = deliverer(outbox, team=hook(receiver.url))
    drain(sender)
    outbox.channels.clear()
    drain(sender)
    assert receiver.ids == ["a", "a", "b"]


def test_a_block_of_a_clock_that_was_set_back_holds_nothing_up(outbox: Outbox, receiver: Receiver) -> None:
    """No receiver may ask for more than a week."""
    outbox.channels["team"] = Health(1, "HTTP 429", START + timedelta(days=365))
    outbox.add("team", "a")
    drain(deliverer(outbox, team=hook(receiver.url)))
    assert receiver.ids == ["a"]


def test_redirects_are_not_followed(outbox: Outbox, receiver: Receiver, new_receiver: Callable[..., Receiver]) -> None:
    """An alert goes nowhere but where the config says."""
    other = new_receiver()
    receiver.usual = Reply(307, {"Location": other.url})
    outbox.add("team", "a")
    drain(deliverer(outbox, team=hook(receiver.url)))
    assert other.requests == []
    assert outbox["a"].state == "pending"
    assert "redirect" in outbox["a"].because


class Judge:
    """A channel that remembers the answers that it judged."""

    type = "judge"

    def __init__(self, url: str) -> None:
        self.url = url
        self.answers: list[Answer] = []

    def outgoing(self, message: Message, now: datetime) -> Request:
        return Request("POST", self.url, {}, b"{}")

    def verdict(self, answer: Answer) -> Verdict:
        self.answers.append(answer)
        return Verdict("delivered", "")


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param(b"x" * 10_000_000, {}, id="ten megabytes"),
        pytest.param(
            gzip.compress(bytes(50_000_000)), {"Content-Encoding": "gzip"}, id="a bomb that was not asked for"
        ),
    ],
)
def test_answers_are_read_to_64_kb(outbox: Outbox, receiver: Receiver, body: bytes, headers: Mapping[str, str]) -> None:
    """A receiver cannot fill the memory."""
    receiver.usual = Reply(200, headers, body)
    channel = Judge(receiver.url)
    outbox.add("team", "a")
    drain(deliverer(outbox, team=channel))
    assert [len(answer.body) for answer in channel.answers] == [BODY_BYTES]
    assert receiver.requests[0].headers["accept-encoding"] == "identity"


def test_an_answer_that_does_not_come_is_an_outage(
    outbox: Outbox, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for it longer than the limit."""
    monkeypatch.setattr(transport, "TOTAL_SECONDS", 0.2)
    gate = threading.Event()
    receiver.usual = Reply(after=gate)
    outbox.add("team", "a")
    drain(deliverer(outbox, team=hook(receiver.url)))
    gate.set()
    assert (outbox["a"].state, outbox["a"].attempts) == ("pending", 0)
    assert "no answer within" in outbox["a"].because


# how much at once


def test_past_flood_the_rest_goes_as_one_digest_a_minute_later(outbox: Outbox, receiver: Receiver) -> None:
    """And the digest keeps its id and its alerts when it is repeated."""
    outbox.add("team", *(f"a{number}" for number in range(6)))
    sender = deliverer(outbox, 2, team=hook(receiver.url))
    drain(sender)
    assert receiver.ids == ["a0", "a1"]
    outbox.later(61)
    receiver.script = [Reply(500)]
    drain(sender)
    outbox.later(61)
    outbox.add("team", "a6")
    drain(sender)
    first, second = receiver.requests[2:4]
    assert first.id == second.id
    assert first.id.startswith("dig_")
    assert first.json["type"] == "notice.digest"
    assert len(first.json["data"]["items"]) == len(second.json["data"]["items"]) == 4
    assert set(outbox.states.values()) == {"delivered"}


def test_a_rate_of_the_config_takes_the_place_of_the_platforms(outbox: Outbox, receiver: Receiver) -> None:
    """A webhook has none by itself: with "2/1h" the third waits for an hour after the first, and nothing is lost."""
    outbox.add("team", *"abcd")
    sender = deliverer(outbox, team=replace(hook(receiver.url), rate=((2, 3600.0),)))
    drain(sender)
    outbox.later(3599)
    drain(sender)
    assert receiver.ids == ["a", "b"]
    outbox.later(2)
    drain(sender)
    assert receiver.ids == ["a", "b", "c", "d"]


# breaking off


def test_what_is_under_way_when_told_to_stop_is_finished_and_recorded(outbox: Outbox, receiver: Receiver) -> None:
    """So that the next start does not repeat it."""
    gate = threading.Event()
    receiver.usual = Reply(after=gate)
    outbox.add("team", "a", "b")

    async def stop_midway() -> None:
        running = asyncio.create_task(deliverer(outbox, team=hook(receiver.url)).run())
        await until(lambda: receiver.requests)
        running.cancel()
        await asyncio.sleep(0)
        gate.set()
        await asyncio.wait([running], timeout=20)
        assert running.cancelled()

    asyncio.run(stop_midway())
    assert outbox.states == {"a": "delivered", "b": "pending"}
    assert receiver.ids == ["a"]


def test_what_was_under_way_when_the_program_ended_counts_as_sent(outbox: Outbox, receiver: Receiver) -> None:
    """It may have arrived: with a limit of two a minute only one more goes, the same one, and no attempt is used up."""
    outbox.add("team", "a", "b", "c")
    outbox.begin(["a"], None)
    drain(deliverer(outbox, flood=2, team=hook(receiver.url)))
    assert receiver.ids == ["a"]
    assert outbox["a"].attempts == 1
    assert outbox.begun == []
    assert outbox.states == {"a": "delivered", "b": "held", "c": "held"}


def test_a_store_that_cannot_be_written_is_one_clear_error_of_drain(outbox: Outbox, receiver: Receiver) -> None:
    """Not a group of them; and the other channels are done first."""
    outbox.broken = True
    outbox.add("team", "a")
    with pytest.raises(StoreError, match="disk is full"):
        drain(deliverer(outbox, team=hook(receiver.url)))


def test_while_the_store_cannot_be_written_nothing_is_sent_twice(
    outbox: Outbox, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What was sent is recorded once the store is well, and only then the next one goes."""
    monkeypatch.setattr(deliver, "LOOK_EVERY", 0.01)
    outbox.broken = True
    outbox.add("team", "a", "b")

    async def broken_for_a_while() -> None:
        running = asyncio.create_task(deliverer(outbox, team=hook(receiver.url)).run())
        await until(lambda: caplog.text.count("disk is full") >= 5)
        assert receiver.ids == ["a"]
        outbox.broken = False
        await until(lambda: set(outbox.states.values()) == {"delivered"})
        running.cancel()
        await asyncio.wait([running], timeout=20)

    asyncio.run(broken_for_a_while())
    assert receiver.ids == ["a", "b"]


def test_new_alerts_go_as_soon_as_it_is_woken(outbox: Outbox, receiver: Receiver) -> None:
    """Not only at the next look."""

    async def come_later() -> None:
        sender = deliverer(outbox, team=hook(receiver.url))
        running = asyncio.create_task(sender.run())
        await until(lambda: outbox.looks)
        outbox.add("team", "a")
        started = asyncio.get_running_loop().time()
        sender.wake()
        await until(lambda: outbox.states == {"a": "delivered"})
        assert asyncio.get_running_loop().time() - started < deliver.LOOK_EVERY / 2
        running.cancel()
        await asyncio.wait([running], timeout=20)

    asyncio.run(come_later())


# what is not told


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(None, id="it cannot be reached"),
        pytest.param(Reply(), id="it takes it"),
        pytest.param(Reply(404, body=b"no route /hook/token-that-nobody-may-see"), id="it repeats the path"),
        pytest.param(Reply(500, body=f"bad signature of {SECRET}".encode()), id="it repeats the secret"),
        pytest.param(Reply(410, body=b"http://127.0.0.1/hook/token-that-nobody-may-see is gone"), id="it is gone"),
        pytest.param(Reply(302, {"Location": "/hook/token-that-nobody-may-see"}), id="it redirects"),
    ],
)
def test_neither_address_nor_secret_is_logged_or_recorded(
    outbox: Outbox, new_receiver: Callable[..., Receiver], caplog: pytest.LogCaptureFixture, reply: Reply | None
) -> None:
    """At no level, by no library, whatever the receiver says."""
    receiver = new_receiver()
    receiver.usual = reply or Reply()
    if reply is None:
        receiver.close()
    outbox.add("team", "a")
    with caplog.at_level(logging.DEBUG):
        drain(deliverer(outbox, team=hook(receiver.url, SECRET)))
    told = caplog.text + outbox["a"].because
    assert "channel team: a" in caplog.text
    assert "token-that-nobody-may-see" not in told
    assert SECRET not in told
    assert SECRET.removeprefix("whsec_") not in told


# e-mail and the terminal


class Mailbox:
    """An SMTP server's answers, in order; then it takes all."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.mails: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        self.mails.append(envelope)
        return self.answers.pop(0) if self.answers else "250 OK"


def mail(port: int, security: str = "none") -> Email:
    """A mailbox on this machine."""
    return Email(host="127.0.0.1", port=port, security=security, sender="w@example.org", to=("m@example.org",))


def mailed(outbox: Outbox, mailbox: Mailbox, *waits: float, security: str = "none") -> Deliverer:
    """Drain, and again after each wait."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    sender = deliverer(outbox, post=mail(controller.port, security))
    try:
        for seconds in (0, *waits):
            outbox.later(seconds)
            drain(sender)
    finally:
        controller.stop()
    return sender


def test_a_mail_that_is_put_off_is_sent_again(outbox: Outbox) -> None:
    """451, then 250: the same mail, by its Message-ID."""
    mailbox = Mailbox("451 4.7.1 greylisted, come again")
    outbox.add("post", "a")
    mailed(outbox, mailbox, 5)
    ids = [line for each in mailbox.mails for line in each.content.splitlines() if line.startswith(b"Message-ID")]
    assert outbox.states == {"a": "delivered"}
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_mail_that_is_refused_is_dead_with_the_servers_words(outbox: Outbox) -> None:
    """550 about one mail: it alone is given up, the next one goes."""
    mailbox = Mailbox("550 5.7.1 looks like spam to us")
    outbox.add("post", "a", "b")
    mailed(outbox, mailbox)
    assert outbox.states == {"a": "dead", "b": "delivered"}
    assert "looks like spam to us" in outbox["a"].because


def test_a_mail_goes_to_no_server_that_cannot_prove_who_it_is(outbox: Outbox) -> None:
    """One without STARTTLS gets nothing where that is asked for."""
    mailbox = Mailbox()
    outbox.add("post", "a")
    mailed(outbox, mailbox, security="starttls")
    assert mailbox.mails == []
    assert outbox["a"].state == "pending"


def test_a_mail_server_that_is_down_is_an_outage(outbox: Outbox) -> None:
    """It uses up no attempt."""
    outbox.add("post", "a")
    drain(deliverer(outbox, post=mail(free_port())))
    assert (outbox["a"].state, outbox["a"].attempts) == ("pending", 0)
    assert "127.0.0.1 cannot be reached" in outbox["a"].because


def test_the_terminal_is_a_channel_like_others(outbox: Outbox, capsys: pytest.CaptureFixture[str]) -> None:
    """What is printed is delivered."""
    outbox.add("terminal", "a")
    drain(deliverer(outbox, terminal=Console()))
    assert "关于车路协同试点的通知" in capsys.readouterr().out
    assert outbox.states == {"a": "delivered"}

"""A receiver that keeps to Standard Webhooks: it verifies what it takes, and says when it is to be asked again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from desk import SECRET, Desk, article
from receiver import OK, Received, Receiver, Reply
from standardwebhooks import Webhook, WebhookVerificationError

from watcher.alerts.deliver import Deliverer
from watcher.app import App
from watcher.config.reader import parse
from watcher.store.store import Store


def verifying(request: Received) -> Reply:
    """Takes what the reference library verifies."""
    try:
        Webhook(SECRET).verify(request.body, dict(request.headers))
    except WebhookVerificationError as error:
        return Reply(401, body=str(error).encode())
    return OK


@pytest.fixture
def verifier(receiver: Receiver) -> Receiver:
    """A receiver that refuses what is not signed."""
    receiver.usual = verifying
    return receiver


class Clock:
    """Stands still until it is moved. Signatures are only good for minutes, so it starts now."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC).replace(microsecond=0)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def app(tmp_path: Path, verifier: Receiver, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """Tells the verifier of every article, on an empty store."""
    monkeypatch.setenv("TEAM_SECRET", SECRET)
    (tmp_path / "articles").mkdir()
    settings = parse(
        f'[articles]\ndirectory = "articles"\n[alerts]\nfirst_scan = "all"\nflood = 0\n'
        f'[channels.team]\ntype = "webhook"\nurl = "{verifier.url}"\nsecret = "env:TEAM_SECRET"\n'
        '[[rules]]\nname = "试点"\nslug = "pilots"\nkeywords = ["车路协同"]\nchannels = ["team"]\n',
        tmp_path / "config.toml",
    )
    with Store(tmp_path / "state.db") as store:
        yield App(settings, store)


def sender(app: App, clock: Callable[[], datetime]) -> Deliverer:
    """Sends from the app's outbox."""

    async def in_queue(work: Callable[[Any], Any]) -> Any:
        return work(app.queue())

    return Deliverer(app.settings.channels, in_queue, clock, app.settings.budget)


@pytest.mark.parametrize(
    ("ahead", "dated"),
    [
        pytest.param(0, False, id="it does not say what its clock shows"),
        pytest.param(0, True, id="its clock is right"),
        pytest.param(3600, True, id="its clock is an hour ahead"),
        pytest.param(-3600, True, id="its clock is an hour behind"),
    ],
)
def test_a_wait_that_is_asked_for_as_a_date_is_kept(app: App, verifier: Receiver, ahead: int, dated: bool) -> None:
    """Counted by the receiver's own clock; then all goes, the refused one under the same id."""
    clock = Clock()
    for number in range(2):
        path = app.settings.articles.directory[0] / f"{number}.md"
        path.write_text(article(f"车路协同第{number}批", f"第{number}批车路协同设备清单"), encoding="utf-8")
    app.scan(clock())
    theirs = clock() + timedelta(seconds=ahead)
    dates = {"Date": format_datetime(theirs, usegmt=True) if dated else ""}
    verifier.script = [
        Reply(429, dates | {"Retry-After": format_datetime(theirs + timedelta(seconds=90), usegmt=True)})
    ]
    team = sender(app, clock)

    asyncio.run(team.drain())
    assert len(verifier.requests) == 1
    clock.now += timedelta(seconds=60)
    asyncio.run(team.drain())
    assert len(verifier.requests) == 1, "before the date nothing is sent"
    clock.now += timedelta(seconds=31)
    asyncio.run(team.drain())
    assert len(verifier.requests) == 3
    assert verifier.ids[0] in verifier.ids[1:]
    assert app.store.ledger.reconcile()["delivered"] == 2


def test_what_is_signed_with_another_secret_is_not_taken(
    app: App, verifier: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What these tests rely on."""
    monkeypatch.setenv("TEAM_SECRET", "whsec_" + "YW5vdGhlciBzZWNyZXQgb2YgYW5vdGhlciB0ZXN0")
    path = app.settings.articles.directory[0] / "a.md"
    path.write_text(article("车路协同首批", "首批车路协同设备清单"), encoding="utf-8")
    clock = Clock()
    app.scan(clock())
    asyncio.run(sender(app, clock).drain())
    assert app.store.ledger.reconcile()["pending"] == 1


def test_a_digest_of_twenty_is_verified_and_lists_them_all(desk: Desk, verifier: Receiver) -> None:
    """In one message under an id of its own, with each article once."""
    for number in range(20):
        desk.write(f"{number}.md", article(f"车路协同第{number}批", f"第{number}批车路协同设备清单"))
    desk.configure({"team": verifier.url}, alerts='first_scan = "digest"')
    desk.once()
    (request,) = verifier.requests
    payload = Webhook(SECRET).verify(request.body, dict(request.headers))
    assert payload["type"] == "notice.digest"
    assert payload["data"]["more"] == 0
    assert sorted(item["article"]["path"] for item in payload["data"]["items"]) == sorted(f"{n}.md" for n in range(20))
    assert request.id.startswith("dig_")
    assert len(request.body) <= 20_000
    assert desk.reconcile()["delivered"] == 20

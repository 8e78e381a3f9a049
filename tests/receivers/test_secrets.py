"""No secret is anywhere but in the requests: not in logs of any level, errors, tracebacks, output, store or pages."""

from __future__ import annotations

import asyncio
import json
import logging
from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from desk import article, free_port
from receiver import Received, Receiver, Reply

from watcher.alerts.channels import CHANNELS
from watcher.alerts.deliver import Deliverer
from watcher.app import App
from watcher.commands import channel as channel_command
from watcher.config.reader import parse
from watcher.store.store import Store
from watcher.web.alerts import alerts_page
from watcher.web.status import metrics, status_page

CANARY = "canary-7f3a91c2-nobody-may-see"
SIGNING = "whsec_" + "Y2FuYXJ5IG9mIHRoZSBzaWduaW5nIGtleSwgbm90IHNob3du"
ON = {  # what stands in the config of each channel; {url} is the receiver's address without a path
    "webhook": 'url = "env:HOOK"\nsecret = "env:SIGNING"',
    "feishu": 'url = "env:HOOK"\nsecret = "env:CANARY"',
    "dingtalk": 'url = "env:QUERY"\nsecret = "env:CANARY"',
    "wecom": 'url = "env:QUERY"',
    "slack": 'url = "env:HOOK"',
    "discord": 'url = "env:HOOK"',
    "teams": 'url = "env:QUERY"',
    "telegram": 'server = "{url}"\ntoken = "env:CANARY"\nchat = "1"',
    "ntfy": 'url = "env:HOOK"\ntoken = "env:CANARY"',
    "matrix": 'server = "{url}"\nroom = "!a:b"\ntoken = "env:CANARY"',
    "email": 'host = "127.0.0.1"\nport = {smtp}\nsecurity = "none"\nusername = "watcher"\npassword = "env:CANARY"\n'
    'sender = "w@example.org"\nto = ["m@example.org"]',
    "console": "",
    "apprise": 'url = "env:HOOK"',
}
PACKAGE = 'url = "env:APPRISE"'


def test_every_channel_is_tried() -> None:
    """A new one fails here first."""
    assert set(ON) == set(CHANNELS)


def echo(status: int, before: bytes = b"") -> Callable[[Received], Reply]:
    """Repeats all that it was sent, as error pages do."""

    def reply(request: Received) -> Reply:
        told = before + f"{request.path} {dict(request.headers)} ".encode() + request.body
        return Reply(status, {"Location": request.path, "Retry-After": "5"}, told)

    return reply


def inside_200(request: Received) -> Reply:
    """As Feishu, DingTalk and WeCom refuse."""
    told = f"sign not match: {request.path} {request.headers.get('authorization')}"
    return Reply(200, {}, json.dumps({"code": 19021, "errcode": 310000, "msg": told, "errmsg": told}).encode())


def refusing(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=False, handled=False, message=f"535 5.7.8 {data.password.decode()} is wrong")


@pytest.fixture(scope="module")
def smtp() -> Iterator[int]:
    """The port of a mail server that takes no password, and repeats it."""
    controller = Controller(
        object(), hostname="127.0.0.1", port=free_port(), authenticator=refusing, auth_require_tls=False
    )
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # its own, not ours
    controller.start()
    yield controller.port
    controller.stop()


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> Callable[[Receiver], None]:
    """Every secret is the canary or has it in it."""

    def put(receiver: Receiver) -> None:
        host = f"127.0.0.1:{receiver.port}"
        values = {
            "CANARY": CANARY,
            "SIGNING": SIGNING,
            "HOOK": f"http://name:{CANARY}@{host}/hook/{CANARY}",
            "QUERY": f"http://{host}/send?access_token={CANARY}&key={CANARY}%2Fx",
            "APPRISE": f"json://name:{CANARY}@{host}/{CANARY}",
        }
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return put


TROUBLES: dict[str, Reply | Callable[[Received], Reply]] = {
    "it repeats all in a 500": echo(500),
    "it repeats all after some words, where reasons are cut": echo(500, b"x" * 180),
    "it repeats all in a 400": echo(400),
    "it is gone, and repeats all": echo(410),
    "it redirects": echo(302),
    "it says too many": echo(429),
    "it refuses inside 200": inside_200,
    "it takes it": Reply(200, {}, b"ok"),
}


OVER_HTTP = [*(CHANNELS.keys() - {"email", "console"}), "apprise package"]
ANYWHERE = [*TROUBLES, "nobody listens", "our own code fails"]


@pytest.mark.parametrize(
    ("type", "trouble"),
    [(type, trouble) for type in sorted(OVER_HTTP) for trouble in ANYWHERE]
    + [("email", "it repeats all"), ("email", "our own code fails"), ("console", "our own code fails")],
)
def test_a_canary_in_every_secret_is_found_nowhere(
    type: str,
    trouble: str,
    tmp_path: Path,
    new_receiver: Callable[..., Receiver],
    smtp: int,
    secrets: Callable[[Receiver], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With every logger at DEBUG, whatever the receiver says or whatever fails."""
    if type == "apprise package":
        pytest.importorskip("apprise", reason="apprise is not installed")
    receiver = new_receiver()
    secrets(receiver)
    receiver.usual = TROUBLES.get(trouble, Reply())
    options = PACKAGE if type == "apprise package" else ON[type]
    given = options.format(url=f"http://127.0.0.1:{receiver.port}/", smtp=smtp)
    if trouble == "nobody listens":
        receiver.close()
    kind = type.partition(" ")[0]
    if trouble == "our own code fails":
        monkeypatch.setattr(CHANNELS[kind], "verdict", failing)
    config = tmp_path / "config.toml"
    config.write_text(
        '[articles]\ndirectory = "articles"\n[alerts]\nfirst_scan = "all"\n'
        f'[channels.team]\ntype = "{kind}"\n{given}\n'
        '[[rules]]\nname = "试点"\nslug = "pilots"\nkeywords = ["车路协同"]\nchannels = ["team"]\n',
        encoding="utf-8",
    )
    settings = parse(config.read_text(encoding="utf-8"), config)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text(article("车路协同首批", "首批车路协同设备清单"), encoding="utf-8")
    now = datetime(2024, 5, 6, 9, 30, tzinfo=UTC)

    with caplog.at_level(logging.DEBUG), Store(tmp_path / "state.db") as store:
        app = App(settings, store)
        app.scan(now)
        sender = Deliverer(settings.channels, in_queue(app), lambda: now, settings.budget)
        asyncio.run(sender.drain())
        now += timedelta(minutes=30)
        asyncio.run(sender.drain())
        channel_command.run(Namespace(config=str(config), name="team", json=False))
        health = {"ok": False, "channels": {name: each.because for name, each in sender.health.items()}}
        pages = alerts_page(app, {}, health) + status_page(app, health) + metrics(app, health)
        (attempt, *_) = store.db.query("SELECT state, because FROM attempts")
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file()).decode("utf-8", "replace")

    assert attempt["because"] or attempt["state"] == "delivered"
    everything = [caplog.text, *capsys.readouterr(), written, pages, repr(settings), repr(sender.health)]
    for text in everything:
        assert "canary-7f" not in text
        assert SIGNING.removeprefix("whsec_")[:12] not in text


def in_queue(app: App) -> Callable[..., Any]:
    """As the service does."""

    async def run(work: Callable[[Any], Any]) -> Any:
        return work(app.queue())

    return run


def failing(self: Any, answer: Any) -> Any:
    """A fault in our own code, with all secrets in its words."""
    raise ValueError(f"{CANARY} {answer.body!r}")

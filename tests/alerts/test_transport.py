"""One message to a real receiver: mail over STARTTLS, some recipients refused, what the Apprise package passes on."""

from __future__ import annotations

import asyncio
import logging
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from desk import free_port
from receiver import Receiver, Reply

from watcher.alerts import transport
from watcher.alerts.channels.apprise import Apprise
from watcher.alerts.channels.base import Channel, Verdict
from watcher.alerts.channels.email import Email
from watcher.alerts.channels.webhook import Webhook
from watcher.alerts.message import Message
from watcher.alerts.transport import try_once
from watcher.options import Secret

NOW = datetime(2024, 5, 6, 9, 30, tzinfo=UTC)
PROBE = Message(id="msg_1", kind="test", at=NOW, language="zh-CN", items=())


def tried(channel: Channel) -> Verdict:
    return asyncio.run(try_once(channel, PROBE, lambda: NOW))


# e-mail


class Mailbox:
    """Takes mails for everybody but those whom it does not know."""

    def __init__(self, *unknown: str) -> None:
        self.unknown = unknown
        self.mails: list[Any] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address in self.unknown:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append((envelope.rcpt_tos, session.ssl is not None))
        return "250 OK"


@contextmanager
def listening(mailbox: Mailbox, **options: Any) -> Iterator[int]:
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def mail(port: int, security: str = "none", host: str = "127.0.0.1") -> Email:
    to = ("ming@example.org", "hong@example.org")
    return Email(host=host, port=port, security=security, sender="w@example.org", to=to)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for localhost that nobody vouches for; its key is in the same file."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    made = tmp_path_factory.mktemp("tls") / "both.pem"
    asked = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    files = ["-keyout", made, "-out", made.with_suffix(".crt")]
    subprocess.run(["openssl", *asked.split(), *files], check=True, capture_output=True)
    made.write_bytes(made.read_bytes() + made.with_suffix(".crt").read_bytes())
    return made


def tls(certificate: Path) -> dict[str, Any]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return {"tls_context": context, "require_starttls": True}


def test_a_mail_goes_over_starttls_to_a_server_that_can_be_trusted(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))
    mailbox = Mailbox()
    with listening(mailbox, **tls(certificate)) as port:
        assert tried(mail(port, "starttls", "localhost")).state == "delivered"
    assert mailbox.mails == [(["ming@example.org", "hong@example.org"], True)]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_it_goes_to_none_that_cannot(certificate: Path, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    """Nobody vouches for it, or it is vouched for under another name."""
    if host == "127.0.0.1":
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))
    mailbox = Mailbox()
    with listening(mailbox, **tls(certificate)) as port:
        verdict = tried(mail(port, "starttls", host))
    assert (verdict.state, mailbox.mails) == ("retry", [])
    assert "certificate verify failed" in verdict.because


def test_a_mail_that_went_to_some_says_to_whom_it_did_not() -> None:
    """It is not sent again: those who have it would get it twice."""
    mailbox = Mailbox("hong@example.org")
    with listening(mailbox) as port:
        verdict = tried(mail(port))
    assert verdict.state == "unconfirmed"
    assert verdict.because == (
        "SMTP 250 not taken for hong@example.org: 550 5.1.1 no such user (check the addresses in to)"
    )
    assert mailbox.mails == [(["ming@example.org"], False)]


def test_a_mail_that_went_to_nobody_is_refused() -> None:
    mailbox = Mailbox("ming@example.org", "hong@example.org")
    with listening(mailbox) as port:
        verdict = tried(mail(port))
    assert (verdict.state, verdict.channel_off) == ("refused", True)


# the Apprise package


def apprise(url: str) -> Apprise:
    pytest.importorskip("apprise", reason="apprise is not installed")
    return Apprise(url=Secret(url, Path()))


def test_the_apprise_package_passes_a_message_on(receiver: Receiver) -> None:
    """Never more than unconfirmed."""
    verdict = tried(apprise(f"json://127.0.0.1:{receiver.port}/team"))
    assert verdict.state == "unconfirmed"
    (request,) = receiver.requests
    assert (request.json["title"], request.json["message"]) == ("测试消息", "这是一条测试消息，收到即说明此渠道可用。")


def test_what_it_cannot_pass_on_is_tried_again(receiver: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    """What it logs has addresses in it, so nothing of that is shown."""
    receiver.usual = Reply(500)
    with caplog.at_level(logging.DEBUG):
        assert tried(apprise(f"json://127.0.0.1:{receiver.port}/team")).state == "retry"
    assert "team" not in caplog.text


@pytest.mark.parametrize("url", ["nothing", "no-such-service://a/b", "slack://"])
def test_an_address_that_it_does_not_know_switches_the_channel_off(url: str) -> None:
    verdict = tried(apprise(url))
    assert (verdict.state, verdict.channel_off) == ("refused", True)
    assert "check the url" in verdict.because


# limits of time


def test_an_answer_that_begins_and_does_not_end_is_given_up_in_time(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each byte that trickles in would renew a limit on reading: this one is on the whole."""
    monkeypatch.setattr(transport, "TOTAL_SECONDS", 0.3)
    receiver.usual = Reply(200, {"Content-Length": "1000"}, b"x")
    verdict = tried(Webhook(url=Secret(receiver.url, Path())))
    assert verdict.state == "retry"
    assert "no answer within" in verdict.because

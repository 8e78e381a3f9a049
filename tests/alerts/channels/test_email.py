"""E-mail: a message that a real SMTP server takes and a real parser reads."""

from __future__ import annotations

import re
import smtplib
import socket
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as email_policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from channel_samples import NOW, URL, about, answered, channel, match, secret, summary

from watcher.alerts.channels.base import Answer
from watcher.alerts.channels.email import MAILBOX, MAILBOXES


class Mailbox:
    """Takes mails, answering as told."""

    def __init__(self, answer: str = "250 OK") -> None:
        self.answer = answer
        self.mails: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        self.mails.append(envelope)
        return self.answer


def delivered(mailbox: Mailbox, message: Any) -> Answer:
    """Sends as the program does, and gives what the server said."""
    mail = channel("email", to=("ming@example.org", "Hong <hong@example.org>")).outgoing(message, NOW)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with smtplib.SMTP("127.0.0.1", port) as client:
            client.sendmail(mail.sender, mail.recipients, mail.message)
    except smtplib.SMTPResponseException as error:
        said = error.smtp_error
        return Answer(error.smtp_code, {}, said if isinstance(said, bytes) else said.encode())
    finally:
        controller.stop()
    return Answer(250, {}, b"OK")


def parsed(mailbox: Mailbox) -> EmailMessage:
    mail = message_from_bytes(mailbox.mails[0].content, policy=email_policy)
    assert isinstance(mail, EmailMessage)
    return mail


def test_a_mail_arrives_with_both_parts() -> None:
    """Through a real server, read by a real parser."""
    mailbox = Mailbox()
    assert summary(channel("email").verdict(delivered(mailbox, match()))) == "delivered"
    mail = parsed(mailbox)
    assert mail["Subject"].startswith("[有修改 · 车路协同试点] 海州市交通运输局")
    assert mail["From"] == "通知 <watcher@example.org>"
    assert mail["Message-ID"] == "<alert-41@example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = mail.iter_parts()
    assert isinstance(text, EmailMessage)
    assert isinstance(html, EmailMessage)
    assert "确定【重庆】、【合肥】、芜湖为本批试点城市。" in text.get_content()
    assert "确定<b>重庆</b>、<b>合肥</b>、芜湖为本批试点城市。" in html.get_content()
    assert URL in text.get_content()
    assert re.search(f'<a [^>]*href="{re.escape(URL)}">', html.get_content())
    assert mailbox.mails[0].rcpt_tos == ["ming@example.org", "hong@example.org"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param("451 4.3.0 try again later", "retry", id="greylisted"),
        pytest.param("421 4.3.2 closing", "retry, slow down", id="the server goes down"),
        pytest.param("550 5.7.1 rejected as spam", "refused", id="this mail"),
        pytest.param("550 5.1.1 no such user", "refused, channel off", id="no such address"),
        pytest.param("552 5.3.4 too big", "refused", id="too large"),
    ],
)
def test_what_a_server_says_becomes_a_verdict(said: str, expected: str) -> None:
    """4xx later, 5xx never."""
    assert summary(channel("email").verdict(delivered(Mailbox(said), match()))) == expected


@pytest.mark.parametrize("code", [530, 534, 535, 538])
def test_a_wrong_password_ends_the_channel(code: int) -> None:
    """It is wrong for every mail."""
    verdict = channel("email").verdict(answered(code, "5.7.8 authentication failed"))
    assert summary(verdict) == "refused, channel off"
    assert verdict.because.endswith("(check username and password)")


def test_a_title_adds_no_header() -> None:
    """A line end in a title is a space in the subject."""
    mailbox = Mailbox()
    delivered(mailbox, about(title="甲\r\nBcc: evil@example.org\r\n\r\n乙"))
    assert parsed(mailbox)["Subject"] == "[有修改 · 车路协同试点] 甲 Bcc: evil@example.org 乙"
    assert parsed(mailbox)["Bcc"] is None


def test_the_password_is_read_when_it_is_used() -> None:
    """And told missing by the name of its variable."""
    mail = channel("email", username="watcher", password=secret("hunter2")).outgoing(match(), NOW)
    assert (mail.username, mail.password) == ("watcher", "hunter2")
    with pytest.raises(LookupError, match="NOT_SET_ANYWHERE"):
        channel("email", password=secret("env:NOT_SET_ANYWHERE")).outgoing(match(), NOW)


@pytest.mark.parametrize(
    "text", ["", "ming", "ming@", "a b@example.org", "ming@example.org\nBcc: x@y", "明@example.org", "<>", 5]
)
def test_what_is_no_mailbox(text: object) -> None:
    """An address is checked when the config is read."""
    with pytest.raises(ValueError, match="e-mail address"):
        MAILBOX.read(text, Path())
    with pytest.raises(ValueError, match="e-mail address"):
        MAILBOXES.read([text], Path())


@pytest.mark.parametrize("text", ["ming@example.org", "Ming <ming@example.org>", "小明 <ming+news@mail.example.org>"])
def test_what_is_a_mailbox(text: str) -> None:
    """With or without a name."""
    assert MAILBOX.read(text, Path()) == text

"""E-mail: one message with a plain and an HTML part, handed to an SMTP server."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

from watcher.alerts.channels.base import Answer, Common, Mail, Verdict
from watcher.alerts.channels.compose import View, drawn, lines
from watcher.alerts.channels.cutting import cut, utf8
from watcher.alerts.channels.http import refused, words
from watcher.alerts.channels.hypertext import hypertext
from watcher.alerts.channels.lines import Line, plain
from watcher.alerts.channels.template import Template
from watcher.alerts.message import Message
from watcher.options import NUMBER, SECRET, TEXT, Kind, Secret, choice, option

PARTLY = b"not taken for "  # begins what is said of a mail that went to some of its recipients
MOST_ITEMS = 60  # of a digest
LIMIT = 100_000  # bytes of the HTML: past 102 KB Gmail hides the rest
_ADDRESS = re.compile(r"[!-~]{1,64}@[!-~]{1,255}", re.ASCII)
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]+)>")
_WRONG_ACCOUNT = {530, 534, 535, 538}  # authentication: wanted, too weak, failed (RFC 4954 6)
_STYLES = {
    "heading": "margin:0 0 4px;color:#6b7280;font-weight:normal",
    "title": "margin:16px 0 6px;font-size:18px;line-height:1.4",
    "what": "margin:0 0 6px;color:#374151",
    "fact": "margin:0 0 6px",
    "own": "margin:0 0 6px",
    "reason": "margin:0 0 6px",
    "changed": "margin:0 0 2px;font-family:ui-monospace,monospace;font-size:13px",
    "ending": "margin:20px 0 0;color:#6b7280",
}
_BODY = "max-width:640px;margin:0 auto;padding:16px;font:15px/1.6 system-ui,sans-serif;color:#111827"
_COLOURS = {"+": ";color:#15803d", "−": ";color:#b91c1c"}  # of the lines of a diff
_LABEL = "color:#6b7280"
_LINK = "color:#1d4ed8;text-decoration:none"
_QUOTE = '<blockquote style="margin:0;padding:2px 0 2px 12px;border-left:3px solid #d1d5db">'


def _address(value: object, _folder: Path) -> str:
    text = value.strip() if isinstance(value, str) else ""
    named = _NAMED.fullmatch(text)
    if not _ADDRESS.fullmatch(named["address"].strip() if named else text):
        raise ValueError('expected an e-mail address: "name@example.org" or "Name <name@example.org>"')
    return text


def _addresses(value: object, folder: Path) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not value:
        raise ValueError('expected a list of e-mail addresses: ["name@example.org"]')
    return tuple(dict.fromkeys(_address(item, folder) for item in value))


MAILBOX = Kind("e-mail address", _address)
MAILBOXES = Kind("list of e-mail addresses", _addresses)


@dataclass(frozen=True, kw_only=True)
class Email(Common):
    """An e-mail with an HTML and a plain part, by an SMTP server."""

    type: ClassVar[str] = "email"
    host: str = option(TEXT, "the SMTP server")
    port: int = option(NUMBER, "its port: 587 for starttls, 465 for tls", 587)
    security: str = option(choice("starttls", "tls", "none"), "how the connection is made safe", "starttls")
    username: str | None = option(TEXT, "who signs in, where the server asks for it", None)
    password: Secret | None = option(SECRET, "the password or app password", None)
    sender: str = option(MAILBOX, "who the mail is from")
    to: tuple[str, ...] = option(MAILBOXES, "who gets it; they see each other")

    def outgoing(self, message: Message, now: datetime) -> Mail:
        """One mail to all. LookupError where the password is missing."""
        return Mail(
            message=written(message, self.template, self.sender, self.to, now),
            sender=_bare(self.sender),
            recipients=tuple(map(_bare, self.to)),
            host=self.host,
            port=self.port,
            security=self.security,
            username=self.username or "",
            password=self.password.reveal() if self.password else "",
        )

    def verdict(self, answer: Answer) -> Verdict:
        """By the SMTP code: 2xx delivered, 4xx later, 5xx never (RFC 5321 4.2.1).

        A mail that the server took for some only is not sent again, or these would get it twice.
        """
        text = f"SMTP {answer.status} {words(answer)}".strip()
        if answer.body.startswith(PARTLY):
            return Verdict("unconfirmed", f"{text} (check the addresses in to)")
        if 200 <= answer.status < 300:
            return Verdict("delivered", text)
        if answer.status < 500:
            return Verdict("retry", text, slow_down=answer.status in {421, 454})
        if answer.status in _WRONG_ACCOUNT:
            return Verdict("refused", f"{text} (check username and password)", channel_off=True)
        if b"5.1." in answer.body[:40]:  # RFC 3463 3.2: about the address, not about this mail
            return Verdict("refused", f"{text} (check the addresses in to and sender)", channel_off=True)
        return refused(text, None)


def written(message: Message, template: Template | None, sender: str, to: tuple[str, ...], now: datetime) -> bytes:
    """The whole mail (RFC 5322). The Message-ID is made of the alert's id, so that a repeated mail is known as one."""
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime

    view, html = drawn(
        message,
        template,
        lambda view: (view, page(view, message.language)),
        lambda drawing: utf8(drawing[1]) <= LIMIT,
        most=MOST_ITEMS,
    )
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = subject(view)
    mail["From"] = sender
    mail["To"] = ", ".join(to)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{quote(message.id, safe='')}@{_bare(sender).rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notices, please
    mail.set_content("\n".join(map(_plain, lines(view))), cte="base64")
    mail.add_alternative(html, subtype="html", cte="base64")
    return mail.as_bytes()


def subject(view: View) -> str:
    """`[新发布 · 双智试点] the title`, within what a list of mails shows."""
    if len(view.entries) != 1:
        return view.heading
    only = view.entries[0]
    return cut(f"[{only.label}] {only.title}", 150)


def page(view: View, language: str) -> str:
    """The HTML part: styles stand on the elements, since mail programs drop style sheets."""
    body = "\n".join(map(_paragraph, lines(view)))
    return f'<!DOCTYPE html>\n<html lang="{quote(language)}"><body style="{_BODY}">\n{body}\n</body></html>\n'


def _paragraph(line: Line) -> str:
    style = _STYLES[line.role] + (_COLOURS.get(line.text[:1], "") if line.role == "changed" else "")
    first = line.spans[0]
    if line.role == "fact" and not first.bold:  # what a fact is called is less than what it says
        inner = f'<span style="{_LABEL}">{hypertext(Line("what", line.spans[:1]))}</span>'
        inner += hypertext(Line("what", line.spans[1:]))
    else:
        inner = hypertext(line)
    # What an article says is escaped, so these tags are ours.
    inner = inner.replace("<blockquote>", _QUOTE).replace("<a href=", f'<a style="{_LINK}" href=')
    return f'<div style="{style}">{inner}</div>'


def _plain(line: Line) -> str:
    addresses = [span.url for span in line.spans if span.url]
    before = "\n" if line.role in {"title", "ending"} else ""
    return before + "\n".join([("> " if line.role in {"reason", "changed"} else "") + plain(line), *addresses])


def _bare(mailbox: str) -> str:
    named = _NAMED.fullmatch(mailbox)
    return named["address"].strip() if named else mailbox

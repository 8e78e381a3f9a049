"""One message to one channel: the request is made, sent and answered, and the channel says what the answer means."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email.utils import formatdate
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from watcher.alerts.channels.base import Answer, Channel, Mail, Notification, Outgoing, Request, Text, Verdict
from watcher.alerts.channels.http import masked, unsecret
from watcher.alerts.message import Message

if TYPE_CHECKING:
    import smtplib
    import ssl

# They log whole addresses, and those hold the tokens of chat groups.
for library in ("httpx", "httpcore"):
    logging.getLogger(library).setLevel(logging.WARNING)
for library in ("apprise", "urllib3", "requests"):  # with every failure too
    logging.getLogger(library).setLevel(logging.CRITICAL + 1)

TOTAL_SECONDS = 30  # for one request and its answer
BODY_BYTES = 64 * 1024  # of an answer that are read


async def try_once(channel: Channel, message: Message, clock: Callable[[], datetime]) -> Verdict:
    """Send one message that is in no outbox."""
    async with new_client() as client:
        return await post(channel, message, clock(), client)


async def post(channel: Channel, message: Message, now: datetime, client: httpx.AsyncClient) -> Verdict:
    """Send one message; what came of it, without the channel's secrets. Nothing that a receiver says raises."""
    try:
        verdict = await _attempt(channel, message, now, client)
    except Exception as error:  # a fault of ours must not cost the other alerts
        verdict = Verdict("retry", f"could not be sent, which is a fault of watcher: {type(error).__name__}")
    return replace(verdict, because=masked(verdict.because, channel))


async def _attempt(channel: Channel, message: Message, now: datetime, client: httpx.AsyncClient) -> Verdict:
    """One request and its verdict; what keeps it from being answered is an outage."""
    try:
        outgoing = channel.outgoing(message, now)
    except LookupError as error:
        return Verdict("retry", str(error), slow_down=True)
    try:
        async with asyncio.timeout(TOTAL_SECONDS):
            return channel.verdict(unsecret(await _answer(outgoing, client), channel))
    except TimeoutError:
        return Verdict("retry", f"no answer within {TOTAL_SECONDS} seconds", slow_down=True)
    except httpx.InvalidURL:
        return Verdict("retry", "the channel's address is not valid", slow_down=True)
    except (httpx.HTTPError, OSError) as error:
        return Verdict("retry", f"{_host(outgoing)} cannot be reached: {_short(error)}", slow_down=True)


def new_client() -> httpx.AsyncClient:
    timeout = httpx.Timeout(TOTAL_SECONDS, connect=10)
    plain = {"accept-encoding": "identity"}  # what is packed could be any size unpacked
    return httpx.AsyncClient(timeout=timeout, follow_redirects=False, headers=plain)


async def _answer(outgoing: Outgoing, client: httpx.AsyncClient) -> Answer:
    match outgoing:
        case Request():
            return await _request(outgoing, client)
        case Mail():
            return await asyncio.to_thread(_mail, outgoing)
        case Notification():
            return await asyncio.to_thread(_notify, outgoing)
        case Text(text):
            print(text, file=sys.stdout, flush=True)  # noqa: T201 - the console channel is this
            return Answer(200, {}, b"")


async def _request(request: Request, client: httpx.AsyncClient) -> Answer:
    body = bytearray()
    async with client.stream(
        request.method, request.url, headers=dict(request.headers), content=request.body
    ) as response:
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) >= BODY_BYTES:
                break
    headers = {name.lower(): value for name, value in response.headers.items()}
    headers["date"] = headers.get("date") or formatdate(usegmt=True)  # a Retry-After may be a date
    return Answer(response.status_code, headers, bytes(body[:BODY_BYTES]))


def _mail(mail: Mail) -> Answer:
    import smtplib

    from watcher.alerts.channels.email import PARTLY

    try:
        with _smtp(mail) as server:
            if mail.security == "starttls":
                server.starttls(context=_trusted())
            if mail.username:
                server.login(mail.username, mail.password)
            refused = server.sendmail(mail.sender, mail.recipients, mail.message)
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        return Answer(code, {}, words)
    except smtplib.SMTPResponseException as error:
        said = error.smtp_error
        return Answer(error.smtp_code, {}, said if isinstance(said, bytes) else said.encode())
    partly = b", ".join(b"%s: %d %s" % (name.encode(), *why) for name, why in refused.items())
    return Answer(250, {}, PARTLY + partly if partly else b"")


def _smtp(mail: Mail) -> smtplib.SMTP:
    import smtplib

    seconds = TOTAL_SECONDS - 5
    if mail.security == "tls":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=seconds, context=_trusted())
    return smtplib.SMTP(mail.host, mail.port, timeout=seconds)


def _notify(notification: Notification) -> Answer:
    """The package has time limits of its own. Its words are not taken: it logs them, and addresses with them."""
    from apprise import Apprise, AppriseAsset, NotifyFormat

    from watcher.alerts.channels.apprise import FAILED, NO_SERVICE, SENT

    services = Apprise(asset=AppriseAsset(async_mode=False))
    if not services.add(notification.url):
        return Answer(NO_SERVICE, {}, b"")
    sent = services.notify(notification.body, title=notification.title, body_format=NotifyFormat.TEXT)
    return Answer(SENT if sent else FAILED, {}, b"")


def _trusted() -> ssl.SSLContext:
    """Certificates are checked, which smtplib by itself does not do."""
    import ssl

    return ssl.create_default_context()


def _host(outgoing: Outgoing) -> str:
    """Where it goes, without what could be secret."""
    if isinstance(outgoing, Request):
        return urlsplit(outgoing.url).hostname or "the address"
    return outgoing.host if isinstance(outgoing, Mail) else "the service"


def _short(error: Exception) -> str:
    """An error's words without addresses."""
    words = str(error).split("http", 1)[0].strip(" '\"")
    return f"{type(error).__name__}{f' ({words})' if words else ''}"

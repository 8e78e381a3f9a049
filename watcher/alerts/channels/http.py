"""What the channels over HTTP have in common: requests with JSON, answers, and verdicts on them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from urllib.parse import unquote

from watcher.alerts.channels.base import Answer, Channel, Request, Verdict
from watcher.alerts.channels.cutting import clean, cut
from watcher.options import Secret

_TAG = re.compile(r"<[^<>]{0,500}>")
_SLOW = {429, 502, 503, 504}
_LATER = {408, 425, 429}
_CHANNEL = {401, 403, 404, 410}
ALONE = "this message alone: `watcher alerts retry` sends it again"
_HIDDEN = "(hidden)"
_WEEK = 7 * 86400.0
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def as_json(value: object) -> bytes:
    """Compact JSON in UTF-8. Lone surrogates (file names can hold them) become "?", so it is always valid."""
    return _to_json(value).encode("utf-8", "replace")


def post(url: str, body: bytes, headers: Mapping[str, str] | None = None) -> Request:
    """A POST of a body of JSON."""
    return Request("POST", url, {"content-type": "application/json; charset=utf-8", **(headers or {})}, body)


def json_object(answer: Answer) -> dict[str, object]:
    """The JSON object in the body; empty where there is none."""
    try:
        value = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def wait_seconds(value: object) -> float | None:
    """A wait in seconds as receivers write it, at most a week; None where it is none."""
    try:
        seconds = float(value) if isinstance(value, (int, float, str)) else -1.0
    except (ValueError, OverflowError):
        return None
    return min(seconds, _WEEK) if seconds >= 0 else None


def masked(text: str, channel: Channel) -> str:
    """The text without the channel's secrets: receivers repeat addresses and tokens in their errors.

    Of a secret address name, password, path and query are hidden, as a whole and by their parts.
    """
    for secret in _secrets(channel):
        text = text.replace(secret, _HIDDEN)
    return text


def unsecret(answer: Answer, channel: Channel) -> Answer:
    """The answer without the channel's secrets, before its text is cut: that could leave the beginning of one."""
    body = answer.body
    for secret in _secrets(channel) if body else ():
        body = body.replace(secret.encode(), _HIDDEN.encode())
    return replace(answer, body=body)


def words(answer: Answer) -> str:
    """The receiver's own words in short, without markup: for a person, after the status."""
    text = answer.body[:4000].decode("utf-8", "replace")
    return cut(clean(_TAG.sub(" ", text)), 200)


def because(answer: Answer, advice: str = "") -> str:
    """`HTTP 404: not found (advice)`."""
    text = f"HTTP {answer.status}" + (f": {told}" if (told := words(answer)) else "")
    return f"{text} ({advice})" if advice else text


def retry_after(answer: Answer) -> float | None:
    """Seconds that `Retry-After` asks for (RFC 9110 10.2.3), by the receiver's own clock where it is a date."""
    value = answer.headers.get("retry-after", "").strip()
    until, today = date(value), date(answer.headers.get("date", ""))
    if until is None or today is None:
        return wait_seconds(value)
    return min(max(0.0, (until - today).total_seconds()), _WEEK)


def error_code(answer: Answer, code: str, text: str) -> tuple[int | None, str]:
    """The error number under the key `code`, and it with the words under `text`; None where there is no number."""
    body = json_object(answer)
    value = body.get(code)
    if isinstance(value, bool) or not isinstance(value, int):
        return None, ""
    return value, f"{code} {value}: {cut(clean(str(body.get(text, '')), 4000), 200)}"


def by_status(answer: Answer, advice: str = "", confirmed: bool = True) -> Verdict:
    """What the status alone means on a chat platform: `advice` tells what to do where the channel is refused.

    `confirmed` is false where the platform would have said more than a 2xx.
    """
    status = answer.status
    if 200 <= status < 300:
        return Verdict("delivered", because(answer)) if confirmed else not_from_platform(answer, advice)
    if status in _LATER or status >= 500:
        return Verdict("retry", because(answer), after=retry_after(answer), slow_down=status in _SLOW)
    if status in _CHANNEL:
        return Verdict("refused", because(answer, advice), channel_off=True)
    if 300 <= status < 400:
        return Verdict(
            "refused",
            because(answer, "the address answers with a redirect: configure where it leads"),
            channel_off=True,
        )
    return Verdict("refused", because(answer, ALONE))


def not_from_platform(answer: Answer, advice: str) -> Verdict:
    """A 2xx that the platform never gives, such as the login page of a network.

    Not delivered, and not retried either: if it was delivered after all, retries would flood the channel. The alerts
    wait for a person.
    """
    return Verdict("refused", because(answer, advice), channel_off=True)


def _secrets(channel: Channel) -> list[str]:
    """What must not be shown, longest first; words of under eight characters are no secrets, but "api" and "hook"."""
    found: set[str] = set()
    for value in vars(channel).values():
        if not isinstance(value, Secret):
            continue
        with suppress(LookupError):
            secret = value.reveal()
            host, _, path = secret.partition("://")[2].partition("/")
            account = host.rpartition("@")[0].split(":")
            for written in (secret, path, *account, *re.split(r"[/?&=]", path)):
                found |= {written, unquote(written)}
    return sorted((one for one in found if len(one) >= 8), key=len, reverse=True)


def refused(words: str, advice: str | None) -> Verdict:
    """Never retried. Advice concerns the whole channel, which is switched off until a person follows it."""
    return Verdict("refused", f"{words} ({advice or ALONE})", channel_off=advice is not None)


def by_code(answer: Answer, words: str, advice: str | None) -> Verdict:
    """An error code that is no reason to retry; where the status is not 2xx, a gateway in front may still give one."""
    if advice is None and not 200 <= answer.status < 300:
        return by_status(answer, "check the url")
    return refused(words, advice)


def date(value: str) -> datetime | None:
    """A date as HTTP headers write it; None where it is none."""
    from email.utils import parsedate_to_datetime  # with sockets, which no config needs to be read

    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else None

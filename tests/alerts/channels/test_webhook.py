"""The generic webhook: its payload is public surface, and it is signed as Standard Webhooks says."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from channel_samples import ITEM, NOW, URL, about, answered, channel, digest, match, probe, problem, secret, summary
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from watcher.alerts.channels.base import Request
from watcher.alerts.channels.webhook import LIMIT, payload, signature
from watcher.alerts.message import Message

KEY = "whsec_" + base64.b64encode(bytes(range(32))).decode()
OTHER = "whsec_" + base64.b64encode(bytes(range(32, 64))).decode()


def request(message: Message, key: str | None = KEY, now: Any = NOW) -> Request:
    made: Request
    made = channel("webhook", secret=secret(key) if key else None).outgoing(message, now)
    return made


def verify(made: Request, key: str) -> Any:
    """As the reference library does, but at the time of the request."""
    timestamp = int(made.headers["webhook-timestamp"])
    verifier = Verifier(key)
    expected = verifier.sign(made.headers["webhook-id"], NOW, made.body.decode())
    assert timestamp == int(NOW.timestamp())
    if expected not in made.headers["webhook-signature"].split(" "):
        raise WebhookVerificationError("no matching signature")
    return json.loads(made.body)


def test_the_payload_of_a_match_has_exactly_the_documented_keys() -> None:
    """Receivers are written against these names."""
    value = json.loads(request(match()).body)
    assert list(value) == ["type", "timestamp", "data"]
    assert (value["type"], value["timestamp"]) == ("notice.matched", "2026-03-02T01:05:00Z")
    data = value["data"]
    assert list(data) == ["rule", "change", "article", "notice", "mentions", "edit", "diff", "also", "rules", "reprint"]
    assert " ".join(data["article"]) == "id revision title url path published updated author categories excerpt"
    assert list(data["mentions"][1]) == ["kind", "text", "name", "code", "excerpt"]
    assert data["article"]["published"] == "2026-03-02T09:05:00+08:00"
    assert data["article"]["url"] == URL
    assert data["notice"] == ITEM.notice
    assert (data["edit"], data["diff"]) == (ITEM.edit, ITEM.diff)
    assert data["also"] == [
        {"title": "转发：第二批试点开始申报", "url": "https://reprints.example/9", "path": "reprints/9.md"}
    ]


def test_what_is_not_there_is_null() -> None:
    """An article that is no official document, and a first revision."""
    data = json.loads(request(match(replace(ITEM, notice=None, edit=None, diff=None))).body)["data"]
    assert (data["notice"], data["edit"], data["diff"]) == (None, None, None)


def test_a_digest_lists_items_like_those_of_matches() -> None:
    """One receiver can read both."""
    value = json.loads(request(digest(3, more=4)).body)
    assert value["type"] == "notice.digest"
    assert list(value["data"]) == ["items", "more"]
    assert value["data"]["more"] == 4
    assert value["data"]["items"][0] == {
        **json.loads(request(match()).body)["data"],
        "article": value["data"]["items"][0]["article"],
    }


def test_a_digest_that_is_too_long_tells_less_of_each_item_before_it_leaves_any_out() -> None:
    """Forty items fit when each is short, and what is left out is counted."""
    wordy = replace(ITEM, article=replace(ITEM.article, excerpt="很长的摘要。" * 200))
    data: Any = payload(Message(**{**_fields(digest(1)), "items": (wordy,) * 20}), None)["data"]
    assert (len(data["items"]), data["more"]) == (20, 0)
    assert len(data["items"][0]["article"]["excerpt"]) < 1000
    data = payload(digest(500, more=7), None)["data"]
    assert data["items"]
    assert len(data["items"]) + data["more"] == 507


def _fields(message: Message) -> dict[str, Any]:
    return {name: getattr(message, name) for name in ("id", "kind", "at", "language", "items", "more")}


def test_a_test_message_is_a_type_of_its_own() -> None:
    """A receiver can tell it from an alert."""
    assert json.loads(request(probe()).body)["type"] == "notice.test"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"excerpt": "长" * 1_000_000}, id="an excerpt of a million characters"),
        pytest.param({"title": "\x01" * 100_000}, id="a title of control characters, six bytes each in JSON"),
        pytest.param({"path": "\x01" * 4_096}, id="so a path"),
        pytest.param({"url": "https://news.example/" + "长" * 10_000}, id="an endless address"),
        pytest.param({"categories": ("类",) * 100_000}, id="a hundred thousand categories"),
    ],
)
def test_one_huge_thing_does_not_break_the_limit(changes: dict[str, Any]) -> None:
    """Standard Webhooks asks for less than 20 KB."""
    made = request(about(**changes))
    assert len(made.body) <= LIMIT
    assert json.loads(made.body)["data"]["article"]["id"] == 7


def test_the_reference_verifier_takes_the_signature() -> None:
    """The PyPI package `standardwebhooks` checks what we send."""
    assert verify(request(match()), KEY)["type"] == "notice.matched"
    with pytest.raises(WebhookVerificationError):
        verify(request(match()), OTHER)


def test_a_receiver_with_the_reference_library_takes_the_request_as_it_is() -> None:
    """Headers and body as sent, and the library's own check of the time."""
    made = request(match(), now=datetime.now(UTC))
    assert Verifier(KEY).verify(made.body, dict(made.headers))["type"] == "notice.matched"


def test_during_a_rotation_both_keys_verify() -> None:
    """Two keys, two signatures with a space between."""
    made = request(match(), key=f"{KEY} {OTHER}")
    assert verify(made, KEY) == verify(made, OTHER)


def test_an_attempt_later_has_the_same_id_and_body_and_a_new_signature() -> None:
    """The receiver knows the repeat by its id; the time of signing is the attempt's."""
    first, later = request(match()), request(match(), now=NOW + timedelta(hours=2))
    assert (first.headers["webhook-id"], first.body) == (later.headers["webhook-id"], later.body)
    assert first.headers["webhook-signature"] != later.headers["webhook-signature"]
    assert int(later.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) == 7200


@given(st.binary(max_size=300), st.binary(min_size=24, max_size=64), st.integers(0, 2**33))
def test_any_bytes_and_key_are_signed_as_the_reference_does(body: bytes, key: bytes, timestamp: int) -> None:
    """Bytes that are no text cannot be given to the reference, so they are compared as Latin-1 text."""
    text = body.decode("latin-1")
    when = NOW.fromtimestamp(timestamp, tz=NOW.tzinfo)
    expected = Verifier(base64.b64encode(key).decode()).sign("id", when, text)
    assert signature("whsec_" + base64.b64encode(key).decode(), "id", timestamp, text.encode()) == expected


def test_without_a_secret_nothing_is_signed() -> None:
    """It is optional, the id and time are not."""
    assert {"webhook-id", "webhook-timestamp"} < set(request(match(), key=None).headers)
    assert "webhook-signature" not in request(match(), key=None).headers


@pytest.mark.parametrize("key", ["whsec_", "whsec_c2hvcnQ=", "whsec_no base64!", "whsec_" + "A" * 400])
def test_a_malformed_key_is_told(key: str) -> None:
    """Better no request than one that the receiver must throw away. The key itself is not repeated."""
    with pytest.raises(LookupError, match=re.escape("whsec_ and base64 of 24 to 64 bytes")) as told:
        request(match(), key=key)
    assert key.removeprefix("whsec_") not in str(told.value) or key == "whsec_"


def test_a_missing_secret_is_told() -> None:
    """Which variable it is."""
    with pytest.raises(LookupError, match="NOT_SET_ANYWHERE"):
        request(match(), key="env:NOT_SET_ANYWHERE")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(answered(200), "delivered", id="ok"),
        pytest.param(answered(202), "delivered", id="accepted counts too: the receiver has it"),
        pytest.param(answered(299), "delivered", id="any 2xx"),
        pytest.param(answered(301), "retry, slow down", id="a redirect is a failure"),
        pytest.param(answered(400), "retry", id="it may be mended on the other side"),
        pytest.param(answered(401), "retry, slow down", id="a receiver that is set up wrongly loses nothing"),
        pytest.param(answered(404), "retry, slow down", id="nor one that is being moved"),
        pytest.param(answered(410), "refused, channel off", id="gone: it wants no more"),
        pytest.param(answered(429, retry_after="7"), "retry, slow down, after 7", id="too many"),
        pytest.param(answered(500), "retry", id="broken, perhaps by this alert"),
        pytest.param(answered(502), "retry, slow down", id="gateway"),
        pytest.param(
            answered(503, retry_after="Mon, 02 Mar 2026 12:01:00 GMT", date="Mon, 02 Mar 2026 12:00:00 GMT"),
            "retry, slow down, after 60",
            id="away until a date",
        ),
    ],
)
def test_verdict(answer: Any, expected: str) -> None:
    """Standard Webhooks: every answer but 2xx is tried again, and 410 is the end."""
    assert summary(channel("webhook").verdict(answer)) == expected


def test_a_problem_is_a_text() -> None:
    value = json.loads(request(problem("a\nb")).body)

    assert (value["type"], value["data"]) == ("notice.problem", {"text": "a\nb"})

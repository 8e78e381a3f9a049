"""What the channels over HTTP have in common: JSON out, answers and their waits in."""

from __future__ import annotations

import json

import pytest
from channel_samples import channel, secret, summary
from hypothesis import given
from hypothesis import strategies as st

from watcher.alerts.channels.base import Answer
from watcher.alerts.channels.http import (
    as_json,
    because,
    by_status,
    error_code,
    json_object,
    masked,
    retry_after,
    wait_seconds,
)

NOON = "Mon, 02 Mar 2026 12:00:00 GMT"
WEEK = 604_800.0


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param({}, None, id="not said"),
        pytest.param({"retry-after": "soon"}, None, id="nonsense"),
        pytest.param({"retry-after": "-5"}, None, id="negative"),
        pytest.param({"retry-after": "nan"}, None, id="not a number"),
        pytest.param({"retry-after": "120"}, 120.0, id="seconds"),
        pytest.param({"retry-after": "1e300"}, WEEK, id="for ever is a week"),
        pytest.param(
            {"retry-after": "Mon, 02 Mar 2026 12:05:00 GMT", "date": NOON}, 300.0, id="a date, by their clock"
        ),
        pytest.param({"retry-after": "Mon, 02 Mar 2026 11:00:00 GMT", "date": NOON}, 0.0, id="a date that has passed"),
        pytest.param({"retry-after": "Mon, 02 Mar 2026 12:05:00 GMT"}, None, id="a date, but no clock to read it by"),
    ],
)
def test_retry_after(headers: dict[str, str], expected: float | None) -> None:
    """RFC 9110 10.2.3: seconds or a date."""
    assert retry_after(Answer(429, headers, b"")) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        pytest.param(200, "delivered", id="ok"),
        pytest.param(204, "delivered", id="ok, nothing to say"),
        pytest.param(302, "refused, channel off", id="redirects are not followed"),
        pytest.param(400, "refused", id="this request is wrong"),
        pytest.param(401, "refused, channel off", id="wrong token"),
        pytest.param(403, "refused, channel off", id="not allowed"),
        pytest.param(404, "refused, channel off", id="no such hook"),
        pytest.param(408, "retry", id="too slow"),
        pytest.param(410, "refused, channel off", id="gone"),
        pytest.param(413, "refused", id="too large"),
        pytest.param(425, "retry", id="too early"),
        pytest.param(429, "retry, slow down", id="too many"),
        pytest.param(500, "retry", id="their fault, perhaps by this request"),
        pytest.param(502, "retry, slow down", id="gateway"),
        pytest.param(503, "retry, slow down", id="unavailable"),
        pytest.param(504, "retry, slow down", id="gateway timeout"),
    ],
)
def test_judged(status: int, expected: str) -> None:
    """What a status alone means on a chat platform."""
    assert summary(by_status(Answer(status, {}, b""))) == expected


def test_every_refusal_says_what_to_do() -> None:
    """After the platform's words; one that meets a message alone can be sent again."""
    assert by_status(Answer(400, {}, b"invalid_blocks"), "check the url").because == (
        "HTTP 400: invalid_blocks (this message alone: `watcher alerts retry` sends it again)"
    )
    assert by_status(Answer(403, {}, b"no"), "check the url").because == "HTTP 403: no (check the url)"


def test_a_2xx_that_ought_to_say_more_is_no_delivery() -> None:
    """A login page in front of the platform answers 200 too."""
    assert by_status(Answer(200, {}, b"<html>sign in</html>"), "check the url", confirmed=False).state == "refused"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(b"", {}, id="nothing"),
        pytest.param(b"<html>", {}, id="no JSON"),
        pytest.param(b"[1]", {}, id="no object"),
        pytest.param(b"[" * 60_000, {}, id="nested without end"),
        pytest.param(b"\xff\xfe", {}, id="no text"),
        pytest.param(b'{"code":0}', {"code": 0}, id="an object"),
    ],
)
def test_said(body: bytes, expected: dict[str, object]) -> None:
    """A receiver can answer anything."""
    assert json_object(Answer(200, {}, body)) == expected


@given(st.binary(max_size=300), st.integers(100, 599))
def test_no_answer_makes_it_fail(body: bytes, status: int) -> None:
    """Any bytes under any status have a verdict, in words that a terminal can show."""
    verdict = by_status(Answer(status, {"retry-after": body.decode("latin-1")}, body))
    assert len(verdict.because) < 300
    assert "\x1b" not in verdict.because


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("x", None),
        ([], None),
        (10**400, None),
        (-1, None),
        (0, 0.0),
        (1.5, 1.5),
        ("2", 2.0),
        (10**9, WEEK),
    ],
)
def test_number(value: object, expected: float | None) -> None:
    """A wait is a number of seconds, at most a week."""
    assert wait_seconds(value) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(b'{"errcode":0,"errmsg":"ok"}', (0, "errcode 0: ok"), id="a number and its words"),
        pytest.param(b'{"errcode":"0"}', (None, ""), id="a text is no number"),
        pytest.param(b'{"errcode":false}', (None, ""), id="nor is a truth"),
        pytest.param(b'{"errcode":-1}', (-1, "errcode -1:"), id="a number alone"),
    ],
)
def test_coded(body: bytes, expected: tuple[int | None, str]) -> None:
    """Platforms that answer 200 to everything put a number in the body."""
    code, words = error_code(Answer(200, {}, body), "errcode", "errmsg")
    assert (code, words.strip()) == expected


def test_the_reason_has_the_receivers_words_without_markup() -> None:
    """A page of HTML becomes a short line."""
    answer = Answer(404, {}, b"<html><h1>Not\n Found</h1></html>")
    assert because(answer, "check the url") == "HTTP 404: Not Found (check the url)"


def test_a_secret_that_the_receiver_repeats_is_masked() -> None:
    """Servers quote the path in their error pages, and the path of a hook is its password."""
    slack = channel("slack", url=secret("https://slack.example/services/T0000000/B1/verysecretpart"))
    text = "Cannot POST /services/T0000000/B1/verysecretpart; verysecretpart is unknown"
    assert masked(text, slack) == "Cannot POST /(hidden); (hidden) is unknown"


def test_masking_leaves_texts_alone_where_a_secret_cannot_be_read() -> None:
    """A missing variable is another message's concern."""
    assert masked("HTTP 500", channel("slack", url=secret("env:NOT_SET_ANYWHERE"))) == "HTTP 500"


def test_json_is_valid_whatever_a_file_name_holds() -> None:
    """File names that are no UTF-8 reach us as lone surrogates."""
    assert json.loads(as_json({"path": "a\udcff.md"})) == {"path": "a?.md"}

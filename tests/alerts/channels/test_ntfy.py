"""ntfy: under 4,096 bytes, or it becomes an attachment."""

from __future__ import annotations

import json
from typing import Any

import pytest
from channel_samples import NOW, URL, answered, channel, match, secret, summary


def test_the_topic_moves_from_the_address_into_the_message() -> None:
    """ntfy takes JSON at the server's root."""
    request = channel("ntfy", url=secret("https://ntfy.example/base/notices/")).outgoing(match(), NOW)
    assert request.url == "https://ntfy.example/base/"
    value = json.loads(request.body)
    assert (value["topic"], value["click"]) == ("notices", URL)
    assert "确定【重庆】、【合肥】、芜湖为本批试点城市。" in value["message"].split("\n")


def test_the_token_is_sent_where_there_is_one() -> None:
    """As a bearer."""
    signed = channel("ntfy", token=secret("tk_abc")).outgoing(match(), NOW)
    open_ = channel("ntfy").outgoing(match(), NOW)
    assert signed.headers["authorization"] == "Bearer tk_abc"
    assert "authorization" not in open_.headers


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(answered(200, '{"id":"x"}'), "delivered", id="sent"),
        pytest.param(answered(200, "<html>sign in"), "refused, channel off", id="200 from somebody else"),
        pytest.param(answered(429, '{"code":42901,"error":"limit reached"}'), "retry, slow down", id="too many"),
        pytest.param(
            answered(429, '{"code":42908}', date="Mon, 02 Mar 2026 22:30:00 GMT"),
            "retry, slow down, after 5400",
            id="quota: at midnight",
        ),
        pytest.param(answered(429, '{"code":42908}'), "retry, slow down, after 3600", id="quota, and no clock"),
        pytest.param(answered(401, '{"code":40101}'), "refused, channel off", id="wrong token"),
        pytest.param(answered(403, '{"code":40301}'), "refused, channel off", id="may not write"),
        pytest.param(answered(413), "refused", id="too large"),
        pytest.param(answered(507), "retry", id="disk full"),
    ],
)
def test_verdict(answer: Any, expected: str) -> None:
    """By status and body."""
    assert summary(channel("ntfy").verdict(answer)) == expected

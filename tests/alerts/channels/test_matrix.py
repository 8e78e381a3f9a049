"""Matrix: an event under the alert's id."""

from __future__ import annotations

import json
from typing import Any

import pytest
from channel_samples import NOW, URL, answered, channel, match, summary


def test_the_event_is_put_under_the_alerts_id() -> None:
    """The homeserver makes one event of any number of repeats."""
    request = channel("matrix").outgoing(match(), NOW)
    assert request.method == "PUT"
    assert request.url == (
        "https://matrix.example/_matrix/client/v3/rooms/%21room%3Amatrix.example/send/m.room.message/alert-41"
    )
    assert request.headers["authorization"] == "Bearer t"


def test_the_event_has_html_and_plain_text_and_mentions_nobody() -> None:
    """An empty `m.mentions` overrules what a client would find in the text."""
    request = channel("matrix").outgoing(match(), NOW)
    value = json.loads(request.body)
    assert f'<a href="{URL}">' in value["formatted_body"]
    assert "【重庆】" in value["body"]
    assert (value["msgtype"], value["m.mentions"]) == ("m.text", {})


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(answered(200, '{"event_id":"$x"}'), "delivered", id="sent"),
        pytest.param(answered(200, "hello"), "refused, channel off", id="200 from somebody else"),
        pytest.param(
            answered(429, '{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":1500}'),
            "retry, slow down, after 1.5",
            id="too many",
        ),
        pytest.param(answered(429, "{}", retry_after="3"), "retry, slow down, after 3", id="too many, in the header"),
        pytest.param(answered(401, '{"errcode":"M_UNKNOWN_TOKEN"}'), "refused, channel off", id="wrong token"),
        pytest.param(answered(403, '{"errcode":"M_FORBIDDEN"}'), "refused, channel off", id="not in the room"),
        pytest.param(answered(413, '{"errcode":"M_TOO_LARGE"}'), "refused", id="too large"),
        pytest.param(answered(504), "retry, slow down", id="outage"),
    ],
)
def test_verdict(answer: Any, expected: str) -> None:
    """By status and body."""
    assert summary(channel("matrix").verdict(answer)) == expected

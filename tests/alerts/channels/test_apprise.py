"""Apprise: best effort, so never more than unconfirmed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from channel_samples import NOW, URL, answered, channel, match, summary


def test_plain_text_with_the_address_at_its_end() -> None:
    """No markup, since the services behind differ."""
    request = channel("apprise", tag="team").outgoing(match(), NOW)
    value = json.loads(request.body)
    assert request.url == "http://127.0.0.1:8000/notify/k"
    assert (value["format"], value["tag"]) == ("text", "team")
    assert value["body"].endswith("\n" + URL)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(answered(200), "unconfirmed", id="it says sent, and does not know"),
        pytest.param(answered(204), "refused, channel off", id="no configuration under this key"),
        pytest.param(
            answered(424, '{"error":"One or more notification could not be sent"}'), "retry", id="one service failed"
        ),
        pytest.param(answered(404), "refused, channel off", id="wrong address"),
        pytest.param(answered(500), "retry", id="its error"),
    ],
)
def test_verdict(answer: Any, expected: str) -> None:
    """By status."""
    assert summary(channel("apprise").verdict(answer)) == expected

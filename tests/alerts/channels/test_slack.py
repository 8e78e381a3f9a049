"""Slack: one rich text block, in which an article's text is no markup; success is a body of `ok`."""

from __future__ import annotations

import json
from typing import Any

import pytest
from channel_samples import NOW, URL, about, answered, channel, match, summary


def value(message: Any) -> Any:
    request = channel("slack").outgoing(message, NOW)
    return json.loads(request.body)


def test_the_title_is_a_link_and_the_words_are_bold() -> None:
    """As parts of a rich text, not as mrkdwn."""
    (block,) = value(match())["blocks"]
    parts = [part for element in block["elements"] for part in element["elements"]]
    link, _other_place = [part for part in parts if part["type"] == "link"]
    assert (link["url"], link["style"]) == (URL, {"bold": True})
    assert {"type": "text", "text": "车路协同", "style": {"bold": True}} in parts


def test_the_text_of_the_notification_is_escaped() -> None:
    """`<!channel>` in a title pings nobody; `@here` is broken for servers that only speak Slack's format."""
    assert value(about(title="<!channel> & @here"))["text"] == "&lt;!channel&gt; &amp; @\u2060here"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(answered(200, "ok"), "delivered", id="sent"),
        pytest.param(answered(200, "<html>sign in</html>"), "refused, channel off", id="200 from somebody else"),
        pytest.param(answered(400, "invalid_payload"), "refused", id="this message"),
        pytest.param(answered(403, "action_prohibited"), "refused, channel off", id="forbidden"),
        pytest.param(answered(404, "no_service"), "refused, channel off", id="the webhook was removed"),
        pytest.param(answered(410, "channel_is_archived"), "refused, channel off", id="the channel was archived"),
        pytest.param(answered(429, "rate_limited", retry_after="30"), "retry, slow down, after 30", id="too many"),
        pytest.param(answered(500, "rollup_error"), "retry", id="their error"),
    ],
)
def test_verdict(answer: Any, expected: str) -> None:
    """By status and body."""
    assert summary(channel("slack").verdict(answer)) == expected

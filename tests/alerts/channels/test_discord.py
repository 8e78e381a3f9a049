"""Discord: an embed within its limits, no mentions, waits to a fraction of a second."""

from __future__ import annotations

import json
from typing import Any

import pytest
from channel_samples import NOW, URL, about, answered, channel, match, secret, summary


def value(message: Any) -> Any:
    request = channel("discord").outgoing(message, NOW)
    return json.loads(request.body)


def test_the_embed_links_its_title_and_no_mention_is_parsed() -> None:
    """`allowed_mentions` is empty."""
    (embed,) = value(match())["embeds"]
    assert embed["url"] == URL
    assert "> 确定**重庆**、**合肥**、芜湖为本批试点城市。" in embed["description"].split("\n")
    assert value(match())["allowed_mentions"] == {"parse": []}


def test_markup_in_a_title_is_shown_as_it_is() -> None:
    """Discord reads Markdown in titles too."""
    (embed,) = value(about(title="**甲** <@1> @everyone"))["embeds"]
    assert embed["title"] == "\\*\\*甲\\*\\* \\<\\@\u20601\\> \\@\u2060everyone"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("https://discord.example/hook", "https://discord.example/hook?wait=true", id="plain"),
        pytest.param(
            "https://discord.example/hook?thread_id=5",
            "https://discord.example/hook?thread_id=5&wait=true",
            id="a thread",
        ),
    ],
)
def test_it_waits_for_the_message_to_be_stored(url: str, expected: str) -> None:
    """Without `wait=true` Discord answers 204 before it knows."""
    request = channel("discord", url=secret(url)).outgoing(match(), NOW)
    assert request.url == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(answered(200, '{"id":"1"}'), "delivered", id="sent"),
        pytest.param(answered(200, "<html>sign in"), "refused, channel off", id="200 from somebody else"),
        pytest.param(
            answered(429, '{"retry_after":0.65,"global":false}'), "retry, slow down, after 0.65", id="too many"
        ),
        pytest.param(
            answered(429, "error code: 1015", retry_after="600"),
            "retry, slow down, after 600",
            id="banned by the gateway",
        ),
        pytest.param(answered(404, '{"code":10015,"message":"Unknown Webhook"}'), "refused, channel off", id="deleted"),
        pytest.param(
            answered(401, '{"code":50027,"message":"Invalid Webhook Token"}'), "refused, channel off", id="wrong token"
        ),
        pytest.param(answered(400, '{"code":50035,"message":"Invalid Form Body"}'), "refused", id="this message"),
        pytest.param(answered(503), "retry, slow down", id="outage"),
    ],
)
def test_verdict(answer: Any, expected: str) -> None:
    """By status and body."""
    assert summary(channel("discord").verdict(answer)) == expected

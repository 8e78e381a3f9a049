"""Telegram: 4,096 units of text after its tags are read, at most 100 of those."""

from __future__ import annotations

import json
from typing import Any

import pytest
from channel_samples import NOW, URL, about, answered, channel, match, summary


def value(message: Any, **options: Any) -> Any:
    request = channel("telegram", **options).outgoing(message, NOW)
    assert request.url == "https://api.telegram.org/bot1:x/sendMessage"
    return json.loads(request.body)


def test_the_message_links_its_title_and_has_the_words_in_bold() -> None:
    """HTML mode, no preview of the link."""
    sent = value(match())
    assert f'<a href="{URL}"><b>海州市交通运输局' in sent["text"]
    assert "<blockquote>确定<b>重庆</b>、<b>合肥</b>、芜湖为本批试点城市。</blockquote>" in sent["text"]
    assert (sent["parse_mode"], sent["link_preview_options"]) == ("HTML", {"is_disabled": True})


def test_a_name_in_an_article_pings_nobody() -> None:
    """Telegram makes a mention of any `@name` in a text, whatever the markup."""
    assert "&lt;b&gt; @\u2060somebody" in value(about(title="<b> @somebody"))["text"]


def test_a_topic_of_a_group() -> None:
    """Only where one is configured."""
    assert value(match(), topic=5)["message_thread_id"] == 5
    assert "message_thread_id" not in value(match())


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(answered(200, '{"ok":true,"result":{}}'), "delivered", id="sent"),
        pytest.param(answered(200, "hello"), "refused, channel off", id="200 from somebody else"),
        pytest.param(
            answered(429, '{"ok":false,"parameters":{"retry_after":35}}'), "retry, slow down, after 35", id="too many"
        ),
        pytest.param(
            answered(400, '{"ok":false,"description":"Bad Request: can\'t parse entities"}'),
            "refused",
            id="this message",
        ),
        pytest.param(
            answered(400, '{"description":"Bad Request: chat not found"}'), "refused, channel off", id="no such chat"
        ),
        pytest.param(answered(401, '{"description":"Unauthorized"}'), "refused, channel off", id="wrong token"),
        pytest.param(answered(403, '{"description":"bot was kicked"}'), "refused, channel off", id="thrown out"),
        pytest.param(answered(404, '{"description":"Not Found"}'), "refused, channel off", id="malformed token"),
        pytest.param(answered(502), "retry, slow down", id="outage"),
    ],
)
def test_verdict(answer: Any, expected: str) -> None:
    """By status and body."""
    assert summary(channel("telegram").verdict(answer)) == expected


def test_a_group_that_moved_says_where_to() -> None:
    """A group that grows gets a new number: the refusal names it."""
    body = '{"ok":false,"error_code":400,"parameters":{"migrate_to_chat_id":-100777}}'
    verdict = channel("telegram").verdict(answered(400, body))
    assert verdict.channel_off
    assert 'set chat = "-100777"' in verdict.because

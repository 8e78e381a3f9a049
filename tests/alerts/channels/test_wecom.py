"""WeCom: 4,096 bytes of markdown_v2, errors inside HTTP 200."""

from __future__ import annotations

import json
from typing import Any

import pytest
from channel_samples import NOW, URL, answered, channel, digest, match, summary


def content(message: Any) -> str:
    request = channel("wecom").outgoing(message, NOW)
    value = json.loads(request.body)
    assert value["msgtype"] == "markdown_v2"
    return str(value["markdown_v2"]["content"])


def test_the_message_links_its_title_and_has_the_words_in_bold() -> None:
    """markdown_v2, in which `<@userid>` means nothing."""
    assert f"关于组织第二批车路协同试点的通知]({URL})" in content(match())
    assert "> 确定**重庆**、**合肥**、芜湖为本批试点城市。" in content(match())


def test_a_digest_uses_the_room_that_there_is() -> None:
    """Items are left out only when it is full, and counted."""
    text = content(digest(300))
    assert 3_000 < len(text.encode()) <= 4_096
    listed = text.count(URL)
    assert text.endswith(f"另有 {300 - listed} 条未列出")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param({"errcode": 0, "errmsg": "ok"}, "delivered", id="sent"),
        pytest.param(
            {"errcode": 45009, "errmsg": "api freq out of limit"}, "retry, slow down, after 60", id="over 20 a minute"
        ),
        pytest.param({"errcode": -1, "errmsg": "system busy"}, "retry, slow down", id="busy"),
        pytest.param({"errcode": 93000, "errmsg": "invalid webhook url"}, "refused, channel off", id="wrong key"),
        pytest.param({"errcode": 40058, "errmsg": "content exceed max length"}, "refused", id="too long"),
        pytest.param({}, "refused, channel off", id="200 from somebody else"),
    ],
)
def test_verdict(body: dict[str, Any], expected: str) -> None:
    """Errors come inside HTTP 200."""
    assert summary(channel("wecom").verdict(answered(200, json.dumps(body)))) == expected


@pytest.mark.parametrize(("status", "expected"), [(429, "retry, slow down"), (500, "retry"), (400, "refused")])
def test_a_code_that_is_not_known_means_what_its_status_means(status: int, expected: str) -> None:
    """The platform's gateway speaks JSON too: what it puts off is not given up."""
    answer = answered(status, '{"errcode":99991400,"errmsg":"request trigger frequency limit"}')
    assert summary(channel("wecom").verdict(answer)) == expected

"""DingTalk: Markdown, a signature in the address, errors inside HTTP 200."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from channel_samples import NOW, URL, answered, channel, match, secret, summary


def test_the_message_links_its_title_and_pings_nobody() -> None:
    """`title` is the preview on a phone, `text` what is opened."""
    request = channel("dingtalk").outgoing(match(), NOW)
    value = json.loads(request.body)
    assert value["msgtype"] == "markdown"
    assert f"关于组织第二批车路协同试点的通知]({URL})" in value["markdown"]["text"]
    assert value["at"] == {"isAtAll": False}


def test_the_signature_is_in_the_address_quoted_once() -> None:
    """Read back by a URL parser it is the documented HMAC."""
    request = channel("dingtalk", secret=secret("SECabc")).outgoing(match(), NOW)
    query = parse_qs(urlsplit(request.url).query)
    stamp = query["timestamp"][0]
    assert stamp == str(int(NOW.timestamp() * 1000))
    digest = hmac.new(b"SECabc", f"{stamp}\nSECabc".encode(), hashlib.sha256).digest()
    assert query["sign"] == [base64.b64encode(digest).decode()]
    assert query["access_token"] == ["abc"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param({"errcode": 0, "errmsg": "ok"}, "delivered", id="sent"),
        pytest.param(
            {"errcode": 130101, "errmsg": "send too fast", "wait": 30},
            "retry, slow down, after 30",
            id="too fast, wait",
        ),
        pytest.param(
            {"errcode": 130101, "errmsg": "send too fast"}, "retry, slow down, after 600", id="ten minutes of silence"
        ),
        pytest.param({"errcode": -1, "errmsg": "busy"}, "retry, slow down", id="busy"),
        pytest.param({"errcode": 300001, "errmsg": "token is not exist"}, "refused, channel off", id="wrong token"),
        pytest.param({"errcode": 310000, "errmsg": "sign not match"}, "refused, channel off", id="wrong signature"),
        pytest.param({"errcode": 310000, "errmsg": "invalid timestamp"}, "refused, channel off", id="wrong clock"),
        pytest.param(
            {"errcode": 310000, "errmsg": "keywords not in content"}, "refused", id="this message lacks the keyword"
        ),
        pytest.param({"errcode": 460101, "errmsg": "message too long"}, "refused", id="too long"),
        pytest.param({"message": "hello"}, "refused, channel off", id="200 from somebody else"),
    ],
)
def test_verdict(body: dict[str, Any], expected: str) -> None:
    """Errors come inside HTTP 200."""
    assert summary(channel("dingtalk").verdict(answered(200, json.dumps(body)))) == expected


@pytest.mark.parametrize(("status", "expected"), [(429, "retry, slow down"), (500, "retry"), (400, "refused")])
def test_a_code_that_is_not_known_means_what_its_status_means(status: int, expected: str) -> None:
    """The platform's gateway speaks JSON too: what it puts off is not given up."""
    answer = answered(status, '{"errcode":99991400,"errmsg":"request trigger frequency limit"}')
    assert summary(channel("dingtalk").verdict(answer)) == expected

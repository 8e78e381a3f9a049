"""Feishu and Lark: a card, signed the other way round than DingTalk's, with errors inside HTTP 200."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from channel_samples import NOW, URL, about, answered, channel, match, secret, summary

from watcher.alerts.message import Message


def value(message: Message, **options: Any) -> Any:
    request = channel("feishu", **options).outgoing(message, NOW)
    return json.loads(request.body)


def test_a_card_has_the_title_in_its_head_and_a_button_to_the_article() -> None:
    """Card JSON 2.0."""
    card = value(match())["card"]
    assert card["schema"] == "2.0"
    assert card["header"]["title"]["content"].endswith("关于组织第二批车路协同试点的通知")
    assert card["header"]["subtitle"]["content"] == "有修改 · 车路协同试点"
    text, button = card["body"]["elements"]
    assert "第二批**车路协同**试点" in text["content"]
    assert button["behaviors"] == [{"type": "open_url", "default_url": URL}]


def test_without_an_address_there_is_no_button() -> None:
    """Feishu refuses a button that opens nothing."""
    card = value(about(url="javascript:alert(1)"))["card"]
    assert [element["tag"] for element in card["body"]["elements"]] == ["markdown"]
    assert "card_link" not in card


def test_an_article_pings_nobody() -> None:
    """`<at id=all></at>` in a title or a text is shown, not done."""
    card = value(about(title="<at id=all></at>"))["card"]
    assert card["header"]["title"] == {"tag": "plain_text", "content": "<at id=all></at>"}
    assert "<" not in card["body"]["elements"][0]["content"]


def test_the_signature_is_keyed_with_time_and_secret_over_nothing() -> None:
    """Recomputed here as the platform's page says."""
    signed = value(match(), secret=secret("s3cret"))
    key = f"{signed['timestamp']}\ns3cret".encode()
    assert signed["timestamp"] == str(int(NOW.timestamp()))
    assert signed["sign"] == base64.b64encode(hmac.new(key, digestmod=hashlib.sha256).digest()).decode()
    assert "sign" not in value(match())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param({"code": 0, "msg": "success"}, "delivered", id="sent"),
        pytest.param({"StatusCode": 0, "StatusMessage": "success"}, "delivered", id="sent, as older bots say it"),
        pytest.param({"code": 11232, "msg": "frequency limited"}, "retry, slow down", id="busy on the hour"),
        pytest.param({"code": 2200, "msg": "internal error"}, "retry, slow down", id="their error"),
        pytest.param({"code": 9499, "msg": "too many request"}, "retry, slow down", id="9499 that means too many"),
        pytest.param({"code": 9499, "msg": "Bad Request"}, "refused", id="9499 that means a wrong request"),
        pytest.param({"code": 19021, "msg": "sign match fail"}, "refused, channel off", id="signature or clock"),
        pytest.param({"code": 19022, "msg": "Ip Not Allowed"}, "refused, channel off", id="address not allowed"),
        pytest.param({"code": 19024, "msg": "Key Words Not Found"}, "refused", id="this message lacks the keyword"),
        pytest.param({"code": 19001, "msg": "param invalid"}, "refused, channel off", id="no such bot"),
        pytest.param({"code": 11246, "msg": "card too long"}, "refused", id="a number that we do not know"),
        pytest.param({}, "refused, channel off", id="200 from somebody else"),
    ],
)
def test_verdict(body: dict[str, Any], expected: str) -> None:
    """Errors come inside HTTP 200."""
    assert summary(channel("feishu").verdict(answered(200, json.dumps(body)))) == expected


def test_a_refusal_says_what_to_do() -> None:
    """The platform's words, then ours."""
    verdict = channel("feishu").verdict(answered(200, '{"code":19021,"msg":"sign match fail"}'))
    assert verdict.because == "code 19021: sign match fail (check the secret, and this machine's clock)"


def test_a_gateway_in_front_is_judged_by_its_status() -> None:
    """It does not speak Feishu's JSON."""
    assert summary(channel("feishu").verdict(answered(502, "<html>bad gateway</html>"))) == "retry, slow down"


@pytest.mark.parametrize(("status", "expected"), [(429, "retry, slow down"), (500, "retry"), (400, "refused")])
def test_a_code_that_is_not_known_means_what_its_status_means(status: int, expected: str) -> None:
    """The platform's gateway speaks JSON too: what it puts off is not given up."""
    answer = answered(status, '{"code":99991400,"msg":"request trigger frequency limit"}')
    assert summary(channel("feishu").verdict(answer)) == expected

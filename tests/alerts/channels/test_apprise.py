"""Apprise: best effort, so never more than unconfirmed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from channel_samples import NOW, URL, about, answered, channel, match, secret, summary

from watcher.alerts.channels.apprise import FAILED, NO_SERVICE, SENT
from watcher.alerts.channels.base import Notification


def test_plain_text_with_the_address_at_its_end() -> None:
    """No markup, since the services behind differ."""
    request = channel("apprise", tag="team").outgoing(match(), NOW)
    value = json.loads(request.body)
    assert request.url == "http://127.0.0.1:8000/notify/k"
    assert (value["format"], value["tag"]) == ("text", "team")
    assert value["body"].endswith("\n" + URL)


def test_an_address_of_its_own_is_for_its_package() -> None:
    """It has a token in it, so it stands in a secret."""
    given = channel("apprise", url=secret("slack://a/b/c")).outgoing(match(), NOW)
    assert isinstance(given, Notification)
    assert given.url == "slack://a/b/c"
    assert given.title.endswith("关于组织第二批车路协同试点的通知")
    assert given.body.endswith("\n" + URL)


def test_where_the_package_is_not_installed_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """By `check` and with every attempt; a server needs no package."""
    monkeypatch.setattr("watcher.alerts.channels.apprise.find_spec", lambda name: None)
    with pytest.raises(LookupError, match=r"pip install 'notice-watcher\[apprise\]'"):
        channel("apprise", url=secret("slack://a/b/c")).outgoing(match(), NOW)
    assert "notice-watcher[apprise]" in channel("apprise", url=secret("slack://a/b/c")).uninstalled()
    assert channel("apprise").uninstalled() == ""
    assert channel("apprise", url=secret("env:NOT_SET_ANYWHERE")).uninstalled() == ""


def test_nobody_is_pinged_wherever_it_ends() -> None:
    """Each service behind has its own way of naming people."""
    request = channel("apprise").outgoing(about(title="<@U123> <!channel> @everyone"), NOW)
    assert json.loads(request.body)["title"] == "＜@\u2060U123＞ ＜!channel＞ @\u2060everyone"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(answered(200), "unconfirmed", id="it says sent, and does not know"),
        pytest.param(answered(204), "refused, channel off", id="no configuration under this key"),
        pytest.param(
            answered(424, '{"error":"One or more notification could not be sent"}'), "retry", id="one service failed"
        ),
        pytest.param(answered(404), "refused, channel off", id="wrong address"),
        pytest.param(answered(SENT), "unconfirmed", id="the package says sent, and does not know"),
        pytest.param(answered(FAILED), "retry", id="the package could not send it"),
        pytest.param(answered(NO_SERVICE), "refused, channel off", id="the package knows no such service"),
        pytest.param(answered(500), "retry", id="its error"),
    ],
)
def test_verdict(answer: Any, expected: str) -> None:
    """By status."""
    assert summary(channel("apprise").verdict(answer)) == expected

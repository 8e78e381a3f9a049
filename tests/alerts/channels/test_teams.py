"""Teams: an Adaptive Card without Markdown; 202 is accepted, not posted."""

from __future__ import annotations

import json
from typing import Any

import pytest
from channel_samples import NOW, REPRINT, URL, answered, channel, match, summary


def test_the_card_links_its_title_and_has_the_words_in_bold() -> None:
    """Runs of a RichTextBlock, which know no Markdown."""
    request = channel("teams").outgoing(match(), NOW)
    card = json.loads(request.body)["attachments"][0]["content"]
    runs = [run for part in card["body"] for block in part.get("items", [part]) for run in block["inlines"]]
    assert [run["selectAction"]["url"] for run in runs if "selectAction" in run] == [URL, REPRINT]
    assert {"type": "TextRun", "text": "车路协同", "weight": "Bolder"} in runs
    assert card["actions"] == [{"type": "Action.OpenUrl", "title": "阅读原文", "url": URL}]


def test_what_is_quoted_stands_on_a_ground_of_its_own() -> None:
    """The changed lines in the colours of a diff, then the sentences."""
    card = json.loads(channel("teams").outgoing(match(), NOW).body)["attachments"][0]["content"]
    changed, sentences = [part["items"] for part in card["body"] if part["type"] == "Container"]
    assert [block["inlines"][0]["color"] for block in changed] == ["Attention", "Good"]
    assert len(sentences) == 2


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(answered(202), "unconfirmed", id="the workflow has begun"),
        pytest.param(answered(200, "1"), "delivered", id="posted"),
        pytest.param(
            answered(200, "Webhook message delivery failed with error: HTTP error 429"),
            "retry, slow down",
            id="a refusal inside 200",
        ),
        pytest.param(answered(400, '{"error":{"code":"InvalidRequestContent"}}'), "refused", id="this card"),
        pytest.param(answered(401), "refused, channel off", id="the address lost its signature"),
        pytest.param(answered(404, '{"error":{"code":"WorkflowNotFound"}}'), "refused, channel off", id="deleted"),
        pytest.param(answered(413), "refused", id="too large"),
        pytest.param(answered(429, retry_after="5"), "retry, slow down, after 5", id="too many"),
    ],
)
def test_verdict(answer: Any, expected: str) -> None:
    """By status."""
    assert summary(channel("teams").verdict(answer)) == expected

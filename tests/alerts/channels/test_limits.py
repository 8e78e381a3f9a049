"""What holds for every channel and every message: within the platform's limits, well formed, nobody pinged."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default as email_policy
from html.parser import HTMLParser
from typing import Any

import pytest
from channel_samples import (
    NOW,
    about,
    channel,
    dense_match,
    digest,
    heavy_digest,
    hostile_messages,
    match,
    probe,
    problem,
)
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt

from watcher.alerts.channels import CHANNELS
from watcher.alerts.channels.cutting import utf16
from watcher.alerts.channels.template import Template
from watcher.alerts.message import Message

COMMONMARK = MarkdownIt("commonmark")
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def sent(type: str, message: Message, **options: Any) -> Any:
    return channel(type, **options).outgoing(message, NOW)


def value_of(type: str, message: Message, **options: Any) -> Any:
    return json.loads(sent(type, message, **options).body.decode("utf-8"))


class Tags(HTMLParser):
    """Reads HTML as strictly as Telegram does: allowed tags only, all closed in order."""

    allowed = frozenset({"b", "a", "blockquote", "br"})

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""
        self.entities = 0
        self.links: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.allowed
        if tag == "br":
            return
        self.open.append(tag)
        self.entities += 1
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def check_links(links: list[str]) -> None:
    for link in links:
        assert link.startswith(("https://news.example/", "https://reprints.example/"))


def check_markdown(text: str) -> None:
    """What a CommonMark reader makes of it: our own links and bold, and nothing of an article's."""
    links = []
    for token in COMMONMARK.parse(text):
        assert token.type not in {"html_block", "fence", "code_block", "heading_open", "hr"}, text
        for child in token.children or []:
            assert child.type not in {"html_inline", "image", "code_inline", "em_open"}, text
            links += [str(child.attrs["href"])] if child.type == "link_open" else []
    check_links(links)
    assert "<" not in text
    assert not CONTROL.search(text)


def check_webhook(message: Message, **options: Any) -> None:
    body = sent("webhook", message, **options).body
    assert len(body) <= 20_000
    value = json.loads(body)
    if message.kind == "digest":
        assert len(value["data"]["items"]) + value["data"]["more"] == len(message.items) + message.more
        assert value["data"]["items"]
    elif message.kind == "matched":
        assert value["data"]["article"]["id"] == message.items[0].article.id


def check_feishu(message: Message, **options: Any) -> None:
    assert len(sent("feishu", message, **options).body) <= 20_000
    card = value_of("feishu", message, **options)["card"]
    check_markdown(card["body"]["elements"][0]["content"])
    assert card["header"]["title"]["tag"] == "plain_text"
    assert card["header"]["title"]["content"]


def check_dingtalk(message: Message, **options: Any) -> None:
    assert len(sent("dingtalk", message, **options).body) <= 20_000
    value = value_of("dingtalk", message, **options)
    check_markdown(value["markdown"]["text"])
    assert value["at"] == {"isAtAll": False}


def check_wecom(message: Message, **options: Any) -> None:
    content = value_of("wecom", message, **options)["markdown_v2"]["content"]
    assert len(content.encode()) <= 4_096
    check_markdown(content)


def check_slack(message: Message, **options: Any) -> None:
    value = value_of("slack", message, **options)
    assert len(json.dumps(value)) <= 10_000
    assert "<" not in value["text"]
    kinds = set()
    (block,) = value["blocks"]
    for element in block["elements"]:
        assert element["type"] in {"rich_text_section", "rich_text_quote"}
        for part in element["elements"]:
            kinds.add(part["type"])
            assert part["text"], "Slack refuses an empty text"
            assert not CONTROL.search(part["text"])
    assert kinds <= {"text", "link"}


def check_discord(message: Message, **options: Any) -> None:
    value = value_of("discord", message, **options)
    (embed,) = value["embeds"]
    assert utf16(value["content"]) <= 2_000
    assert utf16(embed["title"]) <= 256
    assert utf16(embed["description"]) <= 4_096
    assert utf16(embed["title"]) + utf16(embed["description"]) <= 6_000
    assert len(embed.get("url", "")) <= 2_048
    assert value["allowed_mentions"] == {"parse": []}
    for text in (value["content"], embed["title"], embed["description"]):
        assert not re.search(r"(?<!\\)(?:\\\\)*[<`|~_]", re.sub(r"\]\([^)\s]*\)", "]", text))
        assert not re.search(r"@(?:everyone|here)", text)


def check_teams(message: Message, **options: Any) -> None:
    assert len(sent("teams", message, **options).body) <= 28_000
    (attachment,) = value_of("teams", message, **options)["attachments"]
    card = attachment["content"]
    assert card["type"] == "AdaptiveCard"
    assert "entities" not in card["msteams"]
    for block in [inner for part in card["body"] for inner in part.get("items", [part])]:
        assert block["type"] == "RichTextBlock", "a TextBlock would read Markdown"
        assert all(run["type"] == "TextRun" and run["text"] for run in block["inlines"])


def check_telegram(message: Message, **options: Any) -> None:
    read = Tags(value_of("telegram", message, **options)["text"])
    assert 0 < utf16(read.text) <= 4_096
    assert read.entities <= 100
    assert not re.search(r"(?<!\w)@\w", read.text, re.ASCII), "any @name that begins a word is a mention"
    check_links(read.links)


def check_ntfy(message: Message, **options: Any) -> None:
    value = value_of("ntfy", message, **options)
    assert len(sent("ntfy", message, **options).body) <= 8_192
    assert 0 < len(value["message"].encode()) < 4_096
    assert not CONTROL.search(value["message"] + value["title"])


def check_matrix(message: Message, **options: Any) -> None:
    assert len(sent("matrix", message, **options).body) <= 65_000
    value = value_of("matrix", message, **options)
    assert value["m.mentions"] == {}
    check_links(Tags(value["formatted_body"]).links)


def check_email(message: Message, **options: Any) -> None:
    mail = message_from_bytes(sent("email", message, **options).message, policy=email_policy)
    text, html = mail.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert len(html.get_content().encode()) <= 102_000
    assert "<script" not in html.get_content()
    assert not CONTROL.search(text.get_content().replace("\r", ""))
    assert sorted(mail.keys()) == sorted(
        ["Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
    )
    assert not mail.defects


def check_console(message: Message, **options: Any) -> None:
    assert not CONTROL.search(sent("console", message, **options).text)


def check_apprise(message: Message, **options: Any) -> None:
    value = value_of("apprise", message, **options)
    assert not re.search(r"[<>]|@(?:everyone|here|channel)", value["title"] + value["body"])
    assert 0 < len(value["body"]) <= 2_000
    assert value["title"]


CHECKS: dict[str, Callable[..., None]] = {
    name.removeprefix("check_"): check
    for name, check in list(globals().items())
    if name.removeprefix("check_") in CHANNELS
}


def test_every_channel_is_checked() -> None:
    """A channel that nobody wrote limits for fails here."""
    assert set(CHECKS) == set(CHANNELS)


TEMPLATE = Template(
    "{{ article.title | bold }} {{ rule }}\n"
    "{% for reason in reasons %}> {{ reason }}\n{% endfor %}"
    "{{ article }} {{ notice.number | bold }} {{ notice }} {{ mentions }}\n{{ diff }}\n{{ also }}"
)


@pytest.mark.parametrize("type", CHANNELS)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(message=hostile_messages)
def test_nor_does_a_template_break_a_limit_or_let_markup_through(type: str, message: Message) -> None:
    """One that shows all that there is, as it is."""
    CHECKS[type](message, template=TEMPLATE)


@pytest.mark.parametrize("type", CHANNELS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(message=hostile_messages)
def test_a_message_of_any_size_and_content_is_within_the_limits_and_well_formed(type: str, message: Message) -> None:
    """Whatever an article holds, the platform takes the request and shows our markup only."""
    CHECKS[type](message)


@pytest.mark.parametrize("type", CHANNELS)
@pytest.mark.parametrize(
    "message",
    [
        pytest.param(match(), id="one match"),
        pytest.param(match(language="en"), id="one match in English"),
        pytest.param(digest(3), id="a short digest"),
        pytest.param(digest(300, more=700), id="a digest longer than any platform takes"),
        pytest.param(digest(1, more=9), id="a digest that lists one item"),
        pytest.param(heavy_digest(), id="a digest of items as long as they get"),
        pytest.param(dense_match(), id="a match with hundreds of words in bold"),
        pytest.param(about(title="*_" * 200), id="a title that is all markup"),
        pytest.param(about(url="javascript:alert(1)"), id="an address that is a script"),
        pytest.param(about(url="https://news.example/a)b](c*\"<'> d"), id="an address that is all markup"),
        pytest.param(probe(), id="a test"),
        pytest.param(problem(), id="a problem"),
        pytest.param(problem("*a*\x00<b> [x](y) @all\n\n" * 500), id="a problem of a thousand lines"),
        pytest.param(problem("&<*" * 20_000), id="a problem of one long line"),
    ],
)
def test_ordinary_messages_keep_every_limit(type: str, message: Message) -> None:
    """The messages that people see most."""
    CHECKS[type](message)


@pytest.mark.parametrize("type", CHANNELS)
def test_the_same_message_is_the_same_request(type: str) -> None:
    """A repeat after a crash is the request that was lost, up to an e-mail's own boundary marks."""
    first, second = (sent(type, match()) for _ in range(2))
    strip = re.compile(rb"=+\d+==")
    assert strip.sub(b"", repr(first).encode()) == strip.sub(b"", repr(second).encode())

"""Messages that the tests of all channels share: a plausible one, a digest, a test, and hostile ones of any size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from watcher.alerts.channels import CHANNELS
from watcher.alerts.channels.base import Answer, Verdict
from watcher.alerts.message import Card, Elsewhere, Item, Mentioned, Message
from watcher.options import Secret

NOW = datetime(2026, 3, 2, 1, 5, tzinfo=UTC)
SEEN = datetime(2026, 3, 2, 9, 5, tzinfo=timezone(timedelta(hours=8)))
URL = "https://news.example/articles/7"
REPRINT = "https://reprints.example/9"

NOTICE: Mapping[str, object] = {
    "kind": "通知",
    "number": "海交函〔2026〕12号",
    "title": "关于组织第二批车路协同试点的通知",
    "issuers": ["海州市交通运输局", "海州市发展和改革委员会"],
    "addressees": ["各区人民政府"],
    "date": "2026-02-27",
    "cc": [],
    "cited": [],
    "attachments": ["申报书"],
    "disclosure": "主动公开",
    "deadlines": ["2026-04-30"],
    "batch": {"number": 2, "series": "车路协同试点"},
    "designated": ["重庆市", "合肥市", "芜湖市"],
}
CARD = Card(
    id=7,
    revision=2,
    title="海州市交通运输局 海州市发展和改革委员会关于组织第二批车路协同试点的通知",
    url=URL,
    path="notices/2026/7.md",
    published=SEEN,
    updated=SEEN,
    author="编辑部",
    categories=("交通",),
    excerpt="为推进车路协同，现组织第二批试点。",
)
MENTIONS = (
    Mentioned("keyword", "车路协同", "车路协同", None, "决定在三个城市开展第二批车路协同试点，请认真组织实施。"),
    Mentioned("city", "合肥", "合肥市", "340100", "确定重庆、合肥、芜湖为本批试点城市。"),
    Mentioned("city", "重庆", "重庆市", "500000", "确定重庆、合肥、芜湖为本批试点城市。"),
)
ITEM = Item(
    rule="车路协同试点",
    change="updated",
    article=CARD,
    notice=NOTICE,
    mentions=MENTIONS,
    edit="text: date",
    diff="−4月15日前报送。\n+4月30日前报送。",
    also=(Elsewhere("转发：第二批试点开始申报", REPRINT, "reprints/9.md"),),
)


def match(item: Item = ITEM, language: str = "zh-CN") -> Message:
    return Message(id="alert-41", kind="matched", at=SEEN, language=language, items=(item,))


def digest(count: int, more: int = 0) -> Message:
    items = tuple(replace(ITEM, article=replace(CARD, id=place)) for place in range(count))
    return Message(id="alert-42", kind="digest", at=SEEN, language="zh-CN", items=items, more=more)


def heavy_digest() -> Message:
    """Every item as long as a digest lets it be, in characters that each platform writes at length."""
    card = replace(CARD, title="&*" * 300, url=URL + "/长" * 40)
    item = replace(ITEM, rule="&*" * 30, article=card, notice={**NOTICE, "number": "&*" * 30, "kind": "&*" * 30})
    return Message(id="alert-45", kind="digest", at=SEEN, language="zh-CN", items=(item,) * 40)


def dense_match() -> Message:
    """Sentences in which every other character was watched for."""
    excerpts = ["路，" * 70 + str(place) for place in range(5)]
    return match(
        replace(ITEM, mentions=tuple(Mentioned("keyword", "路", f"路{text}", None, text) for text in excerpts))
    )


def probe(language: str = "zh-CN") -> Message:
    return Message(id="alert-43", kind="test", at=SEEN, language=language, items=())


def problem(text: str = "config.toml:3: [feeds] limit: expected a number\nconfig.toml:7: 另一处有误") -> Message:
    return Message(id="alert-44", kind="problem", at=SEEN, language="zh-CN", items=(), text=text)


def about(**changes: Any) -> Message:
    """A match about an article that differs from the usual one in these fields."""
    return match(replace(ITEM, article=replace(CARD, **changes)))


def secret(text: str) -> Secret:
    return Secret(text, Path())


def summary(verdict: Verdict) -> str:
    """A verdict in a few words, for tables: `retry, slow down, after 5`."""
    after = [] if verdict.after is None else [f"after {verdict.after:g}"]
    off, slow = ["channel off"] * verdict.channel_off, ["slow down"] * verdict.slow_down
    return ", ".join([verdict.state, *off, *slow, *after])


def answered(status: int, body: str = "", **headers: str) -> Answer:
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body.encode())


CONFIGURED: Mapping[str, Mapping[str, Any]] = {
    "webhook": {"url": secret("https://hook.example/in")},
    "feishu": {"url": secret("https://feishu.example/open-apis/bot/v2/hook/abc")},
    "dingtalk": {"url": secret("https://dingtalk.example/robot/send?access_token=abc")},
    "wecom": {"url": secret("https://wecom.example/cgi-bin/webhook/send?key=abc")},
    "slack": {"url": secret("https://slack.example/services/T/B/x")},
    "discord": {"url": secret("https://discord.example/api/webhooks/1/x")},
    "teams": {"url": secret("https://teams.example/workflows/x")},
    "telegram": {"token": secret("1:x"), "chat": "-1001"},
    "ntfy": {"url": secret("https://ntfy.example/notices")},
    "matrix": {"server": "https://matrix.example/", "room": "!room:matrix.example", "token": secret("t")},
    "email": {"host": "smtp.example", "sender": "通知 <watcher@example.org>", "to": ("ming@example.org",)},
    "console": {},
    "apprise": {"url": secret("http://127.0.0.1:8000/notify/k")},
}


def channel(type: str, **options: Any) -> Any:
    """A configured channel of this type."""
    return CHANNELS[type](**{**CONFIGURED[type], **options})


_HOSTILE = [
    "<at id=all></at>",
    "<@all> <!channel> <@&1> @everyone @here @channel @room @somebody",
    "**bold** __bold__ *x* ~~gone~~ `code` ```fence```",
    "[link](https://evil.example) ![image](https://evil.example/x.png)",
    "<b>bold</b><script>alert(1)</script><a href='https://evil.example'>x</a>",
    "&lt;b&gt; &#60;at id=all&#62; &amp;amp;",
    "\x1b[31mred\x1b[0m\x07\x08\x9b31m",
    "\u202egnp.exe\u202c\u2066x\u2069",
    "\ud800\udfff\ufffe\x00",
    "# heading\n- list\n1. list\n> quote\n| table |\n---\n",
    ":smile: :DONE: \\ \" ' {{x}} $x$",
    "👩‍👩‍👧‍👦🇨🇳🇩🇪👍🏽e\u0301\u0301",
    "）」”。！？，、 ",
]
_texts = st.one_of(
    st.text(alphabet=st.characters(), max_size=60),
    st.sampled_from(_HOSTILE),
    st.builds(
        lambda text, times: text * times,
        st.sampled_from([*_HOSTILE, "长", "a", "&", "\\", "😀", "句子。"]),
        st.integers(0, 3000),
    ),
)
_addresses = st.one_of(
    st.sampled_from(
        ["", URL, "javascript:alert(1)", "https://news.example/a)b(c*d_e\"'<>|\\^` f", "https://news.example/通知"]
    ),
    st.builds(lambda times: URL + "/长" * times, st.integers(0, 3000)),
)
_mentions = st.builds(Mentioned, st.sampled_from(["keyword", "city"]), _texts, _texts, st.none(), _texts)
_cards = st.builds(
    Card,
    id=st.integers(1, 10**9),
    revision=st.integers(1, 99),
    title=_texts,
    url=_addresses,
    path=_texts,
    published=st.just(SEEN),
    updated=st.just(SEEN),
    author=_texts,
    categories=st.lists(_texts, max_size=4).map(tuple),
    excerpt=_texts,
)
_notices = st.none() | st.fixed_dictionaries(
    {name: st.none() | _texts for name in ("kind", "number", "title", "date", "disclosure", "batch")}
    | {name: st.lists(_texts, max_size=30) for name in ("issuers", "addressees", "cc", "cited", "attachments")}
    | {name: st.lists(_texts, max_size=30) for name in ("deadlines", "designated")}
)
_items = st.builds(
    Item,
    rule=_texts,
    change=st.sampled_from(["new", "updated", "moved", "replaced", "removed", "restored"]),
    article=_cards,
    notice=_notices,
    mentions=st.lists(_mentions, max_size=8).map(tuple),
    diff=st.none() | _texts,
    also=st.lists(st.builds(Elsewhere, _texts, _addresses, _texts), max_size=5).map(lambda also: tuple(also * 5)),
)
hostile_messages = st.builds(
    Message,
    id=st.just("alert-44"),
    kind=st.just("digest"),
    at=st.just(SEEN),
    language=st.sampled_from(["zh-CN", "en"]),
    items=st.builds(
        lambda items, times: tuple(items * times), st.lists(_items, min_size=1, max_size=3), st.integers(1, 40)
    ),
    more=st.integers(0, 10**6),
) | st.builds(match, _items, st.sampled_from(["zh-CN", "en"]))

"""Stored articles as entries: where they lead and what they say at a glance."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from watcher.feeds.selection import Shown, entry, facts, link, origin, summary

SHOWN = Shown(
    home="http://127.0.0.1:8410/",
    articles="",
    base_url="http://127.0.0.1:8410/feeds/",
    title="政策通知",
    language="zh-CN",
    timezone=ZoneInfo("Asia/Shanghai"),
)
DAY = datetime(2024, 3, 1, 20, tzinfo=UTC)


def stored(**changes: object) -> SimpleNamespace:
    """An article as the store gives it."""
    fields: dict[str, object] = {
        "id": 7, "guid": "tag:x,2026:7", "path": "新闻/a b.md", "revision": 1, "title": "路口", "published": DAY,
        "first_seen": DAY, "updated": DAY, "removed": None, "author": "", "categories": ("交通",),
        "url": "", "image": "",
        "text": "市里决定加装设备。二十个路口先行。", "fragment": "<p>市里</p>", "notice": None, "places": (),
    }  # fmt: skip
    return SimpleNamespace(**{**fields, **changes})


@pytest.mark.parametrize(
    ("url", "articles", "leads_to", "comes_from"),
    [
        pytest.param(
            "https://a.example/1", "https://b.example/", "https://a.example/1", "https://a.example/1", id="own"
        ),
        pytest.param(
            "",
            "https://b.example/raw/",
            "https://b.example/raw/%E6%96%B0%E9%97%BB/a%20b.md",
            "https://b.example/raw/%E6%96%B0%E9%97%BB/a%20b.md",
            id="where the directory is published",
        ),
        pytest.param("", "", "http://127.0.0.1:8410/articles/7", "", id="our own page, which relative links know not"),
    ],
)
def test_an_entry_leads_to_where_the_article_comes_from(
    url: str, articles: str, leads_to: str, comes_from: str
) -> None:
    shown = replace(SHOWN, articles=articles)
    assert link(stored(url=url), shown) == leads_to
    assert origin(stored(url=url), shown) == comes_from


def test_dates_are_told_in_the_zone_of_the_config() -> None:
    assert entry(stored(), (), SHOWN).published.isoformat() == "2024-03-02T04:00:00+08:00"


def test_a_summary_is_the_sentence_that_holds_the_mention() -> None:
    mention = {"field": "text", "start": 9, "end": 12, "text": "二十个"}
    assert summary(stored().text, [mention]) == "二十个路口先行。"


def test_a_summary_without_a_mention_is_the_beginning() -> None:
    assert summary(stored().text, []) == "市里决定加装设备。二十个路口先行。"


def test_facts_are_labelled_in_the_language_of_the_config() -> None:
    notice = {"kind": "通知", "number": None, "issuers": ["甲市人民政府", "乙市人民政府"]}
    assert facts(notice, "zh-CN") == (("文种", "通知"), ("发文机关", "甲市人民政府、乙市人民政府"))
    assert facts(notice, "en")[0] == ("Kind", "通知")

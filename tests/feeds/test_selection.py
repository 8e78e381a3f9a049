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
        "updated": DAY, "removed": None, "author": "", "categories": ("交通",),
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
    assert summary(stored(), [mention]) == "二十个路口先行。"


def test_a_summary_without_a_mention_is_the_beginning() -> None:
    assert summary(stored(), []) == "市里决定加装设备。二十个路口先行。"


def test_a_line_of_the_title_is_no_sentence_that_says_why() -> None:
    """A document prints its own title, in lines, under the one that a site gives it."""
    text = "某局关于公布第一批\n路口试点名单的通知\n各县：\n经评审，确定三个路口为试点。"
    mentions = [{"field": "text", "start": at, "end": at + 2, "text": "路口"} for at in (10, text.rindex("路口"))]
    notice = {"title": "某局关于公布第一批路口试点名单的通知"}
    article = stored(title="名单公布", text=text, notice=notice)

    assert summary(article, mentions) == "经评审，确定三个路口为试点。"
    assert summary(article, mentions[:1]) == "经评审，确定三个路口为试点。"


@pytest.mark.parametrize(
    ("title", "text", "notice", "begins"),
    [
        pytest.param("路口设备", "路口设备\n市里决定加装。", None, "市里决定加装。", id="the title again"),
        pytest.param(
            "关于公布第一批 试点名单的通知",
            "关于公布第一批\n试点名单的通知\n经评审，名单如下。",
            None,
            "经评审，名单如下。",
            id="the title in two lines",
        ),
        pytest.param("路口", "路口加装设备。", None, "路口加装设备。", id="a sentence that begins as the title does"),
        pytest.param("只有标题", "只有标题", None, "只有标题", id="nothing but the title"),
        pytest.param(
            "关于报送材料的通知",
            "某局关于报送材料的通知\n某发〔2024〕1号\n各县：\n请于六月前报送。\n某局\n2024年3月1日",
            {"issuers": ["某局"]},
            "请于六月前报送。",
            id="head and signature of a notice",
        ),
    ],
)
def test_a_summary_does_not_repeat_what_stands_beside_it(
    title: str, text: str, notice: dict[str, object] | None, begins: str
) -> None:
    """Readers show the title above it, and the facts of a notice in a box."""
    article = stored(title=title, text=text, notice=notice)
    assert summary(article, []) == begins


def test_facts_are_labelled_in_the_language_of_the_config() -> None:
    notice = {"kind": "通知", "number": None, "issuers": ["甲市人民政府", "乙市人民政府"]}
    assert facts(notice, "zh-CN") == (("文种", "通知"), ("发文机关", "甲市人民政府、乙市人民政府"))
    assert facts(notice, "en")[0] == ("Kind", "通知")

"""One file with which a reader subscribes to every feed."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.feeds.opml import opml
from watcher.feeds.selection import Feed

MakeFeed = Callable[..., Feed]


def outlines(parent: ET.Element) -> list[tuple[str, list[str]]]:
    return [(child.get("text", ""), [each.get("text", "") for each in child]) for child in parent]


def test_feeds_stand_in_the_folders_of_their_kind_in_the_order_given(make_feed: MakeFeed) -> None:
    keys = ("all", "rules/b", "rules/a", "cities/hefei")
    body = ET.fromstring(opml("政策通知", [make_feed(key=key, title=key) for key in keys])).find("body")
    assert body is not None
    assert outlines(body) == [("all", []), ("规则", ["rules/b", "rules/a"]), ("城市", ["cities/hefei"])]


def test_folders_speak_the_language_of_the_feeds(make_feed: MakeFeed) -> None:
    body = ET.fromstring(opml("Notices", [make_feed(language="en"), make_feed(key="other/x", language="en")])).find(
        "body"
    )
    assert body is not None
    assert [name for name, _ in outlines(body)] == ["Rules", "other"]


def test_every_subscription_is_of_type_rss_and_has_its_address(make_feed: MakeFeed) -> None:
    outline = ET.fromstring(opml("t", [make_feed(key="all", title="全部 <甲> & 乙")])).find("body/outline")
    assert outline is not None
    assert outline.attrib == {
        "type": "rss",
        "text": "全部 <甲> & 乙",
        "title": "全部 <甲> & 乙",
        "description": "提到车路协同的通知",
        "xmlUrl": "https://notices.example/feeds/all.atom",
        "htmlUrl": "https://notices.example/",
    }


def test_no_feeds_make_an_empty_list() -> None:
    assert ET.fromstring(opml("t", [])).findall("body/*") == []


@given(st.text(st.characters(exclude_categories=()), max_size=40))
@settings(deadline=None)
def test_no_title_breaks_it(make_feed: MakeFeed, text: str) -> None:
    document = ET.fromstring(opml(text, [make_feed(title=text, description=text)]))
    assert document.find("body/outline/outline") is not None

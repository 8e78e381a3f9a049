"""RSS 2.0 and Atom as their specifications and validators want them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from watcher.feeds.content import safe_html
from watcher.feeds.selection import Entry, Feed
from watcher.feeds.xml import atom, rss

MakeEntry = Callable[..., Entry]
MakeFeed = Callable[..., Feed]

NS = {
    "a": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
# RFC 4287 appendix B: child elements of Atom's own name space, and how often each may stand: (least, most).
ENTRY_CHILDREN = {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "published": (0, 1), "summary": (0, 1)}
ENTRY_CHILDREN |= {"content": (0, 1), "rights": (0, 1), "source": (0, 1), "author": (0, 99), "category": (0, 99)}
ENTRY_CHILDREN |= {"link": (0, 99), "contributor": (0, 99)}
FEED_CHILDREN = {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "subtitle": (0, 1), "generator": (0, 1)}
FEED_CHILDREN |= {"icon": (0, 1), "logo": (0, 1), "rights": (0, 1), "author": (0, 99), "category": (0, 99)}
FEED_CHILDREN |= {"link": (0, 99), "contributor": (0, 99), "entry": (0, 999)}
ATTRIBUTES = {
    "link": {"href", "rel", "type", "hreflang", "title", "length"},
    "category": {"term", "scheme", "label"},
    "content": {"type", "src"},
    "generator": {"uri", "version"},
    **{name: {"type"} for name in ("title", "subtitle", "summary", "rights")},
}


def atom_faults(document: bytes) -> list[str]:
    """What RFC 4287 forbids and `document` does: its schema in appendix B and the rules in 4.1.1 and 4.1.2."""
    root = etree.fromstring(document)
    if root.tag != f"{{{NS['a']}}}feed":
        return [f"root is {root.tag}"]
    entries = root.findall("a:entry", NS)
    faults = [*_wrong_children(root, FEED_CHILDREN), *_wrong_attributes(root), *_wrong_values(root)]
    faults += [fault for entry in entries for fault in _wrong_children(entry, ENTRY_CHILDREN)]
    if root.find("a:author", NS) is None and not all(entry.find("a:author", NS) is not None for entry in entries):
        faults.append("neither the feed nor each entry has an author")
    ids = [entry.findtext("a:id", None, NS) for entry in entries]
    faults += [f"id {name} occurs twice" for name in {*ids} if ids.count(name) > 1]
    for parent in (root, *entries):
        alternates = [
            link.get("type") for link in parent.findall("a:link", NS) if link.get("rel", "alternate") == "alternate"
        ]
        if len(alternates) != len(set(alternates)):
            faults.append("two alternate links of one type")
        if parent.find("a:content", NS) is None and not alternates and parent is not root:
            faults.append("an entry with neither content nor alternate link")
    return faults


def _wrong_children(parent: etree._Element, allowed: dict[str, tuple[int, int]]) -> list[str]:
    names = [etree.QName(child).localname for child in parent if etree.QName(child).namespace == NS["a"]]
    return [f"{name} is unknown in {parent.tag}" for name in names if name not in allowed] + [
        f"{name} stands {names.count(name)} times in {parent.tag}"
        for name, (least, most) in allowed.items()
        if not least <= names.count(name) <= most
    ]


def _wrong_attributes(root: etree._Element) -> list[str]:
    return [
        f"{etree.QName(element).localname}/@{name}"
        for element in root.iter(f"{{{NS['a']}}}*")
        for name in element.attrib
        if not str(name).startswith("{") and name not in ATTRIBUTES.get(etree.QName(element).localname, set())
    ]


def _wrong_values(root: etree._Element) -> list[str]:
    dates = [element.text or "" for element in root.iter(f"{{{NS['a']}}}updated", f"{{{NS['a']}}}published")]
    addresses = [link.get("href", "") for link in root.iter(f"{{{NS['a']}}}link")]
    addresses += [element.text or "" for element in root.iter(f"{{{NS['a']}}}id")]
    types = [
        element.get("type", "text")
        for element in root.iter()
        if "type" in element.attrib and element.tag[-4:] != "link"
    ]
    return [f"date {date!r}" for date in dates if not DATE.fullmatch(date)] + [
        *(f"address {address!r}" for address in addresses if not re.fullmatch(r"[a-z]+:[!-~]+", address)),
        *(f"type {kind!r}" for kind in types if kind not in ("text", "html", "xhtml")),
    ]


@pytest.fixture(scope="module")
def full(make_entry: MakeEntry, make_feed: MakeFeed) -> Feed:
    """A feed in which every attribute is used."""
    edited = make_entry(
        2,
        title="关于更正 <试点> & 名单的函 ]]>",
        updated=datetime(2024, 5, 9, 8, 0, 0, 5, tzinfo=timezone(timedelta(hours=8))),
        author="某部办公厅",
        categories=("通知", "试点", "通知", " "),
        summary="名单中 <丙市> 应为丁市。",
        image="https://notices.example/图 片.png",
        note="改动：丙市 → 丁市",
        facts=(("文号", "试发〔2024〕3号"),),
        marks=("丁市",),
    )
    return make_feed(make_entry(0), edited, make_entry(1))


@pytest.fixture(scope="module")
def channel(full: Feed) -> etree._Element:
    found = etree.fromstring(rss(full)).find("channel")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        pytest.param(
            b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "id stands 0 times", id="nothing that is required"
        ),
        pytest.param(
            b"<feed xmlns='http://www.w3.org/2005/Atom'><updated>yesterday</updated></feed>", "'yesterday'", id="a date"
        ),
        pytest.param(
            b"<feed xmlns='http://www.w3.org/2005/Atom'><pubDate/></feed>", "pubDate is unknown", id="RSS's name"
        ),
        pytest.param(b"<feed xmlns='http://www.w3.org/2005/Atom'><entry/></feed>", "an author", id="nobody wrote it"),
    ],
)
def test_the_check_of_atom_sees_faults(broken: bytes, fault: str) -> None:
    assert any(fault in found for found in atom_faults(broken))


def test_atom_keeps_to_its_schema(full: Feed) -> None:
    assert atom_faults(atom(full)) == []


def test_an_empty_feed_is_valid_and_has_a_date_that_stays(make_feed: MakeFeed) -> None:
    """Atom requires a date, and the time of rendering would change the bytes at each pass."""
    empty = make_feed()
    assert atom_faults(atom(empty)) == []
    assert b"<updated>2000-01-01T00:00:00+00:00</updated>" in atom(empty)
    assert b"<lastBuildDate>Sat, 01 Jan 2000 00:00:00 GMT</lastBuildDate>" in rss(empty)


def test_both_name_their_own_address_and_the_page(full: Feed, channel: etree._Element) -> None:
    links = etree.fromstring(atom(full)).findall("a:link", NS)
    assert [(link.get("rel"), link.get("href")) for link in links] == [
        ("self", "https://notices.example/feeds/rules/pilots.atom"),
        ("alternate", "https://notices.example/"),
    ]
    own = channel.find("a:link", NS)
    assert own is not None
    assert (own.get("rel"), own.get("href")) == ("self", "https://notices.example/feeds/rules/pilots.rss")
    assert channel.findtext("link") == "https://notices.example/"


def test_an_item_of_rss_says_all_that_is_known(channel: etree._Element) -> None:
    item = channel.findall("item")[0]
    assert item.findtext("title") == "关于更正 <试点> & 名单的函 ]]>"
    assert item.findtext("link") == "https://notices.example/articles/2"
    assert item.findtext("description") == "名单中 &lt;丙市&gt; 应为丁市。"  # readers take it for HTML
    assert item.findtext("dc:creator", None, NS) == "某部办公厅"
    assert [category.text for category in item.findall("category")] == ["通知", "试点"]
    assert item.findtext("pubDate") == "Mon, 06 May 2024 03:30:00 GMT"
    assert item.findtext("guid") == "tag:notices.example,2024:2"
    assert item.find("guid[@isPermaLink='false']") is not None
    thumbnail = item.find("media:thumbnail", NS)
    assert thumbnail is not None
    assert thumbnail.get("url") == "https://notices.example/%E5%9B%BE%20%E7%89%87.png"
    assert item.find("enclosure") is None  # its length, which RSS requires, is not known


def test_an_entry_of_atom_says_all_that_is_known(full: Feed) -> None:
    entry = etree.fromstring(atom(full)).findall("a:entry", NS)[0]
    link = entry.find("a:link", NS)
    assert link is not None
    assert dict(link.attrib) == {"href": "https://notices.example/articles/2", "rel": "alternate", "type": "text/html"}
    assert entry.findtext("a:summary", None, NS) == "名单中 <丙市> 应为丁市。"  # type text
    assert entry.findtext("a:author/a:name", None, NS) == "某部办公厅"
    assert entry.findtext("a:published", None, NS) == "2024-05-06T03:30:00+00:00"
    assert entry.findtext("a:updated", None, NS) == "2024-05-09T00:00:00+00:00"
    assert [category.get("term") for category in entry.findall("a:category", NS)] == ["通知", "试点"]
    assert entry.find("media:thumbnail", NS) is not None


def test_both_carry_the_safe_content_escaped(full: Feed, channel: etree._Element) -> None:
    shown = safe_html(max(full.entries, key=lambda entry: entry.published))
    content = etree.fromstring(atom(full)).find("a:entry/a:content", NS)
    assert content is not None
    assert (content.get("type"), content.text) == ("html", shown)
    assert channel.findtext("item/content:encoded", None, NS) == shown
    assert b"CDATA" not in rss(full) + atom(full)


def test_an_entry_without_summary_still_has_its_content_apart(make_entry: MakeEntry, make_feed: MakeFeed) -> None:
    item = etree.fromstring(rss(make_feed(make_entry(4)))).find("channel/item")
    assert item is not None
    assert item.findtext("description") == make_entry(4).title
    assert item.findtext("content:encoded", None, NS) == make_entry(4).fragment


def test_newest_comes_first(channel: etree._Element, full: Feed) -> None:
    assert [item.findtext("guid", "")[-1] for item in channel.findall("item")] == ["2", "1", "0"]
    assert [
        entry.findtext("a:id", "", NS)[-1] for entry in etree.fromstring(atom(full)).findall("a:entry", NS)
    ] == list("210")


def test_nothing_asks_a_browser_for_a_style_sheet(full: Feed) -> None:
    """Chrome stopped XSLT; the page beside the feeds is for people."""
    assert b"<?xml-stylesheet" not in rss(full) + atom(full)


@given(st.text(st.characters(exclude_categories=()), max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_a_feed(make_entry: MakeEntry, make_feed: MakeFeed, text: str) -> None:
    entry = make_entry(
        *(1,),
        title=text,
        link=text,
        author=text,
        categories=(text,),
        summary=text,
        fragment=text,
        image=text,
        note=text,
    )
    feed = make_feed(entry, make_entry(2), title=text, description=text)
    assert atom_faults(atom(feed)) == []
    assert len(etree.fromstring(rss(feed)).findall("channel/item")) == 2


def test_one_damaged_date_does_not_lose_the_feed(make_entry: MakeEntry, make_feed: MakeFeed) -> None:
    ancient = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=8)))
    feed = make_feed(make_entry(1, published=ancient, updated=ancient), make_entry(2))
    assert atom_faults(atom(feed)) == []
    assert b"Thu, 01 Jan 1970 00:00:00 GMT" in rss(feed)


def test_only_a_change_of_the_data_changes_the_bytes(full: Feed) -> None:
    assert (rss(full), atom(full)) == (rss(dataclasses.replace(full)), atom(dataclasses.replace(full)))
    later = dataclasses.replace(full.entries[0], updated=datetime(2024, 6, 1, tzinfo=UTC))
    assert atom(dataclasses.replace(full, entries=(later, *full.entries[1:]))) != atom(full)

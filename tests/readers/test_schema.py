"""Atom before a grammar of RFC 4287."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from watcher.feeds.selection import Entry, Feed
from watcher.feeds.xml import atom

MakeEntry = Callable[..., Entry]
MakeFeed = Callable[..., Feed]


@pytest.fixture(scope="module")
def schema() -> etree.RelaxNG:
    return etree.RelaxNG(file=str(Path(__file__).with_name("atom.rng")))


def faults(schema: etree.RelaxNG, document: bytes) -> list[str]:
    schema.validate(etree.fromstring(document))
    return [f"{each.line}: {each.message}" for each in schema.error_log]


def test_a_feed_with_everything_is_valid(feed: Feed, schema: etree.RelaxNG) -> None:
    assert faults(schema, atom(feed)) == []


@pytest.mark.parametrize("changes", [{}, {"hub": "https://hub.example/"}, {"language": "en", "title": "\x00"}])
def test_an_empty_feed_is_valid(make_feed: MakeFeed, schema: etree.RelaxNG, changes: dict[str, str]) -> None:
    assert faults(schema, atom(make_feed(**changes))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b"<id>tag:notices.example,2024:0</id>", b"", id="an entry without an id"),
        pytest.param(b"<title>", b"<title>x</title><title>", id="two titles"),
        pytest.param(b"+00:00</updated>", b"</updated>", id="a date without a zone"),
        pytest.param(b"<published>2024", b"<published>24", id="a date that is none"),
        pytest.param(b'<content type="html">', b'<content type="CDATA">', id="a type that is none"),
        pytest.param(b"<category term=", b"<category label=", id="a category without a term"),
        pytest.param(b"<entry>", b"<item>", id="an element that Atom does not have"),
        pytest.param(b' rel="self" ', b' rel="self" ref="x" ', id="an attribute that Atom does not have"),
        pytest.param(b'xml:lang="zh-CN"', b'xml:lang="zh_CN"', id="a language that is none"),
    ],
)
def test_the_grammar_finds_what_is_wrong(
    make_entry: MakeEntry, make_feed: MakeFeed, schema: etree.RelaxNG, old: bytes, new: bytes
) -> None:
    """What the tests above rely on."""
    document = atom(make_feed(make_entry(0, categories=("通知",))))
    broken = document.replace(old, new).replace(b"</entry>", b"</item>" if new == b"<item>" else b"</entry>")
    assert broken != document
    assert faults(schema, document) == []
    assert faults(schema, broken) != []

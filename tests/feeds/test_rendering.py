"""A feed in every format at once, with entries that it had before taken over as they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.feeds.entries import newest_first
from watcher.feeds.jsonfeed import jsonfeed
from watcher.feeds.rendering import FORMATS, Rendered, render, taken_over
from watcher.feeds.selection import Entry, Feed
from watcher.feeds.xml import atom, rss

MakeEntry = Callable[..., Entry]
MakeFeed = Callable[..., Feed]
MOST = 1_000_000


def remembered(rendered: Rendered) -> Any:
    """The layout as the store gives it back."""
    return json.loads(json.dumps(rendered.layout))


@given(st.lists(st.integers(0, 30), unique=True, max_size=12), st.lists(st.integers(0, 30), unique=True, max_size=12))
def test_what_is_taken_over_is_what_would_be_rendered(
    make_entry: MakeEntry, make_feed: MakeFeed, before: list[int], after: list[int]
) -> None:
    """Whichever entries came, went and stayed, in every format, byte for byte."""
    old = render(make_feed(*map(make_entry, before)), 50, MOST, {})
    known = taken_over(remembered(old), old.files)
    assert len(known) == len(before)

    feed = make_feed(*map(make_entry, after))
    assert render(feed, 50, MOST, known).files == {"rss": rss(feed), "atom": atom(feed), "json": jsonfeed(feed)}


def test_an_entry_that_the_feed_had_is_not_rendered_again(
    make_entry: MakeEntry, make_feed: MakeFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = render(make_feed(make_entry(0), make_entry(1)), 50, MOST, {})
    rendered: list[Entry] = []
    forms = tuple(replace(form, entry=lambda entry: rendered.append(entry) or b"new") for form in FORMATS)
    monkeypatch.setattr("watcher.feeds.rendering.FORMATS", forms)
    edited = make_entry(1, title="更正")
    render(make_feed(make_entry(0), edited, make_entry(2)), 50, MOST, taken_over(remembered(old), old.files))

    assert {*rendered} == {edited, make_entry(2)}


@pytest.mark.parametrize("suffix", ["rss", "atom", "json"])
def test_of_files_that_somebody_changed_nothing_is_taken_over(
    make_entry: MakeEntry, make_feed: MakeFeed, suffix: str
) -> None:
    """Nor of those that are gone, or were written by a pass that did not end."""
    old = render(make_feed(make_entry(0)), 50, MOST, {})
    assert taken_over(remembered(old), old.files | {suffix: b"<feed/>"}) == {}
    assert taken_over(remembered(old), {name: file for name, file in old.files.items() if name != suffix}) == {}


def test_what_has_no_room_is_left_out_of_every_format(make_entry: MakeEntry, make_feed: MakeFeed) -> None:
    feed = make_feed(*(make_entry(number, fragment="<p>一段正文。</p>" * 200) for number in range(9)))
    rendered = render(feed, 50, 30_000, {})
    assert 1 < len(rendered.feed.entries) < 9
    assert all(20_000 < len(file) <= 30_000 for file in rendered.files.values())


def test_a_json_feed_stays_as_small_as_its_specification_asks(make_entry: MakeEntry, make_feed: MakeFeed) -> None:
    """The others have all entries; and what has no place in one format is taken over in those in which it has."""
    feed = make_feed(*(make_entry(number, fragment="<p>一段正文。</p>" * 1000) for number in range(20)))
    rendered = render(feed, 50, 2_000_000, {})
    items = json.loads(rendered.files["json"])["items"]
    assert 200_000 < len(rendered.files["json"]) <= 250_000
    assert [item["id"] for item in items] == [entry.guid for entry in newest_first(feed.entries)][: len(items)]
    assert len(rendered.feed.entries) == 20
    assert render(feed, 50, 2_000_000, taken_over(remembered(rendered), rendered.files)).files == rendered.files

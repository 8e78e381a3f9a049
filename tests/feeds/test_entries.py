"""The order of a feed's entries, and how many of them fit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.feeds.entries import fit, newest_first, shown_link, shown_title
from watcher.feeds.jsonfeed import jsonfeed
from watcher.feeds.selection import Entry, Feed
from watcher.feeds.xml import atom, rss

MakeEntry = Callable[..., Entry]
MakeFeed = Callable[..., Feed]


def size(entry: Entry) -> int:
    return max(len(form.entry(entry)) for form in (rss, atom, jsonfeed))


TEXT = st.text(st.sampled_from("通知 a<>&\"'\\\n\x01\ud800😀"), max_size=400)


def test_an_id_stands_in_a_feed_once(make_entry: MakeEntry) -> None:
    twice = (make_entry(1), make_entry(1, title="另一个"), make_entry(2))
    assert [entry.title for entry in newest_first(twice)] == [make_entry(2).title, make_entry(1).title]


def test_the_newest_publication_comes_first_whatever_was_edited(make_entry: MakeEntry) -> None:
    edited = make_entry(1, updated=datetime(2030, 1, 1, tzinfo=UTC))
    assert newest_first((make_entry(0), edited, make_entry(2))) == (make_entry(2), edited, make_entry(0))


@given(st.permutations(range(6)))
def test_the_order_does_not_depend_on_how_entries_came(make_entry: MakeEntry, numbers: list[int]) -> None:
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    entries = [
        make_entry(number, published=moment if number < 3 else make_entry(number).published) for number in numbers
    ]
    assert newest_first(entries) == newest_first(sorted(entries, key=lambda entry: entry.guid))


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        pytest.param({"title": " 关于 \n 试点\x07 "}, "关于 试点", id="one line"),
        pytest.param(
            {"title": "", "summary": "要点。" * 40}, "要点。" * 26 + "要点", id="without one, the summary's head"
        ),
        pytest.param({"title": "\u202e"}, "https://notices.example/articles/0", id="without either, the address"),
    ],
)
def test_every_entry_has_a_title(make_entry: MakeEntry, changes: dict[str, str], title: str) -> None:
    assert shown_title(make_entry(**changes)) == title


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "", "http://[x"])
def test_a_link_to_anything_but_the_web_leads_nowhere(make_entry: MakeEntry, link: str) -> None:
    assert shown_link(make_entry(link=link)) == "about:invalid"


def test_only_so_many_of_the_newest_are_kept(make_entry: MakeEntry) -> None:
    entries = [make_entry(number) for number in range(9)]
    assert fit(entries, 2, 1_000_000, size) == (make_entry(8), make_entry(7))


def test_the_newest_entry_stays_however_large(make_entry: MakeEntry) -> None:
    large = make_entry(3, fragment="<p>长文</p>" * 10_000)
    assert fit((make_entry(1), large), 50, 10_000, size) == (large,)


@given(st.lists(st.tuples(TEXT, TEXT, st.integers(1, 60)), min_size=1, max_size=8), st.integers(20_000, 120_000))
@settings(max_examples=50, deadline=None)
def test_no_format_of_a_fitted_feed_exceeds_the_bytes(
    make_entry: MakeEntry, make_feed: MakeFeed, texts: list[tuple[str, str, int]], most: int
) -> None:
    entries = [
        make_entry(number, title=title, summary=text, fragment=text * times, author=title, categories=(text[:40],))
        for number, (title, text, times) in enumerate(texts)
    ]
    fitted = fit(entries, 50, most, size)
    feed = make_feed(*fitted)
    assert len(fitted) == 1 or max(len(rss(feed)), len(atom(feed)), len(jsonfeed(feed))) <= most


def test_a_fitted_feed_uses_most_of_the_bytes_it_may_have(make_entry: MakeEntry, make_feed: MakeFeed) -> None:
    entries = [make_entry(number, fragment="<p>一段普通的正文，讲的是试点。</p>" * 60) for number in range(200)]
    feed = make_feed(*fit(entries, 200, 250_000, size))
    assert max(len(rss(feed)), len(atom(feed))) > 200_000

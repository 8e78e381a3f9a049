"""What a search finds: the newest first, in looks that grow, for a limited time."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

import pytest

from watcher.rules.expression import parse
from watcher.store.archive import Filter
from watcher.store.store import Store
from watcher.web import search
from watcher.web.search import Found, find

ODD = parse("单数")


@pytest.fixture
def store(site: Any, make_page: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> Store:
    """Forty articles of as many days, every other of them about odd numbers; the first look is at three."""
    shutil.rmtree(site.articles)
    site.articles.mkdir()
    for number in range(1, 41):
        day = f"2024-{1 + number // 20:02}-{1 + number % 20:02}"
        site.write(f"{number}.md", make_page(f"第{number}篇", "单数" if number % 2 else "偶数", date=day))
    site.scan()
    monkeypatch.setattr(search, "_FIRST_LOOK", 3)
    return site.app.store  # type: ignore[no-any-return]


def titles(found: Found) -> list[str]:
    return [hit.article.title for hit in found.hits]


def test_pages_of_a_search_follow_each_other(store: Store) -> None:
    """Every hit once, the newest first; the last page has none behind it."""
    seen, before = [], None
    for _ in range(20):
        found = find(store, Filter(before=before), ODD, 3, seconds=60)
        assert found.looked is None
        seen += titles(found)
        before = found.older
        if before is None:
            break
    assert seen == [f"第{number}篇" for number in range(39, 0, -2)]


def test_a_filter_is_heeded(store: Store) -> None:
    """Only what it lets through is looked at."""
    wanted = Filter(rule="nothing-matches-it")
    assert find(store, wanted, ODD, 3, seconds=60) == Found((), None, None)


def test_a_hit_tells_where_it_mentions_what_was_asked_for(store: Store) -> None:
    """For the list to highlight."""
    (hit,) = find(store, Filter(), ODD, 1, seconds=60).hits
    assert [(each["text"], each["field"]) for each in hit.mentions] == [("单数", "text")]


def test_when_time_is_over_the_page_says_how_far_it_came(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """And goes on from there."""
    clock = iter(range(1000))
    monkeypatch.setattr(search.time, "monotonic", lambda: float(next(clock)))
    found = find(store, Filter(), parse("绝无此词"), 3, seconds=2.5)
    assert titles(found) == []
    assert found.looked is not None
    assert 0 < found.looked < 40
    assert found.older is not None

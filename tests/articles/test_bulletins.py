"""Pages whose title and wording recur: the next day's bulletin is another article, wherever it comes to stand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from watcher.articles.article import Article, fingerprint
from watcher.articles.changes import Known, is_edit, pair

NOON = datetime(2024, 3, 6, 4, tzinfo=UTC)
BULLETIN = "{}，全市出动除雪车三百台次，清理道路五百公里，高速公路恢复通行，公交线路全部正常。（市城管局）"
DAY, NEXT = BULLETIN.format("3月5日"), BULLETIN.format("3月6日")
UNDATED = BULLETIN.format("昨日")


def values(text: str, published: datetime | None, title: str) -> dict[str, Any]:
    said = fingerprint(title, text, "")
    return {"title": title, "text": text, "published": published, "url": "", "fingerprint": said}


def held(text: str = DAY, published: datetime | None = NOON, path: str = "a.md", title: str = "除雪情况") -> Known:
    return Known(id=1, path=path, revision=1, removed=False, **values(text, published, title))


def came(text: str, published: datetime | None, path: str = "a.md", title: str = "除雪情况") -> Article:
    said = values(text, published, title)
    return Article(path=path, author="", categories=(), image="", paragraphs=(), fragment="", warnings=(), **said)


@pytest.mark.parametrize(
    ("before", "after", "edit"),
    [
        pytest.param(
            held(), came(NEXT, NOON + timedelta(days=1)), False, id="the next day's, in nearly the same words"
        ),
        pytest.param(held(published=None), came(NEXT, None), False, id="the next day's, neither with a date"),
        pytest.param(held(), came(NEXT, NOON), True, id="the same one, its day put right"),
        pytest.param(
            held(), came(DAY + "明日继续。", NOON + timedelta(hours=9)), True, id="the same day's, gone on with"
        ),
        pytest.param(
            held(), came("3 月 5 日" + DAY[4:] + "完", NOON + timedelta(hours=1)), True, id="the day set apart"
        ),
        pytest.param(held(UNDATED), came(NEXT, NOON + timedelta(days=1)), True, id="only one of them names a day"),
    ],
)
def test_a_bulletin_of_another_day_is_no_edit(before: Known, after: Article, edit: bool) -> None:
    assert is_edit(before, after) is edit


def test_what_overwrote_an_article_is_not_paired_with_it_by_its_title() -> None:
    """The article that lost its path to another one would otherwise come back as an edit of itself."""
    assert pair([held()], [came(NEXT, NOON + timedelta(days=1))]) == {}


def test_a_bulletin_is_not_taken_for_yesterdays_renamed() -> None:
    """Where a directory keeps the last ten days, one file goes as another comes."""
    tomorrow = NOON + timedelta(days=1)
    assert pair([held(path="0305.md")], [came(NEXT, tomorrow, "0306.md")]) == {}
    assert pair([held(path="0305.md")], [came(NEXT, tomorrow, "0306.md", title="今日除雪")]) == {}


def test_a_bulletin_that_was_renamed_and_edited_is_still_itself() -> None:
    after = came(DAY.replace("三百", "四百"), NOON + timedelta(hours=2), "new.md", title="除雪情况（更正）")
    assert list(pair([held()], [after])) == ["new.md"]

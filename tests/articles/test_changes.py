"""Known + found -> what changed, and why."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from watcher.articles.article import Article, fingerprint
from watcher.articles.changes import (
    Decision,
    Edited,
    Known,
    Newcomer,
    Same,
    decide,
    is_edit,
    pair,
    settle,
    similarity,
    what_differs,
    withhold,
)

DAY = datetime(2024, 3, 1, tzinfo=UTC)
LATER = datetime(2024, 3, 2, tzinfo=UTC)
ROAD = "市里决定在城东二十个路口加装设备，由公交集团负责日常维护，六月底前完工，费用由财政承担。"
MUSEUM = "老火车站改成的纪念馆周六开放，展出一百多件旧物，最受孩子喜欢的是还能鸣笛的蒸汽机车。"


def known(
    number: int = 1,
    *,
    path: str = "a.md",
    title: str = "路口",
    text: str = ROAD,
    published: datetime | None = DAY,
    url: str = "",
    removed: bool = False,
) -> Known:
    return Known(
        id=number,
        path=path,
        revision=1,
        title=title,
        published=published,
        url=url,
        text=text,
        fingerprint=fingerprint(title, text, ""),
        removed=removed,
    )


def found(
    *, path: str = "a.md", title: str = "路口", text: str = ROAD, published: datetime | None = DAY, url: str = ""
) -> Article:
    return Article(
        path=path,
        title=title,
        published=published,
        author="",
        categories=(),
        url=url,
        image="",
        text=text,
        paragraphs=(),
        fragment="",
        warnings=(),
        fingerprint=fingerprint(title, text, ""),
    )


EDITED = ROAD.replace("六月", "七月")
HELD, OTHER = known(), known(2, path="b.md", title="纪念馆", text=MUSEUM)


@pytest.mark.parametrize(
    ("article", "held", "same", "stale_copy", "decision"),
    [
        pytest.param(found(), None, None, False, Newcomer(), id="nobody knows it"),
        pytest.param(found(text=MUSEUM, published=LATER), HELD, None, False, Newcomer(), id="another one in its place"),
        pytest.param(found(), HELD, None, False, Same(HELD), id="as it was"),
        pytest.param(found(), HELD, OTHER, False, Same(HELD), id="as it was, though another one says the same"),
        pytest.param(found(path="c.md"), None, HELD, False, Same(HELD), id="known from elsewhere"),
        pytest.param(found(), OTHER, HELD, False, Same(HELD), id="in the place of another one"),
        pytest.param(found(text=EDITED), HELD, None, False, Edited(HELD, "text"), id="edited"),
        pytest.param(found(text=EDITED), HELD, None, True, Same(HELD), id="a copy that stayed behind"),
    ],
)
def test_what_a_file_means(
    article: Article, held: Known | None, same: Known | None, stale_copy: bool, decision: Decision
) -> None:
    assert decide(article, held, same, stale_copy=stale_copy) == decision


@pytest.mark.parametrize(
    ("before", "after", "edit"),
    [
        pytest.param(
            known(published=None),
            found(text=MUSEUM, published=None),
            False,
            id="another text at the same path and title",
        ),
        pytest.param(
            known(published=DAY), found(text=MUSEUM, published=LATER), False, id="another text of another day"
        ),
        pytest.param(known(), found(text=MUSEUM), True, id="of the same minute, though all of it was rewritten"),
        pytest.param(
            known(url="https://site.example/1"),
            found(url="https://site.example/1", text=MUSEUM, published=LATER),
            True,
            id="of the same address, though all of it was rewritten",
        ),
        pytest.param(known(), found(text=EDITED, published=LATER), True, id="a word, and the time of the crawl"),
        pytest.param(known(published=None, text=""), found(published=LATER), True, id="filled, under its title"),
        pytest.param(
            known(published=None, text=""), found(published=LATER, title="雨"), False, id="filled, under another"
        ),
    ],
)
def test_an_edit_is_told_from_another_article_at_the_same_path(before: Known, after: Article, edit: bool) -> None:
    assert is_edit(before, after) is edit


@pytest.mark.parametrize(
    ("after", "parts"),
    [
        pytest.param(found(title="路口改造"), "title", id="the title"),
        pytest.param(found(text=EDITED), "text", id="the text"),
        pytest.param(found(title="路口改造", text=EDITED), "title and text", id="both"),
        pytest.param(found(text=ROAD.replace("，", "，\n ")), "pictures", id="neither, white space does not count"),
    ],
)
def test_an_edit_says_which_parts_it_touched(after: Article, parts: str) -> None:
    assert what_differs(known(), after) == parts


def test_likeness_is_a_share_of_the_text() -> None:
    assert similarity(ROAD, ROAD) == 1
    assert similarity(ROAD, EDITED) > 0.9
    assert similarity(ROAD, MUSEUM) < 0.5
    assert similarity(ROAD, "") == 0


NEW_PATH = {"path": "new.md"}


@pytest.mark.parametrize(
    ("homeless", "newcomers", "pairs"),
    [
        pytest.param([], [found()], {}, id="nothing is missed"),
        pytest.param([known()], [], {}, id="nothing came"),
        pytest.param([known()], [found(path="new.md", text=MUSEUM, title="展览", published=LATER)], {}, id="unlike"),
        pytest.param(
            [known(url="https://site.example/1")],
            [found(path="new.md", text=MUSEUM, title="展览", url="https://site.example/1", published=LATER)],
            {"new.md": 1},
            id="of the same address",
        ),
        pytest.param([known()], [found(path="new.md", title="改名")], {"new.md": 1}, id="of the same text"),
        pytest.param([known()], [found(path="new.md", text=EDITED)], {"new.md": 1}, id="of the same title"),
        pytest.param([known()], [found(path="new.md", title="改名", text=EDITED)], {"new.md": 1}, id="of a like text"),
        pytest.param(
            [known(1), known(2, path="b.md", text=MUSEUM)],
            [found(path="c.md", text=MUSEUM + "另行通知。"), found(path="d.md", text=EDITED)],
            {"c.md": 2, "d.md": 1},
            id="titles that recur prove nothing, texts do",
        ),
        pytest.param(
            [known(1)],
            [found(path="c.md", title="甲", text=EDITED), found(path="d.md", title="乙", text=EDITED)],
            {"c.md": 1},
            id="two newcomers for one: only the first is it",
        ),
    ],
)
def test_newcomers_are_paired_with_articles_that_lost_their_file(
    homeless: list[Known], newcomers: list[Article], pairs: dict[str, int]
) -> None:
    assert {path: each.id for path, each in pair(homeless, newcomers).items()} == pairs


@pytest.mark.parametrize(
    ("article", "stands_at", "gained", "overwritten", "change"),
    [
        pytest.param(HELD, [], [], False, ("removed", "its file is gone"), id="nowhere any more"),
        pytest.param(HELD, [], [], True, ("replaced", "another article took its place"), id="another one stands there"),
        pytest.param(HELD, ["b.md"], ["b.md"], False, ("moved", "from a.md to b.md"), id="elsewhere"),
        pytest.param(HELD, ["c.md"], [], False, ("moved", "from a.md to c.md"), id="only at its further path"),
        pytest.param(HELD, ["a.md", "b.md"], ["b.md"], False, None, id="a further path"),
        pytest.param(HELD, ["a.md"], [], False, None, id="one path fewer"),
        pytest.param(known(removed=True), ["a.md"], ["a.md"], False, ("restored", "its file is back"), id="back"),
        pytest.param(
            known(removed=True), ["b.md"], ["b.md"], False, ("restored", "its file is back"), id="back elsewhere"
        ),
    ],
)
def test_what_became_of_an_article_whose_files_changed(
    article: Known, stands_at: list[str], gained: list[str], overwritten: bool, change: tuple[str, str] | None
) -> None:
    assert settle(article, stands_at, gained, overwritten=overwritten) == change


@pytest.mark.parametrize(
    ("gone", "known_files", "held_back"),
    [(1, 1, False), (20, 20, False), (21, 21, True), (29, 100, False), (31, 100, True), (3000, 10_000, False)],
)
def test_very_many_at_once_are_held_back(gone: int, known_files: int, held_back: bool) -> None:
    assert withhold(gone, known_files) is held_back


def test_hundreds_that_only_resemble_each_other_are_not_compared_one_by_one() -> None:
    """Comparing each with each would hold the store for minutes; what is equal is paired all the same."""
    homeless = [
        known(number, path=f"{number}.md", title=f"旧{number}", text=ROAD + str(number)) for number in range(300)
    ]
    newcomers = [
        found(path=f"new{number}.md", title=f"新{number}", text=ROAD + str(number) * 2) for number in range(300)
    ]
    newcomers.append(found(path="same.md", title="改名", text=ROAD + "7"))

    assert {path: each.id for path, each in pair(homeless, newcomers).items() if path == "same.md"} == {"same.md": 7}
    assert len(pair(homeless, newcomers)) < 300

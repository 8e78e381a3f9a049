"""Which stored articles satisfy a condition: what is read for that, what is left out, and where it ends in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from watcher import survey as surveys
from watcher.rules.expression import parse
from watcher.store.matches import Matches
from watcher.survey import Survey

Site = Any  # the folder that tests/conftest.py makes


class Watched(Matches):
    """Notes whose texts are read."""

    def __init__(self, stored: Matches) -> None:
        super().__init__(stored.db)
        self.read: list[int] = []

    def stored_texts(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes, bytes]]:
        for row in super().stored_texts(ids):
            self.read.append(row[0])
            yield row


@pytest.fixture
def stored(site: Site, make_page: Any) -> Watched:
    """Four articles, and a notice on 芜湖 that is an official document."""
    notice = "各县（市）区人民政府：\n请于六月底前将芜湖试点的施工方案报送我局。\n示例市交通运输局\n2024年3月5日"
    site.write("notice.md", make_page("示例市交通运输局关于报送方案的通知", notice, date="2024-03-05 00:30:00 +0800"))
    site.scan()
    return Watched(site.app.store.matches)


def paths(site: Site, ids: set[int]) -> set[str]:
    rows = site.app.store.db.execute("SELECT id, path FROM articles").fetchall()
    return {path for id_, path in rows if id_ in ids}


@pytest.mark.parametrize(
    ("when", "found", "read"),
    [
        pytest.param("车路协同", {"road.md"}, 5, id="a keyword: every text"),
        pytest.param("city:芜湖", {"notice.md"}, 0, id="a city: none"),
        pytest.param("kind:通知 NOT city:安徽", {"road.md"}, 0, id="a kind, less those that name a province: none"),
        pytest.param("issuer:交通运输局 AND 试点", {"notice.md"}, 1, id="a keyword of an issuer: its texts"),
        pytest.param("path:news/ OR category:无", {"news/rain.html"}, 0, id="what stands beside the text: none"),
        pytest.param("雷阵雨 AND /[周上]四/", {"news/rain.html"}, 6, id="a pattern: only where the keyword is"),
        pytest.param("after:2024-03-05", {"notice.md"}, 0, id="half an hour into a day where the config's days begin"),
        pytest.param("before:2024-03-05 试点", set(), 2, id="texts from before a day"),
    ],
)
def test_a_text_is_read_only_where_it_may_matter(
    site: Site, stored: Watched, when: str, found: set[str], read: int
) -> None:
    node = parse(when)
    survey = Survey(stored, [node])

    assert paths(site, survey.satisfying(node)) == found
    assert len(stored.read) == read


def test_removed_articles_count_where_that_is_asked_for(site: Site, stored: Watched) -> None:
    site.delete("road.md")
    site.scan()
    node = parse("车路协同")

    assert Survey(stored, [node]).satisfying(node) == set()
    assert paths(site, Survey(stored, [node], removed=True).satisfying(node)) == {"road.md"}


def test_who_waits_sees_the_newest(site: Site, stored: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """When time is over, what was not read is not looked at: neither a hit nor a miss."""
    monkeypatch.setattr(surveys, "_CHECKED", 1)
    anything = parse("的 OR NOT 的")

    in_time = Survey(stored, [anything], seconds=60)
    late = Survey(stored, [anything], seconds=-1)

    assert len(in_time.days) == len(in_time.satisfying(anything)) == 5
    assert list(late.days) == list(stored.days())[:1]
    assert late.satisfying(anything) == set(late.days)
    assert list(Survey(stored, [anything], newest=2).days) == list(stored.days())[:2]


def test_what_makes_articles_satisfy_a_condition_is_counted_by_article(site: Site, stored: Watched) -> None:
    node = parse("(车路协同 OR 试点 OR city:安徽 OR 纪念馆) NOT 蒸汽机车")

    causes = {name: paths(site, ids) for name, ids in Survey(stored, [node]).causes(node).items()}

    assert causes == {"车路协同": {"road.md"}, "试点": {"notice.md"}, "芜湖市": {"notice.md"}}

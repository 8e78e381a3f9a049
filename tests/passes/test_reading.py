"""Files are read a chunk at a time, each step for all of them; one file's trouble is its own."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from watcher.articles.article import Article, Reading, fingerprint, read_body
from watcher.articles.frontmatter import FrontMatter
from watcher.articles.naming import Source
from watcher.articles.scan import list_files
from watcher.passes import reading
from watcher.passes.reading import read
from watcher.rules.expression import parse
from watcher.rules.matching import Matcher, Rule
from watcher.rules.tree import Mention
from watcher.subject import places_from_json, places_json, places_text

if TYPE_CHECKING:
    from pathlib import Path

MATCHER = Matcher([Rule(name="路口", slug="road", condition=parse("路口"))])


@pytest.fixture
def source(tmp_path: Path) -> Source:
    (tmp_path / "a.md").write_text("# 甲\n\n合肥的一处路口装了新灯。", encoding="utf-8")
    (tmp_path / "b.md").write_bytes(b"\0\1\2\3" * 50)
    (tmp_path / "c.md").write_text("# 丙\n\n剧团下月巡演。", encoding="utf-8")
    return Source((tmp_path,), ("**/*.md",), 1000)


def test_a_file_that_goes_or_cannot_be_read_costs_no_other(source: Source) -> None:
    files = sorted(list_files(source).files.items())
    (source.directories[0] / "c.md").unlink()
    first, second, third = read(source, Reading(timezone=UTC), MATCHER, files)

    assert first.content and not first.problem
    assert second.problem and not second.content
    assert third.gone and not second.gone
    assert [found.name for found in (first, second, third)] == ["a.md", "b.md", "c.md"]


def test_a_fault_of_ours_in_one_article_is_told_and_costs_no_other(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(name: str, front: FrontMatter, how: Reading) -> Article:
        if name == "a.md":
            raise ZeroDivisionError("by nought")
        return read_body(name, front, how)

    monkeypatch.setattr(reading, "read_body", fail)
    found = read(source, Reading(timezone=UTC), MATCHER, sorted(list_files(source).files.items()))

    assert "a fault of watcher" in (found[0].problem or "")
    assert found[2].content


def test_what_is_kept_of_an_article_is_ready_to_be_stored(source: Source) -> None:
    found = read(source, Reading(timezone=UTC), MATCHER, [("a.md", list_files(source).files["a.md"])])
    content = found[0].content

    assert content
    assert content.facets == (("city", "340100"),)
    assert [place["name"] for place in json.loads(content.places)] == ["合肥市"]
    assert [(slug, json.loads(mentions)[0]["text"]) for slug, mentions in content.matches] == [("road", "路口")]
    assert content.article.paragraphs == ()


def test_places_are_stored_as_they_were_mentioned() -> None:
    """Also a word that JSON must escape."""
    places = (
        Mention("city", "合肥市", "合肥", "title", 0, 2, "340100"),
        Mention("city", "芜湖市", '"芜\\湖', "text", 7, 11, "340200"),
    )

    assert places_from_json(json.loads(places_text(places))) == places
    assert [each["text"] for each in places_json(places, "title")] == ["合肥"]


NOTICE = "某县交通局关于封闭桥梁的通知\n\n各乡镇人民政府：\n\n合肥路大桥自3月起封闭。\n\n某县交通局\n2024年3月1日\n"


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        pytest.param("20240301-07.txt", NOTICE, "某县交通局关于封闭桥梁的通知", id="a name that tells nothing"),
        pytest.param("封桥.txt", NOTICE, "封桥", id="a name that a person gave"),
        pytest.param("07.md", f"---\ntitle: 封桥\n---\n{NOTICE}", "封桥", id="a title of its own"),
        pytest.param("07.txt", "剧团下月巡演。", "07", id="no document"),
    ],
)
def test_a_document_that_only_its_file_names_has_the_title_that_it_prints(
    tmp_path: Path, name: str, text: str, title: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    source = Source((tmp_path,), ("**/*",), 1000)
    (found,) = read(source, Reading(timezone=UTC), MATCHER, sorted(list_files(source).files.items()))
    assert found.content and found.content.article.title == title
    (again,) = read(source, Reading(timezone=UTC), MATCHER, sorted(list_files(source).files.items()))
    assert again.content and again.content.article.fingerprint == found.content.article.fingerprint


def test_a_title_gets_the_marks_back_that_its_mirror_could_not_write_and_that_is_no_edit(tmp_path: Path) -> None:
    lost = "某县交通局关于封闭_平安_桥的通知"
    text = NOTICE.replace("封闭桥梁", "封闭“平安”桥")
    (tmp_path / "a.md").write_text(f"---\ntitle: {lost}\n---\n{text}", encoding="utf-8")
    source = Source((tmp_path,), ("**/*",), 1000)
    (found,) = read(source, Reading(timezone=UTC), MATCHER, sorted(list_files(source).files.items()))
    assert found.content
    article = found.content.article
    assert article.title == "某县交通局关于封闭“平安”桥的通知"
    assert article.fingerprint == fingerprint(lost, article.text, article.fragment)

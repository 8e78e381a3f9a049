"""A glance tells most news from documents, and never a document from one."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.corpus import articles
from watcher.articles.article import Reading, read_article
from watcher.articles.paragraphs import Paragraph
from watcher.notices.glance import may_be_document
from watcher.notices.structure import NoNotice, read_notice

HARD = sorted(path for path in (Path(__file__).parent / "data" / "hard").iterdir() if path.suffix != ".json")


def reads_the_same(title: str, paragraphs: list[Paragraph]) -> bool:
    found = read_notice(title, paragraphs)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("watcher.notices.structure.may_be_document", lambda *_: True)
        return found == read_notice(title, paragraphs)


def test_what_the_glance_passes_over_would_be_no_document() -> None:
    """Each paragraph of the hard documents by itself, and each after news."""
    for path in HARD:
        article = read_article(path.name, path.read_bytes(), Reading(timezone=UTC))
        assert reads_the_same(article.title, list(article.paragraphs))
        for paragraph in article.paragraphs:
            assert reads_the_same("一则消息", [Paragraph("昨天开工了。"), paragraph])
            assert reads_the_same(paragraph.text, [Paragraph("昨天开工了。"), paragraph._replace(align="center")])


LINES = st.sampled_from(
    [
        *(
            "各市人民政府：",
            "各县(市)政府:",
            "关于开展试点的通知",
            "关於開展試點的通 知",
            "关于开展试点的通知 。",
            "市政府令",
            "市政府令（第3号）",
        ),
        *(
            "信息名称：关于开展试点的通知",
            "標題:關於開展試點的公告\t索引号：1",
            "某某市人民政府",
            "2021年3月2日",
            "（此件公开发布）",
            "附件：名单",
        ),
        *(
            "某政发〔2021〕3号",
            "记者昨天获悉，有三处开工。",
            "他说：“好。”",
            "现将有关事项通知如下。",
            "關於開展試點的意見！",
        ),
    ]
)


@given(LINES, st.lists(st.builds(Paragraph, LINES, align=st.sampled_from(["", "center"]), bold=st.booleans())))
def test_nothing_is_read_otherwise_for_the_glance(title: str, paragraphs: list[Paragraph]) -> None:
    assert reads_the_same(title, paragraphs)


def test_most_news_are_told_at_a_glance() -> None:
    for name, text in articles(40):
        article = read_article(name, text.encode(), Reading(timezone=UTC))
        is_notice = not isinstance(read_notice(article.title, article.paragraphs), NoNotice)
        assert may_be_document(article.title, article.paragraphs) == is_notice

"""The articles that benchmarks are run on."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from benchmarks.corpus import PLANTED, articles, keywords, make
from watcher.articles.article import Reading, read_article
from watcher.notices.structure import Notice, read_notice


def test_the_same_number_and_seed_give_the_same_files_and_another_seed_others() -> None:
    assert list(articles(20)) == list(articles(30))[:20]
    assert list(articles(20)) != list(articles(20, seed=2))


def test_one_in_ten_is_a_notice_and_none_says_what_another_does() -> None:
    read = [read_article(name, text.encode(), Reading(timezone=UTC)) for name, text in articles(100)]
    notices = [article for article in read if isinstance(read_notice(article.title, article.paragraphs), Notice)]

    assert [article.path for article in notices] == [f"0000/{number:07d}.md" for number in range(0, 100, 10)]
    assert len({article.fingerprint for article in read}) == 100
    assert not any(article.warnings for article in read)


def test_every_file_is_written_small_ones_too(tmp_path: Path) -> None:
    make(tmp_path / "usual", 30)
    make(tmp_path / "small", 30, small=True)

    usual, small = (sorted((tmp_path / name).rglob("*.md")) for name in ("usual", "small"))
    assert len(usual) == len(small) == 30
    assert sum(path.stat().st_size for path in small) * 3 < sum(path.stat().st_size for path in usual)


def test_keywords_differ_and_begin_with_those_that_articles_have() -> None:
    words = keywords(500)

    assert len(set(words)) == 500
    assert words[:100] == list(PLANTED)
    assert any(word in text for _, text in articles(100) for word in words[:100])

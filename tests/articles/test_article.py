"""What one file says: its title, date and address, and the fingerprint by which it is known again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.articles.article import Article, Reading, fingerprint, read_article
from watcher.errors import ArticleError

CHINA = timezone(timedelta(hours=8))
PLAIN = Reading(timezone=CHINA)


def read(text: str, path: str = "news/road.md", reading: Reading = PLAIN) -> Article:
    return read_article(path, text.encode(), reading)


def test_a_binary_file_is_no_article() -> None:
    with pytest.raises(ArticleError):
        read_article("a.md", bytes(range(256)) * 10, PLAIN)


def test_every_part_is_read() -> None:
    article = read(
        "---\ntitle: 路口改造\ndate: 2024-03-01 09:00:00\nauthor: 市交通局\ncategories: [交通, 公告]\n"
        "url: https://site.example/1\nimage: https://site.example/a.png\n---\n城东二十个路口。\n"
    )

    assert article == Article(
        path="news/road.md",
        title="路口改造",
        published=datetime(2024, 3, 1, 1, tzinfo=UTC),
        author="市交通局",
        categories=("交通", "公告"),
        url="https://site.example/1",
        image="https://site.example/a.png",
        text="城东二十个路口。",
        paragraphs=article.paragraphs,
        fragment="<p>城东二十个路口。</p>",
        warnings=(),
        fingerprint=article.fingerprint,
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("---\ntitle: 甲\n---\n# 乙\n", "甲", id="of the front matter"),
        pytest.param("---\ntitle: 甲 &#123;乙&#125;\n---\n", "甲 {乙}", id="with braces as entities"),
        pytest.param("---\ntitle: ''\n---\n# 乙\n", "乙", id="an empty one gives way to the heading"),
        pytest.param("正文\n\n# 乙\n", "乙", id="of the first heading"),
        pytest.param("<html><title>丙</title><body>正文", "丙", id="of the page"),
        pytest.param('<meta name="ArticleTitle" content="丁"><title>丙</title>正文', "丁", id="of the notice"),
        pytest.param('<meta property="og:title" content="丁"><p>正文</p>', "丁", id="that the page gives to others"),
        pytest.param("正文", "road", id="of the file"),
        pytest.param(f"---\ntitle: {'长' * 900}\n---\n", "长" * 500, id="cut where it is a damaged file's text"),
        pytest.param("---\ntitle: |\n  甲\n  乙\n---\n", "甲 乙", id="on one line"),
    ],
)
def test_the_title(text: str, title: str) -> None:
    assert read(text).title == title


@pytest.mark.parametrize("path", [".md", "a/.md", "\u3000.md", "..md"])
def test_a_file_whose_name_is_nearly_nothing_has_a_title(path: str) -> None:
    assert read("正文", path).title


@pytest.mark.parametrize(
    ("text", "published"),
    [
        pytest.param(
            "---\ndate: 2024-03-01\n---\n", datetime(2024, 3, 1, tzinfo=CHINA), id="a day, in the zone of the config"
        ),
        pytest.param(
            "---\ndate: 2024-03-01T00:00:00Z\n---\n", datetime(2024, 3, 1, tzinfo=UTC), id="with a zone of its own"
        ),
        pytest.param(
            '<html><head><meta name="PubDate" content="2024-03-01"></head><body>甲',
            datetime(2024, 3, 1, tzinfo=CHINA),
            id="of the page",
        ),
        pytest.param("甲", None, id="none"),
    ],
)
def test_the_date(text: str, published: datetime | None) -> None:
    assert read(text).published == published


def test_a_zero_byte_in_a_text_makes_it_no_other_encoding() -> None:
    with pytest.raises(ArticleError, match="NUL byte"):
        read(f"---\ntitle: 路口\n---\n{'市里决定在二十个路口加装设备。' * 9}\0")


def test_characters_that_no_feed_can_carry_are_left_out() -> None:
    article = read("---\ntitle: 甲\x08\n---\n乙\x0b\ufffe丙\n")

    assert (article.title, article.text) == ("甲", "乙丙")


FIRST = "---\ntitle: 路口\ndate: 2024-03-01\n---\n\n市里决定在二十个路口加装设备。\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(FIRST.replace("2024-03-01", "2025-01-01"), id="another date"),
        pytest.param(FIRST.replace("title", "author: 某人\ntitle"), id="an author"),
        pytest.param(FIRST.replace("\n", "\r\n"), id="other line ends"),
        pytest.param("\ufeff\n" + FIRST, id="a byte order mark"),
        pytest.param(FIRST.replace("市里决定", "市里 决定\n"), id="white space"),
        pytest.param(FIRST.replace("市里决定", "**市里**决定"), id="bold"),
        pytest.param(FIRST.replace("市里", "<div class='x'><p>市里"), id="another template"),
        pytest.param(FIRST.replace("路口\ndate", "' 路口 '\ndate"), id="a title in quotes"),
    ],
)
def test_what_no_reader_sees_leaves_the_fingerprint(text: str) -> None:
    assert read(text).fingerprint == read(FIRST).fingerprint


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(FIRST.replace("二十", "三十"), id="one word"),
        pytest.param(FIRST.replace("路口\n", "路口（更正）\n"), id="the title"),
        pytest.param(FIRST + "\n另行通知。\n", id="one more paragraph"),
        pytest.param(FIRST.replace("。", ""), id="a full stop"),
    ],
)
def test_what_a_reader_sees_changes_the_fingerprint(text: str) -> None:
    assert read(text).fingerprint != read(FIRST).fingerprint


def test_an_article_without_text_is_its_pictures() -> None:
    one, other = read('# \n\n<img src="a.png">'), read('# \n\n<img src="b.png">')

    assert one.text == ""
    assert one.fingerprint != other.fingerprint


def test_title_and_text_do_not_run_together_unnoticed() -> None:
    """Sixteen bytes, whatever the length of what is said."""
    assert len(fingerprint("甲" * 1000, "乙" * 100_000, "")) == 16


@given(st.binary(max_size=300), st.sampled_from(["a.md", "a.html", "a.txt", "a"]))
def test_any_bytes_are_an_article_or_an_article_error(data: bytes, path: str) -> None:
    try:
        article = read_article(path, data, PLAIN)
    except ArticleError:
        return
    assert article.title
    assert len(article.fingerprint) == 16
    f"{article.title}{article.text}{article.author}{article.url}".encode()  # can be stored and sent


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_with_a_head_is_an_article(head: str, body: str) -> None:
    words = "正文" * 400  # among which no control characters make it binary data
    text = f"---\n{head}\n---\n{body}{words}".replace("\0", "")
    article = read_article("a.md", text.encode("utf-8", "replace"), PLAIN)

    assert "".join(article.text.split("\n")) == "".join(each.text for each in article.paragraphs)

"""Front matter of every kind, and every way in which people and programs damage it."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.articles.frontmatter import FrontMatter, read_frontmatter
from watcher.articles.metadata import Metadata

SHANGHAI = ZoneInfo("Asia/Shanghai")
LABELS = Path(__file__).parent / "data" / "broken-titles.jsonl"
BODY = "　　各区县：现将名单印发给你们。\n"


def read(text: str) -> FrontMatter:
    return read_frontmatter(text, SHANGHAI)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("\n \n", id="blank lines"),
        pytest.param("---", id="a fence and no more"),
        pytest.param("---\n", id="an opening fence and no more"),
        pytest.param("# 某市通告\n\n正文\n", id="a heading"),
        pytest.param("<p>正文</p>\n", id="HTML"),
        pytest.param("通知：各区县：\n\n正文\n", id="a sentence that looks like a key"),
        pytest.param("Title: one line of this form\n\nis no front matter\n", id="one key without a fence"),
        pytest.param("---\n\n第一段。\n\n---\n\n第二段。\n", id="a body between two rules"),
        pytest.param("---\n注意：本文仅供参考\n---\n正文\n", id="a sentence between two rules"),
        pytest.param("---\n- 甲\n- 乙\n---\n正文\n", id="a list between two rules"),
        pytest.param("---\n第一行\n第二行\n---\n正文\n", id="two lines between two rules"),
        pytest.param("---\n" + "长" * 300 + "\n---\n正文\n", id="a paragraph between two rules"),
        pytest.param('{"name": "a file of data"}\n', id="JSON without a key that we know"),
        pytest.param("{% raw %}\n正文\n", id="a template's tag"),
        pytest.param("<!-- note: 由程序生成 -->\n正文\n", id="a comment that is a comment"),
        pytest.param("<!-- title: 没有结束", id="a comment without an end"),
        pytest.param("[#]: 只是一个链接\n正文\n", id="a link definition"),
    ],
)
def test_where_there_is_no_front_matter_the_whole_text_is_the_body(text: str) -> None:
    assert read(text) == FrontMatter(Metadata(), text, ())


def test_a_usual_front_matter_gives_everything_it_says() -> None:
    found = read(
        "\n---\n"
        "title: '某市公布第一批试点名单'\n"
        "categories: \n - 财经\n - 某网\nheadimg: 'https://example.com/a.png'\nauthor: 某网\ncomments: false\n"
        "date: Fri, 03 Dec 2021 08:10:07 GMT\nthumbnail: 'https://example.com/b.png'\nlink: https://example.com/1\n"
        "tags: [试点, 财经]\n---\n" + BODY
    )

    assert found == FrontMatter(
        Metadata(
            title="某市公布第一批试点名单",
            date=datetime(2021, 12, 3, 8, 10, 7, tzinfo=UTC),
            author="某网",
            categories=("财经", "某网", "试点"),
            url="https://example.com/1",
            image="https://example.com/a.png",
        ),
        BODY,
        (),
    )


VALID = [
    pytest.param("---\ntitle: 某市通告\ndate: 2021-12-01\n---\n", id="YAML"),
    pytest.param("---\ntitle: 某市通告\ndate: 2021-12-01\n...\n", id="YAML closed by dots"),
    pytest.param("---\ntitle: 某市通告\ndate: 2021-12-01\n--------\n", id="YAML closed by a long rule"),
    pytest.param("-----\ntitle: 某市通告\ndate: 2021-12-01\n-----\n", id="YAML between long rules"),
    pytest.param("\n\n \n---\ntitle: 某市通告\ndate: 2021-12-01\n---\n", id="blank lines first"),
    pytest.param("\ufeff---\ntitle: 某市通告\ndate: 2021-12-01\n---\n", id="a byte order mark first"),
    pytest.param("\ufeff\n\ufeff---\ntitle: 某市通告\ndate: 2021-12-01\n---\n", id="two marks and a blank line"),
    pytest.param("--- \ntitle: 某市通告\ndate: 2021-12-01\n---\t\n", id="blanks behind the fences"),
    pytest.param("---\nTitle: 某市通告\nDATE: 2021-12-01\n---\n", id="keys in capitals"),
    pytest.param("---\n标题: 某市通告\n日期: 2021年12月1日\n---\n", id="keys in Chinese"),
    pytest.param("---\ntitle: 某市通告\n\ndate: 2021-12-01\n\n---\n", id="blank lines between the keys"),
    pytest.param("---\ntitle: >-\n  某市通告\ndate: 2021-12-01\n---\n", id="a folded title"),
    pytest.param('+++\ntitle = "某市通告"\ndate = 2021-12-01\n+++\n', id="TOML"),
    pytest.param('{"title": "某市通告", "date": "2021-12-01"}\n', id="JSON"),
    pytest.param('{\n  "title": "某市通告",\n  "date": "2021-12-01"\n}\n', id="JSON over several lines"),
    pytest.param('[#]: subject: "某市通告"\n[#]: date: "2021-12-01"\n', id="pseudo front matter"),
    pytest.param("[#]: subject: (某市通告)\n[#]: date: (2021-12-01)\n", id="pseudo front matter in brackets"),
    pytest.param("<!--\ntitle: 某市通告\ndate: 2021-12-01\n-->\n", id="in a comment"),
    pytest.param("<!-- ---\ntitle: 某市通告\ndate: 2021-12-01\n--- -->\n", id="in a comment with fences"),
]


@pytest.mark.parametrize("head", VALID)
def test_valid_front_matter_is_read_without_a_word(head: str) -> None:
    found = read(head + BODY)

    assert (found.metadata.title, found.metadata.date) == ("某市通告", datetime(2021, 12, 1, tzinfo=SHANGHAI))
    assert (found.body, found.warnings) == (BODY, ())


@pytest.mark.parametrize("head", VALID)
def test_line_ends_of_windows_and_of_old_macs_make_no_difference(head: str) -> None:
    text = head + BODY

    assert read(text.replace("\n", "\r\n")) == read(text.replace("\n", "\r")) == read(text)


DAMAGED = [
    pytest.param("---\ntitle：某市通告\ndate: 2021-12-01\n---\n", 'line 2: "："', id="a full-width colon"),
    pytest.param("---\ntitle:某市通告\ndate:2021-12-01\n---\n", 'line 2: no space after "title:"', id="no space"),
    pytest.param("---\ntitle:　某市通告\ndate: 2021-12-01\n---\n", "line 2: no space", id="a full-width space"),
    pytest.param("---\ntitle 某市通告\ndate: 2021-12-01\n---\n", 'line 2: no ":" after "title"', id="no colon"),
    pytest.param("---\ntitle: 某市通告\ndate: 2021-12-01\ntags;\n - a\n---\n", 'line 4: ";"', id="a semicolon"),
    pytest.param("---\ntitle: 某市通告\ndate: 2021-12-01\nid\n---\n", 'line 4: no ":" in "id"', id="a bare word"),
    pytest.param("---\ntitle: 某市通告\ndate: 2021-12-01\nsummary: `a` b\n---\n", "line 4: the value", id="a backtick"),
    pytest.param("---\ntitle: 某市通告\ndate: 2021-12-01\nnote: a: b\n---\n", 'line 4: ": " in', id="two colons"),
    pytest.param("---\ntitle: '某市通告'\ndate: 2021-12-01\nx: 'it's\n---\n", "line 4: the quotes", id="odd quotes"),
    pytest.param("---\ntitle: 某市通告\ndate: ‘2021-12-01’\nx: a: b\n---\n", "line 4", id="typographic quotes"),
    pytest.param('---\ntitle: "某市通告\ndate: 2021-12-01\n---\n', "line 2: the quotes", id="a quote left open"),
    pytest.param("---\ntitle: 某市通告\ndate: 2021-12-01\ntags:\n\t- a\n---\n", "line 5: a tab", id="a tab"),
    pytest.param("---\ntitle: 某市通告\ndate: 2021-12-01\n x: 1\n---\n", "line 4", id="a key out of line"),
    pytest.param("---\n  title: 某市通告\ndate: 2021-12-01\n---\n", "line 3", id="the first key indented"),
    pytest.param("  ---\n  title: 某市通告\n  date: 2021-12-01\n  ---\n", "line 4", id="everything indented"),
    pytest.param("---\n title: 某市通告\n date: 2021-12-01\n ---\n", "line 4", id="the closing fence indented"),
    pytest.param("---\ntitle: 某市通告\ndate: 2021-12-01\n--\n", 'line 4: "--"', id="a fence of two"),
    pytest.param("--\ntitle: 某市通告\ndate: 2021-12-01\n--\n", 'line 4: "--"', id="two fences of two"),
    pytest.param("---\ntitle: 某市通告\ndate: 2021-12-01\n\n", "line 5: the front matter has no end", id="no end"),
    pytest.param("title: 某市通告\ndate: 2021-12-01\n---\n", "line 1", id="no beginning"),
    pytest.param("title: 某市通告\ndate: 2021-12-01\n\n", "line 1", id="neither beginning nor end"),
    pytest.param("---\ntitle: 某市通告\ndate: 2021-12-01\nx: a\x08\n---\n", "line 2", id="a control character"),
    pytest.param(
        "---\n<<<<<<< HEAD\ntitle: 某市通知\n=======\ntitle: 某市通告\n>>>>>>> 0a1b2c3\ndate: 2021-12-01\n---\n",
        "line 2: a merge conflict",
        id="a merge conflict, where the later side is taken",
    ),
    pytest.param(
        '+++\ntitle = "某市通告"\ndate = 2021-12-01\nsummary = "说"好"了"\n+++\n',
        "line 4: the quotes",
        id="TOML with quotes in quotes",
    ),
    pytest.param(
        '+++\ntitle = "某市通告"\ndate = 2021-12-01\n\n', "line 5: the front matter has no end", id="TOML, no end"
    ),
    pytest.param('{\n  "title": "某市通告",\n  "date": "2021-12-01",\n}\n', "line 4", id="JSON with a comma too many"),
    pytest.param(
        "<!--\ntitle: 某市通告\ndate: 2021-12-01\nx: a: b\n-->\n", "line 4", id="a comment that is no YAML inside"
    ),
]


@pytest.mark.parametrize(("head", "warning"), DAMAGED)
def test_damaged_front_matter_is_read_and_the_warning_names_the_line(head: str, warning: str) -> None:
    found = read(head + BODY)

    assert (found.metadata.title, found.metadata.date) == ("某市通告", datetime(2021, 12, 1, tzinfo=SHANGHAI))
    assert found.body.lstrip("\n") == BODY
    assert [one for one in found.warnings if one.startswith(warning)]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        pytest.param("1.10", "1.10", id="a version number"),
        pytest.param("No", "No", id="a word that YAML takes for a bool"),
        pytest.param("2021-12-01", "2021-12-01", id="a date"),
        pytest.param("~", "", id="YAML's nothing"),
        pytest.param("'~'", "~", id="the same in quotes"),
        pytest.param("", "", id="nothing"),
        pytest.param("[甲|乙] 通告", "[甲|乙] 通告", id="brackets before other text"),
        pytest.param("“双减”政策", "“双减”政策", id="typographic quotes in a title"),
        pytest.param("“甲: 乙”", "甲: 乙", id="typographic quotes for straight ones"),
        pytest.param("“甲”: “乙”", "“甲”: “乙”", id="typographic quotes round two things"),
        pytest.param('"双减"政策: 问答', '"双减"政策: 问答', id="straight quotes round the first words"),
        pytest.param("'他说\"好\",也说'行''", "他说\"好\",也说'行'", id="both kinds of quote"),
        pytest.param("'''甲'通告'", "''甲'通告".replace("''", "'"), id="doubled single quotes"),
        pytest.param('"甲\\"乙\\"丙: 丁"', '甲"乙"丙: 丁', id="escaped quotes"),
        pytest.param("C&#123;甲&#125; &amp; 乙", "C{甲} & 乙", id="a template's entities"),
        pytest.param("AT&T&notice;", "AT&T&notice;", id="ampersands that are no entities"),
        pytest.param("甲　乙", "甲　乙", id="an ideographic space stays"),
        pytest.param("'甲  乙 '", "甲 乙", id="blanks become one"),
        pytest.param('"甲\\u0000乙"', "甲乙", id="a character that can't be shown"),
    ],
)
def test_a_title_is_what_a_person_would_read(written: str, title: str) -> None:
    assert read(f"---\ntitle: {written}\n---\n").metadata.title == title


@pytest.mark.parametrize(
    ("head", "title"),
    [
        pytest.param("title: 甲\ntitle: 乙\n---\n", "乙", id="the last of two"),
        pytest.param("title: 甲\ntitle: 乙\n---\n\n# 甲\n", "甲", id="the one that the heading repeats"),
        pytest.param("title: 甲\ntitle:\n---\n", "甲", id="the one that is not empty"),
        pytest.param("seo:\n  title: 乙\ntitle: 甲\n---\n", "甲", id="not one of something else"),
        pytest.param("title: 甲\nseo:\n  title: 乙\n  x: `y\n---\n", "甲", id="nor in a damaged head"),
        pytest.param("x: `y\ntext: |\n  title: 乙\ntitle: 甲\n---\n", "甲", id="not one inside a text"),
        pytest.param("title: 甲\nsubject: 乙\n---\n", "甲", id="the title before the subject"),
        pytest.param("甲市通告\n---\n", "甲市通告", id="a line that lost its key"),
    ],
)
def test_of_several_titles_the_one_that_a_person_would_choose(head: str, title: str) -> None:
    assert read(f"---\n{head}").metadata.title == title


@pytest.mark.parametrize(
    ("head", "categories"),
    [
        pytest.param("categories: 财经", ("财经",), id="one"),
        pytest.param("categories: 财经, 要闻，国内、国际", ("财经", "要闻", "国内", "国际"), id="a sentence of them"),
        pytest.param("categories: [财经, [要闻, 国内]]", ("财经", "要闻", "国内"), id="lists in lists"),
        pytest.param("tags: [甲, 乙]\ncategories: [丙, 甲]", ("丙", "甲", "乙"), id="categories before tags"),
        pytest.param("categories:\n- a\n-b\nx: `y", ("a", "b"), id="a damaged list"),
        pytest.param("categories: ['a', “b”,\n  c]\nx: `y", ("a", "b", "c"), id="a damaged list over two lines"),
        pytest.param("categories:\n\xa0\n - a\n\xa0- b", ("a", "b"), id="indented by non-breaking spaces"),
        pytest.param("categories:", (), id="none"),
    ],
)
def test_categories_and_tags(head: str, categories: tuple[str, ...]) -> None:
    assert read(f"---\n{head}\n---\n").metadata.categories == categories


@pytest.mark.parametrize(
    ("head", "author"),
    [
        pytest.param("author: 某网", "某网", id="one"),
        pytest.param("author: [甲, 乙]", "甲, 乙", id="several"),
        pytest.param("author: {name: 甲, url: 'https://example.com'}", "甲", id="with an address"),
        pytest.param("author: 甲\nauthor: 乙", "乙", id="the last of two"),
        pytest.param("author:", "", id="nobody"),
    ],
)
def test_the_author(head: str, author: str) -> None:
    assert read(f"---\n{head}\n---\n").metadata.author == author


@pytest.mark.parametrize(
    ("head", "url"),
    [
        pytest.param("url: /2021/1.html", "", id="a path is no address"),
        pytest.param("source: 某网", "", id="nor is a name"),
        pytest.param("url: javascript:alert(1)", "", id="nor is a script"),
        pytest.param("url: https://example.com/a b", "", id="nor is a sentence"),
        pytest.param("url: /1.html\nsource: https://example.com/1", "https://example.com/1", id="the absolute one"),
        pytest.param("link: HTTPS://example.com/?a=1&amp;b=2", "HTTPS://example.com/?a=1&b=2", id="with an entity"),
    ],
)
def test_the_original_address(head: str, url: str) -> None:
    assert read(f"---\n{head}\n---\n").metadata.url == url


@pytest.mark.parametrize(
    ("head", "image"),
    [
        pytest.param("image: data:image/png;base64,AAAA", "", id="an image in the file is no address"),
        pytest.param("cover: {src: https://example.com/c.png}", "https://example.com/c.png", id="nested"),
        pytest.param(
            "image: [https://example.com/a.png, b.png]", "https://example.com/a.png", id="the first of a list"
        ),
    ],
)
def test_the_image(head: str, image: str) -> None:
    assert read(f"---\n{head}\n---\n").metadata.image == image


def test_a_date_that_is_none_is_a_warning() -> None:
    found = read("---\ntitle: 甲\ndate: 某日\n---\n")

    assert found.metadata.date is None
    assert found.warnings == ('line 3: "某日" is no date',)


def test_of_several_dates_one_that_is_a_date_is_taken() -> None:
    found = read("---\ndate: 某日\npublished: 2021-12-01\n---\n")

    assert found.metadata.date == datetime(2021, 12, 1, tzinfo=SHANGHAI)


def test_pseudo_front_matter_names_author_and_origin() -> None:
    found = read(
        '[#]: subject: "某工具入门"\n[#]: via: "https://example.com/tool"\n'
        '[#]: author: "甲 https://example.com/u/jia"\n[#]: url: " "\n\n某工具入门\n======\n'
    )

    assert (found.metadata.author, found.metadata.url) == ("甲", "https://example.com/tool")
    assert found.body == "某工具入门\n======\n"


def test_taxonomies_of_toml_are_categories() -> None:
    found = read('+++\ntitle = "甲"\n[taxonomies]\ntags = ["乙", "丙"]\n+++\n')

    assert found.metadata.categories == ("乙", "丙")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("# 标题\n\n正文\n", id="a heading"),
        pytest.param("正文第一段。\n\n---\n\n附注\n", id="a rule further down"),
        pytest.param("Note: this is text: really\n\n正文\n", id="a sentence with colons"),
        pytest.param("- 甲\n- 乙\n", id="a list"),
        pytest.param("<div>正文</div>\n", id="HTML"),
        pytest.param("[甲](https://example.com)\n", id="a link"),
        pytest.param("https://example.com/1\n", id="an address"),
    ],
)
def test_the_body_behind_a_front_matter_without_an_end_is_whole(body: str) -> None:
    found = read(f"---\ntitle: 甲\ntags: [乙]\n\n{body}")

    assert found.metadata.title == "甲"
    assert found.body == body


def test_many_lines_without_keys_before_a_rule_are_body_and_not_front_matter() -> None:
    body = "第一行\n第二行\n第三行\n第四行\n---\n附注\n"

    assert read(f"---\ntitle: 甲\n{body}").body == body


def test_an_image_of_megabytes_in_the_front_matter_hides_nothing() -> None:
    found = read("---\nheadimg: data:image/png;base64," + "A" * 3_000_000 + "\ntitle: 甲\n---\n" + BODY)

    assert (found.metadata.title, found.body) == ("甲", BODY)


def test_warnings_are_few_however_much_is_wrong() -> None:
    found = read("---\ntitle：甲\n" + "tags：乙\n" * 400 + "---\n")

    assert len(found.warnings) == 10


HOSTILE = [
    pytest.param("---\na: " + "[" * 1_000_000, id="brackets without an end"),
    pytest.param("---\na: " + "[" * 60_000 + "\n---\n", id="nested brackets"),
    pytest.param("---\na: " + "{a: " * 15_000 + "\n---\n", id="nested braces"),
    pytest.param("---\n" + "- " * 30_000 + "\n---\n", id="nested lists"),
    pytest.param("---\n" + "? " * 30_000 + "\n---\n", id="nested keys"),
    pytest.param(
        "---\na0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1},' * 9}]\n" for n in range(1, 200)) + "---\n",
        id="aliases that multiply",
    ),
    pytest.param("---\na: &a [*a, {b: *a}]\n---\n", id="an alias of itself"),
    pytest.param("---\n" + "title: 甲\n" * 7_000 + "---\n", id="thousands of titles"),
    pytest.param("---\n" + "\n" * 1_000_000, id="a million blank lines"),
    pytest.param(" " * 1_000_000 + "---\n", id="a million blanks"),
    pytest.param("---\ntitle" + " " * 1_000_000 + "\n", id="a key and a million blanks"),
    pytest.param("-" * 1_000_000 + "\n", id="a million dashes"),
    pytest.param("---\n" + "-" * 1_000_000 + "x\n---\n", id="a million dashes that are no fence"),
    pytest.param("---\ntitle: " + "&#" * 500_000 + "\n", id="a million beginnings of entities"),
    pytest.param("---\ntitle: " + "'" * 1_000_000 + "\n", id="a million quotes"),
    pytest.param("+++\na = " + "[" * 60_000 + "\n+++\n", id="nested brackets in TOML"),
    pytest.param("+++\n" + "a." * 30_000 + "b = 1\n+++\n", id="a dotted key of TOML"),
    pytest.param("+++\n" + "a." * 4_000 + "b = 1\n+++\n", id="one that is just short enough to be parsed"),
    pytest.param("+++\na = 0x" + "f" * 60_000 + "\n+++\n", id="a large number in TOML"),
    pytest.param('{"title": ' + "[" * 60_000, id="nested brackets in JSON"),
    pytest.param('{"title": ' + "9" * 60_000 + "}", id="a large number in JSON"),
    pytest.param("[#]: " * 200_000, id="pseudo front matter without lines"),
    pytest.param("<!--" + "-" * 1_000_000, id="a comment without an end"),
    pytest.param("<!--" * 10_000 + "-->", id="comments in comments"),
    pytest.param("---\ntitle: [" + ",，、" * 300_000 + "]\n: x\n---\n", id="a list of nothing"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_takes_long(text: str) -> None:
    begun = time.process_time()
    read(text)

    assert time.process_time() - begun < 20  # what grows with the square takes minutes


FENCES = ["---", "--", "+++", "{", "}", "[#]: ", "<!--", "-->", "<<<<<<< a", "=======", "\ufeff", "#"]
WORDS = ["title", "date", "tags", ":", "：", "=", ": ", '"', "'", "[", "]", "- ", "\t", " ", ">-", "&a", "*a", "甲"]
PIECES = st.one_of(st.sampled_from(FENCES), st.sampled_from(WORDS), st.sampled_from(["\n", "\r\n"]))


@settings(deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_arrangement_of_the_pieces_raises_or_loses_the_text_that_follows(text: str) -> None:
    found = read(f"{text}\n\n　　正文到此结束。")

    assert found.body.endswith("　　正文到此结束。")
    assert all(warning.startswith("line ") for warning in found.warnings)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_no_text_raises(text: str) -> None:
    found = read(text)

    json.dumps(found.metadata.title, ensure_ascii=False).encode()
    assert len(found.body) <= len(text)


SAFE = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=40)


@settings(deadline=None)
@given(SAFE.filter(lambda title: title.isprintable() and "&" not in title))
def test_every_title_in_single_quotes_is_read_back(title: str) -> None:
    quoted = title.replace("'", "''")

    assert read(f"---\ntitle: '{quoted}'\n---\n").metadata.title == title


@settings(deadline=None)
@given(SAFE.filter(lambda title: title.isprintable() and "&" not in title and "''" not in title))
def test_so_is_every_title_whose_quotes_were_not_doubled(title: str) -> None:
    assert read(f"---\ntitle: '{title}'\nx: `y\n---\n").metadata.title == title


def test_the_labels_of_real_damage_are_well_formed() -> None:
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]

    assert len({row["path"] for row in rows}) == len(rows) == 247
    assert all(set(row) == {"path", "title", "where"} for row in rows)
    assert {row["where"] for row in rows} == {"head", "heading", "name"}
    assert all(re.fullmatch("[0-9a-f]{16}", row["title"]) for row in rows)

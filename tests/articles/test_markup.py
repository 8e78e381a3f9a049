"""HTML, Markdown and plain text -> paragraphs, text and the cleaned fragment."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.articles import markup
from watcher.articles.markup import read_markup
from watcher.articles.paragraphs import normalise
from watcher.articles.selectors import compile_selectors


@pytest.mark.parametrize(
    ("body", "suffix", "text"),
    [
        pytest.param("", ".md", "", id="nothing"),
        pytest.param("<!-- note -->", ".html", "", id="a comment only"),
        pytest.param("<p>甲</p><p>乙</p>", ".html", "甲\n乙", id="paragraphs"),
        pytest.param("甲\n\n乙", ".md", "甲\n乙", id="paragraphs of Markdown"),
        pytest.param("甲\n\n\n乙\n丙", ".txt", "甲\n乙\n丙", id="lines of a text"),
        pytest.param("甲\n乙", ".md", "甲乙", id="a line break between Chinese characters is none"),
        pytest.param("one\ntwo", ".md", "one two", id="a line break between Latin words is a space"),
        pytest.param("甲<br>乙", ".html", "甲\n乙", id="a forced line break"),
        pytest.param("<div>甲<div>乙</div>丙</div>", ".html", "甲\n乙\n丙", id="blocks within blocks"),
        pytest.param("甲<b>乙</b><i>丙</i>", ".html", "甲乙丙", id="inline elements do not part words"),
        pytest.param("<p>甲<script>x()</script>乙<style>p{}</style>丙</p>", ".html", "甲乙丙", id="scripts and styles"),
        pytest.param("<nav>首页</nav><p>甲</p><footer>版权</footer>", ".html", "甲", id="navigation and footer"),
        pytest.param("<p>甲&amp;乙&#123;丙&#125;</p>", ".html", "甲&乙{丙}", id="entities"),
        pytest.param("  <div>\n    <p>甲</p>\n  </div>", ".md", "甲", id="indented HTML in a Markdown file is no code"),
        pytest.param("# 甲\n\n- 乙\n- 丙", ".md", "甲\n乙\n丙", id="a heading and a list"),
        pytest.param("| 甲 | 乙 |\n| - | - |\n| 1 | 2 |", ".md", "甲\t乙\n1\t2", id="rows of a table, cells with tabs"),
        pytest.param(
            "<table><tr><td><p>甲</p><p>乙</p></td></tr></table>", ".html", "甲\n乙", id="a table that is layout"
        ),
        pytest.param("<table><tr><td>a\tb</td><td>c</td></tr></table>", ".html", "a b\tc", id="a tab inside a cell"),
        pytest.param("<p>甲</p>]]>", ".html", "甲\n]]>", id="the end of a CDATA section"),
        pytest.param("<p>甲\u200b乙\u00ad丙\ufeff</p>", ".html", "甲乙丙", id="invisible characters"),
        pytest.param("<p>李明\u3000王芳</p>", ".html", "李明\u3000王芳", id="an ideographic space between names stays"),
        pytest.param("&lt;p&gt;", ".txt", "&lt;p&gt;", id="a text file is no HTML"),
        pytest.param("<p>甲", ".txt", "甲", id="unless it begins with a tag"),
        pytest.param("<img src='a.png'>\n\n**甲**\n\n- 乙", ".md", "甲\n乙", id="Markdown after a picture"),
        pytest.param(
            "<table><tr><td>甲</td></tr></table>\n\n# 乙\n\n丙", ".md", "甲\n乙\n丙", id="Markdown after a table"
        ),
        pytest.param(
            "<div>\n\n甲\n\n    <p>乙</p>\n</div>\n\n**丙**",
            ".md",
            "甲\n乙\n丙",
            id="not before its elements have ended",
        ),
        pytest.param("<div>\n\n**甲**\n\n乙", ".md", "**甲** 乙", id="nor where one never ends"),
        pytest.param("甲 < 乙", ".html", "甲 < 乙", id="a stray bracket"),
        pytest.param("<p>甲<p>乙<b>丙<p>丁</b>", ".html", "甲\n乙丙\n丁", id="tags that are not closed"),
    ],
)
def test_text_reads_as_a_person_sees_the_page(body: str, suffix: str, text: str) -> None:
    assert read_markup(body, suffix).text == text


def test_paragraphs_know_how_the_page_set_them() -> None:
    body = (
        '<h2>甲</h2><p style="text-align: center"><b>乙</b></p><ul><li>丙</li></ul><p align="right">丁</p>'
        '<table><tr><td>戊</td><td>己</td></tr></table><pre>庚</pre><p style="font-weight:700">辛</p><p><b>壬</b>癸</p>'
    )

    assert [(each.text, each.kind, each.align, each.bold) for each in read_markup(body, ".html").paragraphs] == [
        ("甲", "h", "", False),
        ("乙", "p", "center", True),
        ("丙", "li", "", False),
        ("丁", "p", "right", False),
        ("戊\t己", "row", "", False),
        ("庚", "pre", "", False),
        ("辛", "p", "", True),
        ("壬癸", "p", "", False),
    ]


def test_the_title_is_the_first_heading_and_else_the_pages() -> None:
    page = "<html><head><title>站名</title><meta name='PubDate' content='2024-05-06'></head><body>{}</body></html>"

    assert read_markup(page.format("<p>甲</p>"), ".html").title == "站名"
    assert read_markup(page.format("<h1>标题</h1><h2>小标题</h2>"), ".html").title == "标题"
    assert read_markup(page.format(""), ".html").meta == {"pubdate": "2024-05-06"}
    assert read_markup("甲", ".txt").title == ""


@pytest.mark.parametrize(
    ("head", "address"),
    [
        pytest.param(
            '<link rel="canonical" href=" https://site.example/a.html ">', "https://site.example/a.html", id="link"
        ),
        pytest.param(
            '<meta property="og:url" content="https://site.example/a?id=1">', "https://site.example/a?id=1", id="og"
        ),
        pytest.param(
            '<link rel="canonical" href="https://site.example/">', "", id="the front page, named on every page"
        ),
        pytest.param('<link rel="canonical" href="/a.html">', "", id="a relative one"),
        pytest.param('<link rel="stylesheet" href="https://site.example/a.css">', "", id="another link"),
    ],
)
def test_a_whole_page_says_where_it_stands(head: str, address: str) -> None:
    assert read_markup(f"<html><head>{head}</head><body><p>甲</p></body></html>", ".html").url == address


def test_links_and_lazy_pictures_of_a_page_are_absolute_from_its_base() -> None:
    body = '<img data-src="/b.png" src="blank.gif"><a href="c.html">乙</a><a href="http://[">丙</a><a name="d">丁</a>'
    page = '<html><head><base href="{}"></head><body>{}</body></html>'

    assert read_markup(page.format("https://site.example/news/", body), ".html").fragment == (
        '<img data-src="https://site.example/b.png" src="https://site.example/news/blank.gif">'
        '<a href="https://site.example/news/c.html">乙</a><a href="http://[">丙</a><a name="d">丁</a>'
    )
    assert 'src="/b.png"' in read_markup(page.format("/news/", body), ".html").fragment


def test_the_fragment_keeps_markup_without_what_was_dropped() -> None:
    body = '<p class="a">甲<script>x()</script><!-- 乙 --></p>\n\n <p>丙</p><div class="qr"><img src="qr.png"></div>'
    markup = read_markup(body, ".html", compile_selectors([".qr"]))

    assert markup.fragment == '<p class="a">甲</p>\n<p>丙</p>'


def test_a_text_file_becomes_paragraphs_with_its_brackets_escaped() -> None:
    assert read_markup("1 < 2\n\n乙", ".txt").fragment == "<p>1 &lt; 2</p>\n<p>乙</p>"


@pytest.mark.parametrize(
    ("selectors", "text"),
    [
        pytest.param([".editor"], "甲\n尾巴丙", id="a class, but not the text behind it"),
        pytest.param(["#qr", ".editor"], "甲\n尾巴", id="an id and a class"),
        pytest.param(["div > p"], "甲\n乙尾巴\n丙", id="a child"),
        pytest.param([".editor", ".editor em"], "甲\n尾巴丙", id="something and what is in it"),
        pytest.param(["body"], "", id="everything"),
        pytest.param(["nav"], "甲\n乙尾巴丙", id="what is dropped anyway"),
    ],
)
def test_what_selectors_name_is_left_out(selectors: list[str], text: str) -> None:
    body = '<p>甲</p><span class="editor">乙<em></em></span>尾巴<span id="qr">丙</span>'
    if selectors == ["div > p"]:
        body += "<div><p>丁</p></div>"
        body = body.replace('<span id="qr">', '<br><span id="qr">')

    assert read_markup(body, ".html", compile_selectors(selectors)).text == text


def test_a_selector_that_is_none_is_named() -> None:
    with pytest.raises(ValueError, match=r'"p\[" is no CSS selector'):
        compile_selectors(["p", "p["])


@pytest.mark.parametrize(
    ("body", "suffix"),
    [
        pytest.param(" " * 400_000 + "x", ".md", id="spaces in Markdown"),
        pytest.param("<pre>" + " " * 400_000 + "x", ".html", id="spaces in HTML"),
        pytest.param("<script></script>x" * 40_000, ".html", id="scripts with words between them"),
        pytest.param("<div>" * 100_000, ".html", id="a deep nest"),
        pytest.param("<table><tr><td>a<td>" * 20_000, ".html", id="tables within tables"),
        pytest.param("<table><tr>" + "<td>a" * 50_000, ".html", id="a row without end"),
        pytest.param("<p>" + "&" * 200_000, ".html", id="entities without end"),
        pytest.param(">" * 100_000, ".md", id="quotes within quotes"),
        pytest.param("- " * 50_000, ".md", id="lists within lists"),
        pytest.param("<p style='" + "text-align " * 40_000 + "'>x", ".html", id="a style without end"),
        pytest.param(f"<p {' '.join(f'a{n}=1' for n in range(200_000))}>x", ".html", id="attributes without end"),
        pytest.param("<p " + "='>' a".join(map(str, range(200_000))) + ">x", ".html", id="attributes with brackets"),
    ],
)
def test_hostile_markup_is_read_in_linear_time(body: str, suffix: str) -> None:
    """Each of these takes a tenth of a second or so; what grows with the square would take minutes."""
    started = time.process_time()
    read_markup(body, suffix)

    assert time.process_time() - started < 30


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(f"<p align=center {'x1 ' * 300}>乙</p>", id="a tag"),
        pytest.param(f"<script>if (a <b {'&& c ' * 300}) d()</script><p align=center>乙</p>", id="a script"),
        pytest.param(f"<!-- 甲 <b {'c ' * 300} --><p align=center>乙</p>", id="a comment"),
        pytest.param(f"<p align=center>乙<img alt='{'丙 ' * 300}' src='data:,{'a/=' * 300}'></p>", id="a picture"),
    ],
)
def test_what_has_attributes_without_number_keeps_its_text_and_what_follows(markup: str) -> None:
    read = read_markup(f"<p>{'甲' * 30_000}</p>{markup}<p>丁</p>", ".html")

    assert [(each.text, each.align) for each in read.paragraphs[1:]] == [("乙", "center"), ("丁", "")]


@given(st.text("甲a \t\n\u3000\u200b", max_size=40))
def test_white_space_is_normalised_once_and_for_all(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once
    assert "\n" not in once
    assert once == once.strip()


PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div>",
        "<b>",
        "</b>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<br>",
        "<li>",
        "<h1>",
        "<script>",
        "x",
        "甲",
        " ",
        "\n",
        "\t",
        "&lt;",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "|",
        "#",
        "- ",
        "> ",
        "`",
        "<",
        "<svg>",
        "\x0c",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from([".html", ".md", ".txt", ".unknown", ""]))
def test_paragraphs_stand_in_the_text_where_they_say(body: str, suffix: str) -> None:
    markup = read_markup(body, suffix)

    assert [markup.text[each.start : each.end] for each in markup.paragraphs] == [
        each.text for each in markup.paragraphs
    ]
    assert "\n".join(each.text for each in markup.paragraphs) == markup.text
    assert all(each.text.strip() for each in markup.paragraphs)


def test_lines_of_a_pasted_notice_stay_apart_in_markdown() -> None:
    body = "甲省教育厅关于校舍检查的通知\n甲教发〔2020〕1号\n各市教育局：\n请于月底前查完全部校舍。\n甲省教育厅\n"

    assert [paragraph.text for paragraph in read_markup(body, ".md").paragraphs] == body.strip().split("\n")


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["甲省教育厅", "2023年5月6日"], id="an organ over the date"),
        pytest.param(["甲省教育厅", "乙省教育厅", "二〇二三年五月六日"], id="two organs over the date"),
        pytest.param(["甲省教育厅", "2023年5月6日", "（此件公开发布）"], id="with the note"),
        pytest.param(["甲教〔2023〕14号", "各市教育局："], id="the number over the addressees"),
        pytest.param(["关于校舍的通知", "各市教育局："], id="the title over the addressees"),
        pytest.param(["关于校舍的通知", "甲教〔2023〕14号"], id="the title over the number"),
    ],
)
def test_lines_of_much_the_same_length_stay_apart_that_documents_have_of_their_own(lines: list[str]) -> None:
    assert [paragraph.text for paragraph in read_markup("\n".join(lines), ".md").paragraphs] == lines


def test_lines_that_were_wrapped_by_hand_are_one_paragraph_in_markdown() -> None:
    body = "每年汛期之前要把全部校舍查看一遍，\n先看屋顶再看墙面，最后看排水的沟渠，\n并记下来。\n"

    assert len(read_markup(body, ".md").paragraphs) == 1


def test_lines_that_were_broken_at_a_width_are_one_paragraph_in_plain_text() -> None:
    lines = [
        "甲省教育厅关于校舍检查的通知",
        "　　各校要在每年汛期之前把全部校舍和宿舍、食堂、库房都查看一遍，",
        "先看屋顶，再看墙面，然后看地基，最后看排水的沟渠和院子里的井，并",
        "记入台账；查看的人要签上自己的名字，写明查看的日期，交给学校保存",
        "十年。",
        "　　甲省教育厅",
    ]

    paragraphs = [paragraph.text for paragraph in read_markup("\n".join(lines), ".txt").paragraphs]

    assert paragraphs == [lines[0], "".join(line.strip() for line in lines[1:5]), "甲省教育厅"]


def test_lines_of_plain_text_stay_apart_that_are_items_or_labels_or_end_a_sentence() -> None:
    lines = ["甲" * 30 + "。", "乙" * 31, "1. " + "丙" * 29, "文号：" + "丁" * 28]

    assert [paragraph.text for paragraph in read_markup("\n".join(lines), ".txt").paragraphs] == lines


def test_lines_of_preformatted_text_are_paragraphs() -> None:
    markup = read_markup("<pre>\n  甲省教育厅通知\n\n  各校：\n  请查。</pre>", ".html")

    assert [(each.text, each.kind) for each in markup.paragraphs] == [
        ("甲省教育厅通知", "pre"), ("各校：", "pre"), ("请查。", "pre")
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_lines_broken_at_a_width_are_one_paragraph_under_short_ones_that_stay(suffix: str) -> None:
    lines = [
        "各市教育局，省属各中小学校、幼儿园，",
        "各师范学校：",
        "    入汛以来，甲市、乙市、丙市和丁市丁山县连续出",
        "现强降雨，部分校舍漏水。为确保师生安全，防止发生",
        "事故，经省人民政府同意，现通知如下：",
        "    一、立即查看。各校要把屋顶、墙面、地基和水沟韶",
        "山的校舍都查看一遍。",
    ]

    paragraphs = [paragraph.text for paragraph in read_markup("\n".join(lines), suffix).paragraphs]

    assert paragraphs == [*lines[:2], "".join(map(str.strip, lines[2:5])), "".join(map(str.strip, lines[5:]))]


def test_the_last_of_those_whom_a_document_goes_to_is_no_label() -> None:
    lines = [
        "各省、自治区、直辖市教育厅，新疆生产建设兵团教育局，甲乙丙垦区教育",
        "局：",
        "    请把全部校舍和宿舍、食堂、库房都查看一遍，先看屋顶，再看墙面，然",
        "后看地基，最后看排水的沟渠和院子里的井，记入台账。",
    ]

    paragraphs = [paragraph.text for paragraph in read_markup("\n".join([*lines, *lines[2:]]), ".txt").paragraphs]

    assert paragraphs[0] == "".join(lines[:2])


@pytest.mark.parametrize("suffix", [".md", ".txt"])
@pytest.mark.parametrize(
    ("line", "following"),
    [
        pytest.param("各校要在4月15", "日前查完全部校舍和宿舍。", id="within a day"),
        pytest.param("各市教育局，请于2020年4月", "20日前报送。", id="between the month and the day"),
        pytest.param("根据甲教发〔20", "21〕33号文件要求，请查看全部校舍。", id="within a year in brackets"),
        pytest.param("根据甲教发〔2021", "〕33号文件要求，请查看全部校舍。", id="before a bracket closes"),
        pytest.param("按《校舍检查办法》（甲教", "发〔2021〕3号）执行。", id="within brackets"),
        pytest.param("请各市教育局（", "教委）查看全部校舍。", id="right after a bracket opens"),
        pytest.param("根据甲教发", "〔2021〕33号文件要求，请查看全部校舍。", id="before a number's year"),
    ],
)
def test_a_line_that_ends_within_a_date_a_number_or_brackets_goes_on(line: str, following: str, suffix: str) -> None:
    body = f"通知\n{line}\n{following}"

    paragraphs = [paragraph.text for paragraph in read_markup(body, suffix).paragraphs]

    assert paragraphs == ["通知", line + following]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            [
                "山坡上的羊群慢慢走下来，像一团没有声音的云",
                "风停了",
                "我听见河水，从去年流到今天",
                "灯亮了",
                "屋里的人还没有说话，只把窗子轻轻地推开来",
                "一条路",
                "远远地伸向夜里，谁也不问它要到哪里才肯停下",
            ],
            id="a poem",
        ),
        pytest.param(
            [f"甲省乙市丙区第{which}人民医院急诊科和门诊部" for which in "一二三四"],
            id="a list of names",
        ),
        pytest.param(
            [
                "甲省乙市丙区人民路一百二十三号，教育大厦九楼",
                "邮编：230001",
                "收件人：张三，李四，写明校舍检查材料字样",
                "电话：0000-1234567，0000-7654321，上班时间",
            ],
            id="an address",
        ),
        pytest.param(["大事记2020年4月", "20日　查看校舍", "21日　修好屋顶"], id="days under a month"),
    ],
)
def test_lines_stay_apart_that_were_not_broken_at_a_width(lines: list[str]) -> None:
    assert [paragraph.text for paragraph in read_markup("\n".join(lines), ".txt").paragraphs] == lines


def test_the_signature_stays_apart_under_text_that_was_broken_at_a_width() -> None:
    lines = [
        "各校要把全部校舍和宿舍、食堂、库房都查看一遍，先看",
        "屋顶，再看墙面，然后看地基，最后看排水的沟渠和院子",
        "里的井，记入台账，查看的人要签上自己的名字，并写明",
        "查看的日期。",
        "甲省教育厅关于校舍检查的联合领导小组办公室（代章）",
        "2023年5月6日",
    ]

    paragraphs = [paragraph.text for paragraph in read_markup("\n".join(lines), ".txt").paragraphs]

    assert paragraphs == ["".join(lines[:4]), *lines[4:]]


def test_no_text_of_a_page_with_too_many_tags_to_look_at_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "_MOST_TAGS", 3)
    page = read_markup("<p>合肥<p>甲 <b>乙</b><script>x()</script><p>芜湖", ".html")
    assert page.text == "合肥\n甲\n乙\n芜湖"
    assert [page.text[each.start : each.end] for each in page.paragraphs] == ["合肥", "甲", "乙", "芜湖"]

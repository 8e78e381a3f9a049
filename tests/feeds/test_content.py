"""What people see of an article is safe, readable outside its page, and bounded."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from watcher.feeds.content import CONTENT_LIMIT, safe_html
from watcher.feeds.selection import Entry

MakeEntry = Callable[..., Entry]
FORBIDDEN = re.compile(
    r"<(script|style|iframe|form|input|svg|object)|\son\w+=|\sstyle=|\sid=|(java|vb)script:|data:", re.I
)
PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div style='color:red' id=x>",
            "</div>",
            "<table><tr><td>",
            "</table>",
            "<b>",
            "</b>",
            "通知",
        ),
        *("<script>", "</script>", "<style>", "<svg>", "<math><mtext>", "<a href='java&#9;script:x'>", "<a href=/y>"),
        *("<img src=x onerror=x>", "<img data-src='data:image/png;base64,AAAA'>", "<!--", "-->", "]]>", "<![CDATA["),
        *("&#0;", "&#8238;", "&lt;script&gt;", "\x00", "\ud83d", "<noscript>", "</noscript>", "<plaintext>", '"', "<"),
        *(
            "<template>",
            "<textarea>",
            "<title>",
            "</title>",
            "<iframe src=x>",
            "<base href=//evil.example>",
            "<mglyph>",
        ),
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_soup_of_tags_leaves_anything_active(make_entry: MakeEntry, soup: str) -> None:
    shown = safe_html(make_entry(fragment=soup, base="https://notices.example/a/", title="标题"))
    assert not FORBIDDEN.search(re.sub(r">[^<]*<", "><", f">{shown}<"))
    assert "\u202e" not in shown
    assert "\x00" not in shown
    shown.encode()


@given(st.lists(PIECES, max_size=30).map("".join))
@settings(max_examples=100, deadline=None)
def test_a_sanitiser_finds_nothing_left_to_do(make_entry: MakeEntry, soup: str) -> None:
    """What is shown is a fixed point of the sanitiser: no browser reads it as anything else (mutation XSS)."""
    shown = safe_html(make_entry(fragment=soup, base="https://notices.example/a/", title="标题"))
    attributes = {tag: {"align", "colspan", "rowspan"} for tag in ("p", "div", "td", "th", "tr", "table")}
    attributes |= {"a": {"href", "title"}, "img": {"src", "alt", "title", "width", "height"}}
    assert nh3.clean(shown, attributes=attributes) == shown


@pytest.mark.parametrize(
    ("fragment", "shown"),
    [
        pytest.param("<p>甲</p><script>x()</script>", "<p>甲</p>", id="a script goes with its text"),
        pytest.param('<a href="javascript:x()">甲</a>', '<a rel="noopener noreferrer">甲</a>', id="a script's link"),
        pytest.param("<form><p>甲</p><button>提交</button></form>", "<p>甲</p>", id="a form round an article"),
        pytest.param('<p>甲<img src="data:image/png;base64,AA"></p>', "<p>甲</p>", id="an embedded image"),
        pytest.param('<p>甲<img src="/p.gif" width="1" height="1"></p>', "<p>甲</p>", id="a pixel that counts readers"),
        pytest.param('<a href="#top">上</a>', '<a rel="noopener noreferrer">上</a>', id="a link within the page"),
        pytest.param("a < b &amp; c", "a &lt; b &amp; c", id="text that looks like markup"),
        pytest.param("<p>甲\u202e乙&#8238;</p>", "<p>甲乙</p>", id="direction overrides, written out or not"),
        pytest.param(
            '<a href="b.html" onclick="x()" target="_top">乙</a>',
            '<a href="https://notices.example/a/b.html" rel="noopener noreferrer">乙</a>',
            id="a relative link becomes absolute",
        ),
        pytest.param(
            '<img src="/wait.gif" data-original="/real.png" alt="图">',
            '<img alt="图" src="https://notices.example/real.png">',
            id="a lazy image gets its address",
        ),
        pytest.param(
            '<img srcset="s.png 1x, l.png 2x">', '<img alt="" src="https://notices.example/a/s.png">', id="only a set"
        ),
        pytest.param(
            "<h1>一</h1><h2>二</h2><h6>六</h6>", "<h3>一</h3><h4>二</h4><h6>六</h6>", id="headings are demoted"
        ),
        pytest.param(
            '<p style="color:red; text-align: right" class="x">某部</p>',
            '<p align="right">某部</p>',
            id="alignment stays",
        ),
        pytest.param(
            '<table border="9"><tr><td colspan="2" rowspan="x">甲</td></tr></table>',
            '<table><tbody><tr><td colspan="2">甲</td></tr></tbody></table>',
            id="tables stay",
        ),
        pytest.param('<a href="mailto:a@notices.example">信</a>', None, id="mail links stay"),
        pytest.param(
            '<p><img alt="二维码" src="https://notices.example/qr.png"></p>', None, id="pictures of codes stay"
        ),
    ],
)
def test_a_fragment_is_rewritten(make_entry: MakeEntry, fragment: str, shown: str | None) -> None:
    result = safe_html(make_entry(fragment=fragment, base="https://notices.example/a/"))
    if shown is None:
        assert result.replace(' rel="noopener noreferrer"', "") == fragment
    else:
        assert result == shown


@pytest.mark.parametrize("fragment", ["", "  ", "<p></p><div> </div>", "<script>x</script>", "<img src=''>", "&#1;"])
def test_an_article_without_anything_to_see_shows_its_summary(make_entry: MakeEntry, fragment: str) -> None:
    assert safe_html(make_entry(fragment=fragment, summary="要点 <1>")) == "<p>要点 &lt;1&gt;</p>"


def test_note_and_facts_stand_at_the_head_as_text(make_entry: MakeEntry) -> None:
    entry = make_entry(fragment="<p>正文</p>", note="已撤回 <b>", facts=(("文号", "试发〔2024〕3号"), ("城市", "<i>")))
    assert safe_html(entry) == (
        "<p><strong>已撤回 &lt;b&gt;</strong></p><table><tbody><tr><th>文号</th><td>试发〔2024〕3号</td></tr>"
        "<tr><th>城市</th><td>&lt;i&gt;</td></tr></tbody></table><hr><p>正文</p>"
    )


def test_watched_words_are_marked(make_entry: MakeEntry) -> None:
    entry = make_entry(fragment='<p>合肥<a href="https://x.example/合肥">见此</a></p>', marks=("合肥",))
    assert safe_html(entry).count("<mark>合肥</mark>") == 1


def test_other_marks_on_the_same_article_are_shown_at_once(make_entry: MakeEntry) -> None:
    """The costly half is remembered for all feeds; it must not carry one feed's marks into another."""
    fragment = "<p>合肥与芜湖</p>"
    assert safe_html(make_entry(fragment=fragment, marks=("合肥",))) == "<p><mark>合肥</mark>与芜湖</p>"
    assert safe_html(make_entry(fragment=fragment, marks=("芜湖",))) == "<p>合肥与<mark>芜湖</mark></p>"
    assert safe_html(make_entry(fragment=fragment)) == fragment


def test_a_long_article_ends_after_a_block_and_says_where_it_goes_on(make_entry: MakeEntry) -> None:
    shown = safe_html(make_entry(7, fragment="<p>十个汉字的一个段落。</p>" * 40_000))
    assert CONTENT_LIMIT * 0.99 < len(shown) < CONTENT_LIMIT + 300
    assert re.search(r"段落。</p><p>… <a href=\"https://notices.example/articles/7\"[^>]*>[^<]+</a></p>$", shown)


def test_links_that_grow_past_the_limit_are_cut_and_closed(make_entry: MakeEntry) -> None:
    fragment = "<div>" + "<p><a href='a'>x</a></p>" * 500 + "</div>"
    shown = safe_html(make_entry(fragment=fragment, base=f"https://notices.example/{'b' * 3000}/"))
    assert len(shown) < CONTENT_LIMIT + 300
    assert shown.count("<div>") == shown.count("</div>")
    assert "…" in shown


def test_an_embedded_picture_of_megabytes_does_not_cost_the_text_behind_it(make_entry: MakeEntry) -> None:
    fragment = f'<img src="data:image/png;base64,{"A" * 3_000_000}"><p>后文</p>'
    assert safe_html(make_entry(fragment=fragment)) == "<p>后文</p>"


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("<div>", id="elements nested without end"),
        pytest.param("<b id='{}'>", id="open formatting that a parser must repeat"),
        pytest.param("<a href=x><p>", id="links within links"),
        pytest.param("<table><tr><td>", id="tables within tables"),
        pytest.param("的<br>", id="a parent of very many children"),
        pytest.param("<!--", id="comments never closed"),
        pytest.param("<p a{}=1 ", id="attributes by the thousand"),
        pytest.param("&amp", id="entities without an end"),
        pytest.param('<a title="', id="quotes never closed"),
        pytest.param("data:x;base64,", id="embedded data that is none"),
    ],
)
def test_five_hostile_megabytes_are_shown_in_seconds_at_most(make_entry: MakeEntry, piece: str) -> None:
    """Quadratic time would be minutes here; the bound is wide, for slow machines."""
    fragment = "".join(piece.replace("{}", str(number)) for number in range(5_000_000 // len(piece)))
    started = time.process_time()
    shown = safe_html(make_entry(fragment=fragment, marks=("的",)))
    assert time.process_time() - started < 30
    assert len(shown) < CONTENT_LIMIT * 1.2


def test_text_in_deep_nests_is_still_shown(make_entry: MakeEntry) -> None:
    shown = safe_html(make_entry(fragment="<div>" * 200 + "<p>深处</p>" + "</div>" * 200))
    assert "深处" in shown
    assert shown.count("<div>") < 50


@given(st.text(st.characters(exclude_categories=())))
@settings(deadline=None)
def test_any_text_gives_well_formed_content(make_entry: MakeEntry, text: str) -> None:
    shown = safe_html(make_entry(fragment=text, note=text, marks=(text[:3],), facts=((text, text),)))
    assert shown
    lxml_html.fragments_fromstring(shown)

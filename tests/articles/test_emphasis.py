"""Bold and italics of Markdown in Chinese text, and all else as CommonMark has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from watcher.articles.emphasis import use_emphasis
from watcher.articles.markup import read_markup

PLAIN = MarkdownIt("commonmark")
OURS = MarkdownIt("commonmark")
use_emphasis(OURS)


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**一、总体要求。**各地要落实。", "<strong>一、总体要求。</strong>各地要落实。"),
        ("**责任编辑：**王一", "<strong>责任编辑：</strong>王一"),
        ("依据**《条例》**办理", "依据<strong>《条例》</strong>办理"),
        ("称**“先行先试”**的地区", "称<strong>“先行先试”</strong>的地区"),
        ("第**（2024）**号", "第<strong>（2024）</strong>号"),
        ("共**12%**的城市", "共<strong>12%</strong>的城市"),
        ("*（一）*范围", "<em>（一）</em>范围"),
        ("***重点。***各市", "<em><strong>重点。</strong></em>各市"),
        ("前**一。**中**二。**后", "前<strong>一。</strong>中<strong>二。</strong>后"),
    ],
)
def test_marks_beside_full_width_punctuation_are_marks(source: str, html: str) -> None:
    assert OURS.renderInline(source) == html
    assert "**" not in read_markup(source, ".md").text


@pytest.mark.parametrize(
    "source",
    [
        "a * b * c",
        "snake_case_name",
        "**Note:**text",
        "2 ** 3 ** 4",
        "** 空格 **",
        "**没有收尾。",
        "\\*\\*原样。\\*\\*后",
    ],
)
def test_what_is_no_mark_stays(source: str) -> None:
    assert OURS.renderInline(source) == PLAIN.renderInline(source)


@given(st.text(alphabet='ab *_.(\n"`[]<>!é', max_size=40))
def test_without_east_asian_characters_all_is_as_commonmark_has_it(source: str) -> None:
    assert OURS.render(source) == PLAIN.render(source)

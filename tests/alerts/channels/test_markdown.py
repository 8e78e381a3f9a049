"""Markdown in which an article's text is text."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from watcher.alerts.channels.feishu import escaped
from watcher.alerts.channels.lines import Line, Span
from watcher.alerts.channels.markdown import lookalike, markdown


def shown(*spans: Span) -> str:
    """What a CommonMark reader makes of one line."""
    return str(MarkdownIt("commonmark").render(markdown([Line("fact", spans)], escaped))).strip()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("双智", "<p>推进<strong>双智</strong>试点</p>", id="between Chinese characters"),
        pytest.param("“双智”", "<p>推进“<strong>双智</strong>”试点</p>", id="quotes stay outside, or nothing is bold"),
        pytest.param("C++", "<p>推进<strong>C</strong>++试点</p>", id="so do signs"),
        pytest.param("（）", "<p>推进（）试点</p>", id="signs alone are not bold"),
        pytest.param("**", "<p>推进**试点</p>", id="stars are stars"),
    ],
)
def test_bold(word: str, expected: str) -> None:
    """CommonMark 6.2 reads `**“词”**` between Chinese characters as stars."""
    assert shown(Span("推进"), Span(word, bold=True), Span("试点")) == expected


def test_a_link_shows_its_title_and_nothing_in_the_title_ends_it() -> None:
    """Brackets in a title stay in the title."""
    assert shown(Span("甲](https://evil.example) [乙", url="https://news.example/7")) == (
        '<p><a href="https://news.example/7">甲](https://evil.example) [乙</a></p>'
    )


def test_an_entity_in_an_article_stays_what_it_is() -> None:
    """Escaped text that was in the article is not unescaped into a mention."""
    assert shown(Span("&#60;at id=all&#62;")) == "<p>&amp;#60;at id=all&amp;#62;</p>"


def test_lookalikes_mean_nothing_in_any_dialect() -> None:
    """For platforms that do not say what a backslash does."""
    assert lookalike("*a*_b_[c](d)<e>#") == "＊a＊＿b＿［c］(d)＜e＞＃"


@pytest.mark.parametrize("text", ["---", "===", "- a", "+ a", "1. a", "2) a", "# a", "> a", "```", "| a |"])
def test_a_line_of_an_article_begins_no_block(text: str) -> None:
    """No rule, list, heading or code comes of it, quoted or not."""
    for role in ("reason", "what"):
        for escape in (escaped, lookalike):
            line = markdown([Line("fact", (Span("甲"),)), Line(role, (Span(text),))], escape)
            kinds = {token.type for token in MarkdownIt("commonmark").parse(line)}
            assert kinds <= {"paragraph_open", "paragraph_close", "inline", "blockquote_open", "blockquote_close"}

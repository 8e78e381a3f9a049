"""Watched words stand out in the text, and nothing else changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.feeds.highlight import highlight


@pytest.mark.parametrize(
    ("html", "words", "result"),
    [
        pytest.param('<a href="https://x/AI" title="AI">no</a>', ("AI",), None, id="not in an attribute"),
        pytest.param('<img alt="a>AI">', ("AI",), None, id="not behind a > in an attribute"),
        pytest.param("R &amp; D", ("amp",), None, id="not inside an entity"),
        pytest.param("<p>said FAIR</p>", ("AI",), None, id="Latin words only whole"),
        pytest.param("<p>甲</p>", (), None, id="no words"),
        pytest.param("<p>甲</p>", ("", "  "), None, id="empty words"),
        pytest.param("<p>发展AI产业</p>", ("ai",), "<p>发展<mark>AI</mark>产业</p>", id="case does not matter"),
        pytest.param("<p>ＡＩ产业</p>", ("AI",), "<p><mark>ＡＩ</mark>产业</p>", id="width does not matter"),
        pytest.param("R&amp;D 部", ("R&D",), "<mark>R&amp;D</mark> 部", id="a word with an ampersand"),
        pytest.param("合肥市蜀山区", ("合肥", "合肥市"), "<mark>合肥市</mark>蜀山区", id="the longest word wins"),
        pytest.param("通知，通知", ("通知",), "<mark>通知</mark>，<mark>通知</mark>", id="each occurrence"),
        pytest.param("a.b axb", ("a.b",), "<mark>a.b</mark> axb", id="a word is no pattern"),
    ],
)
def test_words_are_marked_in_text_only(html: str, words: tuple[str, ...], result: str | None) -> None:
    assert highlight(html, words) == (html if result is None else result)


@given(st.text("通知AIai＜&;"), st.lists(st.text("通知AIa&; "), max_size=4))
def test_without_its_marks_the_text_is_what_it_was(text: str, words: list[str]) -> None:
    html = f"<p>{text.replace('&', '&amp;')}</p>"
    assert re.sub("</?mark>", "", highlight(html, tuple(words))) == html


def test_a_text_of_nothing_but_hits_does_not_multiply() -> None:
    assert highlight("的" * 50_000, ("的",)).count("<mark>") == 1_000

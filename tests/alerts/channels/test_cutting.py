"""Texts are cleaned, counted and cut without a trace of what was cut through."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.alerts.channels.cutting import ELLIPSIS, address, around, clean, cut, unpinged, utf8, utf16

ANY_TEXT = st.text(alphabet=st.characters(), max_size=200)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("红\x1b[31m色\x07", "红[31m色", id="an escape sequence loses its escape"),
        pytest.param("甲\x9b31m乙", "甲31m乙", id="so does the one-character form"),
        pytest.param("a\u202ecod.exe\u202c", "acod.exe", id="marks that turn the direction are dropped"),
        pytest.param(" 甲\n\n乙\t　丙\u2028丁 ", "甲 乙 丙 丁", id="white space of any kind is one space"),
        pytest.param("甲\ud800乙", "甲乙", id="a lone surrogate is dropped"),
        pytest.param("👩‍👧 plain", "👩‍👧 plain", id="an emoji keeps its joiners"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    """What is left can be shown on one line of any terminal or page."""
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        pytest.param("短句。", 10, "短句。", id="what fits is not touched"),
        pytest.param("第一句话说完。第二句话还没有说完", 12, "第一句话说完。…", id="after a sentence"),
        pytest.param("他说“可以。”然后走了很远很远", 10, "他说“可以。”…", id="after the quote that a sentence ends in"),
        pytest.param("甲乙丙丁，戊己庚辛壬癸", 8, "甲乙丙丁…", id="after a clause, without its comma"),
        pytest.param("half of the words are gone", 14, "half of the…", id="after a word"),
        pytest.param("一二三四五六七八九十", 6, "一二三四五…", id="between characters"),
        pytest.param("a👩‍👩‍👧‍👦bbbb", 5, "a…", id="never inside a family"),
        pytest.param("aa🇨🇳🇩🇪bb", 6, "aa🇨🇳…", id="never inside a flag"),
        pytest.param("nnn\u0303\u0303xxx", 5, "nn…", id="never between a letter and its accents"),
        pytest.param("任何", 0, "", id="no room at all"),
    ],
)
def test_cut(text: str, limit: int, expected: str) -> None:
    """Cut where a reader would, and said to be cut."""
    assert cut(text, limit) == expected


@pytest.mark.parametrize(
    ("count", "limit", "expected"),
    [
        pytest.param(len, 4, "😀😀😀…", id="characters"),
        pytest.param(utf16, 4, "😀…", id="UTF-16 units, two for an emoji"),
        pytest.param(utf8, 12, "😀😀…", id="bytes, four for an emoji and three for the dots"),
    ],
)
def test_cut_counts_as_the_platform_does(count: object, limit: int, expected: str) -> None:
    """The same text, three platforms."""
    assert cut("😀😀😀😀😀", limit, count) == expected  # type: ignore[arg-type]


@given(ANY_TEXT, st.integers(0, 80), st.sampled_from([len, utf8, utf16]))
def test_cut_never_passes_its_limit_and_keeps_a_beginning(text: str, limit: int, count: object) -> None:
    """Whatever the text, it is within the limit and nothing but its beginning."""
    short = cut(text, limit, count)  # type: ignore[arg-type]
    assert count(short) <= limit  # type: ignore[operator]
    assert text.startswith(short.removesuffix(ELLIPSIS))


@given(st.text(alphabet="a\u0301\u0302b", max_size=60), st.integers(2, 60))
def test_cut_never_takes_an_accent_from_its_letter(text: str, limit: int) -> None:
    """What follows the cut begins a character."""
    rest = text[len(cut(text, limit).removesuffix(ELLIPSIS)) :]
    assert rest in {"", text} or unicodedata.category(rest[0]) != "Mn"


@given(ANY_TEXT, st.integers(0, 200), st.integers(10, 100))
def test_around_keeps_to_its_limit(text: str, start: int, limit: int) -> None:
    """A window on a long sentence is no longer than asked for."""
    assert len(around(text, min(start, len(text)), min(start + 2, len(text)), limit)) <= max(limit, 0)


def test_around_shows_the_word_with_what_stands_before_and_after() -> None:
    """A word far inside a long sentence is not cut off."""
    sentence = "甲" * 200 + "车路协同" + "乙" * 200
    shown = around(sentence, 200, 204, 60)
    assert shown.startswith(ELLIPSIS + "甲")
    assert "车路协同乙" in shown
    assert shown.endswith("乙" + ELLIPSIS)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("javascript:alert(1)", "", id="a script is no address"),
        pytest.param("//host/path", "", id="nor is an address without a scheme"),
        pytest.param("https://news.example/" + "a" * 2000, "", id="one too long to be sent is left out, not cut"),
        pytest.param("https://news.example/通知", "https://news.example/%E9%80%9A%E7%9F%A5", id="Chinese is quoted"),
        pytest.param("https://news.example/a%20b?c=d&e=f#g", "https://news.example/a%20b?c=d&e=f#g", id="once"),
        pytest.param(
            "https://news.example/a)b](c*\"<'> d",
            "https://news.example/a%29b%5D%28c%2A%22%3C%27%3E%20d",
            id="what could end a link",
        ),
    ],
)
def test_address(url: str, expected: str) -> None:
    """Only addresses that are safe in any markup are linked."""
    assert address(url) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("@all 请看", "@\u2060all 请看", id="a mention"),
        pytest.param("关注@somebody", "关注@\u2060somebody", id="a mention right after Chinese"),
        pytest.param("ming@example.org", "ming@example.org", id="an e-mail address can still be copied"),
        pytest.param("3 @ 5", "3 @ 5", id="a lone sign"),
        pytest.param("+@all", "+@\u2060all", id="a line that an edit adds"),
    ],
)
def test_unpinged(text: str, expected: str) -> None:
    """No name after an @ reaches a platform whole."""
    assert unpinged(text) == expected

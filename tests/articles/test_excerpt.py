"""The sentence that something stands in, and the opening of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.articles.excerpt import opening, sentence

TEXT = "第一句说天气。第二句说路口装了设备，居民很高兴！第三句说“谢谢。”\n第四句是新的一段；它没有句号"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("天气", "第一句说天气。", id="the first sentence"),
        pytest.param("设备", "第二句说路口装了设备，居民很高兴！", id="one in the middle"),
        pytest.param("第四句", "第四句是新的一段；", id="the first of a paragraph"),
        pytest.param("没有句号", "它没有句号", id="the last, without a full stop"),
    ],
)
def test_a_whole_sentence_is_shown(word: str, expected: str) -> None:
    start = TEXT.index(word)

    assert sentence(TEXT, start, start + len(word)) == expected


def test_a_long_sentence_is_cut_around_the_word() -> None:
    text = "前" * 200 + "路口" + "后" * 200
    shown = sentence(text, 200, 202, 40)

    assert shown.startswith("…前")
    assert shown.endswith("后…")
    assert "路口" in shown
    assert len(shown) <= 42


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("甲。\n乙", "甲。 乙", id="a short text, on one line"),
        pytest.param("甲" * 5 + "。" + "乙" * 20, "甲" * 5 + "。", id="cut behind a sentence"),
        pytest.param("甲。" + "乙" * 30, "甲。" + "乙" * 8 + "…", id="cut within one where too little would be left"),
    ],
)
def test_the_opening(text: str, expected: str) -> None:
    assert opening(text, 10) == expected


@given(st.text("甲乙 。！\n”a", min_size=1, max_size=60), st.data(), st.integers(1, 30))
def test_a_sentence_holds_the_words_and_keeps_to_its_length(text: str, data: st.DataObject, most: int) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    shown = sentence(text, start, end, most)

    assert len(shown) <= most + 2
    if end - start <= most:
        assert text[start:end].strip() in shown
    assert shown.strip("…").strip() in text


@given(st.text("甲乙 。！\n”a", max_size=60), st.integers(1, 30))
def test_an_opening_is_one_line_of_bounded_length(text: str, most: int) -> None:
    shown = opening(text, most)

    assert len(shown) <= most + 1
    assert "\n" not in shown
    assert "".join(text.split()).startswith("".join(shown.removesuffix("…").split()))

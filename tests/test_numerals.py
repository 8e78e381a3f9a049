"""Numbers in either numerals."""

from __future__ import annotations

import pytest

from watcher.numerals import number


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("12", 12),
        ("１２", 12),
        ("七", 7),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("三十一", 31),
        ("廿五", 25),
        ("元", 1),
        ("二〇二一", 2021),
        ("二Ｏ二 一", 2021),
        ("〇八", 8),
    ],
)
def test_a_numeral_says_its_number(numeral: str, value: int) -> None:
    assert number(numeral) == value


@pytest.mark.parametrize("word", ["", "一百", "一百二十", "十十", "第二"])
def test_what_is_no_number_below_a_hundred_is_0(word: str) -> None:
    assert number(word) == 0

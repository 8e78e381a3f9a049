"""Places that somebody misspelt."""

from __future__ import annotations

import pytest

from watcher.places.misspelt import meant


@pytest.mark.parametrize(
    ("word", "place"),
    [
        pytest.param("合费", "合肥", id="another character of the same sound"),
        pytest.param("合费市", "合肥", id="with its 市"),
        pytest.param("Hefei", "合肥", id="in pinyin"),
        pytest.param("呼和号特", "呼和浩特", id="one character of a long name"),
        pytest.param("哈尔宾市", "哈尔滨", id="one character of a full name"),
        pytest.param("东方明珠塔", None, id="no division at all"),
        pytest.param("乌有城", None, id="nothing like it"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_place_that_was_meant(word: str, place: str | None) -> None:
    assert meant(word) == place

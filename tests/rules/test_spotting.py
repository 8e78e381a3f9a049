"""Keywords spotted in UTF-8 as it is stored: always those that the matcher finds in the folded text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.articles.folding import fold
from watcher.rules.evaluation import Given
from watcher.rules.matching import Matcher, Rule
from watcher.rules.spotting import Spotter
from watcher.rules.tree import Word

WORDS = [
    *("雨", "暴雨", "雨雪", "风雨雪", "哈哈", "台湾", "臺灣", "观测词甲乙丙丁戊己庚辛壬癸", "国务院"),
    *("ai", "openai", "ＡＩ", "a", "a-a", "gpt-4", "ai 雨", "雨 雪", "5G", "a雨", "雨a"),
]
PIECES = [
    *("雨", "暴", "暴 雨", "暴　雨", "台灣", "臺湾", "台\u00a0湾", "ＯpenＡi", "Ai", "x", " ", "　", "\u00a0"),
    *("，", "\n", "觀測詞甲乙丙丁戊己庚辛壬癸", "观 测 词 甲 乙 丙 丁 戊 己 庚 辛 壬 癸", "⼦", "風 雨 雪"),
    *("国　务　院", "哈", "雪", "a", "-", "Ａ", "é", "5", "g", "ⅰ", "国", "国　", "\U00020000"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


def matched(words: list[str], title: str, text: str) -> set[tuple[str, str]]:
    rules = [Rule(name=word, slug=word, condition=Word(word, fold(word))) for word in words]
    found = Matcher(rules).match(Given(title=title, text=text))
    return {(fold(match.rule.name), mention.field) for match in found for mention in match.mentions}


def spotted(words: list[str], title: str, text: str) -> set[tuple[str, str]]:
    return Spotter(map(fold, words)).spot(title.encode(), text.encode())


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True), TEXTS, TEXTS)
def test_what_the_matcher_finds_is_spotted_and_nothing_else(words: list[str], title: str, text: str) -> None:
    assert spotted(words, title, text) == matched(words, title, text)


@given(st.text(alphabet="雨雪a -", min_size=1, max_size=4).filter(str.strip).map(str.strip), TEXTS)
def test_whatever_the_keyword_is(word: str, text: str) -> None:
    assert spotted([word, "雨"], "", text) == matched([word, "雨"], "", text)


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        pytest.param(["暴雨"], "周四有雨", [], id="part of the word"),
        pytest.param(["试点", "试点城市"], "試點城市", ["试点", "试点城市"], id="a word within another"),
        pytest.param(["雨水", "水库"], "雨水库", ["雨水", "水库"], id="a word that begins within another"),
        pytest.param(["a-a"], "ba-a-a。", ["a-a"], id="a word that begins within itself"),
        pytest.param(["雨后"], "AI 雨后", ["雨后"], id="right after a blank"),
        pytest.param(["住建部"], "（住 建 部）", ["住建部"], id="letters set apart"),
        pytest.param(["雨 雪", "雨雪"], "雨 雪，", ["雨 雪", "雨雪"], id="a phrase that is a word set apart too"),
        pytest.param(["ai"], "ＭＡＩＮ main Ａi", ["ai"], id="whole Latin words, in full width too"),
        pytest.param(["abcdef" * 40], "ＡＢＣＤＥＦ" * 40, ["abcdef" * 40], id="more spellings than anybody lists"),
    ],
)
def test_words_that_hide_one_another(words: list[str], text: str, found: list[str]) -> None:
    assert spotted(words, "", text) == {(word, "text") for word in found}


def test_many_words_have_as_many_spellings_as_a_few() -> None:
    """They are what the search pays for."""
    few, many = Spotter(["abcd"]), Spotter([f"abcdefgh{number}" for number in range(2000)])

    assert len(many.spellings) < 50 * len(few.spellings)
    assert many.spot(b"", b"ABCDEFGH77") == {("abcdefgh77", "text")}

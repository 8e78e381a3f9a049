"""The quick look before the matcher: what it does not let through, no condition is met by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.notices.places import find_places
from watcher.rules.evaluation import Given
from watcher.rules.expression import parse
from watcher.rules.matching import Matcher, Rule, place_mentions
from watcher.rules.sieve import Sieve

WORDS = ["雨", "暴雨", "台湾", "臺灣", "ai", "openai", "ＡＩ", '"ai 雨"', "观测词甲乙丙丁戊己", "title:雨"]
CONDITIONS = st.recursive(
    st.sampled_from([*WORDS, "city:合肥", "city:安徽", "kind:通知", "/雨./"]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' AND '.join(parts)})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' OR '.join(parts)})"),
        inner.map(lambda part: f"(NOT {part})"),
    ),
    max_leaves=5,
)
PIECES = [
    *("雨", "暴", "暴 雨", "暴　雨", "台灣", "臺湾", "台\u00a0湾", "ＯpenＡi", "Ai", "x", " ", "，", "市", "\n"),
    *("觀測詞甲乙丙丁戊己", "观 测 词 甲 乙 丙 丁 戊 己", "合肥", "蜀山区", "安徽", "⼦", "風 雨 雪"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@given(st.lists(CONDITIONS, min_size=1, max_size=3), TEXTS, TEXTS)
def test_what_matches_is_let_through(conditions: list[str], title: str, text: str) -> None:
    places = place_mentions(find_places(title), find_places(text))
    rules = [Rule(name=when, slug=when, condition=parse(when)) for when in conditions]

    if Matcher(rules).match(Given(title=title, text=text, places=places)):
        sieve = Sieve([rule.condition for rule in rules])
        named = any((place.code or "").startswith(sieve.areas) for place in places)
        assert named or sieve.passes(title, text)


@pytest.mark.parametrize(
    ("when", "text"),
    [
        pytest.param("暴雨", "周四有雨，周五放晴。", id="part of the word"),
        pytest.param("暴雨", "周四 有雨，see below。", id="blanks that set no letters apart"),
        pytest.param("openai", "The fair and the main road", id="a Latin word"),
        pytest.param("city:合肥", "上海今日有雨", id="another city"),
        pytest.param("雨 AND issuer:住建部", "晴", id="one of two things is enough to tell"),
    ],
)
def test_most_articles_are_passed_by(when: str, text: str) -> None:
    assert not Sieve([parse(when)]).passes("", text)


@pytest.mark.parametrize(
    ("when", "areas"),
    [
        pytest.param("city:安徽", ("34",), id="a province covers what lies within it"),
        pytest.param("city:合肥", ("3401",), id="a city"),
        pytest.param("雨", (), id="no place at all"),
    ],
)
def test_places_that_may_satisfy_are_told_by_how_their_codes_begin(when: str, areas: tuple[str, ...]) -> None:
    assert Sieve([parse(when)]).areas == areas


@pytest.mark.parametrize("when", ["kind:通知", "/雨./", "雨 OR after:2024-01-01"])
def test_a_condition_that_is_met_without_a_word_lets_everything_through(when: str) -> None:
    sieve = Sieve([parse("雪"), parse(when)])

    assert sieve.blind
    assert sieve.passes("", "")


def test_a_long_word_has_no_more_spellings_than_a_short_one() -> None:
    """They would multiply: 200 letters with six spellings each."""
    assert Sieve([parse("abcdef" * 40)]).passes("", "ＡＢＣＤＥＦ" * 40)

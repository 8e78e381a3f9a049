"""Patterns searched in UTF-8 as it is stored: found where the matcher finds them in the folded text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.rules.evaluation import Facts, Given, evaluate
from watcher.rules.expression import ExpressionError, regex
from watcher.rules.unfolding import stored_search, unfolded

PARTS = [
    *("国", "國", "[一二三]", "[^一国a]", "第", "批", "AI", "a", "\\d", "\\d{1,2}", "(?:国|雨)", "(雨|x)", "."),
    *("（", "\\(", "：", ":", "\\w", "[a-c]", "\\s", "\\b", "[甲-癸]", "^", "$", "雨?", "雨*", "x+", "#", " "),
    *("-", "？"),
]
PIECES = [
    *("国", "國", "一", "第３批", "Ａi", "a", "B", "7", "（", "(", "：", ":", "雨", "ｘ", "x", " ", "　", "\n"),
    *("甲", "？", "ſ", "K"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=7).map("".join)


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map("".join), TEXTS)
def test_a_pattern_is_found_where_the_matcher_finds_it(pattern: str, text: str) -> None:
    try:
        node = regex(pattern)
    except ExpressionError:
        return
    matched = evaluate(node, Facts(Given(title="", text=text), {})) is not None

    assert bool(stored_search(pattern)(text.encode())) == matched


@pytest.mark.parametrize(
    "pattern", ["第[一二三]批", "\\d+亿元", "(?:国家|省)级[^的]{2,6}中心", "AI|人工智能", "国发〔\\d{4}〕"]
)
def test_usual_patterns_need_no_folding(pattern: str) -> None:
    assert unfolded(pattern) is not None


@pytest.mark.parametrize("pattern", ["\\w+部", "[甲-癸]级", "^国", "\\bAI\\b", "\\p{Han}国", "(?i)ai", "[\\d一]批"])
def test_what_is_not_known_is_left_to_folding(pattern: str) -> None:
    assert unfolded(pattern) is None


def test_a_full_width_bracket_is_a_bracket_of_the_text() -> None:
    """It is folded to one that would group."""
    found = evaluate(regex("（[甲乙]）"), Facts(Given(title="", text="甲、（乙）"), {}))

    assert [mention.text for mention in found or ()] == ["（乙）"]

"""One spelling for texts and for what is looked for in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.articles.folding import fold


@given(st.text())
def test_the_length_stays_so_that_offsets_hold(text: str) -> None:
    """Also for characters whose lower case or compatibility form would be longer, such as İ, ﬁ and ㎡."""
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="臺灣廣東北京ＡＢab，。", max_size=1200))
def test_a_text_folds_as_its_characters_do(text: str) -> None:
    """However much of it folds: a traditional text is folded another way than a simplified one."""
    assert fold(text) == "".join(map(fold, text))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("İ ﬁ ㎡ ß", "İ ﬁ ㎡ ß", id="forms of more than one character stay"),
        pytest.param("北京，上海。", "北京,上海。", id="full-width punctuation that ASCII has"),
        pytest.param("Ｖ２Ｘ\u3000ＡＩ", "v2x ai", id="full-width letters, digits and space"),
        pytest.param("Smart City", "smart city", id="upper case"),
        pytest.param("ЖИЗНЬ Ωμέγα", "жизнь ωμέγα", id="Cyrillic and Greek"),
        pytest.param("臺灣、廣東、瀋陽", "台湾、广东、沈阳", id="traditional characters"),
        pytest.param(
            "\u2f26\u2f43\uf9b1", "子斗铃", id="radicals and compatibility ideographs, as PDF converters leave"
        ),
        pytest.param("合肥市", "合肥市", id="nothing to fold"),
        pytest.param("", "", id="no text"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded

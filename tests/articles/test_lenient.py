"""Where a damaged front matter ends, and what its lines say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.articles.fields import Field
from watcher.articles.lenient import Extent, extent, read_lines

FENCE = re.compile(r"-{2,}")
KNOWN = frozenset({"title", "date"})


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([], Extent(0, 0, ""), id="nothing"),
        pytest.param(["正文"], Extent(0, 0, ""), id="a body at once"),
        pytest.param(["a: b", "---", "正文"], Extent(1, 2, "---"), id="a fence"),
        pytest.param(["a: b", "  --", "正文"], Extent(1, 2, "  --"), id="a damaged fence"),
        pytest.param(["a: b", "", "# 标题", "---"], Extent(2, 2, ""), id="a heading behind a blank line"),
        pytest.param(["a: b", "# note", "c: d", "---"], Extent(3, 4, "---"), id="a comment among the keys"),
        pytest.param(["a: b", "", "c: d", "---"], Extent(3, 4, "---"), id="a blank line among the keys"),
        pytest.param(["a: b", "word", "---"], Extent(2, 3, "---"), id="a stray line"),
        pytest.param(["a: b", "word", "", "正文"], Extent(1, 1, ""), id="a stray line and no fence: the body's"),
        pytest.param(["a: b", "一", "二", "三", "四", "---"], Extent(1, 1, ""), id="too many stray lines"),
        pytest.param(["a:", "", '"甲', '乙"', "---"], Extent(4, 5, "---"), id="a quoted text behind a blank line"),
        pytest.param(["a: b", "", "- 甲", "---"], Extent(2, 2, ""), id="a list behind a blank line"),
        pytest.param(["a:", "", "  - 甲", "---"], Extent(3, 4, "---"), id="an indented list behind one"),
    ],
)
def test_where_a_front_matter_ends(lines: list[str], expected: Extent) -> None:
    assert extent(lines, FENCE) == expected


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        pytest.param(["title:甲"], ("甲",), id="no space"),
        pytest.param(["title"], None, id="a key alone"),
        pytest.param(["title 甲"], ("甲",), id="a known key without a colon"),
        pytest.param(["titles 甲"], None, id="an unknown key without a colon"),
        pytest.param(['"title": "甲",'], ("甲",), id="JSON"),
        pytest.param(["title: 甲", "  乙"], ("甲 乙",), id="a value over two lines"),
        pytest.param(["title: >", "  甲", "  x: 乙"], ("甲 x: 乙",), id="a folded text"),
        pytest.param(["title:", '"甲"'], ("甲",), id="a value on its own line"),
        pytest.param(["title:", "- 甲", "-乙", "- "], ("甲", "乙"), id="a list"),
        pytest.param(["title: [甲,", "'乙'", "]"], ("甲", "乙"), id="a list in brackets over several lines"),
        pytest.param(["title: 甲", "[乙]"], ("甲",), id="brackets below a value"),
        pytest.param(["title:", "  x: 甲", "  y:", "    z: 乙"], (), id="a mapping"),
        pytest.param(["https://example.com/title: 甲"], None, id="an address"),
        pytest.param(["# title: 甲"], None, id="a comment"),
    ],
)
def test_what_lines_say(lines: list[str], texts: tuple[str, ...] | None) -> None:
    fields, _ = read_lines(lines, 2, KNOWN)

    assert [field.texts for field in fields if field.key == "title"] == ([] if texts is None else [texts])


def test_fields_and_warnings_name_the_lines_of_the_file() -> None:
    fields, warnings = read_lines(["title: 甲", "", "date；2021", "乙"], 7, KNOWN)

    assert fields == [Field("title", 7, ("甲",)), Field("date", 9, ("2021",))]
    assert warnings == ['line 9: "；" for ":" after "date"', 'line 10: no ":" in "乙", left out']


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), max_size=20))
def test_no_lines_raise_and_none_is_counted_twice(lines: list[str]) -> None:
    found = extent(lines, FENCE)
    read_lines(lines[: found.length], 1, KNOWN)

    assert 0 <= found.length <= found.body <= min(found.length + 1, len(lines))

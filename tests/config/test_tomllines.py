"""The line on which each key of a TOML text stands."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.config.tomllines import Key, key_lines


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        pytest.param("a = 1\nb = 2", ("b",), 2, id="a key"),
        pytest.param("# a = 0\n\na = 1", ("a",), 3, id="behind a comment"),
        pytest.param("[t]\na = 1", ("t", "a"), 2, id="a key of a table"),
        pytest.param("[t]\na = 1", ("t",), 1, id="a table"),
        pytest.param("\n[ t . u ]\na = 1", ("t", "u", "a"), 3, id="a table within a table"),
        pytest.param('[t."u.v"]\na = 1', ("t", "u.v", "a"), 2, id="a quoted name with a dot"),
        pytest.param("[t.'队']\na = 1", ("t", "队"), 1, id="a quoted Chinese name"),
        pytest.param("t.a = 1", ("t", "a"), 1, id="a dotted key"),
        pytest.param("'a=b' = 1", ("a=b",), 1, id="a quoted key with an equals sign"),
        pytest.param("[[r]]\na = 1\n[[r]]\na = 2", ("r", 1, "a"), 4, id="the second of an array of tables"),
        pytest.param("[[r]]\n[[r]] # [x]\n", ("r", 1), 2, id="a header with a comment"),
        pytest.param("a = [\n  'b = 1',\n  # c = 2\n]\nd = 3", ("d",), 5, id="behind a list of several lines"),
        pytest.param("a = '''\nb = 1\n[c]\n'''\nd = 3", ("d",), 5, id="behind a text of several lines"),
        pytest.param('a = """\nb = \\"\\"\\" 1\n"""\nd = 3', ("d",), 4, id="behind escaped quotes"),
        pytest.param("a = '#'\nb = \"]\"\nc = 1", ("c",), 3, id="behind marks inside quotes"),
        pytest.param("a = [[1], # ]\n [2]]\nb = 1", ("b",), 3, id="behind a bracket in a comment"),
        pytest.param("a = { b = 1 }\nc = 2", ("c",), 2, id="behind an inline table"),
        pytest.param("a = 1\r\nb = 2\r\n", ("b",), 2, id="with CRLF"),
    ],
)
def test_a_key_is_found_on_its_line(text: str, key: Key, line: int) -> None:
    tomllib.loads(text)

    assert key_lines(text)[key] == line


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a = [\n  'b = 1',\n  { c = 2 },\n]", id="inside a list"),
        pytest.param("a = '''\nb = 1\nc = 2'''", id="inside a text"),
    ],
)
def test_what_only_looks_like_a_key_is_none(text: str) -> None:
    assert key_lines(text).keys() == {("a",)}


NAMES = st.text("abc中", min_size=1, max_size=3)
VALUES = st.sampled_from(["1", "'x'", '"#"', "[\n 1,\n 2 ]", "'''\nx = 1\n'''", "{ y = 1 } # [z]"])


@given(st.lists(st.tuples(NAMES, VALUES), unique_by=lambda pair: pair[0], max_size=6))
def test_every_key_that_the_parser_sees_has_the_line_where_it_was_written(pairs: list[tuple[str, str]]) -> None:
    text, lines = "", {}
    for name, value in pairs:
        lines[(name,)] = text.count("\n") + 1
        text += f'"{name}" = {value}\n'
    assert tomllib.loads(text).keys() == {name for name, _ in pairs}

    assert key_lines(text) == lines


@given(st.text("ab=[]{}\"'#\\\n. ", max_size=60))
def test_any_text_is_gone_through(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in key_lines(text).values())

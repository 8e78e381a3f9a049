"""Strict front matter -> flat fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.articles.fields import Field, FieldsError, json_fields, toml_fields, yaml_fields


@pytest.mark.parametrize(
    ("head", "line", "problem"),
    [
        pytest.param("title: 甲\nx: `y", 4, "cannot start any token", id="a character that begins no value"),
        pytest.param("title: 甲: 乙", 3, "mapping values are not allowed", id="two colons"),
        pytest.param("title: 甲\ntags\ndate: 1", 4, "could not find expected ':'", id="a word without a colon"),
        pytest.param("title: 甲\nx: 'y\nz: 1\n", 4, "unexpected end", id="a quote left open, where it opens"),
        pytest.param("- 甲\n- 乙", 3, "no keys", id="a list"),
        pytest.param("甲", 3, "no keys", id="a text"),
        pytest.param("? [甲]\n: 乙", 3, "a key that is no text", id="a list for a key"),
        pytest.param("a: b\n--- \nc: d", 3, "a second document", id="two documents"),
        pytest.param("title: 甲\nx: " + "[" * 5_000, 4, "more than 8 levels", id="thousands of brackets"),
        pytest.param("x: a\x08", 3, "characters that YAML does not allow", id="a control character"),
        pytest.param("x: \ud800", 3, "characters that YAML does not allow", id="half a surrogate pair"),
    ],
)
def test_what_is_no_yaml_names_line_and_problem(head: str, line: int, problem: str) -> None:
    with pytest.raises(FieldsError) as caught:
        yaml_fields(head, first=3)

    assert caught.value.line == line
    assert problem in caught.value.problem


@pytest.mark.parametrize(
    ("head", "line"),
    [
        pytest.param('title = "甲"\ntitle = "乙"', 4, id="the same key twice"),
        pytest.param('x = 1\ntitle = "甲', 4, id="a quote left open"),
        pytest.param("x = " + "[" * 8_000, 3, id="thousands of brackets"),
        pytest.param("x = 1\n" * 2_000, 3, id="more than is parsed"),
    ],
)
def test_what_is_no_toml_names_the_line(head: str, line: int) -> None:
    with pytest.raises(FieldsError) as caught:
        toml_fields(head, first=3)

    assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param('{"title": "甲",\n}', 4, id="a comma too many"),
        pytest.param('{"title": "甲"', 3, id="a brace left open"),
        pytest.param('{"x": ' + "[" * 60_000, 3, id="thousands of brackets"),
        pytest.param('{"x": ' + "9" * 60_000 + "}", 3, id="a number of thousands of digits"),
    ],
)
def test_what_is_no_json_names_the_line(text: str, line: int) -> None:
    with pytest.raises(FieldsError) as caught:
        json_fields(text, first=3)

    assert caught.value.line == line


def test_yaml_is_flattened_and_scalars_stay_as_they_are_written() -> None:
    head = (
        "Title: 1.10\ndate: 2021-12-01\ntags: [甲, [乙]]\nauthor:\n  name: 丙\n  url: ~\nlist:\n  - name: 丁\n    x: no"
    )

    assert yaml_fields(head, first=2) == [
        Field("title", 2, ("1.10",)),
        Field("date", 3, ("2021-12-01",)),
        Field("tags", 4, ("甲", "乙")),
        Field("author.name", 6, ("丙",)),
        Field("author.url", 7, ()),
        Field("list.name", 9, ("丁",)),
        Field("list.x", 10, ("no",)),
        Field("list", 8, ()),
    ]


def test_an_empty_yaml_document_has_no_fields() -> None:
    assert yaml_fields("\n# nothing yet\n", first=2) == []


def test_toml_is_flattened_and_dates_are_written_out() -> None:
    head = 'Title = "甲"\ndate = 2021-12-01T08:30:00+08:00\nday = 2021-12-01\n[taxonomies]\ntags = ["乙"]\n'

    assert toml_fields(head, first=2) == [
        Field("title", 2, ("甲",)),
        Field("date", 2, ("2021-12-01T08:30:00+08:00",)),
        Field("day", 2, ("2021-12-01",)),
        Field("taxonomies.tags", 2, ("乙",)),
    ]


def test_json_is_flattened_and_says_where_it_ends() -> None:
    text = '{"title": "甲", "tags": ["乙", 3, null], "author": {"name": "丙"}} 正文'
    fields, end = json_fields(text, first=1)

    assert fields == [Field("title", 1, ("甲",)), Field("tags", 1, ("乙", "3")), Field("author.name", 1, ("丙",))]
    assert text[end:] == " 正文"


LINES = st.sampled_from(
    [
        *(
            "title: 甲 乙",
            "title: '甲: 乙'",
            'title: "甲 # 乙"',
            "title: 甲: 乙",
            "title: it's",
            "标题: 甲",
            "title：甲",
            "x:",
        ),
        *("tags: ", "tags:", " - 甲", " - 甲－乙", "- 甲", "   - 甲", " - '甲'", " - a: b", "- - 甲", " -甲", "  甲"),
        *("date: 2021-12-01 09:05:00", "url: http://a.example/b:c#d", "url: /a", "n: ~", "n: null", "n: 'null'"),
        *("n: ''", "n: 1.10", "n: No", "n: |", "n: [甲, 乙]", "n: 甲 # 乙", "n: 甲 ", "n:  甲", "n: 甲:", "n: &a 甲"),
        *(
            "n: '甲''乙'",
            "n: '甲' 乙",
            "n: '甲' ",
            'n: "甲\\n"',
            "n: \t甲",
            "n: 甲\u3000乙",
            "n: 甲\u2028乙",
            "n: 甲\x85",
        ),
        *(
            "n: \ufeff甲",
            "n: \x07",
            "n: 甲\xa0乙",
            "N: 甲",
            "a-b: 甲",
            "a b: 甲",
            "",
            "  ",
            "# 甲",
            "---",
            "...",
            "? 甲",
            "甲",
        ),
    ]
)


@given(st.lists(LINES, max_size=6), st.integers(0, 60), st.sampled_from(["", " ", ":", "\n", "-", "'", "甲", "#"]))
def test_plain_lines_are_read_as_the_parser_of_yaml_reads_them(lines: list[str], at: int, put: str) -> None:
    head = "\n".join(lines)
    head = head[:at] + put + head[at:]

    with pytest.MonkeyPatch.context() as patch:
        fast = _outcome(head)
        patch.setattr("watcher.articles.fields._plain_fields", lambda *_: None)
        assert fast == _outcome(head)


def _outcome(head: str) -> object:
    try:
        return yaml_fields(head, first=2)
    except FieldsError as error:
        return error.line, error.problem


def test_most_heads_need_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watcher.articles.fields._LOADER", None)

    assert yaml_fields("title: '甲'\ntags:\n - 乙\n - 丙\ndate: 2021-12-01 09:05\nn:\n", first=2) == [
        Field("title", 2, ("甲",)),
        Field("tags", 3, ("乙", "丙")),
        Field("date", 6, ("2021-12-01 09:05",)),
        Field("n", 7, ()),
    ]

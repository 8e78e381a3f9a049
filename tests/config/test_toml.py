"""A config that is no TOML: what is wrong is told in words that say what to type instead."""

from __future__ import annotations

import pytest

from watcher.config.toml import NotToml, decoded, salvaged, table_of

RULE = '[[rules]]\nname = "雨"\n{}\ncities = ["合肥"]\n'


@pytest.mark.parametrize(
    ("line", "number", "words"),
    [
        pytest.param("keywords = [“雨”]", 3, '“ is a full-width quote (column 13): TOML needs "', id="Chinese quotes"),
        pytest.param("keywords = [‘雨’]", 3, "‘ is a full-width quote (column 13): TOML needs '", id="single ones"),
        pytest.param('keywords = [“雨"]', 3, "“ is a full-width quote", id="one of each kind"),
        pytest.param('keywords = ["雨"，"雪"]', 3, "， is a full-width comma (column 16): TOML needs ,", id="a comma"),
        pytest.param('keywords = ["雨"、"雪"]', 3, "、 is a full-width comma", id="a comma of lists"),
        pytest.param('keywords ＝ ["雨"]', 3, "＝ is a full-width equals sign (column 10): TOML needs =", id="equals"),
        pytest.param('keywords：["雨"]', 3, "： is a full-width equals sign", id="a full-width colon"),
        pytest.param('keywords = 【"雨"】', 3, "【 is a full-width bracket (column 12): TOML needs [", id="brackets"),
        pytest.param("＃ comment", 3, "＃ is a full-width hash sign (column 1): TOML needs #", id="a hash sign"),
        pytest.param(
            '　keywords = ["雨"]', 3, "a full-width space (column 1): TOML needs an ordinary one", id="a space"
        ),
        pytest.param('keywords = ["雨，大, "雪"]', 3, 'a " is missing', id="a quote left out, a comma within"),
        pytest.param('keywords = ["雨]', 3, 'a " is missing', id="a quote left open"),
        pytest.param('keywords = ["雨"', 3, "the [ on this line has no ]", id="a bracket left open"),
        pytest.param('keywords = [\n  "雨"\n  "雪"\n]', 3, "or a comma is missing", id="a comma left out"),
        pytest.param("keywords = [雨]", 3, 'a text needs quotes: "雨"', id="no quotes in a list"),
        pytest.param("slug = rain", 3, 'a text needs quotes: "rain"', id="no quotes"),
        pytest.param("keywords = []\nevery = 10m", 4, 'a text needs quotes: "10m"', id="a time without quotes"),
        pytest.param("within = True", 3, "true or false, in small letters, got True", id="a capital letter"),
        pytest.param("within = yes", 3, "true or false, in small letters, got yes", id="yes"),
        pytest.param('keywords: ["雨"]', 3, "followed by =, not by a colon", id="a colon, as in YAML"),
        pytest.param('name = "雪"', 3, "name is there already, on line 2", id="a key twice"),
        pytest.param("[alerts]\n[alerts]", 4, "[alerts] is there already, on line 3", id="a section twice"),
        pytest.param('path = "C:\\Users\\me"', 3, "write / instead, or put the text in '…'", id="a path of Windows"),
        pytest.param("= 1", 3, "this is not TOML", id="anything else"),
    ],
)
def test_what_to_type_instead(line: str, number: int, words: str) -> None:
    with pytest.raises(NotToml) as caught:
        table_of(RULE.format(line))

    assert words in caught.value.problems[0].message
    assert caught.value.problems[0].line == number


@pytest.mark.parametrize(
    "line",
    ['keywords = ["“雨”，雪"]', "# “雨”，雪：", "name2 = '＝【雨】'", 'keywords = ["雨"]  # 说明：逗号，引号“”'],
)
def test_full_width_signs_within_texts_and_comments_are_fine(line: str) -> None:
    assert table_of(RULE.format(line))["rules"][0]["name"] == "雨"


@pytest.mark.parametrize(
    ("encoding", "line", "words"),
    [
        pytest.param("gbk", 2, "GBK", id="as old editors on Chinese Windows save it"),
        pytest.param("utf-16", 1, "UTF-16", id="as Notepad calls Unicode"),
    ],
)
def test_a_text_in_another_encoding_says_which(encoding: str, line: int, words: str) -> None:
    with pytest.raises(NotToml) as caught:
        decoded("[articles]\ndirectory = '通知公告'\n".encode(encoding))

    assert words in caught.value.problems[0].message
    assert "save the file as UTF-8" in caught.value.problems[0].message
    assert caught.value.problems[0].line == line


def test_line_ends_and_a_byte_order_mark_of_windows_are_fine() -> None:
    text = decoded(b"\xef\xbb\xbf" + RULE.format('keywords = ["雨"]').replace("\n", "\r\n").encode())

    assert table_of(text)["rules"][0]["keywords"] == ["雨"]


@pytest.mark.parametrize("text", ["", "=", "[", '"', '"""', "a = [", "a = '''\n“", "\n\n]", "［", "a = 1\r\r= 2"])
def test_no_text_is_too_damaged_for_an_answer(text: str) -> None:
    try:
        table_of(text)
    except NotToml as error:
        assert all(problem.line for problem in error.problems)


def test_all_that_is_full_width_is_told_at_once() -> None:
    """Who types Chinese does so on each line; to mend one and be told of the next is no way to learn that."""
    with pytest.raises(NotToml) as caught:
        table_of('[[rules]]\nname = “雨”\nkeywords = ["雨"，"雪"]\ncities = ["合肥"]\nchannels ＝ ["team"]\n')

    assert [problem.line for problem in caught.value.problems] == [2, 3, 5]


def test_a_list_that_is_left_open_is_one_mistake() -> None:
    with pytest.raises(NotToml) as caught:
        table_of('[[rules]]\nname = "雨"\nkeywords = [\n  "雨",\n  "雪"\ncities = ["合肥"]\n')

    assert [problem.line for problem in caught.value.problems] == [3]


def test_what_is_right_can_be_read_beside_what_is_wrong() -> None:
    table, problems = salvaged('[store]\npath = "a.db"\n[[rules]]\nname = “雨”\nslug = "rain"\n')

    assert table == {"store": {"path": "a.db"}, "rules": [{"slug": "rain"}]}
    assert len(problems) == 1

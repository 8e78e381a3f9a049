"""What an edit is told as: its sort, and the lines that show it."""

from __future__ import annotations

import pytest

from watcher.articles.diff import compare, kinds, lines, marked
from watcher.phrases.reasons import because

LIST = "确定宁波市、温州、金华市为试点城市，于3月1日前报送12份材料。\n各地要抓紧落实。"


def told(after: str, places: set[str]) -> list[str]:
    """The sorts of edit, with the words for places that came or went."""
    return kinds(compare(LIST, after), places)


@pytest.mark.parametrize(
    ("old", "new", "places", "sorts"),
    [
        pytest.param("温州", "台州", {"温州", "台州"}, ["place list"], id="one swapped"),
        pytest.param("、温州", "", {"温州"}, ["place list"], id="one taken out with its comma"),
        pytest.param("宁波市、", "", {"宁波市"}, ["place list"], id="the first taken out"),
        pytest.param("、金华", "、台州、金华", {"台州"}, ["place list"], id="one put in"),
        pytest.param(
            "、温州、金华市",
            "及丽水",
            {"温州", "金华市", "丽水"},
            ["place list"],
            id="two for one",
        ),
        pytest.param("温州、金华市", "金华市、温州", set(), ["wording"], id="the same ones in another order"),
        pytest.param(
            "温州",
            "台州的临海",
            {"温州", "台州"},
            ["place list", "wording"],
            id="a place and more words",
        ),
        pytest.param("3月1日", "4月15日", set(), ["date"], id="a date"),
        pytest.param("12份", "十份", set(), ["number"], id="a number"),
        pytest.param("抓紧", "认真", set(), ["wording"], id="a word"),
        pytest.param("\n各地要抓紧落实。", "", set(), ["withdrawn paragraph"], id="a paragraph gone"),
        pytest.param("。\n各", "。\n材料一式两份寄送。\n各", set(), ["added paragraph"], id="a paragraph more"),
        pytest.param(
            "温州、金华市为试点城市，于3月1日前报送12份",
            "台州、金华市为试点城市，于3月8日前提交15份",
            {"温州", "台州"},
            ["place list", "date", "number", "wording"],
            id="everything at once, the gravest first",
        ),
        pytest.param("各地要", "各地 要", set(), [], id="white space"),
    ],
)
def test_an_edit_is_told_as_what_a_person_would_call_it(old: str, new: str, places: set[str], sorts: list[str]) -> None:
    assert old in LIST
    assert told(LIST.replace(old, new), places) == sorts


def test_places_are_shown_as_sets_and_the_rest_with_its_edit_in_brackets() -> None:
    after = LIST.replace("温州", "台州").replace("3月1日", "3月9日")
    shown = lines(compare(LIST, after), ["台州市"], ["温州市"])
    assert shown[0] == "+台州市 −温州市"
    assert shown[1:] == [
        "− 确定宁波市、【温】州、金华市为试点城市，于3月【1】日前报送12份材料。",
        "+ 确定宁波市、【台】州、金华市为试点城市，于3月【9】日前报送12份材料。",
    ]


@pytest.mark.parametrize("apart", [5, 15, 30, 200])
def test_what_a_line_of_a_diff_quotes_stood_so_in_that_state(apart: int) -> None:
    """What stands around an edit may have been edited too."""
    old = ("甲地有关安排" + "，照旧" * (apart // 3)) * 4
    new = old.replace("有关", "新的")
    shown = lines(compare(old, new))
    assert shown
    for line in shown:
        quoted = line[2:].replace("【", "").replace("】", "").strip("…")
        assert quoted in {"−": old, "+": new}[line[0]]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("确定十个城市", "确定十一个城市", ("确定十个城市", "确定十【一】个城市")),
        ("关于3月1日停水的公告", "关于4月2日停水的公告", ("关于【3月1】日停水的公告", "关于【4月2】日停水的公告")),
        ("停水公告", "讲座预告：春天的鸟", ("停水公告", "讲座预告：春天的鸟")),
    ],
)
def test_titles_are_shown_whole(before: str, after: str, shown: tuple[str, str]) -> None:
    assert marked(before, after) == shown


@pytest.mark.parametrize(
    ("reason", "chinese", "english"),
    [
        ("text", "正文", "text"),
        ("title and text: place list, date", "标题和正文（地名、日期）", "title and text (place list, date)"),
        ("from a.md to b.md", "从 a.md 到 b.md", "from a.md to b.md"),
        ("something of a later version", "something of a later version", "something of a later version"),
    ],
)
def test_the_reason_is_told_in_the_language_of_the_reader(reason: str, chinese: str, english: str) -> None:
    assert (because(reason, "zh-CN"), because(reason, "en")) == (chinese, english)

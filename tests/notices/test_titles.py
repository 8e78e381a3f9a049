"""Titles of official documents: which lines are one, and what they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.notices.titles import (
    batch_in,
    batch_of,
    clean_headline,
    inner_title,
    is_title,
    issuers_of_title,
    kind_of,
    number_run_on,
    with_marks,
    without_number,
)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        pytest.param("市民热议新书店", None, id="a headline"),
        pytest.param("两部门印发《关于书店的意见》", None, id="a headline that quotes a title"),
        pytest.param("教育部关于书店的通知", "通知", id="a notice"),
        pytest.param("关于书店发展的若干意见", "意见", id="several opinions"),
        pytest.param("关于书店发展的指导意见", "意见", id="guiding opinions"),
        pytest.param("关于设立书店的复函", "函", id="a letter in reply"),
        pytest.param("中华人民共和国国务院令", "命令", id="an order"),
        pytest.param("关于提案的答复", "答复", id="a reply to a proposal"),
        pytest.param("书店管理规定（试行）", "规定", id="on trial"),
        pytest.param("关 于 书 店 的 通 知", "通知", id="letters spaced out"),
    ],
)
def test_the_kind_is_the_last_word(title: str, kind: str | None) -> None:
    assert kind_of(title) == kind


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("一、关于书店工作的意见", id="a numbered heading"),
        pytest.param("国务院办公厅近日，发布关于书店的通知", id="a news sentence"),
        pytest.param("关于《书店管理办法的通知", id="an open quotation: the title goes on in the next line"),
        pytest.param("附件：关于书店的通知", id="an attachment"),
        pytest.param("现将意见印发。请执行本通知", id="two sentences"),
        pytest.param("通知", id="a kind alone"),
    ],
)
def test_lines_that_are_no_title(line: str) -> None:
    assert not is_title(line, marked=True)


def test_a_plan_is_a_title_only_where_the_page_sets_it_as_one() -> None:
    assert is_title("关于建设书店的方案", marked=True)
    assert not is_title("关于建设书店的方案", marked=False)


@pytest.mark.parametrize(
    ("title", "issuers"),
    [
        pytest.param("关于书店的通知", (), id="none named"),
        pytest.param("财政部　税务总局关于书店的公告", ("财政部", "国家税务总局"), id="joint"),
        pytest.param("国务院办公厅转发民政部关于社团意见的通知", ("国务院办公厅",), id="not those that are forwarded"),
        pytest.param("中华人民共和国国务院令", ("国务院",), id="an order"),
        pytest.param("中华人民共和国商务部 中华人民共和国海关总署 令", ("商务部", "海关总署"), id="a joint order"),
        pytest.param("国务院办公厅对某某会议第12号提案的答复", ("国务院办公厅",), id="对 instead of 关于"),
    ],
)
def test_issuers_of_a_title(title: str, issuers: tuple[str, ...]) -> None:
    assert issuers_of_title(title) == issuers


@pytest.mark.parametrize(
    ("title", "batch"),
    [
        pytest.param("关于第三批拟取消书香城市资格名单的公示", (3, "书香城市资格"), id="taken away"),
        pytest.param("关于开展第三批书香城市培育工作的通知", (3, "书香城市"), id="in the making"),
        pytest.param("关于公布书香城市名单的通知", None, id="no batch"),
        pytest.param("关于确定书香城市第二批试点城市的通知", (2, "书香城市试点城市"), id="in the middle"),
        pytest.param(
            "关于开展“十四五”第二批书香城市建设的通知", (2, "“十四五”书香城市建设"), id="a word in quotes before it"
        ),
        pytest.param(
            "关于同意将某某县等单位确认为第二批全国书香城市的批复", (2, "全国书香城市"), id="what places are named"
        ),
        pytest.param("关于第一批书香城市试点拟定名单的公示", (1, "书香城市试点"), id="a list that is planned"),
        pytest.param("关于公布第十二批书香城市名单的通知", (12, "书香城市"), id="before the series"),
        pytest.param("关于公布书香城市名录（第三批）的通知", (3, "书香城市名录"), id="in brackets after it"),
        pytest.param("书店推荐目录（第三批）", (3, "书店推荐目录"), id="a catalogue's"),
        pytest.param(
            "关于公布书香城市建设样板县（第三批）的通知", (3, "书香城市建设样板县"), id="words of acts inside it"
        ),
        pytest.param("关于公布首批书香城市的通知", (1, "书香城市"), id="the first by another word"),
        pytest.param("关于组织申报第2批书香城市的通知", (2, "书香城市"), id="Arabic"),
    ],
)
def test_batches(title: str, batch: tuple[int, str] | None) -> None:
    assert batch_of(title) == batch


@pytest.mark.parametrize(
    ("text", "batch"),
    [
        pytest.param("现将第二批书香城市名单予以公布。", (2, "书香城市"), id="published"),
        pytest.param("经研究，确定合肥市为书香城市第二批试点城市。", (2, "书香城市试点城市"), id="chosen"),
        pytest.param("第一批书香城市名单公布后，各地积极申报。", None, id="an earlier one"),
    ],
)
def test_the_batch_in_a_sentence(text: str, batch: tuple[int, str] | None) -> None:
    assert batch_in(text) == batch


def test_minutes_of_a_government_are_a_title() -> None:
    assert is_title("肥西县人民政府常务会议纪要", False)
    assert issuers_of_title("肥西县人民政府常务会议纪要") == ("肥西县人民政府",)


def test_the_number_after_a_title_is_no_part_of_it() -> None:
    assert without_number("关于书店的通知（建城〔2020〕9号）") == "关于书店的通知"
    assert without_number("中国人民银行公告〔2020〕第9号") == "中国人民银行公告"
    assert without_number("关于书店的通知（试行）") == "关于书店的通知（试行）"


@pytest.mark.parametrize(
    ("title", "rest", "number"),
    [
        pytest.param("关于书店的通知皖政办〔2023〕14号", "关于书店的通知", "皖政办〔2023〕14号", id="a notice"),
        pytest.param("关于书店的函自然资办函〔2020〕1号", "关于书店的函", "自然资办函〔2020〕1号", id="a letter"),
        pytest.param(
            "关于废止皖政办〔2009〕7号文件的通知", "关于废止皖政办〔2009〕7号文件的通知", "", id="one that it names"
        ),
    ],
)
def test_a_number_that_runs_on_to_a_title_is_no_part_of_it(title: str, rest: str, number: str) -> None:
    assert (without_number(title), number_run_on(title)) == (rest, number)


@pytest.mark.parametrize(
    ("headline", "whole"),
    [
        pytest.param("教育局关于印发_书香城市_方案的通知", "教育局关于印发“书香城市”方案的通知", id="quotes"),
        pytest.param("教育局 关于印发_书香城市_方案的通知", "教育局 关于印发“书香城市”方案的通知", id="spaces stay"),
        pytest.param("教育局关于印发“书香城市”方案的通知", None, id="nothing is lost"),
        pytest.param("教育局关于印发_书香校园_方案的通知", None, id="another title"),
        pytest.param("教育局关于印发_书香城_方案的通知", None, id="a shorter one"),
    ],
)
def test_marks_that_a_file_name_lost_come_back_from_the_printed_title(headline: str, whole: str | None) -> None:
    assert with_marks(headline, "教育局关于印发“书香城市”方案的通知") == whole


def test_letters_of_a_title_may_be_spaced_out() -> None:
    assert issuers_of_title("合 肥 市 教 育 局 关 于 书 店 的 通 告") == ("合肥市教育局",)


def test_a_headline_loses_the_name_of_the_site_and_gets_its_quotes_back() -> None:
    assert clean_headline("关于印发_书香城市_方案的通知") == "关于印发“书香城市”方案的通知"
    assert clean_headline("关于书店的通知_某某政府网") == "关于书店的通知"
    assert clean_headline("关于书店的通知 | 某某局") == "关于书店的通知"


def test_a_headline_may_hold_the_title() -> None:
    assert inner_title("中共中央办公厅 国务院办公厅印发《关于书店的意见》") == "关于书店的意见"
    assert inner_title("海关总署公告2021年第9号（关于进口旧书的公告）") == "关于进口旧书的公告"
    assert inner_title("皖书发〔2020〕8号《某市人民政府关于旧书的通知》") == "某市人民政府关于旧书的通知"
    assert inner_title("专家解读《书店里的故事》") is None


@given(st.text("关于转发印发《》“”（）第二三批试点城市名单的通知意见函令公告财政部_ ", max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    assert is_title(text, True) >= is_title(text, False)
    assert all(issuers_of_title(text)) and without_number(text) in text
    batch = batch_of(text)
    assert batch is None or batch[0] > 0
    assert kind_of(clean_headline(text)) != ""

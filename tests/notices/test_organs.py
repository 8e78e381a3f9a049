"""Names of organs: told from other words, and their short forms written out."""

from __future__ import annotations

import pytest

from watcher.notices.organs import full_name, is_organ, is_signed_by_person, organs_of_line, split_joint


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("请报送住房和城乡建设部", id="a sentence"),
        pytest.param("联系人：规划处", id="a contact"),
        pytest.param("附件", id="an attachment's heading"),
        pytest.param("部", id="an ending alone"),
        pytest.param("第一章 总则", id="a heading"),
        pytest.param("各有关单位的办公室", id="a phrase"),
        pytest.param("", id="nothing"),
    ],
)
def test_lines_that_sign_nothing(text: str) -> None:
    assert organs_of_line(text) == ()


@pytest.mark.parametrize(
    ("line", "organs"),
    [
        pytest.param("国 务 院", ("国务院",), id="letters spaced out"),
        pytest.param("教育部办公厅　　财政部办公厅", ("教育部办公厅", "财政部办公厅"), id="two on one line"),
        pytest.param("商　务　部", ("商务部",), id="letters spaced out by wide spaces"),
        pytest.param("财政部、税务总局", ("财政部", "国家税务总局"), id="a list"),
        pytest.param("某某市图书馆学会", ("某某市图书馆学会",), id="one that no table knows"),
    ],
)
def test_lines_of_signers(line: str, organs: tuple[str, ...]) -> None:
    assert organs_of_line(line) == organs


@pytest.mark.parametrize(
    ("short", "full"),
    [
        pytest.param("住建部", "住房和城乡建设部", id="as in headlines"),
        pytest.param("工信部办公厅", "工业和信息化部办公厅", id="an office of one"),
        pytest.param("国家发展改革委", "国家发展和改革委员会", id="as it signs itself"),
        pytest.param("安徽省发展改革委", "安徽省发展和改革委员会", id="a province's"),
        pytest.param("合肥市政府办公室", "合肥市人民政府办公室", id="a city's government"),
        pytest.param("北京市教委", "北京市教育委员会", id="a commission of a city"),
        pytest.param("中国图书馆学会", "中国图书馆学会", id="unknown: stays"),
        pytest.param("中华人民共和国财政部", "中华人民共和国财政部", id="full as it is"),
    ],
)
def test_short_names_are_written_out_and_stay_so(short: str, full: str) -> None:
    assert full_name(short) == full
    assert full_name(full) == full


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("国务院", False, id="an organ"),
        pytest.param("总理　　李某", True, id="the premier"),
        pytest.param("国家发展和改革委员会主任：何某", True, id="with the organ"),
        pytest.param("省长 王某某", True, id="a governor"),
        pytest.param("主任办公会议审议通过了这一方案，现予公布", False, id="a sentence"),
    ],
)
def test_signatures_of_office_holders(line: str, expected: bool) -> None:
    assert is_signed_by_person(line) is expected


def test_joint_issuers_of_a_title_are_parted_with_and_without_spaces() -> None:
    both = ("财政部", "国家税务总局")
    assert split_joint("财政部 税务总局") == both
    assert split_joint("财政部税务总局") == both
    assert split_joint("住房和城乡建设部办公厅工业和信息化部办公厅") == (
        "住房和城乡建设部办公厅",
        "工业和信息化部办公厅",
    )


@pytest.mark.parametrize(
    ("line", "organs"),
    [
        pytest.param("安徽省教育厅安徽省公安厅", ("安徽省教育厅", "安徽省公安厅"), id="of one place"),
        pytest.param("国家发展改革委科　技　部", ("国家发展和改革委员会", "科学技术部"), id="known ones, one spaced"),
    ],
)
def test_organs_that_sign_with_nothing_between(line: str, organs: tuple[str, ...]) -> None:
    assert organs_of_line(line) == organs


def test_an_organ_is_more_than_its_ending() -> None:
    assert is_organ("合肥市教育局")
    assert not is_organ("教育")

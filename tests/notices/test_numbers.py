"""Numbers of official documents are found in any writing and told from the words around them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.notices.numbers import find_numbers, number_of_line, serial_of_line


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("第2741号提案", id="a proposal has a number, but no letters of an organ"),
        pytest.param("依照本公告第3号执行", id="an announcement of nobody"),
        pytest.param("（２０２０年）", id="a year in brackets"),
        pytest.param("GB 50180标准", id="a standard"),
        pytest.param("〔2020〕号", id="no serial"),
        pytest.param("建国门内大街11号", id="a street number"),
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert find_numbers(text) == ()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("按《某通知》（建办城函 〔 2020 〕 594 号）办理", ["建办城函〔2020〕594号"], id="spaces inside"),
        pytest.param("建办城函[2020]594号", ["建办城函〔2020〕594号"], id="square brackets"),
        pytest.param("建办城函【2020】594号", ["建办城函〔2020〕594号"], id="black brackets"),
        pytest.param("建办城函（2020）５９４号", ["建办城函〔2020〕594号"], id="round brackets, wide digits"),
        pytest.param("发改规划〔2016〕2489号", ["发改规划〔2016〕2489号"], id="a department called as a title is"),
        pytest.param("印发交规划发〔2021〕21号", ["交规划发〔2021〕21号"], id="such a department within the letters"),
        pytest.param("办法的通知皖政办〔2023〕14号", ["皖政办〔2023〕14号"], id="a title that runs into the letters"),
        pytest.param("皖政办秘﹝2021年﹞12号", ["皖政办秘〔2021〕12号"], id="the year with its 年"),
        pytest.param(
            "根据国发〔2018〕41号和国办发[2018]109号文件",
            ["国发〔2018〕41号", "国办发〔2018〕109号"],
            id="in a sentence",
        ),
        pytest.param("现将合建〔2020〕3号转发", ["合建〔2020〕3号"], id="after the words of a sentence"),
        pytest.param("中国人民银行公告〔2020〕第16号", ["中国人民银行公告〔2020〕第16号"], id="an announcement"),
        pytest.param(
            "国家税务总局公告（2020年第16号）",
            ["国家税务总局公告2020年第16号"],
            id="an announcement, serial in brackets",
        ),
        pytest.param("财政部 税务总局公告2020年第8号", ["财政部税务总局公告2020年第8号"], id="a joint announcement"),
        pytest.param(
            "《办法》（公安部、交通运输部、商务部令第12号）",
            ["公安部、交通运输部、商务部令第12号"],
            id="an order of several, apart by a mark",
        ),
        pytest.param(
            "二、公安部、商务部公告2019年第4号同时废止。",
            ["公安部、商务部公告2019年第4号"],
            id="of two, first in an item",
        ),
        pytest.param(
            "依照财政部、商务部令第12号", ["财政部、商务部令第12号"], id="an order of two, after a sentence's words"
        ),
        pytest.param("交由海南省、商务部令第12号", ["商务部令第12号"], id="a place that the sentence names before"),
        pytest.param(
            "（1991年3月4日中华人民共和国国务院令第76号发布）",
            ["中华人民共和国国务院令第76号"],
            id="an order after a date",
        ),
        pytest.param(
            "（中华人民共和国主席令第二十一号）", ["中华人民共和国主席令第二十一号"], id="an order numbered in Chinese"
        ),
        pytest.param(
            "《办法》（住房和城乡建设部令第37号）", ["住房和城乡建设部令第37号"], id="an organ with 和 in its name"
        ),
        pytest.param("省政府第100号令", ["省政府第100号令"], id="an order named after its serial"),
        pytest.param("海关总署2019年第12号公告", ["海关总署2019年第12号公告"], id="an announcement named after it"),
        pytest.param("根据国务院国发〔1984〕96号文件", ["国发〔1984〕96号"], id="after the name of its issuer"),
        pytest.param("国办发〔二○○三〕七十二号", ["国办发〔二○○三〕七十二号"], id="in Chinese numerals"),
        pytest.param(
            "按建投（2016）12号 和财建（2016）51号", ["建投〔2016〕12号", "财建〔2016〕51号"], id="two, apart by 和"
        ),
        pytest.param(
            "按《关于名单的公告》（2023年第 11 号）更正", ["2023年第11号"], id="of an announcement that is named"
        ),
        pytest.param("（98）财税字第012号", ["〔98〕财税字第012号"], id="the form of the nineties"),
        pytest.param("国债发行（财政部国债业务公告2021年第7号）", ["财政部国债业务公告2021年第7号"], id="of a sort"),
        pytest.param("征地（岳征启公告﹝2022﹞4号）", ["岳征启公告〔2022〕4号"], id="letters that end as a form"),
        pytest.param("关于更正皖财教〔2021〕12号文件的通知", ["皖财教〔2021〕12号"], id="in the title of a correction"),
        pytest.param("（2021）皖08破12号裁定书", ["〔2021〕皖08破12号"], id="of a court's case"),
        pytest.param(
            "依照安徽省国家税务局公告2016年第9号", ["安徽省国家税务局公告2016年第9号"], id="a province's bureau"
        ),
    ],
)
def test_numbers_are_written_one_way(text: str, values: list[str]) -> None:
    assert [number.value for number in find_numbers(text)] == values


def test_offsets_point_at_the_number_as_it_stands() -> None:
    text = "根据皖政（2020）7 号文件"
    (number,) = find_numbers(text)
    assert text[number.start : number.end] == "皖政（2020）7 号"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        pytest.param("按照国发〔2019〕3号要求", None, id="a sentence that cites one"),
        pytest.param("国发〔2019〕3号", "国发〔2019〕3号", id="alone"),
        pytest.param("商务部、海关总署公告2022年第9号", "商务部、海关总署公告2022年第9号", id="of several organs"),
        pytest.param("（国发〔2019〕3号）", "国发〔2019〕3号", id="in brackets"),
        pytest.param("发文字号：国发〔2019〕3号", "国发〔2019〕3号", id="with its label"),
        pytest.param("庐城管罚公告〔2023〕第8号", "庐城管罚公告〔2023〕第8号", id="of announcements of one sort"),
        pytest.param("国办发„2009‟3号", "国办发〔2009〕3号", id="brackets that a conversion made of others"),
        pytest.param("皖办〔2019〕3号　　签发人：李四", "皖办〔2019〕3号", id="beside the signer of a report"),
    ],
)
def test_a_line_that_is_a_number(line: str, value: str | None) -> None:
    found = number_of_line(line)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("line", "serial"),
    [
        pytest.param("第一条　为了", None, id="an article of a law"),
        pytest.param("第 706 号", "第706号", id="of an order"),
        pytest.param("〔2020〕 16号", "〔2020〕16号", id="of an announcement, without 第"),
        pytest.param("（2020年第16号）", "2020年第16号", id="of an announcement"),
        pytest.param("〔2020〕第16号", "〔2020〕第16号", id="of an announcement, year in brackets"),
        pytest.param("公告 2020年 第16号", "2020年第16号", id="of an announcement whose organ stands elsewhere"),
        pytest.param("（公告 2020年 第16号）", "2020年第16号", id="of an announcement, the form in the brackets too"),
        pytest.param("公告第一条", None, id="an article of an announcement"),
        pytest.param("〔2023年　第22号〕", "2023年第22号", id="of an announcement, square brackets about it"),
    ],
)
def test_a_serial_alone(line: str, serial: str | None) -> None:
    assert serial_of_line(line) == serial


@given(st.text("国发函令公告第〔〕[]（）2019 3号年部局\u3000的据", max_size=80))
def test_any_text_gives_numbers_inside_it_in_order(text: str) -> None:
    numbers = find_numbers(text)
    assert all(0 <= number.start < number.end <= len(text) for number in numbers)
    assert [number.start for number in numbers] == sorted(number.start for number in numbers)
    assert all(" " not in number.value and number.value.endswith("号") for number in numbers)


LETTERS = (Path(__file__).parent / "data" / "letters.txt").read_text(encoding="utf-8").split()


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("{}", id="on a line of its own"),
        pytest.param("《关于做好某事的通知》（{}）要求", id="in brackets after a title"),
        pytest.param("根据{}文件精神", id="in a sentence"),
        pytest.param("按照国发〔2019〕1号和{}的要求", id="after another one"),
    ],
)
def test_letters_of_organs_are_no_words_of_the_sentence(written: str) -> None:
    """Of the State Council, ministries, provinces and cities; many hold a word that titles have: 规划, 规, 电, 函."""
    numbers = {f"{letters}〔2020〕3号" for letters in LETTERS}
    assert len(numbers) == len(LETTERS) > 300
    assert {number for number in numbers if find_numbers(written.format(number))[-1].value != number} == set()
    assert all(number_of_line(number) for number in numbers)

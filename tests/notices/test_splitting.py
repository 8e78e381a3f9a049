"""Documents whose lines were all joined into one."""

from __future__ import annotations

import pytest

from watcher.articles.markup import Paragraph
from watcher.notices.splitting import split_lines, with_title_apart
from watcher.notices.structure import Notice, read_notice
from watcher.places.mentions import find_places

TITLE = "某某省水利厅关于加强湖泊巡查的通知"
BODY = (
    "湖泊巡查事关防洪安全，各地要加强领导，落实责任，完善制度，配齐人员和设备，把巡查的结果如实记入台账。"
    "请于2023年6月30日前完成首次巡查。巡查中发现的问题要立即上报，不得瞒报、漏报、迟报，并按照规定的时限整改到位。"
)
SIGNED = "某某省水利厅2023年5月6日"


def lines(*texts: str, title: str = TITLE) -> list[str]:
    return [paragraph.text for paragraph in split_lines(placed(*texts), title)]


def placed(*texts: str) -> list[Paragraph]:
    paragraphs, start = [], 0
    for text in texts:
        paragraphs.append(Paragraph(text, start))
        start += len(text) + 1
    return paragraphs


@pytest.mark.parametrize("between", [pytest.param("", id="nothing between"), pytest.param(" ", id="spaces between")])
def test_a_document_in_one_line_is_read_as_its_lines(between: str) -> None:
    text = between.join(
        [TITLE, "某水湖〔2023〕14号", "各市水利局：", BODY, SIGNED, "（此件公开发布）", "抄送：水利部。"]
    )
    notice = read_notice(TITLE, placed(text), find_places(text))

    assert isinstance(notice, Notice)
    assert (notice.title, notice.number, notice.addressees) == (TITLE, "某水湖〔2023〕14号", ("各市水利局",))
    assert (notice.issuers, notice.cc, notice.disclosure) == (("某某省水利厅",), ("水利部",), "公开发布")
    assert [str(notice.date), *map(str, notice.deadlines)] == ["2023-05-06", "2023-06-30"]
    assert all(text[span.start : span.end] == TITLE for span in notice.spans if span.field == "title")


def test_lines_are_where_they_stand_in_the_text() -> None:
    text = f"{TITLE} 各市水利局： {BODY}{SIGNED}"
    for line in split_lines(placed(text), TITLE):
        assert text[line.start : line.end] == line.text


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        pytest.param(["各市水利局：", BODY, "某某省水利厅", "2023年5月6日"], TITLE, id="lines of their own"),
        pytest.param([f"各市水利局：{BODY}{SIGNED}"], "湖泊巡查开始了", id="news"),
        pytest.param(["请认真执行。某某省水利厅2023年5月6日"], TITLE, id="a short line"),
        pytest.param([], TITLE, id="no text"),
    ],
)
def test_other_texts_stay_as_they_are(texts: list[str], title: str) -> None:
    assert lines(*texts, title=title) == texts


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(["海关总署公告2022年第9号（关于进口茶叶监管的公告）"], id="beside it"),
        pytest.param(["海关总署公告2022年第9号", "（关于进口茶叶监管的公告）"], id="under it"),
        pytest.param(["《关于进口茶叶监管的公告》", "海关总署公告2022年第9号"], id="over it"),
    ],
)
def test_a_title_in_brackets_at_the_number_is_the_document_s_under_a_headline_of_news(head: list[str]) -> None:
    said = [*head, "为规范进口茶叶监管，现公告如下：", "进口商应当备案。", "特此公告。", "海关总署", "2022年4月6日"]
    notice = read_notice("进口茶叶有新规", placed(*said), find_places("\n".join(said)))

    assert isinstance(notice, Notice)
    assert (notice.title, notice.number) == ("关于进口茶叶监管的公告", "海关总署公告2022年第9号")


def test_a_title_in_brackets_among_sentences_is_one_that_the_text_names() -> None:
    said = placed("现废止以下公告。", "海关总署公告2022年第9号（关于进口茶叶监管的公告）")

    assert with_title_apart(said) == said

"""Titles of attachments, from the list after the text or from the headings of the attachments themselves."""

from __future__ import annotations

import pytest

from watcher.articles.paragraphs import Paragraph
from watcher.notices.attachments import find_attachments


def lines(*texts: str) -> list[Paragraph]:
    placed, start = [], 0
    for text in texts:
        placed.append(Paragraph(text.lstrip("^"), start, align="center" if text.startswith("^") else ""))
        start += len(text.lstrip("^")) + 1
    return placed


def titles(*texts: str) -> list[str]:
    return [attachment.title for attachment in find_attachments(lines(*texts), range(len(texts)))]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(["附件所列城市应当执行。"], id="a sentence about one"),
        pytest.param(["附件：略"], id="left out"),
        pytest.param(["附件：略", "教育部"], id="left out, over the signature"),
        pytest.param(["附近居民请绕行。"], id="another word"),
        pytest.param(["附件", "一、总则是这样的。", "第一条。"], id="a heading over text"),
    ],
)
def test_no_attachments(texts: list[str]) -> None:
    assert titles(*texts) == []


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(["附件：申报表"], ["申报表"], id="one"),
        pytest.param(["附件（另附）：", "红线示意图", "某市人民政府"], ["红线示意图"], id="apart"),
        pytest.param(["附件：【点击下载】", "1.申报表", "2.汇总表"], ["申报表", "汇总表"], id="a link over the list"),
        pytest.param(
            ["附件：", "工作须知", "一、着装要整齐", "二、按时到岗"], ["工作须知"], id="one, and the items of its text"
        ),
        pytest.param(["附件：1. 申报表", "2. 汇总表。", "教育部"], ["申报表", "汇总表"], id="numbered, over lines"),
        pytest.param(["附件：1．申报表　2．汇总表.xls"], ["申报表", "汇总表"], id="numbered, on one line"),
        pytest.param(["附件：1.申报表2.2021年汇总表"], ["申报表", "2021年汇总表"], id="numbered, without spaces"),
        pytest.param(
            ["附件：1.28批次样品说明2.汇总表 3.3家企业名单"],
            ["28批次样品说明", "汇总表", "3家企业名单"],
            id="titles that begin with a count",
        ),
        pytest.param(["附件：", "1、申报表", "2、汇总表"], ["申报表", "汇总表"], id="the word on a line of its own"),
        pytest.param(
            ["附件1：申报表.docx", "附件2：汇总表（23KB）", "正文。"], ["申报表", "汇总表"], id="each with the word"
        ),
        pytest.param(
            ["附件1：废止文件目录", "1 关于书店的通知", "附件2：失效文件目录", "1 关于茶馆的通知"],
            ["废止文件目录", "失效文件目录"],
            id="each over its own text",
        ),
        pytest.param(["附：申报表"], ["申报表"], id="the short word"),
        pytest.param(["附件1.申报表", "2.汇总表"], ["申报表", "汇总表"], id="only the first with the word"),
        pytest.param(
            ["附件：1-1. 申报表", "1-2. 汇总表", "2. 说明"], ["申报表", "汇总表", "说明"], id="numbers in two parts"
        ),
        pytest.param(["附件：（一）申报表", "（二）汇总表"], ["申报表", "汇总表"], id="numbers in brackets"),
        pytest.param(["附表：申报表"], ["申报表"], id="a table"),
        pytest.param(["附件【附件1：申报表.docx】已下载12次"], ["申报表"], id="a file in brackets"),
        pytest.param(
            ["附件【申报表.docx】已下载3次 附件【汇总表.xlsx】已下载次", "附件【说明.pdf】"],
            ["申报表", "汇总表", "说明"],
            id="files in brackets",
        ),
        pytest.param(["【附件】申报表.doc"], ["申报表"], id="the word in brackets"),
        pytest.param(["相关附件：", "申报表.doc 【下载】"], ["申报表"], id="a link to its file"),
        pytest.param(["附件1", "^试点城市", "^名单", "正文。"], ["试点城市名单"], id="only the attachment itself"),
        pytest.param(["附件：名单", "附件", "^试点城市名单"], ["名单"], id="the list counts before the headings"),
    ],
)
def test_titles_without_numbers_and_file_endings(texts: list[str], expected: list[str]) -> None:
    assert titles(*texts) == expected


def test_offsets_point_at_the_title() -> None:
    paragraphs = lines("正文。", "附件：1. 申报表", "2. 汇总表.doc")
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    assert [text[a.start : a.end] for a in find_attachments(paragraphs, range(3))] == ["申报表", "汇总表"]


def test_items_under_the_word_alone_are_titles_over_the_signature_and_text_under_it() -> None:
    paragraphs = lines("正文。", "附件", "1.申报表", "2.汇总表", "教育部")

    assert [each.title for each in find_attachments(paragraphs, range(5), range(4, 5))] == ["申报表", "汇总表"]
    assert [each.title for each in find_attachments(paragraphs, range(5), range(1))] == ["1.申报表"]

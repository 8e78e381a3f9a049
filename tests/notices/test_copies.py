"""Where the lists of organs stand that a document is copied to."""

from __future__ import annotations

import pytest

from watcher.articles.markup import Paragraph
from watcher.notices.structure import Notice, read_notice
from watcher.places.mentions import find_places


def copies(*texts: str) -> list[str]:
    said = ["关于书店的通知", "各市教育局：", "请认真执行。", "民政部", "2021年1月1日", *texts]
    placed, start = [], 0
    for text in said:
        placed.append(Paragraph(text, start))
        start += len(text) + 1
    notice = read_notice("关于书店的通知", placed, find_places("\n".join(said)))
    assert isinstance(notice, Notice)
    assert all(span.start < span.end for span in notice.spans)
    return list(notice.cc)


@pytest.mark.parametrize(
    ("texts", "organs"),
    [
        pytest.param(["抄送：教育部、财政部。"], ["教育部", "财政部"], id="on one line"),
        pytest.param(["抄送：教育部，", "财政部。"], ["教育部", "财政部"], id="broken into lines"),
        pytest.param(["抄送：", "教育部、财政部。"], ["教育部", "财政部"], id="under the label"),
        pytest.param(
            ["抄送：教育部；", "财政部、司法部；", "审计署。"], ["教育部", "财政部", "司法部", "审计署"], id="ranks"
        ),
        pytest.param(
            ["抄送：省军区，省法院。各民主党派省委，省工商联。"],
            ["省军区", "省法院", "各民主党派省委", "省工商联"],
            id="two sentences on one line",
        ),
        pytest.param(["抄送：省法院。请遵照执行。"], ["省法院"], id="a sentence that is no list behind it"),
        pytest.param(["抄送：县林业局 县财政局"], ["县林业局", "县财政局"], id="apart by blanks"),
        pytest.param(["抄报：国务院。", "抄送：教育部。"], ["国务院", "教育部"], id="to those above and beside"),
    ],
)
def test_lists_of_copies(texts: list[str], organs: list[str]) -> None:
    assert copies(*texts) == organs


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(["抄送："], id="a label alone"),
        pytest.param(["抄送：", "请于三日内领取材料。"], id="a label over a sentence"),
    ],
)
def test_a_label_without_organs_copies_to_nobody(texts: list[str]) -> None:
    assert copies(*texts) == []

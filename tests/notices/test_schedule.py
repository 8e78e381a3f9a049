"""Deadlines that only the header of a table's column names."""

from __future__ import annotations

from datetime import date

import pytest

from watcher.articles.markup import Paragraph
from watcher.notices.schedule import deadlines_in_tables

SIGNED = date(2023, 2, 6)


def due(*rows: str, kind: str = "row") -> list[str]:
    lines, start = [], 0
    for row in rows:
        lines.append(Paragraph(row, start, kind))
        start += len(row) + 1
    return [day.isoformat() for day, _, _ in deadlines_in_tables(lines, range(len(lines)), SIGNED)]


@pytest.mark.parametrize("header", ["完成时限", "报送时间", "整改完成时间", "截止日期", "完成时限（2023年）"])
def test_dates_in_a_column_of_deadlines_are_some(header: str) -> None:
    assert due(f"任务\t{header}", "自查\t2023年6月30日", "整改\t9月底") == ["2023-06-30", "2023-09-30"]


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("长期坚持", id="no date"),
        pytest.param("每季度一次", id="recurring"),
        pytest.param("2025年", id="a year, which is a target"),
        pytest.param("2022年12月31日", id="before the document"),
        pytest.param("2023年6月30日完成甲、乙、丙、丁、戊、己、庚七项工作并验收", id="a sentence"),
    ],
)
def test_what_a_column_of_deadlines_has_beside_dates(cell: str) -> None:
    assert due("任务\t完成时限", f"自查\t{cell}") == []


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(["任务\t开始时间", "自查\t2023年6月30日"], id="another column"),
        pytest.param(["任务\t完成时限"], id="a header alone"),
    ],
)
def test_tables_without_deadlines(rows: list[str]) -> None:
    assert due(*rows) == []


def test_of_a_period_the_end_counts() -> None:
    assert due("任务\t完成时限", "自查\t3月1日-4月30日") == ["2023-04-30"]


def test_cells_that_span_rows_are_missing_on_the_left() -> None:
    assert due("单位\t任务\t完成时限", "甲局\t自查\t3月底", "整改\t4月底") == ["2023-03-31", "2023-04-30"]


def test_lines_that_are_no_table_have_no_columns() -> None:
    assert due("任务\t完成时限", "自查\t3月底", kind="p") == []

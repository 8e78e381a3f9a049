"""Deadlines that only the header of a table's column names: 完成时限, 报送时间."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from watcher.articles.paragraphs import Paragraph
from watcher.notices.dates import due_in_cell

_HEADER = re.compile(
    r"[\u3400-\u9fff]{0,4}(?:完成|报送|上报|提交|报告|办结|整改|反馈|截止|申报|落实|验收)(?:的)?(?:时限|时间|期限|日期|节点|时间节点)(?:要求)?(?:[（(].{1,10}[）)])?"
    r"|(?:时限|时间|进度)要求|完?成?时限|截止日?|时间节点"
)
_LONGEST_CELL = 24  # characters of a date; longer ones say what is due when
_MOST_CELLS = 20


def deadlines_in_tables(
    lines: Sequence[Paragraph], body: range, signed: date | None
) -> Iterator[tuple[date, int, int]]:
    """Each with its offsets in the article's text; `signed` is the document's date, for those that name no year."""
    column = cells_of_header = 0
    for position in body:
        line = lines[position]
        if line.kind != "row":
            cells_of_header = 0
            continue
        cells = line.text.split("\t")
        if len(cells) > _MOST_CELLS:
            continue
        header = next((i for i, cell in enumerate(cells) if len(cell) < 20 and _HEADER.fullmatch(cell.strip())), None)
        if header is not None:
            column, cells_of_header = header, len(cells)
        elif cells_of_header:
            # Counted from the right where cells that span rows are missing on the left.
            place = column - max(0, cells_of_header - len(cells))
            if 0 <= place < len(cells) and len(cells[place]) <= _LONGEST_CELL:
                start = line.start + sum(len(cell) + 1 for cell in cells[:place])
                if due := due_in_cell(cells[place], signed):
                    yield due.date, start + due.start, start + due.end

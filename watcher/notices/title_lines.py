"""The lines that read as a document's title, of which a title may have several; what stands over it is none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from watcher.articles.paragraphs import Paragraph
from watcher.notices.dates import read_date
from watcher.notices.lines import FOOTER, LABEL, PAGE_LINE, PASSED, is_marked, organs_and_date, title_text
from watcher.notices.numbers import number_of_line, serial_of_line
from watcher.notices.organs import organs_of_line
from watcher.notices.titles import FORWARDS, bare, is_form_name, is_title, issuers_of_title, runs_on, without_number

HEAD = 80  # paragraphs in which a title is looked for: leads and tables of metadata come before it
_TITLE_LINES = 6
_LABEL = 12  # characters of a label, spaced
_UNFINISHED = re.compile(r"[\u3400-\u9fff]{1,10}[（(〔\[【](?:19|20)\d\d[）)〕\]】]第?\d{1,5}")  # a number without 号
_CRUMBS = re.compile(r"[^<〈]{2,}?(?:>{1,2}|›|»|＞)[^<〈]*(?!.)")  # of a page: 首页 > 通知公告 > 正文
_STOCK_LABEL = re.compile(r"[^《》（）“”关于]{2,6}[：:].")  # 证券代码：…
_CLOSING = tuple("。；：:")  # ends of sentences and addressees, not of a title's lines
_ITEM = re.compile(r"\d{1,2}(?:[．、]|\.(?!\d))|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
BEGINS_TITLE = re.compile("关于|转发|批转|印发|[省市县区州盟旗]$")


def titles_in(lines: Sequence[Paragraph]) -> Iterator[range]:
    start = 0
    while start < min(HEAD, len(lines)):
        title = title_from(lines, start)
        if title:
            yield title
            start = title.stop
        else:
            start += 1


def title_from(lines: Sequence[Paragraph], start: int) -> range:
    """The longest title that begins at a line; empty where none does."""
    found = range(0)
    text, marked = "", True
    for end in range(start, min(start + _TITLE_LINES, len(lines))):
        line = lines[end]
        if line.kind in {"row", "li"} or len(line.text) > 220 or (end > start and not _continues(lines, start, end)):
            break
        if runs_on(line.text) or is_label(line.text) or (end == start and _cannot_begin(line.text)):
            break
        if found and is_title(line.text, True) and FORWARDS.search(text) is None:
            break
        text = f"{text} {line.text}".strip()
        is_over_number = end == start and end + 1 < len(lines) and number_of_line(lines[end + 1].text) is not None
        marked = marked and (is_marked(line) or is_over_number)
        if is_title(text, marked):
            found = range(start, end + 1)
    return _without_label(lines, found)


def _without_label(lines: Sequence[Paragraph], title: range) -> range:
    """A title without a line over it that is none of it: 政策全文, 通告全文：, the letterhead of its issuer."""
    while len(title) > 1:
        first, rest = lines[title.start].text, range(title.start + 1, title.stop)
        text = title_text(lines, rest)
        issuers, over = issuers_of_title(text), organs_of_line(first)
        is_whole = is_title(text, True) and (issuers or text.startswith(("关于", "对"))) and not runs_on(first)
        is_letterhead = not lines[title.start].bold and all(lines[i].bold for i in rest)
        is_other = over and not _are_same(over, issuers) and not is_letterhead
        if not is_whole or is_other or BEGINS_TITLE.search(first):
            break
        if not over and issuers_of_title(title_text(lines, title)):
            break
        title = rest
    return title


def _are_same(organs: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether they are the same, perhaps with the province that they lie in: 江苏省宿迁市人民政府."""
    return len(organs) == len(others) and all(one.endswith(two) for one, two in zip(organs, others, strict=True))


def _cannot_begin(text: str) -> bool:
    """Whether a line stands over a title and is none of it: a letterhead (版头), a number, metadata."""
    if text.endswith("文件") and organs_of_line(text.removesuffix("文件")):
        return True
    is_number = bool(number_of_line(text) or serial_of_line(text) or _UNFINISHED.fullmatch(bare(text)))
    if is_number and not is_form_name(without_number(text)):
        return True
    return bool(
        text.isascii()
        or PAGE_LINE.match(bare(text))
        or _STOCK_LABEL.match(text)
        or _CRUMBS.match(text)
        or FOOTER.match(text)
        or organs_and_date(text)[1]
    )


def _continues(lines: Sequence[Paragraph], start: int, end: int) -> bool:
    """Whether a line may go on with the title that begins at `start`."""
    first, line = lines[start], lines[end]
    if _ITEM.match(line.text) or number_of_line(line.text) or serial_of_line(line.text):
        return False
    if line.text.endswith("文件") and not BEGINS_TITLE.search(line.text):  # the second line of a letterhead
        return False
    if any(other.match(line.text) for other in (PAGE_LINE, FOOTER, _STOCK_LABEL, _CRUMBS)):
        return False
    if PASSED.fullmatch(bare(line.text)) or read_date(line.text.strip("（）()")) or line.text[-1:] in _CLOSING:
        return False
    return (
        first.align == line.align
        and (first.kind == "h") == (line.kind == "h")
        and not bare(first.text).startswith(bare(line.text))  # the title again, perhaps without （2019年修订）
    )


def is_label(text: str) -> bool:
    return len(text) <= _LABEL and bool(LABEL.fullmatch(bare(text)))

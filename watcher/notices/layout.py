"""Where the elements of an official document stand among an article's paragraphs (GB/T 9704-2012, 7).

A web page keeps their order and something of their alignment, and puts before and after them what is no document:
a table of metadata, a reporter's lead, the source, the editor, further reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ..articles.markup import Paragraph
from .dates import read_date
from .lines import (
    FOOTER,
    PAGE_LINE,
    PASSED,
    is_addressees,
    is_head_line,
    is_marked,
    is_metadata_row,
    organs_and_date,
    title_text,
)
from .numbers import number_of_line, serial_of_line
from .organs import organs_of_line
from .signature import UNSIGNED, dated_under_title, find_signature, signed_over_text
from .titles import bare, is_form_name, is_title, issuers_of_title, runs_on, without_number

_HEAD = 80  # paragraphs in which a title is looked for: leads and tables of metadata come before it
_METADATA_LINES = 30  # over addressees where the text has no title
_TITLE_LINES = 6

_STOCK_LABEL = re.compile(r"[^《》（）“”关于]{2,6}[：:].")  # 证券代码：…
_CLOSING = tuple("。；：:")  # ends of sentences and addressees, not of a title's lines
_ATTACHED = re.compile(r"附\s?件\s?[\d一二三四五六七八九十]{0,2}\s?[：:]?")  # over an attachment
_FORWARDS = re.compile("转发|批转|印发")


@dataclass(frozen=True, slots=True)
class Outline:
    """Which paragraphs are which element, by index."""

    title: range  # its lines; empty where the document's text does not have its title
    head: tuple[int, ...]  # lines before the body that are neither title nor text: number, metadata
    addressees: int | None
    body: range  # from the first paragraph after the addressees to the end of the document, attachments included
    signers: tuple[str, ...]  # organs that signed, by full name
    signature: range  # lines of the signers, and of the date where there is one
    date: date | None  # as signed
    dated: int | None  # the line of the date
    is_by_person: bool  # signed by an office holder, as orders are


@dataclass(frozen=True, slots=True)
class Top:
    """What stands over a document's text."""

    title: range
    head: tuple[int, ...]
    addressees: int | None
    first: int  # of the text, or of the addressees


def top(lines: Sequence[Paragraph]) -> Top:
    """What stands over the text of the document in `lines`, whose text is in simplified characters."""
    title = _find_title(lines)
    return Top(title, *_find_head(lines, title))


def without_signature(lines: Sequence[Paragraph], over: Top) -> Outline:
    """The outline of what can be no document, since nothing over it begins one: most of what a mirror brings."""
    body = range(over.first, len(lines))
    return Outline(over.title, over.head, over.addressees, body, (), range(0), None, None, is_by_person=False)


def outline(lines: Sequence[Paragraph], over: Top) -> Outline:
    """The outline of the document in `lines`, whose text is in simplified characters."""
    title, head, addressees = over.title, over.head, over.addressees
    start = over.first if addressees is None else addressees + 1
    end = next((i for i in range(start, len(lines)) if FOOTER.match(lines[i].text)), len(lines))
    issuers = issuers_of_title(title_text(lines, title))
    forwards = bool(_FORWARDS.search(title_text(lines, title)))
    signature = find_signature(lines, range(start, end), issuers, forwards)
    if signature.date is None and title:
        signature = dated_under_title(lines, range(title.stop, min(title.stop + 3, start)), signature)
    if signature is UNSIGNED:
        signature = signed_over_text(lines, range(start))
    return Outline(
        title, head, addressees, range(start, end), signature.signers, signature.lines, signature.date, signature.dated,
        signature.is_by_person,
    )  # fmt: skip


def _find_title(lines: Sequence[Paragraph]) -> range:
    """The lines of the title: of those that read as one, the first that addressees follow, else a number."""
    best, best_score = range(0), 0
    for title in _titles(lines):
        follows = [lines[i].text for i in range(title.stop, min(title.stop + 6, len(lines)))]
        text = next((line for line in follows if not is_head_line(line)), "")
        has_number = any(number_of_line(line) or serial_of_line(line) for line in follows[:2])
        if best and any(_ATTACHED.fullmatch(lines[i].text) for i in range(best.stop, title.start)):
            break
        if is_addressees(text):
            return title
        score = 1 + has_number + is_marked(lines[title.start])
        if score > best_score or _is_named_twice(lines, best, title):
            best, best_score = title, score
    return best


def _is_named_twice(lines: Sequence[Paragraph], form: range, title: range) -> bool:
    """Whether an announcement has its title under its form and number: 海关总署公告, 2021年第9号, 关于…的公告."""
    if not form or not is_form_name(without_number(title_text(lines, form))):
        return False
    between = range(form.stop, title.start)
    return all(is_head_line(lines[i].text) for i in between) and not is_form_name(title_text(lines, title))


def _titles(lines: Sequence[Paragraph]) -> Iterator[range]:
    start = 0
    while start < min(_HEAD, len(lines)):
        title = _title_from(lines, start)
        if title:
            yield title
            start = title.stop
        else:
            start += 1


def _title_from(lines: Sequence[Paragraph], start: int) -> range:
    """The longest title that begins at a line; empty where none does."""
    found = range(0)
    text, marked = "", True
    for end in range(start, min(start + _TITLE_LINES, len(lines))):
        line = lines[end]
        if line.kind in {"row", "li"} or len(line.text) > 220 or (end > start and not _continues(lines, start, end)):
            break
        if runs_on(line.text) or (end == start and _cannot_begin(line.text)):
            break
        if found and is_title(line.text, True) and _FORWARDS.search(text) is None:
            break
        text = f"{text} {line.text}".strip()
        marked = marked and is_marked(line)
        if is_title(text, marked):
            found = range(start, end + 1)
    return found


def _cannot_begin(text: str) -> bool:
    """Whether a line stands over a title and is none of it: a letterhead (版头), a number, metadata."""
    if text.endswith("文件") and organs_of_line(text.removesuffix("文件")):
        return True
    is_number = bool(number_of_line(text) or serial_of_line(text))
    if is_number and not is_form_name(without_number(text)):
        return True
    return bool(
        PAGE_LINE.match(bare(text)) or _STOCK_LABEL.match(text) or FOOTER.match(text) or organs_and_date(text)[1]
    )


def _continues(lines: Sequence[Paragraph], start: int, end: int) -> bool:
    """Whether a line may go on with the title that begins at `start`."""
    first, line = lines[start], lines[end]
    if number_of_line(line.text) or serial_of_line(line.text):
        return False
    if PAGE_LINE.match(line.text) or FOOTER.match(line.text):
        return False
    if PASSED.fullmatch(bare(line.text)) or read_date(line.text.strip("（）()")) or line.text[-1:] in _CLOSING:
        return False
    return (
        first.align == line.align and (first.kind == "h") == (line.kind == "h") and bare(first.text) != bare(line.text)
    )


def _find_head(lines: Sequence[Paragraph], title: range) -> tuple[tuple[int, ...], int | None, int]:
    """Lines of the head, the addressees if any, and where the text begins."""
    if not title:
        addressees = next((i for i in range(min(_METADATA_LINES, len(lines))) if is_addressees(lines[i].text)), None)
        if addressees is not None:
            return tuple(range(addressees)), addressees, addressees
        first = next((i for i, line in enumerate(lines[:_HEAD]) if not is_head_line(line.text)), len(lines))
        return tuple(range(first)), None, first
    said = bare(title_text(lines, title))
    position = title.stop
    while position < min(title.stop + 40, len(lines)):
        line = lines[position]
        is_said_again = len(line.text) > 3 and bare(line.text) in said
        if not (is_head_line(line.text) or is_metadata_row(line) or is_said_again):
            break
        position += 1
    head = (*range(title.start), *range(title.stop, position))
    has_addressees = position < len(lines) and is_addressees(lines[position].text)
    return head, position if has_addressees else None, position


def begins_other(lines: Sequence[Paragraph], position: int) -> bool:
    """Whether addressees stand on a line and a title over them: another document begins, which this one forwards."""
    if not is_addressees(lines[position].text):
        return False
    above = [line for line in lines[max(0, position - 3) : position] if not is_head_line(line.text)]
    return bool(above) and is_title(above[-1].text, is_marked(above[-1]))

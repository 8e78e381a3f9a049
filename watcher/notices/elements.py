"""The elements of a laid-out document, one function each: its values and where they were read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Generic, TypeVar

from watcher.articles.paragraphs import Paragraph
from watcher.notices.attachments import find_attachments
from watcher.notices.copies import lists_of_copies
from watcher.notices.dates import find_date, find_deadlines
from watcher.notices.disclosed import disclosed, disclosed_at
from watcher.notices.document import Document
from watcher.notices.lines import title_text
from watcher.notices.numbers import find_numbers, number_of_line, serial_of_line
from watcher.notices.organs import is_organ, organs_of_line, split_joint
from watcher.notices.punctuation import half_width_brackets
from watcher.notices.recipients import split_recipients
from watcher.notices.schedule import deadlines_in_tables
from watcher.notices.titles import (
    after_number,
    bare,
    batch_in,
    batch_of,
    is_form_name,
    is_title,
    issuers_of_title,
    kind_of,
    number_run_on,
    without_number,
)

_CHOOSING = 10  # paragraphs in which a document says what it chooses
_JOINED = 1000  # characters of a table whose cells were joined
_LETTERHEAD = 60  # characters of a line with the number
_QUOTED = re.compile(r"《([^《》]{4,150})》")
_KIND_IN_TEXT = re.compile(
    r"(?:现将?[^。]{0,60}|特此|(?:发布|印发|下发|发出)(?:了)?)(通知|公告|通告|通报|批复|函复|公示|报告)(?:如下|[。：，]|$)"
)

_SERIAL_AFTER = re.compile(
    r"(?:公告|通告|令)[（(](?:[\u3400-\u9fff]{2,16}(?=第))?(\d{4}年第?\d{1,5}号|第\d{1,5}号)[）)]$"
)  # …的公告（2023年第45号）

_NUMBER_LABELS = "发文字号|发布文号|文件编号|文件字号|文号"
_ISSUER_LABELS = "发文机关|发文机构|发文单位|发文部门|制发机关|制定机关|发布机构|发布单位|发布部门"
_DATE_LABELS = "成文日期|成文时间|生成日期|印发日期|发文日期|发文时间"
_DISCLOSURE_LABELS = "公开方式|公开属性|公开类别|公开形式|公开选项"

Value = TypeVar("Value", str, date, tuple[int, str])


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """An element of a document."""

    values: tuple[Value, ...] = ()  # in order, each once
    spans: tuple[tuple[int, int], ...] = ()  # where they were read: offsets in characters into the article's text

    @property
    def first(self) -> Value | None:
        """The value of an element that has one."""
        return self.values[0] if self.values else None


def title(document: Document) -> str:
    """标题 as printed, without white space; where the text has none, that which a lead quotes, or the article's own."""
    if quoted := _quoted_title(document):
        return bare(quoted[0])
    lines = range(0) if document.is_titled_by_headline else document.outline.title
    printed = bare(title_text(document.printed, lines) or document.headline_printed)
    return after_number(printed[: len(without_number(bare(document.title)))])


def _simplified_title(document: Document) -> str:
    return title(document) if document.is_simplified else without_number(bare(document.title))


def _quoted_title(document: Document) -> tuple[str, int, int] | None:
    """The title that a reporter's lead over the addressees quotes, and where, when no other is known."""
    if document.outline.title or is_title(document.headline, True):
        return None
    for position in document.outline.head:
        line = document.printed[position]
        for match in _QUOTED.finditer(line.text[:1000]):
            if kind_of(match[1]):
                return match[1], line.start + match.start(1), line.start + match.end(1)
    return None


def title_span(document: Document) -> tuple[tuple[int, int], ...]:
    """Where the text has the title; () where only the article's own title has it."""
    if not document.is_titled_by_headline:
        lines = document.outline.title
        return ((document.lines[lines.start].start, document.lines[lines.stop - 1].end),)
    quoted = _quoted_title(document)
    at = quoted[1:] if quoted else document.headline_at
    return (at,) if at else ()


def kind(document: Document) -> str | None:
    """文种: the last word of the title; of a text under a headline, what its lead or it itself calls it."""
    found = kind_of(_simplified_title(document))
    if found or document.outline.addressees is None:
        return found
    layout = document.outline
    texts = [document.lines[i].text[:1000] for i in (*layout.head, *layout.body[:5])]
    called = next((match[1] for text in texts if (match := _KIND_IN_TEXT.search(text))), "通知")
    return "函" if called == "函复" else called


def number(document: Document) -> Found[str]:
    """发文字号: under or over the title, in the page's metadata, or in brackets after the title."""
    layout, lines = document.outline, document.lines
    over = [position for position in layout.head if position < layout.title.start]
    for position in (*layout.head[len(over) :], *layout.title, *reversed(over)):  # the nearest to the title first
        line = lines[position]
        if found := number_of_line(line.text):
            return Found((found.value,), ((line.start + found.start, line.start + found.end),))
        if serial := serial_of_line(line.text):
            return Found((_form_above(lines, position) + serial,), ((line.start, line.end),))
    for position in over:  # 等级：特急　皖政办明电〔2018〕7号
        line = lines[position]
        for word in line.text.split() if len(line.text) < _LETTERHEAD else ():
            if found := number_of_line(word):
                start = line.start + line.text.index(word) + found.start
                return Found((found.value,), ((start, start + found.end - found.start),))
    for line, offset in document.labelled(_NUMBER_LABELS):
        if serial := serial_of_line(line.text[offset:].split("\t")[0]):
            return Found((serial,), ((line.start + offset, line.end),))
        if (numbers := find_numbers(line.text[: offset + 60])) and numbers[0].start <= offset + 2:
            return Found((numbers[0].value,), ((line.start + numbers[0].start, line.start + numbers[0].end),))
    said = bare(document.title)
    for position in reversed(over):  # cells of a table that were joined: …的通知国发〔2019〕3号2019年1月2日
        line, joined = lines[position], bare(lines[position].text[:_JOINED])
        end = joined.find(said) + len(said)
        if end >= len(said) and (numbers := find_numbers(joined[end : end + 60])) and numbers[0].start <= 8:
            return Found((numbers[0].value,), ((line.start, line.end),))
    numbers = find_numbers(document.headline_whole)
    if numbers and numbers[0].start == 0 and numbers[0].value.endswith("号"):  # of a headline: 第4号通告 names news
        return Found((numbers[0].value,))
    for name in (document.title, document.headline):
        if run_on := find_numbers(number_run_on(bare(name))):
            return Found((run_on[0].value,), title_span(document))
        numbers = find_numbers(name)
        if numbers and without_number(name) != name:
            return Found((numbers[-1].value,), title_span(document))
        if numbers and after_number(name) != name:
            return Found((numbers[0].value,), title_span(document))
        if after := _SERIAL_AFTER.search(bare(name)):
            return Found((after[1],), title_span(document))
    return Found()


def _form_above(lines: Sequence[Paragraph], position: int) -> str:
    """中华人民共和国国务院令 over 第706号, with those that share it; "" where no such name stands there."""
    for first in range(position - 1, max(-1, position - 5), -1):
        name = bare("".join(line.text for line in lines[first:position]))
        if is_form_name(name):
            while first > 0 and (organs_of_line(lines[first - 1].text) or lines[first - 1].text == "中华人民共和国"):
                first -= 1
            return bare("".join(line.text for line in lines[first:position]))
    return ""


def issuers(document: Document) -> Found[str]:
    """发文机关: as signed, else as in the title, the page's metadata, or on a line over the text; by full name."""
    layout = document.outline
    if layout.signers:
        return Found(_as_printed(document, layout.signers), tuple(_signers_spans(document)))
    form = title_text(document.lines, layout.title)  # over a text whose title only the headline has
    for name in (after_number(without_number(document.title)), without_number(form), document.headline_whole):
        if names := issuers_of_title(name):
            return Found(names, title_span(document))
    for line, offset in document.labelled(_ISSUER_LABELS):
        value = re.split(r"[\t\s]", line.text[offset:], maxsplit=1)[0]
        names = split_joint(value)
        if names and all(map(is_organ, names)):
            return Found(names, ((line.start + offset, line.start + offset + len(value)),))
    for line in (document.lines[position] for position in layout.head):  # alone on a line over the text
        if len(line.text) <= _LETTERHEAD and (names := organs_of_line(line.text)):
            return Found(names, ((line.start, line.end),))
    return Found()


def _signers_spans(document: Document) -> Iterator[tuple[int, int]]:
    """The lines of the signers; of one that ends in the date, what stands before it."""
    layout = document.outline
    for position in layout.signature:
        line = document.lines[position]
        dated = find_date(line.text) if position == layout.dated else None
        signers = line.text[: dated[1]].rstrip() if dated else line.text
        if signers:
            yield line.start, line.start + len(signers)


def addressees(document: Document) -> Found[str]:
    """主送机关, one organ an item."""
    position = document.outline.addressees
    if position is None:
        return Found()
    line = document.lines[position]
    return Found(_as_printed(document, split_recipients(line.text)), ((line.start, line.end),))


def date_signed(document: Document) -> Found[date]:
    """成文日期: as signed, else as in the page's metadata; never the day a page was published."""
    layout = document.outline
    if layout.date and layout.dated is not None:
        line = document.lines[layout.dated]
        dated = find_date(line.text) or (layout.date, 0, len(line.text))
        return Found((layout.date,), ((line.start + dated[1], line.start + dated[2]),))
    for line, offset in document.labelled(_DATE_LABELS):
        if (found := find_date(line.text[offset : offset + 40])) and found[1] <= 2:
            return Found((found[0],), ((line.start + offset + found[1], line.start + offset + found[2]),))
    return Found()


def copies(document: Document) -> Found[str]:
    """抄送机关 and 抄报机关, one organ an item."""
    lists = list(lists_of_copies(document.lines, document.outline))
    names = dict.fromkeys(name for text, _, _ in lists for name in split_recipients(text))
    return Found(_as_printed(document, names), tuple((start, end) for _, start, end in lists))


def _as_printed(document: Document, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(half_width_brackets, names)) if document.has_half_width_brackets else tuple(names)


def cited(document: Document, own: Found[str]) -> Found[str]:
    """Numbers of other documents, in the document's text and its attachments."""
    layout = document.outline
    found = [
        (each.value, line.start + each.start, line.start + each.end)
        for position in (*layout.title, *layout.body)
        for line in (document.lines[position],)
        for each in find_numbers(line.text)
        if not any(each.value == number or (number[0] in "12第" and number in each.value) for number in own.values)
    ]
    return _found(found)


def attachments(document: Document) -> Found[str]:
    """附件: their titles, as printed."""
    found = find_attachments(document.printed, document.own_body, document.outline.signature)
    return _found((each.title, each.start, each.end) for each in found)


def batch(document: Document) -> Found[tuple[int, str]]:
    """第N批 of the document's own series: in its title, in a list that it attaches, or where it chooses."""
    if found := batch_of(_simplified_title(document)):
        return Found((found,), title_span(document))
    for each in find_attachments(document.lines, document.own_body, document.outline.signature):
        if ("名单" in each.title or "目录" in each.title) and (found := batch_of(each.title)):
            return Found((found,), ((each.start, each.end),))
    for position in document.outline.body[:_CHOOSING]:
        line = document.lines[position]
        if "批" in line.text and (found := batch_in(line.text[:2000])):
            return Found((found,), ((line.start, line.end),))
    return Found()


def disclosure(document: Document) -> Found[str]:
    """公开属性 in the note or in the page's metadata; not that of a document which this one forwards."""
    for position in document.own_body:
        line = document.lines[position]
        if said := disclosed(line.text):
            return Found((said[0],), ((line.start + said[1], line.start + said[2]),))
    for line, offset in document.labelled(_DISCLOSURE_LABELS):
        if said := disclosed_at(line.text, offset):
            return Found((said[0],), ((line.start + said[1], line.start + said[2]),))
    return Found()


def deadlines(document: Document, signed: date | None) -> Found[date]:
    """Dates by which somebody must do something."""
    layout = document.outline
    found = [
        (each.date, line.start + each.start, line.start + each.end)
        for position in layout.body
        for line in (document.lines[position],)
        for each in find_deadlines(line.text, signed)
    ]
    return _found(sorted({*found, *deadlines_in_tables(document.lines, layout.body, signed)}, key=itemgetter(1, 2)))


def _found(values: Iterable[tuple[Value, int, int]]) -> Found[Value]:
    listed = list(values)
    return Found(tuple(dict.fromkeys(value for value, _, _ in listed)), tuple((start, end) for _, start, end in listed))

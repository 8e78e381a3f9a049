"""The elements of a laid-out document, one function each: its values and where they were read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from ..articles.markup import Paragraph
from .attachments import find_attachments
from .dates import find_date, find_deadlines
from .document import Document
from .layout import begins_other
from .lines import labelled, title_text
from .numbers import find_numbers, number_of_line, serial_of_line
from .organs import is_organ, split_joint
from .recipients import split_recipients
from .titles import (
    bare,
    batch_in,
    batch_of,
    is_form_name,
    is_title,
    issuers_of_title,
    kind_of,
    without_number,
)

_COPIES = re.compile(r"[（(]?抄\s{0,4}[送报](?:单位|机关)?\s?(?:[：:]\s?|\s(?=\S))")
_CHOOSING = 10  # paragraphs in which a document says what it chooses
_MOST_COPIES = 20  # lists of organs that a document is copied to
_COPIES_LINES = 12  # most lines that plain text breaks one list into
_PRINTED = re.compile(r"日\s*印(?:发|制)$")  # 版记: by whom and when the copies were printed
_DISCLOSED = re.compile(
    r"[（(【\[〔]\s?(?:此文?件?|本件|本文)?\s?(?:属于|属|为|予以|请)?\s?([^（）()，,；;。\s]{0,10}公开(?:发布)?)[^（）()]{0,40}[）)】\]〕]"
    r"|^(?:此件|本件)?\s?((?:主动|依申请|不予|免予|不)公开|公开发布)$"
)
_DISCLOSURES = re.compile(r"主动公开|依申请公开|不予公开|不公开|免予公开|公开发布|删减后公开")
_DISCLOSURE_LINE = re.compile(r"[（(]?(?:政府)?(?:信息)?公开(?:方式|属性|形式|类别|类型|选项|范围)\s?[：:]\s?")
_QUOTED = re.compile(r"《([^《》]{4,150})》")
_KIND_IN_TEXT = re.compile(
    r"(?:现将?[^。]{0,60}|特此|(?:发布|印发|下发|发出)(?:了)?)(通知|公告|通告|通报|批复|函复|公示|报告)(?:如下|[。：，]|$)"
)

_SERIAL_AFTER = re.compile(r"(?:公告|通告|令)[（(](\d{4}年第?\d{1,5}号|第\d{1,5}号)[）)]$")  # …的公告（2023年第45号）

_NUMBER_LABELS = "发文字号|发布文号|文件编号|文件字号|文号"
_ISSUER_LABELS = "发文机关|发文机构|发文单位|制发机关|发布机构|发布单位"
_DATE_LABELS = "成文日期|生成日期|印发日期|发文日期"
_DISCLOSURE_LABELS = "公开方式|公开属性|公开类别|公开形式|公开选项"

Value = TypeVar("Value", str, date, tuple[int, str])


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """An element of a document."""

    values: tuple[Value, ...] = ()  # in order, each once
    spans: tuple[tuple[int, int], ...] = ()  # where they were read: offsets in characters into the article's text


def title(document: Document) -> str:
    """标题 as printed, without white space; where the text has none, that which a lead quotes, or the article's own."""
    if quoted := _quoted_title(document):
        return bare(quoted[0])
    return without_number(bare(title_text(document.printed, document.outline.title) or document.headline_printed))


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
    if lines := document.outline.title:
        return ((document.lines[lines.start].start, document.lines[lines.stop - 1].end),)
    quoted = _quoted_title(document)
    at = quoted[1:] if quoted else document.headline_at
    return (at,) if at else ()


def kind(document: Document) -> str | None:
    """文种: the last word of the title; of a text under a headline, what its lead or it itself calls it."""
    found = kind_of(title(document) if document.is_simplified else without_number(bare(document.title)))
    if found or document.outline.addressees is None:
        return found
    layout = document.outline
    texts = [document.lines[i].text[:1000] for i in (*layout.head, *layout.body[:5])]
    called = next((match[1] for text in texts if (match := _KIND_IN_TEXT.search(text))), "通知")
    return "函" if called == "函复" else called


def number(document: Document) -> Found[str]:
    """发文字号: under or over the title, in the page's metadata, or in brackets after the title."""
    layout, lines = document.outline, document.lines
    for position in (*layout.head, *layout.title):
        line = lines[position]
        if found := number_of_line(line.text):
            return Found((found.value,), ((line.start + found.start, line.start + found.end),))
        if serial := serial_of_line(line.text):
            return Found((_form_above(lines, position) + serial,), ((line.start, line.end),))
    for line, offset in _labelled(document, _NUMBER_LABELS):
        if (numbers := find_numbers(line.text[: offset + 60])) and numbers[0].start <= offset + 2:
            return Found((numbers[0].value,), ((line.start + numbers[0].start, line.start + numbers[0].end),))
    numbers = find_numbers(document.headline_whole)
    if numbers and numbers[0].start == 0 and numbers[0].value.endswith("号"):  # of a headline: 第4号通告 names news
        return Found((numbers[0].value,))
    for name in (document.title, document.headline):
        if (numbers := find_numbers(name)) and without_number(name) != name:
            return Found((numbers[-1].value,), title_span(document))
        if after := _SERIAL_AFTER.search(bare(name)):
            return Found((after[1],), title_span(document))
    return Found()


def _form_above(lines: Sequence[Paragraph], position: int) -> str:
    """中华人民共和国国务院令 over 第706号; "" where no such name stands there."""
    names = (
        bare("".join(line.text for line in lines[first:position])) for first in range(max(0, position - 4), position)
    )
    return next((name for name in names if is_form_name(name)), "")


def issuers(document: Document) -> Found[str]:
    """发文机关: as signed, else as in the title, else as in the page's metadata; by full name."""
    layout = document.outline
    if layout.signers:
        return Found(layout.signers, tuple(_signers_spans(document)))
    if names := issuers_of_title(without_number(document.title)) or issuers_of_title(document.headline_whole):
        return Found(names, title_span(document))
    for line, offset in _labelled(document, _ISSUER_LABELS):
        value = re.split(r"[\t\s]", line.text[offset:], maxsplit=1)[0]
        names = split_joint(value)
        if names and all(map(is_organ, names)):
            return Found(names, ((line.start + offset, line.start + offset + len(value)),))
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
    return Found(split_recipients(line.text), ((line.start, line.end),))


def date_signed(document: Document) -> Found[date]:
    """成文日期: as signed, else as in the page's metadata; never the day a page was published."""
    layout = document.outline
    if layout.date and layout.dated is not None:
        line = document.lines[layout.dated]
        dated = find_date(line.text) or (layout.date, 0, len(line.text))
        return Found((layout.date,), ((line.start + dated[1], line.start + dated[2]),))
    for line, offset in _labelled(document, _DATE_LABELS):
        if (found := find_date(line.text[offset : offset + 40])) and found[1] <= 2:
            return Found((found[0],), ((line.start + offset + found[1], line.start + offset + found[2]),))
    return Found()


def copies(document: Document) -> Found[str]:
    """抄送机关 and 抄报机关, one organ an item."""
    names: list[str] = []
    spans: list[tuple[int, int]] = []
    for position in document.outline.body:
        if position > document.outline.signature.stop and begins_other(document.lines, position):
            break
        if match := _COPIES.match(document.lines[position].text):
            text, end = _list_from(document, position)
            names += split_recipients(text[match.end() :])
            spans.append((document.lines[position].start + match.end(), end))
            if len(spans) == _MOST_COPIES:
                break
    return Found(tuple(dict.fromkeys(names)), tuple(spans))


def _list_from(document: Document, position: int) -> tuple[str, int]:
    """The text of a list of organs, which plain text may break into lines, to its full stop; and where it ends."""
    lines = document.lines[position : min(position + _COPIES_LINES, document.outline.body.stop)]
    printed = [bool(_PRINTED.search(line.text[-40:])) for line in (*lines[1:], lines[0])]
    last = next((i for i, line in enumerate(lines) if line.text[-1:] not in "，、,；"), 0)
    for i, line in enumerate(lines):
        if _COPIES.match(line.text) and i:
            break
        if printed[i] or line.text.endswith("。") or len(line.text) > 2000:
            last = i
            break
    text = "".join(line.text for line in lines[: last + 1]).partition("。")[0]
    while last + 1 < len(lines) and _is_more_of_a_list(lines[last + 1].text):  # each rank with a full stop
        last += 1
        text += f"，{lines[last].text}"
    return text, lines[last].end


def _is_more_of_a_list(text: str) -> bool:
    names = re.split("[，、]", text.rstrip("。"))
    return text.endswith("。") and len(text) <= 300 and all(is_organ(name.strip()) for name in names)


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
    found = find_attachments(document.printed, document.outline.body, document.outline.signature)
    return _found((each.title, each.start, each.end) for each in found)


def batch(document: Document) -> Found[tuple[int, str]]:
    """第N批 of the document's own series: in its title, in a list that it attaches, or where it chooses."""
    if found := batch_of(title(document) if document.is_simplified else bare(document.title)):
        return Found((found,), title_span(document))
    for each in find_attachments(document.lines, document.outline.body, document.outline.signature):
        if ("名单" in each.title or "目录" in each.title) and (found := batch_of(each.title)):
            return Found((found,), ((each.start, each.end),))
    for position in document.outline.body[:_CHOOSING]:
        line = document.lines[position]
        if "批" in line.text and (found := batch_in(line.text[:2000])):
            return Found((found,), ((line.start, line.end),))
    return Found()


def disclosure(document: Document) -> Found[str]:
    """公开属性 in the brackets of the note (GB/T 9704-2012 7.3.6) or in the page's metadata."""
    for position in document.outline.body:
        line = document.lines[position]
        if len(line.text) >= 200 or "公开" not in line.text:
            continue
        if (label := _DISCLOSURE_LINE.match(line.text)) and (match := _DISCLOSURES.match(line.text, label.end())):
            return Found((match[0],), ((line.start + match.start(), line.start + match.end()),))
        if match := _DISCLOSED.search(line.text):
            printed = 1 if match[1] else 2
            known = _DISCLOSURES.search(match[printed])
            start, end = match.span(printed)
            return Found((known[0] if known else match[printed],), ((line.start + start, line.start + end),))
    for line, offset in _labelled(document, _DISCLOSURE_LABELS):
        if match := _DISCLOSURES.match(line.text, offset):
            return Found((match[0],), ((line.start + match.start(), line.start + match.end()),))
    return Found()


def deadlines(document: Document, signed: date | None) -> Found[date]:
    """Dates by which somebody must do something."""
    found = [
        (each.date, line.start + each.start, line.start + each.end)
        for position in document.outline.body
        for line in (document.lines[position],)
        for each in find_deadlines(line.text, signed)
    ]
    return _found(found)


def _found(values: Iterable[tuple[Value, int, int]]) -> Found[Value]:
    listed = list(values)
    return Found(tuple(dict.fromkeys(value for value, _, _ in listed)), tuple((start, end) for _, start, end in listed))


def _labelled(document: Document, labels: str) -> Iterator[tuple[Paragraph, int]]:
    """Lines of metadata that have or follow one of the labels, and the offset in them past it."""
    for position in document.outline.head:
        line = document.lines[position]
        if (offset := labelled(line.text, labels)) is None:
            continue
        if offset == len(line.text) and position + 1 < len(document.lines):  # the value stands on the next line
            line, offset = document.lines[position + 1], 0
        yield line, offset

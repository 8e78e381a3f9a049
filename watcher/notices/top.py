"""What stands over a document's text: its title, its number, its addressees, and what a page puts between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from watcher.articles.paragraphs import Paragraph
from watcher.notices.dates import read_date
from watcher.notices.lines import (
    DATE_ENDS,
    FOOTER,
    LABEL,
    PAGE_LINE,
    PASSED,
    is_addressees,
    is_head_line,
    is_marked,
    is_metadata_row,
    may_stand_over_text,
    organs_and_date,
    title_text,
)
from watcher.notices.numbers import number_of_line, serial_of_line
from watcher.notices.organs import organs_of_line
from watcher.notices.titles import (
    bare,
    inner_title,
    is_form_name,
    is_title,
    issuers_of_title,
    kind_of,
    runs_on,
    without_number,
)

_HEAD = 80  # paragraphs in which a title is looked for: leads and tables of metadata come before it
_METADATA_LINES = 30  # over addressees where the text has no title
_TITLE_LINES = 6
_HEAD_LINE = 300  # characters
_SORT = 6  # characters of a title that only says of what sort it is: 航行通告
_LABEL = 12  # characters of a label, spaced
_PAGE_LINES = 12  # of a page between a title and the document's number or addressees
_UNFINISHED = re.compile(r"[\u3400-\u9fff]{1,10}[（(〔\[【](?:19|20)\d\d[）)〕\]】]第?\d{1,5}")  # a number without 号
_CRUMBS = re.compile(r"[^<〈]{2,}?(?:>{1,2}|›|»|＞)[^<〈]*(?!.)")  # of a page: 首页 > 通知公告 > 正文
_STOCK_LABEL = re.compile(r"[^《》（）“”关于]{2,6}[：:].")  # 证券代码：…
_CLOSING = tuple("。；：:")  # ends of sentences and addressees, not of a title's lines
_ATTACHED = re.compile(r"附\s?件\s?[\d一二三四五六七八九十]{0,2}\s?[：:]?")  # over an attachment
_ITEM = re.compile(r"\d{1,2}(?:[．、]|\.(?!\d))|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
_BEGINS_TITLE = re.compile("关于|转发|批转|印发|[省市县区州盟旗]$")
_FORWARDS = re.compile("转发|批转|印发")


@dataclass(frozen=True, slots=True)
class Top:
    """What stands over a document's text."""

    title: range
    head: tuple[int, ...]
    addressees: int | None
    first: int  # of the text, or of the addressees


def top(lines: Sequence[Paragraph], headline: str) -> Top:
    """What stands over the text of the document in `lines`, whose text is in simplified characters.

    `headline` is the article's own title, which a page may print over its text.
    """
    title = _find_title(lines, headline) or _said_as_headline(lines, bare(headline))
    return Top(title, *_find_head(lines, title, headline))


def _find_title(lines: Sequence[Paragraph], headline: str) -> range:
    """The lines of the title: of those that read as one, the first that addressees follow, else a number.

    Not one of a document that this one issues or forwards, which stands after its addressees or its text.
    """
    best, best_score = range(0), 0
    scanned, is_text = 0, False
    for title in _titles(lines):
        for line in lines[scanned : title.start]:
            if is_addressees(line.text) or (best and _ATTACHED.fullmatch(line.text)):
                return best
            if is_text and FOOTER.match(line.text):
                return best
            is_text = is_text or "。" in line.text
        scanned = title.stop
        end = _end_of_head(lines, title)
        if end < len(lines) and is_addressees(lines[end].text):
            return title
        if (
            is_text
            and is_title(inner_title(headline) or headline, True)
            and not _is_same(title_text(lines, title), headline)
        ):
            return best
        has_number = any(number_of_line(lines[i].text) or serial_of_line(lines[i].text) for i in range(title.stop, end))
        score = 1 + has_number + is_marked(lines[title.start])
        if score > best_score or _is_named_twice(lines, best, title) or _is_said_again(lines, best, title):
            best, best_score = title, score
    return best


def _said_as_headline(lines: Sequence[Paragraph], headline: str) -> range:
    """The line that says the headline again, where that reads as a title and nothing sets it apart."""
    is_over = True  # with no sentence before it
    for position, line in enumerate(lines[:_METADATA_LINES]):
        said = bare(line.text)
        is_over = is_over and may_stand_over_text(line.text)
        if (said == headline or (is_over and without_number(said).endswith(headline))) and is_title(line.text, True):
            return range(position, position + 1)
    return range(0)


def _is_same(title: str, other: str) -> bool:
    """Whether one is the other, perhaps with its issuers before it."""
    one, two = bare(without_number(title)), bare(without_number(other))
    return one.endswith(two) or two.endswith(one)


def _is_said_again(lines: Sequence[Paragraph], headline: range, title: range) -> bool:
    """Whether a page's headline stands over the document's own title, with no text between them."""
    said, again = (without_number(title_text(lines, each)) for each in (headline, title))
    is_own = kind_of(again) == kind_of(said) or bool(issuers_of_title(again))
    return bool(_is_same(said, again) or (is_own and not is_form_name(said) and _BEGINS_TITLE.search(again))) and all(
        may_stand_over_text(lines[i].text) or PAGE_LINE.match(lines[i].text) for i in range(headline.stop, title.start)
    )


def _is_named_twice(lines: Sequence[Paragraph], form: range, title: range) -> bool:
    """Whether an announcement has its title under its form and number: 海关总署公告, 2021年第9号, …公告; 航行通告."""
    name = without_number(title_text(lines, form))
    is_sort = len(bare(name)) <= _SORT and kind_of(name) == kind_of(title_text(lines, title))
    if not form or not (is_form_name(name) or is_sort):
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
        if runs_on(line.text) or _is_label(line.text) or (end == start and _cannot_begin(line.text)):
            break
        if found and is_title(line.text, True) and _FORWARDS.search(text) is None:
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
        if not is_whole or is_other or _BEGINS_TITLE.search(first):
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
    if line.text.endswith("文件") and not _BEGINS_TITLE.search(line.text):  # the second line of a letterhead
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


def _find_head(lines: Sequence[Paragraph], title: range, headline: str) -> tuple[tuple[int, ...], int | None, int]:
    """Lines of the head, the addressees if any, and where the text begins."""
    if not title:
        addressees = next((i for i in range(min(_METADATA_LINES, len(lines))) if is_addressees(lines[i].text)), None)
        if addressees is not None:
            return tuple(range(addressees)), addressees, addressees
        first = _first_of_text(lines, bare(headline))
        return tuple(range(first)), None, first
    position = _end_of_head(lines, title)
    head = (*range(title.start), *range(title.stop, position))
    has_addressees = position < len(lines) and is_addressees(lines[position].text)
    return head, position if has_addressees else None, position


def _first_of_text(lines: Sequence[Paragraph], headline: str) -> int:
    """Where the text begins that has no title of its own: past what the page puts over it."""
    start = 0
    for position, line in enumerate(lines[:_METADATA_LINES]):
        if not may_stand_over_text(line.text):
            break
        is_kind = len(line.text) <= 8 and headline.endswith(bare(line.text))  # 公　告
        if bare(line.text) == headline or is_kind or PAGE_LINE.match(bare(line.text)):
            start = position + 1
    for position in range(start, min(_HEAD, len(lines))):
        if not _is_of_page(lines, position):
            return position
    return min(_HEAD, len(lines))


def _is_of_page(lines: Sequence[Paragraph], position: int) -> bool:
    """Whether a line is none of the document's text: a number, a date, metadata with a label, what else a page has."""
    line = lines[position]
    return len(line.text) <= _HEAD_LINE and bool(
        is_head_line(line.text)
        or FOOTER.match(line.text)
        or is_metadata_row(line)
        or _is_label(line.text)
        or (position > 0 and _is_label(lines[position - 1].text))
        or _signs_over_text(lines, position)
    )


def _signs_over_text(lines: Sequence[Paragraph], position: int) -> bool:
    """Whether an organ stands on a line and a date on the next, as bulletins have it under their title."""
    dated = lines[position + 1].text if position + 1 < len(lines) else ""
    return (
        dated[-1:] in DATE_ENDS
        and read_date(dated.strip("（）()")) is not None
        and bool(organs_of_line(lines[position].text))
    )


def _is_label(text: str) -> bool:
    return len(text) <= _LABEL and bool(LABEL.fullmatch(bare(text)))


def _end_of_head(lines: Sequence[Paragraph], title: range) -> int:
    """Where the addressees or the text begin under a title, past its number and what the page puts there."""
    said = bare(title_text(lines, title))
    position, stop = title.stop, min(title.stop + 40, len(lines))
    while position < stop:
        line = lines[position]
        if is_addressees(line.text):
            break
        is_said_again = len(line.text) > 3 and bare(line.text) in said and not _title_from(lines, position)
        if is_said_again or _is_of_page(lines, position):
            position += 1
        elif (past := _past_page_lines(lines, range(position, min(position + _PAGE_LINES, stop)))) is not None:
            position = past
        else:
            break
    return position


def _past_page_lines(lines: Sequence[Paragraph], under: range) -> int | None:
    """Past lines of the page, whatever they say, that stand over the document's number or its addressees."""
    for position in under:
        text = lines[position].text
        if is_addressees(text):
            return position if position > under.start else None
        if number_of_line(text):
            return position + 1
        if not may_stand_over_text(text) or _title_from(lines, position):
            return None
    return None

"""What stands over a document's text: its title, its number, its addressees, and what a page puts between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from watcher.articles.paragraphs import Paragraph
from watcher.notices.dates import read_date
from watcher.notices.lines import (
    DATE_ENDS,
    FOOTER,
    PAGE_LINE,
    is_addressees,
    is_head_line,
    is_marked,
    is_metadata_row,
    may_stand_over_text,
    title_text,
)
from watcher.notices.numbers import number_of_line, serial_of_line
from watcher.notices.organs import organs_of_line
from watcher.notices.title_lines import BEGINS_TITLE, HEAD, is_label, title_from, titles_in
from watcher.notices.titles import (
    bare,
    inner_title,
    is_form_name,
    is_title,
    issuers_of_title,
    kind_of,
    without_number,
)

_METADATA_LINES = 30  # over addressees where the text has no title
_HEAD_LINE = 300  # characters
_LEAD = 8  # lines in which a title is looked for that nothing marks
_SORT = 6  # characters of a title that only says of what sort it is: 航行通告
_PAGE_LINES = 12  # of a page between a title and the document's number or addressees
_ATTACHED = re.compile(r"附\s?件\s?[\d一二三四五六七八九十]{0,2}\s?[：:]?")  # over an attachment


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
    title = _find_title(lines, headline) or _said_as_headline(lines, bare(headline)) or _over_own_words(lines)
    return Top(title, *_find_head(lines, title, headline))


def _find_title(lines: Sequence[Paragraph], headline: str) -> range:
    """The lines of the title: of those that read as one, the first that addressees follow, else a number.

    Not one of a document that this one issues or forwards, which stands after its addressees or its text.
    """
    best, best_score = range(0), 0
    scanned, is_text = 0, False
    for title in titles_in(lines):
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


def _over_own_words(lines: Sequence[Paragraph]) -> range:
    """A line that the page does not mark as a title, over a text that says what it is: 某省退出公示, 现向社会公示."""
    for position, (line, text) in enumerate(pairwise(lines[:_LEAD])):
        if not may_stand_over_text(line.text):
            break
        kind = kind_of(line.text)
        if (
            kind
            and is_title(line.text, True)
            and re.search(rf"现[^。]{{0,30}}{kind}(?:如下|[，。：])", text.text[:600])
        ):
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
    return bool(_is_same(said, again) or (is_own and not is_form_name(said) and BEGINS_TITLE.search(again))) and all(
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
    for position in range(start, min(HEAD, len(lines))):
        if not _is_of_page(lines, position):
            return position
    return min(HEAD, len(lines))


def _is_of_page(lines: Sequence[Paragraph], position: int) -> bool:
    """Whether a line is none of the document's text: a number, a date, metadata with a label, what else a page has."""
    line = lines[position]
    return len(line.text) <= _HEAD_LINE and bool(
        is_head_line(line.text)
        or FOOTER.match(line.text)
        or is_metadata_row(line)
        or is_label(line.text)
        or (position > 0 and is_label(lines[position - 1].text))
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


def _end_of_head(lines: Sequence[Paragraph], title: range) -> int:
    """Where the addressees or the text begin under a title, past its number and what the page puts there."""
    said = bare(title_text(lines, title))
    position, stop = title.stop, min(title.stop + 40, len(lines))
    while position < stop:
        line = lines[position]
        if is_addressees(line.text):
            break
        is_said_again = len(line.text) > 3 and bare(line.text) in said and not title_from(lines, position)
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
        if not may_stand_over_text(text) or title_from(lines, position):
            return None
    return None

"""Where the elements of an official document stand among an article's paragraphs (GB/T 9704-2012, 7).

A web page keeps their order and something of their alignment, and puts before and after them what is no document:
a table of metadata, a reporter's lead, the source, the editor, further reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from watcher.articles.paragraphs import Paragraph
from watcher.notices.lines import FOOTER, is_addressees, is_head_line, is_marked, title_text
from watcher.notices.signature import UNSIGNED, dated_under_title, find_signature, signed_over_text
from watcher.notices.titles import FORWARDS, is_title, issuers_of_title
from watcher.notices.top import Top


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
    forwards = bool(FORWARDS.search(title_text(lines, title)))
    signature = find_signature(lines, range(start, end), issuers, forwards)
    if signature.date is None and title:
        signature = dated_under_title(lines, title, range(title.stop, min(title.stop + 3, start)), signature)
    if signature is UNSIGNED:
        signature = signed_over_text(lines, range(start))
    return Outline(
        title, head, addressees, range(start, end), signature.signers, signature.lines, signature.date, signature.dated,
        signature.is_by_person,
    )  # fmt: skip


def before_other(lines: Sequence[Paragraph], outline: Outline, title: str) -> range:
    """The body without what a document encloses that forwards one, by `title`, which has its own addressees."""
    after = range(max(outline.signature.stop, outline.body.start), outline.body.stop)
    if not FORWARDS.search(title):
        return outline.body
    stop = next((position for position in after if begins_other(lines, position)), outline.body.stop)
    return range(outline.body.start, stop)


def begins_other(lines: Sequence[Paragraph], position: int) -> bool:
    """Whether addressees stand on a line and a title over them: another document begins, which this one forwards."""
    if not is_addressees(lines[position].text):
        return False
    above = [line for line in lines[max(0, position - 3) : position] if not is_head_line(line.text)]
    return any(is_title(" ".join(line.text for line in above[i:]), is_marked(above[-1])) for i in range(len(above)))

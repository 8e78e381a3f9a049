"""An article's text, laid out as the official document that it gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..articles.markup import Paragraph
from .layout import Outline, outline, top, without_signature
from .lines import title_text
from .titles import clean_headline, inner_title, is_title
from .traditional import is_traditional, simplified

_LEAD = 6  # paragraphs of a reporter before the document's text
_HEADLINE = 500  # characters
_TITLE_LABEL = re.compile(r"(?:信息|文件)?(?:名\s{0,4}称|标\s{0,4}题)\s?[：:]\s?([^\t]{6,200})")


@dataclass(frozen=True, slots=True)
class Document:
    """An article's text, laid out as a document."""

    lines: Sequence[Paragraph]  # in simplified characters
    printed: Sequence[Paragraph]  # as they are
    outline: Outline
    headline: str  # the document's title as the article's own has it, in simplified characters
    headline_printed: str  # the same as printed
    headline_whole: str  # with what stands around the document's title
    headline_at: tuple[int, int] | None  # where metadata in the text have the headline; None for the article's title
    is_given_whole: bool  # the article says that the document's text follows

    @property
    def title(self) -> str:
        """With its white space and number, in simplified characters."""
        return title_text(self.lines, self.outline.title) or self.headline

    @property
    def is_simplified(self) -> bool:
        return self.lines is self.printed


def lay_out(headline: str, paragraphs: Sequence[Paragraph]) -> Document:
    """Find the parts of the document among an article's paragraphs; `headline` is the article's own title."""
    lines = paragraphs
    whole = clean_headline(headline[:_HEADLINE])
    is_given_whole = any("全文如下" in line.text[-12:] for line in paragraphs[:_LEAD])
    printed = inner_title(whole) or whole
    if is_traditional(headline + "".join(line.text for line in paragraphs[:40])):
        lines = [line._replace(text=simplified(line.text)) for line in paragraphs]
    name = printed if lines is paragraphs else simplified(printed)
    over = top(lines)
    at: tuple[int, int] | None = None
    if not over.title and not is_title(name, True) and (found_title := _labelled_title(lines, over.head)):
        name = printed = found_title[0]
        at = found_title[1:]
    may_be_one = over.title or over.addressees is not None or is_title(name, True)
    found = outline(lines, over) if may_be_one else without_signature(lines, over)
    return Document(lines, paragraphs, found, name, printed, whole, at, is_given_whole)


def _labelled_title(lines: Sequence[Paragraph], head: Iterable[int]) -> tuple[str, int, int] | None:
    """The title that the page's metadata give, and where: 名称：…的通知."""
    for position in head:
        match = _TITLE_LABEL.match(lines[position].text)
        if match and is_title(match[1], True):
            start = lines[position].start
            return match[1].strip(), start + match.start(1), start + match.end(1)
    return None

"""An article's text, laid out as the official document that it gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from watcher.articles.paragraphs import Paragraph
from watcher.notices.layout import Outline, before_other, outline, without_signature
from watcher.notices.lines import labelled, title_text
from watcher.notices.punctuation import full_width, is_half_width
from watcher.notices.splitting import split_lines, with_addressees_apart, with_addressees_whole, with_title_apart
from watcher.notices.titles import clean_headline, inner_title, is_form_name, is_title, kind_of, without_number
from watcher.notices.top import top
from watcher.notices.traditional import is_traditional, simplified

_LEAD = 6  # paragraphs of a reporter before the document's text
_HEADLINE = 500  # characters
_WHOLE_FOLLOWS = re.compile("《([^《》]{6,150})》[^《》。]{0,20}全文如下[：:]?$")
_TITLE_LABEL = re.compile(r"(?:信息|文件)?(?:名\s{0,4}称|标\s{0,4}题)\s?[：:]\s?([^\t]{6,200})")


@dataclass(frozen=True, slots=True)
class Document:
    """An article's text, laid out as a document."""

    lines: Sequence[Paragraph]  # in simplified characters
    printed: Sequence[Paragraph]  # as they are
    outline: Outline
    title: str  # with its white space and number, in simplified characters
    own_body: range  # its text without that of a document which it forwards
    headline: str  # the document's title as the article's own has it, in simplified characters
    headline_printed: str  # the same as printed
    headline_whole: str  # with what stands around the document's title
    headline_at: tuple[int, int] | None  # where metadata in the text have the headline; None for the article's title
    is_titled_by_headline: bool  # the text has no title, or nothing but the name of its form: X局公告
    is_given_whole: bool  # the article says that the document's text follows
    is_simplified: bool
    has_half_width_brackets: bool

    def labelled(self, labels: str) -> Iterator[tuple[Paragraph, int]]:
        """Lines of metadata that have or follow one of the labels, and the offset in them past it."""
        for position in self.outline.head:
            line = self.lines[position]
            if (offset := labelled(line.text, labels)) is None:
                continue
            if offset == len(line.text) and position + 1 < len(self.lines):  # the value stands on the next line
                line, offset = self.lines[position + 1], 0
            yield line, offset


def lay_out(headline: str, paragraphs: Sequence[Paragraph]) -> Document:
    """Find the parts of the document among an article's paragraphs; `headline` is the article's own title."""
    whole = clean_headline(headline[:_HEADLINE])
    printed = inner_title(whole) or whole
    paragraphs = with_addressees_whole(
        with_addressees_apart(with_title_apart(split_lines(paragraphs, printed)), printed)
    )
    beginning = "\n".join((headline, *(line.text for line in paragraphs[:40])))
    read: list[Callable[[str], str]] = []
    if is_traditional(beginning):
        read.append(simplified)
    if is_half_width(beginning):
        read.append(full_width)
    lines, name, head = paragraphs, printed, whole
    for change in read:
        lines = [line._replace(text=change(line.text)) for line in lines]
        name, head = change(name), change(head)
    over = top(lines, head)
    at: tuple[int, int] | None = None
    found_title = _labelled_title(lines, over.head) or _title_in_lead(lines[:_LEAD])
    if not over.title and not is_title(name, True) and found_title:
        name = printed = found_title[0]
        at = found_title[1:]
    may_be_one = over.title or over.addressees is not None or is_title(name, True)
    is_given_whole = any("全文如下" in line.text[-12:] for line in lines[: over.first + _LEAD])
    found = outline(lines, over) if may_be_one else without_signature(lines, over)
    title = title_text(lines, over.title)
    is_titled_by_headline = not over.title or _is_named_in_headline(title, name)
    title = name if is_titled_by_headline else title
    return Document(
        lines=lines,
        printed=paragraphs,
        outline=found,
        title=title,
        own_body=before_other(lines, found, title),
        headline=name,
        headline_printed=printed,
        headline_whole=whole,
        headline_at=at,
        is_titled_by_headline=is_titled_by_headline,
        is_given_whole=is_given_whole,
        is_simplified=simplified not in read,
        has_half_width_brackets=full_width in read and "（" not in beginning,
    )


def _is_named_in_headline(title: str, headline: str) -> bool:
    """Whether only the headline has an announcement's matter, and its text the form: X局公告."""
    form = without_number(title)
    return (
        is_form_name(form)
        and kind_of(form) == kind_of(headline) != "命令"
        and is_title(headline, False)
        and not is_form_name(without_number(headline))
    )


def _title_in_lead(lines: Sequence[Paragraph]) -> tuple[str, int, int] | None:
    """The title that a reporter says stands over what follows, and where: 某部发布《…的公告》，全文如下：."""
    for line in lines:
        match = _WHOLE_FOLLOWS.search(line.text[-300:])
        if match and is_title(match[1], True):
            start = line.start + max(0, len(line.text) - 300)
            return match[1], start + match.start(1), start + match.end(1)
    return None


def _labelled_title(lines: Sequence[Paragraph], head: Iterable[int]) -> tuple[str, int, int] | None:
    """The title that the page's metadata give, and where: 名称：…的通知."""
    for position in head:
        match = _TITLE_LABEL.match(lines[position].text)
        if match and is_title(match[1], True):
            start = lines[position].start
            return match[1].strip(), start + match.start(1), start + match.end(1)
    return None

"""A document whose lines were all joined into one, as tables of crawled texts have them -> its lines again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..articles.paragraphs import Paragraph
from .lines import is_addressees
from .numbers import find_numbers
from .organs import organs_of_line
from .titles import bare, is_title

_FEW = 6  # paragraphs of a text that may be one line and what a page puts around it
_LONG = 120  # characters of a paragraph that may be a whole document
_HEAD = 800  # characters in which title, number and addressees stand
_TITLE = 120  # characters of a title
_SIGNERS = 80  # characters
_SENTENCE = re.compile("。[”）)]?")
_BEGINS = re.compile(r"附\s?件\s?\d?\s?[：:]|抄\s?[送报]\s?[：:]|[（(]此件|[（(]\s?(?:信息)?公开")
_DATE = re.compile(
    r"[\d〇○零一二三四五六七八九]{4}\s?年\s?[\d一二三四五六七八九十]{1,3}\s?月\s?[\d一二三四五六七八九十]{1,3}\s?日"
)
_COLON = re.compile("[：:]")


def unfolded(paragraphs: Sequence[Paragraph], title: str) -> Sequence[Paragraph]:
    """The paragraphs, the one that is a whole document as its lines: title, number, addressees, sentences, signature.

    As they are where `title`, the article's own, is no document's, and where no line but those of a text is in it.
    """
    if not paragraphs or len(paragraphs) > _FEW:
        return paragraphs
    whole = max(paragraphs, key=lambda paragraph: len(paragraph.text))
    if len(whole.text) < _LONG or not is_title(title, True):
        return paragraphs
    head = _cuts_of_head(whole.text, bare(title))
    signature = list(_cuts_of_signature(whole.text, head[-1]))
    if len(head) == 1 and not signature:
        return paragraphs
    cuts = sorted({*head, *_cuts_of_text(whole.text, head[-1]), *signature, len(whole.text)})
    lines = [piece for begin, end in pairwise(cuts) if (piece := _piece(whole, begin, end)).text]
    position = paragraphs.index(whole)
    return [*paragraphs[:position], *lines, *paragraphs[position + 1 :]]


def _cuts_of_head(text: str, title: str) -> list[int]:
    """Where the lines over the text begin and end."""
    said = re.compile(r"\s*".join(map(re.escape, title[:_TITLE]))).search(text, 0, _HEAD)
    cuts = [0, said.start(), said.end()] if said else [0]
    position = cuts[-1]
    for number in find_numbers(text[position : position + 60])[:1]:
        if not text[position : position + number.start].strip(" \u3000（("):
            end = position + number.end
            position = end + (text[end : end + 1] in {"）", ")"})
            cuts.append(position)
    colon = _COLON.search(text, position, position + _HEAD)
    if colon and is_addressees(text[position : colon.end()].strip()):
        cuts.append(colon.end())
    return cuts


def _cuts_of_text(text: str, start: int) -> Iterator[int]:
    """Where sentences end, and where what stands under a document begins."""
    for match in _SENTENCE.finditer(text, start):
        yield match.end()
    for match in _BEGINS.finditer(text, start):
        yield match.start()


def _cuts_of_signature(text: str, start: int) -> Iterator[int]:
    """Where dates stand right after organs that end a text."""
    for match in _DATE.finditer(text, start):
        begin = text.rfind("。", max(start, match.start() - _SIGNERS), match.start()) + 1
        if begin and organs_of_line(text[begin : match.start()].strip()):
            yield from (begin, match.start(), match.end())


def _piece(whole: Paragraph, begin: int, end: int) -> Paragraph:
    text = whole.text[begin:end]
    stripped = text.strip()
    return whole._replace(text=stripped, start=whole.start + begin + len(text) - len(text.lstrip()))

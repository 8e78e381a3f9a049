"""Splits a document whose lines were joined into one, as tables of crawled texts have it, into its lines again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from watcher.articles.paragraphs import Paragraph
from watcher.notices.lines import PAGE_LINE, is_addressees, may_stand_over_text
from watcher.notices.numbers import find_numbers, number_of_line
from watcher.notices.organs import organs_of_line
from watcher.notices.titles import bare, is_title

_FEW = 6  # paragraphs of a text that may be one line and what a page puts around it
_LONG = 120  # characters of a paragraph that may be a whole document
_HEAD = 800  # characters in which title, number and addressees stand
_TITLE = 120  # characters of a title
_LABEL = 60  # characters of metadata between
_SIGNERS = 80  # characters
_ADDRESSED = re.compile(
    r"((?:各|有关|[省市县区]直|你)[^。；]{2,200}?[：:])\s*(?=为|根据|按照|依据|现|近|经|由|自|你|我|当前|《|20\d\d年)"
)
_BEGINS_ADDRESSEES = re.compile("各|有关|国务院|中央|[省市县区]直")
_FIRST = 30  # paragraphs, of which one begins with the addressees
_SENTENCE = re.compile("。[”）)]?")
_BEGINS = re.compile(r"附\s?件\s?\d?\s?[：:]|抄\s?[送报]\s?[：:]|[（(]此件|[（(]\s?(?:信息)?公开")
_DATE = re.compile(
    r"[\d〇○零一二三四五六七八九]{4}\s?年\s?[\d一二三四五六七八九十]{1,3}\s?月\s?[\d一二三四五六七八九十]{1,3}\s?日"
)
_NUMBER_AND_TITLE = re.compile(r"([^（(《]{4,60}号)?\s*[（(《]\s*(关于.{4,120})[）)》]")
_COLON = re.compile("[：:]")


def split_lines(paragraphs: Sequence[Paragraph], title: str) -> Sequence[Paragraph]:
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


def with_addressees_apart(paragraphs: Sequence[Paragraph], title: str) -> Sequence[Paragraph]:
    """The paragraphs, the addressees on a line of their own where the text's first begins with them: 各单位：为做好…

    As they are where `title`, the article's own, is no document's.
    """
    for position, paragraph in enumerate(paragraphs[:_FIRST]):
        if is_addressees(paragraph.text):
            break
        if "。" in paragraph.text and not PAGE_LINE.match(paragraph.text):
            match = _ADDRESSED.match(paragraph.text)
            if match and is_addressees(match[1]) and is_title(title, True):
                apart = [_piece(paragraph, 0, match.end(1)), _piece(paragraph, match.end(1), len(paragraph.text))]
                return [*paragraphs[:position], *apart, *paragraphs[position + 1 :]]
            break
    return paragraphs


def with_title_apart(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """The paragraphs, a title in brackets at the number on a line of its own: 某署公告2021年第9号（关于…）."""
    for position, paragraph in enumerate(paragraphs[:_FIRST]):
        match = _NUMBER_AND_TITLE.fullmatch(paragraph.text.strip())
        if match and is_title(match[2], True):
            over = match[1] or (paragraphs[position - 1].text if position else "")
            under = "" if match[1] or position + 1 == len(paragraphs) else paragraphs[position + 1].text
            if not number_of_line(over) and not number_of_line(under):
                break
            begin = paragraph.text.index(match[0])
            spans = [(begin + match.start(i), begin + match.end(i)) for i in (1, 2) if match[i]]
            apart = [_piece(paragraph, *span) for span in spans]
            return [*paragraphs[:position], *apart, *paragraphs[position + 1 :]]
        if not may_stand_over_text(paragraph.text) or is_addressees(paragraph.text):
            break
    return paragraphs


def with_addressees_whole(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """The paragraphs, the addressees as one where the page breaks them into lines."""
    last = next((i for i, each in enumerate(paragraphs[:_FIRST]) if is_addressees(each.text)), 0)
    first = last
    while first and _goes_on(paragraphs[first - 1].text, paragraphs[first].text):
        first -= 1
    if first == last or not _BEGINS_ADDRESSEES.match(paragraphs[first].text):
        return paragraphs
    whole = "\n".join(each.text for each in paragraphs[first : last + 1])
    if len(whole) != paragraphs[last].end - paragraphs[first].start or not is_addressees(whole):
        return paragraphs
    return [*paragraphs[:first], paragraphs[first]._replace(text=whole), *paragraphs[last + 1 :]]


def _goes_on(line: str, following: str) -> bool:
    """Whether a list of organs goes on from one line to the next: after a comma, or in the middle of a name."""
    is_broken = line[-1:] in "，、,；;" or (_BEGINS_ADDRESSEES.match(line) and not _BEGINS_ADDRESSEES.match(following))
    return bool(is_broken) and len(line) >= 4 and not is_title(line, True) and not PAGE_LINE.match(line)


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
    first = text.find("各", position, position + _LABEL) if PAGE_LINE.match(text[position:].strip()) else position
    if first > position:  # 来源：…, which a page puts over the addressees
        cuts.append(first)
    colon = _COLON.search(text, first, first + _HEAD) if first >= position else None
    if colon and is_addressees(text[first : colon.end()].strip()):
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

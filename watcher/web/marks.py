"""An article's paragraphs and what was recognised in them -> blocks of marked text. Pure; holds no HTML."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from watcher.articles.paragraphs import Paragraph

TEXT_LIMIT = 200_000  # characters of an article that a page shows
PARAGRAPH_LIMIT = 10_000
_MOST_WORDS = 60  # that are highlighted in an excerpt
_LOOKS = ("word", "designated", "place")


@dataclass(frozen=True, slots=True)
class Span:
    """Something recognised: `layer` is word, place, designated or el_FIELD for an element of a notice."""

    start: int  # offsets in characters into the article's text
    end: int
    layer: str
    begins: bool = True  # False for the rest of one that began in a paragraph before


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text that looks alike."""

    text: str
    look: str = ""  # "", or of word, designated, place and element what it is
    elements: tuple[str, ...] = ()  # keys of words: el_cited …


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a table of several."""

    kind: str  # p, h, li, pre or table
    align: str  # "", center or right
    bold: bool
    elements: tuple[str, ...]  # what was recognised and begins in it, for its margin
    is_element: bool  # something was recognised in it, or goes on in it
    rows: tuple[tuple[tuple[Segment, ...], ...], ...]  # of cells; one cell where it is no table


def shown(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """As many paragraphs as a page shows, the last of which may still be longer than what is shown of it."""
    return [paragraph for paragraph in paragraphs[:PARAGRAPH_LIMIT] if paragraph.start < TEXT_LIMIT]


def end_of(paragraph: Paragraph) -> int:
    """Offset past what a page shows of it."""
    return min(paragraph.end, paragraph.start + TEXT_LIMIT)


def blocks(paragraphs: Sequence[Paragraph], spans: Iterable[Span]) -> list[Block]:
    """The paragraphs with their marks, in time that grows with the text and the marks."""
    by_paragraph = _distribute(paragraphs, spans)
    pairs = list(zip(paragraphs, by_paragraph, strict=True))
    found = []
    for is_table, group in groupby(pairs, key=lambda pair: pair[0].kind == "row"):
        members = list(group)
        found += [_table(members)] if is_table else [_block(*pair) for pair in members]
    return found


def highlighted(text: str, words: Iterable[str]) -> tuple[Segment, ...]:
    """An excerpt with these words marked where they stand, longer ones first."""
    wanted = sorted({word for word in words if word}, key=len, reverse=True)[:_MOST_WORDS]
    if not wanted:
        return (Segment(text),)
    pieces = re.split(f"({'|'.join(map(re.escape, wanted))})", text)
    return tuple(Segment(piece, "word" if odd % 2 else "") for odd, piece in enumerate(pieces) if piece)


def _distribute(paragraphs: Sequence[Paragraph], spans: Iterable[Span]) -> list[list[Span]]:
    """For each paragraph the spans in it, cut to it, with offsets into it."""
    starts = [paragraph.start for paragraph in paragraphs]
    found: list[list[Span]] = [[] for _ in paragraphs]
    for span in spans:
        number = max(0, bisect_right(starts, span.start) - 1)
        while number < len(paragraphs) and starts[number] < span.end:
            paragraph = paragraphs[number]
            start, end = max(span.start, paragraph.start), min(span.end, end_of(paragraph))
            if start < end:
                begins = span.begins and start == span.start
                found[number].append(Span(start - paragraph.start, end - paragraph.start, span.layer, begins))
            number += 1
    return found


def _block(paragraph: Paragraph, spans: Sequence[Span]) -> Block:
    segments = tuple(_segments(paragraph.text[:TEXT_LIMIT], _inner(paragraph, spans)))
    return Block(paragraph.kind, paragraph.align, paragraph.bold, *_elements(spans), ((segments,),))


def _table(members: Sequence[tuple[Paragraph, Sequence[Span]]]) -> Block:
    rows = tuple(tuple(_cells(_segments(paragraph.text[:TEXT_LIMIT], spans))) for paragraph, spans in members)
    return Block("table", "", False, *_elements([span for _, spans in members for span in spans]), rows)


def _elements(spans: Sequence[Span]) -> tuple[tuple[str, ...], bool]:
    """The elements that begin in a block, in order, and whether there are any in it at all."""
    found = sorted((span for span in spans if _is_element(span)), key=lambda span: span.start)
    return tuple(dict.fromkeys(_element(span) for span in found if span.begins)), bool(found)


def _inner(paragraph: Paragraph, spans: Sequence[Span]) -> list[Span]:
    """Without the elements that are the whole paragraph: its margin says so."""
    length = len(paragraph.text)
    return [span for span in spans if not _is_element(span) or span.end - span.start < length - 1]


def _is_element(span: Span) -> bool:
    return span.layer.startswith("el_") or span.layer == "designated"


def _element(span: Span) -> str:
    return "el_designated" if span.layer == "designated" else span.layer


def _segments(text: str, spans: Sequence[Span]) -> Iterator[Segment]:
    """The text cut where a mark begins or ends."""
    events = sorted([(span.start, 1, span.layer) for span in spans] + [(span.end, -1, span.layer) for span in spans])
    active: Counter[str] = Counter()
    at = 0
    for place, step, layer in events:
        if place > at:
            yield _segment(text[at:place], active)
            at = place
        active[layer] += step
    if at < len(text):
        yield _segment(text[at:], active)


def _segment(text: str, active: Counter[str]) -> Segment:
    layers = [layer for layer, count in active.items() if count > 0]
    elements = tuple(layer for layer in layers if layer.startswith("el_"))
    look = " ".join([look for look in _LOOKS if look in layers] or (["element"] if elements else []))
    return Segment(text, look, elements)


def _cells(segments: Iterable[Segment]) -> Iterator[tuple[Segment, ...]]:
    cell: list[Segment] = []
    for segment in segments:
        first, *others = segment.text.split("\t")
        cell.append(Segment(first, segment.look, segment.elements))
        for other in others:
            yield tuple(cell)
            cell = [Segment(other, segment.look, segment.elements)]
    yield tuple(cell)

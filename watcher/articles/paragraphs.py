"""A tree of HTML -> paragraphs: which elements begin and end them, how they are set, and which text is theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from lxml import etree

from watcher.articles.wrapping import WIDE, unwrapped

_BLOCKS = frozenset(
    [
        *("address", "article", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "html", "legend", "li", "main", "menu", "ol", "p", "pre", "section", "summary"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    ]
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_KINDS = {"li": "li", "pre": "pre", "dt": "li", "dd": "li"} | dict.fromkeys(_HEADINGS, "h")

_PLAIN = _BLOCKS - {"center"}  # blocks that say nothing of how the text in them is set
_BOLD_TAGS = frozenset({"b", "strong"})
_CELLS = frozenset({"td", "th"})

_ALIGN = re.compile(r"text-align\s*:\s*(center|right)", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SPACE = re.compile(r"\s+")


class Paragraph(NamedTuple):  # a scan makes dozens an article: a third of a dataclass's time
    """One block of an article's text, as the page set it."""

    text: str  # stripped; runs of white space are one space, an ideographic space inside stays
    start: int = 0  # offset of `text` in the article's text, in characters
    kind: str = "p"  # p, h (heading), li (list item), row (table row, cells joined by a tab), pre
    align: str = ""  # "", "center" or "right"
    bold: bool = False  # the whole paragraph is bold

    @property
    def end(self) -> int:
        """Offset past `text` in the article's text."""
        return self.start + len(self.text)


class _Entered(NamedTuple):
    """An element that is not left yet, and what it set for the text in it."""

    element: etree._Element
    is_block: bool
    is_row: bool
    has_kind: bool
    is_aligned: bool
    is_bold: bool


def read_paragraphs(root: etree._Element) -> tuple[Paragraph, ...]:
    """The text of a tree in its order; without recursion, since a hostile page nests as deep as it likes."""
    blocks = _Blocks()
    around = [(_enter(root, blocks), iter(root))]
    while around:
        entered, children = around[-1]
        for element in children:
            if element.tag == "br":
                blocks.add(" ") if blocks.row else blocks.end_paragraph()
                blocks.add(element.tail)
                continue
            if not blocks.row and _is_plain(element):
                blocks.add_block(element.text, _KINDS.get(element.tag, ""))
                blocks.add(element.tail)
                continue
            inner = _enter(element, blocks)
            if len(element):
                around.append((inner, iter(element)))
                break
            _leave(inner, blocks)
        else:
            around.pop()
            _leave(entered, blocks)
    blocks.end_paragraph()
    return tuple(blocks.done)


def read_texts(root: etree._Element) -> tuple[Paragraph, ...]:
    """Each text of a tree as a paragraph, whatever is around it: in a third of the time, for what no page is."""
    return one_a_line([text for text in (normalise(str(each)) for each in root.itertext()) if text])


def one_a_line(lines: Sequence[str]) -> tuple[Paragraph, ...]:
    """Each line of a text as a paragraph."""
    return tuple(map(Paragraph, lines, accumulate((len(line) + 1 for line in lines), initial=0)))


def normalise(text: str) -> str:
    """White space as a reader sees it.

    Runs become one space, or one ideographic space where the run has one (it separates names in a title); a line
    break between two wide characters is none, since Chinese text is broken anywhere. Invisible characters go.
    """
    stripped = text.strip()
    if stripped.isprintable() and "  " not in stripped:  # most text: its only white space are single spaces
        return stripped
    return _SPACE.sub(_one_space, _INVISIBLE.sub("", text).strip())


def _one_space(match: re.Match[str]) -> str:
    run = match[0]
    if "\u3000" in run:
        return "\u3000"
    if "\n" in run and WIDE.match(match.string, match.end()) and WIDE.match(match.string, match.start() - 1):
        return ""
    return " "


@dataclass(slots=True)
class _Blocks:
    """Collects text into paragraphs while the tree is walked."""

    done: list[Paragraph] = field(default_factory=list)
    length: int = 0  # of the text that is done, in characters
    words: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    aligns: list[str] = field(default_factory=list)
    bold: int = 0  # how many elements around make the text bold
    plain: bool = False  # the paragraph has text that is not bold
    row: bool = False  # inside a row of data: cells do not end the paragraph

    def add(self, text: str | None) -> None:
        """Text that stands next; white space begins no paragraph."""
        if not text or not (self.words or text.strip()):
            return
        self.words.append(text.replace("\t", " ") if self.row else text)
        if not self.bold and not self.plain:
            self.plain = not text.isspace()

    def add_block(self, text: str | None, kind: str) -> None:
        """All the text of a block, of the kind of what is around it where it has none of its own."""
        if self.words:
            self.end_paragraph()
        if text:
            self._put(text, kind, is_bold=self.bold > 0)

    def end_paragraph(self) -> None:
        if self.words:
            self._put("".join(self.words), "row" if self.row else "", is_bold=not self.plain)
            self.words.clear()
        self.plain = False

    def _put(self, text: str, kind: str, *, is_bold: bool) -> None:
        kind = kind or (self.kinds[-1] if self.kinds else "p")
        if kind == "row":
            said = ["\t".join(map(normalise, text.split("\t"))).strip("\t")]
        elif kind == "pre":
            said = list(map(normalise, unwrapped(text.splitlines())))
        else:
            said = [normalise(text)]
        align = self.aligns[-1] if self.aligns else ""
        for each in said:
            if each:
                # as Paragraph makes itself, in half of the time
                self.done.append(tuple.__new__(Paragraph, (each, self.length, kind, align, is_bold)))
                self.length += len(each) + 1


def _is_plain(element: etree._Element) -> bool:
    """Whether it is what most elements are: a block of nothing but text, which it does not set in any way."""
    return element.tag in _PLAIN and not len(element) and element.get("style") is None and element.get("align") is None


def _enter(element: etree._Element, blocks: _Blocks) -> _Entered:
    tag = element.tag
    style = element.get("style") or ""
    is_row = False
    is_block = tag in _BLOCKS
    sets = is_block and not blocks.row  # how a cell is set does not matter to its row
    if sets:
        blocks.end_paragraph()
        is_row = tag == "tr" and _is_data_row(element)
        blocks.row = is_row
    elif tag in _CELLS:
        blocks.words.append("\t")
    elif is_block:
        blocks.words.append(" ")
    kind = _KINDS.get(tag, "")
    if kind:
        blocks.kinds.append(kind)
    align = _alignment(element, tag, style) if sets else ""
    if align:
        blocks.aligns.append(align)
    is_bold = tag in _BOLD_TAGS or ("font-weight" in style and bool(_BOLD.search(style)))
    blocks.bold += is_bold
    blocks.add(element.text)
    # as _Entered makes itself, in half of the time
    return tuple.__new__(_Entered, (element, is_block, is_row, bool(kind), bool(align), is_bold))


def _leave(entered: _Entered, blocks: _Blocks) -> None:
    if entered.is_block and (entered.is_row or not blocks.row):
        blocks.end_paragraph()
    if entered.is_row:
        blocks.row = False
    if entered.has_kind:
        blocks.kinds.pop()
    if entered.is_aligned:
        blocks.aligns.pop()
    blocks.bold -= entered.is_bold
    blocks.add(entered.element.tail)


def _alignment(element: etree._Element, tag: str, style: str) -> str:
    if "text-align" in style and (match := _ALIGN.search(style)):
        return match[1].lower()
    if tag == "center":
        return "center"
    align = (element.get("align") or "").lower()
    return align if align in {"center", "right"} else ""


def _is_data_row(row: etree._Element) -> bool:
    """Whether a row is one line of data: several cells, of which none holds paragraphs of its own.

    Pages of government sites set whole documents in a table of one cell; those cells are read as blocks.
    """
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    return len(cells) > 1 and all(not len(cell) or _holds_one_line(cell) for cell in cells)


def _holds_one_line(cell: etree._Element) -> bool:
    inner = (element for element in cell.iter(etree.Element) if element is not cell and element.tag in _BLOCKS)
    next(inner, None)
    return next(inner, None) is None

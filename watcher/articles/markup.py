"""HTML, Markdown or plain text -> paragraphs, plain text and a cleaned fragment."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from .page import make_absolute, read_page
from .wrapping import WIDE, is_wrapped, unwrapped

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

DROPPED = ("script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "nav", "footer", "aside")
BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
KINDS = {"li": "li", "pre": "pre", "dt": "li", "dd": "li"} | dict.fromkeys(HEADINGS, "h")

_ALIGN = re.compile(r"text-align\s*:\s*(center|right)", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_EMBEDDED = re.compile(r"data:image/[\w.+-]{1,40};base64,[A-Za-z0-9+/=]{1000,}")  # pictures of megabytes
_LONGEST_MARKDOWN = 500_000  # characters
_SPACE = re.compile(r"\s+")
_STRIPPED = "STRIPPED"  # the tag of what a selector chose, until it is removed; the parser makes lower-case ones
_LOOKS_LIKE_HTML = re.compile(r"\s*<(?:!--|!doctype|/?[a-z][a-z0-9]*[\s/>])", re.IGNORECASE)


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


@dataclass(frozen=True, slots=True)
class Markup:
    """A body as it reads: blocks in order, their text, and what is left of the HTML."""

    paragraphs: tuple[Paragraph, ...]
    text: str  # the paragraphs' texts, one a line
    fragment: str  # HTML without scripts, styles, comments and what was stripped; not yet safe to show
    title: str  # of the page or its first heading; "" where there is none
    meta: dict[str, str]  # <meta name="…" content="…"> of a whole page, names in lower case
    url: str = ""  # the address that a whole page gives as its own, absolute


def read_markup(body: str, suffix: str, strip: Sequence[str] = ()) -> Markup:
    """Read a body of the sort that its file's suffix and its look say.

    A body that begins with a tag is HTML whatever the suffix: mirrors write HTML into `.md` files, where
    Markdown's rules would turn indented markup into code. `strip` has XPaths from `selectors.compile_selectors`.
    """
    if suffix in {".html", ".htm", ".xhtml"} or _LOOKS_LIKE_HTML.match(body):
        return _read_html(body, strip)
    if suffix in {".md", ".markdown", ".mkd", ".mdown"}:
        body = _EMBEDDED.sub("", body)
        # The parser takes 25 us for each bracket: what is longer than any article is read as plain lines.
        return _read_html(_markdown().render(body), strip) if len(body) <= _LONGEST_MARKDOWN else _read_text(body)
    return _read_text(body)


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


def _read_html(body: str, strip: Sequence[str]) -> Markup:
    root = parse_html(body)
    if root is None:
        return Markup((), "", "", "", {})
    page = read_page(root)
    if page.base:
        make_absolute(root, page.base)
    _drop(root, strip)
    blocks = _Blocks()
    _walk(root, blocks)
    paragraphs = blocks.finish()
    heading = next((paragraph.text for paragraph in paragraphs if paragraph.kind == "h"), "")
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    return Markup(paragraphs, text, _inner_html(root), heading or normalise(page.title), page.meta, page.address)


def _read_text(body: str) -> Markup:
    lines = [line for line in map(normalise, unwrapped(body.splitlines())) if line]
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    paragraphs = tuple(map(Paragraph, lines, starts))
    fragment = "\n".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines)
    return Markup(paragraphs, "\n".join(lines), fragment, "", {})


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    from .emphasis import use_emphasis

    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    markdown.core.ruler.push("lines", _keep_lines)
    use_emphasis(markdown)
    return markdown


def _keep_lines(state: StateCore) -> None:
    """Let a line break in a paragraph stand where the lines were not merely wrapped.

    Notices that were pasted as plain text have title, number and signature each on a line of its own, and generators
    such as Hexo show them so; text that was wrapped by hand has lines of much the same length, but for the last.
    """
    for token in state.tokens:
        if token.type == "inline" and "\n" in token.content and not is_wrapped(token.content.split("\n")):
            for child in token.children or ():
                if child.type == "softbreak":
                    child.type, child.tag = "hardbreak", "br"


def parse_html(body: str) -> etree._Element | None:
    """The tree of a page or a fragment, comments left out; None where there is neither markup nor text."""
    # Bytes, since lxml refuses a str with an encoding declaration; huge_tree, since a base64 picture of
    # some megabytes or a deep nest of divs would otherwise end the parse early.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return etree.fromstring(body.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # nothing in it that is markup or text
        return None


def _drop(root: etree._Element, strip: Sequence[str]) -> None:
    """Remove elements but not the text that follows them."""
    unwanted: list[etree._Element] = []
    for path in strip:
        found = _compiled(path)(root)
        if isinstance(found, list):
            unwanted.extend(element for element in found if isinstance(element, etree._Element))
    for element in unwanted:
        element.tag = _STRIPPED
    # One call: moving each following text by itself would copy what it is added to again and again.
    etree.strip_elements(root, *DROPPED, "head", _STRIPPED, with_tail=False)


@cache
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path)


def _inner_html(root: etree._Element) -> str:
    body = root.find("body")
    element = root if body is None else body
    outer = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    inner = outer[outer.index(">") + 1 : outer.rindex("</")] if outer.endswith(f"</{element.tag}>") else outer
    return "\n".join(filter(None, map(str.strip, inner.split("\n"))))


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

    def add(self, text: str) -> None:
        is_blank = text.isspace()
        if is_blank and not self.words:  # white space begins no paragraph
            return
        self.words.append(text.replace("\t", " ") if self.row else text)
        if not self.bold and not is_blank:
            self.plain = True

    def end_paragraph(self) -> None:
        if self.words:
            text = "".join(self.words)
            kind = "row" if self.row else self.kinds[-1] if self.kinds else "p"
            align = self.aligns[-1] if self.aligns else ""
            if self.row:
                texts = ["\t".join(map(normalise, text.split("\t"))).strip("\t")]
            elif kind == "pre":
                texts = list(map(normalise, unwrapped(text.splitlines())))
            else:
                texts = [normalise(text)]
            for each in filter(None, texts):
                self.done.append(Paragraph(each, self.length, kind, align, not self.plain))
                self.length += len(each) + 1
            self.words.clear()
        self.plain = False

    def finish(self) -> tuple[Paragraph, ...]:
        self.end_paragraph()
        return tuple(self.done)


def _walk(root: etree._Element, blocks: _Blocks) -> None:
    """Feed the tree's text to `blocks` in order, without recursion: a hostile page nests as deep as it likes."""
    open_elements: list[tuple[etree._Element, bool, str, bool, bool]] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            open_elements.append(_enter(element, blocks))
            if element.text:
                blocks.add(element.text)
        else:
            _leave(open_elements.pop(), blocks)
            if element.tail:
                blocks.add(element.tail)


def _enter(element: etree._Element, blocks: _Blocks) -> tuple[etree._Element, bool, str, bool, bool]:
    tag = element.tag
    style = element.get("style") or ""
    is_row = False
    is_block = tag in BLOCKS
    if tag == "br":
        blocks.add(" ") if blocks.row else blocks.end_paragraph()
    elif is_block and not blocks.row:
        blocks.end_paragraph()
        is_row = tag == "tr" and _is_data_row(element)
        blocks.row = is_row
    elif tag in {"td", "th"}:
        blocks.words.append("\t")
    elif is_block:
        blocks.words.append(" ")
    kind = KINDS.get(tag, "")
    if kind:
        blocks.kinds.append(kind)
    align = _alignment(element, tag, style) if is_block else ""
    if align:
        blocks.aligns.append(align)
    bold = tag in {"b", "strong"} or ("font-weight" in style and bool(_BOLD.search(style)))
    blocks.bold += bold
    return element, is_row, kind, bool(align), bold


def _leave(entered: tuple[etree._Element, bool, str, bool, bool], blocks: _Blocks) -> None:
    element, is_row, kind, aligned, bold = entered
    if element.tag in BLOCKS and (is_row or not blocks.row):
        blocks.end_paragraph()
    if is_row:
        blocks.row = False
    if kind:
        blocks.kinds.pop()
    if aligned:
        blocks.aligns.pop()
    blocks.bold -= bold


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
    return len(cells) > 1 and all(_holds_one_line(cell) for cell in cells)


def _holds_one_line(cell: etree._Element) -> bool:
    inner = (element for element in cell.iter(etree.Element) if element is not cell and element.tag in BLOCKS)
    next(inner, None)
    return next(inner, None) is None

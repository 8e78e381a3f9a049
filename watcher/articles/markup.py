"""HTML, Markdown or plain text -> paragraphs, plain text and a cleaned fragment."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from watcher.articles.page import make_absolute, read_page
from watcher.articles.paragraphs import Paragraph, normalise, one_a_line, read_paragraphs, read_texts
from watcher.articles.wrapping import is_wrapped, joints, unwrapped

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

DROPPED = ("script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "nav", "footer", "aside")
_EMBEDDED = re.compile(r"data:image/[\w.+-]{1,40};base64,[A-Za-z0-9+/=]{1000,}")  # pictures of megabytes
_LONGEST_MARKDOWN = 200_000  # characters
_MOST_TAGS = 600_000  # in a page whose elements are looked at: with words or attributes at them, 10 MB have fewer
_SMALL = 20_000  # characters, in which no element has more attributes than the parser bears
_LONG_TAG = 400  # characters: what has a hundred attributes is longer
_MOST_ATTRIBUTES = 100
_END_OF_TAG = 20  # characters
# A tag up to its end, with the quoted values in it; within a script or a comment what looks like one.
_TAG = re.compile(r"""<[a-zA-Z](?:[^"'=>]++|=\s*+(?:"[^"]*+"?|'[^']*+'?)?|["'])*+""")
_ATTRIBUTE = re.compile(r"""[^\s/=]++(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]*+))?|=""")
_STRIPPED = "STRIPPED"  # the tag of what a selector chose, until it is removed; the parser makes lower-case ones
_PLAIN_AFTER_BLANK = re.compile(r"\n[ \t\r]*\n(?=[^\s<])")
_BLOCK_TAG = re.compile(
    "<(/?)(?:article|aside|blockquote|body|center|details|div|dl|figure|footer|form|header|html|main|nav|ol|pre|script"
    r"|section|style|table|ul)\b",
    re.IGNORECASE,
)
_LOOKS_LIKE_HTML = re.compile(r"\s*<(?:!--|!doctype|/?[a-z][a-z0-9]*[\s/>])", re.IGNORECASE)


class Markup(NamedTuple):
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
    Markdown's rules would turn indented markup into code. In those, Markdown goes on where its elements have ended
    and a paragraph without a tag begins. `strip` has XPaths from `selectors.compile_selectors`.
    """
    is_html = suffix in {".html", ".htm", ".xhtml"} or _LOOKS_LIKE_HTML.match(body)
    if suffix not in {".md", ".markdown", ".mkd", ".mdown"}:
        return _read_html(body, strip) if is_html else _read_text(body)
    start = _start_of_markdown(body) if is_html else 0
    rest = _EMBEDDED.sub("", body[start:])
    # The parser takes 25 us for each bracket: what is longer than any article is read as plain lines.
    if len(rest) > _LONGEST_MARKDOWN:
        return _read_html(body, strip) if start else _read_text(rest)
    return _read_html(body[:start] + _markdown().render(rest) if rest else body, strip)


def _start_of_markdown(body: str) -> int:
    """Where a body that begins as HTML goes on as Markdown; its end where it does not."""
    depth = done = 0
    for found in _PLAIN_AFTER_BLANK.finditer(body):
        for tag in _BLOCK_TAG.finditer(body, done, found.end()):
            depth += -1 if tag[1] else 1
        done = found.end()
        if depth == 0:
            return done
    return len(body)


def _read_html(body: str, strip: Sequence[str]) -> Markup:
    root = parse_html(body)
    if root is None:
        return Markup((), "", "", "", {})
    page = read_page(root)
    if page.base:
        make_absolute(root, page.base)
    _drop(root, strip)
    paragraphs = read_paragraphs(root) if body.count("<") <= _MOST_TAGS else read_texts(root)
    heading = next((paragraph.text for paragraph in paragraphs if paragraph.kind == "h"), "")
    text = "\n".join([paragraph.text for paragraph in paragraphs])
    return Markup(paragraphs, text, _inner_html(root), heading or normalise(page.title), page.meta, page.address)


def _read_text(body: str) -> Markup:
    lines = [line for line in map(normalise, unwrapped(body.splitlines())) if line]
    paragraphs = one_a_line(lines)
    text = "\n".join(lines)
    fragment = html.escape(text, quote=False).replace("\n", "</p>\n<p>")
    return Markup(paragraphs, text, f"<p>{fragment}</p>" if lines else "", "", {})


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    from watcher.articles.emphasis import use_emphasis

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
        if token.type != "inline" or "\n" not in token.content:
            continue
        lines = token.content.split("\n")
        is_one = is_wrapped(lines)
        breaks = [child for child in token.children or () if child.type in {"softbreak", "hardbreak"}]
        found = joints(lines)
        for child, joint in zip(breaks, found if len(found) == len(breaks) else [None] * len(breaks), strict=True):
            if child.type == "softbreak" and joint is not None:
                child.type, child.content = "text", joint
            elif child.type == "softbreak" and not is_one:
                child.type, child.tag = "hardbreak", "br"


def parse_html(body: str) -> etree._Element | None:
    """The tree of a page or a fragment, comments left out; None where there is neither markup nor text."""
    # Bytes, since lxml refuses a str with an encoding declaration; huge_tree, since a base64 picture of
    # some megabytes or a deep nest of divs would otherwise end the parse early.
    if len(body) > _SMALL and max(map(len, _TAG.findall(body)), default=0) > _LONG_TAG:
        body = _TAG.sub(_with_few_attributes, body)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return etree.fromstring(body.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # nothing in it that is markup or text
        return None


def _with_few_attributes(tag: re.Match[str]) -> str:
    """A tag with its first attributes: the time that the parser takes grows with the square of their number."""
    if len(tag[0]) <= _LONG_TAG:
        return tag[0]
    surplus = next(islice(_ATTRIBUTE.finditer(tag[0]), _MOST_ATTRIBUTES, None), None)
    # Its end stays, since it is that of a script or a comment where this was no tag.
    return f"{tag[0][: surplus.start()]} {tag[0][-_END_OF_TAG:]}" if surplus else tag[0]


def _drop(root: etree._Element, strip: Sequence[str]) -> None:
    """Remove elements but not the text that follows them."""
    if strip:
        unwanted = _compiled(tuple(strip))(root)
        assert isinstance(unwanted, list)
        for element in unwanted:
            element.tag = _STRIPPED  # type: ignore[union-attr]
    # One call: moving each following text by itself would copy what it is added to again and again.
    etree.strip_elements(root, *DROPPED, "head", _STRIPPED, with_tail=False)


@cache
def _compiled(paths: tuple[str, ...]) -> etree.XPath:
    return etree.XPath(" | ".join(paths))


def _inner_html(root: etree._Element) -> str:
    body = root.find("body")
    element = root if body is None else body
    outer = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    inner = outer[outer.index(">") + 1 : outer.rindex("</")] if outer.endswith(f"</{element.tag}>") else outer
    return "\n".join([stripped for line in inner.split("\n") if (stripped := line.strip())])

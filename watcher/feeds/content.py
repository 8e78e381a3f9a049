"""An article's cleaned fragment -> the safe HTML that people see in a reader or on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

import nh3

from watcher.feeds.highlight import highlight
from watcher.feeds.selection import Entry
from watcher.feeds.text import absolute, one_line, plain, uri, without_overrides

if TYPE_CHECKING:
    from bs4 import Tag

__all__ = ["plain", "safe_html"]

CONTENT_LIMIT = 200_000  # characters of HTML, 600 KB of Chinese; a longer article goes on at its link
_DEEPEST = 40  # elements within one another; the sanitiser's time grows with the square of the depth
_LARGE = 20_000  # characters of HTML from which on a shown article costs memory that is worth counting

_EMBEDDED = re.compile(r"data:[\w/+.-]{0,60};base64,[A-Za-z0-9+/=\n]{500,}")
_BLOCK_ENDS = ("</p>", "</div>", "</li>", "</tr>", "</table>", "</section>", "</h2>", "</h3>", "<br>", "<br/>")
_VISIBLE = re.compile(r">\s*[^<\s]|<img")
_TEXT_ALIGN = re.compile(r"text-align\s{0,5}:\s{0,5}(center|right)", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,4}")

# Where pages keep the address of an image that loads when it is scrolled to; `src` is then a placeholder.
_LAZY = (
    *("data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-lazyload", "data-echo", "data-real-src"),
    *("data-original-src", "data-url", "lazy-src", "zoomfile", "file", "_src", "original"),
)
_DEMOTED = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}  # a reader shows the title as h1 or h2
_ALIGNED = frozenset(("p", "div", "h3", "h4", "h5", "h6", "table", "tr", "td", "th"))
_NUMBERS = {"td": ("colspan", "rowspan"), "th": ("colspan", "rowspan"), "ol": ("start",), "col": ("span",)}
_WORDS = {"abbr": ("title",), "time": ("datetime",), "ol": ("type",), "th": ("scope",)}

_SHOWN_TAGS = """
    a abbr b blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure
    h3 h4 h5 h6 hr i img ins kbd li ol p pre q rp rt ruby s samp small span strong sub summary sup table tbody td
    tfoot th thead time tr u ul var wbr
"""
_TAGS_DROPPED_WITH_THEIR_CONTENT = """
    script style noscript template iframe object embed applet svg math select option textarea button title canvas
    audio video frameset
"""
_ATTRIBUTES = {
    **{tag: {"align"} for tag in _ALIGNED},
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "ol": {"start", "type"},
    "col": {"span"},
    "abbr": {"title"},
    "time": {"datetime"},
}
_SANITISER = nh3.Cleaner(
    tags=set(_SHOWN_TAGS.split()),
    clean_content_tags=set(_TAGS_DROPPED_WITH_THEIR_CONTENT.split()),
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto"},
)


def safe_html(entry: Entry) -> str:
    """What a person sees of `entry`: note and facts at the head, then the article; safe to show in any page.

    Holds no script, style, form, id or embedded data, only absolute http, https and mailto links, and at most
    about `CONTENT_LIMIT` characters of the article. Never empty: the summary or title stands in for an empty body.
    """
    return _small_rendered(entry) if len(entry.fragment) < _LARGE else _rendered(entry)


def _rendered(entry: Entry) -> str:
    given = _without_embedded(entry.fragment)
    fragment = _cut(given)
    body, whole = (_small_body if len(fragment) < _LARGE else _large_body)(fragment, entry.base)
    body = body or f"<p>{_text(entry.summary) or _text(entry.title)}</p>"
    end = "" if whole and fragment == given else _continues(entry.link)
    return highlight(_head(entry) + body + end, entry.marks)


# A pass renders the same entries again with one new, each in three formats.
_small_rendered = lru_cache(maxsize=1024)(_rendered)


def _head(entry: Entry) -> str:
    """The note and the fact box that stand above the article."""
    first, *rest = entry.note.split("\n")
    note = f"<p><strong>{_text(first)}</strong></p>" if first else ""
    note += f"<p>{'<br>'.join(map(_text, rest))}</p>" if rest else ""
    rows = "".join(f"<tr><th>{_text(label)}</th><td>{_text(value)}</td></tr>" for label, value in entry.facts)
    return note + (f"<table><tbody>{rows}</tbody></table>" if rows else "") + ("<hr>" if note or rows else "")


def _continues(link: str) -> str:
    """The line under an article that was cut; it has no words, so it needs no language."""
    address = escape(uri(absolute(link, "")))
    return f'<p>… <a href="{address}" rel="noopener noreferrer">{address}</a></p>'


def _text(text: str) -> str:
    return escape(one_line(text), quote=False)


def _safe_body(fragment: str, base: str) -> tuple[str, bool]:
    """The safe form of `fragment`, "" where nothing of it is visible, and whether it is whole."""
    rewritten = _rewritten(plain(fragment), base) if "<" in fragment or "&" in fragment else escape(plain(fragment))
    safe = _sanitised(rewritten)
    whole = len(safe) <= CONTENT_LIMIT
    if not whole:  # short relative links become long absolute ones
        safe = _sanitised(_cut(safe))
    return (safe if _VISIBLE.search(f">{safe}") else ""), whole


# Feeds show the same article with different marks and facts; what is costly is done once for all of them.
_small_body = lru_cache(maxsize=1024)(_safe_body)
_large_body = lru_cache(maxsize=32)(_safe_body)


def _sanitised(html: str) -> str:
    safe = _SANITISER.clean(html)
    return without_overrides(plain(safe)).strip()  # `&#1;` and `&#8238;` are characters only now


def _without_embedded(fragment: str) -> str:
    """`fragment` without the images of megabytes that it holds itself, so that the text behind them is not cut."""
    return _EMBEDDED.sub("", fragment) if len(fragment) > CONTENT_LIMIT else fragment


def _cut(html: str) -> str:
    """`html`, or as much of it as ends with a block, a tag or at worst a character within the limit."""
    if len(html) <= CONTENT_LIMIT:
        return html
    block = max(html.rfind(end, 0, CONTENT_LIMIT) + len(end) for end in _BLOCK_ENDS)
    tag = html.rfind("<", 0, CONTENT_LIMIT)
    return html[: next((edge for edge in (block, tag) if edge > CONTENT_LIMIT // 2), CONTENT_LIMIT)]


def _rewritten(fragment: str, base: str) -> str:
    """`fragment` with real images, absolute links, demoted headings, and no attribute beyond those that are shown.

    Elements are hidden, not taken out: taking one out of a parent with many children costs a search among them.
    """
    from bs4 import BeautifulSoup  # costs 110 ms, which only a command that shows articles need pay

    soup = BeautifulSoup(f"<div>{fragment}</div>", "lxml", multi_valued_attributes=None)
    for tag, depth in _tags(soup):
        tag.name = _DEMOTED.get(tag.name, tag.name)
        tag.attrs = {**_attributes(tag, base)}
        tag.hidden = depth > _DEEPEST or (tag.name == "img" and "src" not in tag.attrs)
    if soup.div:
        soup.div.hidden = True  # ours; without it BeautifulSoup would take some texts for a file name or for XML
    return str(soup.decode(formatter="minimal"))


def _tags(root: Tag) -> Iterator[tuple[Tag, int]]:
    """Every element below `root` with its depth, without recursion."""
    from bs4 import Tag

    waiting = [(root, 0)]
    while waiting:
        parent, depth = waiting.pop()
        for child in parent.contents:
            if isinstance(child, Tag):
                waiting.append((child, depth + 1))
                yield child, depth + 1


def _attributes(tag: Tag, base: str) -> dict[str, str]:
    """What is kept of an element's attributes, in a form that is safe and works outside its page."""
    given = {name: value for name, value in tag.attrs.items() if isinstance(value, str)}
    if not given:
        return given
    if tag.name == "a":
        return _link(given, base)
    if tag.name == "img":
        return _image(given, base)
    kept = {name: given[name] for name in _NUMBERS.get(tag.name, ()) if _NUMBER.fullmatch(given.get(name, ""))}
    kept |= {name: given[name][:100] for name in _WORDS.get(tag.name, ()) if name in given}
    align = _alignment(given) if tag.name in _ALIGNED else ""
    return kept | ({"align": align} if align else {})


def _alignment(given: dict[str, str]) -> str:
    """How a page set a paragraph: where an official document has its title, its issuers and its date."""
    if given.get("align", "").lower() in ("center", "right"):
        return given["align"].lower()
    style = _TEXT_ALIGN.search(given.get("style", "")[:500])
    return style[1].lower() if style else ""


def _link(given: dict[str, str], base: str) -> dict[str, str]:
    href = given.get("href", "").strip()
    target = href[:500] if href[:7].lower() == "mailto:" else absolute(href, base)
    return {"href": target, **({"title": given["title"][:500]} if given.get("title") else {})} if target else {}


def _image(given: dict[str, str], base: str) -> dict[str, str]:
    """Attributes of an image; none for one without a real address and for the single pixels that count readers."""
    first_of_set = given.get("srcset", given.get("data-srcset", "")).strip().split(" ")[0].rstrip(",")
    candidates = (*(given[name] for name in _LAZY if name in given), given.get("src", ""), first_of_set)
    src = next((address for each in candidates if (address := absolute(each, base))), "")
    size = {name: given[name] for name in ("width", "height") if _NUMBER.fullmatch(given.get(name, ""))}
    if not src or (len(size) == 2 and set(size.values()) <= {"0", "1"}):
        return {}
    return {"src": src, "alt": given.get("alt", "")[:500], **size} | (
        {"title": given["title"][:500]} if given.get("title") else {}
    )

"""What a whole page says of itself: its title, its address, the base of its links."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

_IS_ABSOLUTE = re.compile("https?://", re.IGNORECASE)
# Where a page says that it stands; a site's front page, which careless templates name on all of them, is none.
_ADDRESS = re.compile(r"https?://[^\s/?#]+/\S+", re.IGNORECASE)
# Where links and pictures have their address, also those that load when they are scrolled to.
_ADDRESSES = frozenset(
    [
        *("href", "src", "data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-lazyload", "data-echo"),
        *("data-real-src", "data-original-src", "data-url", "lazy-src", "zoomfile", "file", "_src", "original"),
    ]
)


@dataclass(frozen=True, slots=True)
class Page:
    """What the head of a page has; nothing where a body is only a part of one."""

    title: str
    meta: dict[str, str]  # <meta name="…" content="…">, names in lower case
    address: str  # where it stands, absolute
    base: str  # what its relative addresses are relative to, absolute


def read_page(root: etree._Element) -> Page:
    """What the head says, also where a careless template left parts of it in the body."""
    title: str | None = None
    meta: dict[str, str] = {}
    addresses: list[str] = []
    bases: list[str] = []
    for element in root.iter("title", "meta", "link", "base"):
        if element.tag == "title":
            title = (element.text or "") if title is None else title
        elif element.tag == "meta":
            name, content = element.get("name") or element.get("property"), element.get("content")
            if name and content:
                meta[name.lower()] = content
        elif element.tag == "base":
            bases.append((element.get("href") or "").strip())
        elif (element.get("rel") or "").lower() == "canonical":
            addresses.append((element.get("href") or "").strip())
    addresses.append(meta.get("og:url", "").strip())
    return Page(
        title or "",
        meta,
        next((address for address in addresses if _ADDRESS.fullmatch(address)), ""),
        next((base for base in bases if _IS_ABSOLUTE.match(base)), ""),
    )


def make_absolute(root: etree._Element, base: str) -> None:
    """Make links and pictures absolute where a page has a <base>, which goes with its head."""
    for element in root.iter("a", "img"):
        for name, address in element.attrib.items():
            if name in _ADDRESSES:
                with suppress(ValueError):  # such as an unclosed bracket of an IPv6 address
                    element.set(name, urljoin(base, str(address).strip()))

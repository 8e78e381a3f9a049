"""A feed -> RSS 2.0 and Atom (RFC 4287); the one file that knows feedgen, and the way round its faults."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from lxml import etree

from watcher.feeds.content import safe_html
from watcher.feeds.entries import labels, shown_image, shown_link, shown_title
from watcher.feeds.format import Format
from watcher.feeds.selection import Entry, Feed
from watcher.feeds.text import NOTHING_YET, one_line, plain, rfc822, uri, utc

if TYPE_CHECKING:
    from feedgen.entry import FeedEntry
    from feedgen.feed import FeedGenerator

_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_PREFIXES = {"dc": _DC, "media": _MEDIA, "content": _CONTENT}
_ITEMS_END, _ENTRIES_END = b"</channel></rss>", b"</feed>"
_GENERATOR = "watcher"  # without a version, which would rewrite every feed on an upgrade


def _rss_frame(feed: Feed) -> tuple[bytes, bytes]:
    return bytes(_generator(feed, "rss").rss_str()).removesuffix(_ITEMS_END), _ITEMS_END


def _atom_frame(feed: Feed) -> tuple[bytes, bytes]:
    return bytes(_generator(feed, "atom").atom_str()).removesuffix(_ENTRIES_END), _ENTRIES_END


def _generator(feed: Feed, suffix: str) -> FeedGenerator:
    """A generator that holds what is said of the feed itself."""
    from feedgen.feed import FeedGenerator  # costs 50 ms, which only a command that publishes need pay

    generator = FeedGenerator()
    generator.register_extension("extras", _Extras)
    generator.extras.feed = feed
    title = one_line(feed.title) or feed.key
    generator.id(uri(feed.address("atom")))
    generator.title(title)
    generator.subtitle(one_line(feed.description) or title)
    generator.description(one_line(feed.description) or title)
    generator.author(name=title)  # RFC 4287 4.1.1: entries without an author need the feed's
    generator.link(href=uri(feed.address(suffix)), rel="self", type=f"application/{suffix}+xml")
    if feed.hub:
        generator.link(href=uri(feed.hub), rel="hub")
    generator.link(href=uri(feed.home), rel="alternate", type="text/html")  # last: it becomes RSS's <link>
    generator.language(feed.language)
    generator.generator(_GENERATOR)
    generator.updated(utc(feed.updated or NOTHING_YET))
    return generator


def _rss_item(entry: Entry) -> bytes:
    item = _entry(entry)
    # RSS readers take the description for HTML. Without one feedgen would write the content there, as the teaser.
    item.description(escape(one_line(entry.summary) or shown_title(entry), quote=False))
    element: etree._Element = item.rss_entry()
    # feedgen drops an author without an address, and formats dates by switching the locale of the process.
    if author := one_line(entry.author):
        etree.SubElement(element, f"{{{_DC}}}creator").text = author
    etree.SubElement(element, "pubDate").text = rfc822(entry.published)
    return _bytes(_with_thumbnail(element, entry))


def _atom_entry(entry: Entry) -> bytes:
    item = _entry(entry)
    item.summary(one_line(entry.summary) or shown_title(entry))
    item.published(utc(entry.published))
    if author := one_line(entry.author):
        item.author(name=author)
    element: etree._Element = item.atom_entry()
    if (link := element.find("link")) is not None:
        link.attrib.update({"rel": "alternate", "type": "text/html"})  # feedgen loses both
    return _bytes(_with_thumbnail(element, entry))


def _entry(entry: Entry) -> FeedEntry:
    """What RSS and Atom both say of `entry`."""
    from feedgen.entry import FeedEntry

    item = FeedEntry()
    item.id(plain(entry.guid))
    item.title(shown_title(entry))
    item.link(href=shown_link(entry))
    item.updated(utc(entry.updated))
    item.content(safe_html(entry), type="html")
    for label in labels(entry):
        item.category(term=label)
    return item


def _with_thumbnail(element: etree._Element, entry: Entry) -> etree._Element:
    """`element` with the entry's picture, outside any group; feedgen's own extension opens one."""
    if address := shown_image(entry):
        etree.SubElement(element, f"{{{_MEDIA}}}thumbnail", url=address)
    return element


def _bytes(element: etree._Element) -> bytes:
    """The element as it stands in a feed, whose root declares the prefixes."""
    root = etree.Element("root", nsmap=_PREFIXES)
    root.append(element)
    whole: bytes = etree.tostring(root, encoding="utf-8")
    return whole[whole.index(b">") + 1 : -len(b"</root>")]


class _Extras:
    """Our feedgen extension: name spaces, a hub that RSS readers find too, and dates in GMT whatever the locale."""

    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        return {"dc": _DC, "media": _MEDIA}

    def extend_rss(self, root: Any) -> None:
        channel = root.find("channel")
        channel.find("lastBuildDate").text = rfc822(self.feed.updated or NOTHING_YET)
        own = channel.find(f"{{{_ATOM}}}link")
        if self.feed.hub:  # feedgen keeps only the link to the feed itself
            own.addnext(etree.Element(f"{{{_ATOM}}}link", rel="hub", href=uri(self.feed.hub)))

    def extend_atom(self, root: Any) -> None:
        """Atom's feed element needs nothing more."""


rss = Format("rss", _rss_frame, _rss_item)  # RSS 2.0, media type `application/rss+xml`
atom = Format("atom", _atom_frame, _atom_entry)  # Atom 1.0, media type `application/atom+xml`

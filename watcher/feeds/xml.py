"""A feed -> RSS 2.0 and Atom (RFC 4287); the one file that knows feedgen, and the way round its faults."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from lxml import etree

from watcher.feeds.content import safe_html
from watcher.feeds.entries import labels, newest_first, shown_image, shown_link, shown_title
from watcher.feeds.selection import Entry, Feed
from watcher.feeds.text import NOTHING_YET, one_line, plain, rfc822, uri, utc

if TYPE_CHECKING:
    from feedgen.entry import FeedEntry
    from feedgen.feed import FeedGenerator

_DC = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"
_GENERATOR = "watcher"  # without a version, which would rewrite every feed on an upgrade


def rss(feed: Feed) -> bytes:
    """`feed` as RSS 2.0 in UTF-8, media type `application/rss+xml`; the same feed gives the same bytes."""
    generator = _generator(feed, "rss")
    for entry in newest_first(feed.entries):
        generator.add_entry(_Rendered(_rss_item(entry)), order="append")
    return bytes(generator.rss_str())


def atom(feed: Feed) -> bytes:
    """`feed` as Atom 1.0 in UTF-8, media type `application/atom+xml`; the same feed gives the same bytes."""
    generator = _generator(feed, "atom")
    for entry in newest_first(feed.entries):
        generator.add_entry(_Rendered(_atom_entry(entry)), order="append")
    return bytes(generator.atom_str())


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
    generator.link(href=uri(feed.home), rel="alternate", type="text/html")  # last: it becomes RSS's <link>
    generator.language(feed.language)
    generator.generator(_GENERATOR)
    generator.updated(utc(feed.updated or NOTHING_YET))
    return generator


@lru_cache(maxsize=512)
def _rss_item(entry: Entry) -> etree._Element:
    item = _entry(entry)
    # RSS readers take the description for HTML. Without one feedgen would write the content there, as the teaser.
    item.description(escape(one_line(entry.summary) or shown_title(entry), quote=False))
    element: etree._Element = item.rss_entry()
    # feedgen drops an author without an address, and formats dates by switching the locale of the process.
    if author := one_line(entry.author):
        etree.SubElement(element, f"{{{_DC}}}creator").text = author
    etree.SubElement(element, "pubDate").text = rfc822(entry.published)
    return _with_thumbnail(element, entry)


@lru_cache(maxsize=512)
def _atom_entry(entry: Entry) -> etree._Element:
    item = _entry(entry)
    item.summary(one_line(entry.summary) or shown_title(entry))
    item.published(utc(entry.published))
    if author := one_line(entry.author):
        item.author(name=author)
    element: etree._Element = item.atom_entry()
    if (link := element.find("link")) is not None:
        link.attrib.update({"rel": "alternate", "type": "text/html"})  # feedgen loses both
    return _with_thumbnail(element, entry)


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


@dataclass(frozen=True, slots=True)
class _Rendered:
    """An entry as a FeedGenerator takes it, rendered once for all the times that its feed is."""

    element: etree._Element  # an RSS item or Atom entry; shared, so copies are given out

    def register_extension(self, *_: object) -> None:
        """Our extension is for the feed alone."""

    def rss_entry(self) -> etree._Element:
        return deepcopy(self.element)

    def atom_entry(self) -> etree._Element:
        return deepcopy(self.element)


class _Extras:
    """Our feedgen extension: name spaces, and the build date in GMT whatever the locale."""

    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        return {"dc": _DC, "media": _MEDIA}

    def extend_rss(self, root: Any) -> None:
        root.find("channel/lastBuildDate").text = rfc822(self.feed.updated or NOTHING_YET)

    def extend_atom(self, root: Any) -> None:
        """Atom's feed element needs nothing more."""

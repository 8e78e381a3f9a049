"""The feeds -> OPML 2.0, which readers import to subscribe to all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from watcher.feeds.selection import Feed
from watcher.feeds.text import one_line, uri

_FOLDERS = {
    "zh": {"rules": "规则", "cities": "城市", "issuers": "发文机关"},
    "en": {"rules": "Rules", "cities": "Cities", "issuers": "Issuers"},
}


def opml(title: str, feeds: Sequence[Feed]) -> bytes:
    """`feeds` as OPML in UTF-8, media type `text/x-opml`: one folder for each kind, in the order given.

    It points to the Atom form, which says when an entry was edited. It holds no date, so it changes with the feeds'
    titles and addresses alone.
    """
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = one_line(title)
    body = ET.SubElement(root, "body")
    for folder, members in by_folder(feeds).items():
        parent = body
        if folder:
            name = folder_name(folder, members[0].language)
            parent = ET.SubElement(body, "outline", text=name, title=name)
        for feed in members:
            _outline(parent, feed)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def by_folder(feeds: Sequence[Feed]) -> dict[str, list[Feed]]:
    """`feeds` by the folder in their key ("rules", "cities"; "" for those at the top), in the order given."""
    folders: dict[str, list[Feed]] = {}
    for feed in feeds:
        folders.setdefault(feed.key.rpartition("/")[0], []).append(feed)
    return folders


def folder_name(folder: str, language: str) -> str:
    """What people call a folder of feeds; an unknown one keeps its name."""
    return _FOLDERS["zh" if language.lower().startswith("zh") else "en"].get(folder, folder)


def _outline(parent: ET.Element, feed: Feed) -> None:
    name = one_line(feed.title) or feed.key
    ET.SubElement(
        parent,
        "outline",
        type="rss",  # OPML 2.0 wants it for every subscription, Atom's too
        text=name,
        title=name,
        description=one_line(feed.description),
        xmlUrl=uri(feed.address("atom")),
        htmlUrl=uri(feed.home),
    )

"""Article: what one file says now; its title, its fingerprint and how it is read."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import NamedTuple
from urllib.parse import urljoin

from watcher.articles.dates import parse_date
from watcher.articles.encoding import decode, plain_text
from watcher.articles.frontmatter import FrontMatter, read_frontmatter
from watcher.articles.markup import Markup, read_markup
from watcher.articles.metadata import Metadata
from watcher.articles.paragraphs import Paragraph, normalise
from watcher.times import lies_ahead

# XML 1.0 allows none of these, so no feed can carry them, and lone surrogates cannot be stored either.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_HAN = re.compile("[\u3400-\u9fff]")
_TITLE_LIMIT = 500  # characters; a "title" past it is a damaged file's text


class Article(NamedTuple):  # a first scan sends each from one process to another: a fifth of a dataclass's time
    """What one file says."""

    path: str  # below the article directory, with "/"
    title: str
    published: datetime | None  # aware; None where the file gives no date that can be true
    author: str
    categories: tuple[str, ...]
    url: str  # absolute address of the original, or ""
    image: str  # absolute address of its picture, or ""
    text: str  # the paragraphs, one a line
    paragraphs: tuple[Paragraph, ...]
    fragment: str  # cleaned HTML, not yet safe to show
    warnings: tuple[str, ...]  # what was wrong with the file, in words for its owner
    fingerprint: bytes  # equal for two files that say the same to a reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How files are to be read."""

    timezone: tzinfo  # for dates without one
    now: datetime | None = None  # a later date gets a warning
    strip: tuple[str, ...] = ()  # XPaths from `selectors.compile_selectors`


def read_article(path: str, data: bytes, reading: Reading) -> Article:
    """Read one file's bytes. Raises ArticleError where they are no text; all other damage becomes a warning."""
    return read_body(path, read_head(data, reading), reading)


def read_head(data: bytes, reading: Reading) -> FrontMatter:
    """The first half of reading a file: its metadata, and its body as text. Raises ArticleError."""
    text = plain_text(data)
    if text is not None:
        return read_frontmatter(text, reading.timezone)
    text, decoding = decode(data)
    front = read_frontmatter(_ILLEGAL.sub("", text), reading.timezone)
    return front._replace(warnings=(*decoding, *front.warnings)) if decoding else front


def read_body(path: str, front: FrontMatter, reading: Reading) -> Article:
    """The second half: what the body says."""
    name, suffix = _name_and_suffix(path)
    markup = read_markup(front.body, suffix.lower(), reading.strip)
    metadata = front.metadata
    title = _title(metadata, markup, name)
    published = metadata.date or _page_date(markup, reading.timezone)
    return Article(
        path=path,
        title=title,
        published=published,
        author=_one_line(metadata.author or markup.meta.get("author") or markup.meta.get("contentsource") or ""),
        categories=tuple(filter(None, map(_one_line, metadata.categories))),
        url=metadata.url or markup.url,
        image=urljoin(metadata.url, metadata.image) if metadata.image else "",
        text=markup.text,
        paragraphs=markup.paragraphs,
        fragment=markup.fragment,
        warnings=front.warnings + _doubts(published, reading.now),
        fingerprint=fingerprint(title, markup.text, markup.fragment),
    )


def fingerprint(title: str, text: str, fragment: str) -> bytes:
    """16 bytes that are equal when a reader would see no difference.

    Only title and text count, and not their white space: dates, authors and markup are rewritten by every crawl
    and every new template. An article without text is its pictures, so there the markup counts.
    """
    said = f"{title}\n{text or fragment}"
    return hashlib.blake2b("".join(said.split()).encode(), digest_size=16).digest()


def _name_and_suffix(path: str) -> tuple[str, str]:
    """As pathlib has them (`stem`, `suffix`), in a tenth of the time."""
    name = path.rpartition("/")[2]
    dot = name.rfind(".")
    return (name[:dot], name[dot:]) if 0 < dot < len(name) - 1 else (name, "")


def is_named_by_file(article: Article) -> bool:
    """Whether nothing but its file's name gave it a title, and one that means nothing to a reader: notice-07.txt."""
    name, _ = _name_and_suffix(article.path)
    return article.title == _one_line(name) and not _HAN.search(name)


def retitled(article: Article, title: str) -> Article:
    """The article under another title."""
    title = title[:_TITLE_LIMIT]
    return article._replace(title=title, fingerprint=fingerprint(title, article.text, article.fragment))


def _doubts(published: datetime | None, now: datetime | None) -> tuple[str, ...]:
    """A warning for the file's owner where its date cannot be true yet."""
    if not (published and now and lies_ahead(published, now)):
        return ()
    return (f"the date {published:%Y-%m-%d} lies ahead; the article is dated when it was first seen",)


def _title(metadata: Metadata, markup: Markup, name: str) -> str:
    meta = markup.meta
    found = metadata.title or meta.get("articletitle") or markup.title or meta.get("og:title") or name
    return _one_line(found)[:_TITLE_LIMIT] or name


def _one_line(text: str) -> str:
    # Generators write braces and quotes as entities in front matter too, where nothing else would undo them.
    if "&" in text:
        text = html.unescape(text)
    return normalise(text if text.isprintable() else _ILLEGAL.sub("", text))


def _page_date(markup: Markup, timezone: tzinfo) -> datetime | None:
    # PubDate is the name that the State Council's guide for government sites gives it (政府网站发展指引, 2017).
    names: Sequence[str] = ("pubdate", "article:published_time", "publishdate", "date")
    return next((date for name in names if (date := parse_date(markup.meta.get(name), timezone))), None)

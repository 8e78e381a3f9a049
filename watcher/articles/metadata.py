"""Fields of a front matter -> what they say about the article."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from html.entities import html5
from typing import NamedTuple

from watcher.articles.dates import parse_date
from watcher.articles.fields import Field

# The first key of a row that has a value is taken.
TITLE = ("title", "subject", "标题")
_DATE = (
    *("date", "pubdate", "published", "published_at", "publishdate", "publish_date", "created", "created_at"),
    *("日期", "发布日期", "发布时间"),
)
_AUTHOR = ("author", "authors", "author.name", "authors.name", "params.author", "作者")
_CATEGORIES = (
    *("categories", "category", "tags", "tag", "分类", "标签"),
    *("taxonomies.categories", "taxonomies.tags"),
)
_URL = ("url", "link", "source", "canonical", "canonical_url", "original", "permalink", "source_url", "via")
_IMAGE = (
    *("headimg", "thumbnail", "image", "cover", "featured_image"),
    *("image.url", "image.src", "image.path", "cover.image", "cover.url", "cover.src"),
)
KNOWN = frozenset((*TITLE, *_DATE, *_AUTHOR, *_CATEGORIES, *_URL, *_IMAGE))

_ENTITY = re.compile(r"&(?:(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,30}));")
_BLANKS = re.compile(r"[ \t\r\n\f\v\x85\u2028\u2029]+")
_UNSHOWABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
_ABSOLUTE = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}[ \t]+(.*)")


class Metadata(NamedTuple):  # a scan makes one an article, in a third of a dataclass's time
    """What a front matter says about its article."""

    title: str = ""  # "" where the file gives none: the first heading, <title> or the file name serve then
    date: datetime | None = None  # aware
    author: str = ""  # several are joined by ", "
    categories: tuple[str, ...] = ()  # categories and tags, in order, without repeats
    url: str = ""  # the original address, absolute
    image: str = ""  # absolute


def metadata_of(fields: Iterable[Field], body: str, timezone: tzinfo, warnings: list[str]) -> Metadata:
    """The metadata of fields, adding to `warnings` what is odd about them.

    Dates are in `timezone` where they name no zone; the heading of the `body` tells which of several titles holds.
    """
    values: dict[str, list[Field]] = {}
    for field in fields:
        if field.texts:
            values.setdefault(field.key, []).append(field)
    return Metadata(
        title=_title(values, body, warnings),
        date=_date(values, timezone, warnings),
        author=_joined(_present(values, _AUTHOR)[-1:]),
        categories=tuple(dict.fromkeys(_categories(values))),
        url=_address(values, _URL),
        image=_address(values, _IMAGE),
    )


def _present(values: dict[str, list[Field]], keys: Sequence[str]) -> list[Field]:
    """The fields of the first key that has a value."""
    return next((values[key] for key in keys if key in values), [])


def _title(values: dict[str, list[Field]], body: str, warnings: list[str]) -> str:
    """Of several titles the one that the body's heading repeats, else the last, which is what YAML readers take."""
    fields = _present(values, TITLE)
    titles = [_joined([field]) for field in fields]
    if len(set(titles)) < 2:
        return titles[0] if titles else ""
    heading = _HEADING.match(body.lstrip()[:1000])
    chosen = titles.index(heading[1].strip()) if heading and heading[1].strip() in titles else len(titles) - 1
    warnings.append(f"line {fields[-1].line}: not the first title; that of line {fields[chosen].line} is taken")
    return titles[chosen]


def _date(values: dict[str, list[Field]], timezone: tzinfo, warnings: list[str]) -> datetime | None:
    fields = [field for key in _DATE for field in reversed(values.get(key, ()))]
    for field in fields:
        found = parse_date(field.texts[0], timezone)
        if found:
            return found
    if fields:
        warnings.append(f'line {fields[0].line}: "{fields[0].texts[0][:40]}" is no date')
    return None


def _categories(values: dict[str, list[Field]]) -> Iterator[str]:
    for key in _CATEGORIES:
        for field in values.get(key, ()):
            texts = re.split("[,，、]", field.texts[0]) if len(field.texts) == 1 else field.texts
            yield from filter(None, map(_clean, texts))


def _address(values: dict[str, list[Field]], keys: Sequence[str]) -> str:
    texts = (text for key in keys for field in values.get(key, ()) for text in field.texts)
    return next((address for address in map(_clean, texts) if _ABSOLUTE.fullmatch(address)), "")


def _joined(fields: Iterable[Field]) -> str:
    return ", ".join(_clean(text) for field in fields for text in field.texts)


def _clean(text: str) -> str:
    """A value as people see it: entities of templates resolved, blanks single, nothing that can't be shown."""
    if "&" in text:
        text = _ENTITY.sub(_unescaped, text)
    if not text.isprintable() or "  " in text:
        text = _BLANKS.sub(" ", _UNSHOWABLE.sub("", text))
    return text.strip()


def _unescaped(entity: re.Match[str]) -> str:
    """`&#123;` and `&amp;`, but not the `&not` that html.unescape sees in `&notice;`."""
    return html.unescape(entity[0]) if entity[1] or f"{entity[2]};" in html5 else entity[0]

"""Text of a file -> metadata and body, whatever state its front matter is in."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from html.entities import html5
from typing import NamedTuple

from watcher.articles.dates import parse_date
from watcher.articles.fields import Field, FieldsError, json_fields, toml_fields, yaml_fields
from watcher.articles.lenient import KEY, TOML_KEY, extent, read_lines

# The first key of a row that has a value is taken.
_TITLE = ("title", "subject", "标题")
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
_KNOWN = frozenset((*_TITLE, *_DATE, *_AUTHOR, *_CATEGORIES, *_URL, *_IMAGE))

_LONGEST_HEAD = 65_536  # characters that a standard's parser is given
_MOST_LINES = 500  # that are read one by one
_MOST_WARNINGS = 10
_LONGEST_BARE_TITLE = 200  # characters of a line without any key that is taken for a title

_OPENING = re.compile(r"(-{2,}|\+{3})[ \t]*\n")
_PSEUDO = "[#]:"

_ENTITY = re.compile(r"&(?:(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,30}));")
_BLANKS = re.compile(r"[ \t\r\n\f\v\x85\u2028\u2029]+")
_UNSHOWABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
_ABSOLUTE = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}[ \t]+(.*)")


class Metadata(NamedTuple):  # as the two below: a scan makes one of each an article, in a third of a dataclass's time
    """What a front matter says about its article."""

    title: str = ""  # "" where the file gives none: the first heading, <title> or the file name serve then
    date: datetime | None = None  # aware
    author: str = ""  # several are joined by ", "
    categories: tuple[str, ...] = ()  # categories and tags, in order, without repeats
    url: str = ""  # the original address, absolute
    image: str = ""  # absolute


class FrontMatter(NamedTuple):
    """A file's text, taken apart."""

    metadata: Metadata
    body: str  # what follows the front matter, the whole text where there is none; lines end in "\n"
    warnings: tuple[str, ...]  # each names its line: "line 3: ..."


class _Head(NamedTuple):
    """A front matter as it was found."""

    fields: Sequence[Field]
    body: str
    warnings: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Format:
    """A kind of front matter that stands between fences."""

    closing: re.Pattern[str]  # the closing fence where nothing is wrong
    fence: re.Pattern[str]  # any line that people close it with
    key: re.Pattern[str]
    fields: Callable[[str, int], list[Field]]  # raises FieldsError


_YAML = _Format(
    closing=re.compile(r"^(?:-{3,}|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE),
    fence=re.compile(r"-{2,}|\.{3}"),
    key=KEY,
    fields=yaml_fields,
)
_TOML = _Format(
    closing=re.compile(r"^\+{3}[ \t]*(?:\n|\Z)", re.MULTILINE),
    fence=re.compile(r"\+{3}"),
    key=TOML_KEY,
    fields=toml_fields,
)
_JSON_FENCE = re.compile(r"\},?")


def read_frontmatter(text: str, timezone: tzinfo) -> FrontMatter:
    """Takes the front matter off a text: YAML, TOML, JSON, `[#]: key: value` lines, any of them in an HTML comment.

    What a strict parser refuses is read line by line, with a warning for each line that is odd; a front matter
    without an end ends where a body begins. Dates are in `timezone` where they name no zone. Never raises, and
    takes time in proportion to the text.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    content = text.lstrip("\ufeff\u200b\xa0\u3000 \t\n")
    line = text.count("\n", 0, len(text) - len(content)) + 1
    head = _find(content, line) if content else None
    if head is None:
        return FrontMatter(Metadata(), text.lstrip("\ufeff"), ())
    warnings = list(head.warnings)
    metadata = _metadata(head, timezone, warnings)
    return FrontMatter(metadata, head.body, tuple(warnings[:_MOST_WARNINGS]))


def _find(content: str, line: int) -> _Head | None:
    """The front matter that `content` begins with, by its first characters; `line` is its first line."""
    opening = _OPENING.match(content)
    if opening:
        return _fenced(content, opening.end(), line + 1, _TOML if opening[1][0] == "+" else _YAML)
    if content.startswith("{"):
        return _json(content, line)
    if content.startswith(_PSEUDO):
        return _pseudo(content, line)
    if content.startswith("<!--"):
        return _comment(content, line)
    return _unopened(content, line)


def _fenced(content: str, start: int, first: int, form: _Format) -> _Head | None:
    closing = form.closing.search(content, start, start + _LONGEST_HEAD)
    refusal = None
    if closing:
        try:
            return _Head(form.fields(content[start : closing.start()], first), content[closing.end() :])
        except FieldsError as error:
            refusal = error
    return _line_by_line(content[start:], first, form.fence, form.key, refusal)


def _json(content: str, line: int) -> _Head | None:
    try:
        fields, end = json_fields(content[:_LONGEST_HEAD], line)
    except FieldsError as error:
        is_object = content[1:200].lstrip().startswith('"')
        return _line_by_line(content[1:], line, _JSON_FENCE, KEY, error) if is_object else None
    return _Head(fields, content[end:].removeprefix("\n")) if _known(fields) else None


def _pseudo(content: str, line: int) -> _Head | None:
    """The link definitions with which translated articles of Linux.cn begin: `[#]: author: "…"`."""
    lines = content.split("\n", _MOST_LINES)
    ends = (index for index, text in enumerate(lines) if text.strip() and not text.startswith(_PSEUDO))
    end = next(ends, len(lines))
    fields, warnings = read_lines([text[len(_PSEUDO) :].strip() for text in lines[:end]], line, _KNOWN)
    bare = [field._replace(texts=tuple(map(_unwrapped, field.texts))) for field in fields]
    return _Head(bare, "\n".join(lines[end:]), warnings) if _known(bare) else None


def _unwrapped(text: str) -> str:
    """A value of the pseudo front matter without its brackets and its author's address: `(Name https://…)`."""
    inner = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    name = inner.split(" http", 1)[0]
    return name.strip()


def _comment(content: str, line: int) -> _Head | None:
    end = content.find("-->", 4, _LONGEST_HEAD)
    comment = content[4 : max(end, 4)].rstrip("- \t\n")
    inside = comment.lstrip("- \t\n")
    line += comment.count("\n") - inside.count("\n")
    warnings: list[str] = []
    try:
        fields = yaml_fields(inside, line)
    except FieldsError:
        fields, warnings = read_lines(inside.split("\n", _MOST_LINES)[:_MOST_LINES], line, _KNOWN)
    return _Head(fields, content[end + 3 :].removeprefix("\n"), warnings) if _telling(fields) else None


def _unopened(content: str, line: int) -> _Head | None:
    """A front matter that lost its opening fence, or never had one; then it ends at the first blank line."""
    match = KEY.match(content)
    if not match or match[2].lower() not in _KNOWN:
        return None
    lines = content.split("\n", _MOST_LINES)
    found = extent(lines[:_MOST_LINES], _YAML.fence)
    end, body = found.length, found.body
    if not found.fence:
        end = body = next((index for index, text in enumerate(lines[:end]) if not text.strip()), end)
    fields, warnings = read_lines(lines[:end], line, _KNOWN)
    if len(_known(fields)) < 2 or not _telling(fields):
        return None
    return _Head(fields, "\n".join(lines[body:]), [f'line {line}: a front matter without "---" before it', *warnings])


def _line_by_line(
    text: str, first: int, fence: re.Pattern[str], key: re.Pattern[str], refusal: FieldsError | None
) -> _Head | None:
    """What follows an opening fence and is no valid front matter, or has no end."""
    lines = text.split("\n", _MOST_LINES)
    found = extent(lines[:_MOST_LINES], fence)
    fields, warnings = read_lines(lines[: found.length], first, _KNOWN, key)
    body = "\n".join(lines[found.body :])
    if not found.fence:
        warnings.append(f"line {first + found.length}: the front matter has no end, the body is taken to begin here")
        return _Head(fields, body, warnings) if _telling(fields) else None
    if found.fence.rstrip() not in ("---", "+++", "}"):
        warnings.append(f'line {first + found.length}: "{found.fence[:40].rstrip()}" ends the front matter')
    if not fields:
        return _bare_title(lines[: found.length], first, body)
    if not _known(fields) and not all(field.key.isascii() for field in fields):
        return None
    if refusal and not warnings:
        warnings = [f"line {refusal.line}: {refusal.problem}; read line by line"]
    return _Head(fields, body, warnings)


def _bare_title(lines: Sequence[str], first: int, body: str) -> _Head | None:
    """One line without a key between two fences is a title whose key was forgotten."""
    written = [(number, line.strip()) for number, line in enumerate(lines, first) if line.strip()]
    if len(written) != 1 or len(written[0][1]) > _LONGEST_BARE_TITLE:
        return None
    number, title = written[0]
    return _Head([Field("title", number, (title,))], body, [f"line {number}: no key; read as the title"])


def _known(fields: Iterable[Field]) -> list[Field]:
    return [field for field in fields if field.key in _KNOWN]


def _telling(fields: Sequence[Field]) -> bool:
    """Whether fields can't be the beginning of a body: a title is among them, or two other known keys."""
    return any(field.key in _TITLE for field in fields) or len(_known(fields)) > 1


def _metadata(head: _Head, timezone: tzinfo, warnings: list[str]) -> Metadata:
    """The metadata of fields, adding to `warnings` what is odd about them."""
    values: dict[str, list[Field]] = {}
    for field in head.fields:
        if field.texts:
            values.setdefault(field.key, []).append(field)
    return Metadata(
        title=_title(values, head.body, warnings),
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
    fields = _present(values, _TITLE)
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

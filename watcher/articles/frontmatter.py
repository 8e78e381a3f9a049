"""Text of a file -> metadata and body, whatever state its front matter is in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import NamedTuple

from watcher.articles.fields import Field, FieldsError, json_fields, toml_fields, yaml_fields
from watcher.articles.lenient import KEY, TOML_KEY, extent, read_lines
from watcher.articles.metadata import KNOWN, TITLE, Metadata, metadata_of

_LONGEST_HEAD = 65_536  # characters that a standard's parser is given
_MOST_LINES = 500  # that are read one by one
_MOST_WARNINGS = 10
_LONGEST_BARE_TITLE = 200  # characters of a line without any key that is taken for a title

_OPENING = re.compile(r"(-{2,}|\+{3})[ \t]*\n")
_PSEUDO = "[#]:"


class FrontMatter(NamedTuple):  # as Metadata
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
    metadata = metadata_of(head.fields, head.body, timezone, warnings)
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
    fields, warnings = read_lines([text[len(_PSEUDO) :].strip() for text in lines[:end]], line, KNOWN)
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
        fields, warnings = read_lines(inside.split("\n", _MOST_LINES)[:_MOST_LINES], line, KNOWN)
    return _Head(fields, content[end + 3 :].removeprefix("\n"), warnings) if _telling(fields) else None


def _unopened(content: str, line: int) -> _Head | None:
    """A front matter that lost its opening fence, or never had one; then it ends at the first blank line."""
    match = KEY.match(content)
    if not match or match[2].lower() not in KNOWN:
        return None
    lines = content.split("\n", _MOST_LINES)
    found = extent(lines[:_MOST_LINES], _YAML.fence)
    end, body = found.length, found.body
    if not found.fence:
        end = body = next((index for index, text in enumerate(lines[:end]) if not text.strip()), end)
    fields, warnings = read_lines(lines[:end], line, KNOWN)
    if len(_known(fields)) < 2 or not _telling(fields):
        return None
    return _Head(fields, "\n".join(lines[body:]), [f'line {line}: a front matter without "---" before it', *warnings])


def _line_by_line(
    text: str, first: int, fence: re.Pattern[str], key: re.Pattern[str], refusal: FieldsError | None
) -> _Head | None:
    """What follows an opening fence and is no valid front matter, or has no end."""
    lines = text.split("\n", _MOST_LINES)
    found = extent(lines[:_MOST_LINES], fence)
    fields, warnings = read_lines(lines[: found.length], first, KNOWN, key)
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
    return [field for field in fields if field.key in KNOWN]


def _telling(fields: Sequence[Field]) -> bool:
    """Whether fields can't be the beginning of a body: a title is among them, or two other known keys."""
    return any(field.key in TITLE for field in fields) or len(_known(fields)) > 1

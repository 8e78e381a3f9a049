"""A front matter that its standard refuses, read line by line the way a person would."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from watcher.articles.fields import Field

# quote, name, separator
KEY = re.compile(r"""(["']?)([^\W\d][\w.-]{0,40})\1[ \t]*([:：;；])(?!//)""")
TOML_KEY = re.compile(r"""(["']?)([^\W\d][\w.-]{0,40})\1[ \t]*(=)""")
_KEY_BEHIND_A_BLANK = re.compile(r"[a-z_][a-z_0-9-]{0,24}[ \t]*[:：=](?!//)")
_WORD_AND_REST = re.compile(r"([A-Za-z]{1,12})[ \t]+(\S.*)")
_ITEM = re.compile(r"-(?!-)")
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")
_LIST_COMMA = re.compile(r"[,，、]")
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’"}
_BLOCKS = {"|", ">", "|-", ">-", "|+", ">+"}
_SPECIAL = "`@%&*!"  # what no plain YAML value begins with
_NULLS = {"", "~", "null"}
_MOST_STRAY_LINES = 3  # past them it is rather a body with a rule further down
_LONGEST_VALUE = 20_000  # characters


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a front matter ends in the lines behind its opening fence."""

    length: int  # lines of the front matter
    body: int  # index of the first line of the body
    fence: str  # the closing fence as it stands; "" where there is none


@dataclass(slots=True)
class _Key:
    """A key whose value is being gathered; the one thing here that changes while lines are read."""

    name: str
    line: int
    indent: int
    block: bool = False  # a block scalar: what is indented below is its text
    nested: bool = False  # a mapping: what is indented below is left out
    raw: list[str] = field(default_factory=list)  # the values as they stand


def extent(lines: Sequence[str], fence: re.Pattern[str]) -> Extent:
    """The extent of a front matter that may lack its closing fence.

    Without a fence the body begins at the first line that looks like none of a front matter's and follows a blank
    line, or where more stray lines begin than a person leaves in a front matter.
    """
    stray: list[int] = []
    behind_blank = False
    for index, line in enumerate(lines):
        text = line.strip()
        if fence.fullmatch(text):
            return Extent(index, index + 1, line)
        if text and not _belongs(line, text, behind_blank):
            stray.append(index)
            if behind_blank or len(stray) > _MOST_STRAY_LINES:
                break
        behind_blank = not text
    end = stray[0] if stray else len(lines)
    return Extent(end, end, "")


def _belongs(line: str, text: str, behind_blank: bool) -> bool:
    """Whether a line looks like a front matter's; behind a blank line a list or a sentence does no more."""
    if text[0] in "\"'" or _CONFLICT.match(text):
        return True
    indented = line[0] in " \t"
    if behind_blank:
        return bool(_KEY_BEHIND_A_BLANK.match(text)) or (indented and text[0] == "-")
    return indented or text[0] in "#[]{}" or bool(KEY.match(text) or TOML_KEY.match(text) or _ITEM.match(text))


def read_lines(
    lines: Sequence[str], first: int, known: frozenset[str], key: re.Pattern[str] = KEY
) -> tuple[list[Field], list[str]]:
    """The fields of a front matter whose first line is the file's line `first`, and a warning for each odd line.

    Keys of `known` are recognised without a colon, too. Mappings inside mappings are left out.
    """
    found: list[_Key] = []
    warnings = []
    for number, line in enumerate(lines, first):
        oddity = _take(found, line, number, known, key)
        if oddity:
            warnings.append(f"line {number}: {oddity}")
    return [Field(one.name, one.line, _values(one.raw)) for one in found], warnings


def _take(found: list[_Key], line: str, number: int, known: frozenset[str], key: re.Pattern[str]) -> str:
    """Adds one line to the keys found so far; says what is odd about it, or nothing."""
    text = line.strip()
    if not text or text[0] == "#":
        return ""
    if _CONFLICT.match(text):
        return "a merge conflict, both sides are read" if text[0] == "<" else ""
    indent = len(line) - len(line.lstrip())
    last = found[-1] if found else None
    if last and indent > last.indent and (last.block or last.nested):
        if last.block:
            _append(last, text)
        return ""
    if last and _ITEM.match(text):
        last.raw.append(text[1:].strip()[:_LONGEST_VALUE])
        return _odd_item(line, text)
    match = key.match(text)
    if match:
        return _take_key(found, match, line, number, indent)
    if last and (indent > last.indent or _continues(last, text)):
        _append(last, text)
        return ""
    return _take_bare(found, text, number, indent, known)


def _take_key(found: list[_Key], match: re.Match[str], line: str, number: int, indent: int) -> str:
    last = found[-1] if found else None
    if last and indent > last.indent and not last.raw:
        last.nested = True
        return ""
    value = match.string[match.end() :]
    found.append(_new_key(match[2], number, indent, value.strip()))
    return _odd_key(match[2], match[3], value, line)


def _take_bare(found: list[_Key], text: str, number: int, indent: int, known: frozenset[str]) -> str:
    word = _WORD_AND_REST.match(text)
    if word is None or word[1].lower() not in known:
        return f'no ":" in "{text[:40]}", left out'
    found.append(_new_key(word[1], number, indent, word[2]))
    return f'no ":" after "{word[1]}"'


def _continues(last: _Key, text: str) -> bool:
    """Whether an unindented line goes on with the value above it: a quoted text, or a list over several lines."""
    return text[0] in "\"'[]{}" and (not last.raw or _is_open_list(last.raw[-1]))


def _is_open_list(value: str) -> bool:
    return value[0] in "[{" and value[-1] not in "]}"


def _new_key(name: str, line: int, indent: int, value: str) -> _Key:
    block = value in _BLOCKS
    return _Key(name.lower(), line, indent, block, raw=[value[:_LONGEST_VALUE]] if value and not block else [])


def _append(key: _Key, text: str) -> None:
    if not key.raw:
        key.raw.append(text[:_LONGEST_VALUE])
    elif len(key.raw[-1]) < _LONGEST_VALUE:
        key.raw[-1] = f"{key.raw[-1]} {text[:_LONGEST_VALUE]}"


def _odd_item(line: str, text: str) -> str:
    if line.startswith("\t"):
        return "a tab for spaces"
    return "" if text[1:2] in ("", " ") else 'no space after "-"'


def _odd_key(name: str, separator: str, value: str, line: str) -> str:
    """What a strict parser holds against a line `name: value`."""
    bare = value.strip()
    if separator in "：；;":
        return f'"{separator}" for ":" after "{name}"'
    if line.startswith("\t"):
        return "a tab for spaces"
    if separator == ":" and value and value[0] not in " \t":
        return f'no space after "{name}:"'
    if bare[:1] in ('"', "'"):
        return "" if _well_quoted(bare.rstrip(",")) else f'the quotes of "{name}" do not match'
    if ": " in bare:
        return f'": " in the value of "{name}", which has no quotes'
    if bare and bare[0] in _SPECIAL:
        return f'the value of "{name}" begins with "{bare[0]}" and has no quotes'
    return ""


def _well_quoted(value: str) -> bool:
    quote = value[0]
    inner = value[1:-1].replace('\\"' if quote == '"' else "''", "")
    return len(value) > 1 and value[-1] == quote and quote not in inner


def _values(raw: list[str]) -> tuple[str, ...]:
    if len(raw) == 1 and raw[0].startswith("[") and raw[0].rstrip(" ,").endswith("]"):
        raw = _LIST_COMMA.split(raw[0].rstrip(" ,")[1:-1])
    return tuple(value for text in raw if text.strip() not in _NULLS and (value := _unquote(text)))


def _unquote(text: str) -> str:
    """The value that the writer meant: quotes right round it were meant for the parser, others are text."""
    text = text.strip()
    if text.endswith(('",', "',")):  # JSON
        text = text[:-1]
    quote = text[:1]
    if quote not in _QUOTES or not quote:
        return text
    inner = text[1:-1]
    if len(text) > 1 and text.endswith(_QUOTES[quote]):
        if quote == '"':
            return inner.replace('\\"', '"')
        if quote == "'":
            return inner.replace("''", "'")
        return text if quote in inner else inner
    return text if quote not in "\"'" or quote in text[1:] else text[1:]

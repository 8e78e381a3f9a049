"""YAML, TOML and JSON front matter, as their standards have it -> flat fields."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

_DEEPEST = 8  # levels that are followed; people use three
_LONGEST_TOML = 8192  # characters; tomllib takes 20 s for 60,000 that are one dotted key
_NULLS = {"~", "null", "Null", "NULL"}
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the second where PyYAML was built without libyaml


# A line of YAML that is no more than it seems: a key, perhaps with a value, or an item of a list; what it must not have
# inside is asked for apart. An unquoted value begins with no mark that may mean something, a quoted one has no escape.
_ODD = r"\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"  # line breaks, and what YAML does not allow
_VALUE = rf"""([^{_ODD} !-'*-.:-@\[-^`{{-~][^{_ODD}]*+|'[^{_ODD}'"\\]++' *|"[^{_ODD}'"\\]++" *)"""
_PLAIN = re.compile(rf"^(?:(\w[\w-]{{0,60}}):(?: +{_VALUE}| *)|( *)- +{_VALUE}| *|(.+))$", re.MULTILINE)


class Field(NamedTuple):
    """One key of a front matter and what stands under it. A tuple: a scan makes ten of them an article."""

    key: str  # lower case; what is nested is dotted: "taxonomies.tags"
    line: int  # of the file, from 1; in JSON and TOML that of the first line
    texts: tuple[str, ...]  # a scalar as it is written, or the scalars of a list


class FieldsError(Exception):
    """The front matter is not what its standard demands."""

    def __init__(self, line: int, problem: str) -> None:
        self.line = line
        self.problem = problem
        super().__init__(f"line {line}: {problem}")


def yaml_fields(head: str, first: int) -> list[Field]:
    """The fields of a YAML mapping whose first line is the file's line `first`; none where it is empty.

    Every scalar stays as it is written: a title `1.10`, `No` or `2021-12-01` is neither number, bool nor date.
    Where a line is not plain, reads parser events: the composer of libyaml's binding recurses, and some thousand
    nested brackets end the process; aliases stay unexpanded, so they cannot multiply either. Raises FieldsError.
    """
    plain = _plain_fields(head, first)
    if plain is not None:
        return plain
    try:
        # Non-breaking spaces are what editors make of an indentation, and YAML takes them for text.
        loader = _LOADER(head.replace("\xa0", " "))
        return _yaml_document(iter(loader.get_event, None), first)  # what yaml.parse gives, in half of its time
    except yaml.MarkedYAMLError as error:
        raise FieldsError(first + _line(error), error.problem or "not YAML") from error
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise FieldsError(first, "characters that YAML does not allow") from error


def _plain_fields(head: str, first: int) -> list[Field] | None:
    """What YAML makes of plain lines, in a third of its parser's time; None where a line is anything else."""
    found: list[tuple[str, int, list[str]]] = []
    texts: list[str] = []  # of the last key
    takes_items, depth = False, None  # whether it may have a list, and how far that is indented
    for line, (key, value, indent, item, other) in enumerate(_PLAIN.findall(head), first):
        if other or (item and not (takes_items and depth in {None, indent})):
            return None
        if key:
            texts, takes_items, depth = [], not value, None
            found.append((key.lower(), line, texts))
        elif item:
            depth = indent
        text = (value or item).rstrip(" ")
        if text[:1] in {"'", '"'}:
            texts.append(text[1:-1])
        elif ": " in text or " #" in text or text[-1:] == ":":  # a mapping, a comment
            return None
        elif text and text not in _NULLS:
            texts.append(text)
    return [Field(key, line, tuple(texts)) for key, line, texts in found]


def _line(error: yaml.MarkedYAMLError) -> int:
    """Where a person would look: a scalar's begin where it has no end, but the odd line of a mapping, not its begin."""
    block = (error.context or "").startswith("while parsing a block")
    mark = error.problem_mark if block else error.context_mark or error.problem_mark
    return getattr(mark, "line", 0) if mark else 0


def _yaml_document(events: Iterator[Any], first: int) -> list[Field]:
    next(events)  # the stream's start
    if type(next(events)) is StreamEndEvent:
        return []
    root = next(events)
    if type(root) is not MappingStartEvent:
        raise FieldsError(first + root.start_mark.line, "no keys")
    fields = list(_yaml_mapping(events, "", first, 1))
    if any(type(event) is DocumentStartEvent for event in events):
        raise FieldsError(first, "a second document")
    return fields


def _yaml_mapping(events: Iterator[Any], prefix: str, first: int, depth: int) -> Iterator[Field]:
    for event in events:
        if type(event) is MappingEndEvent:
            return
        line = first + event.start_mark.line
        if type(event) is not ScalarEvent:
            raise FieldsError(line, "a key that is no text")
        key = f"{prefix}{event.value.lower()}"
        event = next(events)
        if type(event) is ScalarEvent:
            yield Field(key, line, _texts(event))
        else:
            yield from _yaml_collection(event, events, key, line, first, depth)


def _yaml_collection(event: Any, events: Iterator[Any], key: str, line: int, first: int, depth: int) -> Iterator[Field]:
    if depth >= _DEEPEST:
        raise FieldsError(line, f"more than {_DEEPEST} levels")
    if type(event) is MappingStartEvent:
        yield from _yaml_mapping(events, f"{key}.", first, depth + 1)
    elif type(event) is SequenceStartEvent:
        texts: list[str] = []
        for item in events:
            if type(item) is SequenceEndEvent:
                break
            if type(item) is ScalarEvent:
                texts += _texts(item)
            else:
                for field in _yaml_collection(item, events, key, line, first, depth + 1):
                    if field.key == key:
                        texts += field.texts
                    else:
                        yield field
        yield Field(key, line, tuple(texts))
    elif type(event) is not AliasEvent:
        raise FieldsError(line, "not YAML")


def _texts(event: ScalarEvent) -> tuple[str, ...]:
    empty = not event.value or (event.value in _NULLS and event.style not in ("'", '"'))
    return () if empty else (event.value,)


def toml_fields(head: str, first: int) -> list[Field]:
    """The fields of a TOML document whose first line is the file's line `first`. Raises FieldsError."""
    if len(head) > _LONGEST_TOML:
        raise FieldsError(first, f"more than {_LONGEST_TOML} characters of TOML")
    try:
        return list(_tree(tomllib.loads(head), "", first, 0))
    except RecursionError as error:
        raise FieldsError(first, "too many levels") from error
    except ValueError as error:
        problem, _, place = str(error).partition(" (at ")
        line = place.removeprefix("line ").partition(",")[0]
        raise FieldsError(first + (int(line) - 1 if line.isdecimal() else head.count("\n")), problem) from error


def json_fields(text: str, first: int) -> tuple[list[Field], int]:
    """The fields of the JSON object that `text` begins with, and the offset behind it. Raises FieldsError."""
    try:
        tree, end = json.JSONDecoder().raw_decode(text)
        return list(_tree(tree, "", first, 0)), end
    except json.JSONDecodeError as error:
        raise FieldsError(first + error.lineno - 1, error.msg) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; thousands of brackets
        raise FieldsError(first, "not JSON") from error


def _tree(tree: dict[str, Any], prefix: str, line: int, depth: int) -> Iterator[Field]:
    for name, value in tree.items():
        key = f"{prefix}{name.lower()}"
        if isinstance(value, dict) and depth < _DEEPEST:
            yield from _tree(value, f"{key}.", line, depth + 1)
        else:
            yield Field(key, line, tuple(_scalars(value, 0)))


def _scalars(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, list) and depth < _DEEPEST:
        for item in value:
            yield from _scalars(item, depth + 1)
    elif isinstance(value, date):
        yield value.isoformat()
    elif isinstance(value, str | int | float) and value != "":
        yield str(value)

"""Tables of a config -> their options, and what is wrong with them, each with its line."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from watcher.config.tomllines import Key, key_lines
from watcher.errors import Problem
from watcher.options import REQUIRED, Option

_Options = TypeVar("_Options")


class Tables:
    """One config's text and folder, and the mistakes found in it so far."""

    def __init__(self, folder: Path, text: str) -> None:
        self.folder = folder
        self.text = text
        self.problems: list[Problem] = []

    @cached_property
    def lines(self) -> Mapping[Key, int]:
        """Where each key stands; asked for only where something is wrong."""
        return key_lines(self.text)

    def wrong(self, key: Key, message: str) -> None:
        """Note a mistake at a key, or at the nearest table around it that is written."""
        line = next((self.lines[key[:end]] for end in range(len(key), 0, -1) if key[:end] in self.lines), None)
        self.problems.append(Problem(line, message))

    def options(self, kind: type[_Options], table: object, at: Key, ignored: tuple[str, ...] = ()) -> _Options | None:
        """One table as its dataclass; None where something is wrong with a key of it: one that it does not know is
        noted, and the others are read."""
        named = where(at, table)
        if not isinstance(table, dict):
            self.wrong(at, f"{named} must be a table")
            return None
        fields = {field.name: field for field in dataclasses.fields(kind) if "option" in field.metadata}  # type: ignore[arg-type]
        for key in table.keys() - fields.keys() - set(ignored):
            self.wrong((*at, key), f"{named}: unknown key {key}{did_you_mean(key, fields)}")
        before = len(self.problems)
        values = {}
        for name, field in fields.items():
            described: Option = field.metadata["option"]
            if name in table:
                try:
                    values[name] = described.read(table[name], self.folder)
                except ValueError as error:
                    self.wrong((*at, name), f"{named} {name}: {error}")
            elif described.written is REQUIRED:
                self.wrong(at, f"{named}: {name} is missing ({described.doc})")
            elif described.written is not None:
                values[name] = described.read(described.written, self.folder)
        return kind(**values) if len(self.problems) == before else None

    def attempt(self, key: Key, action: Callable[[], object], message: str = "") -> None:
        """Note what the action has to say against a value, or the message instead."""
        try:
            action()
        except (ValueError, LookupError, OSError) as error:
            self.wrong(key, f"{where(key[:-1])} {key[-1]}: {message or error}")


def where(at: Key, table: object = None) -> str:
    """What a message calls a table: [feeds], or a rule by its name."""
    if at[0] == "rules" and len(at) > 1:
        name = table.get("name") if isinstance(table, dict) else None
        return f'rule "{name}"' if isinstance(name, str) and name.strip() else f"rule {int(at[1]) + 1}"
    return f"[{'.'.join(map(str, at))}]"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a message that proposes the nearest known word; empty where none is near."""
    import difflib

    close = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def unknown_channel(name: str, channels: Iterable[str]) -> str:
    """What to say of a channel that is named and is not there."""
    known = sorted(channels)
    return f"there is no [channels.{name}]" + (did_you_mean(name, known) or f"; there is {', '.join(known) or 'none'}")

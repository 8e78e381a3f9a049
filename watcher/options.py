"""What a config key may hold: its check, default and documentation, declared where the option is used."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

REQUIRED: Any = dataclasses.MISSING


@dataclass(frozen=True, slots=True)
class Option:
    """How one key of the config is read and described."""

    kind: Kind
    doc: str
    written: object  # the default as the config would write it; REQUIRED, or None for a key without one

    def read(self, value: object, folder: Path) -> Any:
        """The checked value. ValueError says what was expected; paths are relative to the config's folder."""
        return self.kind.read(value, folder)

    @property
    def shown(self) -> str:
        """The default as the reference shows it."""
        return "required" if self.written is REQUIRED else "" if self.written is None else _toml(self.written)


def option(kind: Kind, doc: str, default: object = REQUIRED) -> Any:
    """A dataclass field that a key of the config fills.

    `default` is written as in the config and read by `kind` too; without one the key must be given.
    None means that the key may be left out.
    """
    metadata = {"option": Option(kind, doc, default)}
    if default is REQUIRED:
        return dataclasses.field(metadata=metadata)
    value = None if default is None else kind.read(default, Path())
    return dataclasses.field(default=value, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of value: its name in the reference and the function that checks and reads it."""

    name: str
    read: Callable[[object, Path], Any]


class Secret:
    """A value that is never shown: written `env:NAME` or `file:PATH`, or (where allowed) as it is.

    It is read when it is used, so that a rotated secret takes effect, and its text never reaches a log,
    a page or the store: `str()` and `repr()` give only where it comes from.
    """

    __slots__ = ("_folder", "_reference")

    def __init__(self, reference: str, folder: Path) -> None:
        self._reference = reference
        self._folder = folder

    def reveal(self) -> str:
        """The value itself. Raises LookupError, saying what is missing, where it cannot be had."""
        scheme, _, rest = self._reference.partition(":")
        if scheme == "env":
            value = os.environ.get(rest, "").strip()
            if not value:
                raise LookupError(f"the environment variable {rest} is not set")
            return value
        if scheme == "file":
            path = self._folder / rest
            try:
                value = path.read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                raise LookupError(f"the secret's file {path} cannot be read: {error}") from None
            if not value:
                raise LookupError(f"the secret's file {path} is empty")
            return value
        return self._reference

    def __repr__(self) -> str:
        scheme = self._reference.partition(":")[0]
        return self._reference if scheme in {"env", "file"} else "(hidden)"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return False
        return (self._reference, self._folder) == (other._reference, other._folder)

    def __hash__(self) -> int:
        return hash((self._reference, self._folder))


_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_DURATION = re.compile(r"\s*(\d{1,12}(?:\.\d+)?)\s*(ms|s|m|h|d|w)\s*", re.ASCII)
_RATE = re.compile(r"\s*([1-9]\d{0,5})\s*/(.*)", re.ASCII)
_LONGEST = timedelta(days=36_500)  # further back there is no date to reckon with
_MOST = 10**15  # a number past it fits neither SQLite nor a read
_SIZES = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}
_SIZE = re.compile(r"\s*(\d{1,12}(?:\.\d+)?)\s*([KMG]?i?B)?\s*", re.ASCII | re.IGNORECASE)


def _text(value: object, _folder: Path) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"expected a text, got {_toml(value)}")
    return value.strip()


def _texts(value: object, folder: Path) -> tuple[str, ...]:
    if isinstance(value, str):
        words = [word.strip() for word in re.split("[,，、;；]", value) if word.strip()]
        raise ValueError(f"expected a list of texts: {_toml(words)}")
    if not isinstance(value, (list, tuple)):
        raise ValueError(f"expected a list of texts, got {_toml(value)}")
    return tuple(dict.fromkeys(_text(item, folder) for item in value))


def _flag(value: object, _folder: Path) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"expected true or false, got {_toml(value)}")
    return value


def _number(value: object, _folder: Path) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST:
        raise ValueError(f"expected a whole number of 0 or more, got {_toml(value)}")
    return value


def _duration(value: object, _folder: Path) -> timedelta:
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f'expected a time such as "30s", "10m" or "2h", got {_toml(value)}')
    seconds = float(match[1]) * _UNITS[match[2]]
    if seconds > _LONGEST.total_seconds():
        raise ValueError(f"expected at most {_LONGEST.days} days, got {_toml(value)}")
    return timedelta(seconds=seconds)


def _rates(value: object, folder: Path) -> tuple[tuple[int, float], ...]:
    items = value if isinstance(value, (list, tuple)) and value else [value]
    return tuple(_rate(item, folder) for item in items)


def _rate(value: object, folder: Path) -> tuple[int, float]:
    match = _RATE.fullmatch(value) if isinstance(value, str) else None
    seconds = _duration(match[2], folder).total_seconds() if match else 0
    if not match or not seconds:
        raise ValueError(f'expected so many messages in a time, such as "20/1m", got {_toml(value)}')
    return int(match[1]), seconds


def _size(value: object, _folder: Path) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST:
        return value
    match = _SIZE.fullmatch(value) if isinstance(value, str) else None
    size = int(float(match[1]) * _SIZES[(match[2] or "").upper()]) if match else _MOST + 1
    if size > _MOST:
        raise ValueError(f'expected a size such as "250 KB" or "10 MB", got {_toml(value)}')
    return size


def _path(value: object, folder: Path) -> Path:
    text = _text(value, folder)
    if "\0" in text:
        raise ValueError(f"expected a path, got {_toml(value)}")
    try:
        return folder / Path(text).expanduser()
    except RuntimeError:
        raise ValueError(f"nobody's home directory is {text}") from None


def _paths(value: object, folder: Path) -> tuple[Path, ...]:
    items = value if isinstance(value, (list, tuple)) else [value]
    if not items:
        raise ValueError("expected a directory, or a list of them")
    return tuple(dict.fromkeys(_path(item, folder) for item in items))


def _web_address(value: object, folder: Path) -> str:
    address = _text(value, folder)
    if not re.match(r"https?://[^\s/]+", address):
        raise ValueError(f"expected an address that begins with http:// or https://, got {_toml(value)}")
    return address


def _address(value: object, folder: Path) -> str:
    address = _web_address(value, folder)
    return address if address.endswith("/") else address + "/"


def _secret(value: object, folder: Path) -> Secret:
    text = _text(value, folder)
    if not re.fullmatch(r"env:\w+|file:.+", text):
        raise ValueError('expected "env:NAME" or "file:PATH": secrets do not stand in the config itself')
    return Secret(text, folder)


def _secret_address(value: object, folder: Path) -> Secret:
    text = _text(value, folder)
    if not re.match(r"env:\w+$|file:.+|https?://[^\s/]+", text):
        raise ValueError('expected an address (https://…), "env:NAME" or "file:PATH"')
    return Secret(text, folder)


TEXT = Kind("text", _text)
TEXTS = Kind("list of texts", _texts)
FLAG = Kind("true or false", _flag)
NUMBER = Kind("number", _number)
DURATION = Kind("time", _duration)
RATES = Kind("rate or list of rates", _rates)
SIZE = Kind("size", _size)
PATH = Kind("path", _path)
PATHS = Kind("path or list of paths", _paths)
ADDRESS = Kind("address", _address)
WEB_ADDRESS = Kind("address", _web_address)
SECRET = Kind("secret", _secret)
SECRET_ADDRESS = Kind("address or secret", _secret_address)


def choice(*allowed: str) -> Kind:
    """One of a few words."""

    def read(value: object, _folder: Path) -> str:
        if value not in allowed:
            raise ValueError(f"expected {_either(allowed)}, got {_toml(value)}")
        return str(value)

    return Kind(_either(allowed), read)


def choices(*allowed: str) -> Kind:
    """A list of a few words."""

    def read(value: object, folder: Path) -> tuple[str, ...]:
        words = _texts(value, folder)
        for word in words:
            if word not in allowed:
                raise ValueError(f"expected a list of {_either(allowed)}, got {_toml(word)}")
        return words

    return Kind(f"list of {_either(allowed)}", read)


def _either(words: tuple[str, ...]) -> str:
    quoted = [f'"{word}"' for word in words]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " or " + quoted[-1]


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, dict):
        return "a table"
    return str(value)

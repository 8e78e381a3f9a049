"""The tree of errors: every exception that the program raises on purpose.

WatcherError
├── UsageError          a command that cannot be carried out as it was given    exit 2
├── ConfigError         config.toml, with every problem and its line            exit 2
├── ArticleError        one file that cannot be read as an article              listed, never fatal
│   └── UnfinishedError     it is still being written                           looked at again
├── DirectoryError      an article directory that is missing or unreadable      exit 1
├── PublishError        a feed file cannot be written or removed                exit 1
└── StoreError          the state store cannot be opened, read or written       exit 1
    └── StoreInUse      another process works on it                             exit 1
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


class WatcherError(Exception):
    """Root of all errors that a person is shown as one clear line."""

    exit_code: ClassVar[int] = 1


class UsageError(WatcherError):
    """The command cannot be carried out as it was given."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in the config, where, and what was expected."""

    line: int | None
    message: str


class ConfigError(WatcherError):
    """The config cannot be used; `problems` has everything that is wrong with it, in order of line."""

    exit_code = 2

    def __init__(self, path: str, problems: Sequence[Problem]) -> None:
        self.path = path
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line or 0))
        super().__init__("\n".join(self.lines()))

    def lines(self) -> list[str]:
        """The problems as `file:line: message`, one a line."""
        return [
            f"{self.path}:{problem.line}: {problem.message}" if problem.line else f"{self.path}: {problem.message}"
            for problem in self.problems
        ]


class ArticleError(WatcherError):
    """One file cannot be read as an article; it joins the unreadable list."""


class UnfinishedError(ArticleError):
    """A program is writing the file: what stands there may be half of a text."""


class DirectoryError(WatcherError):
    """An article directory is missing or cannot be read."""


class PublishError(WatcherError):
    """A feed file cannot be written or removed; what stood there before is still whole."""


class StoreError(WatcherError):
    """The state store cannot be opened, read or written."""


class StoreInUse(StoreError):
    """Another process works on the store."""

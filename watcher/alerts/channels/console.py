"""The terminal that the program runs in: one readable block a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from watcher.alerts.channels.base import Answer, Common, Text, Verdict
from watcher.alerts.channels.compose import lines, views
from watcher.alerts.channels.lines import Line, plain
from watcher.alerts.message import Message

_INDENT = {"heading": "■ ", "title": "  ", "reason": "    > ", "changed": "      ", "ending": "  "}


@dataclass(frozen=True, kw_only=True)
class Console(Common):
    """Prints each alert to the program's own output. For trying out, and for people who keep a log."""

    type: ClassVar[str] = "console"

    def outgoing(self, message: Message, now: datetime) -> Text:
        """The block of text. It has no control character but line ends, so no article can steer the terminal."""
        return Text("\n".join(map(_printed, lines(next(views(message, self.template))))))

    def verdict(self, answer: Answer) -> Verdict:
        """What was written is delivered."""
        return Verdict("delivered", "printed")


def _printed(line: Line) -> str:
    addresses = [span.url for span in line.spans if span.url]
    return _INDENT.get(line.role, "    ") + "\n    ".join([plain(line), *addresses])

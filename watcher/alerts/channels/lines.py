"""What a message is made of before any markup: lines of text, of which parts are bold or linked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text: bold or not, linked or not."""

    text: str
    bold: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a message, not yet in any markup."""

    role: str  # heading, title, what, fact, reason, changed, own (of a template) or ending
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The line without bold and links."""
        return "".join(span.text for span in self.spans)


def plain(line: Line) -> str:
    """A line where there is no bold: in a sentence what was found stands in 【】."""
    return "".join(f"【{span.text}】" if span.bold and line.role == "reason" else span.text for span in line.spans)

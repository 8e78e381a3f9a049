"""Lines -> Markdown, for the platforms that take a dialect of it. Each brings its own way of escaping."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from watcher.alerts.channels.lines import Line, Span

# Dialects differ in what a backslash does; these look the same and mean nothing anywhere.
_LOOKALIKES = str.maketrans("*_`[]<>~|\\#", "＊＿｀［］＜＞～｜＼＃")
# What makes a list, a rule or a heading of a line that begins with it.
_BLOCK = re.compile(r"[-+=]|\d{1,9}[.)]")
_GUARD = "\u2060"  # a word joiner: not seen, and not what a block begins with
Escape = Callable[[str], str]


def markdown(lines: Iterable[Line], escape: Escape, gap: str = "\n\n") -> str:
    """The lines with bold, links and quotes; `gap` is what the dialect takes for a new line."""
    return gap.join(_line(line, escape) for line in lines)


def lookalike(text: str) -> str:
    """The text with each character of Markdown as its full-width twin."""
    return text.translate(_LOOKALIKES)


def _line(line: Line, escape: Escape) -> str:
    quote = "> " if line.role in {"reason", "changed"} else ""
    text = "".join(_span(span, escape) for span in line.spans)
    return quote + (_GUARD if _BLOCK.match(text) else "") + text


def _span(span: Span, escape: Escape) -> str:
    if span.url:  # made safe by `address`: no bracket is left in it
        return f"[{escape(span.text)}]({span.url})"
    return _bold(span.text, escape) if span.bold else escape(span.text)


def _bold(text: str, escape: Escape) -> str:
    """Punctuation at the edges stays outside: between Chinese characters `**“词”**` is not bold (CommonMark 6.2)."""
    letters = [place for place, character in enumerate(text) if character.isalnum()]
    if not letters:
        return escape(text)
    start, end = letters[0], letters[-1] + 1
    return f"{escape(text[:start])}**{escape(text[start:end])}**{escape(text[end:])}"

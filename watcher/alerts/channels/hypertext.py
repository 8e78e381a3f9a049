"""Lines -> the little HTML that Telegram, Matrix and e-mail all understand."""

from __future__ import annotations

from html import escape

from watcher.alerts.channels.cutting import unpinged
from watcher.alerts.channels.lines import Line, Span


def hypertext(line: Line) -> str:
    """One line with `<b>`, `<a>` and `<blockquote>`; everything else is escaped, and nobody is named with an @."""
    inner = "".join(map(_span, line.spans))
    return f"<blockquote>{inner}</blockquote>" if line.role in {"reason", "changed"} else inner


def _span(span: Span) -> str:
    text = escape(unpinged(span.text))
    text = f"<b>{text}</b>" if span.bold else text
    return f'<a href="{escape(span.url)}">{text}</a>' if span.url else text

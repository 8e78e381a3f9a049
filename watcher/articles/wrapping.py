"""Text whose lines were broken at a width, by hand or by a mail program."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_MOST_LINES = 20_000  # longer texts are no documents
_FULL_LINES = 3  # of about the same width tell that a text was wrapped
_NARROWEST = 50  # columns that text is wrapped at
_WRAPPED_AT = 160  # columns that no line wrapped by hand reaches
WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_ITEM = re.compile(
    r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[、.．)）]|[-*•●|#>]|附件|第.{1,4}[章条]|[^，。]{1,8}[：:]"
)
_OWN_LINE = re.compile(  # a document's number, its date, the note under it
    r"[（(]?[\u3400-\u9fff]{2,15}[〔\[【（(]\d{4}[〕\]】）)]第?\s?\d{1,5}\s?号[）)]?"
    r"|[\d〇○零一二三四五六七八九十]{4}\s?年.{1,8}日|[（(]此件.{2,10}[）)]"
)
_TITLE_END = re.compile("(?:通知|意见|决定|通报|批复|公告|通告|函)$")


def unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """Plain text as paragraphs where its lines were broken at a width: those that fill it go on in the next."""
    widths = [_width(line) for line in lines] if len(lines) <= _MOST_LINES else []
    widest = max(widths, default=0)
    full = 0.85 * widest
    if not _NARROWEST <= widest < _WRAPPED_AT or sum(width >= full for width in widths) < _FULL_LINES:
        yield from lines
        return
    parts: list[str] = []
    for line, width_before in zip(lines, [0, *widths], strict=False):
        if parts and width_before >= full and _goes_on(parts[-1], line):
            needs_space = parts[-1].rstrip()[-1:].isascii() and line[:1].isascii()
            parts += [" ", line] if needs_space else [line]
        else:
            yield "".join(parts)
            parts = [line]
    yield "".join(parts)


def _goes_on(line: str, following: str) -> bool:
    ends = line.rstrip()[-1:] in "。：；！？:"
    return not ends and not following[:1].isspace() and not _ITEM.match(following)


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether the lines of one paragraph were broken by hand: of much the same length, but for the last.

    Not where one is a document's date or number, or a title stands over those whom it goes to.
    """
    widths = list(map(_width, lines))
    if max(widths) >= _WRAPPED_AT or min(widths[:-1]) < 0.7 * max(widths):
        return False
    goes_to = lines[-1].rstrip().endswith(("：", ":")) and _TITLE_END.search(lines[-2].rstrip())
    return not goes_to and not any(_OWN_LINE.fullmatch(line.strip()) for line in lines)


def _width(line: str) -> int:
    """Columns that a line takes; of a long one, enough to tell that it was not wrapped."""
    start = line[:_WRAPPED_AT]
    return len(start) + len(WIDE.findall(start))

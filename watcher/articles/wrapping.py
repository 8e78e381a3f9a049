"""Text whose lines were broken at a width, by hand or by a mail program."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_MOST_LINES = 20_000  # longer texts are no documents
_FULL_LINES = 3  # of about the same width tell that a text was wrapped
_NARROWEST = 40  # columns that text is wrapped at
_WRAPPED_AT = 160  # columns that no line wrapped by hand reaches
WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_ITEM = re.compile(
    r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[、.．)）]|[-+*•●|#>]|附件|第.{1,4}[章条]|[^，。]{1,8}[：:]."
)
_OWN_LINE = re.compile(  # a document's number, its date, the note under it
    r"[（(]?[\u3400-\u9fff]{2,15}[〔\[【（(]\d{4}[〕\]】）)]第?\s?\d{1,5}\s?号[）)]?"
    r"|[\d〇○零一二三四五六七八九十]{4}\s?年.{1,8}日|[（(]此件.{2,10}[）)]"
)
_SENTENCE = re.compile("[，。；、]|[a-z],? [a-z]")  # a mark inside one, or words
_LONGEST_CUT = 16  # characters
_IN_ONE = re.compile(  # which no line ends within
    r"(?<!\d)(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日|(?<!\d)(?:19|20)\d\d年"
    r"|[\u3400-\u9fff][〔\[［【（(](?:19|20)\d\d[〕\]］】）)]第?\d{1,5}号"
)
_TITLE_END = re.compile("(?:通知|意见|决定|通报|批复|公告|通告|函)$")


def unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """Plain text as paragraphs where its lines were broken at a width."""
    if len(lines) > _MOST_LINES:
        yield from lines
        return
    parts = list(lines[:1])
    for line, joint in zip(lines[1:], joints(lines), strict=True):
        if joint is None:
            yield "".join(parts)
            parts = [line]
        else:
            parts += [joint, line]
    if parts:
        yield "".join(parts)


def joints(lines: Sequence[str]) -> list[str | None]:
    """What stands for each break between the lines of a text: "" or a space where the line goes on, else None.

    One that fills the width that the text was broken at goes on, and one that ends within a date, a number or brackets.
    """
    if len(lines) > _MOST_LINES:
        return [None] * (len(lines) - 1)
    widths = list(map(_width, lines))
    goes_on = [_goes_on(line, following) for line, following in pairwise(lines)]
    full = 0.85 * max(widths, default=0)
    fills = [width >= full for width in widths]
    is_broken = _is_broken_at_width(lines, max(widths, default=0), fills, goes_on)
    found: list[str | None] = []
    for (line, following), filled, more in zip(pairwise(lines), fills, goes_on, strict=False):
        if _is_cut(line, following):
            found.append("")
        elif (is_broken and filled and more) or _is_open(line, following):
            found.append(_joint(line, following))
        else:
            found.append(None)
    return found


def _is_broken_at_width(lines: Sequence[str], widest: int, fills: Sequence[bool], goes_on: Sequence[bool]) -> bool:
    """Whether lines of sentences fill a width, and few others break off before it, as those of lists and poems do."""
    if not _NARROWEST <= widest < _WRAPPED_AT:
        return False
    full = [bool(_SENTENCE.search(line)) for line, filled in zip(lines, fills, strict=True) if filled]
    breaks = [filled for filled, more in zip(fills, goes_on, strict=False) if more]
    return len(full) >= _FULL_LINES and 2 * sum(full) >= len(full) and 2 * sum(breaks) >= len(breaks)


def _goes_on(line: str, following: str) -> bool:
    if not line or not following or line.rstrip()[-1:] in "。：；！？:" or following[:1].isspace():
        return False
    return not _ITEM.match(following) and not _stand_apart(line, following)


def _is_cut(line: str, following: str) -> bool:
    """Whether a line ends within a date or a document's number: 4月15, 日前; 〔20, 21〕33号."""
    before = line.rstrip()[-_LONGEST_CUT:]
    if before.endswith("月") and not _SENTENCE.search(line):  # a heading over days: 大事记2020年4月
        return False
    whole = before + following[:_LONGEST_CUT]
    return any(match.start() < len(before) < match.end() for match in _IN_ONE.finditer(whole)) and before[-1] != "年"


def _is_open(line: str, following: str) -> bool:
    """Whether a bracket that a line opens is closed in the next."""
    for opening, closing in ("（）", "《》", "〔〕"):
        begin, end = line.rfind(opening), following.find(closing)
        if begin >= 0 and end >= 0 and closing not in line[begin:] and opening not in following[:end]:
            return not following[:1].isspace()
    return False


def _joint(line: str, following: str) -> str:
    end = line.rstrip()[-1:]
    return " " if end.isascii() and (following[:1].isascii() or not end.isalnum()) else ""


def _stand_apart(line: str, following: str) -> bool:
    """Whether one is a document's date or number, or a title stands over those whom it goes to."""
    goes_to = following.rstrip().endswith(("：", ":")) and _TITLE_END.search(line.rstrip())
    return bool(goes_to) or any(_OWN_LINE.fullmatch(each.strip()) for each in (line, following))


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether the lines of one paragraph were broken by hand: of much the same length, but for the last."""
    widths = list(map(_width, lines))
    if max(widths) >= _WRAPPED_AT or min(widths[:-1]) < 0.7 * max(widths):
        return False
    return not _stand_apart(lines[-2], lines[-1]) and not any(_OWN_LINE.fullmatch(line.strip()) for line in lines)


def _width(line: str) -> int:
    """Columns that a line takes; of a long one, enough to tell that it was not wrapped."""
    start = line[:_WRAPPED_AT]
    return len(start) + len(WIDE.findall(start))

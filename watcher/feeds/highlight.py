"""Words in sanitised HTML -> the same HTML with `<mark>` round them."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

_MOST_WORDS = 200
_MOST_MARKS = 1_000  # in one article; past that a page is all yellow and only grows

_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}


def highlight(html: str, words: tuple[str, ...]) -> str:
    """`html` with each occurrence of `words` in its text in `<mark>`; case and full width do not matter.

    `html` must come from the sanitiser: its attributes are in double quotes, and no `<` stands in its text. Latin
    words are marked only as whole words. An occurrence that is broken by an inline tag is not marked.
    """
    pattern = _pattern(words)
    if pattern is None:
        return html
    pieces: list[str] = []
    end = marked = 0
    for found in pattern.finditer(html.translate(_WIDE)):  # one character for one: the offsets hold in `html`
        if found.lastgroup == "word" and marked < _MOST_MARKS:
            pieces += (html[end : found.start()], "<mark>", html[found.start() : found.end()], "</mark>")
            end = found.end()
            marked += 1
    return "".join((*pieces, html[end:]))


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Tags and entities are matched too, so that nothing inside them is taken for a word."""
    folded = {word.strip().translate(_WIDE).lower() for word in words} - {""}
    if not folded:
        return None
    longest_first = sorted(folded, key=lambda word: (-len(word), word))[:_MOST_WORDS]
    return re.compile(
        rf'<[^>"]*+(?:"[^"]*+"[^>"]*+)*+>|(?P<word>{"|".join(map(_whole, longest_first))})|&[#a-z0-9]+;',
        re.IGNORECASE,
    )


def _whole(word: str) -> str:
    """A pattern for `word`; one that starts or ends with a Latin letter or digit does so at a word's edge."""
    before = r"(?<![0-9A-Za-z])" if word[0].isascii() and word[0].isalnum() else ""
    after = r"(?![0-9A-Za-z])" if word[-1].isascii() and word[-1].isalnum() else ""
    return before + re.escape(escape(word, quote=False)) + after

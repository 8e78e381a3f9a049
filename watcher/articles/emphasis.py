"""Markdown's emphasis as Chinese is written: `**一、总体要求。**各地` is bold, though CommonMark wants a space there.

CommonMark tells an opening `**` from a closing one by the spaces and punctuation around it, and Chinese has no spaces.
The rule here is that of the CJK-friendly amendment (https://github.com/tats-u/markdown-cjk-friendly, specification.md;
CommonMark's issue 650): a Chinese, Japanese or Korean character beside the marks is as good as a space, and full-width
punctuation is no reason to refuse.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

_EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)


def use_emphasis(markdown: MarkdownIt) -> None:
    """Let the parser read `*` and `_` so."""
    markdown.inline.ruler.at("emphasis", _tokenize)


def _tokenize(state: StateInline, silent: bool) -> bool:
    """Note a run of marks, and whether it may open and close: the rest of the parser pairs them."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    end = state.pos
    while end < state.posMax and state.src[end] == marker:
        end += 1
    before = state.src[state.pos - 1] if state.pos else " "
    after = state.src[end] if end < state.posMax else " "
    can_open, can_close = _flanking(before, after), _flanking(after, before)
    if marker == "_":  # within a word it is part of a name: snake_case
        can_open, can_close = (
            can_open and (not can_close or _parts(before)),
            can_close and (not can_open or _parts(after)),
        )
    for _ in range(end - state.pos):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(ord(marker), end - state.pos, len(state.tokens) - 1, -1, open=can_open, close=can_close)
        )
    state.pos = end
    return True


def _flanking(outside: str, inside: str) -> bool:
    """Whether marks stand at the edge of what is inside: both are the characters beside them."""
    if isWhiteSpace(ord(inside)):
        return False
    return not _is_punctuation(inside) or isWhiteSpace(ord(outside)) or _parts(outside)


def _parts(character: str) -> bool:
    """Whether a word ends at it."""
    return bool(_EAST_ASIAN.match(character)) or _is_punctuation(character)


def _is_punctuation(character: str) -> bool:
    return not _EAST_ASIAN.match(character) and (isMdAsciiPunct(ord(character)) or isPunctChar(character))

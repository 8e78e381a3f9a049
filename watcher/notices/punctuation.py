"""Documents with half-width punctuation between Chinese characters, read by the same rules as those with full-width."""

from __future__ import annotations

import re

_HALF_WIDTH = re.compile("[,:](?<=[\u3400-\u9fff）》”].)(?=[\u3400-\u9fff《“（\n])")
_LOOKED_AT = 3_000  # characters
_BESIDE = re.compile("(?<=[\u3400-\u9fff》”）)])[,:;?!]|[,:;?!](?=[\u3400-\u9fff《“（(])|[()]")
_FULL_WIDTH = str.maketrans(",:;?!()", "，：；？！（）")
_BRACKETS = str.maketrans("（）", "()")


def is_half_width(text: str) -> bool:
    """Whether a text, its lines apart, has half-width commas or colons between Chinese characters."""
    return bool(_HALF_WIDTH.search(text, 0, _LOOKED_AT))


def full_width(text: str) -> str:
    """The text with full-width punctuation beside Chinese characters, each for one, so that offsets hold."""
    return _BESIDE.sub(lambda found: found[0].translate(_FULL_WIDTH), text)


def half_width_brackets(text: str) -> str:
    """A name with its brackets as they were printed."""
    return text.translate(_BRACKETS)

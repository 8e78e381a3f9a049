"""A pattern of a rule -> one that finds in a text as it is stored what the rule's finds in the folded text.

Folding turns each character into one other, so it is enough to write every character of the pattern in all its
spellings: 国 as [国國], a digit also in full width. Where a pattern has more than is known here, texts are folded.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from watcher.articles.folding import fold, spellings
from watcher.rules.evaluation import blind_to_case, compiled

_PART = re.compile(
    r"""(?P<same>\.|\(\?:|\((?!\?)|[)|*+?]|\{\d+(?:,\d*)?\})
      | (?P<digit>\\d)
      | \[(?P<negated>\^?)(?P<some>[^\W_]+)\]
      | \\(?P<escaped>[!-/:-@\[-`{-~])
      | (?P<one>[^\W_]|[\ !"\#%&',\-/:;<=>@_~，。、：；（）《》〔〕“”])""",
    re.VERBOSE,
)


def stored_search(pattern: str) -> Callable[[bytes], object]:
    """A search for the pattern of a rule in a title or text in UTF-8."""
    folded = compiled(pattern)
    plain = unfolded(pattern)
    if plain is None:
        return lambda text: folded.search(fold(text.decode()))
    search: Callable[[bytes], object] = blind_to_case(plain.encode()).search
    return search


def unfolded(pattern: str) -> str | None:
    """The pattern for texts that are not folded; None where there is no such."""
    parts = []
    at = 0
    while at < len(pattern):
        part = _PART.match(pattern, at)
        if part is None:
            return None
        some = part["some"] or part["escaped"] or part["one"] or ("0123456789" if part["digit"] else "")
        letters = "".join(dict.fromkeys(spelling for letter in some for spelling in spellings(fold(letter))))
        parts.append(f"[{part['negated'] or ''}{re.escape(letters)}]" if some else part["same"])
        at = part.end()
    return "".join(parts)

"""A quick look that passes most articles by: whether one may satisfy a condition, told without folding its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from math import prod

from ahocorasick_rs import AhoCorasick, MatchKind

from watcher.articles.folding import spellings
from watcher.notices.divisions import significant

from .tree import City, Leaf, Node, Word, triggers

_BLANKS = tuple(spellings(" "))
_FEW = 4  # spellings that are looked for instead of one keyword, if possible: each slows the search
_MOST = 64  # and where it is not


class Sieve:
    """Says of an article whether it may satisfy one of some conditions: sometimes wrongly yes, never wrongly no."""

    def __init__(self, conditions: Sequence[Node]) -> None:
        needed = [triggers(condition) for condition in conditions]
        leaves = [leaf for found in needed for leaf in found or ()]
        # Whether it lets everything through: a condition can be met without a word or place.
        self.blind = None in needed or not all(isinstance(leaf, (Word, City)) for leaf in leaves)
        words = {leaf.folded for leaf in leaves if isinstance(leaf, Word)}
        probes = sorted({spelling for word in words for spelling in _spelled(_probe(word))})
        self._find = AhoCorasick(probes, matchkind=MatchKind.LeftmostFirst).find_matches_as_indexes if probes else None
        self.areas = tuple(sorted(set(_areas(leaves))))  # what the code of a place begins with that would meet one

    def passes(self, title: str, text: str) -> bool:
        """Whether the words may satisfy one; an article that names a place in `areas` may do so too."""
        if self.blind:
            return True
        whole = f"{title}\n{text}"
        return self._find is not None and bool(self._find(whole) or _is_set_apart(whole))


def _areas(leaves: Iterable[Leaf]) -> Iterator[str]:
    for leaf in leaves:
        if isinstance(leaf, City):
            yield from (significant(code) if leaf.within else code for code in leaf.codes)


def _probe(word: str) -> str:
    """The longest part of a keyword that has few spellings: a Latin letter has half a dozen, and they multiply."""
    ends = ((start, end) for start in range(len(word)) for end in range(start + 1, min(len(word), start + 8) + 1))
    parts = [word[start:end] for start, end in ends]
    for most in (_FEW, _MOST):
        some = [part for part in parts if prod(len(spellings(letter)) for letter in part) <= most]
        longest = max(some, key=len, default="")
        if len(longest) > 1 or longest == word:
            return longest
    return word[0]


def _spelled(folded: str) -> Iterator[str]:
    """Every text that folds to this one."""
    if not folded:
        yield ""
        return
    for rest in _spelled(folded[1:]):
        for letter in spellings(folded[0]):
            yield letter + rest


def _is_set_apart(text: str) -> bool:
    """Whether letters of a Chinese word may be set apart (住 建 部): then no word is found as it is spelled."""
    for blank in _BLANKS:  # no generator: this is asked of every article
        if blank in text:
            return _set_apart().search(text) is not None
    return False


@cache
def _set_apart() -> re.Pattern[str]:
    han = "".join(letter for code in range(0x3400, 0xA000) for letter in spellings(chr(code)))
    letter, blanks = f"[\\u3400-\\u9fff{re.escape(han)}]", f"[{re.escape(''.join(_BLANKS))}]"
    return re.compile(f"(?<!{letter}){letter}{blanks}+{letter}")
